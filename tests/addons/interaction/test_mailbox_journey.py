"""A mailbox goes from the desk to the public, and comes back after its add-on was disabled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from letter_post import LEADERS, SECTION, receipt

from addons.interaction import addon
from addons.interaction.mailbox.schema import leader_of
from portal.addon.settling import settle
from portal.testing import World

ADD = f"{SECTION}/add-document?type=interaction.mailbox"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[World]:
    """A site that has not enabled the add-on."""
    world = World.make(tmp_path, addons=(addon.name,))
    world.site("fgw")
    yield world
    world.close()


def switch(town: World, deed: str) -> None:
    manager = town.browser("manager")
    page = manager.get(f"/sites/fgw/{deed}-add-on?addon={addon.name}")
    page.forms[f"{deed}-addon"].submit(status=303)
    while settle(town.office):
        pass
    town.feed()


def publish_by_hand(town: World) -> str:
    """Let an editor write a mailbox and a reviewer approve it, and return its address."""
    form = town.browser("editor").get(ADD).forms["form"]
    form["title"], form["source"], form["body"] = "市长信箱", "市政府", "<p>欢迎来信。</p>"
    for place, leader in enumerate(map(leader_of, LEADERS)):
        for number, cell in enumerate(leader):
            form.set(f"cell{number}", cell, index=place)
    draft = form.submit("hand_in", status=303).location.partition("/draft")[0]
    town.browser().get(draft, status=404)
    page = town.browser("reviewer").get(f"{draft}/draft")
    decide = next(each for each in page.forms.values() if "approve" in each.fields)
    address = decide.submit("approve", status=303).location.partition("/draft")[0]
    town.feed()
    return str(address.removeprefix("http://127.0.0.1"))


def write(town: World, box: str) -> str:
    """Write a letter from the page of the mailbox, and return its number."""
    form = town.browser().get(box).click(href="/write$").forms["form"]
    form["topic"], form["publish"] = "help", "no"
    form["name"], form["email"] = "张小花", "zhang@example.com"
    form["subject"], form["text"] = "路灯不亮", "请修一下。"
    return receipt(form.submit("send", status=200))[0]


def is_listed(town: World, box: str) -> list[bool]:
    pages = (f"{SECTION}/", f"/sites/fgw/search?q={quote('分管教育')}")
    return [f'href="{box}"' in town.browser().get(page).text for page in pages]


def test_a_mailbox_goes_from_the_desk_to_the_public_and_comes_back(town: World) -> None:
    town.browser("editor").get(ADD, status=404)
    switch(town, "enable")
    box = publish_by_hand(town)
    assert is_listed(town, box) == [True, True]
    number = write(town, box)
    officer = town.browser("officer")
    assert number in officer.get(box).click(href=f"{box}/letters$").text
    switch(town, "disable")
    town.browser().get(box, status=404)
    assert is_listed(town, box) == [False, False]
    switch(town, "enable")
    assert is_listed(town, box) == [True, True]
    assert number in officer.get(f"{box}/letters").text
