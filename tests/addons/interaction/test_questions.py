"""A frequent question goes from the desk to the public and into the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from addons.interaction import addon
from portal.testing import World

SECTION = "/sites/fgw/hdjl"
ADD = f"{SECTION}/add-document?type=interaction.question"
ASKED = "平台从业者注册为个体工商户后还有劳动关系吗？"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[World]:
    """A site that uses the add-on."""
    world = World.make(tmp_path, addons=(addon.name,))
    world.site("fgw")
    manager = world.browser("manager")
    page = manager.get(f"/sites/fgw/enable-add-on?addon={addon.name}")
    page.forms["enable-addon"].submit(status=303)
    yield world
    world.close()


def test_an_editor_answers_a_reviewer_approves_and_a_citizen_finds_it_by_its_basis(
    town: World,
) -> None:
    form = town.browser("editor").get(ADD).forms["form"]
    form["title"], form["source"], form["body"] = (
        ASKED,
        "市人力资源社会保障局",
        "<p>看实际用工。</p>",
    )
    form["answered_by"], form["checked_on"] = "劳动关系科", "2026-03-02"
    form["basis"] = "促进个体工商户发展条例第三十条\n劳动合同法第七条"
    draft = form.submit("hand_in", status=303).location.partition("/draft")[0]
    page = town.browser("reviewer").get(f"{draft}/draft")
    decide = next(each for each in page.forms.values() if "approve" in each.fields)
    decide.submit("approve", status=303)
    town.feed()
    found = town.browser().get(f"/sites/fgw/search?q={quote('劳动合同法第七条')}")
    shown = found.click(ASKED[:4]).html
    facts = {each.dt.text: each.dd.text for each in shown.select("dl.facts div")}
    assert shown.h1.text == ASKED
    assert facts["答复单位"] == "劳动关系科"
    assert facts["依据"] == "促进个体工商户发展条例第三十条 · 劳动合同法第七条"
    assert facts["核对日期"] == "2026-03-02"


def test_an_answer_that_rests_on_too_much_is_refused_beside_the_field(town: World) -> None:
    form = town.browser("editor").get(ADD).forms["form"]
    form["title"], form["basis"] = ASKED, "\n".join(f"第{number}条" for number in range(21))
    refused = form.submit("save", status=422)
    field = refused.html.find(attrs={"name": "basis"})
    assert "20" in refused.html.find(id=f"problem-{field['id']}").text
    assert refused.forms["form"]["title"].value == ASKED
