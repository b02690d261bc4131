"""Where documents may be moved or copied to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.content.document.content import Document
    from portal.content.section.content import Section

STEP = " › "


class Person(Protocol):
    """Somebody with rights: a request, or `portal.security.policy.Rights` outside of any."""

    def has_permission(self, permission: str, context: Any) -> Any:
        """Tell whether this person has `permission` on `context`."""


def may_come_to(deed: str, document: Document, section: Section, person: Person) -> bool:
    """Tell whether this person may put `document`, or a copy of it, into `section`.

    What the public sees is released there by coming there.
    """
    public = deed != "copy" and document.state in {"published", "withdrawn"}
    permission = "portal.publish" if public else "portal.add_content"
    return bool(person.has_permission(permission, section))


def targets(place: Any, request: Request, above: str = "") -> Iterator[tuple[int, str]]:
    """Return identity and title of each section below `place` where this person may put things."""
    for section in place.sections():
        title = f"{above}{section.title}"
        if any(
            request.has_permission(each, section)
            for each in ("portal.add_content", "portal.publish")
        ):
            yield section.oid, title
        yield from targets(section, request, f"{title}{STEP}")
