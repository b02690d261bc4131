"""The page on which links to a draft are made and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import is_public, site_of
from portal.content.document.content import Document
from portal.content.document.drafts import title_of
from portal.content.document.shares import (
    DAYS,
    NOTE_MAX,
    key_of,
    share_draft,
    shares_of,
    take_back,
)
from portal.content.plaintext import clean_line
from portal.content.times import minute
from portal.errors import Refusal
from portal.i18n import _
from portal.security.people import name_of

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.document.shares import Share

Answer: TypeAlias = dict[str, Any] | HTTPSeeOther

USUAL_DAYS = 7
DAY_TITLES = {1: _("1 day"), 7: _("7 days"), 30: _("30 days")}
NAME_MAX = 20
"""Longest name of a link that is looked at, in characters."""


@dataclass(frozen=True)
class ShownShare:
    """A link to a draft as the page shows it; `is_new` marks the one that was made just now."""

    name: str
    note: str
    who: str
    made_at: str
    until: str
    address: str
    is_new: bool


@view_defaults(
    context=Document, name="share", permission="portal.share", renderer="templates/share.pt"
)
class ShareDraft:
    """The links to a draft for people without an account."""

    def __init__(self, document: Document, request: Request) -> None:
        self.document = document
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show the links that are in force, and the form for another one."""
        return self._page()

    @view_config(request_method="POST")
    def change(self) -> Answer:
        """Make a link, or take one back."""
        try:
            done = self._done()
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(problem=refusal.message)
        return HTTPSeeOther(f"{path_of(self.document, self.request)}/share?{done}")

    def _done(self) -> str:
        sent, act = self.request.POST, self.request.act
        if "take_back" in sent:
            take_back(self.document, str(sent["take_back"])[:NAME_MAX], act)
            return "ended"
        return f"made={share_draft(self.document, self._note(), self._days(), act).name}"

    def _note(self) -> str:
        return clean_line(str(self.request.POST.get("note", "")), NOTE_MAX)

    def _days(self) -> int:
        sent = self.request.POST.get("days", USUAL_DAYS)
        return next((days for days in DAYS if str(days) == sent), 0) if sent else USUAL_DAYS

    def _page(self, problem: str = "") -> dict[str, Any]:
        document, made = self.document, self.request.GET.get("made", "")
        return {
            "title": title_of(document) or _("Untitled"),
            "problem": problem,
            "done": _("The link leads nowhere any more.") if "ended" in self.request.GET else "",
            "shares": tuple(
                self._shown(each, made) for each in shares_of(document, self.request.act.at)
            ),
            "days": tuple((days, DAY_TITLES[days]) for days in DAYS),
            "chosen": self._days() if problem else USUAL_DAYS,
            "note": self._note() if problem else "",
            "note_max": NOTE_MAX,
            "address": f"{path_of(document, self.request)}/share",
            "csrf_token": get_csrf_token(self.request),
        }

    def _shown(self, share: Share, made: str) -> ShownShare:
        key = key_of(self.document, share, self.request.registry["secret"])
        return ShownShare(
            share.name,
            share.note,
            name_of(share.by, self.request.cluster["people"]),
            minute(share.made_at),
            minute(share.until),
            f"{self._home()}shared?key={key}",
            share.name == made,
        )

    def _home(self) -> str:
        """Return the address of the site's home page at which outsiders reach it."""
        site = site_of(self.document)
        if is_public(site):
            return str(self.request.main_address(site))
        return f"{self.request.host_url}{path_of(site, self.request)}"
