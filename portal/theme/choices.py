"""The ways of reading that a page offers: sizes, contrast, scripts and languages."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from portal.i18n import _
from portal.site.reading import (
    ELDER,
    Reading,
    language_of,
    languages_of,
    reading_of,
    switch_addresses,
)
from portal.theme.frame import ReadingChoice

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.content import Home

Address = Callable[..., str]

CHINESE = "zh"
"""How the names of the Chinese locales begin."""
SIZES = (("normal", _("Small")), ("large", _("Medium")), ("larger", _("Large")))


def reading_values(home: Home, request: Request, *, long_text: bool) -> dict[str, Any]:
    """Return the part of the frame's values that is about the way of reading.

    :param long_text: whether the page has a text whose size can be chosen.
    """
    chosen = reading_of(request)
    language, text = language_of(request), languages_of(request)[0]
    contrast = "usual" if chosen.contrast else "high"
    address = switch_addresses(home, request)
    return {
        "lang": _tag(language, chosen),
        "text_lang": _tag(text, chosen) if text != language else "",
        "elder": chosen.is_elder,
        "reading_address": address(mode=_other(chosen)),
        "contrast": chosen.contrast if chosen.is_elder else "",
        "contrast_address": address(contrast=contrast) if chosen.is_elder else "",
        "size": chosen.size,
        "sizes": _sizes(chosen, address) if long_text else (),
        "scripts": (*_scripts(request, chosen, address), *_languages(request, language, address)),
        "aloud": chosen.is_elder and long_text,
    }


def _other(chosen: Reading) -> str:
    return "plain" if chosen.is_elder else ELDER


def _tag(language: str, chosen: Reading) -> str:
    """Return the language tag of a locale, such as `zh-CN`, in the script that is chosen."""
    if language.startswith(CHINESE) and chosen.script:
        return "zh-Hant"
    return language.replace("_", "-")


def _sizes(chosen: Reading, address: Address) -> tuple[ReadingChoice, ...]:
    return tuple(
        ReadingChoice(
            title,
            address(size=size),
            current=size == (chosen.size or "normal"),
        )
        for size, title in SIZES
    )


def _scripts(request: Request, chosen: Reading, address: Address) -> tuple[ReadingChoice, ...]:
    """Return the other script, where anything is written in Chinese."""
    if not any(each.startswith(CHINESE) for each in languages_of(request)):
        return ()
    script = "hans" if chosen.script else "hant"
    title = _names()["scripts"][script]
    return (ReadingChoice(title, address(script=script), f"zh-{script.title()}"),)


def _languages(request: Request, language: str, address: Address) -> tuple[ReadingChoice, ...]:
    names = _names()["names"]
    return tuple(
        ReadingChoice(
            names.get(each, each),
            address(language=each),
            each.replace("_", "-"),
        )
        for each in languages_of(request)
        if each != language
    )


@cache
def _names() -> dict[str, dict[str, str]]:
    """Return what languages and scripts call themselves."""
    text = files("portal.theme").joinpath("data", "languages.toml").read_text("utf-8")
    return tomllib.loads(text)
