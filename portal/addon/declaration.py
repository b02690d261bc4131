"""What an add-on is made of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import colander
    from pyramid.i18n import TranslationString

    from portal.act import Act
    from portal.content.declaration import ContentType
    from portal.site.blocks.declaration import BlockType
    from portal.site.blueprint import SectionPlan
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

    :ivar problems: number of a line of the file, counted from 1, and why it was left out, in
        English for the operator.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


OpenSite: TypeAlias = Callable[[], AbstractContextManager[tuple["Site", "Act"]]]
"""Gives the site and a deed of the operator for one transaction, which commits at its end; where
nothing is to be kept, it is undone."""


@dataclass(frozen=True, kw_only=True)
class Import:
    """A way in for what other systems have, run by `portal import records`.

    :ivar name: permanent, begins with the name of the add-on, such as `weather.stations`.
    :ivar run: brings in a file, as many transactions as it likes; a second time it changes what
        became different, and nothing twice. Where nothing is to be kept, what one transaction did
        is not there in the next one.
    """

    name: str
    title: TranslationString
    run: Callable[[OpenSite, Path], ImportOutcome]


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
    :ivar blocks: block types that it brings for home pages, named after it.
    :ivar jobs: what the worker does for each site.
    :ivar imports: ways in for what other systems have.
    :ivar settings: what each site can set; every field says what holds until then by `missing`.
    :ivar set_up: brings a site to the present data layout when it enables the add-on for the
        first time.
    :ivar steps: bring the sites along that enabled it earlier, oldest first.
    """

    name: str
    title: TranslationString
    package: str
    description: TranslationString | str = ""
    requires: tuple[str, ...] = ()
    types: tuple[ContentType, ...] = ()
    sections: tuple[SectionPlan, ...] = ()
    roles: tuple[str, ...] = ()
    blocks: tuple[BlockType, ...] = ()
    jobs: tuple[SiteJob, ...] = ()
    imports: tuple[Import, ...] = ()
    settings: type[colander.Schema] | None = None
    set_up: Callable[[Site, Act], None] = nothing
    steps: tuple[Step, ...] = ()
