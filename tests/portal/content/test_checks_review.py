"""Checks between a draft and the public: what they stop, what they only say, what one accepts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from pyramid.traversal import find_root
from sqlalchemy import select

from portal.act import Act
from portal.content.checks import words as words_module
from portal.content.checks.checking import checked, stops
from portal.content.checks.operations import accept_finding, end_acceptance
from portal.content.checks.words import Rule
from portal.content.document.operations import create_document, save_draft
from portal.content.document.review import approve, hand_in
from portal.content.file.operations import add_file
from portal.errors import Refusal
from portal.ledger.tables import AuditEntry
from portal.site.wordlists.operations import (
    Allowed,
    add_list,
    allow_word,
    load_words,
    use_version,
)
from portal.site.wordlists.reading import Read
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
GOOD = {"title": "通知", "source": "本委", "summary": "摘要", "keywords": ("放假",)}
MOBILE = "<p>联系电话13812345678。</p>"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


@contextmanager
def draft(city: World, body: str, **values: Any) -> Iterator[tuple[Any, Act]]:
    """A draft of the editor, and the editor's deed."""
    with city.office.transaction() as (cluster, act):
        deed = replace(act, by="editor")
        data: Any = {**GOOD, "body": body, **values}
        yield create_document(city.place(cluster, SECTION), data, deed), deed


def load(cluster: Any, act: Act, *rules: Rule, title: str = "用语") -> Any:
    words = next((each for each in cluster.word_lists if each.title == title), None)
    words = words or add_list(cluster, title)
    load_words(cluster, words, Read(rules, ()), act, file_name="words.csv")
    return words


def found(document: Any) -> list[tuple[str, str, str]]:
    return [
        (each.check, each.level, each.place.words if each.place else "")
        for each in checked(document, document.revisions[-1])
    ]


def refusal(deed: Any, *said: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*said, **named)
    return str(refused.value.message.interpolate())


def test_nothing_is_found_in_a_draft_that_has_everything(city: World) -> None:
    with draft(city, "<p>放假三天。</p>") as (document, act):
        assert found(document) == []
        hand_in(document, act)


def test_what_the_inspection_asks_for_is_missed(city: World) -> None:
    with draft(city, "", title="", source="", summary="", keywords=()) as (document, _act):
        told = checked(document, document.draft)
        assert [(each.level, each.place.field) for each in told if each.place] == [
            ("stop", "title"),
            ("stop", "body"),
            ("stop", "source"),
            ("warn", "keywords"),
            ("warn", "summary"),
        ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"body": MOBILE}, "13812345678"),
        ({"body": "<p>秘密★一年</p>"}, "秘密★"),
        ({"body": "<p>好</p>", "title": "13812345678"}, "13812345678"),
        ({"body": "<p>好</p>", "summary": "内部资料"}, "内部资料"),
    ],
)
def test_a_draft_with_a_stop_is_not_handed_in(
    city: World, values: dict[str, str], words: str
) -> None:
    with draft(city, **values) as (document, act):
        assert [each.place.words for each in stops(document, document.draft) if each.place] == [
            words
        ]
        assert refusal(hand_in, document, act).endswith("as the checks found: 1")
        save_draft(document, {"title": "好", "summary": "好", "body": "<p>好</p>"}, act)
        hand_in(document, act)


def test_a_number_of_a_document_is_no_telephone_number(city: World) -> None:
    with draft(city, "<p>好</p>", index_number="13812345678") as (document, _act):
        assert found(document) == []


def test_a_word_that_came_onto_a_list_meanwhile_stops_the_approval(city: World) -> None:
    with draft(city, "<p>这里有一个错词。</p>") as (document, act):
        hand_in(document, act)
        cluster: Any = find_root(document)
        load(cluster, act, Rule("错词", "对词", "stop", "用语"))
        reviewer = replace(act, by="reviewer")
        assert refusal(approve, document, reviewer).endswith("as the checks found: 1")
        use_version(cluster, cluster.word_lists[0], 0, reviewer)
        approve(document, reviewer)
        assert document.state == "published"


def test_a_warning_stops_nothing(city: World) -> None:
    body = '<p>一丘之鹤，<a href="https://news.example/1">新闻</a><img alt="" src="/a.png"></p>'
    with draft(city, body) as (document, act):
        load(find_root(document), act, Rule("一丘之鹤", "一丘之貉", "warn", "错别字"))
        assert [each[:2] for each in found(document)] == [
            ("words", "warn"),
            ("links", "warn"),
            ("links", "warn"),
            ("outside", "warn"),
        ]
        hand_in(document, act)
        approve(document, replace(act, by="reviewer"))


@pytest.mark.parametrize(
    "address",
    ["https://www.gov.cn/zhengce", "http://x.政务/", "mailto:a@example.com", "/zwgk/", "#anchor"],
)
def test_links_to_governments_and_within_the_site_are_not_told(city: World, address: str) -> None:
    with draft(city, f'<p><a href="{address}">去</a></p>') as (document, _act):
        assert found(document) == []


