"""The page on which people decide on a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.checks.showing import checks_of
from portal.content.document.content import Document
from portal.content.document.decisions import DECISIONS, Decision, Said
from portal.content.document.delegating import possible_reviewers
from portal.content.document.differences import differences
from portal.content.document.drafts import (
    draft_state,
    latest,
    live_revision,
    note_on,
    seen_by_public,
    shown_revision,
    stamp_of,
    title_of,
)
from portal.content.document.fields import fields_of
from portal.content.document.linking import linked_from
from portal.content.document.review import (
    handed_to_other,
    own_approval,
    own_part,
    review_permission,
)
from portal.content.document.saying import said_by_type
from portal.content.document.telling import told_of
from portal.content.document.urgent import own_part_afterwards
from portal.content.reviewing import review_rule
from portal.content.times import minute, moment_of
from portal.content.values import Link
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.content.document.differences import Change
    from portal.content.document.saying import FilledIn

Answer: TypeAlias = dict[str, Any] | HTTPSeeOther

REASON_MAX = 1_000
"""Longest reason that is read, in characters."""
LOGIN_MAX = 60
"""Longest account name that is read, in characters."""
AFTERWARDS = frozenset({"approve_afterwards", "pass_on_afterwards"})
LINKS_SHOWN = 10
"""Documents that are named because they link here."""


def _said(request: Request) -> Said:
    sent = request.POST
    return Said(
        sent.get("reason", "")[:REASON_MAX],
        sent.get("notice", "")[:REASON_MAX],
        moment_of(sent.get("moment", "")),
        "secrecy" in sent,
        "urgent" in sent,
        sent.get("person", "")[:LOGIN_MAX],
    )


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
        if wanted is None or not wanted.allowed(self.document, self.request):
            raise HTTPForbidden
        try:
            self._need_seen(wanted)
            self._need_fit(wanted)
            wanted.do(self.document, self.request.act, _said(self.request))
        except Refusal as refusal:
            self.request.tm.doom()  # what was written down before it was refused goes too
            self.request.response.status_int = 409
            return self._page(problem=refusal.message, asked=wanted.name)
        return HTTPSeeOther(f"{path_of(self.document, self.request)}/draft?done={wanted.name}")

    def _need_seen(self, wanted: Decision) -> None:
        if wanted.on_draft and self.request.POST.get("seen") != stamp_of(self.document):
            raise Refusal(_("The draft changed since you opened this page. Here is the new one."))

    def _need_fit(self, wanted: Decision) -> None:
        """Refuse what no button offers now: a page may be old, and a form changed."""
        if not wanted.fits(self.document):
            raise Refusal(_("This is not possible any more. Here is how it is now."))

    def _page(self, problem: str = "", asked: str = "") -> dict[str, Any]:
        document, done = self.document, self.request.GET.get("done", "")
        draft = document.draft
        return {
            "title": title_of(document) or _("Untitled"),
            "public": seen_by_public(document),
            "state": draft_state(document),
            "reason": note_on(draft) if draft else "",
            "problem": problem,
            "done": next((each.done for each in DECISIONS if each.name == done), ""),
            "decisions": tuple(self._possible()),
            "asked": asked,
            "typed": dict(self.request.POST) if problem else {},
            "linked_from": tuple(self._linked_from()),
            "changes": self._changes(),
            "filled_in": self._filled_in(),
            "revision": shown_revision(document, latest(document)),
            "checks": checks_of(document, self.request, back="draft") if draft else None,
            "seen": stamp_of(document),
            "secrecy": review_rule(document).secrecy,
            "approvals": tuple((by, minute(at)) for by, at in draft.approvals) if draft else (),
            "own_part": self._own_part(),
            "told": tuple(told_of(document)),
            "reviewers": tuple(self._reviewers()),
            "address": path_of(document, self.request),
            "csrf_token": get_csrf_token(self.request),
        }

    def _changes(self) -> tuple[Change, ...]:
        document, translate = self.document, self.request.localizer.translate
        live, draft = live_revision(document), document.draft
        return differences(live, draft, fields_of(document), translate) if live and draft else ()

    def _filled_in(self) -> tuple[FilledIn, ...]:
        """Return what the type's own fields say before the first release: pages show not all."""
        if live_revision(self.document) is not None:
            return ()
        translate = self.request.localizer.translate
        return tuple(said_by_type(self.document, latest(self.document), translate))

    def _linked_from(self) -> Iterator[Link]:
        """Return the documents whose readers would meet a withdrawn page."""
        if self.document.state == "published":
            for each in linked_from(self.document, LINKS_SHOWN):
                address = path_of(each.document, self.request)
                yield Link(title_of(each.document) or _("Untitled"), f"{address}/draft")

    def _own_part(self) -> TranslationString | str:
        """Say why this person cannot approve what waits, before a button says it."""
        document, login = self.document, self.request.authenticated_userid
        if any(each.name in AFTERWARDS for each in self._possible()):
            return own_part_afterwards(document, login) or ""
        if document.stage == "approved" and self.request.has_permission("portal.publish", document):
            return own_approval(document, login) or ""
        if document.stage != "waiting":
            return ""
        if not self.request.has_permission(review_permission(document), document):
            return ""
        return own_part(document, login) or handed_to_other(document, login) or ""

    def _reviewers(self) -> Iterator[tuple[str, str]]:
        """Return account and name of those to whom this person can hand the next review."""
        if any(each.name == "delegate" for each in self._possible()):
            yield from possible_reviewers(self.document, self.request.authenticated_userid)

    def _possible(self) -> Iterator[Decision]:
        return (each for each in DECISIONS if each.possible(self.document, self.request))
