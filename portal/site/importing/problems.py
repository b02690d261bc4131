"""What can be wrong with a value of a record, as people read it; add-ons use it as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import PortalError
from portal.i18n import _, english

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

SHOWN_MOST = 60
"""Characters of a wrong value that are told."""


class MappingError(PortalError):
    """A record cannot be taken over; `reason` is the message that says why."""

    def __init__(self, reason: TranslationString | str) -> None:
        super().__init__(english(reason))
        self.reason = reason


def is_missing(field: str) -> TranslationString:
    """Say that a field has to be there; `field` is its name in the file, here and below."""
    return _("“${field}” is missing.", mapping={"field": field})


def is_no_text(field: str) -> TranslationString:
    """Say that a value is no text."""
    return _("“${field}” is no text.", mapping={"field": field})


def is_no_list(field: str) -> TranslationString:
    """Say that a value is no list of texts."""
    return _("“${field}” is no list of texts.", mapping={"field": field})


def is_no_number(field: str, most: int) -> TranslationString:
    """Say that a value is no whole number up to `most`."""
    values = {"field": field, "most": most}
    return _("“${field}” is no whole number from 0 to ${most}.", mapping=values)


def is_too_long(field: str, most: int) -> TranslationString:
    """Say that a value has more than `most` characters."""
    values = {"field": field, "most": most}
    return _("“${field}” is longer than ${most} characters.", mapping=values)


def is_unknown(field: str, value: str) -> TranslationString:
    """Say that a value is none of those that there are."""
    values = {"field": field, "value": value[:SHOWN_MOST]}
    return _("“${value}” is not known for “${field}”.", mapping=values)


def is_no_address(field: str, value: str) -> TranslationString:
    """Say that a value is no address of the web."""
    values = {"field": field, "value": value[:SHOWN_MOST]}
    return _("“${value}” in “${field}” is no address of the web.", mapping=values)


def is_no_day(field: str, value: str) -> TranslationString:
    """Say that a value is no day of the calendar."""
    values = {"field": field, "value": value[:SHOWN_MOST]}
    return _("“${value}” in “${field}” is no day; write it like 2026-03-02.", mapping=values)


def is_no_real_day(field: str, value: str) -> TranslationString:
    """Say that a day is too early or too late to be meant."""
    values = {"field": field, "value": value[:SHOWN_MOST]}
    return _("“${value}” in “${field}” is too early or too late.", mapping=values)


def is_twice(field: str, value: str, line: int) -> TranslationString:
    """Say that an earlier line of the file has the same value."""
    values = {"field": field, "value": value[:SHOWN_MOST], "line": line}
    return _("“${value}” in “${field}” is in line ${line} already.", mapping=values)


def is_being_written() -> TranslationString:
    """Say that somebody has a draft of the content, which therefore stays as it is."""
    return _("Somebody is writing on this; it was not changed.")


def is_invalid(field: str, value: str) -> TranslationString:
    """Say that a value has not the form that it has to have."""
    values = {"field": field, "value": value[:SHOWN_MOST]}
    return _("“${value}” is not valid for “${field}”.", mapping=values)


def is_wrong(field: str, reason: str) -> TranslationString:
    """Say what a form would say beside the field."""
    return _("“${field}”: ${reason}", mapping={"field": field, "reason": reason})


def is_no_field(field: str) -> TranslationString:
    """Say that no such record has a field of this name."""
    return _("These records have no “${field}”.", mapping={"field": field[:SHOWN_MOST]})


def is_ambiguous(field: str) -> TranslationString:
    """Say that two names of a field came with different values."""
    return _("There are two different values for “${field}”.", mapping={"field": field})


def keeps_all_unsure() -> TranslationString:
    """Say that nothing is withdrawn, as it is not sure what is gone."""
    return _("Nothing is withdrawn: some lines do not say what they are about.")


def keeps_all(gone: int, known: int) -> TranslationString:
    """Say that nothing is withdrawn, as too much would be gone for a right file."""
    values = {"gone": gone, "known": known}
    return _(
        "Nothing is withdrawn: ${gone} of ${known} would be gone; this may be a wrong file.",
        mapping=values,
    )
