from __future__ import annotations

import pytest

from portal.testing import World


def test_large_text_is_kept_in_a_cookie_until_it_is_switched_off(world: World) -> None:
    home = world.site("fgw")
    client = world.browser()
    page = client.get(f"{home}search?q=1")
    address = page.lxml.xpath("//a[@class='reading']/@href")[0]
    back = client.get(address)
    assert back.location.endswith(f"{home}search?q=1")
    kept = back.headers["Set-Cookie"]
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    page = back.follow()
    assert page.lxml.get("data-reading") == "elder"
    address = page.lxml.xpath("//a[@class='reading']/@href")[0]
    assert client.get(address).follow().lxml.get("data-reading") is None


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "x",
        "/a\r\nSet-Cookie: a=b",
        "/\x00",
        "/中",
    ],
)
def test_the_way_of_reading_never_leads_to_another_host(world: World, back: str) -> None:
    home = world.site("fgw")
    answer = world.browser().get(f"{home}reading", {"mode": "elder", "back": back})
    assert answer.location == f"http://127.0.0.1{home}"
