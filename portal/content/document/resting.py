"""What came due of documents whose add-on the site does not use: it rests until it does again.

Nothing of a disabled add-on comes out, expires or is asked for by mail. Once the site enables the
add-on, what came due meanwhile happens in the next rounds of the worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from pyramid.location import lineage
from pyramid.traversal import find_root

from portal.content.content import site_of
from portal.content.document.alarms import Alarm, kept_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.content.document.content import Document

RESTING = "resting"
"""Key of the alarms that rest, beside the kinds of those that do not."""
RELEASE = "release"
"""Kind of what stood on the timetable of releases; every other kind is one of `alarms`."""
_AFTER_ALL = "\U0010ffff"
Owner = tuple[int, str]
"""Identity of a site, and the name of an add-on."""


def put_to_rest(document: Document, kind: str, alarm: Alarm) -> bool:
    """Let `alarm` rest if the site of `document` does not use its add-on; tell whether it does."""
    owner = _unused(document)
    if owner is None:
        return False
    cluster: Any = find_root(document)
    if cluster.alarms is None:
        cluster.alarms = OOBTree()
    if RESTING not in cluster.alarms:
        cluster.alarms[RESTING] = OOTreeSet()
    cluster.alarms[RESTING].add((*owner, kind, *alarm))
    return True


def wake(cluster: Any) -> bool:
    """Let what rests be due again where sites use the add-on; tell whether there was any."""
    kept = kept_of(cluster, RESTING)
    owners = [owner for owner in _owners(kept) if _is_used(cluster, owner)]
    found = [each for owner in owners for each in kept.keys(min=owner, max=(*owner, _AFTER_ALL))]
    for entry in found:
        kept.remove(entry)
        _site, _addon, kind, seconds, oid = entry
        place = cluster.timetable if kind == RELEASE else cluster.alarms[kind]
        place.add((seconds, oid))
    return bool(found)


def _owners(kept: Any) -> Iterator[Owner]:
    """Return the sites with the add-ons of which something rests, without a look at all of it."""
    first = next(iter(kept), None)
    while first is not None:
        owner = first[:2]
        yield owner
        first = next(iter(kept.keys(min=(*owner, _AFTER_ALL))), None)


def _is_used(cluster: Any, owner: Owner) -> bool:
    """Tell whether the site uses the add-on, or is not there any more."""
    site = cluster.__objectmap__.object_for(owner[0])
    return site is None or site.uses(owner[1])


def _unused(document: Document) -> Owner | None:
    """Return the add-on that keeps `document` out of use, with its site; `None` if none does."""
    site = site_of(document)
    for place in lineage(document):
        addon = getattr(place, "of_addon", "")
        if addon and not site.uses(addon):
            return site.oid, addon
    return None
