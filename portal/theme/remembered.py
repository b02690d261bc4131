"""What every page asks for again, kept ready: messages in its language, addresses of static files.

Together they were a tenth of the time of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.i18n import get_localizer
from pyramid.request import Request
from pyramid.threadlocal import get_current_request
from pyramid_chameleon.interfaces import IChameleonTranslate
from translationstring import ChameleonTranslate, TranslationString

from portal.i18n import translated

if TYPE_CHECKING:
    from pyramid.config import Configurator

AFTER_CHAMELEON = 1_001
"""Order of our action: pyramid_chameleon's own has 1000."""
_ADDRESSES = "portal.static_addresses"


class Messages:
    """Translates what templates say, and remembers what holds no values.

    There are as many to remember as there are messages in code and templates.
    """

    def __init__(self) -> None:
        self._translate = ChameleonTranslate(_translated)
        self._known: dict[tuple[Any, ...], str] = {}

    def __call__(self, message: Any, domain: str | None = None, **others: Any) -> Any:
        """Return `message` in the language of the current request."""
        kind = type(message)
        if others.get("mapping") or not (
            kind is str or (kind is TranslationString and not message.mapping)
        ):
            return self._translate(message, domain=domain, **others)
        own = message.domain if kind is TranslationString else domain
        locale = get_localizer(get_current_request()).locale_name
        key = (locale, own, message, others.get("context"), others.get("default"))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._translate(message, domain=domain, **others)
        return known


def _translated(message: TranslationString) -> str:
    return str(translated(message, get_localizer(get_current_request()).translate))


def static_path(request: Request, path: str, **elements: Any) -> str:
    """Return the address of the static file `path`, which stays as long as the process."""
    if elements:
        return str(Request.static_path(request, path, **elements))
    known: dict[tuple[str, str], str] = request.registry[_ADDRESSES]
    key = (request.script_name, path)
    if key not in known:
        known[key] = str(Request.static_path(request, path))
    return known[key]


def includeme(config: Configurator) -> None:
    """Let templates use what is remembered."""
    config.registry[_ADDRESSES] = {}
    config.add_request_method(static_path, "static_path")
    config.action(
        "portal.messages",
        lambda: config.registry.registerUtility(Messages(), IChameleonTranslate),
        order=AFTER_CHAMELEON,
    )
