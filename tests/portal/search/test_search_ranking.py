from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.search.entry import Findable
from portal.search.index import SearchIndex
from portal.search.passages import LENGTH, passages_of
from portal.search.query import Query, read
from portal.search.ranking import RERANKED
from portal.search.reach import is_national, names_place
from portal.search.synonyms import Synonyms, default_groups

Entry = Callable[..., Findable]
Keep = Callable[..., SearchIndex]

FILLER = "本办法自公布之日起施行，由有关部门负责解释。" * (LENGTH // 20)
KNOWN = Synonyms.of([("老公", "丈夫", "配偶"), ("拖欠工资", "克扣劳动报酬")])


def oids(index: SearchIndex, text: str, **values: object) -> tuple[int, ...]:
    return index.search(Query(text, **values)).oids  # type: ignore[arg-type]


def pair(entry: Entry, oid: int, *paragraphs: str) -> Findable:
    return entry(oid, title="办法", body="\n".join(paragraphs))


def test_words_in_one_passage_come_before_the_same_words_far_apart(
    kept: Keep, entry: Entry
) -> None:
    index = kept(
        pair(entry, 1, "离婚。", FILLER, "房屋。", FILLER, "分割。"),
        pair(entry, 2, "分割。", FILLER, FILLER, "离婚。房屋。"),
        pair(entry, 3, "离婚。", FILLER, "分割。", FILLER, "房屋。"),
    )
    assert oids(index, "离婚 房屋 分割")[0] == 2
    assert oids(index, "离婚 房屋 分割", size=1) == (2,)


def test_two_fitting_passages_are_more_than_one(kept: Keep, entry: Entry) -> None:
    index = kept(
        pair(entry, 1, "分割。离婚。", FILLER, FILLER, "离婚。", FILLER, "分割。", FILLER),
        pair(entry, 2, "分割。离婚。", FILLER, FILLER, "分割。离婚。", FILLER, FILLER),
    )
    assert oids(index, "离婚 分割") == (2, 1)


def test_an_entry_put_in_again_is_not_ranked_by_what_it_said_before(
    kept: Keep, entry: Entry
) -> None:
    near = entry(1, title="办法", body="房屋。离婚。分割。\n" + FILLER + "\n" + FILLER)
    apart = pair(entry, 1, "房屋。", FILLER, "离婚。", FILLER, "分割。")
    index = kept(near, replace(apart, oid=2, shown_at=near.shown_at + timedelta(days=999)))
    assert oids(index, "离婚 房屋 分割") == (1, 2)
    kept(apart)
    assert oids(index, "离婚 房屋 分割") == (2, 1)


def test_passages_are_whole_paragraphs_and_short_ones_are_together() -> None:
    long = "水" * LENGTH
    assert [len(each.split()) > 1 for each in passages_of(f"甲。\n乙。\n{long}\n丙。")] == [
        True,
        False,
    ]
    assert passages_of("") == []


def test_what_holds_everywhere_comes_first_unless_a_place_is_named(
    kept: Keep, entry: Entry
) -> None:
    earlier, later = datetime(2012, 5, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)
    index = kept(
        entry(1, title="养犬管理条例", keywords="石首", shown_at=later, body="北京"),
        entry(2, title="养犬管理条例", keywords="国务院", shown_at=earlier, body="北京"),
    )
    assert oids(index, "养犬管理") == (2, 1)
    assert oids(index, "北京养犬管理") == (1, 2)


@pytest.mark.parametrize(
    ("title", "keywords", "expected"),
    [
        ("中华人民共和国民法典", "", True),
        ("养犬规定", "犬 国务院办公厅", True),
        ("实施《中华人民共和国水法》办法", "浙江省人大", False),
        ("", "", False),
    ],
)
def test_title_or_issuer_tells_what_is_of_the_whole_state(
    title: str, keywords: str, *, expected: bool
) -> None:
    assert is_national(title, keywords) is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("河北省养老", True),
        ("上海落户", True),
        ("石首市社保", True),
        ("城市社保", False),
        ("社保", False),
    ],
)
def test_names_of_places_are_known_by_list_and_by_ending(query: str, *, expected: bool) -> None:
    assert names_place(read(query).long) is expected


def test_a_question_is_content_with_less_than_words_to_look_for(kept: Keep, entry: Entry) -> None:
    index = kept(entry(1, body="工伤。"), entry(2, body="工伤。司机。快递。挂靠。"))
    words = "工伤 司机 快递 挂靠"
    assert oids(index, words) == (2,)
    assert oids(index, f"{words}怎么办") == (2, 1)
    assert oids(index, f"{words}？") == (2, 1)


