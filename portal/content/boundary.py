"""The border between sites: from a reference to the object, if it may be touched from here."""

from __future__ import annotations

from typing import Any

from substanced.util import find_objectmap

from portal.content.content import is_in_use, site_of


def reach(oid: int, place: Any) -> Any | None:
    """Return the object `oid` if it belongs to the site of `place`, else `None`.

    Every reference that a request brings (a field of a form, a selection, an upload) and every
    one that is stored goes through here, so that no site shows or changes another one's content.
    """
    objects = find_objectmap(place)
    found = _at(objects.root, objects.path_for(oid))
    if found is None or site_of(found) is not site_of(place) or not is_in_use(found):
        return None
    return found


def _at(root: Any, path: tuple[str, ...] | None) -> Any | None:
    """Return what is at `path`; a general traversal of a stored path takes five times as long."""
    found = root
    for name in path[1:] if path else ():
        found = found.get(name)
        if found is None:
            return None
    return found if path else None
