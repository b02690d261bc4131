"""What a citizen fills in to write a letter; nothing in it is taken on trust."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, TypedDict

import colander

from addons.interaction.i18n import _
from addons.interaction.mailbox.schema import leader_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME_MAX = 50
TELEPHONE_MAX = 30
EMAIL_MAX = 254
"""Source: RFC 5321, 4.5.3.1.3: longest path, without its brackets."""
SUBJECT_MAX = 100
TEXT_MAX = 5_000
"""Longest letter, in characters."""
READ_MOST = 100_000
"""Longest text that is looked at sign by sign, in characters."""
MARKS_MOST = 30
"""Most marks on one letter. Source: Unicode Standard Annex 15, stream-safe text format."""
TEXT_ROWS = 10
"""Lines of a letter that are seen at once."""
TOPICS = {
    "consultation": _("Consultation"),
    "complaint": _("Complaint"),
    "suggestion": _("Suggestion"),
    "help": _("Request for help"),
    "report": _("Report of a wrong"),
}
"""Name of a sort of letter to its title."""
WISHES = {
    "yes": _("Yes, without my name and contact"),
    "no": _("No"),
}
"""Whether the sender agrees that letter and answer are published."""
_TELEPHONE = re.compile(r"(?=(?:\D*\d){5})[0-9+() #*x-]{5,30}", re.ASCII)
_EMAIL = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\".]+(\.[^\s@,;<>()\".]+)+")
_KEPT = frozenset("\n\t")
_MISSING = _("Please fill this in.")
_CHOOSE = _("Please choose")


class LetterData(TypedDict):
    """A validated letter; `addressee` is the name of a leader, empty for the mailbox."""

    topic: str
    addressee: str
    name: str
    telephone: str
    email: str
    subject: str
    text: str
    publish: str


def readable(text: Any) -> Any:
    """Return `text` without what cannot be seen or turns around what stands beside it."""
    if not isinstance(text, str):
        return text
    if len(text) > READ_MOST:
        return text  # it is refused for its length, and nobody gets as much work as that
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(_seen(lines))).strip() or colander.null


def _seen(text: str) -> Iterator[str]:
    """Yield the signs that can be seen; of a heap of marks on one letter only the first ones.

    Putting marks in order takes the square of how many there are.
    """
    marks = 0
    for sign in text:
        if sign in _KEPT or not _is_unseen(sign):
            marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
            if marks <= MARKS_MOST:
                yield sign


def _is_unseen(sign: str) -> bool:
    """Tell whether `sign` is a control, a mark of direction, half a character or none at all.

    What is not assigned yet, or for private use, stays: rare characters of names can be that.
    """
    return unicodedata.category(sign) in _UNSEEN or ord(sign) & _NO_CHARACTER == _NO_CHARACTER


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NO_CHARACTER = 0xFFFE
"""The last two places of each plane are no characters. Source: Unicode 15, 23.7."""


def on_one_line(text: Any) -> Any:
    """Return `text` as `readable`, on one line."""
    seen = readable(text)
    return " ".join(seen.split()) if isinstance(seen, str) else seen


def plain_signs(text: Any) -> Any:
    """Return `text` as `on_one_line`, with signs of full width as the usual ones."""
    seen = on_one_line(text)
    return unicodedata.normalize("NFKC", seen) if isinstance(seen, str) else seen


def _field(title: str, longest: int, *, validator: Any = None, **more: Any) -> colander.SchemaNode:
    length = _at_most(longest)
    return colander.SchemaNode(
        colander.String(),
        title=title,
        validator=colander.All(length, validator) if validator else length,
        longest=longest,
        **({"preparer": on_one_line} | more),
    )


def _at_most(longest: int) -> Any:
    """Return what refuses a longer text, and says how much longer it is."""

    def validate(node: colander.SchemaNode, text: str) -> None:
        if len(text) > longest:
            values = {"longest": longest, "over": len(text) - longest}
            raise colander.Invalid(
                node,
                _(
                    "Please use at most ${longest} characters; these are ${over} more.",
                    mapping=values,
                ),
            )

    return validate


def _chosen(title: str, choices: Mapping[str, str], **more: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        validator=_one_of(choices),
        missing_msg=_CHOOSE,
        shape="choice",
        choices=(("", _CHOOSE), *choices.items()),
        marked=True,
        **more,
    )


def _one_of(choices: Mapping[str, str]) -> Any:
    def validate(node: colander.SchemaNode, value: str) -> None:
        if value not in choices:
            raise colander.Invalid(node, _CHOOSE)

    return validate


class LetterSchema(colander.Schema):
    """A letter as the public form asks for it."""

    topic = _chosen(_("What is it about?"), TOPICS)
    addressee = colander.SchemaNode(
        colander.String(), title=_("To whom do you write?"), missing="", shape="choice", choices=()
    )
    name = _field(_("Your name"), NAME_MAX, marked=True, missing_msg=_MISSING, autocomplete="name")
    telephone = _field(
        _("Telephone"),
        TELEPHONE_MAX,
        preparer=plain_signs,
        validator=colander.Regex(
            rf"^(?:{_TELEPHONE.pattern})\Z", _("This is no telephone number."), re.ASCII
        ),
        missing="",
        autocomplete="tel",
        inputmode="tel",
        description=_("Telephone or mail address: one of them, so that the office can ask you."),
    )
    email = _field(
        _("Mail address"),
        EMAIL_MAX,
        preparer=plain_signs,
        validator=colander.Regex(rf"^(?:{_EMAIL.pattern})\Z", _("This is no mail address.")),
        missing="",
        autocomplete="email",
        inputmode="email",
    )
    subject = _field(_("Subject"), SUBJECT_MAX, marked=True, missing_msg=_MISSING)
    text = _field(
        _("Your letter"),
        TEXT_MAX,
        preparer=readable,
        marked=True,
        missing_msg=_MISSING,
        shape="text",
        rows=TEXT_ROWS,
        description=_(
            "At most ${longest} characters. Please leave out names and numbers of other persons.",
            mapping={"longest": TEXT_MAX},
        ),
    )
    publish = _chosen(
        _("May letter and answer be published?"),
        WISHES,
        description=_("The office decides. Reports of a wrong are never published."),
    )

    def after_bind(self, _node: colander.SchemaNode, values: Mapping[str, Any]) -> None:
        """Offer the leaders of the mailbox, if it names any; the text has room to be seen."""
        names = [leader_of(line).name for line in values["request"].context.leaders]
        if not names:
            del self["addressee"]
            return
        anybody = _("Whoever is in charge")
        self["addressee"].choices = (("", anybody), *((name, name) for name in names))
        self["addressee"].validator = _one_of(dict.fromkeys(names, ""))

    def validator(self, node: colander.SchemaNode, values: dict[str, str]) -> None:
        """Ask for a way to reach the sender."""
        if not values["telephone"] and not values["email"]:
            problem = colander.Invalid(node)
            problem["telephone"] = _("Please give a telephone number or a mail address.")
            raise problem
