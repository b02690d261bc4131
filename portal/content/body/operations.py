"""What can be done with bodies, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.body.content import Body, Person
from portal.content.body.events import BodyChanged, BodyRevived
from portal.content.body.queries import bodies_above
from portal.content.boundary import reach
from portal.content.events import ContentCreated
from portal.content.names import RESERVED
from portal.content.naming import need_free_name
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.body.schema import BodyData, PersonData
    from portal.content.content import Container


def add_body(bodies: Container, name: str, data: BodyData, act: Act) -> Body:
    """Add a body to the directory.

    :raises Refusal: when the name cannot be part of an address, or is taken; and as `change_body`.
    """
    need_free_name(bodies, name, RESERVED)
    _need_own_code(bodies, None, data.get("code", ""))
    _superior(bodies, data.get("superior", 0))
    body = Body(data)
    body.author, body.changed_at = act.by or "", act.at
    bodies.add(name, body)
    bodies.changed_at = act.at
    act.announce(ContentCreated(body, act))
    return body


def change_body(body: Body, data: BodyData, act: Act) -> None:
    """Change what is known of a body, also where it is in the tree.

    :raises Refusal: when it would be below itself or below one that is no more, or the code is
        that of another one.
    """
    bodies = body.__parent__
    _need_own_code(bodies, body, data.get("code", ""))
    superior = data.get("superior", body.superior)
    if superior != body.superior:
        above = _superior(bodies, superior)
        if above is not None and body in (above, *bodies_above(above)):
            raise Refusal(_("A body cannot be below itself."))
    changed = tuple(name for name, value in data.items() if getattr(body, name) != value)
    for name in changed:
        setattr(body, name, data[name])  # type: ignore[literal-required]  # a name of it
    if changed:
        body.changed_at = bodies.changed_at = act.at  # the tree is changed by one at a time
        act.announce(BodyChanged(body, act, fields=changed))


def revive_body(body: Body, act: Act) -> None:
    """Let a body that was ended by mistake be there again; what was moved stays where it is.

    :raises Refusal: when it is there.
    """
    if body.ended_on is None:
        raise Refusal(_("This body has not ended."))
    body.ended_on, body.successor = None, 0
    body.changed_at = body.__parent__.changed_at = act.at
    above = reach(body.superior, body) if body.superior else None
    if above is None or above.ended_on is not None:
        body.superior = 0
    act.announce(BodyRevived(body, act))


def add_leader(body: Body, data: PersonData, act: Act) -> Person:
    """Add a leader to `body`, after those who are there."""
    person = Person(data)
    person.author, person.changed_at = act.by or "", act.at
    name = str(len(body.leader_names) + 1)
    body.add(name, person)
    body.leader_names = (*body.leader_names, name)
    act.announce(ContentCreated(person, act))
    return person


def _superior(bodies: Container, oid: int) -> Body | None:
    """Return the body that another one is to be below; `None` for none.

    :raises Refusal: when there is no such body, or it is no more.
    """
    found: Any = reach(oid, bodies) if oid else None
    if oid and (not isinstance(found, Body) or found.ended_on is not None):
        raise Refusal(_("Please choose a body that has not ended."))
    above: Body | None = found
    return above


def _need_own_code(bodies: Container, body: Body | None, code: str) -> None:
    same = (each for each in bodies.values() if code and each.code == code and each is not body)
    other = next(same, None)
    if other is not None:
        raise Refusal(_("“${name}” has this code already.", mapping={"name": other.title}))
