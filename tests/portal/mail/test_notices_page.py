"""The page on which people say where their mail goes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from mail_post import Post

from portal.mail.postman import Postman
from portal.testing import World

NEW = "na.li@fgw.city.gov.cn"


def form(page: Any, name: str) -> Any:
    found = (each for each in page.forms.values() if "form" in each.fields)
    return next(each for each in found if each["form"].value == name)


def sent(city: World, post: Post, postman: Postman) -> str:
    for _round in range(2):
        postman()
        postman.wait()
    return post.texts()[-1]


def account(city: World, login: str = "editor") -> dict[str, Any]:
    with city.office.transaction() as (cluster, _act):
        found = cluster["people"][login]
        return {name: getattr(found, name) for name in ("mail", "mail_asked", "notices_off")}


def ask(city: World, address: str = NEW, status: int = 303) -> Any:
    browser = city.browser("editor")
    wanted = form(browser.get("/notices"), "ask")
    wanted["mail"] = address
    return wanted.submit(status=status)


def test_an_address_counts_once_the_code_that_was_sent_there_is_typed_in(
    city: World, post: Post, postman: Postman
) -> None:
    page = ask(city).follow()
    assert account(city)["mail"] == "editor@city.gov.cn"
    code = re.search(r"\d{8}", sent(city, post, postman))
    assert code is not None
    assert post.recipients == [[NEW]]
    assert code[0] not in str(account(city)["mail_asked"])
    confirm = form(page, "confirm")
    confirm["code"] = f"{code[0][:4]} {code[0][4:]}"
    confirm.submit(status=303)
    assert account(city) == {"mail": NEW, "mail_asked": None, "notices_off": ()}
    sent(city, post, postman)
    assert post.recipients[-1] == ["editor@city.gov.cn"]  # who reads the old one hears of it


def test_a_code_is_good_for_five_tries_and_half_an_hour(
    city: World, post: Post, postman: Postman
) -> None:
    page = ask(city).follow()
    code = re.search(r"\d{8}", sent(city, post, postman))
    assert code is not None
    for _guess in range(5):
        wrong = form(page, "confirm")
        wrong["code"] = "00000000" if code[0] != "00000000" else "00000001"
        wrong.submit(status=422)
    right = form(page, "confirm")
    right["code"] = code[0]
    right.submit(status=422)
    assert account(city)["mail"] == "editor@city.gov.cn"
    with city.office.transaction() as (cluster, _act):
        kept = cluster["people"]["editor"].mail_asked
        cluster["people"]["editor"].mail_asked = (*kept[:2], kept[2] - timedelta(minutes=31), 0)
    right.submit(status=422)
    assert account(city)["mail"] == "editor@city.gov.cn"


def test_a_second_code_is_not_sent_within_a_minute(city: World) -> None:
    ask(city)
    page = ask(city, "other@city.gov.cn", status=422)
    assert form(page, "ask")["mail"].value == "other@city.gov.cn"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "li",
        "a@b",
        "a@b.cn,c@d.cn",
        "a@b.cn c@d.cn",
        "a@b.cn\r\nBcc: c@d.cn",
        "<a@b.cn>",
        "李@b.cn",
        f"{'a' * 300}@b.cn",
        "editor@city.gov.cn",
    ],
)
def test_what_is_no_single_new_address_is_refused(city: World, address: str) -> None:
    ask(city, address, status=422)
    assert account(city)["mail_asked"] is None


def test_a_person_chooses_what_to_hear_of(city: World) -> None:
    browser = city.browser("editor")
    choice = form(browser.get("/notices"), "choose")
    boxes = {box._value: box for box in choice.fields["group"]}
    boxes["outcome"].checked = boxes["publish"].checked = False
    page = choice.submit(status=303).follow()
    assert account(city)["notices_off"] == ("publish", "outcome")
    shown = {box._value: box.checked for box in form(page, "choose").fields["group"]}
    assert shown == {"review": True, "publish": False, "returned": True, "outcome": False}


def test_a_person_can_do_without_mail(city: World) -> None:
    browser = city.browser("editor")
    form(browser.get("/notices"), "drop").submit(status=303)
    assert account(city)["mail"] == ""


def test_the_account_page_says_where_mail_goes(city: World) -> None:
    page = city.browser("editor").get("/account")
    assert "editor@city.gov.cn" in page.text
    assert page.html.select('a[href="/notices"]')


def test_a_code_of_somebody_else_is_worth_nothing(
    city: World, post: Post, postman: Postman
) -> None:
    ask(city)
    code = re.search(r"\d{8}", sent(city, post, postman))
    assert code is not None
    browser = city.browser("reader")
    wanted = form(browser.get("/notices"), "ask")
    wanted["mail"] = "reader2@city.gov.cn"
    theirs = form(wanted.submit(status=303).follow(), "confirm")
    theirs["code"] = code[0]
    theirs.submit(status=422)
    assert account(city, "reader")["mail"] == "reader@city.gov.cn"


def test_where_no_mail_is_sent_there_is_nothing_to_choose(world: World) -> None:
    browser = world.browser("editor")
    page = browser.get("/notices")
    assert all("form" not in each.fields for each in page.forms.values())
    token = next(iter(page.forms.values()))["csrf_token"].value
    browser.post("/notices", {"csrf_token": token, "form": "ask", "mail": NEW}, status=400)
    assert not browser.get("/account").html.select('a[href="/notices"]')
