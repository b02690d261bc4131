"""Who may do what at a place, in words: a page, and a sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.location import lineage
from pyramid.view import view_config, view_defaults

from portal.content.content import Home
from portal.content.section.content import Section
from portal.content.times import minute
from portal.content.workflow import DOCUMENT_WORKFLOW, SECTION_WORKFLOW
from portal.desk.rights import RightsPage, Shown, shown
from portal.i18n import _
from portal.security.holding import grants_at
from portal.security.people import name_of
from portal.site.site import Site
from portal.site.workflow import CLUSTER_WORKFLOW, SITE_WORKFLOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString

    from portal.security.grant import Grant

ABILITIES = (
    ("portal.work", _("read drafts")),
    ("portal.add_content", _("write documents")),
    ("portal.release", _("give the first review")),
    ("portal.review_2", _("give the second review")),
    ("portal.review_3", _("give the third review")),
    ("portal.publish", _("publish what was approved")),
    ("portal.withdraw", _("withdraw what is public")),
    ("portal.manage", _("change settings and sections")),
    ("portal.grant", _("give roles")),
    ("portal.administer", _("found sites and add accounts")),
    ("portal.secure", _("set rules for passwords and sign-in")),
    ("portal.audit", _("read what was written down")),
)
"""Permission and what it is in words, in the order of the page."""
_CLUSTER_ONLY = frozenset({"portal.administer", "portal.secure", "portal.audit"})


@dataclass(frozen=True)
class Row:
    """A person, what that person may do here now, and by which roles.

    :ivar disabled: whether the account cannot sign in, so that the roles give nothing.
    """

    login: str
    name: str
    may: tuple[TranslationString, ...]
    roles: tuple[Shown, ...]
    disabled: bool


@view_defaults(name="rights", permission="portal.grant", renderer="templates/rights_sheet.pt")
class RightsSheet(RightsPage):
    """Everybody with a role here or above."""

    @view_config(context=Section, request_method="GET")
    @view_config(context=Site, request_method="GET")
    @view_config(context=Home, physical_path="/", request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show who may do what here."""
        rows = tuple(self._rows())
        me = self.request.authenticated_userid
        return {
            **self.common(_("Who may do what at “${place}”", mapping={"place": self.place.title})),
            "rows": rows,
            "abilities": tuple(
                (title, tuple(row.name for row in rows if title in row.may))
                for permission, title in ABILITIES
                if self.is_cluster or permission not in _CLUSTER_ONLY
            ),
            "printed_at": minute(self.request.act.at),
            "printed_by": f"{name_of(me, self.people)} ({me})",
        }

    def _rows(self) -> Iterator[Row]:
        at = self.request.act.at
        found: dict[str, list[tuple[str, Grant]]] = {}
        for place in lineage(self.place):
            for grant in grants_at(place):
                if not grant.is_over(at):
                    where = "" if place is self.place else place.title
                    found.setdefault(grant.login, []).append((where, grant))
        for login, grants in sorted(found.items()):
            account = self.people.get(login)
            disabled = account is None or not account.enabled
            held = {grant.role for _where, grant in grants if grant.state(at) == "holds"}
            yield Row(
                login,
                name_of(login, self.people),
                () if disabled else tuple(may_here(held, is_cluster=self.is_cluster)),
                tuple(shown(grant, at, self.people, where=where) for where, grant in grants),
                disabled,
            )


def may_here(roles: set[str], *, is_cluster: bool) -> Iterator[TranslationString]:
    """Yield what `roles` allow at a place, in words, as the workflows have it."""
    for permission, title in ABILITIES:
        if (is_cluster or permission not in _CLUSTER_ONLY) and roles & _HOLDERS[permission]:
            yield title


def _holders(permission: str) -> frozenset[str]:
    workflows = (DOCUMENT_WORKFLOW, SECTION_WORKFLOW, SITE_WORKFLOW, CLUSTER_WORKFLOW)
    states = (state for workflow in workflows for state in workflow.states)
    return frozenset(role for state in states for role in state.allow.get(permission, "").split())


_HOLDERS = {permission: _holders(permission) for permission, _title in ABILITIES}
