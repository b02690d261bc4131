"""Frequent questions: documents that answer what many ask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from addons.interaction.i18n import _
from addons.interaction.question.schema import QuestionSchema
from portal.content.declaration import ContentType
from portal.content.document.content import Document, findable_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from portal.search.entry import Findable


class Question(Document):
    """A question that many ask, with the answer of an office.

    :ivar answered_by: the office that answers.
    :ivar basis: laws and documents that the answer rests on.
    :ivar checked_on: day on which the answer was last found to be right.
    """

    answered_by = ""
    basis: tuple[str, ...] = ()
    checked_on: date | None = None


def facts_of(question: Question) -> Iterator[tuple[str, str]]:
    """Return what pages show of a question, besides what they show of every document."""
    yield _("Answering office"), question.answered_by
    yield _("Legal basis"), " \N{MIDDLE DOT} ".join(question.basis)
    yield _("Checked on"), question.checked_on.isoformat() if question.checked_on else ""


def findable_question(question: Question) -> Findable:
    """Return the words under which the public finds a question: also what its answer rests on."""
    usual = findable_document(question)
    return replace(usual, body="\n".join((usual.body, *question.basis)))


QUESTION = ContentType(
    name="interaction.question",
    title=_("Frequent question"),
    factory=Question,
    schema=QuestionSchema,
    permission="portal.add_content",
    addable_in=("portal.section",),
    findable=findable_question,
    facts=facts_of,
)
