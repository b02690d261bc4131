"""Records of other systems, whatever state their files are in."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from addons.openinfo.catalogue.place import PLACE
from addons.openinfo.importing.mapping import OTHER
from portal.addon.declaration import ImportOutcome
from portal.command.records import import_called, run_import
from portal.content.document.operations import save_draft, withdraw_document
from portal.errors import DeploymentError, Refusal
from portal.i18n import english
from portal.testing import World, turn

ROW: dict[str, Any] = {
    "id": "a-1",
    "title": "关于促进民航发展的通知",
    "body_text": "第一条 发展民航。",
    "issuer": "市政府办公室",
    "doc_no": "示政办发[2020] 07 号",
    "index_no": "000014349/2020-00007",
    "category": "文件",
    "subcategory": "工业、交通/民航",
    "issued_on": "2020-07-24",
    "published_on": "2020-08-01",
    "status": "有效",
}
Bring = Callable[..., ImportOutcome]


@pytest.fixture
def bring(open_town: World, tmp_path: Path) -> Bring:
    """Import the given rows, each an object or the bytes of a line."""

    def bring(*rows: dict[str, Any] | bytes, dry_run: bool = False) -> ImportOutcome:
        file = tmp_path / "rows.jsonl"
        lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in rows]
        file.write_bytes(b"\n".join(lines))
        chosen = import_called(open_town.office, "openinfo.disclosures")
        return run_import(open_town.office, chosen, "fgw", file, dry_run=dry_run)

    return bring


def records(world: World) -> list[Any]:
    with world.office.transaction() as (cluster, _act):
        site = cluster["sites"]["fgw"]
        return list(site["zfxxgk"]["fdzdgknr"].values())


def told(outcome: ImportOutcome) -> dict[int, str]:
    return {line: english(reason) for line, reason in outcome.problems}


def test_a_row_becomes_a_record_with_its_fields(bring: Bring, open_town: World) -> None:
    outcome = bring(ROW)
    assert (outcome.created, outcome.problems) == (1, [])
    with open_town.office.transaction() as (cluster, _act):
        (record,) = cluster["sites"]["fgw"]["zfxxgk"]["fdzdgknr"].values()
        assert record.document_number == "示政办发〔2020〕7号"
        assert record.index_number == "000014349/2020-00007"
        assert (record.topic, record.genre) == ("0610", "notice")
        assert (record.publisher, record.facet) == ("市政府办公室", "文件")
        assert record.validity == "in_force"
        assert record.state == "published"
    assert "促进民航发展" in open_town.browser().get("/sites/fgw/disclosures?topic=0610").text


def test_a_second_time_only_what_became_different_is_changed(
    bring: Bring, open_town: World
) -> None:
    other = {**ROW, "id": "a-2", "index_no": "", "title": "另一件"}
    bring(ROW, other)
    again = bring(ROW, {**other, "title": "又一件"})
    assert (again.created, again.changed, again.unchanged) == (0, 1, 1)
    with open_town.office.transaction() as (cluster, _act):
        found = {
            r.title: r.index_number for r in cluster["sites"]["fgw"]["zfxxgk"]["fdzdgknr"].values()
        }
    assert found == {ROW["title"]: "000014349/2020-00007", "又一件": "000014349/2020-00001"}


def test_each_bad_row_is_told_and_the_rest_comes_in(bring: Bring, open_town: World) -> None:
    def row(number: int, **values: Any) -> dict[str, Any]:
        return {**ROW, "id": f"b-{number}", "index_no": "", **values}

    outcome = bring(
        row(1),
        row(2, topic="无此主题"),
        row(3, genre="nothing"),
        row(4, legal_item="20.99"),
        row(5, disclosure_mode="whatever"),
        row(6, index_no="乱写"),
        row(7, index_no="000014349/2020-00009"),
        row(8, index_no=" 000014349/2020－00009"),
        row(7),
        row(10, time_limit=-1),
        row(11, topic=["0101"]),
        b'{"id": "b-12", "title": "' + b"x" * 50_000_000 + b'", "body_text": "x"}',
        b"no json",
        b"\xff\xfe",
        row(15, issued_on="2020-02-30"),
        row(16, status="半有效"),
        row(17),
    )
    assert outcome.created == 3
    problems = told(outcome)
    assert sorted(problems) == [2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16]
    assert "“无此主题” is not known for “topic”" in problems[2]
    assert "is not valid for “index_no”" in problems[6]
    assert "is in line 7 already" in problems[8]
    assert "is in line 7 already" in problems[9]
    assert "longer than 8 MB" in problems[12]
    assert len(records(open_town)) == 3


def test_an_index_number_of_another_record_of_the_site_is_told(bring: Bring) -> None:
    bring(ROW)
    outcome = bring({**ROW, "id": "other"})
    assert "belongs to another record of this site" in told(outcome)[1]


def test_five_spellings_of_a_document_number_are_one(bring: Bring, open_town: World) -> None:
    spellings = (
        "示政发〔2020〕7号",
        "示政发[2020]7号",
        "示政发（２０２０）7 号",
        "示政发【2020】第07号",
        "示政发2020年7号",
    )
    bring(
        *({**ROW, "id": str(n), "index_no": "", "doc_no": each} for n, each in enumerate(spellings))
    )
    with open_town.office.transaction() as (cluster, _act):
        found = cluster["sites"]["fgw"]["zfxxgk"]["fdzdgknr"].values()
        assert [each.document_number for each in found] == ["示政发〔2020〕7号"] * 5


def test_what_is_not_disclosed_proactively_becomes_a_draft(bring: Bring, open_town: World) -> None:
    outcome = bring({**ROW, "disclosure_mode": "on_request"})
    assert outcome.created == 1
    with open_town.office.transaction() as (cluster, _act):
        (record,) = cluster["sites"]["fgw"]["zfxxgk"]["fdzdgknr"].values()
        assert record.workflow.state(record.state).name == "draft"


def test_what_people_decided_since_is_kept(bring: Bring, open_town: World) -> None:
    bring(ROW, {**ROW, "id": "a-2", "index_no": ""})
    with open_town.office.transaction() as (cluster, act):
        first, second = cluster["sites"]["fgw"]["zfxxgk"]["fdzdgknr"].values()
        withdraw_document(first, act, reason="误")
        data: Any = {"title": "正在写"}
        save_draft(second, data, act)
    again = bring({**ROW, "title": "新题"}, {**ROW, "id": "a-2", "index_no": "", "title": "新题"})
    assert sum("Somebody is writing" in each for each in told(again).values()) == 1
    assert again.changed == 1
    with open_town.office.transaction() as (cluster, _act):
        states = sorted(r.state for r in cluster["sites"]["fgw"]["zfxxgk"]["fdzdgknr"].values())
    assert states == ["published", "withdrawn"]


def test_a_dry_run_says_the_same_and_keeps_nothing(bring: Bring, open_town: World) -> None:
    rows = (ROW, {**ROW, "id": "a-2"}, b"no json")
    dry = bring(*rows, dry_run=True)
    assert records(open_town) == []
    real = bring(*rows)
    assert (dry.created, sorted(told(dry))) == (real.created, sorted(told(real))) == (1, [2, 3])


def test_a_site_without_the_section_or_the_addon_is_refused(bring: Bring, open_town: World) -> None:
    with open_town.office.transaction() as (cluster, _act):
        cluster["sites"]["fgw"].section_names = ()
    with pytest.raises(Refusal):
        bring(ROW)
    turn(open_town, "fgw", "openinfo", on=False)
    with pytest.raises(DeploymentError):
        bring(ROW)


@pytest.mark.slow
def test_the_real_documents_become_a_catalogue(open_town: World, shared_data: Path) -> None:
    file = shared_data / "documents.jsonl.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        ids = {json.loads(line)["id"] for line in lines}
    chosen = import_called(open_town.office, "openinfo.disclosures")
    outcome = run_import(open_town.office, chosen, "fgw", file, dry_run=False)
    assert outcome.problems == []
    assert outcome.created == len(ids) == 3_177
    with open_town.office.transaction() as (cluster, _act):
        catalogue = cluster["sites"]["fgw"][PLACE]
        entries = [catalogue.entry(oid) for oid in catalogue.oids(-(1 << 63))]
    assert len(entries) == 3_177
    assert len({each.index_number for each in entries}) == 3_177
    assert sum(each.topic == OTHER for each in entries) < 300
    assert sum(not each.genre for each in entries) < 50
    again = run_import(open_town.office, chosen, "fgw", file, dry_run=False)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 3_177)
