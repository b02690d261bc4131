"""My desk: what waits for somebody, over all sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from portal.addon.importing import find_import
from portal.addon.work import work_of
from portal.catalog.catalog import NEVER, Order, equal, one_of
from portal.content.adding import is_document_type
from portal.content.content import Home, is_in_use, site_of
from portal.content.declaration import kinds_of
from portal.content.document.alarms import ASKED, OWED, noted
from portal.content.document.drafts import latest, note_on, title_of
from portal.content.document.owed import owed_first
from portal.content.document.review import (
    handed_to_other,
    own_approval,
    own_part,
    review_permission,
)
from portal.content.document.urgent import own_part_afterwards, permission_afterwards
from portal.content.document.withdrawing import asked_alone
from portal.content.times import ZONE, minute
from portal.desk.batches import own_running
from portal.desk.progress import title_of_batch
from portal.desk.recordloads import own_loads
from portal.desk.takingover import is_taken_over
from portal.i18n import _
from portal.security.grants import places_of
from portal.site.cluster import sites_below
from portal.site.routing import address_anywhere

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.content.document.content import Revision

SHOWN = 50
"""Most entries of one list."""
TAKEN = frozenset({"returned", "writing"})
"""Stages in which a draft of somebody else can stand on a successor's desk."""
LATE = {"overdue": _("Overdue"), "today": _("Due today")}
RECENT = 10
"""Documents that the person worked on last."""
LOOKED_AT = 1_000
"""Most drafts of a stage that are looked at for those that concern the person."""


@dataclass(frozen=True)
class Task:
    """Something that waits on a desk.

    :ivar due: when the public is to see it; empty for what is not scheduled.
    :ivar deadline: when its review is due, and `late` how that stands: a key of `LATE`, or empty.
    :ivar taken: whether somebody else wrote it, whose duties were taken over.
    :ivar urgent: whether who handed it in wants it reviewed sooner.
    """

    title: str
    address: str
    site: str
    section: str
    who: str
    when: str
    reason: str
    due: str = ""
    deadline: str = ""
    late: str = ""
    urgent: bool = False
    taken: bool = False

    @property
    def lateness(self) -> TranslationString | str:
        """How its deadline stands, in words."""
        return LATE[self.late] if self.late else ""


@dataclass(frozen=True)
class Running:
    """Long work of this person that is not done; `with_lines` instead of documents."""

    title: str
    address: str
    site: str
    position: int
    total: int
    with_lines: bool = False


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
    ("publish", _("To publish"), _("Nothing that is approved waits for you to publish it.")),
    ("owed", _("Public, approval owed"), _("No approval of what is public already is owed.")),
    ("asked", _("Withdrawals to decide on"), _("Nobody asked for a withdrawal.")),
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
    shown = PILES if _works_on_content(request) else ()
    found = {
        name: [each for each in _waiting_for(name, request) if is_in_use(each)]
        for name, _title, _empty in shown
    }
    return {
        "title": _("My desk"),
        **_lateness(found.get("review", []), request),
        "work": work_of(_own_sites(request), request),
        "piles": tuple(
            Pile(name, title, empty, _tasks(found[name][:SHOWN], request), len(found[name]))
            for name, title, empty in shown
        ),
        "recent": _tasks(_added_by(request.authenticated_userid, request), request),
        "running": tuple(_running(request)),
        "sites": tuple(_sites(request)),
    }


def _tasks(documents: list[Any], request: Request) -> tuple[Task, ...]:
    return tuple(_task(each, request) for each in documents if is_in_use(each))


def _added_by(login: str, request: Request) -> list[Any]:
    """Return the documents that this person added and that were changed last."""
    cluster = request.cluster
    order = Order(by="changed_at", descending=True, size=RECENT)
    kinds = [kind.name for kind in kinds_of(request.registry).values() if is_document_type(kind)]
    asked = equal(author=login) & one_of("kind", kinds)
    _count, oids = cluster.catalog.page(asked, order, [])
    found = (cluster.__objectmap__.object_for(oid) for oid in oids)
    return [
        each for each in found if each is not None and request.has_permission("portal.work", each)
    ]


def _waiting_for(pile: str, request: Request) -> list[Any]:
    """Return the documents of a pile, that which was changed last or is due first."""
    me = request.authenticated_userid
    if pile in NOTED:
        return [each for each in noted(request.cluster, pile) if NOTED[pile](me, each, request)]
    if pile == "scheduled":
        found = [each for each in _documents(pile, request) if _concerns(me, each, request)]
        return sorted(found, key=lambda each: latest(each).release_at or NEVER)
    if pile == "publish":
        return [each for each in _documents("approved", request) if _publishes(me, each, request)]
    if pile != "review":
        taken = is_taken_over if pile in TAKEN else _nothing
        documents = _documents(pile, request)
        return [each for each in documents if latest(each).by == me or taken(each, request)]
    waiting = (each for each in _documents("waiting", request) if _reviews(me, each, request))
    return sorted(waiting, key=lambda each: latest(each).due_at or NEVER)


