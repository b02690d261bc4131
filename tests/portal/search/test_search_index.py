from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from portal.errors import DeploymentError
from portal.search.entry import Findable
from portal.search.index import DEEPEST, SearchIndex
from portal.search.query import Hits, Query

Entry = Callable[..., Findable]
Keep = Callable[..., SearchIndex]

SYNTAX = [
    "title:水费",
    "水费 AND",
    "OR OR",
    "-",
    "+水费 -水费",
    "水*",
    "[a TO b]",
    "{* TO",
    "oid:IN [1 2",
    "水费^99",
    "水费~2",
    "/.*/",
    "(((",
    ")",
    "\\",
    '"\\"',
    "' OR 1=1 --",
]
HOSTILE = [
    "",
    " ",
    "\0",
    "水费\0",
    "\ud800",
    "水\udfff费",
    "！？。，、",
    '"',
    '""',
    '"""',
    "“”",
    "「",
    '"！"',
    "a" * 10_000,
    "水" * 10_000,
    "\ufdfa" * 10_000,
    '"水费" ' * 2_000,
    "1" * 10_000,
    "国发〔2026〕" * 1_000,
    "\u0301" * 500,
    "\U0001f600" * 300,
    "\u202e\u200b\ufeff",
    *SYNTAX,
]


def oids(index: SearchIndex, text: str, **values: object) -> tuple[int, ...]:
    return index.search(Query(text, **values)).oids  # type: ignore[arg-type]


def test_an_entry_put_in_twice_is_one_entry(index: SearchIndex, entry: Entry) -> None:
    index.upsert([entry(5, title="水费"), entry(5, title="电费")])
    index.commit()
    index.upsert([entry(5, title="燃气")])
    index.commit()
    assert index.count() == 1
    assert (oids(index, "燃气"), oids(index, "水费"), oids(index, "电费")) == ((5,), (), ())


@pytest.mark.parametrize("oid", [-1, -(2**63), 2**63 - 1, 0])
def test_every_signed_id_comes_back_and_can_be_removed(kept: Keep, entry: Entry, oid: int) -> None:
    index = kept(entry(oid, title="水费"), entry(7, title="水费"))
    assert set(oids(index, "水费")) == {oid, 7}
    index.remove([oid, 12345])
    index.commit()
    assert oids(index, "水费") == (7,)


def test_nothing_is_seen_before_the_commit(index: SearchIndex, entry: Entry) -> None:
    index.upsert([entry(1, title="水费")])
    assert index.search(Query("水费")) == Hits(0, ())
    index.commit()
    assert index.search(Query("水费")) == Hits(1, (1,))


def test_closing_drops_what_was_not_committed(kept: Keep, entry: Entry, tmp_path: Path) -> None:
    index = kept(entry(1, title="水费"))
    index.upsert([entry(2, title="水费")])
    index.close()
    again = SearchIndex.open(tmp_path / "search")
    again.upsert([entry(3, title="水费")])
    again.commit()
    again.close()
    assert set(oids(again, "水费")) == {1, 3}


def test_clearing_leaves_nothing(kept: Keep, entry: Entry) -> None:
    index = kept(entry(1, title="水费"))
    index.clear()
    index.commit()
    assert index.count() == 0


def test_an_index_is_fresh_until_something_is_committed(tmp_path: Path, entry: Entry) -> None:
    for _ in range(2):
        index = SearchIndex.open(tmp_path)
        assert index.is_fresh
        index.upsert([entry(1, title="水费")])
        index.close()
    index.upsert([entry(1, title="水费")])
    index.commit()
    index.close()
    assert not SearchIndex.open(tmp_path).is_fresh


def test_an_index_cut_with_another_dictionary_starts_empty(
    kept: Keep, entry: Entry, tmp_path: Path
) -> None:
    kept(entry(1, title="水费")).close()
    (tmp_path / "search" / "version").write_text("fields 1, dictionary of yesterday\n")
    index = SearchIndex.open(tmp_path / "search")
    assert (index.is_fresh, index.count()) == (True, 0)


