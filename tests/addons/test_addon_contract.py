"""An add-on that breaks the contract is told so, in each point with one clear sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import colander
import pytest
from made_addons import NAME, offer

from portal.addon.declaration import AddOn, Import, ImportOutcome, OpenSite, SiteJob, Step
from portal.addon.sources import check_addon
from portal.content.content import Content
from portal.content.declaration import ContentType
from portal.i18n import _ as core
from portal.site.blocks.declaration import BlockType
from portal.site.blocks.schema import BlockSchema
from portal.site.importing.columns import Column

Broken = Callable[[AddOn], AddOn]


def kind(made: AddOn, **changes: Any) -> AddOn:
    return replace(made, types=(replace(made.types[0], **changes),))


def step(*names: str) -> Broken:
    return lambda made: replace(made, steps=tuple(Step(name, print) for name in names))


def settings(node: colander.SchemaNode) -> Broken:
    made_schema = type("Schema", (colander.Schema,), {"field": node})
    return lambda made: replace(made, settings=made_schema)


def text(name: str = "field", **values: Any) -> colander.SchemaNode:
    return colander.SchemaNode(colander.String(), name=name, **values)


class Elsewhere(Content):
    pass


def with_field(made: AddOn, value: Any) -> AddOn:
    node = text("rain", title=made.title, missing="")
    schema = type("WithRain", (made.types[0].schema,), {"rain": node})
    made.types[0].factory.rain = value  # type: ignore[attr-defined]
    return kind(made, schema=schema)


def job(made: AddOn) -> SiteJob:
    return SiteJob(name="other.look", title=made.title, run=lambda *_: None, every=timedelta(1))


def given(made: AddOn, name: str, roles: str = "officer") -> AddOn:
    return replace(made, permissions={**made.permissions, name: roles})


def work(made: AddOn, **changes: Any) -> AddOn:
    return replace(made, work_lists=(replace(made.work_lists[0], **changes),))


def block(made: AddOn, schema: Any = BlockSchema) -> AddOn:
    sky = BlockType(
        name="weather.sky",
        title=made.title,
        schema=schema,
        show=lambda *_: None,
        template="gov_weather:no.pt",
        macro="sky",
    )
    return replace(made, blocks=(sky,))


def with_box(made: AddOn) -> AddOn:
    box = replace(made.types[0], name="weather.box", factory=Elsewhere, schema=made.types[0].schema)
    return replace(made, types=(box,))


def moved(old: str, new: str) -> Broken:
    return lambda made: replace(made, moved={old: new})


def way(*columns: Column) -> Broken:
    def broken(made: AddOn) -> AddOn:
        rows = Import(name="weather.rows", title=made.title, run=run_nothing, columns=columns)
        return replace(made, imports=(rows,))

    return broken


def run_nothing(_opened: OpenSite, _file: Path) -> ImportOutcome:
    return ImportOutcome()


def test_the_one_that_the_command_makes_keeps_to_it(made: AddOn) -> None:
    assert check_addon(made) == []


CODE = Column(name="code", title=core("Code"))
BROKEN: list[tuple[str, Broken]] = [
    ("its name 'Weather 1' has to be", lambda m: replace(m, name="Weather 1")),
    ("its name 'portal' has to be", lambda m: replace(m, name="portal")),
    ("its title is no message that can be translated", lambda m: replace(m, title="Weather")),
    ("its title belongs to the domain 'portal'", lambda m: replace(m, title=core("Title"))),
    ("it has no description", lambda m: replace(m, description="")),
    ("it requires itself", lambda m: replace(m, requires=(NAME,))),
    ("it requires 'rain', which is not installed", lambda m: replace(m, requires=("rain",))),
    ("it names the role 'meteorologist'", lambda m: replace(m, roles=("meteorologist",))),
    ("has to be weather.<name>", lambda m: kind(m, name="rain.entry")),
    ("has to be weather.<name>", lambda m: replace(m, jobs=(job(m),))),
    ("no persistent class that is content", lambda m: kind(m, factory=dict)),
    ("is not at the top of a module of 'gov_weather'", lambda m: kind(m, factory=Elsewhere)),
    ("names no workflow", lambda m: kind(m, factory=Elsewhere)),
    ("has to begin with 'weather'", lambda m: kind(m, permission="rain.add")),
    ("no workflow gives the permission 'weather.add'", lambda m: kind(m, permission="weather.add")),
    ("is no colander.Schema", lambda m: kind(m, schema=dict)),
    ("has no title that can be translated", settings(text(title="Field", missing=""))),
    ("can be added in 'rain.box'", lambda m: kind(m, addable_in=("rain.box",))),
    ("does not extend that of documents", lambda m: kind(m, schema=m.settings)),
    ("the field 'rain' of 'weather.entry' is no attribute", lambda m: with_field(m, [])),
    ("'rain.look' that it gives has to be weather.<name>", lambda m: given(m, "rain.look")),
    ("gives the permission 'weather.look' to no role", lambda m: given(m, "weather.look", " ")),
    ("'weather.look' to the role 'poet'", lambda m: given(m, "weather.look", "officer poet")),
    ("has to be weather.<name>", lambda m: work(m, name="rain.list")),
    ("nobody has the permission 'weather.look'", lambda m: work(m, permission="weather.look")),
    ("the view 'contents' of the work list", lambda m: work(m, view="contents")),
    ("the view 'A list' of the work list", lambda m: work(m, view="A list")),
    ("it moves 'portal.site.site.Site'", moved("portal.site.site.Site", "gov_weather.i18n.Other")),
    ("which is no class of 'gov_weather'", moved("gov_weather.old.Entry", "gov_weather.new.Entry")),
    ("which is no class of 'gov_weather'", moved("gov_weather.old.Entry", "datetime.date")),
    ("the schema of the block 'weather.sky' does not extend", lambda m: block(m, schema=dict)),
    ("'weather.sky' has no macro 'sky' in 'gov_weather:no.pt'", block),
    ("the field 'place' of 'weather.box' is no attribute of its class", with_box),
    ("two columns of the import 'weather.rows' are called 'code'", way(CODE, CODE)),
    ("the column 'code' of the import 'weather.rows' has no title", way(replace(CODE, title="A"))),
    ("has to begin with year and month", step("letters get a day")),
    ("two of its steps have the same name", step("2026-03 a", "2026-03 a")),
    ("does not say by `missing`", settings(text(title=core("Title")))),
    ("its package 'no_such' cannot be imported", lambda m: replace(m, package="no_such")),
]


@pytest.mark.parametrize(("said", "broken"), BROKEN, ids=[said for said, _broken in BROKEN])
def test_each_broken_point_is_told(made: AddOn, said: str, broken: Broken) -> None:
    problems = check_addon(broken(made))
    assert any(said in problem for problem in problems), problems


def test_a_field_without_an_attribute_is_told(made: AddOn) -> None:
    schema = type("More", (made.types[0].schema,), {"rain": text("rain", title=made.title)})
    assert any("the field 'rain'" in each for each in check_addon(kind(made, schema=schema)))


def test_a_message_without_a_translation_is_told(made: AddOn, tmp_path: Path) -> None:
    path = tmp_path / "made" / "gov_weather" / "i18n.py"
    path.write_text(f'{path.read_text()}\nNEW = _("A new message")\n')
    assert check_addon(made) == ["the message 'A new message' has no translation into zh_CN."]


def test_a_missing_catalogue_is_told(made: AddOn, tmp_path: Path) -> None:
    next(tmp_path.rglob("weather.mo")).unlink()
    assert [each for each in check_addon(made) if "no compiled catalogue" in each]


def test_chinese_in_the_code_is_told(made: AddOn, tmp_path: Path) -> None:
    path = tmp_path / "made" / "gov_weather" / "entry" / "views.py"
    path.write_text(f'{path.read_text()}\nTITLE = "气象"\n')
    assert check_addon(made) == ["entry/views.py holds Chinese; it belongs to locale or data."]


def test_style_and_script_in_a_page_are_told(made: AddOn, tmp_path: Path) -> None:
    path = tmp_path / "made" / "gov_weather" / "entry" / "templates" / "place.pt"
    whole = path.read_text()
    for wrong in ("<style>p { }</style>", "<script>a()</script>", '<p style="color: red">a</p>'):
        path.write_text(whole.replace("</article>", f"{wrong}</article>"))
        (told,) = check_addon(made)
        assert told.startswith("entry/templates/place.pt holds style or script")
    path.write_text(whole.replace("</article>", '<script src="${a}"></script></article>'))
    assert check_addon(made) == []


def test_a_page_that_names_a_file_that_there_is_not_is_told(made: AddOn, tmp_path: Path) -> None:
    (tmp_path / "made" / "gov_weather" / "static" / "weather.css").rename(tmp_path / "weather.css")
    assert check_addon(made) == [
        "entry/templates/show.pt names the file static/weather.css, which there is not."
    ]


def test_a_file_of_a_kind_that_no_browser_knows_is_told(made: AddOn, tmp_path: Path) -> None:
    (tmp_path / "made" / "gov_weather" / "static" / "weather.scsss").write_text("a")
    assert check_addon(made) == ["the file static/weather.scsss is of no kind that browsers know."]


def test_one_that_no_distribution_offers_is_told(made: AddOn, tmp_path: Path) -> None:
    offer(tmp_path / "made", other="gov_weather:addon")
    assert any("no installed distribution offers 'weather'" in each for each in check_addon(made))


def test_an_import_from_an_addon_that_it_does_not_require_is_told(
    made: AddOn, tmp_path: Path
) -> None:
    path = tmp_path / "made" / "gov_weather" / "entry" / "views.py"
    path.write_text(f"{path.read_text()}\nfrom addons.interaction import addon\n")
    assert any("imports from the add-on 'interaction'" in each for each in check_addon(made))


def test_a_class_outside_of_content_is_told(made: AddOn) -> None:
    views: Any = __import__("gov_weather.entry.views", fromlist=["views"])
    base: Any = made.types[0].factory
    views.Other = type("Other", (base,), {"__module__": views.__name__})
    broken = kind(made, factory=views.Other)
    assert any("it has to stay in a content.py" in each for each in check_addon(broken))


def test_a_role_that_there_is_not_in_a_workflow_is_told(made: AddOn) -> None:
    from portal.workflow.declaration import State, Workflow

    state = State("kept", made.title, {"weather.look": "meteorologist"})
    factory: Any = made.types[0].factory
    factory.workflow = Workflow(name="weather.entry", states=(state,))
    problems = check_addon(made)
    assert any("names the role 'meteorologist'" in each for each in problems)
    assert any("nobody may view 'weather.entry' in the state 'kept'" in each for each in problems)


def test_the_type_of_a_declaration_knows_its_addon(made: AddOn) -> None:
    found: ContentType = made.types[0]
    assert found.addon == NAME


def test_several_that_are_no_tuple_are_told_at_once(made: AddOn) -> None:
    with pytest.raises(TypeError, match="requires is no tuple, but 'rain'"):
        replace(made, requires="rain")  # type: ignore[arg-type]
