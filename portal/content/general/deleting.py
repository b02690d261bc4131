"""The page that asks before content of an add-on that is no document goes into the trash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.location import lineage
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import Container, Kept, is_public, site_of
from portal.content.declaration import why_kept
from portal.content.section.content import Section
from portal.content.trash.operations import delete_content
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString
    from pyramid.request import Request


def may_delete(content: Any, request: Request) -> bool:
    """Tell whether this person may delete `content`: who may change it, and add one there."""
    declared = type(content).declared
    if declared is None or content.deleted is not None:
        return False
    permissions = (("portal.edit", content), (declared.permission, content.__parent__))
    return all(request.has_permission(*each) for each in permissions)


@view_defaults(
    context=Kept,
    name="delete",
    permission="portal.edit",
    renderer="templates/delete.pt",
    general=True,
)
class DeleteContent:
    """What deleting some content means, and the button for it."""

    def __init__(self, content: Any, request: Request) -> None:
        self.content = content
        self.request = request
        if not may_delete(content, request):
            raise HTTPForbidden

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Tell what depends on it."""
        return self._page()

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Put it into the trash, and show that."""
        place = next(
            (each for each in lineage(self.content.__parent__) if isinstance(each, Section)),
            site_of(self.content),
        )
        try:
            delete_content(self.content, self.request.act)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(refusal.message)
        return HTTPSeeOther(f"{path_of(place, self.request)}trash?done=deleted")

    def _page(self, problem: TranslationString | str = "") -> dict[str, Any]:
        content, request = self.content, self.request
        address = path_of(content, request).rstrip("/")
        return {
            "title": _("Delete “${content}”", mapping={"content": content.title}),
            "problem": problem,
            "is_public": is_public(content),
            "inside": len(content) if isinstance(content, Container) else 0,
            "promoted": tuple(
                words for words, oid, _day in request.cluster.promoted if oid == content.oid
            ),
            "kept": why_kept(content, request.ledger) or "",
            "address": f"{address}/delete",
            "back": f"{address}/edit",
            "csrf_token": get_csrf_token(request),
        }
