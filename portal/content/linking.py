"""Links to contents of the same site in rich text: kept by identity, so that a move breaks none.

What is kept is `/@` with the identity, such as `/@-6917528`, and a place in the page after `#`.
Pages get the address that the content has now on their host.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pyramid.location import lineage

from portal.content.addresses import path_of, tree_path
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.redirects import moved_from
from portal.content.section.content import Section
from portal.content.workflow import DELETED
from portal.i18n import _
from portal.workflow.declaration import ANYONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

KEPT = "/@"
_LINK = re.compile(r'<a href="/@(-?[0-9]{1,19})(#[^"]*)?"([^>]*)>(.*?)</a>', re.DOTALL)
_TARGET = re.compile(r' href="/@(-?[0-9]{1,19})[#"]')
_ADDRESS = re.compile(r'(<a\b[^>]*?\shref=")(/|https?://)([^"]*)"', re.IGNORECASE)
PORTS = frozenset({None, 80, 443})
"""Ports of addresses that are usual."""


@dataclass(frozen=True)
class Ways:
    """How a site is reached.

    :ivar paths: name of a host, empty for addresses without one, to the paths of the site there.
    """

    paths: Mapping[str, list[str]]
    ports: frozenset[int | None] = PORTS


def link_to(oid: int) -> str:
    """Return the address with which a link to the object `oid` is kept."""
    return f"{KEPT}{oid}"


def identified(body: str, place: Any, request: Request | None = None) -> str:
    """Return the HTML `body` with addresses of the site of `place` made into identities.

    Addresses that moved count too; what leads to nothing that is there stays as it is.

    :param request: from whose host `body` came; without it, addresses of the site's own hosts and
        of the cluster's tree are known.
    """
    site = site_of(place)
    if site is None or not _ADDRESS.search(body):
        return body
    ways = ways_to(site, request)

    def replace(found: re.Match[str]) -> str:
        address = found[2] + found[3]
        return f'{found[1]}{_identity(address, site, ways) or address}"'

    return _ADDRESS.sub(replace, body)


def ways_to(site: Any, request: Request | None = None) -> Ways:
    """Return how `site` is reached; with `request` also below its host and that of the cluster."""
    tree = tree_path(site)
    paths = {name: ["/"] for names in site.hosts for name in names} | {"": ["/", tree]}
    if request is None:
        return Ways(paths)
    asked = urlsplit(f"//{request.host}")
    here = path_of(site, request)
    for host in ("", asked.hostname or ""):
        paths.setdefault(host, []).append(here)
    for host in request.registry["settings"].hosts:
        paths.setdefault(host.strip("[]"), []).append(f"{request.script_name}{tree}")
    return Ways(paths, PORTS | {asked.port})


def below_site(address: str, ways: Ways) -> Iterator[str]:
    """Yield the paths below the site that `address` may mean, such as `zwgk/tzgg`."""
    try:
        parts = urlsplit(html.unescape(address))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return
    if port not in ways.ports or parts.scheme not in {"", "http", "https"}:
        return
    for base in ways.paths.get(host, ()):
        if parts.path.startswith(base):
            yield parts.path.removeprefix(base)


def content_at(path: str, site: Any) -> Any | None:
    """Return the document or section that is or was at `path` below `site`."""
    found, way = site, ""
    for name in filter(None, path.split("/")):
        if found is not site and not isinstance(found, Section):
            return None
        step = found.get(name)
        if not isinstance(step, Document | Section):
            oid = moved_from(site, f"{way}{name}")
            step = reach(oid, site) if oid else None
        if step is None:
            return None
        found = step
        way = tree_path(found).removeprefix(tree_path(site))
    return found if found is not site else None


def targets_in(body: str) -> tuple[int, ...]:
    """Return the identities of what the kept HTML `body` links to, each once."""
    if KEPT not in body:
        return ()
    return tuple(dict.fromkeys(oid for text in _TARGET.findall(body) if (oid := identity(text))))


def identity(text: str) -> int:
    """Return the identity that `text` names; 0 for what is none, for it has 64 bits."""
    oid = int(text)
    return oid if -(1 << 63) <= oid < 1 << 63 else 0


def linked(body: str, place: Any, request: Request, *, marked: bool = False) -> str:
    """Return the kept HTML `body` as pages show it: links lead to where things are now.

    Of links to what the public cannot see, only the words are left.

    :param marked: say beside such words why there is no link, for staff.
    """
    if KEPT not in body:
        return body

    def replace(found: re.Match[str]) -> str:
        target = reach(identity(found[1]), place)
        why = why_nowhere(target)
        if why is None:
            address = f"{path_of(target, request)}{found[2] or ''}"
            return f'<a href="{address}"{found[3]}>{found[4]}</a>'
        if not marked:
            return found[4]
        said = html.escape(request.localizer.translate(why))
        return f'<mark class="nowhere">{found[4]} <small>{said}</small></mark>'

    return _LINK.sub(replace, body)


def why_nowhere(target: Any | None) -> TranslationString | None:
    """Say why a link to `target` leads the public nowhere; `None` if it leads there."""
    if target is None:
        return _("What this leads to does not exist any more.")
    state = target.workflow.state(target.state).name
    if state in REASONS:
        return REASONS[state]
    inside = takewhile(lambda place: not getattr(place, "is_site", False), lineage(target))
    if all(ANYONE in _readers(place) for place in inside):
        return None
    return _("The public does not see what this leads to.")


def _readers(place: Any) -> list[str]:
    return str(place.workflow.state(place.state).allow.get("view", "")).split()


def _identity(address: str, site: Any, ways: Ways) -> str:
    plain, mark, fragment = address.partition("#")
    if "?" in plain or plain.startswith(KEPT):
        return ""
    for path in below_site(plain, ways):
        found = content_at(path, site)
        if found is not None:
            return f"{link_to(found.oid)}{mark}{fragment}"
    return ""


REASONS = {
    DELETED: _("What this leads to is in the trash."),
    "withdrawn": _("What this leads to was withdrawn."),
    "draft": _("The public does not see what this leads to yet."),
}
"""State of a document to why no link leads there."""
