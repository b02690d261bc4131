"""My desk: what waits for somebody, over all sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from portal.catalog.catalog import NEVER, Order, equal
from portal.content.content import Home, site_of
from portal.content.document.drafts import latest, note_on, title_of
from portal.content.document.review import own_part
from portal.content.times import minute
from portal.desk.batches import own_running
from portal.desk.progress import title_of_batch
from portal.i18n import _
from portal.security.grants import places_of
from portal.site.cluster import sites_below
from portal.site.routing import address_anywhere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

SHOWN = 50
"""Most entries of one list."""
RECENT = 10
"""Documents that the person worked on last."""
LOOKED_AT = 1_000
"""Most drafts of a stage that are looked at for those that concern the person."""


@dataclass(frozen=True)
class Task:
    """Something that waits on a desk.

    :ivar due: when the public is to see it; empty for what is not scheduled.
    """

    title: str
    address: str
    site: str
    section: str
    who: str
    when: str
    reason: str
    due: str = ""


@dataclass(frozen=True)
class Running:
    """Long work of this person that is not done."""

    title: str
    address: str
    site: str
    position: int
    total: int


@dataclass(frozen=True)
class Pile:
    """A list of what waits; `empty` is said where nothing does.

    :ivar total: how many wait, also those that are not shown.
    """

    name: str
    title: str
    empty: str
    tasks: tuple[Task, ...]
    total: int


PILES = (
    ("review", _("To review"), _("Nothing waits for your review.")),
    ("returned", _("Returned to you"), _("Nothing was returned to you.")),
    (
        "writing",
        _("Your drafts"),
        _("You are writing nothing. Open the contents of a section to begin."),
    ),
    ("waiting", _("Handed in by you"), _("Nothing of yours waits for others.")),
    ("scheduled", _("Approved for later"), _("Nothing is scheduled to be published.")),
)
"""Name, title and what is said of an empty one; the name of what one writes is its stage."""


@view_config(context=Home, name="desk", permission="portal.account", renderer="templates/desk.pt")
def my_desk(home: Home, request: Request) -> dict[str, Any]:
    """Show what needs this person, what the person writes, and where the person works."""
    found = {name: _waiting_for(name, request) for name, _title, _empty in PILES}
    return {
        "title": _("My desk"),
        "piles": tuple(
            Pile(name, title, empty, _tasks(found[name][:SHOWN], request), len(found[name]))
            for name, title, empty in PILES
        ),
        "recent": _tasks(_added_by(request.authenticated_userid, request), request),
        "running": tuple(_running(request)),
        "sites": tuple(_sites(request)),
    }


def _tasks(documents: list[Any], request: Request) -> tuple[Task, ...]:
    return tuple(_task(each, request) for each in documents)


def _added_by(login: str, request: Request) -> list[Any]:
    """Return the documents that this person added and that were changed last."""
    cluster = request.cluster
    order = Order(by="changed_at", descending=True, size=RECENT)
    _count, oids = cluster.catalog.page(equal(author=login, kind="portal.document"), order, [])
    found = (cluster.__objectmap__.object_for(oid) for oid in oids)
    return [
        each for each in found if each is not None and request.has_permission("portal.work", each)
    ]


def _waiting_for(pile: str, request: Request) -> list[Any]:
    """Return the documents of a pile, that which was changed last first."""
    me = request.authenticated_userid
    if pile == "scheduled":
        found = [each for each in _documents(pile, request) if _concerns(me, each, request)]
        return sorted(found, key=lambda each: latest(each).release_at or NEVER)
    if pile != "review":
        return [each for each in _documents(pile, request) if latest(each).by == me]
    return [
        each
        for each in _documents("waiting", request)
        if own_part(each, me) is None and request.has_permission("portal.release", each)
    ]


def _concerns(me: str, document: Any, request: Request) -> bool:
    """Tell whether a scheduled draft is of this person, or one that this person may stop."""
    draft = latest(document)
    mine = me in {draft.by, draft.approved_by}
    return mine or bool(request.has_permission("portal.release", document))


def _running(request: Request) -> Iterator[Running]:
    for batch in own_running(request.cluster, request.authenticated_userid):
        place = request.cluster.__objectmap__.object_for(batch.place)
        if place is not None:
            yield Running(
                title_of_batch(batch),
                f"{address_anywhere(place, request)}progress?batch={batch.name}",
                site_of(place).title,
                batch.position,
                len(batch.items),
            )


def _documents(stage: str, request: Request) -> Iterator[Any]:
    cluster = request.cluster
    _count, oids = cluster.catalog.find(equal(stage=stage), limit=LOOKED_AT)
    found = (cluster.__objectmap__.object_for(oid) for oid in oids)
    return (
        each for each in found if each is not None and request.has_permission("portal.work", each)
    )


def _task(document: Any, request: Request) -> Task:
    revision = latest(document)
    return Task(
        title_of(document),
        f"{address_anywhere(document, request)}/draft",
        site_of(document).title,
        document.__parent__.title,
        revision.by,
        minute(revision.at),
        note_on(revision),
        minute(revision.release_at) if revision.stage == "scheduled" else "",
    )


def _sites(request: Request) -> Iterator[tuple[str, str, str]]:
    """Return title, state and address of the contents of each place where the person works.

    The sites below one where the person has a role follow it; a section is named with its site.
    """
    seen = set()
    for place in _working_places(request):
        if place.oid not in seen:
            seen.add(place.oid)
            site = site_of(place)
            title = site.title if place is site else f"{site.title} › {place.title}"
            state = site.workflow.state(site.state).title
            yield title, state, f"{address_anywhere(place, request)}contents"


def _working_places(request: Request) -> Iterator[Any]:
    cluster = request.cluster
    for place in places_of(cluster, request.authenticated_userid):
        if place is cluster:
            yield from cluster.all_sites()
        else:
            yield place
            if place is site_of(place):
                yield from sites_below(place)
