"""Who holds which role at a place, since when, until when, and who gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.location import lineage
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.content import Home
from portal.content.section.content import Section
from portal.desk.rights import RightsPage, Shown, shown
from portal.i18n import _
from portal.security.holding import ended_at, grants_at
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

PAST_MOST = 200
"""Most past roles that are shown."""
DONE = {
    "given": _("The role was given."),
    "ended": _("The role was ended."),
    "suspended": _("The role is suspended and gives nothing for now."),
    "resumed": _("The role is in force again."),
    "changed": _("The role ends at another moment now."),
    "split": _("The role was divided; the original has ended."),
    "handed": _("The duties were handed over."),
}


class PeoplePage(RightsPage):
    """The people with roles at a place and above it, and the past ones."""

    @view_config(
        context=Section,
        name="people",
        permission="portal.grant",
        request_method="GET",
        renderer="templates/people.pt",
    )
    @view_config(
        context=Site,
        name="people",
        permission="portal.grant",
        request_method="GET",
        renderer="templates/people.pt",
    )
    @view_config(
        context=Home,
        physical_path="/",
        name="roles",
        permission="portal.grant",
        request_method="GET",
        renderer="templates/people.pt",
    )
    def show(self) -> dict[str, Any]:
        """List who holds which role here and above."""
        title = _("People and roles of “${place}”", mapping={"place": self.place.title})
        return {
            **self.common(title),
            "held": tuple(self._held()),
            "past": tuple(self._past())[:PAST_MOST],
            "done": DONE.get(self.request.GET.get("done", ""), ""),
            "give": f"{self.base}give-role",
            "hand_over": f"{self.base}hand-over",
            "rights": f"{self.base}rights",
            "sites": tuple(self._sites()) if self.is_cluster else (),
        }

    def _held(self) -> Iterator[Shown]:
        at = self.request.act.at
        for place in lineage(self.place):
            here = place is self.place
            for grant in grants_at(place):
                if not grant.is_over(at):
                    change = f"{self.base}role?grant={grant.key}" if here else ""
                    where = "" if here else place.title
                    yield shown(grant, at, self.people, where=where, change=change)

    def _past(self) -> Iterator[Shown]:
        at = self.request.act.at
        for grant in (*grants_at(self.place), *ended_at(self.place)):
            if grant.is_over(at):
                yield shown(grant, at, self.people)

    def _sites(self) -> Iterator[tuple[str, str]]:
        for site in self.request.cluster.all_sites():
            yield site.title, f"{path_of(site, self.request)}people"
