"""Links to pages and files elsewhere."""

from __future__ import annotations

from portal.content.content import Content
from portal.content.declaration import ContentType
from portal.content.link.schema import LinkSchema
from portal.content.workflow import MEDIA_WORKFLOW
from portal.i18n import _


class Link(Content):
    """A title and where it leads, outside of this cluster.

    :ivar shown_with: identities of the documents with which the public sees it.
    :ivar wanted_by: identities of the documents that name it, live or in their newest revision.
    """

    workflow = MEDIA_WORKFLOW
    shown_with: tuple[int, ...] = ()
    wanted_by: tuple[int, ...] = ()

    def __init__(self, title: str, address: str) -> None:
        self.title = title
        self.address = address


LINK = ContentType(
    name="portal.link",
    title=_("Link"),
    factory=Link,
    schema=LinkSchema,
    permission="portal.add_content",
    addable_in=("portal.media", "portal.section"),
)
