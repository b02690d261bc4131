"""Service items: documents that say how to apply for something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addons.onlineservice.i18n import _
from addons.onlineservice.service.schema import ItemSchema
from addons.onlineservice.vocabulary import codes, everyday_words, theme_titles
from portal.content.content import site_of
from portal.content.declaration import ContentType
from portal.content.document.content import Document
from portal.content.extraction import read_text, readable_attachments
from portal.content.plaintext import plain
from portal.content.times import ZONE
from portal.search.entry import Findable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

SUMMARY_MAX = 200
"""Characters of the conditions that stand for a summary that nobody wrote."""
COMMA = "\N{IDEOGRAPHIC COMMA}"
"""Stands between the parts of a row where it is read as a text."""


class PublicService(Document):
    """A service item; its attributes are named as in the national exchange schema.

    Codes are those of the lists in `data/codes.toml`. `materials`, `fees`, `by_law` and `faq` are
    rows of parts with bars between them; `service.types.parts_of` reads them.

    :ivar task_code: names the item in every other system; no two items of a site share one.
    :ivar dept_name: the department under which it is listed.
    :ivar anticipate_day: time limit of the law in units of `anticipate_type`; so is `promise_day`
        the one that the office promises.
    :ivar limit_scene_num: how often one has to come; `None` where nobody said it.
    :ivar is_fee: `yes`, `no` or empty, as all that begin with `is_`.
    :ivar aliases: what people call it; they find it by these words too.
    """

    task_code = ""
    catalog_code = ""
    local_catalog_code = ""
    local_task_code = ""
    task_handle_item = ""
    parent_name = ""
    task_type = ""
    task_version = ""
    use_level = ""
    power_source = ""
    dept_name = ""
    dept_code = ""
    dept_type = ""
    entrust_name = ""
    other_dept = ""
    by_law: tuple[str, ...] = ()
    plan_effective_date: date | None = None
    plan_cancel_date: date | None = None
    server_types: tuple[str, ...] = ()
    person_theme = ""
    corp_theme = ""
    event_theme = ""
    aliases: tuple[str, ...] = ()
    accept_condition = ""
    limit_explain = ""
    materials: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    handle_types: tuple[str, ...] = ()
    offline_explain = ""
    online_explain = ""
    special_procedure = ""
    service_type = ""
    project_type = ""
    anticipate_day: int | None = None
    anticipate_type = ""
    anticipate_explain = ""
    promise_day: int | None = None
    promise_type = ""
    promise_explain = ""
    limit_scene_num: int | None = None
    limit_scene_explain = ""
    is_fee = ""
    fees: tuple[str, ...] = ()
    fee_basis = ""
    is_pay_online = ""
    transact_addr = ""
    transact_time = ""
    traffic_guide = ""
    is_entry_center = ""
    center_name = ""
    link_way = ""
    supervise_way = ""
    is_schedule = ""
    is_express = ""
    is_service_terminals = ""
    is_handle = ""
    handle_area = ""
    is_online = ""
    online_handle_depth = ""
    online_handle_url = ""
    mobile_terminal_url = ""
    result_type = ""
    result_name = ""
    right_by_law = ""
    review = ""
    litigation = ""
    faq: tuple[str, ...] = ()

    @property
    def themes(self) -> tuple[str, ...]:
        """Return the keys of the themes under which it is listed."""
        return tuple(filter(None, (self.person_theme, self.corp_theme, self.event_theme)))

    def shown_text(self) -> str:
        """Return what the guide says, without markup, for an excerpt in a list of the search."""
        parts = (self.summary, self.accept_condition, *_texts(self))
        cells = ([cell.strip() for cell in part.split("|")] for part in dict.fromkeys(parts))
        lines = (COMMA.join(filter(None, each)) for each in cells)
        return " ".join(" ".join(lines).split())


def findable_item(item: PublicService) -> Findable:
    """Return the words under which the public finds `item`, also those of everyday speech."""
    assert item.displayed_at is not None  # noqa: S101  # a released document has one
    titles = theme_titles()
    themes = (titles.get(each, "") for each in item.themes)
    said = (*item.keywords, *item.aliases, *everyday_words(item.title))
    return Findable(
        oid=item.oid,
        site=site_of(item).oid,
        section=item.__parent__.oid,
        kind=PUBLIC_SERVICE.name,
        title=item.title,
        summary=item.summary or item.accept_condition[:SUMMARY_MAX],
        body="\n".join((*_texts(item), *map(read_text, readable_attachments(item)))),
        document_number=item.task_code,
        keywords=" ".join((*said, item.dept_name, *themes)),
        shown_at=item.displayed_at.astimezone(ZONE),
        section_kind=item.__parent__.kind,
    )


def _texts(item: PublicService) -> Iterator[str]:
    """Return what the guide says, for the search."""
    yield plain(item.body)
    yield from (item.parent_name, codes("task_type").get(item.task_type, ""), item.result_name)
    yield from (item.accept_condition, item.offline_explain, item.online_explain)
    yield from (*item.materials, *item.steps, *item.faq, *item.by_law, item.transact_addr)


PUBLIC_SERVICE = ContentType(
    name="onlineservice.service",
    title=_("Service item"),
    factory=PublicService,
    schema=ItemSchema,
    permission="portal.add_content",
    addable_in=("portal.section", "onlineservice.hall"),
    findable=findable_item,
    spared=("body",),
)
