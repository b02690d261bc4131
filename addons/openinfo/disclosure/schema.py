"""What a person fills in to disclose government information."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import colander

from addons.openinfo.catalogue.place import PUBLIC_MODE, catalogue_of, taken
from addons.openinfo.i18n import _
from addons.openinfo.numbers import document_number, index_number, is_index_number
from addons.openinfo.settings import DAYS_MOST, settings_in
from addons.openinfo.topics import topics_in
from addons.openinfo.vocabulary import genres, legal_items, topic_title, topics
from portal.content.document.naming import DocumentFormSchema
from portal.content.document.schema import LINE_MAX
from portal.forms.types import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from addons.openinfo.vocabulary import Term

MODE_TITLES = {
    PUBLIC_MODE: _("Disclosed proactively"),
    "on_request": _("Disclosed upon request"),
    "not_disclosed": _("Not disclosed"),
}
"""How information is disclosed; only the first is for the public."""
FORMS_MOST = 20
REFERENCES_MOST = 50
REFERENCE_MAX = 2_000
DISCLOSURE = _("Disclosure")
RELATIONS = _("Interpretation, amendment, and repeal")
SECRECY = _("Secrecy review")
DRAWN = _("Empty to draw the next one at the first release. It is never used again.")
NOT_DRAWN = _(
    "Please give one: the settings of the add-on do not name the code of the body, so none is "
    "drawn. It is never used again."
)


def _line(title: str, **more: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        validator=colander.Length(max=LINE_MAX),
        missing="",
        longest=LINE_MAX,
        **{"group": DISCLOSURE} | more,
    )


def _choice(title: str, choices: tuple[tuple[str, str], ...], **more: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        validator=colander.OneOf([value for value, _title in choices]),
        shape="choice",
        choices=choices,
        unread=True,
        **{"missing": "", "group": DISCLOSURE} | more,
    )


def _needed(name: str) -> colander.SchemaNode:
    """Return the field of every document that a record cannot do without."""
    [node] = (each for each in DocumentFormSchema().children if each.name == name)
    found = node.clone()
    found.marked, found.group = True, ""
    return found


def _topic_choices(known: Mapping[str, Term]) -> tuple[tuple[str, str], ...]:
    return (("", _("None")), *((code, topic_title(code, known)) for code in known))


def _references(title: str) -> colander.SchemaNode:
    return colander.SchemaNode(
        Texts(most=REFERENCES_MOST, longest=REFERENCE_MAX),
        title=title,
        shape="lines",
        missing=(),
        unread=True,
        group=RELATIONS,
        description=_(
            "Addresses of pages of this site, or of other sites with http in front, one on each "
            "line."
        ),
    )


class DisclosureSchema(DocumentFormSchema):
    """A record of the catalogue as its form asks for it.

    Source: Regulations on Open Government Information (State Council Decree No. 711, 2019),
    Articles 12, 20, 21, and 26, and the records of government catalogues. Article 12 demands of a
    catalogue the index, the name, the summary and the day of creation; a number is drawn for who
    gives none, and the topic is what the catalogue is sorted by.
    """

    summary = _needed("summary")
    written_on = _needed("written_on")
    topic = _choice(_("Topic"), _topic_choices(topics()), group="", marked=True)
    genre = _choice(
        _("Genre"),
        (("", _("None")), *((code, term.title) for code, term in genres().items())),
        group="",
    )
    facet = _line(_("Combined category"))
    audience = _line(_("Audience"))
    publisher = _line(
        _("Publishing body"), description=_("Empty for the one that the settings name.")
    )
    subject_words = colander.SchemaNode(
        Texts(most=FORMS_MOST, longest=LINE_MAX),
        title=_("Subject words"),
        shape="lines",
        missing=(),
        group=DISCLOSURE,
    )
    disclosure_mode = _choice(
        _("Way of disclosure"), tuple(MODE_TITLES.items()), missing=PUBLIC_MODE
    )
    legal_item = _choice(
        _("Item of the law"),
        (("", _("None")), *((code, f"{code} {t.title}") for code, t in legal_items().items())),
    )
    time_limit = colander.SchemaNode(
        colander.Integer(),
        title=_("Time limit in working days"),
        validator=colander.Range(min=0, max=DAYS_MOST),
        missing=0,
        unread=True,
        group=DISCLOSURE,
        description=_("0 for the one that the settings name."),
    )
    disclosure_form = _line(_("Form of disclosure"))
    procedure = _line(_("Procedure of disclosure"))
    interpretations = _references(_("Interpretations"))
    amended_by = _references(_("Amended by"))
    repealed_by = _references(_("Repealed by"))
    secrecy_reviewer = _line(_("Reviewed by"), group=SECRECY, unread=True)
    secrecy_opinion = _line(_("Opinion"), group=SECRECY, unread=True)
    secrecy_reviewed_on = colander.SchemaNode(
        colander.Date(), title=_("Reviewed on"), missing=None, group=SECRECY, unread=True
    )

    def after_bind(self, node: colander.SchemaNode, values: Mapping[str, Any]) -> None:
        """Bring numbers into their normal form, and refuse an index number of another record."""
        super().after_bind(node, values)
        place = values["request"].context
        self["document_number"].preparer = _normal_number
        self["index_number"].preparer = _normal_index
        self["index_number"].validator = _free_for(place)
        site = catalogue_of(place).__parent__
        self["index_number"].description = DRAWN if settings_in(site)["body_code"] else NOT_DRAWN
        choices = _topic_choices(topics_in(site))
        self["topic"].choices = choices
        self["topic"].validator = colander.OneOf([code for code, _title in choices])


def _normal_number(text: Any) -> Any:
    return document_number(text) if isinstance(text, str) else text


def _normal_index(text: Any) -> Any:
    return index_number(text) if isinstance(text, str) else text


def _free_for(place: Any) -> Any:
    """Return what refuses an index number that is none, or that another record than `place` has."""
    oid = place.oid if hasattr(place, "revisions") else 0
    known = catalogue_of(place).numbers

    def check(node: colander.SchemaNode, number: str) -> None:
        if not is_index_number(number):
            raise colander.Invalid(
                node,
                _("Please write index numbers like 000014349/2026-00012: body, year, and number."),
            )
        if known.get(number, oid) != oid:
            raise colander.Invalid(node, taken(number))

    return check
