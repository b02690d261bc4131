"""Every page template, with full and with empty values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import polib
import pytest
from theme_samples import EMPTY_PAGE, FULL, FULL_PAGE, empty

import portal
from portal.content.richtext import CLASSES

ROOT = Path(portal.__file__).parent
FOLDERS = ("theme", "site", "security", "content", "desk", "audit", "mail")
ADDONS = ROOT.parent / "addons"
TEMPLATES = sorted(path for folder in (*FOLDERS, ADDONS) for path in (ROOT / folder).rglob("*.pt"))
STYLES = (ROOT / "theme/static/portal.css").read_text(encoding="utf-8")
CATALOGUES = (
    ROOT / "locale/zh_CN/LC_MESSAGES/portal.po",
    *ADDONS.glob("*/locale/zh_CN/LC_MESSAGES/*.po"),
)
OWN_SCRIPT = re.compile(
    r"""<script[^>]* src="\$\{request\.static_path\('(?:portal\.theme|deform|addons\.[a-z]+):static/[a-z./]+\.js'\)\}" defer="defer"></script>"""
)
VOID = {"meta", "link", "img", "input", "source", "br", "hr"}


class Outline(HTMLParser):
    """Open tags, headings, ids and whatever a strict content policy would refuse."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[str] = []
        self.refused: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [given["id"] or ""] if "id" in given else []
        self.labels |= {given["for"] or ""} if tag == "label" and "for" in given else set()
        if tag == "input" and given.get("type") != "hidden" and "hidden" not in given:
            self.fields.append(given.get("id") or "without id")
        inline = tag == "script" and not (given.get("src") or "").startswith(
            ("/static/", "/addon-static/")
        )
        self.refused += [tag] if inline or tag in {"style", "tal:block"} else []
        self.refused += [name for name in given if name == "style" or name.startswith("on")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.refused += [data] if self.open[-1:] == ["script"] else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"


Known = set[tuple[str, str]]


@pytest.fixture(scope="module")
def known() -> Known:
    """Domains and messages that are there in Chinese."""
    return {
        (file.stem, entry.msgid)
        for file in CATALOGUES
        for entry in polib.pofile(str(file)).translated_entries()
    }


@pytest.fixture(params=["full", "empty"])
def shown(request: pytest.FixtureRequest, show: Callable[..., str], template: str) -> str:
    if request.param == "full":
        return show(template, FULL[template], FULL_PAGE)
    return show(template, empty(template), EMPTY_PAGE)


@pytest.mark.parametrize("template", FULL)
def test_a_page_is_sound_html_that_a_strict_policy_accepts(shown: str) -> None:
    outline = Outline(shown)
    assert outline.open == []
    assert outline.refused == []
    assert len(outline.ids) == len(set(outline.ids))
    assert shown.startswith("<!DOCTYPE html>")
    assert "${" not in shown


@pytest.mark.parametrize("template", FULL)
def test_headings_of_a_page_follow_one_another(shown: str) -> None:
    levels = Outline(shown).levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("template", FULL)
def test_every_field_has_a_label(shown: str) -> None:
    outline = Outline(shown)
    assert set(outline.fields) <= outline.labels


def test_every_template_of_a_page_is_tried() -> None:
    tried = {
        ROOT.parent / name.replace(".", "/", name.count(".") - 1).replace(":", "/") for name in FULL
    }
    parts = {ROOT / "theme/templates/frame.pt", ROOT / "theme/templates/parts.pt"}
    parts.add(ROOT / "site/blocks/templates/blocks.pt")
    assert set(TEMPLATES) == tried | parts


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_is_english_and_holds_no_style_and_no_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall("[\u2e80-\u9fff\uff00-\uffef]", text) == []
    without_own = OWN_SCRIPT.sub("", text)
    assert re.findall(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", without_own) == []


@pytest.mark.parametrize("template", FULL)
def test_every_message_of_a_page_is_there_in_chinese(
    template: str, show: Callable[..., str], asked: set[tuple[str, str]], known: Known
) -> None:
    asked.clear()
    show(template, FULL[template], replace(FULL_PAGE, person="王小明", sign_out_address="/out"))
    show(template, empty(template), FULL_PAGE)
    assert asked
    assert asked <= known


def test_the_styles_are_small_and_ask_nobody_else_for_anything() -> None:
    assert len(STYLES.encode()) < 30_000
    assert re.findall(r"https?:|//|@import|@font-face", STYLES) == []


def test_every_class_that_rich_text_keeps_has_a_look() -> None:
    assert [name for name in CLASSES if f".prose .{name} {{" not in STYLES] == []


def test_the_colours_of_the_styles_are_readable_on_their_grounds() -> None:
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", STYLES.partition("}")[0]))
    grounds = [colours[name] for name in ("paper", "ground", "pale")]
    for name in ("ink", "soft", "main", "accent"):
        assert all(_contrast(colours[name], ground) >= 4.5 for ground in grounds), name


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
