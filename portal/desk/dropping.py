"""Files that are dropped onto the contents of a section: Word files become drafts, others media."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.document.drafts import title_of
from portal.content.document.operations import create_document
from portal.content.document.schema import TITLE_MAX
from portal.content.document.wordimport import read_word, take_over
from portal.content.section.content import Section
from portal.content.uploading import Outcome, Sent, Words, keep_each, keep_one
from portal.desk.contents import contents
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.act import Act
    from portal.content.document.schema import DocumentData

Answer: TypeAlias = dict[str, Any] | Response

WORD = (".docx", ".docm", ".dotm")
"""Endings of what is meant to become a document."""
WORD_MOST = 20
"""Most Word files of one form; a script sends one after the other."""


@view_config(
    context=Section,
    name="contents",
    permission="portal.add_content",
    request_method="POST",
    renderer="templates/contents.pt",
)
def take_files(section: Section, request: Request) -> Answer:
    """Make something of each file that was sent; a script is told as data."""
    outcomes = keep_each(request, _Keeper(section, request).keep)
    problems = tuple(each for each in outcomes if each.problem)
    request.response.status_int = 422 if problems else 200
    if request.headers.get("Accept") == "application/json":
        return _told(outcomes, section, request)
    if problems:
        return contents(section, request) | {"problems": problems}
    return HTTPSeeOther(f"{path_of(section, request)}contents?arrived=1")


class _Keeper:
    """Keeps the files of one form."""

    def __init__(self, section: Section, request: Request) -> None:
        self._section = section
        self._request = request
        self._words_taken = 0

    def keep(self, sent: Sent, words: Words) -> int:
        """Keep a file, and return the identity of what became of it.

        :raises Refusal: when nothing did.
        """
        if sent.name.lower().endswith(WORD):
            return self._keep_word(sent)
        media = site_of(self._section)["media"]
        if not self._request.has_permission("portal.add_content", media):
            raise Refusal(_("You may add only Word files here; each becomes a document."))
        return keep_one(media, sent, words, self._request.act)

    def _keep_word(self, sent: Sent) -> int:
        self._words_taken += 1
        if self._words_taken > WORD_MOST:
            raise Refusal(
                _("At most ${most} Word files can be sent at once.", mapping={"most": WORD_MOST})
            )
        return add_from_word(self._section, sent, self._request.act).oid


def add_from_word(section: Section, sent: Sent, act: Act) -> Document:
    """Make a Word file a draft in `section`; without a title in its text its name is the title.

    :raises Refusal: when it cannot be read.
    """
    if sent.file is None:
        raise Refusal(_("This did not arrive whole. Please send it again."))
    sent.file.seek(0)
    word = read_word(sent.name, sent.file)
    taken = take_over(word, section, act)
    site = site_of(section)
    data = {
        "title": taken.title or word.name[:TITLE_MAX],
        "body": taken.body,
        "source": site.sponsor or site.title,
    }
    return create_document(section, cast("DocumentData", data), act)


def _told(outcomes: tuple[Outcome, ...], section: Section, request: Request) -> Response:
    """Tell a script what became of the one file that it sent, and where that is now."""
    first = outcomes[0]
    answer = {
        "problem": request.localizer.translate(first.problem),
        "lacks_words": first.lacks_words,
    }
    made = reach(first.oid, section) if first.oid else None
    if isinstance(made, Document):
        answer |= {"title": title_of(made), "address": f"{path_of(made, request)}/edit"}
    elif made is not None:
        answer |= {"title": made.title, "address": f"{path_of(made, request)}/describe"}
    return Response(json_body=answer, status=request.response.status_int)
