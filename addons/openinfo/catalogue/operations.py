"""What can be done with a catalogue, independent of the web."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pyramid.location import lineage

from addons.openinfo.catalogue.content import Catalogue
from addons.openinfo.catalogue.place import PLACE, PUBLIC_MODE, catalogue_of, taken
from addons.openinfo.catalogue.values import Entry
from addons.openinfo.i18n import _
from addons.openinfo.numbers import DIGITS, bodies_in
from addons.openinfo.settings import settings_in
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.naming import need_free_name
from portal.content.times import ZONE
from portal.errors import Refusal
from portal.workflow.declaration import ANYONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.act import Act
    from portal.site.site import Site

LOOKED_AT = 2_000
"""Records that are looked at again in one transaction."""
START = -(1 << 63)
"""No identity is smaller."""


def found_catalogue(site: Site, act: Act) -> None:
    """Give `site` an empty catalogue.

    :raises Refusal: when something else has its place.
    """
    need_free_name(site, PLACE)
    catalogue = Catalogue()
    catalogue.author, catalogue.changed_at = act.by or "", act.at
    site.add(PLACE, catalogue)


def follow(record: Any) -> None:
    """Let the catalogue show `record` as the public may see it now, or not at all."""
    catalogue = catalogue_of(record)
    if is_shown(record):
        catalogue.put(entry_of(record))
    else:
        catalogue.take(record.oid)


def is_shown(record: Any) -> bool:
    """Tell whether the public may see `record` as soon as it may see the site."""
    if record.state != "published" or record.expired_how:
        return False
    if record.disclosure_mode != PUBLIC_MODE:
        return False
    for place in lineage(record):
        if getattr(place, "is_site", False):
            return True
        if ANYONE not in place.workflow.state(place.state).allow.get("view", "").split():
            return False
    return False


def entry_of(record: Any) -> Entry:
    """Return the released `record` as lists show it."""
    return Entry(
        oid=record.oid,
        section=record.__parent__.oid,
        name=record.__name__,
        title=record.title,
        day=record.written_on or record.displayed_at.astimezone(ZONE).date(),
        bodies=bodies_in(record.issuer or record.publisher),
        topic=record.topic,
        genre=record.genre,
        index_number=record.index_number,
        document_number=record.document_number,
        validity=record.validity,
        is_written=record.written_on is not None,
    )


def give_index_number(record: Any, act: Act) -> None:
    """Register the index number of a record that is being released; draw one if it has none.

    The number stays with the record for ever, and no other record of the site gets it.

    :raises Refusal: when another record has it or had it once.
    """
    catalogue = catalogue_of(record)
    number = record.index_number or _number_before(catalogue, record) or _drawn(record, act)
    if not number:
        return
    if catalogue.numbers.get(number, record.oid) != record.oid:
        raise Refusal(taken(number))
    if number not in catalogue.numbers:
        catalogue.numbers[number] = record.oid
    if record.index_number != number:
        revision = next(each for each in record.revisions if each.number == record.live_number)
        revision.values = {**revision.values, "index_number": number}
        record.index_number = number


def need_public_mode(record: Any) -> None:
    """Make sure that what is shown to the public is meant for it.

    :raises Refusal: when it is disclosed upon request only, or not at all.
    """
    if record.disclosure_mode != PUBLIC_MODE:
        raise Refusal(
            _(
                "This record is not disclosed proactively, so it stays in the register of the "
                "office. Change the way of disclosure first."
            )
        )


def look_again_later(site: Site) -> None:
    """Note that records may have changed while nobody heard of it."""
    catalogue_of(site).behind = START


def catch_up(site: Site, records: Iterable[int], act: Act) -> None:
    """Look at the next records of `site` again, if they may have changed unheard.

    :param records: identities of all records of the site.
    """
    catalogue = catalogue_of(site)
    if catalogue.behind is None:
        return
    known = {*records, *catalogue.oids(catalogue.behind)}
    oids = sorted(oid for oid in known if oid >= catalogue.behind)
    for oid in oids[:LOOKED_AT]:
        record = reach(oid, site)
        if record is None:
            catalogue.take(oid)
            continue
        if is_shown(record):
            with suppress(Refusal):  # what another record has stays that of the other one
                give_index_number(record, act)
        follow(record)
    catalogue.behind = oids[LOOKED_AT] if len(oids) > LOOKED_AT else None


def _number_before(catalogue: Catalogue, record: Any) -> str:
    """Return the number that an earlier version of `record` had."""
    earlier = (each.values.get("index_number", "") for each in reversed(record.revisions))
    return next((n for n in earlier if n and catalogue.numbers.get(n) == record.oid), "")


def _drawn(record: Any, act: Act) -> str:
    """Return the next free index number of the site's body; empty where it has no code."""
    code = settings_in(site_of(record))["body_code"]
    if not code:
        return ""
    catalogue = catalogue_of(record)
    year = (record.written_on or act.at.astimezone(ZONE).date()).year
    beginning = f"{code}/{year}-"
    number = catalogue.drawn.get(beginning, 0) + 1
    while f"{beginning}{number:0{DIGITS}}" in catalogue.numbers:
        number += 1
    catalogue.drawn[beginning] = number
    return f"{beginning}{number:0{DIGITS}}"
