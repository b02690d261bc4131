"""The database stores the path of every class, so a stored class keeps its place for ever."""

from __future__ import annotations

import importlib
import pickletools
from collections.abc import Iterator
from pathlib import Path

from modules import is_in, project
from persistent import Persistent

from portal.testing import World

LIST = Path(__file__).with_name("stored_classes.txt")
OURS = ("portal", "addons")


def listed() -> set[str]:
    return set(LIST.read_text("utf-8").split())


def defined(base: type = Persistent) -> Iterator[str]:
    """Return the paths of the persistent classes that the project defines."""
    for each in base.__subclasses__():
        if any(is_in(each.__module__, package) for package in OURS):
            yield f"{each.__module__}.{each.__qualname__}"
        yield from defined(each)


def stored(world: World) -> Iterator[str]:
    """Return the paths of the project's classes in the records of the object database."""
    for transaction in world.office.database.storage.iterator():
        for record in transaction:
            yield from (path for path in _named(record.data) if path.startswith(OURS))


def _named(record: bytes) -> Iterator[str]:
    """Return the paths of the classes in a record, which holds two pickles: class and state."""
    rest = record
    while rest:
        for code, value, place in pickletools.genops(rest):
            if code.name == "GLOBAL":
                yield str(value).replace(" ", ".")
            end = place
        rest = rest[end + 1 :]


def import_all() -> None:
    for module in project():
        if module.path.parts[:3] != ("portal", "ledger", "migrations"):
            importlib.import_module(module.name)


def test_a_stored_class_keeps_its_place() -> None:
    import_all()
    lost = sorted(listed() - set(defined()))
    assert not lost, (
        f"Databases hold objects of {', '.join(lost)}. A class that moves or goes needs an entry "
        f"in the `moved` of its add-on and a decision record; only then take it off {LIST.name}."
    )


def test_a_new_stored_class_is_put_on_the_list() -> None:
    import_all()
    new = sorted(set(defined()) - listed())
    assert not new, f"Add to {LIST.name}, for ever: {', '.join(new)}"


def test_no_other_class_gets_into_the_database(furnished: World) -> None:
    found = set(stored(furnished))
    assert "portal.content.document.content.Document" in found
    assert not sorted(found - listed()), "The database holds what the list does not name."
