"""What can be done with links, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.events import ContentCreated
from portal.content.link.content import Link
from portal.content.link.schema import LinkSchema
from portal.content.naming import next_name

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.content import Container
    from portal.content.link.schema import LinkData


def add_link(place: Container, data: LinkData, act: Act) -> Link:
    """Keep a link in `place`.

    :raises colander.Invalid: when the address is not one of a web page.
    """
    checked = LinkSchema().deserialize(data)
    link = Link(checked["title"], checked["address"])
    link.author, link.changed_at = act.by or "", act.at
    place.add(next_name(place, act.at.date()), link)
    act.announce(ContentCreated(link, act))
    return link
