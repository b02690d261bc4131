"""Who may see accounts."""

from __future__ import annotations

from portal.i18n import _
from portal.workflow.declaration import State, Workflow

PEOPLE_WORKFLOW = Workflow(
    name="portal.people",
    states=(
        State(
            "kept",
            _("Kept"),
            {
                "view": "administrator security",
                "portal.administer": "administrator",
                "portal.grant": "security",
                "portal.secure": "security",
                "portal.disable": "administrator security",
            },
        ),
    ),
)
