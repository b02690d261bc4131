"""What an add-on does wrong is told by its name, and harms neither other add-ons nor the core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_addons import NAME, PACKAGE, module, offer, weather
from transaction.interfaces import TransientError

from portal.addon.sheltering import sheltered
from portal.errors import DeploymentError
from portal.testing import World, publish_one, turn

SECTION = "/sites/fgw/zwgk/tzgg"
DESK, CONTENT, WHOLE = "entry/desk.py", "entry/content.py", "__init__.py"
OTHER = """
from pyramid.view import view_config
from portal.site.site import Site
_ = TranslationStringFactory("rain")
addon = AddOn(name="rain", title=_("T"), description=_("D"), package=__name__)


@view_config(context=Site, name="weather-review", permission="view", renderer="string",
             request_method="GET")
def look(site, request):
    return "rain"
"""
BLOCK = """
from portal.site.blocks.declaration import BlockType
from portal.site.blocks.schema import BlockSchema

SKY = BlockType(name="weather.sky", title=_("Entry"), schema=BlockSchema, macro="leads",
                show=lambda *_all: 1 / 0, template="portal.site.blocks:templates/blocks.pt")
"""


def refused(folder: Path, *names: str) -> str:
    """Return why the process does not start."""
    with pytest.raises(DeploymentError) as problem:
        World.make(folder / "data", addons=names or (NAME,))
    return str(problem.value)


def test_pages_that_would_harm_stop_the_start(tmp_path: Path) -> None:
    edits = (
        (DESK, '    permission="weather.review",\n', ""),
        (DESK, "templates/review.pt", "templates/no.pt"),
        (DESK, 'name="weather-review"', 'name="notices"'),
    )
    with weather(tmp_path / "made", edits=edits):
        told = refused(tmp_path)
    assert told.startswith("The add-on 'weather' breaks the contract: its page 'notices' of sites")
    assert "the view gov_weather.entry.desk.list_in_review names no permission." in told
    assert "the template templates/no.pt of the view gov_weather.entry.desk.list_in_review" in told
    assert "the work list 'weather.in_review' has no view 'weather-review' of sites." in told


def test_a_list_and_its_page_ask_for_the_same(tmp_path: Path) -> None:
    edits = ((DESK, '    permission="weather.review",\n', '    permission="portal.edit",\n'),)
    with weather(tmp_path / "made", edits=edits):
        assert "asks for the permission 'weather.review', and its view" in refused(tmp_path)


def test_a_view_that_cannot_be_registered_is_told_with_its_place(tmp_path: Path) -> None:
    with weather(tmp_path / "made", edits=((DESK, 'name="place"', 'name="place", rain=1'),)):
        told = refused(tmp_path)
    assert "gov_weather.entry.desk.ChangePlace, which cannot be registered" in told
    assert "'rain': 1" in told


def test_a_module_that_cannot_be_imported_is_told_with_its_place(tmp_path: Path) -> None:
    edits = ((DESK, "from portal.site.site", "import no_such_library\nfrom portal.site.site"),)
    with weather(tmp_path / "made", edits=edits):
        told = refused(tmp_path)
    assert "The add-on 'weather' cannot be registered: ModuleNotFoundError" in told
    assert f"{PACKAGE}/{DESK}, line " in told


def test_two_with_the_same_page_are_both_named(tmp_path: Path) -> None:
    with weather(tmp_path / "made"):
        module(tmp_path / "made", "rain", OTHER)
        offer(tmp_path / "made", weather="gov_weather:addon", rain="rain:addon")
        told = refused(tmp_path, "weather", "rain")
    assert "The add-on 'rain' has the page 'weather-review' of Site (rain.look)" in told
    assert "The add-on 'weather' has it too (gov_weather.entry.desk.list_in_review)" in told


def test_a_page_of_the_core_cannot_be_taken_away(tmp_path: Path) -> None:
    edits = (
        (
            DESK,
            "import Site\n",
            "import Site\nfrom portal.content.document.content import Document\n",
        ),
        (DESK, 'context=Site,\n    name="weather-review"', 'context=Document,\n    name="history"'),
    )
    with weather(tmp_path / "made", edits=edits):
        told = refused(tmp_path)
    assert "The add-on 'weather' has the page 'history' of Document" in told
    assert "The portal has it too (portal.content.document" in told


@pytest.fixture
def failing(tmp_path: Path) -> Iterator[World]:
    """A site with an add-on whose every answer to the core is a defect."""
    edits = (
        (WHOLE, "waiting=count_in_review", "waiting=lambda *_all: 1 / 0"),
        (WHOLE, "addon = ", f"{BLOCK}\naddon = "),
        (WHOLE, "settings=", "blocks=(SKY,), settings="),
        (CONTENT, "=findable_document,", "=lambda _each: 1 / 0, facts=lambda _each: [1],"),
    )
    (tmp_path / "data").mkdir()
    with weather(tmp_path / "made", edits=edits):
        world = World.make(tmp_path / "data", addons=(NAME,))
        world.site("fgw")
        turn(world, "fgw", NAME, on=True)
        yield world
        world.close()


def test_its_defects_take_no_page_and_no_search_away(
    failing: World, caplog: pytest.LogCaptureFixture
) -> None:
    kind = failing.office.registry.addons[NAME].types[0]
    page = publish_one(failing, kind, SECTION, title="条目甲", place="东区")
    with failing.office.transaction() as (cluster, _act):
        cluster["sites"]["fgw"].blocks = (("weather.sky", {}),)
    other = failing.publish(SECTION, title="稿件乙")
    failing.feed()
    citizen, reviewer = failing.browser(), failing.browser("reviewer")
    assert "东区" in citizen.get(page).text
    assert other in citizen.get("/sites/fgw/search", {"q": "稿件"}).text
    citizen.get("/sites/fgw/")
    pile = reviewer.get("/desk").html.select_one(f'.counts a[href="#{NAME}.in_review"] b')
    assert pile.text == "–"
    told = {each.getMessage() for each in caplog.records if each.name == "portal.addon.sheltering"}
    assert len(told) == 4


def test_a_conflict_is_no_defect_and_lets_the_request_be_repeated() -> None:
    def late() -> None:
        raise TransientError

    with pytest.raises(TransientError):
        sheltered(late, None, "It")()
