"""The topics that a site sets besides those of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import colander
import pytest
from pyramid.testing import DummyRequest

from addons.openinfo import addon
from addons.openinfo.importing.running import mapped
from addons.openinfo.settings import SettingsSchema
from addons.openinfo.topics import own_names, topics_in
from addons.openinfo.vocabulary import topics
from portal.addon.operations import change_settings
from portal.content.document.operations import save_draft, withdraw_document
from portal.site.importing.reader import BadLine, Record
from portal.testing import World

SET = "/sites/fgw/set-add-on?addon=openinfo"
ADD = "/sites/fgw/zfxxgk/fdzdgknr/add-document?type=openinfo.disclosure"
CATALOGUE = "/sites/fgw/disclosures"
OWN = ("0650 | 低空经济", "50 | 大运河", "5050 | 申遗")
Disclose = Callable[..., str]


def set_topics(world: World, *rows: str) -> None:
    """Set the topics as the page of the settings does."""
    with world.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        sent = {"body_code": "000014349", "publisher": "", "days": "20", "topics": rows}
        request: Any = DummyRequest(context=site)
        change_settings(site, addon, SettingsSchema().bind(request=request).deserialize(sent), act)


def test_a_manager_sets_a_topic_an_editor_chooses_it_and_a_citizen_browses_by_it(
    disclose: Disclose, open_town: World
) -> None:
    page = open_town.browser("manager").get(SET)
    assert "rows.js" in page.text
    form = page.forms["form"]
    form.fields["cell0"][0].value, form.fields["cell1"][0].value = "0650", "低空经济"
    form.submit("save", status=303)
    options = open_town.browser("editor").get(ADD).html.select("select[name=topic] option")
    titles = [each.text for each in options]
    assert titles.index("工业、交通 / 低空经济") == titles.index("工业、交通 / 其他") + 1
    page = disclose(topic="0650")
    assert "工业、交通 / 低空经济" in open_town.browser().get(page).text
    below = open_town.browser().get(CATALOGUE, {"topic": "06"}).html.select_one("aside.beside")
    assert "低空经济" in below.text
    found = open_town.browser().get(CATALOGUE, {"topic": "0650"}).html
    assert "低空经济" in found.select_one(".chosen").text
    assert len(found.select("ol.results > li")) == 1


WRONG = (
    ("0611 | 低空经济",),
    ("6 | 低空经济",),
    ("065０ | 低空经济",),
    ("5050 | 没有上级",),
    ("0650 | 甲", "0650 | 乙"),
    ("0650 | 民航",),
    ("0650 | 甲", "0651 | 甲"),
    ("0650",),
    ("0650 | 甲 | 乙",),
)


def test_what_is_no_topic_is_refused(open_town: World) -> None:
    for rows in WRONG:
        with pytest.raises(colander.Invalid):
            set_topics(open_town, *rows)


def test_topics_stand_after_the_one_above_them(open_town: World) -> None:
    set_topics(open_town, *OWN)
    with open_town.office.transaction() as (cluster, _act):
        codes = list(topics_in(cluster["sites"]["fgw"]))
        assert codes == sorted(codes)
        assert set(codes) - set(topics()) == {"0650", "50", "5050"}
        assert list(topics()) == sorted(topics())


def test_a_topic_that_records_have_can_be_renamed_and_not_removed(
    disclose: Disclose, open_town: World
) -> None:
    set_topics(open_town, *OWN)
    page = disclose(topic="5050")
    for change in ("released", "withdrawn", "written"):
        with open_town.office.transaction() as (cluster, act):
            record = open_town.place(cluster, page)
            if change == "withdrawn":
                withdraw_document(record, act, reason="误")
            elif change == "written":
                record.topic = ""
                data: Any = {"topic": "5050"}
                save_draft(record, data, act)
        for rows in ((), OWN[:1], OWN[:2]):
            with pytest.raises(colander.Invalid):
                set_topics(open_town, *rows)
    set_topics(open_town, "50 | 运河", "5050 | 申报")
    with open_town.office.transaction() as (cluster, _act):
        assert "0650" not in topics_in(cluster["sites"]["fgw"])


def test_an_import_may_name_the_topics_of_the_site(open_town: World) -> None:
    set_topics(open_town, *OWN)
    with open_town.office.transaction() as (cluster, _act):
        own = own_names(cluster["sites"]["fgw"])
    rows = [
        Record(line, {"id": str(line), "title": "甲", "body_text": "甲", "topic": topic})
        for line, topic in enumerate(("低空经济", "5050", "无此"), 1)
    ]
    found = [each for each in mapped(rows, own) if not isinstance(each, BadLine)]
    assert [each.values["topic"] for each in found] == ["0650", "5050"]
