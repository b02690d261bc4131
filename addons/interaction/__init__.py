"""Citizens and offices in conversation."""

from __future__ import annotations

from addons.interaction.i18n import _
from addons.interaction.mailbox.content import MAILBOX
from addons.interaction.question.content import QUESTION
from addons.interaction.sections import proposed_sections
from addons.interaction.settings import SettingsSchema
from portal.addon.declaration import AddOn

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
    settings=SettingsSchema,
)
