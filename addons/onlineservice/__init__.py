"""Service items, their guides, and applications online."""

from addons.onlineservice.i18n import _
from portal.addon.declaration import AddOn

addon = AddOn(name="onlineservice", title=_("Online services"), package=__name__)
