"""Names under which the ledger keeps letters, and what is written down about them."""

from __future__ import annotations

from addons.interaction.i18n import _

LETTER = "interaction.letter"
"""Kind of the submissions that are letters."""
RECEIVED = "interaction.letter_received"
ASKED = "interaction.letter_asked"
IMPORTED = "interaction.letters_imported"
ACTIONS = {
    RECEIVED: _("Letter received"),
    ASKED: _("Enquiry about a letter"),
    IMPORTED: _("Letters of another system taken over"),
}
"""Name of an audit entry to its title; enquiries are written down where they fail."""
