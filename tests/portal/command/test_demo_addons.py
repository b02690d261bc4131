"""The demonstration shows the add-ons: what is planned for them, and a site that is filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from addons.interaction.letter.schema import SUBJECT_MAX, TEXT_MAX, TOPICS
from addons.onlineservice.finding import hall_of
from addons.onlineservice.service.consistency import remarks
from addons.onlineservice.service.content import PublicService
from addons.onlineservice.vocabulary import theme_titles
from addons.openinfo.catalogue.place import catalogue_of
from addons.openinfo.numbers import BODY_CODE, document_number
from addons.openinfo.vocabulary import genres, legal_items, top_of, topics
from portal.addon.registry import loaded_addons
from portal.command import demonstrating
from portal.command.demo import generate
from portal.command.demo.corresponding import send_letters
from portal.command.demo.equipping import EQUIPPED, equip
from portal.command.demo.homes import home_of
from portal.command.demo.letters import letters
from portal.command.demo.plan import ClusterPlan, DocumentPlan, SitePlan
from portal.command.demo.records import body_code, is_record, words_of_records, written_records
from portal.command.demo.services import services_of
from portal.command.demo.words import profiles
from portal.content.section.queries import shown_sections
from portal.ledger.submissions import Wanted, count
from portal.site.blocks.declaration import block_types
from portal.testing import World

TODAY = date(2026, 11, 22)
ADDONS = ("interaction", "openinfo", "onlineservice")


def plan_of(name: str) -> SitePlan:
    return next(site for site in generate.plan(TODAY).sites if site.name == name)


def test_written_records_use_the_vocabularies_and_normal_numbers() -> None:
    for raw in words_of_records()["records"]:
        assert raw["topic"] in topics()
        assert raw["genre"] in genres()
        assert raw["legal"] in legal_items()
        number = raw["number"].format(year=2026)
        assert document_number(number) == number
    assert set(words_of_records()["topics"]) == {profile.slug for profile in profiles()}
    assert set(words_of_records()["topics"].values()) <= set(topics())
    assert set(words_of_records()["leaves"].values()) <= set(legal_items())


@pytest.fixture(scope="module")
def documents() -> dict[str, list[DocumentPlan]]:
    """The documents of the sites that have add-ons."""
    return {name: list(plan_of(name).documents()) for name in EQUIPPED}


def test_the_catalogue_of_the_main_portal_is_worth_browsing(
    documents: dict[str, list[DocumentPlan]],
) -> None:
    written = written_records("portal", 0, TODAY)
    found = [each for each in documents["portal"] if is_record(each)]
    matters = {words_of_records()["topics"][each.matter] for each in found}
    tops = {top_of(code) for code in (*matters, *(each.fields["topic"] for each in written))}
    assert 25 <= len(written) + len(found) <= 40
    assert len(tops) >= 12
    assert len({each.fields["genre"] for each in written}) >= 8
    assert {each.fields["validity"] for each in written} >= {"in_force", "repealed", "expired"}


def test_no_two_documents_of_a_site_have_the_same_number(
    documents: dict[str, list[DocumentPlan]],
) -> None:
    for name, plans in documents.items():
        written = written_records(name, plan_of(name).place, TODAY)
        every = [*plans, *(each.document for each in written)]
        numbers = [each.document_number for each in every if each.document_number]
        assert len(numbers) == len(set(numbers))


def test_a_repealed_record_names_one_that_is_written_before_it() -> None:
    for place, site in enumerate(generate.plan(TODAY).sites):
        known: set[str] = set()
        for record in written_records(site.name, place, TODAY):
            assert record.repealed_by in {"", *known}
            known.add(record.key)


def test_index_numbers_can_begin_with_the_code_of_each_body() -> None:
    codes = [body_code(place) for place in range(len(profiles()))]
    assert all(BODY_CODE.fullmatch(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_nobody_has_to_remark_anything_about_a_service_item() -> None:
    every = services_of(0, TODAY)
    assert 15 <= len(every) <= 25
    for plan in every:
        item = PublicService()
        for name, value in plan.fields.items():
            setattr(item, name, value)
        assert (plan.fields["title"], remarks(item)) == (plan.fields["title"], ())
        assert set(item.themes) <= set(theme_titles())
        titles = " ".join(file.title for file in plan.forms)
        assert len(plan.forms) % 2 == 0
        assert all(row.split(" | ")[0] in titles for row in item.materials if "表 |" in row)


def test_letters_fit_their_form() -> None:
    for plan in letters(TODAY):
        assert plan.fields["topic"] in TOPICS
        assert plan.fields["telephone"] or plan.fields["email"]
        assert len(plan.fields["subject"]) <= SUBJECT_MAX
        assert len(plan.fields["text"]) <= TEXT_MAX
        assert plan.received_at.date() < TODAY


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A cluster with one site of the demonstration."""
    world = World.make(tmp_path_factory.mktemp("demo"), addons=ADDONS)
    whole = ClusterPlan("", "", TODAY, (), (), ())
    plan, registry = plan_of("fgw"), world.office.registry
    with world.office.transaction() as (cluster, act):
        demonstrating._build_site(cluster, whole, plan, act)
        site = cluster["sites"]["fgw"]
        demonstrating._fill_site(site, plan, loaded_addons(registry), act)
        demonstrating._arrange(site, plan, block_types(registry), act)
    yield world
    world.close()


