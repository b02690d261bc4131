"""Workflows of content in the core, and the roles that they speak of."""

from __future__ import annotations

from portal.i18n import _
from portal.workflow.declaration import State, Transition, Workflow

WORKERS = "editor reviewer_1 reviewer_2 reviewer publisher manager"
"""Those who do something with content, each their part."""
STAFF = f"{WORKERS} reader administrator"
"""Those who read what is not public; the last two of them change nothing of it."""
WRITERS = "editor manager"
REVIEWERS = "reviewer_1 reviewer_2 reviewer manager"
"""Those who take part in reviews, each up to a level of its own."""
PUBLISHERS = "publisher reviewer manager"
"""Those who show to the public what was approved, and take it back."""
MANAGERS = "manager administrator"
GRANTORS = "manager security"
REVIEWS = {
    "portal.release": REVIEWERS,
    "portal.review_2": "reviewer_2 reviewer manager",
    "portal.review_3": "reviewer manager",
    "portal.publish": PUBLISHERS,
}
"""Permissions of reviews and of what follows them, the same wherever there are any."""
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
                **REVIEWS,
                "portal.manage": MANAGERS,
                "portal.grant": GRANTORS,
            },
        ),
        State(
            "hidden",
            _("Hidden"),
            {
                "view": STAFF,
                "portal.work": STAFF,
                "portal.add_content": WRITERS,
                **REVIEWS,
                "portal.manage": MANAGERS,
                "portal.grant": GRANTORS,
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
                "portal.share": WORKERS,
                **REVIEWS,
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
                "portal.share": WORKERS,
                **REVIEWS,
                "portal.withdraw": PUBLISHERS,
                "portal.move": PUBLISHERS,
            },
        ),
        State(
            "withdrawn",
            _("Withdrawn"),
            {
                "view": STAFF,
                "portal.work": STAFF,
                "portal.edit": WRITERS,
                "portal.share": WORKERS,
                **REVIEWS,
                "portal.move": PUBLISHERS,
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
                **REVIEWS,
            },
        ),
        State(
            "published",
            _("Published"),
            {
                "view": "anyone",
                "portal.work": STAFF,
                "portal.edit": WRITERS,
                **REVIEWS,
                "portal.withdraw": PUBLISHERS,
            },
        ),
        State(
            "withdrawn",
            _("Withdrawn"),
            {
                "view": STAFF,
                "portal.work": STAFF,
                "portal.edit": WRITERS,
                **REVIEWS,
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
