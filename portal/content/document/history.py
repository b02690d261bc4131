"""The revisions of a document, what differs between them, and bringing one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.document.content import Document
from portal.content.document.differences import differences
from portal.content.document.drafts import (
    draft_state,
    latest,
    live_revision,
    seen_by_public,
    shown_revision,
    title_of,
    values_of,
)
from portal.content.document.fields import fields_of
from portal.content.document.operations import save_draft
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.document.content import Revision


@view_defaults(
    context=Document, name="history", permission="portal.work", renderer="templates/history.pt"
)
class History:
    """What was written when and by whom."""

    def __init__(self, document: Document, request: Request) -> None:
        self.document = document
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """List the revisions and compare two of them: at first the newest with the live one."""
        document = self.document
        new = self._named("new") or latest(document)
        old = self._named("old") or live_revision(document) or document.revisions[0]
        return {
            "title": title_of(document) or _("Untitled"),
            "public": seen_by_public(document),
            "state": draft_state(document),
            "revisions": tuple(shown_revision(document, each) for each in document.revisions[::-1]),
            "old": old.number,
            "new": new.number,
            "changes": differences(old, new, fields_of(document), self.request.localizer.translate),
            "address": path_of(document, self.request),
            "may_restore": bool(self.request.has_permission("portal.edit", document)),
            "csrf_token": get_csrf_token(self.request),
        }

    @view_config(request_method="POST", permission="portal.edit")
    def restore(self) -> HTTPSeeOther:
        """Make what an older revision says the newest draft; all revisions stay."""
        revision = self._named("revision")
        if revision is None:
            raise HTTPNotFound
        values: Any = values_of(revision)
        save_draft(self.document, values, self.request.act, beside=True)
        return HTTPSeeOther(f"{path_of(self.document, self.request)}/edit?saved")

    def _named(self, name: str) -> Revision | None:
        number = self.request.params.get(name, "")
        found = (each for each in self.document.revisions if str(each.number) == number)
        return next(found, None)
