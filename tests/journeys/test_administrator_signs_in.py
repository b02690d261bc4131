"""An administrator takes over an account."""

from __future__ import annotations

from typing import Any

from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.testing import World


def form_with(page: Any, field: str) -> Any:
    return next(form for form in page.forms.values() if field in form.fields)


def change_password(page: Any, old: str, new: str, again: str, status: int = 422) -> Any:
    form = form_with(page, "new_password")
    form["current_password"], form["new_password"], form["repeated_password"] = old, new, again
    return form.submit(status=status)


def test_a_new_administrator_replaces_the_one_time_password_and_signs_out(world: World) -> None:
    with world.office.transaction() as (cluster, act):
        add_account(cluster["people"], "li", "李晓", "One-time-pass-1", act)
        give_role(cluster, "li", "administrator", act)
    browser = world.browser()

    form = form_with(browser.get("/").click("工作人员登录"), "password")
    form["login"], form["password"] = "li", "wrong"
    form = form_with(form.submit(status=422), "password")
    assert form["login"].value == "li"
    form["password"] = old = "One-time-pass-1"
    account = form.submit(status=303).follow()
    assert "李晓" in account.html.find("header", class_="head").text
    assert account.html.find("p", class_="problem")

    new = "Quite-new-2"
    account = change_password(account, old, new, "Quite-new-3")
    account = change_password(account, old, "weak", "weak")
    account = change_password(account, "wrong", new, new)
    account = change_password(account, old, new, new, status=303).follow()
    assert account.html.find("p", class_="done")
    assert len(account.html.select("tbody tr")) == 1

    home = (
        next(each for each in account.forms.values() if each.action.endswith("sign-out"))
        .submit(status=303)
        .follow()
    )
    assert "李晓" not in home
    assert browser.get("/account").location.endswith("/sign-in")
    form = form_with(browser.get("/sign-in"), "password")
    form["login"], form["password"] = "li", old
    form.submit(status=422)
