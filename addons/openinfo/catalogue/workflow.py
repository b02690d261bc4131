"""Who may see a catalogue."""

from __future__ import annotations

from addons.openinfo.i18n import _
from portal.workflow.declaration import State, Workflow

CATALOGUE_WORKFLOW = Workflow(
    name="openinfo.catalogue",
    states=(State("open", _("Open"), {"view": "anyone", "portal.manage": "manager"}),),
)
