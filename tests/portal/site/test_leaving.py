from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from portal.testing import World

BODY = (
    '<p><a href="https://www.gov.cn/a">政府</a> <a href="https://news.example/x?a=1&amp;b=2">新闻</a> '
    '<a href="/zwgk/">本站</a> <a href="http://gov.cn.evil.example/">像</a></p>'
)


def links(world: World, address: str) -> list[str]:
    return world.browser().get(address).lxml.xpath("//div[@class='prose']//a/@href")


def test_only_links_to_other_than_government_sites_are_led_past_a_question(world: World) -> None:
    world.site("fgw")
    gov, news, own, alike = links(world, world.publish("/sites/fgw/zwgk/tzgg", body=BODY))
    assert (gov, own) == ("https://www.gov.cn/a", "/sites/fgw/zwgk/")
    assert urlsplit(news).path == urlsplit(alike).path == "/leave"
    page = world.browser().get(news)
    assert page.lxml.xpath("//a[@class='button']/@href") == ["https://news.example/x?a=1&b=2"]


def test_a_site_of_the_cluster_is_no_stranger(world: World) -> None:
    world.site("fgw")
    world.site("gaj", hosts=("gaj.shili.example",))
    body = '<p><a href="http://gaj.shili.example/">公安局</a></p>'
    found = links(world, world.publish("/sites/fgw/zwgk/tzgg", body=body))
    assert found == ["http://gaj.shili.example/"]


@pytest.mark.parametrize("change", [("news", "evil"), ("sign=", "sign=0"), ("to=", "x=")])
def test_a_changed_address_leads_nowhere(world: World, change: tuple[str, str]) -> None:
    world.site("fgw")
    news = links(world, world.publish("/sites/fgw/zwgk/tzgg", body=BODY))[1]
    assert change[0] in news
    world.browser().get(news.replace(*change), status=404)
    world.browser().get("/leave?to=javascript:alert(1)&sign=%E4%B8%AD", status=404)


def test_nothing_is_below_a_page(world: World) -> None:
    home = world.site("fgw")
    world.browser().get(f"{home}search/more", status=404)
    world.browser().get(f"{home}sitemap/", status=200)
