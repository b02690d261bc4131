"""Service items, their guides, and applications online."""

from __future__ import annotations

from addons.onlineservice.hall.content import HALL
from addons.onlineservice.hall.operations import open_hall
from addons.onlineservice.i18n import _
from addons.onlineservice.importing.running import ITEMS
from addons.onlineservice.service.content import PUBLIC_SERVICE
from portal.addon.declaration import AddOn

addon = AddOn(
    name="onlineservice",
    title=_("Online services"),
    description=_(
        "Guides to all matters that one can apply for, by theme and by department, with forms "
        "to download."
    ),
    package=__name__,
    types=(HALL, PUBLIC_SERVICE),
    roles=("editor", "reviewer", "publisher"),
    imports=(ITEMS,),
    set_up=open_hall,
)
