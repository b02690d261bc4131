"""Citizens and offices in conversation."""

from __future__ import annotations

from addons.interaction.i18n import _
from addons.interaction.importing.running import LETTERS
from addons.interaction.inbox.queries import waiting
from addons.interaction.mailbox.content import MAILBOX
from addons.interaction.mailbox.workflow import HANDLE, HANDLERS
from addons.interaction.question.content import QUESTION
from addons.interaction.sections import proposed_sections
from addons.interaction.settings import SettingsSchema
from portal.addon.declaration import AddOn, WorkList

addon = AddOn(
    name="interaction",
    title=_("Citizen interaction"),
    description=_(
        "Mailboxes of leaders: citizens write to them without an account, and officers read the "
        "letters."
    ),
    package=__name__,
    types=(MAILBOX, QUESTION),
    sections=proposed_sections(),
    roles=("editor", "reviewer", "officer"),
    permissions={HANDLE: HANDLERS},
    work_lists=(
        WorkList(
            name="interaction.inbox",
            title=_("Letters"),
            permission=HANDLE,
            view="letters",
            waiting=waiting,
        ),
    ),
    imports=(LETTERS,),
    settings=SettingsSchema,
)
