"""What is found is counted, and a search can be narrowed by what was counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.search.entry import Findable
from portal.search.facets import NO_COUNTS, SITES_MOST
from portal.search.index import SearchIndex
from portal.search.query import Query

Entry = Callable[..., Findable]
Keep = Callable[..., SearchIndex]


def in_year(year: int) -> datetime:
    return datetime(year, 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_hits_are_counted_by_site_kind_and_year(kept: Keep, entry: Entry) -> None:
    index = kept(
        entry(1, title="水费", site=7, section_kind="policy", shown_at=in_year(2024)),
        entry(2, title="水费", site=7, section_kind="news", shown_at=in_year(2026)),
        entry(3, title="水费", site=-8, section_kind="news", shown_at=in_year(2026)),
        entry(4, title="电费", site=9, section_kind="faq", shown_at=in_year(2026)),
    )
    counts = index.search(Query("水费", counted=True, size=1)).counts
    assert counts.sites == ((7, 2), (-8, 1))
    assert counts.kinds == (("news", 2), ("policy", 1))
    assert counts.years == ((2026, 2), (2024, 1))


def test_nothing_is_counted_unless_it_is_asked_for(kept: Keep, entry: Entry) -> None:
    assert kept(entry(1, title="水费")).search(Query("水费")).counts == NO_COUNTS


def test_an_entry_without_a_kind_of_section_is_in_no_count_of_kinds(
    kept: Keep, entry: Entry
) -> None:
    counts = kept(entry(1, title="水费")).search(Query("水费", counted=True)).counts
    assert (counts.kinds, len(counts.years)) == ((), 1)


def test_only_the_biggest_sites_are_counted(kept: Keep, entry: Entry) -> None:
    entries = [entry(n, title="水费", site=n % 15) for n in range(200)]
    sites = kept(*entries).search(Query("水费", counted=True)).counts.sites
    assert len(sites) == SITES_MOST
    assert [count for _site, count in sites[:6]] == [14, 14, 14, 14, 14, 13]


def test_a_search_is_narrowed_by_kind_of_section_and_by_years(kept: Keep, entry: Entry) -> None:
    index = kept(
        *(
            entry(year, title="水费", section_kind=kind, shown_at=in_year(year))
            for year, kind in ((1999, "news"), (2025, "news"), (2026, "policy"))
        )
    )
    asked = {
        "kind": Query("水费", section_kind="policy"),
        "hostile": Query("水费", section_kind="\ud800<script>"),
        "year": Query("水费", years=(2025, 2025)),
        "until": Query("水费", years=(0, 2025), by_date=True),
    }
    assert {name: index.search(query).oids for name, query in asked.items()} == {
        "kind": (2026,),
        "hostile": (),
        "year": (2025,),
        "until": (2025, 1999),
    }


def test_counts_are_those_of_the_narrowed_search(kept: Keep, entry: Entry) -> None:
    index = kept(
        entry(1, title="水费", section_kind="news", shown_at=in_year(2025)),
        entry(2, title="水费", section_kind="policy", shown_at=in_year(2026)),
    )
    counts = index.search(Query("水费", section_kind="news", counted=True)).counts
    assert counts.years == ((2025, 1),)


def test_what_holds_only_some_of_the_words_is_called_loose(kept: Keep, entry: Entry) -> None:
    index = kept(entry(1, title="水费"))
    assert not index.search(Query("水费")).loose
    assert index.search(Query("水费 天文台 潮汐 火箭")).loose
    assert not index.search(Query("天文台")).loose
