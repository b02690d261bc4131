"""Who may do what with a mailbox: as with documents, and its letters are for officers alone."""

from __future__ import annotations

from dataclasses import replace

from portal.content.workflow import DOCUMENT_WORKFLOW

HANDLE = "interaction.handle"
"""Permission to read the letters."""
HANDLERS = "officer"

MAILBOX_WORKFLOW = replace(
    DOCUMENT_WORKFLOW,
    name="interaction.mailbox",
    states=tuple(
        replace(state, allow={**state.allow, HANDLE: HANDLERS})
        for state in DOCUMENT_WORKFLOW.states
    ),
)
