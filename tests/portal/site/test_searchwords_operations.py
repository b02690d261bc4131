"""Keeping the words of the search: what is allowed, what is kept, what is written down."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.act import Act
from portal.content.document.operations import withdraw_document
from portal.content.times import ZONE
from portal.errors import Refusal
from portal.evolution.steps import STEPS, fill_synonyms
from portal.ledger.tables import AuditEntry
from portal.search.synonyms import default_groups
from portal.site.cluster import Cluster
from portal.site.searchwords.matching import asks_for
from portal.site.searchwords.operations import (
    GROUPS_MOST,
    PROMOTED_MOST,
    promote,
    set_hot_words,
    set_synonyms,
    unpromote,
)
from portal.site.searchwords.queries import promoted_for
from portal.testing import World

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("searchwords"))
    world.site("fgw")
    world.publish("/sites/fgw/zwgk/tzgg", title="公积金提取指南")
    yield world
    world.close()


@pytest.fixture
def deed(city: World) -> Iterator[tuple[Cluster, Act, Any]]:
    """The cluster, an act, and a public document; what happens is undone."""
    with suppress(UndoError), city.office.transaction() as (cluster, act):
        section = cluster["sites"]["fgw"]["zwgk"]["tzgg"]
        yield cluster, act, next(iter(section.values()))
        raise UndoError


class UndoError(Exception):
    pass


def refusal(deed: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        deed()
    return str(refused.value.message.interpolate())


def test_hot_words_keep_their_order_and_lose_what_is_repeated(deed) -> None:
    cluster, act, _page = deed
    set_hot_words(cluster, ["公积金 ", "  社保", "公积金"], act)
    assert cluster.hot_words == ("公积金", "社保")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([f"词{n}" for n in range(21)], "At most 20 hot words can be shown; these are 21."),
        (["长" * 21], "is longer than 20 characters"),
        (["公\0积金"], "cannot be shown"),
        (["公\u202e积金"], "cannot be shown"),
    ],
)
def test_hot_words_that_cannot_be_shown_are_refused(deed, words: list[str], reason: str) -> None:
    cluster, act, _page = deed
    assert reason in refusal(lambda: set_hot_words(cluster, words, act))
    assert cluster.hot_words == ()


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ([("老公",)], "A group has 2 to 20 words; see “老公”."),
        ([()], "A group has 2 to 20 words"),
        ([tuple(f"词{n}" for n in range(21))], "A group has 2 to 20 words; see “词0”."),
        ([("老公", "配偶", "老公")], "“老公” stands twice in a group."),
        ([("wifi", "无线网", "ＷＩＦＩ")], "“ＷＩＦＩ” stands twice in a group."),
        ([("老公", "长" * 31)], "is longer than 30 characters"),
        ([(f"甲{n}", f"乙{n}") for n in range(GROUPS_MOST + 1)], "At most 3000 groups"),
    ],
)
def test_groups_that_make_no_sense_are_refused(deed, groups: Any, reason: str) -> None:
    cluster, act, _page = deed
    before = cluster.synonyms
    assert reason in refusal(lambda: set_synonyms(cluster, groups, act))
    assert cluster.synonyms == before


def test_a_word_may_have_two_meanings(deed) -> None:
    cluster, act, _page = deed
    set_synonyms(cluster, [("老公", "配偶"), ("老婆", "配偶"), ("老公", "配偶")], act)
    assert cluster.synonyms == (("老公", "配偶"), ("老婆", "配偶"))


def test_the_synonyms_that_come_with_the_portal_keep_the_rules(deed) -> None:
    cluster, act, _page = deed
    assert cluster.synonyms == default_groups() != ()
    set_synonyms(cluster, default_groups(), act)


def test_a_promoted_page_is_kept_by_its_identity(deed) -> None:
    cluster, act, page = deed
    promote(cluster, " 公积金  提取 ", page, act)
    page.__parent__.rename(page.__name__, "20260302-99")
    assert promoted_for(cluster, "公积金怎么提取", TODAY) == (page.oid,)
    assert type(cluster.promoted[0]) is tuple, "a class would have to keep its place for ever"


def test_a_promotion_ends_with_its_last_day(deed) -> None:
    cluster, act, page = deed
    today = act.at.astimezone(ZONE).date()
    promote(cluster, "公积金", page, act, until=today)
    assert promoted_for(cluster, "公积金", today) == (page.oid,)
    assert promoted_for(cluster, "公积金", today + timedelta(days=1)) == ()


def test_promoting_the_same_again_changes_the_last_day(deed) -> None:
    cluster, act, page = deed
    until = act.at.astimezone(ZONE).date() + timedelta(days=5)
    promote(cluster, "公积金", page, act, until=until)
    promote(cluster, "公积金", page, act)
    assert cluster.promoted == (("公积金", page.oid, None),)


def test_what_not_everybody_may_see_cannot_be_promoted(deed) -> None:
    cluster, act, page = deed
    site = cluster["sites"]["fgw"]
    for content in (None, cluster, site["media"], cluster["people"]["editor"]):
        told = refusal(lambda content=content: promote(cluster, "公积金", content, act))
        assert "no page of this cluster that anyone may see" in told
    withdraw_document(page, act, reason="错误")
    assert "anyone may see" in refusal(lambda: promote(cluster, "公积金", page, act))


def test_promotions_that_make_no_sense_are_refused(deed) -> None:
    cluster, act, page = deed
    yesterday = act.at.astimezone(ZONE).date() - timedelta(days=1)
    assert "over" in refusal(lambda: promote(cluster, "公积金", page, act, until=yesterday))
    assert "nothing to search for" in refusal(lambda: promote(cluster, "？！", page, act))
    assert "longer than 60" in refusal(lambda: promote(cluster, "长" * 61, page, act))
    cluster.promoted = tuple((f"词{n}", page.oid, None) for n in range(PROMOTED_MOST))
    assert "At most 500" in refusal(lambda: promote(cluster, "公积金", page, act))
    promote(cluster, "词7", page, act)


def test_a_promotion_is_taken_back_once(deed) -> None:
    cluster, act, page = deed
    promote(cluster, "公积金", page, act)
    promote(cluster, "住房", page, act)
    for _time in range(2):
        unpromote(cluster, "公积金", page.oid, act)
    assert cluster.promoted == (("住房", page.oid, None),)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("公积金", "公积金"), ("怎样提取住房公积金", "公积金 提取"), ("ＷＩＦＩ 密码", "wifi")],
)
def test_a_search_asks_for_a_promotion_that_it_holds(text: str, wanted: str) -> None:
    assert asks_for(text, wanted)


@pytest.mark.parametrize(("text", "wanted"), [("公积金", "公积金 提取"), ("社保", "公积金")])
def test_a_search_does_not_ask_for_other_promotions(text: str, wanted: str) -> None:
    assert not asks_for(text, wanted)


def test_every_change_is_written_down_with_who_made_it(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        page = next(iter(cluster["sites"]["fgw"]["zwgk"]["tzgg"].values()))
        set_hot_words(cluster, ["公积金"], act)
        set_synonyms(cluster, [*default_groups()[1:], ("老公", "先生")], act)
        promote(cluster, "公积金", page, act)
        unpromote(cluster, "公积金", page.oid, act)
        cluster.hot_words, cluster.synonyms = (), default_groups()
    with city.office.transaction() as (cluster, _act):
        session = city.office.ledger.session(cluster._p_jar.transaction_manager)
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action.like("search.%")))
        told = [(each.action, each.subject, each.by, json.loads(each.detail)) for each in entries]
    by = act.by
    about = {"words": "公积金", "oid": page.oid}
    assert told == [
        ("search.hot_words_set", "/", by, {"words": ["公积金"]}),
        ("search.synonyms_set", "/", by, {"added": 1, "removed": 1}),
        ("search.result_promoted", "/", by, about),
        ("search.result_unpromoted", "/", by, about),
    ]


def test_a_cluster_founded_before_gets_the_usual_synonyms_once() -> None:
    old = Cluster("Old")
    assert "synonyms" not in vars(old)
    for _time in range(2):
        fill_synonyms(old, None)
        assert old.synonyms == default_groups()
    old.synonyms = ()
    fill_synonyms(old, None)
    assert old.synonyms == (), "the office wants none"
    assert fill_synonyms in [step.run for step in STEPS]
