"""The delivered add-ons in sites of a test: what they keep there, and letters that arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pyramid.location import lineage
from sqlalchemy import func, select

from addons.interaction.letter.operations import receive_letter
from addons.interaction.mailbox.content import MAILBOX
from addons.interaction.names import LETTER
from addons.onlineservice.service.content import PUBLIC_SERVICE
from addons.openinfo.catalogue.operations import look_again_later
from addons.openinfo.catalogue.values import Entry
from addons.openinfo.disclosure.content import DISCLOSURE
from addons.openinfo.guide.content import GUIDE
from portal.addon.operations import make_sections
from portal.content.declaration import ContentType
from portal.content.document.operations import publish_document
from portal.ledger.submissions import Sent, receive
from portal.ledger.tables import Submission
from portal.testing import World, turn

DELIVERED = ("interaction", "onlineservice", "openinfo")
TYPES: dict[str, ContentType] = {
    "mailbox": MAILBOX,
    "item": PUBLIC_SERVICE,
    "record": DISCLOSURE,
    "guide": GUIDE,
}
"""Types whose content people write, by a short name."""
STRAY = "迷路记录"
"""Title of a record of another site that a catalogue holds."""
CATALOGUE, HALL, RECORDS = "disclosures", "fwsx", ("zfxxgk", "fdzdgknr")
"""Names in a site of the catalogue, of the hall, and of the section that shows the catalogue."""


@dataclass(frozen=True)
class Letter:
    """A letter as its sender knows it."""

    number: str
    code: str


def with_addons(folder: Path, *sites: str) -> World:
    """Return a cluster whose sites have enabled all delivered add-ons."""
    world = World.make(folder, addons=DELIVERED)
    for name in sites:
        world.site(name)
        enable_all(world, name)
    return world


def enable_all(world: World, name: str) -> None:
    """Let the site use all delivered add-ons, with the section for records."""
    for addon in DELIVERED:
        turn(world, name, addon, on=True)
    with world.office.transaction() as (cluster, act):
        addon = world.office.registry.addons["openinfo"]
        make_sections(cluster["sites"][name], addon, RECORDS[:1], act)


def published(world: World, name: str, path: str, **data: Any) -> str:
    """Release content of the type that `TYPES` calls `name`, and return its address."""
    values: Any = {"title": "公开", "body": "<p>甲</p>", "source": "办公室", **data}
    with world.office.transaction() as (cluster, act):
        made = publish_document(world.place(cluster, path), values, act, TYPES[name].factory)
        return f"{path}/{made.__name__}"


def write_letter(world: World, mailbox: Any, act: Any, **said: str) -> Letter:
    """Send a letter to `mailbox`, and return what its sender is given."""
    data: Any = {
        "topic": "complaint",
        "addressee": "",
        "name": "张小花",
        "telephone": "13812345678",
        "email": "",
        "subject": "路灯不亮",
        "text": "请修一下。",
        "publish": "no",
        **said,
    }
    session = world.office.ledger.session(_manager(mailbox))
    receipt = receive_letter(mailbox, data, act, session)
    return Letter(receipt.number, receipt.code)


def stray_letter(world: World, site: Any, place: int, act: Any) -> Letter:
    """Keep a letter to `site` that names the content `place` of another one."""
    values = {"topic": "complaint", "title": "甲", "data": {"publish": "no"}, "form_key": ""}
    sent = Sent(kind=LETTER, site=site.oid, place=place, **values)  # type: ignore[arg-type]
    session = world.office.ledger.session(_manager(site))
    receipt = receive(session, sent, act.at)
    return Letter(receipt.number, receipt.code)


def plant_references(site: Any, things: dict[str, Any], code: str) -> None:
    """Let hall and catalogue of `site` hold things of another one, which have `oid` and `path`."""
    item, record = things["item"], things["record"]
    site[HALL].put(item.oid, ("person.birth",), "乙局", item.name)
    site[HALL].codes[code] = item.oid
    entry = Entry(
        oid=record.oid,
        section=things["section"].oid,
        name=record.path.rpartition("/")[2],
        title=STRAY,
        day=date(2026, 3, 2),
        bodies=("乙局",),
        topic="04",
        genre="notice",
        index_number="",
        document_number="",
        validity="",
    )
    site[CATALOGUE].put(entry)
    look_again_later(site)


def _manager(content: Any) -> Any:
    """Return what the transaction belongs to in which `content` was read or made."""
    stored = next(each for each in lineage(content) if each._p_jar is not None)
    return stored._p_jar.transaction_manager


def letters_of(world: World, site: int) -> tuple[Any, ...]:
    """Return what the ledger has of letters to the site of this identity."""
    columns = (func.count(Submission.id), func.max(Submission.id), func.max(Submission.state))
    with world.office.ledger.engine.connect() as connection:
        found = connection.execute(select(*columns).where(Submission.site == site))
        return tuple(found.one())
