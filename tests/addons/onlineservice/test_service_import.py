"""Keeping items in step with another system."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from service_rows import HALL, bring, items, publish, row, titles, told, write

from portal.content.document.operations import save_draft, withdraw_document
from portal.i18n import english
from portal.testing import World


def test_a_second_import_changes_only_what_changed_and_withdraws_what_is_gone(
    offices: World, tmp_path: Path
) -> None:
    rows = [row(number) for number in range(5)]
    assert told(bring(offices, write(tmp_path, rows))) == (5, 0, 0, 0)
    with offices.office.transaction() as (cluster, _act):
        before = {code: item.live_number for code, item in items(cluster).items()}
    rows[1]["name"] = "改名"
    assert told(bring(offices, write(tmp_path, rows[:4]))) == (0, 1, 3, 1)
    with offices.office.transaction() as (cluster, _act):
        after = items(cluster)
        assert {c for c, item in after.items() if item.live_number != before[c]} == {"A-1"}
        assert after["A-4"].state == "withdrawn"
    assert "改名" in titles(offices, department="区公安分局")
    assert "事项4" not in titles(offices, department="区公安分局")


def test_what_comes_back_is_shown_again(offices: World, tmp_path: Path) -> None:
    rows = [row(number) for number in range(3)]
    bring(offices, write(tmp_path, rows))
    bring(offices, write(tmp_path, rows[:2]))
    assert told(bring(offices, write(tmp_path, rows))) == (0, 1, 2, 0)
    assert "事项2" in titles(offices, department="区公安分局")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(9, task_type="77"), "“77” is not known here"),
        (row(9, item_code="A-1"), "is in line 2 already"),
        (row(9, item_code=""), "“task_code” is missing"),
        (row(9, item_code="有汉字"), "is not valid for “task_code”"),
        (row(9, item_code=7), "“task_code” is missing"),
        (row(9, name=""), "“title” is missing"),
        (row(9, name="长" * 301), "Longer than maximum length"),
        (row(9, department=None), "“dept_name” is missing"),
        (row(9, server_types=["火星人"]), "is not known here"),
        (row(9, materials="表 | 传真件"), "is none of the choices"),
        (row(9, materials={"a": 1}), "“materials” is no list of texts"),
        (row(9, colour="red"), "These records have no “colour”"),
        (row(9, url="file:///etc/passwd"), "source_address"),
        ("[1, 2]", "no JSON object"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ('{"name": "' + "长" * 2_700_000 + '"}', "longer than 8 MB"),
    ],
    ids=range(17),
)
def test_a_bad_row_is_told_and_the_rest_comes_in(
    offices: World, tmp_path: Path, bad: dict[str, Any] | str, reason: str
) -> None:
    outcome = bring(offices, write(tmp_path, [row(0), row(1), bad, row(2)]))
    assert outcome.created == 3
    [(line, said)] = outcome.problems
    assert line == 3
    assert reason in english(said)


def test_a_row_of_fifty_megabytes_is_passed_over(offices: World, tmp_path: Path) -> None:
    file = write(tmp_path, [row(0)])
    with file.open("ab") as lines:
        lines.write(b'{"name": "' + b"x" * 50_000_000 + b'"}\n')
    with file.open("a", encoding="utf-8") as more:
        more.write('{"name": "b", "item_code": "B", "department": "d"}\n')
    outcome = bring(offices, file)
    assert (outcome.created, len(outcome.problems)) == (2, 1)


def test_nothing_is_withdrawn_while_a_row_does_not_say_what_it_is_about(
    offices: World, tmp_path: Path
) -> None:
    rows: list[Any] = [row(number) for number in range(4)]
    bring(offices, write(tmp_path, rows))
    outcome = bring(offices, write(tmp_path, [*rows[:3], "{"]))
    assert outcome.withdrawn == 0
    assert any("Nothing is withdrawn" in english(reason) for _line, reason in outcome.problems)
    assert len(titles(offices, department="区公安分局")) == 4


def test_a_row_with_a_known_code_and_a_wrong_value_does_not_withdraw_its_item(
    offices: World, tmp_path: Path
) -> None:
    rows = [row(number) for number in range(4)]
    bring(offices, write(tmp_path, rows))
    outcome = bring(offices, write(tmp_path, [*rows[:3], row(3, task_type="77")]))
    assert (outcome.unchanged, outcome.withdrawn, len(outcome.problems)) == (3, 0, 1)


def test_a_wrong_file_does_not_empty_the_site(offices: World, tmp_path: Path) -> None:
    rows = [row(number) for number in range(50)]
    bring(offices, write(tmp_path, rows))
    assert bring(offices, write(tmp_path, rows[:20])).withdrawn == 0
    assert bring(offices, write(tmp_path, [])).withdrawn == 0
    assert bring(offices, write(tmp_path, rows[:30])).withdrawn == 20


def test_what_a_person_withdrew_stays_withdrawn(offices: World, tmp_path: Path) -> None:
    bring(offices, write(tmp_path, [row(0), row(1)]))
    with offices.office.transaction() as (cluster, act):
        withdraw_document(items(cluster)["A-0"], act, reason="有误")
    bring(offices, write(tmp_path, [row(0, name="改名"), row(1)]))
    with offices.office.transaction() as (cluster, _act):
        item = items(cluster)["A-0"]
        assert (item.state, item.newest_title) == ("withdrawn", "改名")


def test_what_somebody_is_writing_does_not_come_out_with_an_import(
    offices: World, tmp_path: Path
) -> None:
    bring(offices, write(tmp_path, [row(0)]))
    with offices.office.transaction() as (cluster, act):
        data: Any = {"summary": "未经审核"}
        save_draft(items(cluster)["A-0"], data, act)
    outcome = bring(offices, write(tmp_path, [row(0, name="改名")]))
    assert "Somebody is writing" in outcome.problems[0][1]
    with offices.office.transaction() as (cluster, _act):
        item = items(cluster)["A-0"]
        assert (item.title, item.summary) == ("事项0", "")


def test_an_import_leaves_what_the_row_does_not_name_as_editors_made_it(
    offices: World, tmp_path: Path
) -> None:
    page = publish(offices, task_code="A-0", person_theme="person.birth", link_way="010-1")
    assert told(bring(offices, write(tmp_path, [row(0)]))) == (0, 1, 0, 0)
    with offices.office.transaction() as (cluster, _act):
        item = offices.place(cluster, page)
        assert (item.title, item.link_way, item.themes) == ("事项0", "010-1", ("person.birth",))


def test_codes_and_titles_of_lists_are_both_understood(offices: World, tmp_path: Path) -> None:
    rows = [
        row(0, task_type="1", promise_type="W", promise_day=3, is_fee=False),
        row(1, task_type="行政许可", server_types=["自然人"], materials=[["表", "原件", 2]]),
    ]
    assert bring(offices, write(tmp_path, rows)).problems == []
    with offices.office.transaction() as (cluster, _act):
        first, second = items(cluster)["A-0"], items(cluster)["A-1"]
        assert (first.task_type, first.promise_day, first.is_fee) == ("01", 3, "no")
        assert (second.task_type, second.server_types) == ("01", ("1",))
        assert second.materials == ("表 | 原件 | 2",)


def test_a_compressed_file_that_is_cut_off_brings_what_is_before(
    offices: World, tmp_path: Path
) -> None:
    whole = gzip.compress(write(tmp_path, [row(number) for number in range(900)]).read_bytes())
    file = tmp_path / "cut.gz"
    file.write_bytes(whole[: len(whole) // 2])
    outcome = bring(offices, file)
    assert 0 < outcome.created < 900
    assert "damaged" in outcome.problems[-1][1]
    assert outcome.withdrawn == 0


def test_the_real_items_come_in_and_are_guides_by_department_and_theme(
    offices: World, shared_data: Path
) -> None:
    file = shared_data / "service_items.jsonl.gz"
    first = bring(offices, file)
    assert (told(first), first.problems) == ((1135, 0, 0, 0), [])
    assert told(bring(offices, file)) == (0, 0, 1135, 0)
    with offices.office.transaction() as (cluster, _act):
        hall = offices.place(cluster, HALL)
        assert hall.count() == 1135
        assert len(hall.departments()) == 34
        assert hall.departments()[0] == ("区行政审批局", 344)
        assert hall.count("person") + hall.count("corp") > 1135
    assert len(titles(offices, department="区行政审批局", theme="corp.found")) == 20
