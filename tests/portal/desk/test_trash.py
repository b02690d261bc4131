"""The trash: what was deleted waits there, comes back, or goes for ever."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from desk_places import OTHER, SECTION, SITE, done, draft, oid_of, titles

from portal.content.content import is_public
from portal.content.file.operations import add_file, release_media
from portal.security.grants import give_role
from portal.testing import World


def test_a_deleted_document_is_found_nowhere_and_its_address_says_so(city: World) -> None:
    address = city.publish(SECTION, title="节水通知", keywords=("水",))
    city.feed()
    assert "节水通知" in city.browser().get(f"{SITE}/search?q={quote('节水')}").html.text
    done(city, "manager", "delete", address)
    city.feed()
    public = city.browser()
    public.get(address, status=410)
    assert "节水通知" not in public.get(f"{SITE}/search?q={quote('节水')}").html.text
    assert "节水通知" not in public.get(f"{SECTION}/").text
    assert titles(city.browser("editor").get(f"{SITE}/contents")) == []


def test_a_deleted_draft_that_the_public_never_saw_leaves_no_trace(city: World) -> None:
    address = draft(city, "草稿")
    done(city, "editor", "delete", address)
    city.browser().get(address, status=404)


def test_the_public_sees_neither_the_trash_nor_what_is_in_it(city: World) -> None:
    address = city.publish(SECTION, title="通知")
    done(city, "manager", "delete", address)
    page = city.browser("manager").get(f"{SITE}/trash")
    inside = page.html.select_one("table.contents a")["href"].removesuffix("/preview")
    public = city.browser()
    for hidden in (f"{SITE}/trash", inside, f"{inside}/preview", f"{SITE}/_trash/"):
        public.get(hidden, status=404)
    editor = city.browser("editor")
    editor.get(f"{inside}/preview", status=200)
    editor.get(f"{inside}/edit", status=403)


def test_the_trash_says_who_deleted_what_and_gives_it_back(city: World) -> None:
    address = city.publish(SECTION, title="通知")
    done(city, "manager", "delete", address)
    page = city.browser("reviewer").get(f"{SECTION}/trash")
    cells = [each.text.strip() for each in page.html.select("table.contents tbody td")]
    assert (cells[0], cells[3]) == ("通知", "manager")
    restore = next(form for name, form in page.forms.items() if str(name).startswith("restore-"))
    restore.submit("restore", status=303)
    assert "通知" in city.browser().get(address, status=200).text
    assert "通知" in city.browser().get(f"{SECTION}/").text
    assert titles(city.browser("editor").get(f"{SECTION}/contents")) == ["通知"]


def test_an_editor_brings_back_drafts_but_not_what_was_public(city: World) -> None:
    public, own = city.publish(SECTION, title="公开"), draft(city, "草稿")
    done(city, "manager", "delete", public, own)
    page = city.browser("editor").get(f"{SECTION}/trash")
    (form,) = (form for name, form in page.forms.items() if str(name).startswith("restore-"))
    name = form.submit_fields("restore")[-1][1]
    with city.office.transaction() as (cluster, _act):
        trash = cluster["sites"]["fgw"]["_trash"]
        other = next(each for each in trash if each != name)
    token = form["csrf_token"].value
    page.test_app.post(f"{SECTION}/trash", {"csrf_token": token, "restore": other}, status=403)
    form.submit("restore", status=303)
    assert titles(city.browser("editor").get(f"{SECTION}/contents")) == ["草稿"]


def test_a_name_that_was_public_is_not_given_again(city: World) -> None:
    address = city.publish(SECTION, title="甲")
    done(city, "manager", "delete", address)
    assert city.publish(SECTION, title="乙") != address
    city.browser().get(address, status=410)


def test_only_a_manager_deletes_for_ever_and_is_asked_once_more(city: World) -> None:
    address = city.publish(SECTION, title="通知")
    oid = oid_of(city, address)
    done(city, "manager", "delete", address)
    editor = city.browser("editor").get(f"{SITE}/trash")
    assert editor.html.select("a[href*='?purge=']") == []
    manager = city.browser("manager")
    asked = manager.get(manager.get(f"{SITE}/trash").html.select_one("a[href*='?purge=']")["href"])
    name = asked.html.select_one("#purge button")["value"]
    token = editor.html.select_one("input[name=csrf_token]")
    sent = {"purge": name, "csrf_token": token["value"] if token else ""}
    editor.test_app.post(f"{SITE}/trash", sent, status="4*")
    asked.forms["purge"].submit("purge", status=303)
    with city.office.transaction() as (cluster, _act):
        assert cluster.__objectmap__.object_for(oid) is None
        assert list(cluster["sites"]["fgw"]["_trash"]) == []
    city.browser().get(address, status=410)


def test_files_vanish_with_the_document_and_come_back_with_it(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        data: Any = {"title": "表", "file_name": "a.txt"}
        file = add_file(cluster["sites"]["fgw"]["media"], data, b"text", act)
        release_media(file, act)
        oid, path = file.oid, f"{SITE}/media/{file.__name__}"
    address = city.publish(SECTION, title="通知", attachments=(oid,))
    page = done(city, "manager", "delete", address)
    assert city.browser().get(path, expect_errors=True).status_int in {404, 410}
    page.forms["undo"].submit(status=303)
    city.browser().get(path, status=200)
    with city.office.transaction() as (cluster, _act):
        assert is_public(cluster.__objectmap__.object_for(oid))


def test_who_works_in_a_section_sees_what_was_deleted_there_alone(city: World) -> None:
    here, there = city.publish(SECTION, title="此处"), city.publish(OTHER, title="别处")
    done(city, "manager", "delete", here, there)
    with city.office.transaction() as (cluster, act):
        cluster.grants = {}
        give_role(city.place(cluster, SECTION), "reviewer", "reviewer", act)
    reviewer = city.browser("reviewer")
    reviewer.get(f"{SITE}/trash", status=403)
    page = reviewer.get(f"{SECTION}/trash")
    assert len(page.html.select("table.contents tbody tr")) == 1
    form = next(form for name, form in page.forms.items() if str(name).startswith("restore-"))
    form.submit("restore", status=303)
    city.browser().get(here, status=200)


def test_rebuilding_the_indexes_leaves_the_trash_out(city: World) -> None:
    from portal.command.rebuilding import rebuild

    address = city.publish(SECTION, title="通知")
    city.publish(SECTION, title="别的")
    done(city, "manager", "delete", address)
    rebuild(city.office)
    assert titles(city.browser("editor").get(f"{SITE}/contents")) == ["别的"]
