"""The page on which people decide on a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.act import Act
from portal.content.addresses import path_of
from portal.content.document.content import Document
from portal.content.document.differences import differences
from portal.content.document.drafts import (
    draft_state,
    latest,
    live_revision,
    seen_by_public,
    shown_revision,
    stamp_of,
    title_of,
)
from portal.content.document.operations import withdraw_document
from portal.content.document.review import approve, hand_in, return_draft
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request

Answer: TypeAlias = dict[str, Any] | HTTPSeeOther

REASON_MAX = 1_000
"""Longest reason that is read, in characters."""


@dataclass(frozen=True)
class Decision:
    """A button of the page of a draft.

    :ivar fits: tells whether it makes sense for a document as it is.
    :ivar done: what is said afterwards.
    :ivar wants_reason: whether one has to say why.
    :ivar on_draft: whether it is about what the draft says, so that one has to have seen it.
    """

    name: str
    title: str
    permission: str
    fits: Callable[[Document], bool]
    do: Callable[[Document, Act, str], object]
    done: str
    wants_reason: bool = False
    on_draft: bool = False


DECISIONS = (
    Decision(
        "hand_in",
        _("Hand in for review"),
        "portal.edit",
        lambda document: document.stage in {"writing", "returned"},
        lambda document, act, _reason: hand_in(document, act),
        _("The draft is with the reviewers now."),
    ),
    Decision(
        "approve",
        _("Approve and publish"),
        "portal.release",
        lambda document: document.stage == "waiting",
        lambda document, act, _reason: approve(document, act),
        _("The public sees this version now."),
        on_draft=True,
    ),
    Decision(
        "return",
        _("Return to be changed"),
        "portal.release",
        lambda document: document.stage == "waiting",
        lambda document, act, reason: return_draft(document, act, reason=reason),
        _("The draft is back with who wrote it."),
        wants_reason=True,
        on_draft=True,
    ),
    Decision(
        "withdraw",
        _("Withdraw from the public"),
        "portal.withdraw",
        lambda document: document.state == "published",
        lambda document, act, reason: withdraw_document(document, act, reason=reason),
        _("The public does not see this any more."),
        wants_reason=True,
    ),
)
"""What can be done on the page of a draft, in the order of the buttons."""


def _reason(request: Request) -> str:
    return str(request.POST.get("reason", ""))[:REASON_MAX]


@view_defaults(
    context=Document, name="draft", permission="portal.work", renderer="templates/draft.pt"
)
class DecideOnDraft:
    """The newest revision, what it changes, and what can be done with it."""

    def __init__(self, document: Document, request: Request) -> None:
        self.document = document
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show the draft beside what the public sees."""
        return self._page()

    @view_config(request_method="POST")
    def decide(self) -> Answer:
        """Do what one of the buttons says, if this person may."""
        wanted = next((each for each in DECISIONS if each.name in self.request.POST), None)
        if wanted is None or not self.request.has_permission(wanted.permission, self.document):
            raise HTTPForbidden
        try:
            self._need_seen(wanted)
            wanted.do(self.document, self.request.act, _reason(self.request))
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(problem=refusal.message)
        return HTTPSeeOther(f"{path_of(self.document, self.request)}/draft?done={wanted.name}")

    def _need_seen(self, wanted: Decision) -> None:
        if wanted.on_draft and self.request.POST.get("seen") != stamp_of(self.document):
            raise Refusal(_("The draft changed since you opened this page. Here is the new one."))

    def _page(self, problem: str = "") -> dict[str, Any]:
        document, done = self.document, self.request.GET.get("done", "")
        live = live_revision(document)
        draft = document.draft
        return {
            "title": title_of(document) or _("Untitled"),
            "public": seen_by_public(document),
            "state": draft_state(document),
            "reason": draft.reason if draft else "",
            "problem": problem,
            "done": next((each.done for each in DECISIONS if each.name == done), ""),
            "decisions": tuple(self._possible()),
            "typed": _reason(self.request) if problem else "",
            "changes": differences(live, draft) if live and draft else (),
            "revision": shown_revision(document, latest(document)),
            "seen": stamp_of(document),
            "address": path_of(document, self.request),
            "csrf_token": get_csrf_token(self.request),
        }

    def _possible(self) -> Iterator[Decision]:
        for each in DECISIONS:
            if each.fits(self.document) and self.request.has_permission(
                each.permission, self.document
            ):
                yield each
