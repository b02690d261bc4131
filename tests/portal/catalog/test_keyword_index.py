"""Which documents have keywords in common, and what an index of them costs."""

from __future__ import annotations

from pathlib import Path

from ZODB import DB

from portal.catalog.keywords import KEYWORDS_MAX, NEWEST, KeywordIndex


def index(**rows: tuple[int, str]) -> KeywordIndex:
    """Return an index of rows, each with its moment and its keywords with spaces between."""
    made = KeywordIndex()
    for oid, (seconds, keywords) in enumerate(rows.values(), 1):
        made.put(keywords.split(), (-seconds, oid))
    return made


def oids(found: list[tuple[int, int]]) -> list[int]:
    return [oid for _seconds, oid in found]


def test_rows_with_more_keywords_in_common_come_first_and_then_the_newer_ones() -> None:
    found = index(a=(10, "医保 异地"), b=(30, "医保"), c=(20, "医保"), d=(40, "交通"))
    assert oids(found.alike(("医保", "异地"))) == [1, 2, 3]


def test_a_rare_keyword_says_more_than_one_that_everything_carries() -> None:
    made = index(old=(1, "供暖"))
    for number in range(100):
        made.put(("示例市",), (-1_000 - number, 100 + number))
    assert oids(made.alike(("示例市", "供暖")))[0] == 1


def test_a_keyword_is_not_the_beginning_of_another_one() -> None:
    assert oids(index(a=(1, "医"), b=(2, "医保"), c=(3, "医\0")).alike(("医",))) == [1]


def test_what_is_taken_out_is_found_no_more() -> None:
    made = index(a=(1, "医保 异地"), b=(2, "医保"))
    made.take(("医保", "异地"), (-1, 1))
    made.take(("医保", "异地"), (-1, 1))
    assert oids(made.alike(("医保", "异地"))) == [2]


def test_moments_before_1970_are_found_as_well() -> None:
    assert oids(index(a=(-5, "史"), b=(5, "史")).alike(("史",))) == [2, 1]


def test_empty_and_repeated_keywords_do_not_count() -> None:
    made = KeywordIndex()
    made.put(("", "医保", "医保"), (-1, 1))
    assert made.alike(("",)) == []
    assert made.alike(("医保", "医保")) == [(-1, 1)]
    assert made.alike(()) == []


def test_the_work_of_one_look_is_bounded() -> None:
    made = KeywordIndex()
    words = [f"词{number}" for number in range(KEYWORDS_MAX + 3)]
    for number in range(5_000):
        made.put(words, (-number, number))
    assert len(made.alike(words)) == NEWEST
    made.put(words[-1:], (-9_999, 9_999))
    assert 9_999 not in oids(made.alike(words))


def test_a_document_costs_less_than_three_hundred_bytes(tmp_path: Path) -> None:
    file = tmp_path / "keywords.fs"
    database = DB(str(file))
    made = KeywordIndex()
    for number in range(2_000):
        own = [f"专题{number}", f"部门{number % 30}", "示例市", "通知公告", f"领域{number % 200}"]
        made.put(own, (-1_770_000_000 - number, 4_611_686_018_427_387_904 + number))
    with database.transaction() as connection:
        connection.root()["made"] = made
    database.close()
    assert 2_000 * 50 < file.stat().st_size < 2_000 * 300
