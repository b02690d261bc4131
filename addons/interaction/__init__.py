"""Citizens and offices in conversation."""

from addons.interaction.i18n import _
from portal.addon.declaration import AddOn

addon = AddOn(name="interaction", title=_("Citizen interaction"), package=__name__)
