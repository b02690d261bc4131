from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from transaction import TransactionManager

from portal.act import Act
from portal.ledger import Ledger
from portal.ledger.audit import digest, record
from portal.ledger.queries import failures_from, failures_since
from portal.ledger.tables import AuditEntry

SIGN_IN = "security.signed_in"


def sign_in(ledger: Ledger, act: Act, subject: str, *, succeeded: bool) -> None:
    manager = TransactionManager()
    with manager:
        record(ledger.session(manager), act, SIGN_IN, subject=subject, succeeded=succeeded)


def failures(ledger: Ledger, act: Act, subject: str = "wang.wei") -> int:
    manager = TransactionManager()
    with manager:
        found = failures_since(
            ledger.session(manager),
            action=SIGN_IN,
            subject=subject,
            since=act.at - timedelta(minutes=30),
        )
        return len(found)


def only_entry(ledger: Ledger) -> AuditEntry:
    manager = TransactionManager()
    with manager:
        return ledger.session(manager).scalars(select(AuditEntry)).one()


def test_an_entry_tells_who_did_what_when_and_from_where(ledger: Ledger, act: Act) -> None:
    manager = TransactionManager()
    with manager:
        record(
            ledger.session(manager),
            act,
            "content.released",
            subject="/sites/jiaoyu/新闻/1",
            subject_oid=-(2**62),
            site="jiaoyu",
            detail={"title": digest(["关于开学"])},
        )
    entry = only_entry(ledger)
    assert (entry.by, entry.action, entry.at, entry.address) == (
        "li.na",
        "content.released",
        act.at,
        "203.0.113.7",
    )
    assert (entry.subject, entry.subject_oid, entry.site) == (
        "/sites/jiaoyu/新闻/1",
        -(2**62),
        "jiaoyu",
    )
    assert entry.succeeded
    assert json.loads(entry.detail)["title"].startswith("sha256:")
    assert entry.seal_id is None


def test_an_entry_of_an_unknown_person_or_command_has_no_name_or_address(
    ledger: Ledger, act: Act
) -> None:
    sign_in(ledger, replace(act, by=None, address=None), "wang.wei", succeeded=False)
    entry = only_entry(ledger)
    assert (entry.by, entry.address, entry.succeeded) == (None, None, False)


def test_what_a_stranger_types_is_cut_to_what_the_ledger_can_keep(ledger: Ledger, act: Act) -> None:
    typed = "\0" + "王" * 10_000
    sign_in(ledger, replace(act, address="2001:db8::1%" + "x" * 100), typed, succeeded=False)
    entry = only_entry(ledger)
    assert entry.subject == "\N{REPLACEMENT CHARACTER}" + "王" * 499
    assert len(entry.address or "") == 45
    assert failures(ledger, act, typed) == 1


def test_failures_of_a_subject_are_counted(ledger: Ledger, act: Act) -> None:
    for _ in range(3):
        sign_in(ledger, act, "wang.wei", succeeded=False)
    sign_in(ledger, act, "zhao.min", succeeded=False)
    assert (failures(ledger, act), failures(ledger, act, "zhao.min")) == (3, 1)


def test_a_success_resets_the_failures_before_it(ledger: Ledger, act: Act) -> None:
    for succeeded in (False, False, True, False):
        sign_in(ledger, act, "wang.wei", succeeded=succeeded)
    assert failures(ledger, act) == 1


def test_failures_before_the_given_moment_are_forgotten(ledger: Ledger, act: Act) -> None:
    for minutes in (31, 30, 0):
        earlier = replace(act, at=act.at - timedelta(minutes=minutes))
        sign_in(ledger, earlier, "wang.wei", succeeded=False)
    assert failures(ledger, act) == 2


def test_failures_from_an_address_are_counted_over_all_subjects_and_not_reset(
    ledger: Ledger, act: Act
) -> None:
    sign_in(ledger, act, "wang.wei", succeeded=False)
    sign_in(ledger, act, "zhao.min", succeeded=False)
    sign_in(ledger, act, "eve", succeeded=True)
    sign_in(ledger, replace(act, address="203.0.113.8"), "wang.wei", succeeded=False)
    manager = TransactionManager()
    with manager:
        session = ledger.session(manager)
        found = failures_from(session, action=SIGN_IN, address="203.0.113.7", since=act.at)
    assert found == 2


def test_a_digest_names_its_algorithm() -> None:
    assert digest(["abc"]).startswith("sha256:edeaaff3")
    with pytest.raises(ValueError, match="md5"):
        digest(["abc"], "md5")
