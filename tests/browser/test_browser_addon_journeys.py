"""A site takes up each add-on, uses it, lays it down, and takes it up again.

`PORTAL_SCREENSHOTS=folder` keeps a picture of each stop of the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser_office import Office, served_office
from playwright.sync_api import Browser, Locator, Page, expect

from portal.addon.registry import installed_addons
from portal.command.server import start_worker
from portal.testing import World

pytestmark = pytest.mark.browser

SITE = "sites/fgw"
READY = "() => window.tinymce?.activeEditor?.initialized"
BODY = ".tox-edit-area__iframe"


@dataclass(frozen=True)
class Journey:
    """What is done with an add-on.

    :ivar section: where an editor adds one of the type `kind`, with `fields`.
    :ivar use: what a citizen does on the public page of it.
    """

    addon: str
    kind: str
    section: str
    fields: dict[str, str]
    use: Callable[[Office, Page, str], None]


def write_a_letter(office: Office, citizen: Page, address: str) -> None:
    citizen.goto(f"{address}/write")
    citizen.select_option("[name=topic]", "help")
    citizen.select_option("[name=publish]", "no")
    given = {"name": "张小花", "telephone": "13812345678", "subject": "路灯不亮", "text": "请修。"}
    for name, value in given.items():
        citizen.fill(f"[name={name}]", value)
    office.look(citizen, "letter")
    citizen.click("button[name=send]")
    expect(citizen.locator("main")).to_contain_text("查询码")
    office.look(citizen, "receipt")


def browse_the_catalogue(office: Office, citizen: Page, address: str) -> None:
    citizen.goto(f"{office.address}{SITE}/disclosures")
    office.look(citizen, "catalogue")
    citizen.get_by_role("link", name="关于加强市场监管的意见").first.click()
    assert citizen.url.partition("?")[0] == address
    expect(citizen.locator("main")).to_contain_text("工业、交通")
    office.look(citizen, "disclosure")


def find_a_guide(office: Office, citizen: Page, address: str) -> None:
    citizen.goto(f"{office.address}{SITE}/fwsx/?department=%E6%B0%91%E6%94%BF%E5%B1%80")
    office.look(citizen, "hall")
    citizen.get_by_role("link", name="结婚登记").first.click()
    assert citizen.url.partition("?")[0] == address
    expect(citizen.locator("main")).to_contain_text("民政局")
    office.look(citizen, "guide")


JOURNEYS = (
    Journey(
        "interaction",
        "interaction.mailbox",
        f"{SITE}/hdjl/ldxinxiang",
        {"title": "市长信箱", "leaders": "李明"},
        write_a_letter,
    ),
    Journey(
        "openinfo",
        "openinfo.disclosure",
        f"{SITE}/zfxxgk/fdzdgknr",
        {
            "title": "关于加强市场监管的意见",
            "topic": "0610",
            "summary": "市场监管的若干意见。",
            "written_on": "2026-03-02",
        },
        browse_the_catalogue,
    ),
    Journey(
        "onlineservice",
        "onlineservice.service",
        f"{SITE}/fwsx",
        {
            "title": "结婚登记",
            "task_code": "A-1",
            "dept_name": "民政局",
            "task_type": "07",
            "server_types": "自然人",
            "by_law": "民法典",
            "accept_condition": "双方自愿",
            "handle_types": "窗口办理",
            "project_type": "1",
            "limit_scene_num": "1",
            "is_fee": "no",
            "transact_addr": "婚姻登记处",
            "transact_time": "工作日",
            "link_way": "010-12345678",
            "supervise_way": "010-87654321",
        },
        find_a_guide,
    ),
)


@pytest.fixture(params=[1440, 390])
def office(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path, kept_pictures: Path | None
) -> Iterator[Office]:
    world = World.make(tmp_path, addons=tuple(installed_addons()))
    with served_office(world, browser, request.param, kept_pictures, "addon") as served:
        worker = start_worker(world.office)
        yield served
        assert worker.stop(30)
    world.close()


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.addon)
def test_a_site_takes_up_an_addon_uses_it_lays_it_down_and_takes_it_up_again(
    office: Office, journey: Journey
) -> None:
    with office.at_work("manager") as manager, office.at_work("") as citizen:
        turn(office, manager, journey.addon, "enable")
        address = publish(office, journey)
        journey.use(office, citizen, address)
        turn(office, manager, journey.addon, "disable")
        assert status(citizen, address) == 404
        turn(office, manager, journey.addon, "enable")
        assert status(citizen, address) == 200


def turn(office: Office, manager: Page, addon: str, deed: str) -> None:
    """Go from the page of the add-ons to the question, and say yes."""
    manager.goto(f"{office.address}{SITE}/add-ons")
    office.look(manager, "add-ons")
    manager.click(f"a[href$='{deed}-add-on?addon={addon}']")
    office.look(manager, f"{deed}-{addon}")
    for box in manager.locator("input[name=section]").all():
        box.check()
    manager.click(f"#{deed}-addon button")
    manager.wait_for_url("**/add-ons**")


def publish(office: Office, journey: Journey) -> str:
    """Let an editor fill in a form and a reviewer approve it; return where the public finds it."""
    with office.at_work("editor") as editor:
        editor.goto(f"{office.address}{journey.section}/add-document?type={journey.kind}")
        editor.wait_for_function(READY)
        for name, value in journey.fields.items():
            field = editor.locator(f"[name={name}]")
            if not field.count():  # boxes, or rows of which the first cell is filled in
                fill_in_part(editor.locator(f"#field-{name}"), value)
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        editor.frame_locator(BODY).locator("body").click()
        editor.keyboard.type("请携带身份证件。")
        office.look(editor, f"form-{journey.addon}")
        editor.click("button[name=hand_in]")
        editor.wait_for_url("**/draft?done=hand_in")
        waiting = editor.url.partition("?")[0]
    with office.at_work("reviewer") as reviewer:
        reviewer.goto(waiting)
        reviewer.click("#decide-approve button")
        reviewer.wait_for_url("**/draft?done=approve")
        return reviewer.url.partition("/draft?")[0]


def fill_in_part(part: Locator, value: str) -> None:
    """Tick the box that is called `value`, or write it into the first cell of the rows."""
    if part.locator(".rows").count():
        part.locator("[name=cell0]").first.fill(value)
    else:
        part.get_by_label(value, exact=True).check()


def status(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status