def sections_of(place: Any) -> Iterator[Any]:
    for section in shown_sections(place):
        yield section
        yield from sections_of(section)


def test_a_site_has_one_section_of_each_kind_and_none_is_empty(filled: World) -> None:
    with filled.office.transaction() as (cluster, _act):
        site = cluster["sites"]["fgw"]
        assert site.section_names == ("zwgk", "zfxxgk", "wsbs", "fwsx", "ggfw", "hdjl")
        names = [each.__name__ for each in sections_of(site)]
        assert {"gkzn", "gkzd", "fdzdgknr", "gknb", "ysqgk", "fwsx"} <= set(names)
        assert not {"xxgkzn", "xxgkml", "xxgknb", "bszn", "xzxk"} & set(names)
        titles = [each.title for each in sections_of(site)]
        assert len(titles) == len(set(titles))
        hidden = [each for each in site["wsbs"].sections() if each.state == "hidden"]
        assert len(hidden) == 2


def test_other_sites_stay_without_add_ons(filled: World) -> None:
    filled.site("jyj")
    with filled.office.transaction() as (cluster, act):
        site = cluster["sites"]["jyj"]
        before = site.section_names
        equip(site, plan_of("jyj").place, loaded_addons(filled.office.registry), act)
        assert (site.addons, site.section_names) == ((), before)
        assert not [each for each in site["wsbs"].sections() if each.state == "hidden"]


def test_records_and_items_are_listed_and_lead_to_each_other(filled: World) -> None:
    with filled.office.transaction() as (cluster, _act):
        site = cluster["sites"]["fgw"]
        catalogue = catalogue_of(site)
        assert len(catalogue.numbers) >= 8
        assert all(number.startswith(f"{body_code(1)}/") for number in catalogue.numbers)
        hall: Any = hall_of(site)
        assert hall.count() == 2
        record = next(each for each in site["zwgk"]["fggw"].values() if each.interpretations)
        reading = filled.place(site, record.interpretations[0])
        assert f"/@{record.oid}" in reading.body


def test_the_home_page_leads_to_what_the_add_ons_have(filled: World) -> None:
    client = filled.browser()
    page = client.get("/sites/fgw/")
    wanted = ("fwsx/", "zfxxgk/fdzdgknr/", "zfxxgk/gkzn/", "hdjl/ldxinxiang/xinxiang/write")
    for path in wanted:
        assert f'href="/sites/fgw/{path}"' in page.text
        assert client.get(f"/sites/fgw/{path}").status_int == 200


def test_letters_are_sent_once_however_often_founding_goes_on(filled: World) -> None:
    own = [each for each in letters(TODAY) if each.site == "fgw"]
    for _time in range(2):
        send_letters(filled.office, own)
    with filled.office.transaction() as (cluster, _act):
        box = cluster["sites"]["fgw"]["hdjl"]["ldxinxiang"]["xinxiang"]
        session = filled.office.ledger.session(cluster._p_jar.transaction_manager)
        assert count(session, Wanted(kind="interaction.letter", place=box.oid)) == len(own)


def test_links_of_home_pages_fit_the_add_ons_of_the_site() -> None:
    without = home_of("portal")
    with_all = home_of("portal", frozenset(ADDONS))
    kinds = [kind for kind, _options in with_all.blocks]
    assert "openinfo.newest" in kinds
    assert "openinfo.newest" not in [kind for kind, _options in without.blocks]
    every = [o for plan in (without, with_all) for _k, o in plan.blocks]
    assert not [o for o in every if {"needs", "unless"} & set(o)]
