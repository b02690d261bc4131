"""The language of a page: all of it, on every kind of page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polib
import pytest

import portal
from portal.addon.registry import installed_addons
from portal.content.content import Container
from portal.testing import World, turn

HAN = re.compile("[\u2e80-\u303f\u3400-\u9fff\uff00-\uffef]+")
SAID = "//body//text() | //title/text() | //meta/@content | //@alt | //@title | //@placeholder"
SAID += " | //@aria-label | //input[@type='submit']/@value"
CATALOGUES = sorted(
    path
    for folder in (Path(portal.__file__).parent, Path(portal.__file__).parents[1] / "addons")
    for path in folder.rglob("*.po")
)
ABSENT = "龘"
PAGES = (
    "/",
    "/nowhere",
    "/search?q=water",
    "/sign-in",
    "/sites/city/",
    "/sites/city/sitemap",
    "/sites/city/search",
    "/sites/city/search?q=water",
    "/sites/city/search?q=water&scope=cluster&sort=date",
    f"/sites/city/search?q={quote(ABSENT)}",
    "/sites/city/sign-in",
    "/sites/city/nowhere",
    "/sites/city/news/",
    "/sites/empty/",
)
PAGES_MAX = 90
"""Pages that are looked at from one start; those of a kind are alike."""
READINGS = ("", "elder", "hant")


def english(place: Container) -> None:
    """Give everything below `place` an English title, as an editor of an English site would."""
    for name, each in place.items():
        each.title, each.description, each.keywords = f"Section {name}", "", ()
        each.column_type = ""
        if isinstance(each, Container):
            english(each)


def furnish(world: World, word: str, languages: tuple[str, ...]) -> list[str]:
    """Found sites that speak of `word` and return the addresses of their pages."""
    for name in ("city", "empty"):
        world.site(name, "portal" if name == "city" else "department", languages=languages)
    with world.office.transaction() as (cluster, _act):
        cluster.title, cluster.main_site = word, "city"
        for site in cluster["sites"].values():
            site.title = word
            site.sponsor = site.operator = site.contact = word
            if word.isascii():
                english(site)
        sections = [name for name, each in cluster["sites"]["city"].items() if name not in "media"]
        paths = [f"/sites/city/{name}/" for name in sections if name != "sites"]
    # What add-ons bring speaks of codes and sections of Chinese law, in the words of that.
    for name in () if word.isascii() else installed_addons():
        for site in ("city", "empty"):
            turn(world, site, name, on=True)
    facts: dict[str, Any] = {
        "document_number": "1", "index_number": "2", "validity": "repealed", "source": word,
        "author_name": word, "issuer": f"{word} 2", "summary": word, "keywords": (word,),
    }  # fmt: skip
    place = deepest(world, "/sites/city")
    documents = [world.publish(place, title=word, body=f"<p>{word}</p>", **facts) for _ in "ab"]
    world.feed()
    return [*paths, f"{place}/", *documents]


def deepest(world: World, path: str) -> str:
    """Return the path of a section without sections."""
    found: list[str] = []
    with world.office.transaction() as (cluster, _act):
        for name, each in world.place(cluster, path).items():
            if getattr(each, "is_section", type(each).__name__ == "Section"):
                found.append(f"{path}/{name}")
    return deepest(world, found[0]) if found else path


def said(world: World, paths: list[str], reading: str) -> Iterator[tuple[str, str]]:
    """Return every text of the pages that links lead to from `paths`, with its page."""
    for login, starts in (("", (*PAGES, *paths)), ("editor", ("/sites/city/account",))):
        client, seen, waiting = world.browser(login), set[str](), list(starts)
        client.set_cookie("reading", reading)
        while waiting and len(seen) < PAGES_MAX:
            path = waiting.pop(0)
            if path in seen or "/reading?" in path:
                continue
            seen.add(path)
            page = client.get(path, expect_errors=True)
            assert page.status_int < 500, path
            if page.content_type == "text/html" and page.status_int != 303:
                waiting += [each for each in page.lxml.xpath("//a/@href") if each.startswith("/")]
                yield from ((path, str(text).strip()) for text in page.lxml.xpath(SAID))


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], Any]]:
    worlds: list[World] = []

    def make(word: str, language: str) -> tuple[World, list[str]]:
        folder = tmp_path_factory.mktemp("language")
        world = World.make(folder, language=language, addons=tuple(installed_addons()))
        worlds.append(world)
        return world, furnish(world, word, (language,))

    yield make
    for world in worlds:
        world.close()


@pytest.fixture(scope="module")
def english_world(make: Callable[[str, str], Any]) -> tuple[World, list[str]]:
    return make("Fresh water", "en")  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def chinese_world(make: Callable[[str, str], Any]) -> tuple[World, list[str]]:
    return make("节水", "zh_CN")  # type: ignore[no-any-return]


@pytest.mark.parametrize("reading", READINGS)
def test_an_english_site_says_nothing_in_chinese(english_world: Any, reading: str) -> None:
    world, paths = english_world
    told = [each for each in said(world, paths, reading) if ABSENT not in each[1]]
    assert len(told) > 500
    assert sorted({each for each in told if HAN.search(each[1])}) == []


@pytest.mark.parametrize("reading", READINGS)
def test_a_chinese_site_shows_no_message_that_was_not_translated(
    chinese_world: Any, reading: str
) -> None:
    world, paths = chinese_world
    messages = {
        entry.msgid
        for catalogue in CATALOGUES
        for entry in polib.pofile(str(catalogue))
        if entry.msgid != entry.msgstr
    }
    told = set(said(world, paths, reading))
    assert len(told) > 200
    assert sorted(each for each in told if each[1] in messages) == []


def test_a_page_says_in_which_language_it_is(english_world: Any, chinese_world: Any) -> None:
    for (world, _paths), language in ((english_world, "en"), (chinese_world, "zh-CN")):
        for path in PAGES:
            page = world.browser().get(path, expect_errors=True)
            assert page.lxml.get("lang") == language, path


def test_an_english_page_offers_no_script_of_chinese(english_world: Any) -> None:
    world, _paths = english_world
    assert not world.browser().get("/sites/city/").lxml.xpath("//a[@class='script']")


def test_a_site_in_two_languages_lets_its_visitors_choose(world: World) -> None:
    home = world.site("fgw", languages=("zh_CN", "en"))
    other = world.site("only", languages=("zh_CN",))
    client = world.browser()
    page = client.get(home)
    links = page.lxml.xpath("//a[@class='script']")
    assert [(each.text, each.get("hreflang")) for each in links] == [
        ("繁體", "zh-Hant"),
        ("English", "en"),
    ]
    page = client.get(links[1].get("href")).follow()
    assert page.lxml.get("lang") == "en"
    assert page.lxml.xpath("//main/@lang") == ["zh-CN"]
    assert page.lxml.xpath("//form[@role='search']/button/text()") == ["Search"]
    assert "Cookie" in page.vary
    assert client.get(other).lxml.get("lang") == "zh-CN"
    back = page.lxml.xpath("//a[@class='script'][@hreflang='zh-CN']/@href")[0]
    assert client.get(back).follow().lxml.get("lang") == "zh-CN"
    assert "reading" not in client.cookies


def test_a_feed_keeps_its_language(world: World) -> None:
    home = world.site("fgw", languages=("zh_CN", "en"))
    plain, chosen = world.browser(), world.browser()
    chosen.set_cookie("reading", "en")
    assert chosen.get(f"{home}feed.xml").body == plain.get(f"{home}feed.xml").body


def test_a_defect_is_told_in_the_language_of_the_installation(tmp_path: Path) -> None:
    world = World.make(tmp_path, language="en")

    def fail(request: Any) -> str:
        raise RuntimeError("a defect")

    world.office.config.add_view(fail, name="fail", renderer="string")
    world.office.config.commit()
    page = world.browser().get("/fail", status=500)
    world.close()
    assert page.lxml.get("lang") == "en"
    assert not HAN.search(page.text)
