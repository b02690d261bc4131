"""No link of the demonstration leads nowhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from urllib.parse import urldefrag, urlsplit

import pytest
from browser_serving import Demonstration
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = 60
"""Pages whose links are followed."""
LINKS = """() => [...document.querySelectorAll("[href]:not([rel~=nofollow]), [src]")]
    .map(each => each.href || each.src)"""
"""A link that is not to be followed changes how the visitor reads, and leads back."""


def test_every_link_on_sixty_pages_leads_somewhere(
    window: Callable[..., Page], demonstration: Demonstration
) -> None:
    start = f"{demonstration.address}/sites/portal/"
    waiting, answers = deque([start]), dict[str, int]()
    with window() as page:
        page.route("**/*.{css,svg}*", lambda route: route.abort())
        for _page in range(PAGES):
            page.goto(waiting.popleft(), wait_until="domcontentloaded")
            for link in sorted({urldefrag(link).url for link in page.evaluate(LINKS)}):
                if link not in answers and link.startswith(demonstration.address):
                    answer = page.request.get(link, max_redirects=0)
                    answers[link] = answer.status
                    if _is_page(link):
                        waiting.append(link)
    assert [link for link, status in answers.items() if status != 200] == []
    assert len(answers) > PAGES


def _is_page(link: str) -> bool:
    path = urlsplit(link).path
    return not ("/media/" in path or "/static/" in path or path.endswith(".xml"))
