"""The register of people: what lists and searches of accounts read, without loading each account.

Operations on accounts keep it, see `note`; ten thousand lines of it are read in a few milliseconds.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from portal.security.people import Account, People

WORDS_LONGEST = 100
"""Longest text that is searched for, in characters."""
WORDS_MOST = 6


class Line(NamedTuple):
    """What the register says of an account.

    :ivar folded: name and account name as searches compare them.
    :ivar body: identity of the body that the person belongs to; 0 for none.
    """

    login: str
    name: str
    folded: str
    body: int
    post: str
    enabled: bool


class Asked(NamedTuple):
    """A word that is searched for, and the identities of the bodies that it is found in."""

    word: str
    bodies: Container[int]


def fold(text: str) -> str:
    """Return `text` without what keyboards do differently: width and case."""
    return unicodedata.normalize("NFKC", text).casefold()


def note(account: Account) -> None:
    """Bring the line of `account` up to date."""
    folded = f"{fold(account.title)}\n{account.login}"
    line = (account.title, folded, account.body, account.post, account.enabled)
    register = account.__parent__.register
    if register.get(account.login) != line:
        register[account.login] = line


def lines(people: People) -> Iterator[Line]:
    """Return a line for each account, ordered by account name."""
    for login, kept in people.register.items():
        yield Line(login, *kept)


def logins_of(people: People, body: int) -> list[str]:
    """Return the accounts of those who belong to the body of this identity."""
    return [each.login for each in lines(people) if each.body == body]


def asked_of(words: str, bodies: Any) -> tuple[Asked, ...]:
    """Return what `words` ask for: each has to be in a name, an account name or that of a body.

    :param bodies: the folder of the cluster's bodies.
    """
    wanted = fold(words[:WORDS_LONGEST]).split()[:WORDS_MOST]
    known = [(each.oid, fold(f"{each.title}\n{each.short_title}")) for each in bodies.values()]
    return tuple(Asked(word, {oid for oid, said in known if word in said}) for word in wanted)


def fits(line: Line, asked: tuple[Asked, ...]) -> bool:
    """Tell whether the account of `line` is one of those that are asked for."""
    return all(each.word in line.folded or line.body in each.bodies for each in asked)
