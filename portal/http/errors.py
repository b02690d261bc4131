"""The pages that say what went wrong, with the true status, and how to go on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from pyramid.csrf import BadCSRFOrigin, BadCSRFToken
from pyramid.exceptions import URLDecodeError
from pyramid.httpexceptions import (
    HTTPException,
    HTTPForbidden,
    HTTPMovedPermanently,
    HTTPNotFound,
    HTTPSeeOther,
    HTTPTemporaryRedirect,
)
from pyramid.location import lineage
from pyramid.renderers import render, render_to_response
from pyramid.response import Response
from pyramid.view import view_config
from pyramid_retry import is_error_retryable

from portal.content.addresses import path_of
from portal.content.content import is_public
from portal.content.section.content import Section
from portal.content.values import Link
from portal.errors import Refusal
from portal.http.forms import UnreadableForm
from portal.http.headers import HEADERS
from portal.http.missing import note_missing
from portal.http.moved import READING, old_address
from portal.http.returning import typed_in_vain
from portal.i18n import _, translated
from portal.security.resuming import Typed, typed_without_session
from portal.security.views import sign_in_form
from portal.site.routing import UnknownHost, visible_site

if TYPE_CHECKING:
    from pyramid.request import Request

log = logging.getLogger(__name__)

ASKED_AGAIN = "no-cache"
"""Browsers keep what is gone or moved for ever, unless they are told to ask again.

Source: RFC 9110, 15.4.2 and 15.5.11: such answers may be kept without being asked for again. What
was withdrawn can be shown again, and a section can be moved back.
"""
ERROR_PAGE = "portal.theme:templates/error.pt"


@view_config(context=HTTPNotFound, renderer=ERROR_PAGE)
def not_found(problem: HTTPException, request: Request) -> Any:
    """Say that there is nothing here, and note the address for whoever repairs links.

    The old address of what moved leads on; that of what the public saw and is gone says so. Who
    sends a form of staff without a session is asked to sign in, whatever is at its address.
    """
    typed = typed_without_session(request)
    if typed is not None:
        return _sign_in_first(typed, request)
    known = old_address(request)
    if known:
        moved = HTTPMovedPermanently if request.method in READING else HTTPTemporaryRedirect
        return moved(known, cache_control=ASKED_AGAIN)
    if known is not None:
        return gone(request)
    note_missing(request)
    return _page(
        request, 404, _("Page not found"), _("The page does not exist, or is no longer public.")
    )


@view_config(context=HTTPForbidden, renderer=ERROR_PAGE)
def forbidden(problem: HTTPForbidden, request: Request) -> Any:
    """Say that this needs a right; to strangers, content that is not public does not exist."""
    if _is_withdrawn(request.context) and typed_without_session(request) is None:
        return gone(request)
    if request.identity is None:
        if request.view_name == "account" and is_public(request.context):
            return HTTPSeeOther(f"{path_of(request.context, request)}sign-in")
        return not_found(problem, request)
    return _page(request, 403, _("Not allowed"), _("You have no right to see or do this."))


def _sign_in_first(typed: Typed, request: Request) -> Response:
    """Ask who sent a form after the session had ended to sign in; what was typed goes along."""
    values = sign_in_form(f"{request.script_name}/sign-in", request, typed)
    page = "portal.security:templates/sign_in.pt"
    response = render_to_response(page, values, request)
    response.status_int = 403
    return response


def gone(request: Request) -> dict[str, Any]:
    """Say that something was here, not what, and what the public has been told about it."""
    request.response.headers["Cache-Control"] = ASKED_AGAIN
    if getattr(request.context, "expired_how", ""):
        over = _("What was here was meant for a limited time, which is over.")
        return _page(request, 410, _("This page has expired"), over)
    notice = getattr(request.context, "withdrawn_notice", "")
    message = notice or _("What was here has been withdrawn and is no longer public.")
    return _page(request, 410, _("This page has been withdrawn"), message)


def _is_withdrawn(content: Any) -> bool:
    """Tell whether `content` was public, in a place that still is."""
    return getattr(content, "state", "") == "withdrawn" and is_public(content.__parent__)


@view_config(context=BadCSRFToken, renderer=ERROR_PAGE)
@view_config(context=BadCSRFOrigin, renderer=ERROR_PAGE)
@view_config(context=UnreadableForm, renderer=ERROR_PAGE)
def unexpected_form(problem: Exception, request: Request) -> dict[str, Any]:
    """Say that a form did not come from this site, or was open for too long."""
    message = _("The form has expired. Please go back, reload the page and send it again.")
    return _page(request, 400, _("The form has expired"), message)


@view_config(context=URLDecodeError, renderer=ERROR_PAGE)
@view_config(context=UnicodeDecodeError, renderer=ERROR_PAGE)
def unreadable(problem: Exception, request: Request) -> dict[str, Any]:
    """Say that an address is no text."""
    return _page(request, 400, _("Page not found"), _("The address of the page cannot be read."))


@view_config(context=Refusal, renderer=ERROR_PAGE)
def refused(refusal: Refusal, request: Request) -> dict[str, Any]:
    """Say why a rule forbids what was asked for; raising it has rolled everything back."""
    message = translated(refusal.message, request.localizer.translate)
    return _page(request, refusal.status, _("This is not possible"), message)


@view_config(context=UnknownHost, renderer="portal.site:templates/cluster.pt")
def unknown_host(problem: UnknownHost, request: Request) -> dict[str, Any]:
    """Show the cluster's own page on a host that belongs to no site."""
    request.response.status_int = 404
    return {
        "title": request.cluster.title,
        "groups": (),
        "message": _("No site of this cluster answers at this address."),
    }


@view_config(context=HTTPMovedPermanently)
def moved(problem: HTTPMovedPermanently, request: Request) -> Response:
    """Lead on to the main host."""
    problem.headers.setdefault("Cache-Control", ASKED_AGAIN)
    return problem


@view_config(context=HTTPException)
def other(problem: HTTPException, request: Request) -> Response:
    """Answer with what was raised, such as a method that is not allowed."""
    return problem


@view_config(context=Exception)
def broken(problem: Exception, request: Request) -> Response:
    """Report a defect to the log, and to the person no more than that there is one.

    Two who change the same thing at once are no defect: the second is taken up again.
    """
    if not is_error_retryable(request, problem):
        log.error("A request failed: %s %s", request.method, request.path_info, exc_info=problem)
    language = request.registry["settings"].language.replace("_", "-")
    values = {"home_address": "/", "lang": language}
    response = Response(render("portal.theme:templates/broken.pt", values), status=500)
    response.headers.update(HEADERS)  # a commit that fails is past the tween that adds them
    return response


def _page(request: Request, status: int, title: str, message: str) -> dict[str, Any]:
    request.response.status_int = status
    site = visible_site(request)
    home = path_of(site or request.cluster, request)
    return {
        "title": title,
        "message": message,
        "home_address": home,
        "search_address": f"{home}search",
        "sitemap_address": f"{home}sitemap" if site else "",
        "section": _nearest_section(request),
        "typed": typed_in_vain(request),
    }


def _nearest_section(request: Request) -> Link | None:
    """Return the section that the address leads into, if the public may see it."""
    places = lineage(getattr(request, "context", None))
    sections = (each for each in places if isinstance(each, Section) and is_public(each))
    return next((Link(each.title, path_of(each, request)) for each in sections), None)
