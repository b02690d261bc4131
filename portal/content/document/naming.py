"""The name of a document in addresses: a day and a number, until the public meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import colander

from portal.content.content import site_of
from portal.content.document.schema import DocumentSchema
from portal.content.names import FALLBACK, RESERVED, is_name, slug
from portal.content.naming import is_kept, kept_for_a_page
from portal.content.redirects import free_slug, name_kept, note_old_path, path_below
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyramid.i18n import TranslationString

    from portal.content.document.content import Document, Revision

LONGEST = 54
"""Characters of a name that is made; there is room for a number behind it."""


def name_from(title: str) -> str:
    """Return the name in addresses that `title` makes, in pinyin; empty where it makes none."""
    name = slug(title, LONGEST)
    return "" if name == FALLBACK else name


def name_for_public(document: Document, draft: Revision) -> None:
    """Give `document` the name that its first release shows, chosen or made from its title.

    Drafts from elsewhere, that say nothing of a name, keep what they have. The old address leads
    to the new one for staff that noted it.
    """
    chosen = draft.values.get("url_name")
    if chosen is None or document.first_released_at is not None:
        return
    wanted = chosen or name_from(draft.values.get("title", ""))
    if not wanted or wanted == document.__name__:
        return
    section, old_path, old_name = document.__parent__, path_below(document), document.__name__
    section.move(old_name, section, free_slug(section, wanted))
    note_old_path(site_of(document), old_path, document.oid)


def need_good_name(node: colander.SchemaNode, name: str, section: Any, oid: int = 0) -> None:
    """Make sure that a document with the identity `oid` can be called `name` in `section`.

    :raises colander.Invalid: when it cannot be part of an address, a page of the portal or of an
        add-on is called so, or it is taken.
    """
    if name in RESERVED or (is_name(name) and is_kept(name, section)):
        raise colander.Invalid(node, kept_for_a_page(name))
    if not is_name(name):
        message = _("Please use small Latin letters, digits and hyphens, beginning with a letter.")
        raise colander.Invalid(node, message)
    taken = name in section and section[name].oid != oid
    if taken or (name not in section and not name_kept(section, name, oid)):
        values = {"name": name}
        message = _("There is already something called “${name}” here.", mapping=values)
        raise colander.Invalid(node, message)


class DocumentFormSchema(DocumentSchema):
    """A document as its form asks for it: with its name in addresses until the first release."""

    def after_bind(self, _node: colander.SchemaNode, values: Mapping[str, Any]) -> None:
        """Say what the name would be, and refuse one that cannot be."""
        place = values["request"].context
        if getattr(place, "first_released_at", None) is not None:
            del self["url_name"]
            return
        section = place if hasattr(place, "section_names") else place.__parent__
        oid = 0 if section is place else place.oid
        self["url_name"].description = _said(place)
        self["url_name"].validator = lambda node, name: need_good_name(node, name, section, oid)


def _said(place: Any) -> TranslationString:
    """Say what becomes of a name that is left empty."""
    title = getattr(place, "newest_title", "") if hasattr(place, "revisions") else ""
    name = name_from(title) if title.strip() else ""
    if not name:
        return _("Empty to make it from the title in pinyin. After the first release it stays.")
    values = {"name": name}
    return _("Empty for “${name}”. After the first release it stays.", mapping=values)
