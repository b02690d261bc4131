"""What goes wrong is said with the true status, on a page that leads on and gives nothing away."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from ZODB.POSException import ConflictError

from portal.application import ATTEMPTS
from portal.content.document.operations import save_draft
from portal.errors import Refusal
from portal.http.forms import VISITOR_MAX_BYTES
from portal.http.headers import HEADERS
from portal.i18n import _
from portal.site.cluster import Cluster
from portal.testing import World


def with_view(world: World, name: str, view: Any, **options: Any) -> None:
    world.office.config.add_view(view, name=name, context=Cluster, renderer="string", **options)
    world.office.config.commit()


def test_a_page_that_does_not_exist_has_the_true_status_and_a_way_on(city: World) -> None:
    for path, home in (
        ("/nothing", "/"),
        ("/sites/fgw/nothing", "/sites/fgw/"),
        ("/sites/fgw/zwgk/nothing", "/sites/fgw/"),
    ):
        page = city.browser().get(path, status=404)
        assert page.html.select_one(f'main a[href="{home}"]')
        assert page.html.select_one(f'main form[role=search][action="{home}search"]')


def test_the_page_of_what_is_missing_has_no_tags_of_content(city: World) -> None:
    page = city.browser().get("/sites/fgw/zwgk/tzgg/nothing", status=404)
    names = {tag.get("name") for tag in page.html.find_all("meta")}
    assert "ArticleTitle" not in names
    assert not page.html.find("link", rel="canonical")


def test_a_defect_is_logged_and_says_nothing_to_the_person(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(request: Any) -> str:
        raise RuntimeError("secret-detail-4711")

    with_view(world, "fail", fail)
    with caplog.at_level(logging.ERROR):
        page = world.browser().get("/fail", status=500)
    assert "secret" not in page
    assert "Traceback" not in page
    assert "RuntimeError" not in page
    assert page.html.find("a", href="/")
    assert "secret-detail-4711" in caplog.text
    assert {name: page.headers[name] for name in HEADERS} == HEADERS


def test_a_defect_undoes_what_the_request_changed(world: World) -> None:
    def fail(request: Any) -> str:
        request.cluster.title = "verändert"
        raise RuntimeError

    with_view(world, "fail", fail)
    world.browser().get("/fail", status=500)
    assert "verändert" not in world.browser().get("/")


def test_a_refusal_is_told_to_the_person_and_undone(world: World) -> None:
    def refuse(request: Any) -> str:
        request.cluster.title = "verändert"
        raise Refusal(_("The file is empty."))

    with_view(world, "refuse", refuse)
    page = world.browser().get("/refuse", status=409)
    assert page.html.select_one("main .said").text
    assert "verändert" not in world.browser().get("/")


def test_of_two_who_save_at_once_the_second_is_repeated_and_nothing_is_lost(world: World) -> None:
    world.site("fgw")
    address = world.publish("/sites/fgw/zwgk/tzgg")
    tries: list[int] = []

    def save(request: Any) -> str:
        document = world.place(request.cluster, address)
        tries.append(len(document.revisions))
        if len(tries) == 1:
            with world.office.transaction() as (cluster, act):
                save_draft(world.place(cluster, address), {"summary": "快"}, act)
        save_draft(document, {"subtitle": "慢"}, request.act)
        return "saved"

    with_view(world, "save", save)
    assert world.browser().get("/save").text == "saved"
    assert tries == [1, 2]
    with world.office.transaction() as (cluster, _act):
        values = world.place(cluster, address).revisions[-1].values
        assert (values["summary"], values["subtitle"]) == ("快", "慢")


def test_a_conflict_without_end_is_a_page_of_its_own_with_all_headers(world: World) -> None:
    tries: list[int] = []

    def conflict(request: Any) -> str:
        tries.append(1)
        raise ConflictError

    with_view(world, "conflict", conflict)
    page = world.browser().get("/conflict", status=500)
    assert len(tries) == int(ATTEMPTS)
    assert {name: page.headers[name] for name in HEADERS} == HEADERS


def test_a_commit_that_fails_is_a_page_of_its_own_with_all_headers(world: World) -> None:
    def unstorable(request: Any) -> str:
        request.cluster.title = "verändert"
        request.cluster.broken = lambda: None
        return "kept"

    with_view(world, "unstorable", unstorable)
    page = world.browser().get("/unstorable", status=500)
    assert "kept" not in page
    assert {name: page.headers[name] for name in HEADERS} == HEADERS
    assert "verändert" not in world.browser().get("/")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sites/fgw/",
        "/nothing",
        "/sign-in",
        "/search?q=a",
        "/static/portal.css",
        "/static/nothing.css",
        "/%ff",
        "/account",
    ],
)
def test_every_answer_carries_the_headers_of_security(city: World, path: str) -> None:
    response = city.browser().get(path, expect_errors=True)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_an_answer_of_another_host_carries_them_too(city: World) -> None:
    response = city.browser(host="nobody.example").get("/", status=404)
    assert response.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_the_policy_allows_no_script_in_a_page() -> None:
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in HEADERS["Content-Security-Policy"]


def test_a_visitor_is_told_that_a_form_is_too_large_before_it_is_read(city: World) -> None:
    sent = b"words=" + b"a" * VISITOR_MAX_BYTES
    answer = city.browser().post("/sites/fgw/sign-in", sent, expect_errors=True)
    assert answer.status_int == 413
    assert "20 MB" in answer.html.main.text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        ("application/x-www-form-urlencoded", b"login=%ff&password=%fe"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"a=b"),
        ("application/json", b"{"),
        ("text/plain", b"\0\0"),
        ("", b"\xff" * 1_000),
        ("application/x-www-form-urlencoded", b"&".join(b"a=b" for _ in range(2_000))),
    ],
)
def test_a_form_that_cannot_be_read_is_the_senders_mistake(
    city: World, kind: str, body: bytes
) -> None:
    city.browser().post("/sign-in", body, content_type=kind, status=400)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/sites/fgw/zwgk/tzgg/", "/search", "/sign-out", "/nothing"])
def test_an_unsafe_method_without_a_token_changes_nothing(
    city: World, method: str, path: str
) -> None:
    response = city.browser().request(path, method=method, expect_errors=True)
    assert response.status_int in {400, 404, 405}


def test_a_request_that_is_taken_up_again_is_no_defect(
    city: World, caplog: pytest.LogCaptureFixture
) -> None:
    raised: list[ConflictError] = []

    def collide(_context: Any, _request: Any) -> str:
        if not raised:
            raised.append(ConflictError())
            raise raised[0]
        return "done"

    with_view(city, "collides-once", collide)
    assert city.browser().get("/collides-once", status=200).text == "done"
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []
