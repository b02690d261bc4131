"""What a person fills in to describe a service item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import colander

from addons.onlineservice.finding import holder_of
from addons.onlineservice.i18n import _
from addons.onlineservice.vocabulary import codes, theme_groups
from portal.content.document.naming import DocumentFormSchema
from portal.content.document.schema import ORIGIN
from portal.forms.rows import Column, Rows
from portal.forms.types import Several, Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

CODE_MAX = 60
"""Longest code of an item, in characters; the national form has 31, local ones up to 55."""
LINE_MAX = 200
TEXT_MAX = 10_000
ADDRESS_MAX = 2_000
PASSAGE_MAX = 3_000
"""Longest passage of a law or answer to a question, in characters."""
NOTE_MAX = 1_000
ROWS_MOST = 100
DAYS_MAX = 3_650
"""Longest time limit, in its unit."""

NUMBERS = _("Codes and powers")
COURSE = _("How it is handled")
LIMITS = _("Time limits and visits")
FEES = _("Fees")
PLACE = _("Where, when, whom to ask")
ONLINE = _("Online")
RESULT = _("Result and remedies")
CODE_HINT = _("The code of the implementation list; it names this item in every other system.")
DEPARTMENT_HINT = _("Items are listed under it; write it the same way each time.")
MATERIAL_HINT = _(
    "Forms and samples are attached below; one whose title holds the name of a material is shown "
    "beside it."
)
FOREIGN = frozenset(
    {
        "subtitle",
        "author_name",
        "document_number",
        "index_number",
        "written_on",
        "effective_on",
        "expired_on",
        "validity",
        "history",
        "region",
        "issuer",
    }
)
"""Fields of a document that say nothing about a service item."""
BEHIND = ("body", "summary", "keywords")
"""Fields of a document that come after what every guide has to say."""
ROW_CODES = {"materials": {1: "material_type", 3: "is_need"}}
"""Field with rows to those of its columns that have titles of a list, counted from 0."""


def _line(title: str, limit: int = LINE_MAX, **values: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        validator=colander.Length(max=limit),
        missing="",
        longest=limit,
        **values,
    )


def _text(title: str, **values: Any) -> colander.SchemaNode:
    return _line(title, TEXT_MAX, shape="text", **values)


def _choice(title: str, choices: Mapping[str, str], **values: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        validator=colander.OneOf(("", *choices)),
        missing="",
        shape="choice",
        choices=(("", _("Not said")), *choices.items()),
        unread=True,
        **values,
    )


def _code(title: str, name: str, **values: Any) -> colander.SchemaNode:
    return _choice(title, codes(name), **values)


def _yes_no(title: str, **values: Any) -> colander.SchemaNode:
    return _choice(title, codes("yes_no"), **values)


def _theme(title: str, group: str, **values: Any) -> colander.SchemaNode:
    themes = {theme.key: theme.title for theme in theme_groups()[group].themes}
    return _choice(title, themes, **values)


def _number(title: str, most: int, **values: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.Integer(),
        title=title,
        validator=colander.Range(min=0, max=most),
        missing=None,
        unread=True,
        **values,
    )


def _rows(title: str, *columns: Column, **values: Any) -> colander.SchemaNode:
    return colander.SchemaNode(Rows(*columns, most=ROWS_MOST), title=title, missing=(), **values)


def _named(title: str, name: str, **values: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        Several(),
        title=title,
        choices=tuple(codes(name).items()),
        missing=(),
        unread=True,
        **values,
    )


def _titled(title: str, name: str) -> Column:
    """Return a column for one of the titles, which are what is kept, of the list `name`."""
    return Column(title, choices=tuple((each, each) for each in codes(name).values()))


def _texts(title: str, **values: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        Texts(most=100, longest=1_000),
        title=title,
        shape="lines",
        missing=(),
        description=_("One on each line."),
        **values,
    )


def _day(title: str, **values: Any) -> colander.SchemaNode:
    return colander.SchemaNode(colander.Date(), title=title, missing=None, **values)


def web_address(node: colander.SchemaNode, value: str) -> None:
    """Refuse what is no address of the web."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise colander.Invalid(node, _("Please give an address that begins with https://."))