def test_a_link_that_leads_nowhere_is_told(city: World) -> None:
    with draft(city, '<p><a href="/no-such-page">去</a></p>') as (document, _act):
        assert found(document) == [("links", "warn", "去")]


def test_names_of_attachments_are_looked_at(city: World, png: bytes) -> None:
    with draft(city, "<p>好</p>") as (document, act):
        media = find_root(document)["sites"]["fgw"]["media"]
        data: Any = {"title": "申请表", "file_name": "内部资料.png"}
        file = add_file(media, data, png, act)
        save_draft(document, {"attachments": (file.oid,)}, act)
        (told,) = stops(document, document.draft)
        assert told.place
        assert (told.place.field, told.place.words) == ("attachments", "内部资料")


def test_a_word_is_right_in_the_contexts_of_its_list(city: World) -> None:
    with draft(city, "<p>《错词条例》第一条，错词。</p>") as (document, act):
        words = load(find_root(document), act, Rule("错词", "", "stop", "用语"))
        assert len(stops(document, document.draft)) == 2
        allow_word(find_root(document), words, Allowed("错词", "《错词条例》", "法规名称"), act)
        (left,) = stops(document, document.draft)
        assert left.place
        assert left.place.offset == 10


def test_who_accepts_a_finding_says_why_and_it_holds_until_the_place_changes(city: World) -> None:
    with draft(city, "<p>开头。</p><p>此处错词正确。</p>") as (document, act):
        load(find_root(document), act, Rule("错词", "对词", "stop", "用语"))
        (told,) = stops(document, document.draft)
        assert refusal(accept_finding, document, told.key, act, reason=" ").startswith("Please say")
        assert refusal(accept_finding, document, "0", act, reason="引文").startswith("This is not")
        accept_finding(document, told.key, act, reason="引文")
        hand_in(document, act)
        save_draft(document, {"body": "<p>换了开头。</p><p>此处错词正确。</p>"}, act)
        assert stops(document, document.draft) == ()
        (accepted,) = checked(document, document.draft)
        assert accepted.accepted
        assert (accepted.accepted.reason, accepted.accepted.by) == ("引文", "editor")
        save_draft(document, {"body": "<p>换了开头。</p><p>此处错词有误。</p>"}, act)
        assert len(stops(document, document.draft)) == 1


def test_an_acceptance_is_taken_back_and_both_are_audited(city: World) -> None:
    with draft(city, "<p>此处错词正确。</p>") as (document, act):
        load(find_root(document), act, Rule("错词", "对词", "stop", "用语"))
        (told,) = stops(document, document.draft)
        accept_finding(document, told.key, act, reason="引文")
        end_acceptance(document, told.key, act)
        end_acceptance(document, told.key, act)
        assert len(stops(document, document.draft)) == 1
    with city.office.ledger.engine.connect() as connection:
        rows = connection.execute(select(AuditEntry.action, AuditEntry.detail)).all()
    kept = [row for row in rows if "acce" in row[0]]
    assert [row[0] for row in kept] == ["document.finding_accepted", "document.acceptance_ended"]
    assert json.loads(kept[0][1]) == {"check": "words", "words": "错词", "reason": "引文"}


def test_personal_data_cannot_be_accepted(city: World) -> None:
    with draft(city, MOBILE) as (document, _act):
        assert [each.key for each in stops(document, document.draft)] == [""]


def test_another_version_counts_at_once_and_its_words_are_made_ready_once(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    class Counted(words_module.Matcher):
        def __init__(self, rules: Any) -> None:
            made.append(len(rules))
            super().__init__(rules)

    monkeypatch.setattr(words_module, "Matcher", Counted)
    with draft(city, "<p>旧词与新词。</p>") as (document, act):
        words = load(find_root(document), act, Rule("旧词", "", "warn", "用语"))
        assert found(document) == found(document) == [("words", "warn", "旧词")]
        load(
            find_root(document),
            act,
            Rule("新词", "", "warn", "用语"),
            Rule("新闻", "", "warn", "用语"),
        )
        assert found(document) == [("words", "warn", "新词")]
        use_version(find_root(document), words, 1, act)
        assert found(document) == [("words", "warn", "旧词")]
    assert made == [1, 2]


def test_stops_are_told_first_however_many_warnings_there_are(city: World) -> None:
    with draft(city, f"<p>{'一丘之鹤，' * 20_000}错词</p>") as (document, act):
        load(find_root(document), act, Rule("一丘之鹤", "", "warn", "a"), title="a")
        load(find_root(document), act, Rule("错词", "", "stop", "b"), title="b")
        told = checked(document, document.draft)
        assert len(told) == 201
        assert [each.place.words for each in told[:1] if each.place] == ["错词"]
