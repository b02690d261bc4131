"""What an add-on is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    import colander
    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.act import Act
    from portal.content.declaration import ContentType
    from portal.site.blocks.declaration import BlockType
    from portal.site.blueprint import SectionPlan
    from portal.site.importing.columns import Column
    from portal.site.site import Site


def nothing(site: Site, act: Act) -> None:
    """Leave `site` as it is."""


@dataclass(frozen=True)
class Step:
    """A change of what an add-on stored in one site; a released step stays as it is.

    :ivar name: a sentence that begins with year and month; the site remembers it as taken.
    :ivar run: makes the change; it can be run twice.
    """

    name: str
    run: Callable[[Site], None]


@dataclass(frozen=True, kw_only=True)
class SiteJob:
    """Something that the worker does for each site that enabled the add-on.

    Each site has a transaction of its own; where it fails, the other sites go on.

    :ivar name: permanent, begins with the name of the add-on, such as `weather.fetch`.
    :ivar run: does it; it can be run twice.
    :ivar every: time between two runs.
    """

    name: str
    title: TranslationString
    run: Callable[[Site, Act], None]
    every: timedelta


@dataclass
class ImportOutcome:
    """What an import did, or would do.

    An import may add fields of its own, which remember what is in the file: all pieces share them,
    and what is remembered twice changes nothing.

    :ivar problems: number of a line of the file, counted from 1, and the message that says why it
        was left out; 0 for what concerns no line.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many lines were dealt with."""
        return self.created + self.changed + self.unchanged + len(self.problems)

    def piece(self) -> Self:
        """Return the outcome for a piece, which counts from nothing and may be thrown away."""
        return replace(self, created=0, changed=0, unchanged=0, withdrawn=0, problems=[])

    def add(self, piece: ImportOutcome) -> None:
        """Add what became of a piece."""
        self.created += piece.created
        self.changed += piece.changed
        self.unchanged += piece.unchanged
        self.withdrawn += piece.withdrawn
        self.problems += piece.problems


class OpenSite(Protocol):
    """Gives the site and a deed for one transaction."""

    def __call__(
        self, outcome: ImportOutcome | None = None
    ) -> AbstractContextManager[tuple[Site, Act]]:
        """Commit at the end of the block; where nothing is to be kept, undo it instead.

        :param outcome: what became of all that was done before, for who watches how far it is.
        """


@dataclass(frozen=True, kw_only=True)
class Import:
    """A way in for what other systems have: a page of the site, and `portal import records`.

    :ivar name: permanent, begins with the name of the add-on, such as `weather.stations`.
    :ivar run: brings in a file, as many transactions as it likes; a second time it changes what
        became different, and nothing twice. Where nothing is to be kept, what one transaction did
        is not there in the next one.
    :ivar columns: what a record may have. With them, the file may be JSON lines, CSV or XLSX, and
        `run` is given one that `portal.site.importing.reader.read_records` reads; without them, it
        is given the file as it is.
    """

    name: str
    title: TranslationString
    run: Callable[[OpenSite, Path], ImportOutcome]
    columns: tuple[Column, ...] = ()


def uncounted(site: Site, request: Request) -> int | None:
    """Count nothing."""


@dataclass(frozen=True, kw_only=True)
class WorkList:
    """A page on which staff find what they have to do in a site.

    The bar of the site leads there, and so does the desk of each person who may see it.

    :ivar name: permanent, begins with the name of the add-on, such as `weather.reports`.
    :ivar permission: needed on the site, as its view names it.
    :ivar view: name of the view of sites that shows the list.
    :ivar waiting: how many entries wait in a site, for all who may see the list; `None` where
        that is not counted. The desk asks it for each site, so it looks up rather than walks.
    """

    name: str
    title: TranslationString
    permission: str
    view: str
    waiting: Callable[[Site, Request], int | None] = uncounted


@dataclass(frozen=True, kw_only=True)
class AddOn:
    """Everything that an add-on brings; the core reads it and registers it.

    :ivar name: permanent identifier, also the prefix of its types and permissions, and the domain
        of its messages: small Latin letters, digits and `_`.
    :ivar description: one or two sentences on what a site has of it.
    :ivar package: import name; its modules are scanned for views and subscribers.
    :ivar requires: names of the add-ons that must be enabled first.
    :ivar types: content types that it brings.
    :ivar sections: sections that it proposes to a site that enables it.
    :ivar roles: names of the roles whose holders work with it.
    :ivar permissions: permissions of its own on a site that enabled it, to the roles that hold
        them there, separated by spaces; they begin with its name.
    :ivar work_lists: pages of a site on which staff find their work.
    :ivar blocks: block types that it brings for home pages, named after it.
    :ivar jobs: what the worker does for each site.
    :ivar imports: ways in for what other systems have.
    :ivar settings: what each site can set; every field says what holds until then by `missing`.
    :ivar set_up: brings a site to the present data layout when it enables the add-on for the
        first time.
    :ivar steps: bring the sites along that enabled it earlier, oldest first.
    :ivar moved: dotted path of a class as the database knows it, to the path where it is today.
    """

    name: str
    title: TranslationString
    package: str
    description: TranslationString | str = ""
    requires: tuple[str, ...] = ()
    types: tuple[ContentType, ...] = ()
    sections: tuple[SectionPlan, ...] = ()
    roles: tuple[str, ...] = ()
    permissions: Mapping[str, str] = field(default_factory=dict)
    work_lists: tuple[WorkList, ...] = ()
    blocks: tuple[BlockType, ...] = ()
    jobs: tuple[SiteJob, ...] = ()
    imports: tuple[Import, ...] = ()
    settings: type[colander.Schema] | None = None
    set_up: Callable[[Site, Act], None] = nothing
    steps: tuple[Step, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is no tuple where several are declared.

        :raises TypeError: when it is so, as with a single name in brackets without a comma.
        """
        for each in fields(self):
            value = getattr(self, each.name)
            if each.default == () and not isinstance(value, tuple):
                raise TypeError(f"{each.name} is no tuple, but {value!r}; write {each.name}=(...,)")
