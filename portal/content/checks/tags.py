"""What a page has to say about itself, which the inspection looks for in its tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.checks.declaration import STOP, WARN, Finding, Place
from portal.content.document.fields import demanded
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.content.checks.declaration import Subject
    from portal.content.document.content import Document, Revision

TAGS = "tags"
REQUIRED = _("Please fill this in: a document cannot be released without it.")
EXPECTED = _("Without this, a tag of the page is missing that the inspection looks for.")


def lacking(document: Document, draft: Revision) -> tuple[tuple[str, str], ...]:
    """Return names and titles of the fields without which a draft cannot be handed in.

    They are those that its type marks as needed. Attachments can stand for the text.

    Source: page tags (Guidelines on the Development of Government Websites, State Council General
    Office, 2017, No. 47): ArticleTitle and ContentSource are required.
    """
    return tuple(
        (node.name, node.title) for node in demanded(document) if not _says(draft, node.name)
    )


def _says(draft: Revision, name: str) -> bool:
    """Tell whether something is filled in; a number always says something."""
    if name == "body":
        return bool(draft.text.html.strip() or draft.values.get("attachments"))
    value = draft.values.get(name)
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != ()


def tags(subject: Subject) -> Iterator[Finding]:
    """Find what is not filled in."""
    for name, title in lacking(subject.document, subject.revision):
        yield _finding(STOP, name, title, REQUIRED)
    values = subject.revision.values
    for name, title in (("keywords", _("Keywords")), ("summary", _("Summary"))):
        if not values.get(name):
            yield _finding(WARN, name, title, EXPECTED)


def _finding(level: str, name: str, title: str, message: str) -> Finding:
    return Finding(check=TAGS, level=level, message=message, place=Place(name, title, 0, ""))
