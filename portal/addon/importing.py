"""Running what add-ons declare as imports."""

from __future__ import annotations

import shutil
import time
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from pyramid.i18n import make_localizer
from pyramid.interfaces import ITranslationDirectories
from ZODB.POSException import ConflictError

from portal.addon.events import RecordsImported
from portal.addon.registry import loaded_addons
from portal.i18n import translated
from portal.site.importing.columns import headings
from portal.site.importing.converting import Converted, Form, convert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from pyramid.registry import Registry

    from portal.act import Act
    from portal.addon.declaration import Import, ImportOutcome, OpenSite
    from portal.site.site import Site

LOT = 100
"""Records in one transaction: an import that is killed loses no more than this."""
TRIES = 8
"""How often what others were faster than is begun again, each time in halves."""
PAUSE = 0.03
"""Seconds between two lots, in which those who save at the same time come through."""
LANGUAGES = ("en", "zh_CN")
"""Those in which a table may name its columns."""

Entry = TypeVar("Entry")
Outcome = TypeVar("Outcome", bound="ImportOutcome")
Bring: TypeAlias = "Callable[[Site, list[Entry], Act, Outcome], None]"


def in_lots(
    opened: OpenSite, entries: Iterable[Entry], bring: Bring[Entry, Outcome], outcome: Outcome
) -> None:
    """Let `bring` deal with `entries`, a lot in each transaction, and add up what became of them.

    :param bring: is given the site, a lot, a deed, and an outcome for the lot alone.
    """
    rest = iter(entries)
    while lot := list(islice(rest, LOT)):
        _bring_lot(opened, lot, bring, outcome)
        time.sleep(PAUSE)


def find_import(registry: Registry, name: str) -> Import | None:
    """Return the import `name` of a loaded add-on, if there is one."""
    return next((each for each in every_import(registry) if each.name == name), None)


def every_import(registry: Registry) -> Iterator[Import]:
    """Return the imports of all loaded add-ons."""
    return (each for addon in loaded_addons(registry).values() for each in addon.imports)


def addon_of(chosen: Import) -> str:
    """Return the name of the add-on that declares an import."""
    return chosen.name.partition(".")[0]


def languages(registry: Registry) -> tuple[Callable[[str], str], ...]:
    """Return what says a message in each language in which a table may name its columns."""
    folders = registry.queryUtility(ITranslationDirectories, default=[])
    localizers = [make_localizer(language, folders) for language in LANGUAGES]
    return tuple(partial(translated, translate=each.translate) for each in localizers)


def read_file(
    chosen: Import, source: BinaryIO, name: str, target: Path, registry: Registry
) -> Converted:
    """Write to `target` what `run` of an import reads from the file `source`, called `name`.

    :raises Refusal: when it cannot be read.
    """
    if not chosen.columns:
        with target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        return Converted(0)
    spoken = languages(registry)
    titles = {
        each.name: {say(title): code for code, title in each.codes for say in spoken}
        for each in chosen.columns
    }
    form = Form(chosen.columns, headings(chosen.columns, spoken), titles)
    return convert(source, name, form, target)


def imported(chosen: Import, site: Site, act: Act, outcome: ImportOutcome) -> RecordsImported:
    """Return what is announced at the end of an import."""
    return RecordsImported(
        site,
        act,
        name=chosen.name,
        created=outcome.created,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        withdrawn=outcome.withdrawn,
        left_out=len(outcome.problems),
    )


def _bring_lot(
    opened: OpenSite,
    lot: list[Entry],
    bring: Bring[Entry, Outcome],
    outcome: Outcome,
    tries: int = TRIES,
) -> None:
    piece = outcome.piece()
    try:
        with opened(outcome) as (site, act):
            bring(site, lot, act, piece)
    except ConflictError:
        if not tries:
            raise
        time.sleep(PAUSE)
        half = -(-len(lot) // 2)
        for part in filter(None, (lot[:half], lot[half:])):
            _bring_lot(opened, part, bring, outcome, tries - 1)
    else:
        outcome.add(piece)
