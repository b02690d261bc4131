"""The pages on which the office keeps the words of the search and reads what was not found."""

from __future__ import annotations

import csv
import gc
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import text
from transaction import TransactionManager

from portal.content.times import ZONE
from portal.ledger.searches import Search, Tally, add_up
from portal.search.synonyms import default_groups
from portal.site.searchwords.missing import harmless
from portal.testing import World

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
"""WebOb leaves the temporary file of a long form to the garbage collector."""
TODAY = datetime.now(ZONE).date()
HOST = "fgw.shili.example"


@pytest.fixture(scope="module")
def furnished_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("searchwords-pages"))
    world.site("fgw", hosts=(HOST,))
    world.publish("/sites/fgw/zwgk/tzgg", title="公积金提取指南")
    yield world
    world.close()
    gc.collect()


@pytest.fixture
def city(furnished_city: World) -> Iterator[World]:
    yield furnished_city
    with furnished_city.office.transaction() as (cluster, _act):
        cluster.hot_words, cluster.synonyms, cluster.promoted = (), default_groups(), ()
    with furnished_city.office.ledger.engine.begin() as connection:
        connection.execute(text("DELETE FROM search_count"))


@pytest.fixture(scope="module")
def signed_in(furnished_city: World) -> Any:
    return furnished_city.browser("administrator")


@pytest.fixture
def admin(city: World, signed_in: Any) -> Any:
    return signed_in


def kept(city: World, name: str) -> Any:
    with city.office.transaction() as (cluster, _act):
        return getattr(cluster, name)


def page_address(city: World) -> str:
    with city.office.transaction() as (cluster, _act):
        return f"/sites/fgw/zwgk/tzgg/{next(iter(cluster['sites']['fgw']['zwgk']['tzgg']))}"


def form(page: Any, name: str) -> Any:
    return next(
        each for each in page.forms.values() if "form" in each.fields and each["form"].value == name
    )


def count(city: World, *counted: tuple[Search, Tally]) -> None:
    manager = TransactionManager()
    with manager:
        add_up(city.office.ledger.session(manager), dict(counted))


def test_the_account_of_an_administrator_leads_to_both_pages(admin: Any) -> None:
    account = admin.get("/account")
    assert account.click(href="search-words").status_int == 200
    assert account.click(href="search-misses").status_int == 200


@pytest.mark.parametrize("place", ["/search-words", "/search-misses", "/search-misses.csv"])
def test_nobody_else_sees_these_pages(city: World, place: str) -> None:
    assert city.browser().get(place, expect_errors=True).status_int == 404
    assert city.browser("manager").get(place, expect_errors=True).status_int == 403
    assert city.browser("editor").get(place, expect_errors=True).status_int == 403
    assert city.browser(host=HOST).get(place, expect_errors=True).status_int == 404
    assert "search-words" not in city.browser("editor").get("/account")


def test_nobody_else_changes_the_words(city: World) -> None:
    editor = city.browser("editor")
    token = form_token(editor)
    data = {"form": "hot-words", "hot_words": "彩票", "csrf_token": token}
    assert editor.post("/search-words", data, expect_errors=True).status_int == 403
    admin = city.browser("administrator")
    assert (
        admin.post("/search-words", data | {"csrf_token": "x"}, expect_errors=True).status_int
        == 400
    )
    assert kept(city, "hot_words") == ()


def form_token(browser: Any) -> str:
    forms = browser.get("/account").forms.values()
    return next(each["csrf_token"].value for each in forms if "csrf_token" in each.fields)