def test_a_damaged_index_says_what_to_do(kept: Keep, entry: Entry, tmp_path: Path) -> None:
    kept(entry(1, title="水费")).close()
    (tmp_path / "search" / "files" / "meta.json").write_text("{")
    with pytest.raises(DeploymentError, match="delete the folder"):
        SearchIndex.open(tmp_path / "search")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("by_date", [False, True])
def test_no_text_breaks_the_search(kept: Keep, entry: Entry, text: str, *, by_date: bool) -> None:
    index = kept(entry(1, title="水费"))
    hits = index.search(Query(text, sites=(1,), kind="document", by_date=by_date))
    assert hits.oids in {(), (1,)}


def test_signs_of_a_query_language_mean_nothing(kept: Keep, entry: Entry) -> None:
    index = kept(entry(1, title="水费"), entry(2, title="电费"))
    assert oids(index, "-水费") == (1,)
    assert oids(index, "水费 NOT 水费") == (1,)
    assert oids(index, "水*") == ()


def test_every_text_can_be_put_in(kept: Keep, entry: Entry) -> None:
    index = kept(*(entry(number, title=text, body=text) for number, text in enumerate(HOSTILE)))
    assert index.count() == len(HOSTILE)


def test_a_strange_kind_finds_nothing(kept: Keep, entry: Entry) -> None:
    assert oids(kept(entry(1, title="水费")), "水费", kind="\ud800") == ()


def test_only_the_sites_asked_for_are_searched(kept: Keep, entry: Entry) -> None:
    index = kept(*(entry(site, site=site, title="水费") for site in (-3, 4, 5)))
    assert set(oids(index, "水费")) == {-3, 4, 5}
    assert set(oids(index, "水费", sites=(-3, 4))) == {-3, 4}
    assert oids(index, "水费", sites=()) == ()


def test_section_and_kind_narrow_the_search(kept: Keep, entry: Entry) -> None:
    index = kept(
        entry(1, title="水费", section=-8, kind="interaction.letter"),
        entry(2, title="水费", section=9, kind="interaction.letter"),
        entry(3, title="水费", section=9, kind="interaction"),
    )
    assert oids(index, "水费", kind="interaction.letter", sections=(9,)) == (2,)


def test_words_in_quotation_marks_stand_together(kept: Keep, entry: Entry) -> None:
    index = kept(
        entry(1, body="办理流程与护照。护照，办理"), entry(2, body="请在大厅办理护照后离开")
    )
    assert set(oids(index, "办理护照")) == {1, 2}
    assert oids(index, "“办理护照”") == (2,)


def test_a_phrase_does_not_reach_from_one_field_into_the_next(kept: Keep, entry: Entry) -> None:
    index = kept(entry(1, title="护照办理", body="流程图"), entry(2, body="办理流程"))
    assert oids(index, '"办理流程"') == (2,)


def test_what_stands_nowhere_together_is_found_without_quotation_marks(
    kept: Keep, entry: Entry
) -> None:
    assert oids(kept(entry(1, body="护照如何办理")), '"办理护照"') == (1,)


def test_title_comes_before_keyword_and_keyword_before_body(kept: Keep, entry: Entry) -> None:
    filler = "城市供水管理规定全文共十章。"
    index = kept(
        entry(1, title="通知", body=filler + "残疾人"),
        entry(2, title="残疾人", body=filler + "通知"),
        entry(3, title="通知", keywords="残疾人", body=filler),
    )
    assert oids(index, "残疾人") == (2, 3, 1)


def test_the_whole_title_comes_first(kept: Keep, entry: Entry) -> None:
    index = kept(
        entry(1, title="供水管理条例实施办法", body="城市供水条例。城市供水管理。管理条例。" * 3),
        entry(2, title="城市供水管理条例", body="第一条"),
        entry(3, title="城市管理与供水条例", body="城市供水管理"),
    )
    assert oids(index, "城市供水管理条例")[0] == 2


def test_a_document_number_comes_first_in_any_style(kept: Keep, entry: Entry) -> None:
    index = kept(
        entry(1, title="国发〔2026〕3号 国发〔2026〕3号 解读", body="国发〔2026〕3号" * 9),
        entry(2, title="通知", document_number="国发〔2026〕3号"),
        entry(3, title="通知", document_number="国发〔2026〕13号"),
    )
    for text in ("国发[2026]3号", "国发2026 3", "关于国发（2026）3号的通知", "国发〔2026〕３号"):
        assert oids(index, text)[0] == 2
    assert oids(index, "国发〔2026〕3号") == (2, 1)


