"""Taking documents from the public, alone or by two people, as the rule of the place says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.document import alarms
from portal.content.document.events import WithdrawalAsked, WithdrawalRefused
from portal.content.document.operations import forget_asking, withdraw_document
from portal.content.reviewing import review_rule
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from portal.act import Act
    from portal.content.document.content import Document


def ask_withdrawal(document: Document, act: Act, *, reason: str, notice: str = "") -> None:
    """Ask for `document` to be taken from the public.

    :param reason: for the files of the office.
    :param notice: what the public is to read at its address.
    :raises Refusal: when the public does not see it, somebody asked already, or without a reason.
    """
    if document.state != "published":
        raise Refusal(_("The public does not see this."))
    if document.withdrawal is not None:
        raise Refusal(_("Somebody asked for the withdrawal already."))
    if not reason.strip():
        raise Refusal(_("Please give a reason for the withdrawal."))
    document.withdrawal = (act.by or "", act.at, reason.strip(), notice.strip())
    alarms.note(document, alarms.ASKED, act.at)
    document.changed_at = act.at
    act.announce(WithdrawalAsked(document, act, reason=reason.strip()))


def approve_withdrawal(document: Document, act: Act) -> None:
    """Take `document` from the public, as somebody asked for.

    :raises Refusal: when nobody did, or by who asked where two people have to agree.
    """
    _by, _at, reason, notice = _asked(document)
    problem = asked_alone(document, act.by or "")
    if problem:
        raise Refusal(problem)
    withdraw_document(document, act, reason=reason, notice=notice)


def refuse_withdrawal(document: Document, act: Act, *, reason: str) -> None:
    """Let the public go on seeing `document`, and say why.

    :raises Refusal: when nobody asked for its withdrawal, or without a reason.
    """
    _asked(document)
    if not reason.strip():
        raise Refusal(_("Please say why this stays."))
    asked_by = forget_asking(document)
    document.changed_at = act.at
    act.announce(WithdrawalRefused(document, act, reason=reason.strip(), asked_by=asked_by))


def withdraw(document: Document, act: Act, *, reason: str, notice: str = "") -> None:
    """Take `document` from the public at once.

    :raises Refusal: where two people have to agree, when the public does not see it, or without a
        reason.
    """
    problem = needs_two(document)
    if problem:
        raise Refusal(problem)
    withdraw_document(document, act, reason=reason, notice=notice)


def needs_two(document: Document) -> TranslationString | None:
    """Tell that nobody takes `document` from the public alone; `None` where one person may."""
    if document.state == "published" and review_rule(document).withdrawal_by_two:
        return _("Here, one person asks for a withdrawal, and another one decides on it.")
    return None


def asked_alone(document: Document, login: str) -> TranslationString | None:
    """Tell that `login` cannot decide on the own asking; `None` where that is possible."""
    own = document.withdrawal is not None and document.withdrawal[0] == login
    return (
        _("Somebody else has to decide on what you asked for.")
        if own and needs_two(document)
        else None
    )


def _asked(document: Document) -> tuple[str, object, str, str]:
    if document.withdrawal is None or document.state != "published":
        raise Refusal(_("Nobody asked for a withdrawal."))
    return document.withdrawal
