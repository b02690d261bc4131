"""No link of the demonstration leads nowhere: everything that pages refer to is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from browser_serving import Demonstration

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AT_ONCE = 4
MADE_BY_CHOICE = re.compile(r"/(?:search|bodies|reading)/?\?")
"""Pages of which there is one for each choice; of these those on the first page are enough."""
LEAST = 2_000
"""Addresses that the demonstration has at least."""


class Links(HTMLParser):
    """The addresses that a page refers to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in ("href", "src"):
            if given.get(name):
                self.found.add(given[name] or "")
        self.found |= {each.split()[0] for each in (given.get("srcset") or "").split(",") if each}


def asked(address: str) -> tuple[int, set[str]]:
    """Return the status of the answer, and the addresses of the same host on a page."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=60)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if not answer.headers["Content-Type"].startswith("text/html"):
        return answer.status, set()
    links = (urldefrag(urljoin(address, each)).url for each in Links(body.decode()).found)
    return answer.status, {each for each in links if urlsplit(each).netloc == parts.netloc}


def crawled(start: str) -> Iterator[tuple[str, int]]:
    """Return every address that can be reached from `start` with the status of its answer."""
    known, waiting, depth = {start}, [start], 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while waiting:
            answers = list(pool.map(asked, waiting))
            yield from zip(waiting, (status for status, _links in answers), strict=True)
            found = {link for _status, links in answers for link in links} - known
            waiting = sorted(each for each in found if not (depth and MADE_BY_CHOICE.search(each)))
            known |= found
            depth += 1


def test_every_link_of_the_demonstration_leads_somewhere(demonstration: Demonstration) -> None:
    answers = dict(crawled(f"{demonstration.address}/"))
    bad = {link: status for link, status in answers.items() if status not in {200, 303}}
    assert bad == {}
    assert len(answers) > LEAST