def test_hot_words_are_shown_below_the_search_field_once_they_are_kept(
    city: World, admin: Any
) -> None:
    page = admin.get("/search-words")
    assert 'class="hot"' not in admin.get("/sites/fgw/")
    hot = form(page, "hot-words")
    hot["hot_words"] = "公积金提取\r\n\r\n  社保 查询 \r\n"
    done = hot.submit(status=303).follow()
    assert "热词已保存并开始显示。" in done
    assert form(done, "hot-words")["hot_words"].value.splitlines() == ["公积金提取", "社保 查询"]
    public = city.browser()
    for place in ("/", "/sites/fgw/", "/search", "/sites/fgw/search?q=x"):
        start = "/sites/fgw/" if "fgw" in place else "/"
        link = f'href="{start}search?q={quote("社保")}+{quote("查询")}">社保 查询</a>'
        assert link in public.get(place), place
    assert 'class="hot"' not in public.get(page_address(city))
    assert 'class="hot"' in city.browser(host=HOST).get("/")


def test_a_form_with_a_mistake_loses_nothing_that_was_typed(city: World, admin: Any) -> None:
    page = admin.get("/search-words")
    typed = "\r\n".join(f"词{n}" for n in range(21))
    hot = form(page, "hot-words")
    hot["hot_words"] = typed
    answer = hot.submit(status=422)
    assert 'id="hot_words-problem"' in answer
    assert form(answer, "hot-words")["hot_words"].value.splitlines() == typed.splitlines()
    assert kept(city, "hot_words") == ()


def test_synonyms_are_kept_as_groups(city: World, admin: Any) -> None:
    page = form(admin.get("/search-words"), "synonyms")
    assert page["synonyms"].value.splitlines()[0].split() == list(default_groups()[0])
    page["synonyms"] = "老公、配偶，丈夫\n\n娃 儿童　孩子"
    page.submit(status=303)
    assert kept(city, "synonyms") == (("老公", "配偶", "丈夫"), ("娃", "儿童", "孩子"))


def test_synonyms_that_were_only_looked_at_stay_as_they_are(city: World, admin: Any) -> None:
    form(admin.get("/search-words"), "synonyms").submit(status=303)
    assert kept(city, "synonyms") == default_groups()


@pytest.mark.parametrize(
    "typed",
    [
        "\n".join(f"甲{n} 乙{n}" for n in range(10_000)),
        "老公 配\0偶",
        "x" * 300_000,
        "老公",
    ],
)
def test_hostile_synonyms_are_refused_and_shown_again(city: World, admin: Any, typed: str) -> None:
    page = form(admin.get("/search-words"), "synonyms")
    page["synonyms"] = typed
    answer = page.submit(status=422)
    assert 'id="synonyms-problem"' in answer
    shown = form(answer, "synonyms")["synonyms"].value
    assert len(shown.replace("\r", "").strip()) >= len(typed.replace("\0", "").strip()) - 1
    assert kept(city, "synonyms") == default_groups()


def test_markup_in_words_stays_text(city: World, admin: Any) -> None:
    hot = form(admin.get("/search-words"), "hot-words")
    hot["hot_words"] = "<b>x</b>\"'&\n</textarea>"
    page = hot.submit(status=303).follow()
    assert "<b>x</b>" not in page
    assert form(page, "hot-words")["hot_words"].value.splitlines() == [
        "<b>x</b>\"'&",
        "</textarea>",
    ]
    assert "&lt;b&gt;x&lt;/b&gt;" in city.browser().get("/")


