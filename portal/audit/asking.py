"""What somebody wants to see of the audit log, as it stands in an address."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from portal.audit.actions import chosen
from portal.audit.queries import Narrowed
from portal.catalog.catalog import one_of
from portal.content.addresses import tree_path
from portal.content.declaration import kinds_of
from portal.content.document.content import DOCUMENT
from portal.content.times import ZONE
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.registry import Registry

    from portal.audit.queries import Key
    from portal.site.cluster import Cluster

RESULTS = {"": _("All"), "yes": _("Succeeded"), "no": _("Failed")}
CLUSTER_ALONE = "-"
"""Stands for the cluster where a site is asked for; no site can be called so."""
FIELD_MAX = 200
DOCUMENTS_MOST = 1_000
"""Most documents whose title fits that are looked for."""
_KEY_DIGITS = 18


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The filter as a person filled it in; what is empty does not narrow.

    :ivar action: name of one, or of a group behind `GROUP_MARK`.
    :ivar site: name of a site, or `CLUSTER_ALONE`.
    :ivar about: a path, or words: of the title of a document, or an account name.
    :ivar since: first day; `until` the last one.
    """

    by: str = ""
    action: str = ""
    site: str = ""
    about: str = ""
    address: str = ""
    result: str = ""
    since: str = ""
    until: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values as an address has them, without those that are empty."""
        return [(name, value) for name, value in asdict(self).items() if value]

    @property
    def query(self) -> str:
        """The part of the address behind the question mark."""
        return urlencode(self.pairs)

    def narrowed(self, cluster: Cluster, registry: Registry) -> Narrowed:
        """Return what is to be looked for."""
        return Narrowed(
            by=self.by,
            actions=chosen(self.action, registry),
            site=self._site,
            address=self.address,
            succeeded={"yes": True, "no": False}.get(self.result),
            since=_morning(self.since),
            until=_morning(self.until, days=1),
            **self._about(cluster, registry),
        )

    @property
    def _site(self) -> str | None:
        if not self.site:
            return None
        return "" if self.site == CLUSTER_ALONE else self.site

    def _about(self, cluster: Cluster, registry: Registry) -> dict[str, Any]:
        if self.about.startswith("/"):
            site = next((each for each in cluster.all_sites() if each.__name__ == self.site), None)
            base = tree_path(site) if site is not None else "/"
            inside = self.about.startswith(base)
            return {"path": self.about if inside else f"{base.rstrip('/')}{self.about}"}
        if not self.about:
            return {}
        words = self.about.lower().split()
        kinds = [e.name for e in kinds_of(registry).values() if e.addon or e.name == DOCUMENT.name]
        fitting = cluster.catalog.fitting(one_of("kind", kinds), words)
        return {"subject": self.about, "oids": tuple(islice(fitting, DOCUMENTS_MOST))}


def asked(sent: Mapping[str, str], registry: Registry) -> Asked:
    """Return what `sent` asks for; what is none of the choices counts as not asked for."""
    values = {name: str(sent.get(name, "")).strip()[:FIELD_MAX] for name in asdict(Asked())}
    values["action"] = values["action"] if chosen(values["action"], registry) else ""
    values["result"] = values["result"] if values["result"] in RESULTS else ""
    values |= {name: _day(values[name]) for name in ("since", "until")}
    return Asked(**{name: value.replace("\0", "") for name, value in values.items()})


def key_text(key: Key) -> str:
    """Return the place of an entry as an address has it."""
    return f"{key[0].astimezone(UTC).isoformat()}_{key[1]}"


def key_of(text: str) -> Key | None:
    """Return the place that an address names, or `None`."""
    moment, _mark, number = text.partition("_")
    if not (number.isascii() and number.isdigit() and len(number) <= _KEY_DIGITS):
        return None
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, int(number)) if at.tzinfo is UTC else None


def number_of(text: str) -> int | None:
    """Return the number that an address names, also a negative one, or `None`."""
    digits = text.removeprefix("-")
    fits = digits.isascii() and digits.isdigit() and len(digits) <= _KEY_DIGITS + 1
    return int(text) if fits and abs(int(text)) < 2**63 else None


def _day(text: str) -> str:
    """Return `text` if it is a day that has one before and one after it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if date.min.year < day.year < date.max.year else ""


def _morning(day: str, days: int = 0) -> datetime | None:
    if not day:
        return None
    return datetime.combine(date.fromisoformat(day), time.min, ZONE) + timedelta(days=days)
