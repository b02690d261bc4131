"""What the process says of add-ons that it cannot go on with, before it opens anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from made_addons import module, offer, reachable

from portal.addon.contract import need_fit
from portal.addon.declaration import AddOn, SiteJob
from portal.addon.registry import named_addons
from portal.errors import DeploymentError

ADDON = '_ = TranslationStringFactory("{0}")\naddon = AddOn(name="{0}", title=_("T"), description=_("D"), package=__name__, requires={1!r})\n'


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    with reachable(tmp_path):
        yield tmp_path


def refused(*names: str) -> str:
    with pytest.raises(DeploymentError) as problem:
        named_addons(names)
    return str(problem.value)


def test_an_addon_whose_code_is_gone_is_named() -> None:
    assert "asks for the add-on 'weather', which is not installed" in refused("weather")


def test_one_that_is_required_and_not_installed_is_named(place: Path) -> None:
    module(place, "first", ADDON.format("first", ("second",)))
    offer(place, first="first:addon")
    assert "The add-on 'first' asks for the add-on 'second'" in refused("first")


def test_two_that_require_each_other_are_named(place: Path) -> None:
    module(place, "first", ADDON.format("first", ("second",)))
    module(place, "second", ADDON.format("second", ("first",)))
    offer(place, first="first:addon", second="second:addon")
    assert "'first' requires 'second' requires 'first'" in refused("first", "second")


def test_each_is_loaded_after_those_it_requires(place: Path) -> None:
    module(place, "first", ADDON.format("first", ("second",)))
    module(place, "second", ADDON.format("second", ()))
    offer(place, first="first:addon", second="second:addon")
    assert [addon.name for addon in named_addons(["first"])] == ["second", "first"]


def test_one_that_cannot_be_imported_is_named_with_the_reason(place: Path) -> None:
    module(place, "first", "import no_such_library\n")
    offer(place, first="first:addon")
    assert "cannot be imported: ModuleNotFoundError: No module named 'no_such_library'" in refused(
        "first"
    )


def test_a_broken_one_that_nobody_asked_for_disturbs_nobody(place: Path) -> None:
    module(place, "first", "import no_such_library\n")
    module(place, "second", ADDON.format("second", ()))
    offer(place, first="first:addon", second="second:addon")
    assert [addon.name for addon in named_addons(["second"])] == ["second"]


def test_what_is_no_addon_is_named(place: Path) -> None:
    module(place, "first", "addon = 1\n")
    offer(place, first="first:addon")
    assert "is no AddOn, but a int" in refused("first")


def test_one_that_calls_itself_otherwise_is_named(place: Path) -> None:
    module(place, "first", ADDON.format("other", ()))
    offer(place, first="first:addon")
    assert "calls itself 'other'" in refused("first")


def test_the_contract_is_asked_for_at_the_start(made: AddOn) -> None:
    with pytest.raises(
        DeploymentError, match=re.escape("breaks the contract: it requires itself.")
    ):
        need_fit([replace(made, requires=(made.name,))])


def test_two_that_declare_the_same_are_named(made: AddOn) -> None:
    job = SiteJob(name="weather.look", title=made.title, run=lambda *_: None, every=timedelta(1))
    with pytest.raises(DeploymentError, match=r"both declare 'weather\.look'"):
        need_fit([replace(made, types=(), jobs=(job, job))])
