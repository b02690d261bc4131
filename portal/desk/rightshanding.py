"""Handing the duties of a person over to a successor, in one act that is shown before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.content import Home
from portal.content.section.content import Section
from portal.desk.choosepeople import people_like
from portal.desk.rights import RightsPage, Shown, shown
from portal.errors import Refusal
from portal.i18n import _
from portal.security.handing import Handover, duties_of, hand_over, holders_below
from portal.security.people import name_of
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer: TypeAlias = dict[str, Any] | HTTPSeeOther


@view_defaults(name="hand-over", permission="portal.grant", renderer="templates/rights_handing.pt")
class HandOver(RightsPage):
    """Who hands what over to whom, from when on."""

    @view_config(context=Section, request_method="GET")
    @view_config(context=Site, request_method="GET")
    @view_config(context=Home, physical_path="/", request_method="GET")
    def ask(self) -> Answer:
        """Choose a person, then what that person hands over."""
        return self._page(tuple(self._duties(self.login())))

    @view_config(context=Section, request_method="POST")
    @view_config(context=Site, request_method="POST")
    @view_config(context=Home, physical_path="/", request_method="POST")
    def decide(self) -> Answer:
        """Show what would happen, and once that was agreed to, do it."""
        before = tuple(self._duties(self.login()))
        try:
            order = self._order()
            hand_over(self.place, order, self.request.act)
        except Refusal as refusal:
            self.request.tm.doom()
            self.request.response.status_int = 409
            return self._page(before, refusal.message)
        if "sure" not in self.request.POST:
            self.request.tm.doom()  # it was done only to learn whether it can be
            return self._page(before, order=order)
        return HTTPSeeOther(f"{self.list_address}?done=handed")

    def _order(self) -> Handover:
        sent = self.request.POST
        return Handover(
            login=self.login(),
            successor=self.login("successor"),
            keys=frozenset(map(str, sent.getall("grant"))),
            reason=self.sent("reason"),
            since=self.moment("since"),
            drafts="drafts" in sent,
        )

    def _page(
        self, duties: tuple[Shown, ...], problem: str = "", order: Handover | None = None
    ) -> dict[str, Any]:
        title = _("Hand over duties at “${place}”", mapping={"place": self.place.title})
        login, words = self.login(), self.sent("words")
        first = self.request.method == "GET"
        chosen = set(map(str, self.request.POST.getall("grant")))
        return {
            **self.common(title),
            "address": f"{self.base}hand-over",
            "problem": problem,
            "holders": () if login else tuple(self._holders()),
            "login": login,
            "name": name_of(login, self.people) if login else "",
            "duties": tuple((each, first or each.key in chosen) for each in duties),
            "sure": order is not None,
            "successor": self.login("successor"),
            "successor_name": name_of(self.login("successor"), self.people),
            "words": words,
            "found": tuple(
                (each.name, each.login, " ".join(filter(None, (each.body, each.post))))
                for each in people_like(self.request.cluster, words)
            ),
            "since": self.sent("since"),
            "reason": self.sent("reason"),
            "drafts": "drafts" in self.request.POST,
        }

    def _duties(self, login: str) -> Iterator[Shown]:
        at = self.request.act.at
        for where, grant in duties_of(self.place, login, at):
            yield shown(grant, at, self.people, where=where.title)

    def _holders(self) -> Iterator[tuple[str, str]]:
        """Yield name and account name of each who holds something here or below, but oneself."""
        for login in holders_below(self.place, self.request.act.at):
            if login != self.request.authenticated_userid:
                yield name_of(login, self.people), login
