"""The life of a site, and who may do what in the cluster."""

from __future__ import annotations

from portal.content.workflow import GRANTORS, MANAGERS, STAFF, WRITERS
from portal.i18n import _
from portal.workflow.declaration import State, Transition, Workflow

_OPEN = {
    "view": "anyone",
    "portal.account": "signed-in",
    "portal.work": STAFF,
    "portal.manage": MANAGERS,
    "portal.purge": "manager",
    "portal.grant": GRANTORS,
    "portal.administer": "administrator",
}
_CLOSED = {
    "view": f"{STAFF} officer",
    "portal.account": "signed-in",
    "portal.work": STAFF,
    "portal.manage": MANAGERS,
    "portal.purge": "manager",
    "portal.grant": GRANTORS,
    "portal.administer": "administrator",
}

SITE_WORKFLOW = Workflow(
    name="portal.site",
    states=(
        State("planning", _("Planning"), _CLOSED),
        State("online", _("Online"), _OPEN),
        State("offline", _("Temporarily offline"), _CLOSED),
        State("closed", _("Closed"), _CLOSED),
    ),
    transitions=(
        Transition("open", ("planning", "offline"), "online", permission="portal.administer"),
        Transition("take_offline", ("online",), "offline", permission="portal.administer"),
        Transition("close", ("online", "offline"), "closed", permission="portal.administer"),
    ),
)

CLUSTER_WORKFLOW = Workflow(
    name="portal.cluster",
    states=(
        State(
            "open",
            _("Open"),
            {
                "view": "anyone",
                "portal.account": "signed-in",
                "portal.administer": "administrator",
                "portal.grant": "security",
                "portal.secure": "security",
                "portal.audit": "auditor",
            },
        ),
    ),
)

MEDIA_SHELF_WORKFLOW = Workflow(
    name="portal.media_shelf",
    states=(
        State(
            "open",
            _("Open"),
            {
                "view": "anyone",
                "portal.work": STAFF,
                "portal.add_content": WRITERS,
                "portal.administer": "administrator",
            },
        ),
    ),
)

SHELF_WORKFLOW = Workflow(
    name="portal.shelf",
    states=(State("open", _("Open"), {"view": "anyone", "portal.administer": "administrator"}),),
)
