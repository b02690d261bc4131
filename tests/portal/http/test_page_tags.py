"""Page tags on every kind of page, as the table of the guidelines has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.testing import World

SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT = ("ArticleTitle", "PubDate", "ContentSource")
OPTIONAL = ("Keywords", "Author", "Description", "Image", "Url")
"""Source: guidelines for government websites (State Council General Office, 2017, No. 47), tags."""
ARTICLE = {
    "title": "关于春节放假的通知",
    "source": "办公室",
    "author_name": "李娜",
    "keywords": ("放假",),
    "summary": "放假三天。",
}
PAGES = {
    "": SITE,
    "zwgk/": SITE + COLUMN,
    "zwgk/tzgg/": SITE + COLUMN,
    "zwgk/tzgg/?page=2": SITE + COLUMN,
    "zwgk/jgzn/": SITE + COLUMN,
    "search": SITE,
    "search?q=x": SITE,
    "sitemap": SITE,
    "sign-in": SITE,
    "no-such-page": SITE,
    "article": SITE + COLUMN + CONTENT,
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, str]]:
    folder: Path = tmp_path_factory.mktemp("tags")
    world = World.make(folder)
    world.site("fgw", hosts=("fgw.example.gov.cn",), identity_code="4403000052")
    yield world, world.publish("/sites/fgw/zwgk/tzgg", **ARTICLE)
    world.close()


def tags(page: str) -> list[tuple[str, str]]:
    from bs4 import BeautifulSoup  # WebTest's own reader of pages

    found = BeautifulSoup(page, "html.parser").select("meta[name]")
    ours = [(each["name"], each["content"]) for each in found if each["name"] != "viewport"]
    return [(str(name), str(content)) for name, content in ours if name != "robots"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_the_tags_of_its_kind_once_each_and_none_is_empty(
    city: tuple[World, str], path: str
) -> None:
    world, article = city
    address = article.removeprefix("/sites/fgw/") if path == "article" else path
    browser = world.browser(host="fgw.example.gov.cn")
    found = tags(browser.get(f"/{address}", expect_errors=True).text)
    names = [name for name, _content in found]
    assert [name for name in PAGES[path] if name not in names] == []
    assert set(names) <= {*PAGES[path], *(OPTIONAL if path == "article" else ())}
    assert len({name.lower() for name in names}) == len(names)
    assert [name for name, content in found if not content.strip() or content == "None"] == []
