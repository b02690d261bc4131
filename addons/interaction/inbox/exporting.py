"""The list of letters as a spreadsheet or as CSV, with senders masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.view import view_config

from addons.interaction.i18n import _
from addons.interaction.inbox.asking import asked_of
from addons.interaction.inbox.queries import titles_for
from addons.interaction.inbox.showing import HEADS, cells_of
from addons.interaction.mailbox.content import Mailbox
from addons.interaction.mailbox.workflow import HANDLE
from portal.audit.viewing import note_export
from portal.desk.exporting import CSV, ENDINGS, XLSX, as_file, comma_separated, spreadsheet
from portal.errors import Refusal
from portal.ledger.submissions import count, page
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyramid.request import Request
    from pyramid.response import Response

ROWS_MOST = 5_000
"""Most letters in one file; it is made while the officer waits."""
NAME = "letters"


@view_config(context=Site, name="letters.xlsx", permission=HANDLE, request_method="GET")
@view_config(context=Mailbox, name="letters.xlsx", permission=HANDLE, request_method="GET")
def as_spreadsheet(place: Site | Mailbox, request: Request) -> Response:
    """Send the filtered list as a spreadsheet, and note that it was taken out."""
    return _sent(spreadsheet, XLSX, place, request)


@view_config(context=Site, name="letters.csv", permission=HANDLE, request_method="GET")
@view_config(context=Mailbox, name="letters.csv", permission=HANDLE, request_method="GET")
def as_csv(place: Site | Mailbox, request: Request) -> Response:
    """Send the filtered list as CSV, and note that it was taken out."""
    return _sent(comma_separated, CSV, place, request)


def _sent(
    make: Callable[[Iterable[Iterable[str]], str], bytes],
    kind: str,
    place: Site | Mailbox,
    request: Request,
) -> Response:
    lines = list(_lines(place, request))
    note_export(request, place, what=NAME, form=ENDINGS[kind], count=len(lines) - 1)
    response = as_file(make(lines, NAME), kind, f"{NAME}.{ENDINGS[kind]}")
    response.cache_control = "no-store"
    return response


def _lines(place: Site | Mailbox, request: Request) -> Iterator[tuple[str, ...]]:
    """Return the heads of the columns, then what they say of each letter that fits.

    :raises Refusal: when these are too many.
    """
    wanted = asked_of(request.GET, place).wanted(place)
    total = count(request.ledger, wanted)
    if total > ROWS_MOST:
        values = {"count": str(total), "most": str(ROWS_MOST)}
        raise Refusal(
            _(
                "These are ${count} letters; a file takes ${most}. Please narrow the filter.",
                mapping=values,
            )
        )
    letters, translate = page(request.ledger, wanted, 0, ROWS_MOST), request.localizer.translate
    titles = titles_for(place, (each.place for each in letters))
    yield tuple(translate(head) for head in HEADS)
    for letter in letters:
        yield tuple(str(translate(text)) for text in cells_of(letter, titles))
