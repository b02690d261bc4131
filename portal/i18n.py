"""Translation of the core's own messages; the Chinese catalogue is in portal/locale."""

from __future__ import annotations

from collections.abc import Callable

from pyramid.i18n import TranslationString, TranslationStringFactory

_ = TranslationStringFactory("portal")


def translated(message: str, translate: Callable[[str], str]) -> str:
    """Return `message` as a person reads it, also where values in it are messages themselves."""
    if not isinstance(message, TranslationString) or not message.mapping:
        return translate(message)
    values = {name: translated(value, translate) for name, value in message.mapping.items()}
    return translate(TranslationString(message, mapping=values))


def english(message: str) -> str:
    """Return a message in English, for the operator."""
    return translated(message, _interpolated)


def _interpolated(message: str) -> str:
    return message.interpolate() if isinstance(message, TranslationString) else str(message)
