"""Who else has a document open to write in it: told, so that nobody writes in vain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from pyramid.httpexceptions import HTTPBadRequest
from pyramid.response import Response
from pyramid.view import view_config
from transaction import TransactionManager

from portal.content.document.content import Document
from portal.content.document.drafts import latest, version_of
from portal.content.times import minute
from portal.i18n import _
from portal.jobs.queue import Job
from portal.ledger.presence import beat, forget_gone, here, leave
from portal.security.people import name_of
from portal.security.policy import not_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.ledger import Ledger
    from portal.ledger.presence import Here

_WINDOW = re.compile(r"[a-z0-9]{8,20}", re.ASCII)


@dataclass(frozen=True)
class Present:
    """Somebody else who has the document open; `since` is a time of day such as `14:03`."""

    who: str
    since: str

    @property
    def said(self) -> TranslationString:
        """Say so in a sentence."""
        values = {"who": self.who, "since": self.since}
        return _("${who} has been writing here since ${since}.", mapping=values)


class KeepsLedger(Protocol):
    """What the job asks of its context."""

    @property
    def ledger(self) -> Ledger:
        """The ledger that knows who is here."""


def others_at(context: Any, request: Request) -> tuple[Present, ...]:
    """Return who else writes in the document `context`, as it was two seconds ago at most.

    For pages of staff; the public asks nothing and is told nothing.
    """
    if request.identity is None or not isinstance(context, Document):
        return ()
    return tuple(_others(request.registry["ledger"].presence.windows(context.oid), request))


def others_now(document: Document, request: Request) -> tuple[Present, ...]:
    """Return who else writes in `document` at this moment, for whoever begins to."""
    windows = here(request.ledger, oid=document.oid, at=request.act.at)
    return tuple(_others(windows, request))


@view_config(context=Document, name="here", permission="portal.edit", request_method="POST")
def tell_presence(document: Document, request: Request) -> Response:
    """Note that a window has the document open, or not any more, and tell what goes on in it.

    The answer is `{"others": ["..."], "version": "...", "newer": "..."}`, sentences for people;
    the script shows the last one if the version is not the one that it knows.
    """
    not_in_use(request)
    window = str(request.POST.get("window", ""))
    if not _WINDOW.fullmatch(window):
        raise HTTPBadRequest
    ledger, by = request.ledger, request.identity.login
    if "leave" in request.POST:
        leave(ledger, oid=document.oid, by=by, window=window)
        return Response(status=204)
    beat(ledger, oid=document.oid, by=by, window=window, at=request.act.at)
    windows = here(ledger, oid=document.oid, at=request.act.at)
    said = [*(each.said for each in _others(windows, request)), *_elsewhere(windows, window, by)]
    told = request.localizer.translate
    answer = {
        "others": [told(each) for each in said],
        "version": version_of(document),
        "newer": told(_newer(document, request)),
    }
    return Response(json=answer, cache_control="no-store")


def forget_absent(office: KeepsLedger) -> None:
    """Forget the windows that were closed without a word."""
    manager = TransactionManager()
    with manager:
        forget_gone(office.ledger.session(manager), at=datetime.now(UTC))


FORGETTING_ABSENT = Job("presence.forget", forget_absent, every=timedelta(minutes=10))


def _others(windows: Iterable[Here], request: Request) -> Iterator[Present]:
    """Yield each person but the one of `request` once, with the window that was opened first."""
    people, seen = request.cluster["people"], {request.identity.login}
    for each in windows:
        if each.by not in seen:
            seen.add(each.by)
            yield Present(name_of(each.by, people), _time(each.since))


def _elsewhere(windows: Iterable[Here], window: str, by: str) -> Iterator[TranslationString]:
    own = [each for each in windows if each.by == by and each.window != window]
    if own:
        values = {"since": _time(own[0].since)}
        yield _("You have this open in another window since ${since}.", mapping=values)


def _newer(document: Document, request: Request) -> TranslationString:
    revision = latest(document)
    when = _time(revision.at)
    if revision.by == request.identity.login:
        return _("You saved another version in another window at ${when}.", mapping={"when": when})
    who = name_of(revision.by, request.cluster["people"])
    return _("${who} saved another version at ${when}.", mapping={"who": who, "when": when})


def _time(moment: datetime) -> str:
    return minute(moment)[-5:]
