"""Letters that a page sends at once, about the address itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.i18n import _
from portal.ledger.outgoing import write
from portal.mail.operations import GOOD_FOR
from portal.mail.phrasing import TITLE_SHOWN, one_line
from portal.mail.writing import message_id

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString
    from pyramid.request import Request


def send_code(account: Any, code: str, request: Request) -> None:
    """Send the code to the address that waits for it."""
    minutes = int(GOOD_FOR.total_seconds()) // 60
    lines = (
        _(
            "The code is ${code}. It is good for ${minutes} minutes.",
            mapping={"code": code, "minutes": minutes},
        ),
        _("Type it in on the page where you gave this address. If that was not you, ignore this."),
    )
    _put(account, account.mail_asked[0], _("Confirm your mail address"), lines, request)


def tell_old_address(account: Any, old: str, request: Request) -> None:
    """Tell who reads the address before that it is not in use any more; they may know nothing."""
    if old:
        lines = (
            _("Notices to your account do not go to this address any more."),
            _("If you know nothing of this, tell your administrators at once."),
        )
        _put(account, old, _("Your mail address was changed"), lines, request)


def _put(
    account: Any,
    to: str,
    subject: TranslationString,
    lines: tuple[TranslationString, ...],
    request: Request,
) -> None:
    say = request.localizer.translate
    name = _("${name}:", mapping={"name": one_line(account.title, TITLE_SHOWN)})
    place = {"place": request.cluster.title, "first": say(subject)}
    write(
        request.ledger,
        login=account.login,
        address=to,
        subject=one_line(say(_("[${place}] ${first}", mapping=place)), 200),
        body="\n".join([say(name), "", *map(say, lines), ""]),
        message_id=message_id(request.registry["settings"].mail_from),
        at=request.act.at,
    )