def _address(title: str, **values: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        validator=colander.All(colander.Length(max=ADDRESS_MAX), web_address),
        missing="",
        longest=ADDRESS_MAX,
        unread=True,
        **values,
    )


class ItemSchema(DocumentFormSchema):
    """A service item as its form asks for it: what the national exchange schema names.

    Its names are those of that schema. A draft may leave out nearly all of it; it cannot be handed
    in without what no guide can do without. What else is missing is told before the release.

    Source: fields of the implementation list that are required, and elements of a guide that the
    inspection looks for (check indicators for government websites, State Council General Office,
    2019, No. 19).
    """

    task_code = _line(_("Item code"), CODE_MAX, marked=True, own=True, description=CODE_HINT)
    catalog_code = _line(_("Basic code"), CODE_MAX, group=NUMBERS)
    local_catalog_code = _line(_("Local basic code"), CODE_MAX, group=NUMBERS)
    local_task_code = _line(_("Local item code"), CODE_MAX, group=NUMBERS)
    task_handle_item = _line(_("Code of the single matter"), CODE_MAX, group=NUMBERS)
    parent_name = _line(_("Matter that it is part of"), group=NUMBERS)
    task_type = _code(_("Kind of item"), "task_type", marked=True)
    task_version = _line(_("Version"), 20, group=NUMBERS)
    use_level = _code(_("Level"), "use_level", group=NUMBERS)
    power_source = _code(_("Source of the power"), "power_source", group=NUMBERS)
    dept_name = _line(_("Department"), marked=True, description=DEPARTMENT_HINT)
    dept_code = _line(_("Code of the department"), CODE_MAX, group=NUMBERS)
    dept_type = _line(_("Nature of the department"), group=NUMBERS)
    entrust_name = _line(_("Entrusted department"), group=NUMBERS)
    other_dept = _line(_("Departments that take part"), group=NUMBERS)
    by_law = _rows(
        _("Legal basis"),
        Column(_("Name of the law"), needed=True),
        Column(_("Number of the law")),
        Column(_("Article")),
        Column(_("Text of the article"), longest=PASSAGE_MAX, lines=3),
        marked=True,
    )
    plan_effective_date = _day(_("In force from"), group=NUMBERS)
    plan_cancel_date = _day(_("Cancelled from"), group=NUMBERS)
    server_types = _named(_("Who may apply"), "server_types", marked=True)
    person_theme = _theme(_("Theme for persons"), "person")
    corp_theme = _theme(_("Theme for legal persons"), "corp")
    event_theme = _theme(_("Event of a life"), "event")
    aliases = _texts(_("What people call it"))
    accept_condition = _text(_("Conditions"), marked=True)
    limit_explain = _text(_("Limit of the number"), group=COURSE)
    materials = _rows(
        _("Materials"),
        Column(_("Name of the material"), needed=True),
        _titled(_("Original or copy"), "material_type"),
        Column(_("Number of copies"), longest=20),
        _titled(_("Necessary or not"), "is_need"),
        Column(_("Where it comes from")),
        Column(_("Note"), longest=NOTE_MAX, lines=2),
        description=MATERIAL_HINT,
    )
    steps = _texts(_("Steps"))
    handle_types = _named(_("Ways to apply"), "handle_types", marked=True)
    offline_explain = _text(_("At the window"), group=COURSE)
    online_explain = _text(_("How to apply online"), group=COURSE)
    special_procedure = _text(_("Special procedures"), group=COURSE)
    service_type = _text(_("Services of intermediaries"), group=COURSE)
    project_type = _code(_("Kind of handling"), "project_type", marked=True)
    anticipate_day = _number(_("Statutory time limit"), DAYS_MAX, group=LIMITS)
    anticipate_type = _code(_("Unit of the statutory time limit"), "unit", group=LIMITS)
    anticipate_explain = _line(_("Note on the statutory time limit"), group=LIMITS)
    promise_day = _number(_("Promised time limit"), DAYS_MAX)
    promise_type = _code(_("Unit of the promised time limit"), "unit")
    promise_explain = _line(_("Note on the promised time limit"), group=LIMITS)
    limit_scene_num = _number(_("Visits to the office"), 20, marked=True)
    limit_scene_explain = _line(_("Reason for the visits"), group=LIMITS)
    is_fee = _yes_no(_("Are there fees"), marked=True)
    fees = _rows(
        _("Fees"),
        Column(_("Name of the fee"), needed=True),
        Column(_("Rate")),
        Column(_("Basis"), longest=NOTE_MAX),
        Column(_("When it is reduced"), longest=NOTE_MAX),
        group=FEES,
    )
    fee_basis = _text(_("Basis of the fees"), group=FEES)
    is_pay_online = _yes_no(_("Can be paid online"), group=FEES)
    transact_addr = _text(_("Where"), marked=True)
    transact_time = _text(_("Office hours"), marked=True)
    traffic_guide = _text(_("How to get there"), group=PLACE)
    is_entry_center = _yes_no(_("In the service hall"), group=PLACE)
    center_name = _line(_("Name of the service hall"), group=PLACE)
    link_way = _line(_("Telephone for questions"), marked=True)
    supervise_way = _line(_("Telephone for complaints"), marked=True)
    is_schedule = _yes_no(_("Visits by appointment"), group=PLACE)
    is_express = _yes_no(_("Results by post"), group=PLACE)
    is_service_terminals = _yes_no(_("At self-service terminals"), group=PLACE)
    is_handle = _yes_no(_("Handled also elsewhere"), group=PLACE)
    handle_area = _line(_("Where else it is handled"), group=PLACE)
    is_online = _yes_no(_("Can be applied for online"), group=ONLINE)
    online_handle_depth = _code(
        _("Depth of the online service"), "online_handle_depth", group=ONLINE
    )
    online_handle_url = _address(_("Address of the online service"), group=ONLINE)
    mobile_terminal_url = _address(_("Address for phones"), group=ONLINE)
    result_type = _code(_("Kind of result"), "result_type", group=RESULT)
    result_name = _line(_("Name of the result"), group=RESULT)
    right_by_law = _text(_("Rights and duties"), group=RESULT)
    review = _text(_("Administrative reconsideration"), group=RESULT)
    litigation = _text(_("Administrative litigation"), group=RESULT)
    source_address = _address(_("Address of the source"), group=ORIGIN)
    faq = _rows(
        _("Frequent questions"),
        Column(_("Question"), needed=True),
        Column(_("Answer"), longest=PASSAGE_MAX, lines=3),
        group=RESULT,
    )

    def after_bind(self, node: colander.SchemaNode, values: Mapping[str, Any]) -> None:
        """Leave out what says nothing about an item, and refuse a code that another one has."""
        super().after_bind(node, values)
        for name in FOREIGN:
            del self[name]
        self["body"].title = _("Course in words")
        for name in BEHIND:
            moved = self[name]
            del self[name]
            self.add(moved)
        place = values["request"].context
        own = 0 if hasattr(place, "section_names") else place.oid
        self["task_code"].validator = colander.All(
            colander.Length(max=CODE_MAX), lambda code, sent: need_own_code(code, sent, place, own)
        )


def need_own_code(node: colander.SchemaNode, code: str, place: Any, own: int) -> None:
    """Make sure that no other item of the site of `place` has `code`.

    :param own: identity of the item that is to have it; 0 for a new one.
    :raises colander.Invalid: when another one has it.
    """
    if holder_of(code, place) not in {0, own}:
        raise colander.Invalid(node, _("Another item of this site has this code."))
