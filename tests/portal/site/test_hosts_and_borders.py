"""Hosts lead to sites, and no site shows what is another one's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from portal.errors import Refusal
from portal.site.hosts import ascii_host, people_host
from portal.site.operations import change_site, found_site, move_site, sites_below
from portal.testing import World

MAIN, OLD = "fgw.example.gov.cn", "old.fgw.example.gov.cn"
PEOPLE = "发改委.政务"
OTHER = "jyj.example.gov.cn"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("hosts"))
    world.site("fgw", hosts=(MAIN, OLD))
    world.site("jyj", hosts=(OTHER,))
    world.site("zwfw", hosts=(PEOPLE, f"旧.{PEOPLE}"))
    world.site("ipv6", hosts=("[2001:db8::1]",))
    world.publish("/sites/fgw/zwgk/tzgg", title="发改通知")
    world.publish("/sites/jyj/zwgk/tzgg", title="教育通知")
    yield world
    world.close()


def test_the_main_host_shows_the_site_without_its_path(city: World) -> None:
    page = city.browser(host=MAIN).get("/zwgk/tzgg/")
    assert "发改通知" in page
    assert "/sites/fgw" not in page


def test_the_cluster_host_shows_the_same_below_its_path(city: World) -> None:
    assert "发改通知" in city.browser().get("/sites/fgw/zwgk/tzgg/")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:6543", "localhost", "[::1]", "[::1]:6543", "LOCALHOST"]
)
def test_the_cluster_answers_on_its_own_hosts(city: World, host: str) -> None:
    assert "Site fgw" in city.browser(host=host).get("/")


@pytest.mark.parametrize("host", [MAIN, MAIN.upper(), f"{MAIN}.", f"{MAIN}:8080", f" {MAIN} "])
def test_one_host_has_many_spellings(city: World, host: str) -> None:
    assert "发改通知" in city.browser(host=host).get("/zwgk/tzgg/")


def test_another_host_leads_to_the_same_page_of_the_main_one_for_ever(city: World) -> None:
    response = city.browser(host=f"{OLD}:8080").get("/zwgk/tzgg/?page=2&x=%E5%8C%97", status=301)
    assert response.headers["Location"] == f"http://{MAIN}:8080/zwgk/tzgg/?page=2&x=%E5%8C%97"


def test_a_chinese_host_answers_in_the_form_of_the_network(city: World) -> None:
    network = ascii_host(PEOPLE)
    assert network.startswith("xn--")
    page = city.browser(host=network).get("/")
    assert "Site zwfw" in page
    assert PEOPLE in page.html.find("header").text
    old = city.browser(host=ascii_host(f"旧.{PEOPLE}")).get("/zwgk/", status=301)
    assert old.headers["Location"] == f"http://{network}/zwgk/"


def test_a_chinese_host_in_raw_bytes_is_unknown(city: World) -> None:
    city.browser(host=PEOPLE.encode().decode("latin-1")).get("/", status=404)


def test_a_site_on_an_ipv6_address_answers(city: World) -> None:
    assert "Site ipv6" in city.browser(host="[2001:DB8::1]:80").get("/")


@pytest.mark.parametrize(
    "host",
    [
        "nobody.example.cn",
        "evil.fgw.example.gov.cn",
        "fgw.example.gov.cn.evil.example",
        "[::2]",
        "[::1",
        "::1",
        "a b",
        "-",
        ".",
        "..",
        "a..b",
        "x" * 300,
        "a" * 64 + ".cn",
        "\xff\xfe",
        "fgw.example.gov.cn:abc",
        "fgw.example.gov.cn:999999",
        "fgw.example.gov.cn/x",
        "user@fgw.example.gov.cn",
        "fgw.example.gov.cn,jyj.example.gov.cn",
        "<script>alert(1)</script>",
        "xn--",
        "xn--a",
    ],
)
def test_an_unknown_or_malformed_host_shows_nothing_of_any_site(city: World, host: str) -> None:
    page = city.browser(host=host).get("/", status=404)
    assert "Cluster" in page
    assert "Site " not in page
    assert "<script>alert" not in page


def test_an_unknown_host_has_no_pages_of_sites_either(city: World) -> None:
    page = city.browser(host="nobody.example.cn").get("/sites/fgw/zwgk/tzgg/", status=404)
    assert "发改" not in page


def test_the_page_on_an_unknown_host_has_its_styles(city: World) -> None:
    browser = city.browser(host="nobody.example.cn")
    page = browser.get("/", status=404)
    assert browser.get(page.html.find("link", rel="stylesheet")["href"]).content_type == "text/css"
    browser.get("/static/nothing.css", headers={"X-Vhm-Root": "/people"}, status=404)


@pytest.mark.parametrize("root", ["/sites/jyj", "/", "", "/people", "/nix", "\xff"])
def test_the_header_of_a_client_moves_no_root(city: World, root: str) -> None:
    browser = city.browser(host=MAIN)
    page = browser.get("/zwgk/tzgg/", headers={"X-Vhm-Root": root})
    assert "发改通知" in page
    assert "教育" not in page
    cluster = city.browser().get("/", headers={"X-Vhm-Root": root})
    assert "Site jyj" in cluster


@pytest.mark.parametrize(
    "path",
    [
        "/sites/jyj/",
        "/../jyj/",
        "/%2e%2e/jyj/",
        "/zwgk/../../jyj/",
        "/zwgk/tzgg/../../../jyj/zwgk/tzgg/",
        "/./../jyj/zwgk/",
        "//../jyj/",
        "/../../people/",
        "/..",
        "/@@/../jyj/",
    ],
)
def test_no_address_leads_out_of_a_site(city: World, path: str) -> None:
    page = city.browser(host=MAIN).get(path, expect_errors=True)
    assert page.status_int == 404
    assert "教育" not in page
    assert "jyj" not in page.html.title.text


def test_a_site_in_planning_does_not_exist_for_the_public(city: World) -> None:
    data: Any = {
        "title": "筹备中的网站",
        "class_name": "department",
        "hosts": ("soon.example.gov.cn",),
    }
    with city.office.transaction() as (cluster, act):
        found_site(cluster["sites"], "soon", data, act)
    for browser, path in (
        (city.browser(), "/sites/soon/"),
        (city.browser(host="soon.example.gov.cn"), "/"),
    ):
        for below in ("", "zwgk/", "search", "sitemap", "sign-in"):
            assert "筹备" not in browser.get(f"{path}{below}", status=404)
    assert "筹备" not in city.browser().get("/")
    assert "筹备中的网站" in city.browser("editor").get("/sites/soon/")


def test_what_a_site_shows_is_found_from_its_opening_to_its_closing(city: World) -> None:
    data: Any = {"title": "新网站", "class_name": "department"}
    with city.office.transaction() as (cluster, act):
        found_site(cluster["sites"], "xwz", data, act)
    address = city.publish("/sites/xwz/zwgk/tzgg", title="开通启事")
    city.feed()
    before = city.office.search.count()
    browser = city.browser()
    assert address not in browser.get("/search", {"q": "开通启事"})
    found = []
    for step in ("open", "take_offline", "open", "close"):
        with city.office.transaction() as (cluster, act):
            move_site(cluster["sites"]["xwz"], step, act)
        city.feed()
        found.append(
            (
                address in browser.get("/search", {"q": "开通启事"}),
                city.office.search.count() - before,
            )
        )
    assert found == [(True, 1), (False, 0), (True, 1), (False, 0)]
    browser.get(address, status=404)


def test_a_site_lies_below_another_one_with_its_own_host(city: World) -> None:
    data: Any = {"title": "下属单位", "class_name": "institution", "hosts": ("xs.example.gov.cn",)}
    with city.office.transaction() as (cluster, act):
        site = found_site(sites_below(cluster, "fgw"), "xs", data, act)
        move_site(site, "open", act)
    assert "下属单位" in city.browser(host="xs.example.gov.cn").get("/")
    assert "下属单位" in city.browser().get("/sites/fgw/sites/xs/")
    assert "下属单位" in city.browser().get("/")


def test_a_host_belongs_to_one_site(city: World) -> None:
    with pytest.raises(Refusal, match="another site"), city.office.transaction() as (cluster, act):
        change_site(cluster["sites"]["jyj"], {"hosts": (OTHER, MAIN.upper())}, act)
    assert "Site fgw" in city.browser(host=MAIN).get("/")


def test_a_host_that_is_given_up_answers_no_more(city: World) -> None:
    city.site("gone", hosts=("a.gone.example.cn", "b.gone.example.cn"))
    with city.office.transaction() as (cluster, act):
        change_site(cluster["sites"]["gone"], {"hosts": ("b.gone.example.cn",)}, act)
    city.browser(host="a.gone.example.cn").get("/", status=404)
    assert "Site gone" in city.browser(host="b.gone.example.cn").get("/")


def test_links_to_other_sites_lead_to_their_main_hosts(city: World) -> None:
    city.feed()
    page = city.browser(host=f"{MAIN}:8080").get("/search", {"q": "教育通知", "scope": "cluster"})
    links = [link["href"] for link in page.html.select("ol.results a")]
    assert any(link.startswith(f"http://{OTHER}:8080/zwgk/tzgg/") for link in links)


def test_the_search_of_a_site_finds_its_own_documents_only(city: World) -> None:
    city.feed()
    page = city.browser(host=MAIN).get("/search", {"q": "通知"})
    assert "发改通知" in page.text.replace("<mark>", "").replace("</mark>", "")
    assert OTHER not in page


def test_people_and_the_network_name_a_host_differently() -> None:
    assert people_host(ascii_host("发改委.政务")) == "发改委.政务"
    assert ascii_host("发改委.政务").startswith("xn--")
    assert ascii_host("FGW.Example.CN.") == "fgw.example.cn"
