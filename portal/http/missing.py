"""A note of each address that leads nowhere, so that somebody can repair what links there."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.request import Request

log = logging.getLogger("portal.missing")

LONGEST = 300
"""Characters of an address that are noted."""


def note_missing(request: Request) -> None:
    """Log the address of `request` and the page that led there, both without their query.

    Source: Guidelines on the Development of Government Websites (State Council General Office,
    2017, No. 47), links: hits that found nothing are kept for repair.
    """
    path = request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    referrer = request.environ.get("HTTP_REFERER", "").partition("?")[0].partition("#")[0]
    log.info("%s %s from %s", _readable(request.host), _readable(path), _readable(referrer) or "-")


def _readable(text: str) -> str:
    """Return the beginning of `text` on one line, without anything that moves the cursor."""
    shown = text[:LONGEST]
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in shown)
