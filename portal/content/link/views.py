"""The way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from portal.content.leaving import leave_address, stays
from portal.content.link.content import Link

if TYPE_CHECKING:
    from pyramid.request import Request


@view_config(context=Link, permission="view")
def follow(link: Link, request: Request) -> HTTPSeeOther:
    """Lead to where the link points."""
    stay = stays(link.address, request)
    return HTTPSeeOther(link.address if stay else leave_address(link.address, request))