@pytest.mark.parametrize("host", ["", "http://127.0.0.1:6543", "https://fgw.shili.example"])
def test_a_page_is_promoted_by_its_address_and_taken_back(
    city: World, admin: Any, host: str
) -> None:
    path = page_address(city)
    add = form(admin.get("/search-words"), "promote")
    add["words"], add["until"] = "公积金", f"{TODAY + timedelta(days=3)}"
    add["address"] = (
        f" {host}{path.removeprefix('/sites/fgw') if 'fgw' in host else path}?from=here#top"
    )
    page = add.submit(status=303).follow()
    assert f'<a href="{path}">公积金提取指南</a>' in page
    assert len(kept(city, "promoted")) == 1
    done = form(page, "remove").submit(status=303).follow()
    assert 'role="status"' in done
    assert kept(city, "promoted") == ()


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"address": "/sites/fgw/zwgk/tzgg/nothing"}, "address"),
        ({"address": "/sites/fgw/../../people/editor"}, "address"),
        ({"address": "/people/editor"}, "address"),
        ({"address": "https://elsewhere.example/sites/fgw/"}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "http://[::1"}, "address"),
        ({"address": ""}, "address"),
        ({"address": "x" * 501}, "address"),
        ({"words": ""}, "words"),
        ({"words": "？！"}, "words"),
        ({"words": "长" * 61}, "words"),
        ({"until": "tomorrow"}, "until"),
        ({"until": "2020-01-01"}, "until"),
    ],
)
def test_a_promotion_with_a_mistake_says_so_beside_the_field(
    city: World, admin: Any, values: dict[str, str], place: str
) -> None:
    add = form(admin.get("/search-words"), "promote")
    given = {"words": "公积金", "address": "/sites/fgw/", "until": ""} | values
    for name, value in given.items():
        add[name] = value
    answer = add.submit(status=422)
    assert f'id="{place}-problem"' in answer
    assert {name: form(answer, "promote")[name].value for name in given} == given
    assert kept(city, "promoted") == ()


def test_an_unknown_form_is_no_page(city: World, admin: Any) -> None:
    data = {"form": "other", "csrf_token": form_token(admin)}
    assert admin.post("/search-words", data, expect_errors=True).status_int == 404
    data = {"form": "remove", "oid": "x" * 9, "words": "\0", "csrf_token": data["csrf_token"]}
    assert admin.post("/search-words", data).status_int == 303
    huge = data | {"oid": "9" * 5_000}
    assert admin.post("/search-words", huge).status_int == 303


def test_before_anybody_searched_the_page_says_so(admin: Any) -> None:
    page = admin.get("/search-misses")
    assert "<table" not in page
    assert 'class="empty"' in page


def test_what_was_not_found_is_listed_with_what_can_be_done(city: World, admin: Any) -> None:
    yesterday, long_ago = TODAY - timedelta(days=1), TODAY - timedelta(days=30)
    count(
        city,
        (Search(TODAY, "fgw", "老年卡"), Tally(3, 1)),
        (Search(yesterday, "fgw", "老年卡"), Tally(2, 0)),
        (Search(yesterday, "", "<script>"), Tally(1, 0)),
        (Search(TODAY, "gone", "公积金"), Tally(9, 9)),
        (Search(long_ago, "fgw", "旧事"), Tally(5, 0)),
    )
    page = admin.get("/search-misses")
    rows = [" ".join(row.text.split()) for row in page.html.select("tbody tr")]
    assert rows[0].startswith("老年卡 Site fgw")
    assert rows[0].count("4") >= 1
    assert f"{TODAY}" in rows[0]
    assert "旧事" not in page
    assert "<script>" not in page
    assert rows[2].startswith("公积金gone9")
    assert len([row for row in rows if row.startswith("20")]) == 30
    assert page.click(href=r"^/sites/fgw/search\?q=", index=0).status_int == 200
    synonym = page.click(href=r"\?synonym=", index=0)
    assert form(synonym, "synonyms")["synonyms"].value.splitlines()[-1] == "老年卡 "
    promoting = page.click(href=r"\?promote=", index=0)
    assert form(promoting, "promote")["words"].value == "老年卡"


def test_the_table_of_what_was_not_found_holds_no_formula(city: World, admin: Any) -> None:
    words = ["=1+1", "+cmd|' /c calc'!a0", "-2", "@sum(a1)", "%0a", '老"年,卡']
    count(city, *((Search(TODAY, "fgw", each), Tally(1, 0)) for each in words))
    answer = admin.get("/search-misses.csv")
    assert answer.content_type == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert sorted(row[0] for row in rows[1:]) == sorted(harmless(each) for each in words)
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r%|")]
    assert rows[1][1:] == ["Site fgw", "1", "1", f"{TODAY}"]
