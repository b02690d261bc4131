"""The catalog finds and sorts content by what staff filters by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from portal.catalog.catalog import ContentCatalog, Record, equal, readable_by

START = datetime(2026, 3, 2, tzinfo=UTC)
BIG, NEGATIVE = 2**62 + 11, -(2**61) - 5


def record(**values: Any) -> Record:
    facts: dict[str, Any] = {
        "kind": "portal.document",
        "state": "draft",
        "site": BIG,
        "section": 5,
        "author": "li",
    }
    return Record(**(facts | values))


def filled(**records: Record) -> tuple[ContentCatalog, dict[str, int]]:
    catalog = ContentCatalog()
    oids = {name: BIG + number for number, name in enumerate(records)}
    for name, each in records.items():
        catalog.index(oids[name], each)
    return catalog, oids


def test_identities_of_64_bits_are_found() -> None:
    catalog = ContentCatalog()
    for oid in (BIG, NEGATIVE):
        catalog.index(oid, record())
    count, found = catalog.find(equal(site=BIG))
    assert count == 2
    assert set(found) == {BIG, NEGATIVE}
    assert set(catalog.oids()) == {BIG, NEGATIVE}


def test_conditions_are_combined_with_and() -> None:
    catalog, oids = filled(a=record(), b=record(state="published"), c=record(author="wang"))
    assert catalog.find(equal(site=BIG, state="draft", author="li"))[1] == [oids["a"]]


def test_conditions_are_combined_with_or() -> None:
    catalog, oids = filled(a=record(), b=record(state="published"), c=record(state="withdrawn"))
    query = equal(state="draft") | equal(state="published")
    assert set(catalog.find(query)[1]) == {oids["a"], oids["b"]}
    assert set(catalog.find(equal(site=BIG) & query)[1]) == {oids["a"], oids["b"]}


def test_the_newest_come_first_and_objects_without_a_moment_last() -> None:
    catalog, oids = filled(
        never=record(),
        old=record(changed_at=START),
        new=record(changed_at=START + timedelta(days=1)),
    )
    count, found = catalog.find(equal(site=BIG))
    assert count == 3
    assert found == [oids["new"], oids["old"], oids["never"]]
    assert catalog.find(equal(site=BIG), newest=False)[1] == found[::-1]


def test_sorting_by_the_displayed_moment_loses_no_draft() -> None:
    catalog, oids = filled(draft=record(), live=record(shown_at=START))
    assert catalog.find(equal(site=BIG), order="shown_at")[1] == [oids["live"], oids["draft"]]


def test_a_limit_cuts_the_list_and_not_the_count() -> None:
    catalog, oids = filled(
        **{f"d{n}": record(changed_at=START + timedelta(hours=n)) for n in range(30)}
    )
    count, found = catalog.find(equal(site=BIG), limit=3)
    assert (count, found) == (30, [oids["d29"], oids["d28"], oids["d27"]])


def test_only_what_one_of_the_principals_may_view_is_found() -> None:
    catalog, oids = filled(
        open=record(readers=("system.Everyone",)),
        staff=record(readers=("role:editor", "role:manager")),
        closed=record(),
    )
    found = set(catalog.find(readable_by(("system.Everyone", "role:editor")))[1])
    assert found == {oids["open"], oids["staff"]}


def test_indexing_again_replaces_what_was_known() -> None:
    catalog, oids = filled(a=record())
    catalog.index(oids["a"], record(state="published"))
    assert catalog.find(equal(state="draft")) == (0, [])
    assert catalog.find(equal(state="published"))[1] == [oids["a"]]
    assert len(catalog) == 1


def test_what_is_forgotten_is_not_found() -> None:
    catalog, oids = filled(a=record(), b=record())
    catalog.forget(oids["a"])
    catalog.forget(12345)
    assert catalog.find(equal(site=BIG))[1] == [oids["b"]]
    assert len(catalog) == 1
