"""What can be done with content of any type that is no document, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.events import ContentCreated, ContentEdited
from portal.content.names import RESERVED
from portal.content.naming import need_free_name, next_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.act import Act
    from portal.content.content import Container, Kept
    from portal.content.declaration import ContentType

NAME = "name"
"""Field of a schema that asks for the name in addresses, which is chosen when it is added."""


def add_content(place: Container, kind: ContentType, data: Mapping[str, Any], act: Act) -> Any:
    """Add content of type `kind` to `place`; each field of `data` becomes an attribute of it.

    Without a name in `data`, it is called after the day, such as `20260302-7`.

    :raises Refusal: when the name cannot be part of an address, or is taken.
    """
    values = dict(data)
    name = values.pop(NAME, "") or next_name(place, act.at.date())
    need_free_name(place, name, RESERVED)
    content = kind.factory()
    for field, value in values.items():
        setattr(content, field, value)
    content.author, content.changed_at = act.by or "", act.at
    place.add(name, content)
    act.announce(ContentCreated(content, act))
    return content


def change_content(content: Kept, data: Mapping[str, Any], act: Act) -> None:
    """Let the fields of `content` be as `data` says; its name stays."""
    changed = False
    for field, value in data.items():
        if field != NAME and getattr(content, field) != value:
            setattr(content, field, value)
            changed = True
    if changed:
        content.changed_at = act.at
        act.announce(ContentEdited(content, act))


def move_content(content: Kept, transition: str, act: Act) -> None:
    """Take a step in the workflow of `content`, such as `hide`.

    :raises Refusal: when the step does not leave the present state.
    """
    content.workflow.move(content, transition)
    content.changed_at = act.at
    act.announce(ContentEdited(content, act))
