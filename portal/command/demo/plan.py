"""Describe a demonstration cluster as plain values that founding turns into content.

`portal.command.demo.generate.plan` makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

ClassName = Literal["portal", "department", "agency", "institution"]
"""A site class of `portal/site/data/classes.toml`."""

Validity = Literal["", "valid", "expired", "repealed"]
"""Whether a policy document is in force; empty for everything that is no policy document."""


@dataclass(frozen=True)
class PersonPlan:
    """One leader: the post, the division of work and a short curriculum vitae."""

    name: str
    post: str
    duties: str
    resume: str
    phone: str
    email: str
    picture: bytes | None
    """A JPEG of 300 by 400 pixels, or none."""


@dataclass(frozen=True)
class OfficePlan:
    """One office inside a body."""

    name: str
    functions: str
    phone: str


@dataclass(frozen=True)
class BodyPlan:
    """The body behind a site, as the directory of bodies shows it.

    `kind` is the Chinese name of its rank, as the directory groups bodies.
    """

    slug: str
    name: str
    short_name: str
    kind: str
    functions: tuple[str, ...]
    address: str
    postcode: str
    phone: str
    hours: str
    leaders: tuple[PersonPlan, ...]
    offices: tuple[OfficePlan, ...]


@dataclass(frozen=True)
class PicturePlan:
    """A picture; `name` is a file name with its extension, `content` is JPEG."""

    name: str
    content: bytes
    alternative: str
    caption: str


@dataclass(frozen=True)
class FilePlan:
    """A download; `name` is an ASCII file name whose extension tells the type."""

    name: str
    title: str
    content: bytes


@dataclass(frozen=True)
class DocumentPlan:
    """One document of one section.

    `section` is the path of slugs from the site, as in "zwgk/tzgg". `body` is HTML of p, h2, h3,
    lists, tables, strong, em, blockquote and a. `document_number` is empty, or the mark of the
    issuer, the year in tortoise-shell brackets and a serial number. `interprets` is empty, or the
    document number of the policy on the same site that this document explains (the policy comes
    first). `matter` is the slug of the body that is in charge of what it is about. Days are in the
    time zone of the site, `displayed_at` is aware and in UTC.
    """

    section: str
    title: str
    subtitle: str
    summary: str
    body: str
    source: str
    author: str
    issuer: str
    document_number: str
    interprets: str
    keywords: tuple[str, ...]
    written_on: date | None
    displayed_at: datetime
    effective_on: date | None
    validity: Validity
    lead_picture: PicturePlan | None
    attachments: tuple[FilePlan, ...]
    matter: str


@dataclass(frozen=True)
class SitePlan:
    """One site; calling `documents` makes them one by one, policies before interpretations.

    `place` is the position in the cluster, `today` the day before which everything is dated.
    """

    name: str
    place: int
    today: date
    class_name: ClassName
    body: BodyPlan
    title: str
    short_title: str
    host: str
    identity_code: str
    icp: str
    police: str
    contact: str
    documents: Callable[[], Iterator[DocumentPlan]]


@dataclass(frozen=True)
class PromotionPlan:
    """Words for which a section of a site is found first; `section` is a path of slugs."""

    words: str
    site: str
    section: str


@dataclass(frozen=True)
class ClusterPlan:
    """The whole cluster, the main portal first; `notice` says that all of it is made up."""

    title: str
    notice: str
    today: date
    sites: tuple[SitePlan, ...]
    hot_words: tuple[str, ...]
    promoted: tuple[PromotionPlan, ...]
