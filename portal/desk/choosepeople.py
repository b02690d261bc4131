"""Finding a person among all accounts, for whoever gives somebody a role or a task."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from portal.content.boundary import reach
from portal.content.content import Home
from portal.content.document.content import Document
from portal.content.section.content import Section
from portal.security.people import People
from portal.security.register import Line, asked_of, fits, lines

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.site.cluster import Cluster

PEOPLE_MOST = 20
"""People that are offered at once."""


@dataclass(frozen=True)
class Found:
    """A person who can be chosen; `body` is the name of where that person works."""

    login: str
    name: str
    body: str
    post: str


def people_like(cluster: Cluster, words: str, limit: int = PEOPLE_MOST) -> list[Found]:
    """Return enabled accounts in whose name, account name or body each of `words` is found.

    Those who are called just so come first, then those whose name begins so; without words,
    nobody is found.
    """
    asked = asked_of(words, cluster["bodies"])
    if not asked:
        return []
    first = asked[0].word
    fitting = (each for each in lines(cluster["people"]) if each.enabled and fits(each, asked))
    chosen = sorted(fitting, key=lambda line: (*_distance(line, first), line.login))
    return [_found(each, cluster) for each in chosen[:limit]]


@view_config(context=Document, name="choose-person", permission="portal.release", renderer="json")
@view_config(context=Section, name="choose-person", permission="portal.grant", renderer="json")
@view_config(context=Home, name="choose-person", permission="portal.grant", renderer="json")
@view_config(context=People, name="choose-person", permission="portal.grant", renderer="json")
def choose_person(_place: Any, request: Request) -> dict[str, Any]:
    """Tell a script who fits what was typed."""
    found = people_like(request.cluster, str(request.GET.get("words", "")))
    return {"found": [asdict(each) for each in found]}


def _distance(line: Line, word: str) -> tuple[bool, bool]:
    return word not in line.folded.split("\n"), not line.folded.startswith(word)


def _found(line: Line, cluster: Cluster) -> Found:
    body = reach(line.body, cluster) if line.body else None
    return Found(line.login, line.name, body.title if body is not None else "", line.post)
