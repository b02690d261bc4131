"""A department site takes up disclosure, through the web alone, lays it down, and takes it up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.content.document.operations import release_document
from portal.content.document.schema import LINE_MAX
from portal.testing import World, turn

ADDON = "addon=openinfo"
SITE = "/sites/fgw"
SECTION = f"{SITE}/zfxxgk/fdzdgknr"
ADD = f"{SECTION}/add-document?type=openinfo.disclosure"
CATALOGUE = f"{SITE}/disclosures"


@pytest.fixture
def plain_town(tmp_path: Path) -> Iterator[World]:
    (tmp_path / "plain").mkdir()
    world = World.make(tmp_path / "plain", addons=("openinfo",))
    world.site("fgw", sponsor="示例市发展和改革委员会")
    yield world
    world.close()


def released(world: World) -> str:
    """Release the only record of the site, and return its address."""
    with world.office.transaction() as (cluster, act):
        section = cluster["sites"]["fgw"]["zfxxgk"]["fdzdgknr"]
        record: Any = next(iter(section.values()))
        release_document(record, act)
        return f"{SECTION}/{record.__name__}"


def enabled(manager: Any) -> None:
    """Enable the add-on with all the sections that it proposes."""
    form = manager.get(f"{SITE}/enable-add-on?{ADDON}").forms["enable-addon"]
    for fields in form.fields.values():
        for field in fields:
            if getattr(field, "_value", None) == "zfxxgk":
                field.checked = True
    form.submit(status=303)


def test_a_site_takes_up_disclosure_lays_it_down_and_takes_it_up_again(plain_town: World) -> None:
    manager, citizen = plain_town.browser("manager"), plain_town.browser()
    citizen.get(CATALOGUE, status=404)
    assert "政府信息公开条目" in manager.get(f"{SITE}/enable-add-on?{ADDON}").text
    enabled(manager)
    assert "没有符合条件的条目" in citizen.get(CATALOGUE).text
    settings = manager.get(f"{SITE}/set-add-on?{ADDON}").forms["form"]
    settings["body_code"] = "没有"
    assert "组织机构代码" in settings.submit("save", status=422).text
    settings["body_code"] = "0142768-8"
    settings.submit("save", status=303)
    form = manager.get(ADD).forms["form"]
    form["title"], form["body"], form["topic"] = "甲", "<p>甲</p>", "0610"
    form.submit("save", status=303)
    page = released(plain_town)
    assert "0142768-8/" in citizen.get(page).text
    manager.get(f"{SITE}/disable-add-on?{ADDON}").forms["disable-addon"].submit(status=303)
    for path in (page, CATALOGUE, f"{page}/edit"):
        citizen.get(path, status=404)
        manager.get(path, status=404)
    enabled(manager)
    assert "甲" in citizen.get(CATALOGUE).html.select_one("ol.results").text
    assert "0142768-8/" in citizen.get(page).text


def test_a_form_that_arrives_a_second_after_it_was_disabled_changes_nothing(
    open_town: World,
) -> None:
    form = open_town.browser("editor").get(ADD)
    turn(open_town, "fgw", "openinfo", on=False)
    form.forms["form"]["title"] = "晚了一秒"
    form.forms["form"].submit("save", status=404)
    with open_town.office.transaction() as (cluster, _act):
        assert len(cluster["sites"]["fgw"]["zfxxgk"]["fdzdgknr"]) == 0


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "${7*7} {{7*7}} %s %n",
    "\u202eRTL\u202c \u200b",
    "javascript:alert(1)",
    "../../../../etc/passwd",
    "𠮷野家 👨‍👩‍👧 ﷽",
    "'; DROP TABLE audit_entry; --",
)
TEXTS = (
    "facet", "audience", "publisher", "disclosure_form", "procedure", "subject_words",
    "interpretations", "amended_by", "repealed_by", "document_number", "issuer",
    "secrecy_reviewer", "secrecy_opinion",
)  # fmt: skip
LINES = {"subject_words", "interpretations", "amended_by", "repealed_by"}


def test_hostile_text_in_every_field_stays_text(open_town: World) -> None:
    text = " ".join(HOSTILE)[:LINE_MAX]
    editor = open_town.browser("editor")
    form = editor.get(ADD).forms["form"]
    form["title"], form["body"] = f"题 {text}", "<p>文</p>"
    for name in TEXTS:
        form[name] = "\n".join(HOSTILE) if name in LINES else text
    edit = form.submit("save", status=303).follow()
    assert edit.forms["form"]["facet"].value == text
    for address in (released(open_town), CATALOGUE, SECTION):
        shown = open_town.browser().get(address)
        assert "<script>alert" not in shown.text
        assert not shown.html.select('img[src="x"], a[href^="javascript:"]')


WRONG = (
    ("topic", "9999"),
    ("genre", "<b>"),
    ("legal_item", "20.99"),
    ("disclosure_mode", "secret"),
    ("time_limit", "-1"),
    ("time_limit", "1e9"),
    ("written_on", "2026-02-30"),
    ("secrecy_reviewed_on", "gestern"),
    ("audience", "长" * 201),
    ("subject_words", "\n".join("词" * 3 for _time in range(21))),
)
CHOICES = {"topic", "genre", "legal_item", "disclosure_mode"}


def test_what_no_form_offers_is_refused_and_nothing_typed_is_lost(open_town: World) -> None:
    editor = open_town.browser("editor")
    for name, value in WRONG:
        form = editor.get(ADD).forms["form"]
        form["title"] = "留住"
        if name in CHOICES:
            form[name].force_value(value)
        else:
            form[name] = value
        assert "留住" in form.submit("save", status=422).text
