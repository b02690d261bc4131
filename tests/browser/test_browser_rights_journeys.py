"""Duties go to a successor, an auditor follows one document, and administrators stay apart.

`PORTAL_SCREENSHOTS=folder` keeps a picture of each stop of the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_office import Office, served_office
from playwright.sync_api import Browser, Page, expect

from portal.audit.job import seal_entries
from portal.content.document.operations import withdraw_document
from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.testing import PASSWORD, World

pytestmark = pytest.mark.browser

SITE = "sites/fgw"
TITLE = "关于防汛值班的通知"
WORK = {
    "administrator": "people/staff",
    "security": "roles",
    "auditor": "audit",
}
"""A page of each administrator's own."""
REFUSED = {403, 404}


@pytest.fixture(params=[1440, 390])
def office(
    request: pytest.FixtureRequest, browser: Browser, world: World, kept_pictures: Path | None
) -> Iterator[Office]:
    with served_office(world, browser, request.param, kept_pictures, "rights") as served:
        yield served


def test_a_manager_moves_the_duties_of_an_officer_to_a_successor(
    office: Office, world: World
) -> None:
    with world.office.transaction() as (cluster, act):
        for login, name in (("chen.jie", "陈洁"), ("zhao.lei", "赵磊")):
            add_account(cluster["people"], login, name, PASSWORD, act, one_time=False)
        for role, place in (("officer", cluster["sites"]["fgw"]), ("editor", zwgk(cluster))):
            give_role(place, "chen.jie", role, act)
    with office.at_work("manager") as manager:
        manager.goto(f"{office.address}{SITE}/people")
        office.look(manager, "people")
        manager.get_by_role("link", name=re.compile("移交")).first.click()
        manager.get_by_role("link", name="陈洁").click()
        manager.fill("#words", "赵")
        manager.click("#find button")
        manager.get_by_role("link", name="赵磊").click()
        manager.fill("#reason", "岗位调整")
        office.look(manager, "hand-over")
        manager.click("#hand-over button")
        expect(manager.locator("#sure")).to_be_visible()
        office.look(manager, "sure")
        manager.click("#sure button")
        manager.goto(f"{office.address}{SITE}/people")
        held = manager.locator("main")
        expect(held).to_contain_text("赵磊")
        office.look(manager, "handed-over")
        manager.goto(f"{office.address}{SITE}/rights")
        office.look(manager, "who-may-do-what")
    may_do_now(office)


def may_do_now(office: Office) -> None:
    """The successor writes, and who was there before does not."""
    with office.at_work("zhao.lei") as successor:
        assert successor.goto(f"{office.address}{SITE}/zwgk/add-section").status in REFUSED
        assert successor.goto(f"{office.address}{SITE}/zwgk/tzgg/add-document").status == 200
    with office.at_work("chen.jie") as before:
        assert before.goto(f"{office.address}{SITE}/zwgk/tzgg/add-document").status in REFUSED


def zwgk(cluster: object) -> object:
    return cluster["sites"]["fgw"]["zwgk"]  # type: ignore[index]


def test_an_auditor_follows_the_life_of_a_document_and_the_chain_holds(
    office: Office, world: World
) -> None:
    address = world.publish("/sites/fgw/zwgk/tzgg", title=TITLE)
    with world.office.transaction() as (cluster, act):
        withdraw_document(world.place(cluster, address), act, reason="电话有误")
    seal_entries(world.office)
    with office.at_work("auditor") as auditor:
        auditor.goto(f"{office.address}audit")
        auditor.fill("#audit-about", address)
        auditor.click("#filter button")
        auditor.wait_for_url("**/audit?**")
        office.look(auditor, "audit")
        auditor.locator("tbody tr").first.get_by_role("link").last.click()
        expect(auditor.locator("tbody tr")).not_to_have_count(0)
        office.look(auditor, "story")
        for action in ("发布", "撤"):
            expect(auditor.locator("tbody")).to_contain_text(re.compile(action))
        auditor.locator("tbody tr").last.get_by_role("link").first.click()
        office.look(auditor, "entry")
        auditor.goto(f"{office.address}audit-seals")
        office.look(auditor, "seals")
        auditor.goto(f"{office.address}audit-dates")
        office.look(auditor, "dates")


def test_the_three_administrators_cannot_do_the_work_of_each_other(office: Office) -> None:
    for login, own in WORK.items():
        with office.at_work(login) as page:
            assert opened(office, page, own) == 200
            office.look(page, f"own-work-{login}")
            others = [path for other, path in WORK.items() if other != login]
            if login == "security":
                others.remove(WORK["administrator"])  # it sees the accounts, and adds none
                others.append("people/add-person")
            assert {opened(office, page, path) for path in others} <= REFUSED
            assert opened(office, page, f"{SITE}/zwgk/tzgg/add-document") in REFUSED


def opened(office: Office, page: Page, path: str) -> int:
    answer = page.goto(f"{office.address}{path}")
    assert answer is not None
    return answer.status
