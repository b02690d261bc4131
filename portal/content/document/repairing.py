"""What in a text has to be repaired: links that lead nowhere, pictures that say nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyramid.interfaces import IRequest, IView, IViewClassifier
from pyramid.threadlocal import get_current_registry
from pyramid.traversal import traverse
from zope.interface import providedBy

from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.linking import KEPT, below_site, identity, ways_to, why_nowhere
from portal.content.plaintext import clean_line, plain
from portal.content.tagsoup import readable
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import Localizer, TranslationString
    from pyramid.request import Request

    from portal.content.linking import Ways

WORDS_MAX = 60
"""Longest words of a link that are shown."""
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(r"<img\b[^>]*>")
_ALTERNATIVE = re.compile(r' alt="([^"]*)"')
_SOURCE = re.compile(r' src="([^"]*)"')
_IDENTITY = re.compile(rf"{KEPT}(-?[0-9]{{1,19}})(?:#.*)?", re.DOTALL)
_OTHER_SITE = re.compile("/sites/")


@dataclass(frozen=True)
class Trouble:
    """Something in a text that has to be repaired.

    :ivar address: as the text has it.
    :ivar words: what readers see there.
    """

    address: str
    words: str
    why: TranslationString

    def told(self, localizer: Localizer) -> dict[str, str]:
        """Return it as a script is told."""
        return {
            "address": self.address,
            "words": self.words,
            "why": localizer.translate(self.why),
        }


def troubles_in(body: str, place: Any, request: Request | None = None) -> tuple[Trouble, ...]:
    """Return what is to be repaired in the kept HTML `body` of something in the site of `place`.

    :param request: below whose host addresses of the site are known too.
    """
    ways = ways_to(site_of(place), request)
    return tuple(dict.fromkeys((*_links(body, place, ways), *_pictures(body, place, ways))))


def links_in(body: str) -> Iterator[tuple[str, str]]:
    """Yield address and words of each link of the kept HTML `body`."""
    for address, words in _LINK.findall(body):
        yield readable(address), clean_line(plain(words), WORDS_MAX)


def target_of(address: str, place: Any) -> tuple[bool, Any | None]:
    """Tell whether `address` is a kept identity, and return what of the site has it."""
    found = _IDENTITY.fullmatch(address)
    return (True, reach(identity(found[1]), place)) if found else (False, None)


def _links(body: str, place: Any, ways: Ways) -> Iterator[Trouble]:
    for address, words in links_in(body):
        is_kept, target = target_of(address, place)
        why = why_nowhere(target) if is_kept else _why(address, place, ways)
        if why is not None:
            yield Trouble(address, words or address, why)


def _pictures(body: str, place: Any, ways: Ways) -> Iterator[Trouble]:
    for tag in _PICTURE.findall(body):
        source, told = _SOURCE.search(tag), _ALTERNATIVE.search(tag)
        address = readable(source[1]) if source else ""
        words = readable(told[1]) if told else ""
        name = address.rpartition("/")[2] if not address.startswith("/media/") else address
        if not words.strip():
            yield Trouble(address, name, _("This picture has no alternative text."))
        if _why(address, place, ways) is not None:
            yield Trouble(address, words or name, _("This picture does not exist any more."))


def _why(address: str, place: Any, ways: Ways) -> TranslationString | None:
    plain_address = address.partition("#")[0].partition("?")[0]
    paths = list(below_site(plain_address, ways)) if plain_address else []
    if not paths or (len(paths) == 1 and _OTHER_SITE.match(plain_address)):
        return None
    if any(_leads(path, site_of(place)) for path in paths):
        return None
    return _("There is nothing at this address of the site.")


def _leads(path: str, site: Any) -> bool:
    """Tell whether a page of `site` answers at `path` below it."""
    try:
        found = traverse(site, quote(path, safe="/%"))
    except UnicodeError:
        return False
    asked = (IViewClassifier, IRequest, providedBy(found["context"]))
    view = get_current_registry().adapters.lookup(asked, IView, name=found["view_name"])
    return view is not None and site_of(found["context"]) is site
