"""After set-up nobody can do everything, and no administrator the work of another one."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from portal.content import workflow as of_content
from portal.content.trash.operations import delete_document
from portal.content.workflow import PUBLISHERS, REVIEWERS, STAFF, WORKERS, WRITERS
from portal.security import workflow as of_people
from portal.security.grant import ADMINISTRATORS, ALONE, ROLES
from portal.security.grantrules import excludes
from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.site import workflow as of_sites
from portal.site.operations import move_site
from portal.testing import PASSWORD, PEOPLE, World
from portal.workflow.declaration import Workflow

SITE = "/sites/fgw"
SECTION = f"{SITE}/zwgk/tzgg"
WORKFLOWS = tuple(
    each
    for module in (of_content, of_people, of_sites)
    for each in vars(module).values()
    if isinstance(each, Workflow)
)
ALL = frozenset(name for flow in WORKFLOWS for state in flow.states for name in state.allow)
CONTENT = {"portal.add_content", "portal.edit", "portal.move", "portal.release", "portal.publish"}
CONTENT |= {"portal.review_2", "portal.review_3", "portal.withdraw", "portal.share"}
CONTENT |= {"portal.purge"}


def may(*roles: str) -> frozenset[str]:
    """Return every permission that somebody with all of `roles` has in some state of something."""
    return frozenset(
        permission
        for flow in WORKFLOWS
        for state in flow.states
        for permission, held in state.allow.items()
        if {*held.split()} & {*roles, "anyone", "signed-in"}
    )


def test_every_permission_of_every_workflow_belongs_to_somebody() -> None:
    assert {name for role in ROLES for name in may(role)} == ALL
    assert len(WORKFLOWS) > 8


def test_no_set_of_roles_that_go_together_has_every_permission() -> None:
    sets = [{role for role in ROLES if not excludes(role, one)} for one in ROLES]
    together = [each for each in sets if not any(excludes(*pair) for pair in product(each, each))]
    together += [{*ROLES} - ALONE]
    assert len(together) > 3
    for roles in together:
        assert {"portal.secure", "portal.audit"} - may(*roles)
        assert may(*roles) != ALL


@pytest.mark.parametrize(("one", "other"), [*product(ADMINISTRATORS, ROLES)])
def test_administrators_exclude_others(one: str, other: str) -> None:
    shut_out = other in ADMINISTRATORS or one in ALONE
    assert excludes(one, other) == excludes(other, one) == (one != other and shut_out)


def test_the_administrators_share_no_work() -> None:
    own = {role: may(role) - may() for role in ADMINISTRATORS}
    assert own["administrator"] & own["security"] == {"portal.disable"}  # of accounts
    assert own["auditor"] == {"portal.audit"}
    assert own["security"] == {"portal.grant", "portal.secure", "portal.disable"}
    for role in ADMINISTRATORS:
        assert not own[role] & CONTENT
    assert "portal.audit" not in own["administrator"] | own["security"]
    assert "portal.grant" not in own["administrator"]


def test_readers_and_officers_change_nothing() -> None:
    assert may("reader") - may() == {"portal.work"}
    assert may("officer") - may() == set()


def test_the_roles_of_content_are_as_they_are_told() -> None:
    assert {*WRITERS.split()} == {"editor", "manager"}
    assert {*REVIEWERS.split()} == {"reviewer_1", "reviewer_2", "reviewer", "manager"}
    assert {*PUBLISHERS.split()} == {"publisher", "reviewer", "manager"}
    assert {*STAFF.split()} - {*WORKERS.split()} == {"reader", "administrator"}


@pytest.fixture
def town(world: World) -> World:
    world.site("fgw")
    return world


def pages(login: str, town: World) -> set[str]:
    browser: Any = town.browser(login)
    addresses = ["/security-settings", "/roles", "/word-lists", f"{SECTION}/contents"]
    addresses += [f"{SECTION}/add-document", f"{SITE}/review-rule", f"{SITE}/people"]
    return {each for each in addresses if browser.get(each, expect_errors=True).status_int == 200}


def test_the_pages_of_the_administrators_are_their_own(town: World) -> None:
    assert pages("administrator", town) == {
        "/word-lists", f"{SECTION}/contents", f"{SITE}/review-rule",
    }  # fmt: skip
    assert pages("security", town) == {"/security-settings", "/roles", f"{SITE}/people"}
    assert pages("auditor", town) == set()


def test_a_closed_site_shows_its_roles_to_the_security_administrator(town: World) -> None:
    with town.office.transaction() as (cluster, act):
        move_site(cluster["sites"]["fgw"], "take_offline", act)
    assert f"{SITE}/people" in pages("security", town)


def test_a_reader_changes_nothing_but_own_settings(town: World) -> None:
    """Whatever is sent to whichever page: no content is another one than before."""
    public = town.publish(SECTION, title="公开")
    with town.office.transaction() as (cluster, act):
        add_account(cluster["people"], "only.reads", "x", PASSWORD, act, one_time=False)
        give_role(cluster["sites"]["fgw"], "only.reads", "reader", act)
    browser = town.browser("only.reads")
    token = browser.get(f"{SITE}/session").json["csrf_token"]
    assert browser.get(f"{SECTION}/contents").status_int == 200
    assert browser.get(f"{public}/history").status_int == 200
    for address, values in (
        (f"{public}/share", {"days": "7"}),
        (f"{public}/edit", {"title": "x"}),
        (f"{public}/draft", {"withdraw": "1", "reason": "x"}),
        (f"{public}/history", {"restore": "1"}),
        (f"{SECTION}/top", {"add": "1", "pick": "1"}),
        (f"{SECTION}/views", {"save": "1", "name": "x", "shared": "1"}),
        (f"{SECTION}/add-document", {"title": "x"}),
        (f"{SITE}/media/contents", {"upload": "1"}),
        (f"{SITE}/review-rule", {"steps": "1"}),
        (f"{SITE}/give-role", {"login": "only.reads", "role": "manager", "reason": "x"}),
    ):
        answer = browser.post(address, {"csrf_token": token, **values}, expect_errors=True)
        assert answer.status_int == 403, address
    own = {"csrf_token": token, "save": "1", "name": "Mine"}
    browser.post(f"{SECTION}/views", own, status=303)


def test_a_reader_brings_nothing_back_from_the_trash_nor_empties_it(town: World) -> None:
    address = town.publish(SECTION, title="公开")
    with town.office.transaction() as (cluster, act):
        document = town.place(cluster, address)
        delete_document(document, act)
        name = document.__name__
    for login in ("reader", "administrator"):
        browser = town.browser(login)
        page = browser.get(f"{SITE}/trash")
        token = browser.get(f"{SITE}/session").json["csrf_token"]
        assert page.html.select("button[name=restore], button[name=purge]") == []
        for deed in ("restore", "purge"):
            sent = {"csrf_token": token, deed: name}
            assert browser.post(f"{SITE}/trash", sent, expect_errors=True).status_int == 403
    assert {*PEOPLE} == {*ROLES}
