"""What holds for every page."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from modules import is_in
from sqlalchemy import func, select

from portal.addon.pages import views_without_permission
from portal.addon.registry import installed_addons
from portal.audit.viewing import BY_READING
from portal.ledger.tables import AuditEntry, Table
from portal.testing import World

STARTS = (
    "/",
    "/sites/fgw/",
    f"/sites/fgw/search?q={quote('节水')}",
    f"/sites/fgw/search?q={quote('节水')}&scope=cluster&sort=date",
    "/sites/fgw/nowhere",
    "/sites/fgw/sites/",
    "/bodies/",
    "/people/",
    "/search-words",
    "/search-misses",
)
PAGES_MAX = 400
"""Pages that are looked at, so that pages that lead to ever new ones end."""
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)"')


def state(world: World) -> dict[str, object]:
    """Return what changes with every write: the last transaction and the number of rows.

    Without the entries that somebody looked at personal data, or took a list out: reading may
    write these.
    """
    noted = select(func.count()).where(AuditEntry.action.in_(BY_READING))
    with world.office.ledger.engine.connect() as ledger:
        rows = {
            table.name: ledger.scalar(select(func.count()).select_from(table))
            for table in Table.metadata.sorted_tables
        }
        rows[AuditEntry.__tablename__] -= ledger.scalar(noted)
    return {"content": world.office.database.lastTransaction(), **rows}


def walk(world: World, login: str) -> dict[str, int]:
    """Follow every link as `login` and return the addresses with the status of each."""
    browser, seen, waiting = world.browser(login), dict[str, int](), list(STARTS)
    before = state(world)
    while waiting and len(seen) < PAGES_MAX:
        address = waiting.pop(0)
        if address in seen:
            continue
        page = browser.get(address, expect_errors=True)
        seen[address] = page.status_int
        assert state(world) == before, f"GET {address} wrote something"
        if page.content_type == "text/html":
            waiting += [each.replace("&amp;", "&") for each in LINK.findall(page.text)]
    return seen


@pytest.mark.parametrize("login", ["", "editor", "administrator"])
def test_reading_a_page_writes_nothing(furnished: World, login: str) -> None:
    seen = walk(furnished, login)
    places = ("/sites/fgw/sitemap", "/sites/fgw/zwgk/tzgg/", "/sites/main/")
    assert [seen[place] for place in places] == [200, 200, 200]
    assert any(address.endswith("/medium") for address in seen)
    assert not {address: status for address, status in seen.items() if status >= 500}


def test_every_view_names_a_permission(furnished: World) -> None:
    registry = furnished.office.registry
    packages = ("portal", *(addon.package for addon in installed_addons().values()))
    assert not [name for each in packages for name in views_without_permission(registry, each)]


def test_the_views_that_are_asked_for_a_permission_are_there(furnished: World) -> None:
    entries = furnished.office.registry.introspector.get_category("views") or ()
    called = [entry["introspectable"]["callable"] for entry in entries]
    ours = [each for each in called if is_in(getattr(each, "__module__", ""), "portal")]
    assert len(ours) > 10
