"""What can be done with bodies, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.body.content import Body, Person
from portal.content.events import ContentCreated
from portal.content.naming import need_free_name

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.body.schema import BodyData, PersonData
    from portal.content.content import Container


def add_body(bodies: Container, name: str, data: BodyData, act: Act) -> Body:
    """Add a body to the directory.

    :raises Refusal: when the name cannot be part of an address, or is taken.
    """
    need_free_name(bodies, name)
    body = Body(data)
    body.author, body.changed_at = act.by or "", act.at
    bodies.add(name, body)
    act.announce(ContentCreated(body, act))
    return body


def add_leader(body: Body, data: PersonData, act: Act) -> Person:
    """Add a leader to `body`, after those who are there."""
    person = Person(data)
    person.author, person.changed_at = act.by or "", act.at
    name = str(len(body.leader_names) + 1)
    body.add(name, person)
    body.leader_names = (*body.leader_names, name)
    act.announce(ContentCreated(person, act))
    return person
