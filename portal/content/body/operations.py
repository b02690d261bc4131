"""What can be done with bodies, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.body.content import Body, Person
from portal.content.events import ContentCreated
from portal.content.names import is_name
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.body.schema import BodyData, PersonData
    from portal.content.content import Container


def add_body(bodies: Container, name: str, data: BodyData, act: Act) -> Body:
    """Add a body to the directory.

    :raises Refusal: when the name cannot be part of an address, or is taken.
    """
    if not is_name(name):
        raise Refusal(_("“${name}” cannot be part of an address.", mapping={"name": name}))
    if name in bodies:
        raise Refusal(
            _("There is already something called “${name}” here.", mapping={"name": name})
        )
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