def test_a_whole_sentence_finds_what_has_half_of_its_words(kept: Keep, entry: Entry) -> None:
    index = kept(entry(1, title="流动人口子女入学办法"), entry(2, title="办法"))
    assert oids(index, "我是外来务工人员，请问孩子入学怎么办，流动人口有什么办法？")[0] == 1


def test_a_long_word_is_not_found_by_the_words_within_it(kept: Keep, entry: Entry) -> None:
    index = kept(entry(1, title="人民政府"), entry(2, title="石首市人民政府"))
    assert oids(index, "石首市人民政府") == (2,)
    assert set(oids(index, "人民")) == {1, 2}


def test_what_is_found_nowhere_is_looked_for_by_any_of_its_words(kept: Keep, entry: Entry) -> None:
    index = kept(entry(1, title="人民政府"), entry(2, title="水费"))
    assert oids(index, "石首市人民政府") == (1,)


def test_of_two_alike_the_later_one_comes_first(kept: Keep, entry: Entry) -> None:
    dates = {1: datetime(2006, 5, 1, tzinfo=UTC), 2: datetime(2026, 5, 1, tzinfo=UTC)}
    dates[3] = datetime(1911, 5, 1, tzinfo=UTC)
    index = kept(*(entry(oid, title="预算报告", shown_at=at) for oid, at in dates.items()))
    assert oids(index, "预算报告") == (2, 1, 3)


def test_by_date_the_latest_comes_first(kept: Keep, entry: Entry) -> None:
    index = kept(
        entry(1, title="水费", shown_at=datetime(1960, 1, 1, tzinfo=UTC)),
        entry(2, body="水费", shown_at=datetime(2026, 1, 1, tzinfo=UTC)),
        entry(3, title="水费", shown_at=datetime(1980, 1, 1, tzinfo=UTC)),
    )
    assert oids(index, "水费", by_date=True) == (2, 3, 1)


def test_pages_follow_one_another_and_end(kept: Keep, entry: Entry) -> None:
    index = kept(*(entry(oid, title="水费") for oid in range(25)))
    pages = [index.search(Query("水费", start=start, size=10)) for start in (0, 10, 20, 30)]
    assert [(page.total, len(page.oids)) for page in pages] == [
        (25, 10),
        (25, 10),
        (25, 5),
        (25, 0),
    ]
    assert len({oid for page in pages for oid in page.oids}) == 25


@pytest.mark.parametrize(("start", "size"), [(DEEPEST + 1, 10), (2**70, 10), (0, 0), (0, -5)])
def test_a_page_out_of_reach_is_empty(kept: Keep, entry: Entry, start: int, size: int) -> None:
    index = kept(entry(1, title="水费"))
    assert index.search(Query("水费", start=start, size=size)) == Hits(1, ())


def test_a_second_writer_is_refused_in_one_line(kept: Keep, entry: Entry, tmp_path: Path) -> None:
    kept(entry(1, title="水费"))
    second = SearchIndex.open(tmp_path / "search")
    with pytest.raises(DeploymentError, match="Run only one worker") as caught:
        second.remove([1])
    assert "\n" not in str(caught.value)


def write_elsewhere(folder: Path, entry: Findable, pipe: Connection) -> None:
    index = SearchIndex.open(folder)
    index.upsert([entry])
    index.commit()
    pipe.send(index.count())
    pipe.recv()


def test_a_reader_sees_what_another_process_commits(
    index: SearchIndex, entry: Entry, tmp_path: Path
) -> None:
    assert oids(index, "水费") == ()
    here, there = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(
        target=write_elsewhere, args=(tmp_path / "search", entry(9, title="水费"), there)
    )
    other.start()
    assert here.recv() == 1
    assert oids(index, "水费") == (9,)
    with pytest.raises(DeploymentError):
        index.clear()
    here.send("stop")
    other.join()
    index.clear()
    here.close()
    there.close()
