"""What the form of a document can do with its text as a whole, each as a revision of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from portal.content.document.drafts import latest
from portal.content.document.operations import save_draft
from portal.content.document.typesetting import typeset
from portal.content.document.wordimport import read_word, take_over
from portal.content.linking import identified
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.act import Act
    from portal.content.document.content import Document
    from portal.content.document.schema import DocumentData
    from portal.content.document.wordimport import WordFile

DIGITS = 3
"""Of the greatest number of pictures that is told."""


def sent_word(request: Request) -> WordFile | None:
    """Return the Word file that was sent with the button for it; `None` for the other buttons.

    :raises Refusal: when there is none, or it cannot be taken over.
    """
    if "import_word" not in request.POST:
        return None
    upload = request.POST.get("word")
    if not getattr(upload, "filename", ""):
        raise Refusal(_("Please choose a Word file first."))
    return read_word(upload.filename, upload.file)


def rework(document: Document, word: WordFile | None, request: Request) -> str:
    """Do with the draft that was saved what its button says; return what to tell, or nothing."""
    if word is not None:
        word = replace(word, html=identified(word.html, document, request))
        return f"word={import_word(document, word, request.act)}"
    if "typeset" in request.POST:
        return f"typeset={int(set_type(document, request.act))}"
    return ""


def import_word(document: Document, word: WordFile, act: Act) -> int:
    """Make the text of `word` that of `document`; return how many pictures could not be taken."""
    before = latest(document)
    taken = take_over(word, document, act, titled=before.values.get("title", "").strip())
    data = {"title": taken.title, "body": taken.body}
    save_draft(document, cast("DocumentData", data), act, beside=bool(before.text.html))
    return taken.left_out


def set_type(document: Document, act: Act) -> bool:
    """Set the type of the newest text; tell whether anything changed by it."""
    before = latest(document).text.html
    body = typeset(before)
    if body != before:
        save_draft(document, {"body": body}, act, beside=True)
    return body != before


def told(query: Mapping[str, str]) -> Iterator[TranslationString]:
    """Say what was done, from the query that `rework` returned."""
    if "typeset" in query:
        changed = query["typeset"] != "0"
        yield (
            _("The text was typeset. As it was before, it is in the history.")
            if changed
            else _("The text is typeset already.")
        )
    if "word" in query:
        yield _("The Word file was taken over. What was here before is in the history.")
        count = query["word"][:DIGITS]
        if count.isascii() and count.isdigit() and int(count):
            yield _(
                "${count} pictures could not be taken over: only JPEG and PNG can.",
                mapping={"count": int(count)},
            )
