"""The block types that every site has."""

from __future__ import annotations

from functools import partial

from portal.i18n import _
from portal.site.blocks import links, news, schema
from portal.site.blocks.declaration import BlockType

_block = partial(BlockType, template="portal.site.blocks:templates/blocks.pt")

LEADS = _block(
    name="portal.leads",
    title=_("Lead pictures"),
    schema=schema.LeadsSchema,
    show=news.leads,
    macro="leads",
)
NEWEST = _block(
    name="portal.newest",
    title=_("Newest of a section"),
    schema=schema.NewestSchema,
    show=news.newest,
    macro="newest",
    width="half",
)
GROUP = _block(
    name="portal.group",
    title=_("Group of sections"),
    schema=schema.GroupSchema,
    show=news.group,
    macro="group",
)
ENTRIES = _block(
    name="portal.entries",
    title=_("Quick services"),
    schema=schema.EntriesSchema,
    show=links.entries,
    macro="entries",
)
LEADERS = _block(
    name="portal.leaders",
    title=_("Leaders"),
    schema=schema.BlockSchema,
    show=links.leaders,
    macro="leaders",
)
FINDER = _block(
    name="portal.finder",
    title=_("Search with hot words"),
    schema=schema.FinderSchema,
    show=links.finder,
    macro="finder",
)
NOTICE = _block(
    name="portal.notice",
    title=_("Notice bar"),
    schema=schema.NoticeSchema,
    show=news.notice,
    macro="notice",
)
SITES = _block(
    name="portal.sites",
    title=_("Sites by class"),
    schema=schema.BlockSchema,
    show=links.sites,
    macro="sites",
)
TOPICS = _block(
    name="portal.topics",
    title=_("Special topics"),
    schema=schema.TopicsSchema,
    show=news.topics,
    macro="topics",
)
TEXT = _block(
    name="portal.text",
    title=_("Free text"),
    schema=schema.TextSchema,
    show=links.text,
    macro="text",
    width="half",
)
CONTACT = _block(
    name="portal.contact",
    title=_("Contact"),
    schema=schema.BlockSchema,
    show=links.contact,
    macro="contact",
    width="third",
)
BLOCK_TYPES = (
    LEADS,
    NEWEST,
    GROUP,
    ENTRIES,
    LEADERS,
    FINDER,
    NOTICE,
    SITES,
    TOPICS,
    TEXT,
    CONTACT,
)
