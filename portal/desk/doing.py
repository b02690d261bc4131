"""Doing one of the deeds with a document, for a person who may do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.location import inside

from portal.content.boundary import reach
from portal.content.document.content import Document, Revision
from portal.desk.deeds import DEEDS
from portal.desk.moving import may_come_to
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from portal.act import Act
    from portal.desk.batches import Entry
    from portal.desk.deeds import Deed, Wish
    from portal.desk.moving import Person

CHANGED = _("This changed since you looked at it.")
GONE = _("Not here any more.")


@dataclass(frozen=True)
class Doing:
    """A deed with documents of `place`, and who does it.

    :ivar name: of the deed in `DEEDS`.
    """

    name: str
    place: Any
    wish: Wish
    person: Person

    @property
    def deed(self) -> Deed:
        """What is done."""
        return DEEDS[self.name]

    def document(self, oid: int) -> Document | None:
        """Return the document `oid`, if it is one of this place."""
        found = reach(oid, self.place)
        here = isinstance(found, Document) and inside(found, self.place)
        return found if here else None

    def problem(self, document: Document) -> TranslationString | None:
        """Return why it cannot be done with `document`; `None` if it can."""
        if not self.deed.allowed(document, self.person):
            return _("You have no right to do this.")
        target = self.wish.target
        if target is not None and not may_come_to(self.name, document, target, self.person):
            return _("You have no right to put this there.")
        return self.deed.problem(document, self.wish)

    def do(self, document: Document, act: Act) -> Entry:
        """Do it, and return what is needed to take it back."""
        was_in = document.__parent__.oid
        made = self.deed.do(document, act, self.wish)
        if isinstance(made, Document):
            return made.oid, made.changed_at or act.at, 0
        whence = made.number if isinstance(made, Revision) else was_in
        return document.oid, document.changed_at or act.at, whence
