"""Opening mailboxes, sending letters, and publishing the questions that many ask."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from transaction import TransactionManager

from addons.interaction.letter.operations import receive_letter
from addons.interaction.mailbox.content import Mailbox
from addons.interaction.question.content import Question
from portal.command.demo.letters import mailbox_of, questions_of
from portal.command.demo.publishing import BECAUSE, section_at
from portal.command.demo.schedule import moment
from portal.content.document.operations import publish_document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from portal.act import Act
    from portal.command.demo.letters import LetterPlan
    from portal.command.office import Office
    from portal.site.site import Site

NAME = "xinxiang"
"""Name of each mailbox in its section; home pages lead there."""
OPENED_AGO = 420
"""Days since which the mailboxes have been there."""
MAILBOXES = "hdjl/ldxinxiang"
QUESTIONS = ("bsfw/cjwt", "ggfw/cjwt")
"""Paths of sections for mailboxes, and of those for questions in the classes of sites."""


def open_mailbox(site: Site, place: int, today: date, act: Act) -> None:
    """Open the mailbox of the body at a place."""
    opened = moment(today - timedelta(days=OPENED_AGO), random.Random(NAME))  # noqa: S311 - a demonstration keeps no secret
    values = {
        **mailbox_of(place),
        "url_name": NAME,
        "displayed_at": opened,
        "displayed_because": BECAUSE,
    }
    publish_document(section_at(site, MAILBOXES), cast("Any", values), act, Mailbox)


def publish_questions(site: Site, place: int, today: date, act: Act) -> None:
    """Publish the frequent questions of a site."""
    path = next(path for path in QUESTIONS if path.partition("/")[0] in site)
    section = section_at(site, path)
    for plan in questions_of(site.__name__ or "", place, today):
        drawn = random.Random(plan.question)  # noqa: S311 - a demonstration keeps no secret
        values = {
            "title": plan.question,
            "body": plan.answer,
            "source": plan.office,
            "answered_by": plan.office,
            "basis": plan.basis,
            "checked_on": plan.checked_on,
            "displayed_at": moment(plan.checked_on, drawn),
            "displayed_because": BECAUSE,
        }
        publish_document(section, cast("Any", values), act, Question)


def send_letters(office: Office, plans: Iterable[LetterPlan]) -> None:
    """Send letters to the mailboxes of their sites; those that are there already stay once."""
    for plan in plans:
        manager = TransactionManager()
        with office.transaction() as (cluster, act), manager:
            site = cluster["sites"][plan.site]
            if not site.uses("interaction"):
                continue
            box = section_at(site, MAILBOXES)[NAME]
            citizen = replace(act, by=None, at=plan.received_at)
            session = office.ledger.session(manager)
            receive_letter(box, cast("Any", plan.fields), citizen, session, form_key=plan.key)
