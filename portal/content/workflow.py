"""Workflows of content in the core, and the roles that they speak of."""

from __future__ import annotations

from portal.i18n import _
from portal.workflow.declaration import State, Transition, Workflow

STAFF = "editor reviewer manager administrator"
WRITERS = "editor manager administrator"
RELEASERS = "reviewer manager administrator"
MANAGERS = "manager administrator"
DELETED = "deleted"
"""State of what is in the trash: found nowhere, and only to be brought back."""

SECTION_WORKFLOW = Workflow(
    name="portal.section",
    states=(
        State(
            "shown",
            _("Shown"),
            {
                "view": "anyone",
                "portal.work": STAFF,
                "portal.add_content": WRITERS,
                "portal.release": RELEASERS,
                "portal.manage": MANAGERS,
            },
        ),
        State(
            "hidden",
            _("Hidden"),
            {
                "view": STAFF,
                "portal.work": STAFF,
                "portal.add_content": WRITERS,
                "portal.release": RELEASERS,
                "portal.manage": MANAGERS,
            },
        ),
    ),
    transitions=(
        Transition("hide", ("shown",), "hidden", permission="portal.manage"),
        Transition("show", ("hidden",), "shown", permission="portal.manage"),
    ),
)

DOCUMENT_WORKFLOW = Workflow(
    name="portal.document",
    states=(
        State(
            "draft",
            _("Draft"),
            {
                "view": STAFF,
                "portal.work": STAFF,
                "portal.edit": WRITERS,
                "portal.share": STAFF,
                "portal.release": RELEASERS,
                "portal.move": WRITERS,
            },
        ),
        State(
            "published",
            _("Published"),
            {
                "view": "anyone",
                "portal.work": STAFF,
                "portal.edit": WRITERS,
                "portal.share": STAFF,
                "portal.release": RELEASERS,
                "portal.withdraw": RELEASERS,
                "portal.move": RELEASERS,
            },
        ),
        State(
            "withdrawn",
            _("Withdrawn"),
            {
                "view": STAFF,
                "portal.work": STAFF,
                "portal.edit": WRITERS,
                "portal.share": STAFF,
                "portal.release": RELEASERS,
                "portal.move": RELEASERS,
            },
        ),
        State(DELETED, _("Deleted"), {"view": STAFF, "portal.work": STAFF}),
    ),
    transitions=(
        Transition(
            "release", ("draft", "published", "withdrawn"), "published", permission="portal.release"
        ),
        Transition("withdraw", ("published",), "withdrawn", permission="portal.withdraw"),
        Transition(
            "delete", ("draft", "published", "withdrawn"), DELETED, permission="portal.move"
        ),
        Transition("restore_draft", (DELETED,), "draft", permission="portal.work"),
        Transition("restore_published", (DELETED,), "published", permission="portal.work"),
        Transition("restore_withdrawn", (DELETED,), "withdrawn", permission="portal.work"),
    ),
)

MEDIA_WORKFLOW = Workflow(
    name="portal.media",
    states=(
        State(
            "kept",
            _("Kept"),
            {
                "view": STAFF,
                "portal.work": STAFF,
                "portal.edit": WRITERS,
                "portal.release": RELEASERS,
            },
        ),
        State(
            "published",
            _("Published"),
            {
                "view": "anyone",
                "portal.work": STAFF,
                "portal.edit": WRITERS,
                "portal.release": RELEASERS,
                "portal.withdraw": RELEASERS,
            },
        ),
        State(
            "withdrawn",
            _("Withdrawn"),
            {
                "view": STAFF,
                "portal.work": STAFF,
                "portal.edit": WRITERS,
                "portal.release": RELEASERS,
            },
        ),
    ),
    transitions=(
        Transition(
            "release", ("kept", "published", "withdrawn"), "published", permission="portal.release"
        ),
        Transition("withdraw", ("published",), "withdrawn", permission="portal.withdraw"),
    ),
)

DIRECTORY_WORKFLOW = Workflow(
    name="portal.directory",
    states=(State("open", _("Open"), {"view": "anyone", "portal.administer": "administrator"}),),
)

TRASH_WORKFLOW = Workflow(
    name="portal.trash",
    states=(State("kept", _("Kept"), {"view": STAFF, "portal.work": STAFF}),),
)
