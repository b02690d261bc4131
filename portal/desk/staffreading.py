"""The people of a file that somebody sent: who can be added, and what is wrong with the others."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.desk.staffforms import NAME_MOST, POST_MOST, TELEPHONE_MOST
from portal.errors import Refusal
from portal.i18n import _
from portal.security.operations import need_free_login
from portal.security.register import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portal.desk.sheets import Row
    from portal.security.accounts import AccountData
    from portal.site.cluster import Cluster

PEOPLE_MOST = 5_000
"""Most people of one file."""
FIELDS = ("login", "title", "body", "post", "telephone")
"""What is read of a person."""
NEEDED = ("login", "title")
LIMITS = {"title": NAME_MOST, "post": POST_MOST, "telephone": TELEPHONE_MOST}

Values = tuple[int, str, str, str, str, str]
"""Number of the line and what it says, as `FIELDS`."""


@dataclass(frozen=True)
class Newcomer:
    """A line of the file.

    :ivar values: what stands there.
    :ivar problem: why the person cannot be added; empty for those who can.
    :ivar oid: identity of the body; 0 for none.
    """

    values: Values
    problem: str = ""
    oid: int = 0

    @property
    def login(self) -> str:
        """The account name, in small letters."""
        return self.values[1].lower()

    @property
    def data(self) -> AccountData:
        """What is known of the person then."""
        _line, _login, title, _body, post, telephone = self.values
        return {"title": title, "body": self.oid, "post": post, "telephone": telephone}


def values_of(rows: Sequence[Row]) -> tuple[list[Values], tuple[str, ...]]:
    """Return what the rows of a file say of people, and the columns that say something else.

    :raises Refusal: when the first row does not name the columns, or there is no other.
    """
    heads = tuple(cell.lower() for cell in rows[0][1]) if rows else ()
    known = {head: name for name, every in _columns().items() for head in every}
    columns = [known.get(head, "") for head in heads]
    if any(columns.count(name) != 1 for name in NEEDED) or len(rows) == 1:
        raise Refusal(
            _(
                "The first line has to name the columns, once each: account name, name, and if "
                "you like body, post and telephone. People come from the second line on."
            )
        )
    values = [_values(number, cells, columns) for number, cells in rows[1:]]
    named = zip(heads, columns, strict=True)
    return values, tuple(head for head, name in named if head and not name)


def newcomers(cluster: Cluster, values: Iterable[Values]) -> list[Newcomer]:
    """Return the people of these lines, each with what is wrong."""
    every = list(values)
    counts = Counter(each[1].lower() for each in every)
    twice = {login for login, count in counts.items() if count > 1}
    bodies = _bodies(cluster)
    return [_checked(cluster, each, twice, bodies) for each in every]


def _values(number: int, cells: Sequence[str], columns: Sequence[str]) -> Values:
    said = dict(zip(columns, cells, strict=False))
    login, title, body, post, telephone = (said.get(name, "") for name in FIELDS)
    return number, login, title, body, post, telephone


def _checked(
    cluster: Cluster, values: Values, twice: set[str], bodies: dict[str, list[int]]
) -> Newcomer:
    login, body = values[1].lower(), values[3]
    oids = bodies.get(fold(body), []) if body else [0]
    try:
        need_free_login(cluster["people"], login)
    except Refusal as refusal:
        return Newcomer(values, refusal.message)
    problem = next(_problems(values, twice, oids), "")
    return Newcomer(values, problem, oids[0] if oids else 0)


def _problems(values: Values, twice: set[str], oids: list[int]) -> Iterator[str]:
    said = dict(zip(FIELDS, values[1:], strict=True))
    if said["login"].lower() in twice:
        yield _("The same account name stands twice in the file.")
    if not said["title"]:
        yield _("The name is missing.")
    for name, most in LIMITS.items():
        if len(str(said[name])) > most:
            yield _(
                "“${text}” is longer than ${most} characters.",
                mapping={"text": f"{said[name][:20]}\N{HORIZONTAL ELLIPSIS}", "most": most},
            )
    if not oids:
        yield _("There is no body “${name}”.", mapping={"name": said["body"]})
    if len(oids) > 1:
        yield _("Several bodies are called “${name}”.", mapping={"name": said["body"]})


def _bodies(cluster: Any) -> dict[str, list[int]]:
    """Return full name, short name, code and name in addresses, to the bodies that have it."""
    found: dict[str, list[int]] = {}
    for body in cluster["bodies"].values():
        if body.ended_on is None:
            for name in {body.title, body.short_title, body.code, body.__name__} - {""}:
                found.setdefault(fold(name), []).append(body.oid)
    return found


@cache
def _columns() -> dict[str, list[str]]:
    path = Path(__file__).parent / "data" / "people.toml"
    columns: dict[str, list[str]] = tomllib.loads(path.read_text("utf-8"))["columns"]
    return columns
