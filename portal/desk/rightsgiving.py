"""Giving a role to a person, who is chosen by a search among the accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.content import Home
from portal.content.section.content import Section
from portal.desk.choosepeople import people_like
from portal.desk.rights import RightsPage
from portal.errors import Refusal
from portal.i18n import _
from portal.security.granting import Wish, give, roles_given_at
from portal.security.grants import ROLES
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer: TypeAlias = dict[str, Any] | HTTPSeeOther


@view_defaults(name="give-role", permission="portal.grant", renderer="templates/rights_giving.pt")
class GiveRole(RightsPage):
    """The form with which a role is given."""

    @view_config(context=Section, request_method="GET")
    @view_config(context=Site, request_method="GET")
    @view_config(context=Home, physical_path="/", request_method="GET")
    def ask(self) -> Answer:
        """Find a person, and ask what for."""
        return self._page()

    @view_config(context=Section, request_method="POST")
    @view_config(context=Site, request_method="POST")
    @view_config(context=Home, physical_path="/", request_method="POST")
    def give(self) -> Answer:
        """Give what the form says."""
        if self.sent("role") not in roles_given_at(self.place):
            raise HTTPForbidden
        try:
            begins_at, ends_at = self.moment("from"), self.moment("until")
            wish = Wish(self.login(), self.sent("role"), self.sent("reason"), begins_at, ends_at)
            give(self.place, wish, self.request.act)
        except Refusal as refusal:
            self.request.tm.doom()
            self.request.response.status_int = 422
            return self._page(refusal.message)
        return HTTPSeeOther(f"{self.list_address}?done=given")

    def _page(self, problem: str = "") -> dict[str, Any]:
        title = _("Give a role at “${place}”", mapping={"place": self.place.title})
        words = self.sent("words")
        return {
            **self.common(title),
            "address": f"{self.base}give-role",
            "problem": problem,
            "words": words,
            "found": tuple(self._found(words)),
            "roles": tuple(
                (name, ROLES[name].title, ROLES[name].may) for name in roles_given_at(self.place)
            ),
            "login": self.login(),
            "role": self.sent("role"),
            "reason": self.sent("reason"),
            "from_": self.sent("from"),
            "until": self.sent("until"),
        }

    def _found(self, words: str) -> Iterator[tuple[str, str, str]]:
        """Yield name, account name and where the person works, for each who fits `words`."""
        for each in people_like(self.request.cluster, words):
            yield each.name, each.login, " ".join(filter(None, (each.body, each.post)))
