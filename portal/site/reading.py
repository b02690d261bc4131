"""How a visitor wants to read: size, contrast, script and language, kept in one cookie."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.content import Home

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.request import Request

COOKIE = "reading"
COOKIE_MAX = 60
"""Longest value of the cookie that is read, in characters."""
ELDER = "elder"
"""Large text, strong contrast, big targets.

Source: circular on websites for the elderly and the disabled (State Council General Office, 2021,
No. 28): main text of 18 points or more, contrast of 4.5:1 or more, on pages without advertising.
"""
CHOICES = {
    "mode": (ELDER,),
    "contrast": ("high",),
    "size": ("large", "larger"),
    "script": ("hant",),
}
"""What can be chosen instead of the usual, by the name of the parameter."""
KEEP_SECONDS = 365 * 24 * 3600
BACK_MAX = 500
"""Longest address to come back to, in characters."""
_KINDS = {word: kind for kind, words in CHOICES.items() for word in words}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?")
_LOCAL = re.compile(r"/(?![/\\])[\x21-\x7e]*")


@dataclass(frozen=True)
class Reading:
    """The choices of a visitor; empty where it is as usual, else a word of `CHOICES`.

    :ivar language: locale name, such as `en`; counts only on sites that have this language.
    """

    mode: str = ""
    contrast: str = ""
    size: str = ""
    script: str = ""
    language: str = ""

    @property
    def text(self) -> str:
        """The choices as the cookie keeps them, such as `elder.large.hant`."""
        return ".".join(word for word in astuple(self) if word)

    @property
    def is_elder(self) -> bool:
        """Whether large text, strong contrast and big targets are wanted."""
        return self.mode == ELDER


def reading_in(text: str) -> Reading:
    """Return the choices in the value of a cookie; none for what we would not have written."""
    found: dict[str, str] = {}
    for word in text.split(".") if 0 < len(text) <= COOKIE_MAX else ():
        kind = _KINDS.get(word) or ("language" if _LANGUAGE.fullmatch(word) else "")
        if not kind or kind in found:
            return Reading()
        found[kind] = word
    return Reading(**found)


def reading_of(request: Request) -> Reading:
    """Return the choices of the visitor."""
    return reading_in(request.cookies.get(COOKIE, ""))


def languages_of(request: Request) -> tuple[str, ...]:
    """Return the languages of the site, else that of the installation; the first is usual."""
    languages: tuple[str, ...] = request.site.languages if request.site else ()
    return languages or (request.registry["settings"].language,)


def language_of(request: Request) -> str:
    """Return the locale of a page: the chosen language if the site has it, else its first one.

    No parameter of an address decides it, so that one address is one page.
    """
    languages = languages_of(request)
    chosen = reading_of(request).language
    return chosen if chosen in languages else languages[0]


def switch_addresses(home: Home, request: Request) -> Callable[..., str]:
    """Return what gives the address that changes one choice, such as `size="large"`.

    All of them come back to the page of `request`.
    """
    base = path_of(home, request)
    back = quote_plus(_way_back(request) or base)

    def address(**choice: str) -> str:
        return f"{base}reading?{urlencode(choice)}&back={back}"

    return address


def _way_back(request: Request) -> str:
    """Return the address of this page; empty for one that is too long, or no text at all."""
    try:
        address: str = request.path_qs
    except UnicodeDecodeError:
        return ""
    return address if len(address) <= BACK_MAX else ""


@view_config(context=Home, name="reading", request_method="GET", permission="view")
def switch(home: Home, request: Request) -> HTTPSeeOther:
    """Keep the way of reading in a cookie and lead back; never to another host."""
    back = request.GET.get("back", "")[:BACK_MAX]
    response = HTTPSeeOther(back if _LOCAL.fullmatch(back) else path_of(home, request))
    chosen = replace(reading_of(request), **_changes(request))
    if chosen.text:
        secure = request.registry["settings"].secure_cookies
        response.set_cookie(
            COOKIE, chosen.text, max_age=KEEP_SECONDS, secure=secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE)
    return response


def _changes(request: Request) -> dict[str, Any]:
    """Return the asked choices; a word that is none stands for the usual."""
    allowed = {**CHOICES, "language": languages_of(request)[1:]}
    asked = {kind: request.GET[kind] for kind in allowed if kind in request.GET}
    return {kind: word if word in allowed[kind] else "" for kind, word in asked.items()}