def _nothing(_document: Any, _request: Request) -> bool:
    """Tell that what waits for others is on no successor's desk."""
    return False


def _reviews(me: str, document: Any, request: Request) -> bool:
    """Tell whether this person can give the next review of a draft."""
    other = own_part(document, me) is None and handed_to_other(document, me) is None
    return other and bool(request.has_permission(review_permission(document), document))


def _publishes(me: str, document: Any, request: Request) -> bool:
    """Tell whether this person can show an approved draft to the public."""
    other = own_approval(document, me) is None
    return other and bool(request.has_permission("portal.publish", document))


def _owes(me: str, document: Any, request: Request) -> bool:
    """Tell whether this person can give the next approval of what is public already."""
    if document.state != "published" or own_part_afterwards(document, me) is not None:
        return False
    return bool(request.has_permission(permission_afterwards(document), document))


def _withdraws(me: str, document: Any, request: Request) -> bool:
    """Tell whether this person decides on a withdrawal that was asked for."""
    other = document.state == "published" and asked_alone(document, me) is None
    return other and bool(request.has_permission("portal.withdraw", document))


NOTED: dict[str, Callable[[str, Any, Any], bool]] = {OWED: _owes, ASKED: _withdraws}
"""Piles of documents that the cluster keeps noted, and whom they concern."""


def _lateness(reviews: list[Any], request: Request) -> dict[str, int]:
    """Return how many reviews are overdue, and how many more are due today."""
    late = [_late(latest(each), request) for each in reviews]
    return {"overdue": late.count("overdue"), "due_today": late.count("today")}


def _late(draft: Revision, request: Request) -> str:
    """Return how the deadline of a review stands, a key of `LATE`; empty if there is time."""
    if draft.due_at is None:
        return ""
    now = request.act.at
    if draft.due_at <= now:
        return "overdue"
    return "today" if _day(draft.due_at) == _day(now) else ""


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


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
    yield from _loading(request)


def _loading(request: Request) -> Iterator[Running]:
    """Return the files with records that are being checked or imported for this person."""
    for load in own_loads(request.cluster, request.authenticated_userid):
        site = request.cluster.__objectmap__.object_for(load.place)
        chosen = find_import(request.registry, load.kind)
        if site is not None and chosen is not None:
            yield Running(
                _("Import: ${title}", mapping={"title": chosen.title}),
                f"{address_anywhere(site, request)}import-progress?load={load.name}",
                site.title,
                load.position,
                max(load.total, load.position, 1),
                with_lines=True,
            )


def _documents(stage: str, request: Request) -> Iterator[Any]:
    cluster = request.cluster
    _count, oids = cluster.catalog.find(equal(stage=stage), limit=LOOKED_AT)
    found = (cluster.__objectmap__.object_for(oid) for oid in oids)
    return (
        each for each in found if each is not None and request.has_permission("portal.work", each)
    )


def _task(document: Any, request: Request) -> Task:
    revision, stage = latest(document), document.stage
    waits = stage == "waiting"
    return Task(
        title_of(document),
        f"{address_anywhere(document, request)}/draft",
        site_of(document).title,
        document.__parent__.title,
        revision.by,
        minute(revision.at),
        _note(document),
        minute(revision.release_at) if stage == "scheduled" else "",
        minute(revision.due_at) if waits else "",
        _late(revision, request) if waits else "",
        waits and revision.urgent,
    )


def _note(document: Any) -> str:
    """Return what a person has to know: of a withdrawal, of what is owed, or of the draft."""
    if document.withdrawal is not None:
        return str(document.withdrawal[2])
    owed = owed_first(document)
    if owed is not None and not document.stage:
        return owed.reason
    return note_on(latest(document))


def _sites(request: Request) -> Iterator[tuple[str, str, str]]:
    """Return title, state and address of each place where the person works.

    It is that of the contents, for who may work on these. The sites below one where the person has
    a role follow it; a section is named with its site.
    """
    seen = set()
    for place in _working_places(request):
        if place.oid not in seen:
            seen.add(place.oid)
            site = site_of(place)
            title = site.title if place is site else f"{site.title} › {place.title}"
            state = site.workflow.state(site.state).title
            page = "contents" if request.has_permission("portal.work", place) else ""
            yield title, state, f"{address_anywhere(place, request)}{page}"


def _works_on_content(request: Request) -> bool:
    """Tell whether there is a place whose content this person works on."""
    return any(request.has_permission("portal.work", each) for each in _working_places(request))


def _own_sites(request: Request) -> list[Any]:
    """Return the sites in which this person holds a role, each once."""
    found = (site_of(place) for place in _working_places(request))
    return list({site.oid: site for site in found}.values())


def _working_places(request: Request) -> Iterator[Any]:
    cluster = request.cluster
    for place in places_of(cluster, request.authenticated_userid):
        if place is cluster:
            yield from cluster.all_sites()
        else:
            yield place
            if place is site_of(place):
                yield from sites_below(place)
