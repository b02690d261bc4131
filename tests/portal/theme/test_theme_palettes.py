"""The colours that sites choose from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import portal
from portal.site.schema import THEMES
from portal.theme.page import USUAL
from portal.theme.palettes import STYLES, Colour, Palette, in_hex, palettes, styles

STATIC = Path(portal.__file__).parent / "theme/static"
ROOT = (STATIC / "portal.css").read_text("utf-8").partition("}")[0]
WHITE = (255, 255, 255)
TEXT, LARGE, ELDER_TEXT = 4.5, 3.0, 7.0
"""Least contrasts. Source: WCAG 2.2, success criteria 1.4.3, 1.4.11 and 1.4.6."""


def luminance(colour: Colour) -> float:
    shares = [part / 255 for part in colour]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def usual(name: str) -> Colour:
    digits = re.search(rf"--{name}: #([0-9a-f]+);", ROOT)
    assert digits
    text = digits[1] if len(digits[1]) == 6 else "".join(each * 2 for each in digits[1])
    red, green, blue = bytes.fromhex(text)
    return red, green, blue


def grounds(palette: Palette) -> Iterator[Colour]:
    yield from (WHITE, palette.ground, palette.pale)


every = pytest.mark.parametrize("palette", palettes(), ids=lambda each: each.name)


def test_contrast_is_reckoned_as_the_guidelines_do() -> None:
    assert contrast(WHITE, (0, 0, 0)) == pytest.approx(21)
    assert contrast((118, 118, 118), WHITE) == pytest.approx(4.54, abs=0.01)


def test_the_palettes_are_those_that_a_site_may_choose() -> None:
    assert tuple(each.name for each in palettes()) == THEMES


def test_the_first_palette_is_the_one_that_the_styles_have_without_a_theme() -> None:
    first = palettes()[0]
    assert first.name == USUAL
    for name in ("main", "accent", "ground"):
        assert in_hex(getattr(first, name)) == in_hex(usual(name))


def test_the_styles_of_the_palettes_are_made_of_the_data() -> None:
    assert STYLES.read_text("utf-8") == styles()


@every
def test_text_in_the_colours_of_a_theme_is_readable_on_its_grounds(palette: Palette) -> None:
    texts = (palette.main, palette.accent, usual("ink"), usual("soft"))
    for ground in grounds(palette):
        assert min(contrast(text, ground) for text in texts) >= TEXT


@every
def test_white_text_is_readable_on_the_colours_of_a_theme(palette: Palette) -> None:
    assert contrast(WHITE, palette.main) >= TEXT
    assert contrast(WHITE, palette.accent) >= TEXT


@every
def test_the_edges_of_fields_stand_out_from_every_ground(palette: Palette) -> None:
    assert min(contrast(usual("edge"), ground) for ground in grounds(palette)) >= LARGE


@every
def test_large_text_for_the_elderly_has_strong_contrast_in_every_theme(palette: Palette) -> None:
    for colour in (palette.elder.main, palette.elder.accent):
        assert min(contrast(colour, ground) for ground in grounds(palette)) >= ELDER_TEXT


def test_the_styles_of_home_pages_ask_nobody_else_for_anything_and_use_no_other_colours() -> None:
    text = (STATIC / "home.css").read_text("utf-8")
    assert len(text.encode()) < 12_000
    assert re.findall(r"https?:|//|@import|@font-face", text) == []
    assert re.findall("#[0-9a-f]{3,8}", text) == []