def test_a_piece_of_the_query_in_the_title_is_a_title(kept: Keep, entry: Entry) -> None:
    index = kept(
        entry(1, title="政策解读：建设重点实验室和管理办法", body="政策解读。" * 5),
        entry(2, title="关于印发《重点实验室建设管理办法》的通知", body="政策。解读。"),
    )
    for text in ("重点实验室建设管理办法 政策解读", "《重点实验室建设管理办法》政策解读"):
        assert oids(index, text) == (2, 1)


def test_words_in_the_order_of_the_query_come_first(kept: Keep, entry: Entry) -> None:
    index = kept(entry(1, body="护照。办理。"), entry(2, body="办理。护照。"))
    assert oids(index, "办理 护照") == (2, 1)


def test_a_passage_may_have_a_synonym(kept: Keep, entry: Entry) -> None:
    index = kept(
        pair(entry, 1, "配偶。", FILLER, "房屋。", FILLER),
        pair(entry, 2, "房屋。配偶。", FILLER, FILLER),
        entry(3, title="老公"),
    )
    assert index.search(Query("老公 房屋"), KNOWN).oids == (2, 1)


def test_a_synonym_finds_and_the_own_word_comes_first(kept: Keep, entry: Entry) -> None:
    index = kept(entry(1, title="配偶"), entry(2, title="老公"), entry(3, title="子女"))
    assert oids(index, "老公") == (2,)
    assert index.search(Query("老公"), KNOWN).oids == (2, 1)
    assert index.search(Query("配偶"), KNOWN).oids == (1, 2)


def test_a_synonym_of_several_words_stands_for_all_of_them(kept: Keep, entry: Entry) -> None:
    index = kept(
        entry(1, body="不得克扣劳动报酬"), entry(2, body="工资"), entry(3, body="克扣，报酬，劳动")
    )
    assert index.search(Query("拖欠工资"), KNOWN).oids == (1,)


def test_many_synonyms_of_one_word_do_not_add_up(kept: Keep, entry: Entry) -> None:
    filler = "本办法由主管部门负责解释并监督施行"
    index = kept(
        entry(1, body=filler + "，丈夫或者配偶"),
        entry(2, body=filler + "，老公自己及其他"),
        *(entry(number, body=filler) for number in range(3, 9)),
    )
    assert index.search(Query("老公"), KNOWN).oids == (2, 1)


def test_synonyms_are_words_of_the_query_and_not_parts_of_its_words() -> None:
    assert Synonyms.of([("和服", "着物")]).within("他和服务员说话") == {}
    assert KNOWN.within("我老公出走") == {"老公": (("丈夫",), ("配偶",))}
    assert Synonyms.of([("ＡＢＣ", "!", "")]).within("abc") == {}


def test_a_word_may_stand_in_several_groups() -> None:
    both = Synonyms.of([("过期", "逾期"), ("过期", "失效", "逾期")])
    assert both.within("过期") == {"过期": (("逾期",), ("失效",))}


def test_the_groups_that_come_along_are_many_and_each_is_of_different_words() -> None:
    groups = default_groups()
    assert len(groups) > 500
    assert all(len(set(group)) == len(group) > 1 for group in groups)
    assert len({frozenset(group) for group in groups}) == len(groups)


@pytest.mark.parametrize("total", [RERANKED - 1, RERANKED, RERANKED + 45])
def test_no_page_repeats_or_loses_what_another_one_shows(
    kept: Keep, entry: Entry, total: int
) -> None:
    index = kept(*(entry(oid, title="水费", body="缴纳水费。" * (oid % 7)) for oid in range(total)))
    pages = [oids(index, "缴纳水费", start=start, size=25) for start in range(0, total, 25)]
    shown = [oid for page in pages for oid in page]
    whole = oids(index, "缴纳水费", size=total)
    assert len(shown) == len(set(shown)) == len(whole)
    assert tuple(shown[:RERANKED]) == whole[:RERANKED]


def test_no_naughty_string_breaks_the_search(kept: Keep, entry: Entry, shared_data: Path) -> None:
    naughty = json.loads((shared_data / "naughty_strings.json").read_text("utf-8"))
    index = kept(*(entry(oid, title=text, body=text) for oid, text in enumerate(naughty)))
    groups = Synonyms.of([*default_groups(), tuple(naughty)])
    for text in (*naughty, "老公" * 5_000, "单位公司老板员工" * 1_000):
        assert index.search(Query(text), groups).total >= 0
    assert index.count() == len(naughty)
