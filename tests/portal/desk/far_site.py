"""A second site with one of everything, which people of the first one must not read or change."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import PIL.Image
from addon_town import (
    CATALOGUE,
    HALL,
    RECORDS,
    TYPES,
    Letter,
    enable_all,
    letters_of,
    write_letter,
)

from portal.act import Act
from portal.content.document.operations import (
    create_document,
    publish_document,
    save_draft,
    withdraw_document,
)
from portal.content.document.review import hand_in
from portal.content.document.shares import key_of, share_draft
from portal.content.file.operations import add_file
from portal.content.image.operations import add_image
from portal.content.link.operations import add_link
from portal.content.section.operations import move_section
from portal.content.trash.operations import delete_document
from portal.desk.batches import Batch, batches_of
from portal.desk.saved import save_view
from portal.testing import World

FAR = "/sites/far"
SECRET = "外站机密"
"""Stands in everything of the other site that only its own people may see."""
ASCII_SECRET = "farsecret"
PUBLIC = "外站公开"
CODE = "FAR-1"
"""Code of the public service item."""
PUBLIC_THINGS = {"public", "revised", "site", "section", "public link", "mailbox", "item"}
PUBLIC_THINGS |= {"record", "guide", "catalogue", "hall", "records"}


@dataclass(frozen=True)
class Thing:
    """Something of the other site.

    :ivar kind: name of its class, as views know it.
    :ivar public: whether everybody may see it.
    """

    name: str
    kind: str
    path: str
    oid: int
    public: bool = False


@dataclass(frozen=True)
class Far:
    """All of the other site by name, and what else names it.

    :ivar key: opens a draft of it to people without an account.
    :ivar letter: was sent to its mailbox.
    :ivar code: of a service item of it.
    """

    things: dict[str, Thing]
    key: str
    batch: str
    letter: Letter
    code: str

    def of_kind(self, kind: str) -> list[Thing]:
        return [each for each in self.things.values() if each.kind == kind]


def build_far(world: World) -> Far:
    """Found the other site; its own editor, reviewer and manager do all that is in it."""
    world.site("far", title="另一网站")
    enable_all(world, "far")
    registry = world.office.registry
    with world.office.transaction() as (cluster, act):
        site = cluster["sites"]["far"]
        deed = Act(by="far.editor", at=act.at, announce=act.announce)
        section, hidden = site["zwgk"]["tzgg"], site["zwgk"]["gzdt"]
        made = _documents(section, deed, act) | _media(site["media"], deed)
        made |= _of_addons(site, deed, act)
        said = {"subject": f"{SECRET} {ASCII_SECRET}", "name": SECRET, "text": SECRET}
        letter = write_letter(world, made["mailbox"], act, **said)
        made["site"], made["section"], made["hidden section"] = site, section, hidden
        made["in hidden"] = publish_document(hidden, _data("隐藏栏目中"), act)
        move_section(hidden, "hide", act)
        made["media shelf"] = site["media"]
        save_view(section, "", (f"{SECRET}视图", "state=draft"), act)
        batch = Batch("add_keyword", section.oid, (made["draft"].oid,), {"keyword": SECRET})
        batch.begin("far.editor", act.at)
        batches_of(cluster).add(batch)
        share = share_draft(made["draft"], SECRET, 7, deed)
        key = key_of(made["draft"], share, registry["secret"])
        things = {name: _thing(name, each) for name, each in made.items()}
        return Far(things, key, batch.name, letter, CODE)


def _thing(name: str, content: Any) -> Thing:
    path = "/".join(part or "" for part in _names(content))
    public = name in PUBLIC_THINGS
    return Thing(name, type(content).__name__, path, content.oid, public)


def _names(content: Any) -> list[str]:
    names: list[str] = []
    while content is not None:
        names.insert(0, content.__name__ or "")
        content = content.__parent__
    return names


def _data(title: str, **values: Any) -> Any:
    secret = {"title": f"{SECRET}{title}", "summary": f"{ASCII_SECRET} {SECRET}"}
    body = f"<p>{SECRET} {ASCII_SECRET}</p>"
    return {**secret, "body": body, "source": SECRET, "keywords": (SECRET,), **values}


def _documents(section: Any, deed: Act, act: Act) -> dict[str, Any]:
    open_data = {"title": PUBLIC, "body": f"<p>{PUBLIC}</p>", "source": "办公室"}
    made = {
        "public": publish_document(section, open_data, act),
        "revised": publish_document(section, open_data, act),
        "withdrawn": publish_document(section, _data("撤回"), act),
        "draft": create_document(section, _data("草稿"), deed),
        "waiting": create_document(section, _data("待审"), deed),
        "deleted": create_document(section, _data("删除"), deed),
    }
    save_draft(made["revised"], _data("修改"), deed)
    withdraw_document(made["withdrawn"], act, reason=SECRET)
    hand_in(made["waiting"], deed)
    delete_document(made["deleted"], act)
    return made


def _of_addons(site: Any, deed: Act, act: Act) -> dict[str, Any]:
    section, records = site["zwgk"]["tzgg"], site[RECORDS[0]][RECORDS[1]]
    open_data: Any = {"title": PUBLIC, "body": f"<p>{PUBLIC}</p>", "source": "办公室"}
    made = {
        name: publish_document(section, open_data | more, act, TYPES[name].factory)
        for name, more in (
            ("mailbox", {}),
            ("guide", {}),
            ("item", {"task_code": CODE, "dept_name": "外站局", "person_theme": "person.birth"}),
            ("record", {"issuer": "外站局", "topic": "04", "genre": "notice"}),
        )
    }
    made |= {
        f"{name} draft": create_document(section, _data(name), deed, TYPES[name].factory)
        for name in ("mailbox", "item", "record")
    }
    return made | {"catalogue": site[CATALOGUE], "hall": site[HALL], "records": records}


def _media(media: Any, deed: Act) -> dict[str, Any]:
    place = BytesIO()
    PIL.Image.new("RGB", (8, 6), "blue").save(place, "PNG")
    words = {"title": SECRET, "alternative": SECRET}
    picture: Any = {**words, "file_name": f"{ASCII_SECRET}.png"}
    text: Any = {**words, "file_name": f"{ASCII_SECRET}.txt"}
    return {
        "file": add_file(media, text, SECRET.encode(), deed),
        "image": add_image(media, picture, place.getvalue(), deed),
        "public link": add_link(media, {"title": PUBLIC, "address": "https://a.example/"}, deed),
    }


def state_of(world: World, far: Far) -> dict[str, Any]:
    """Return all that could change in the other site, to be compared before and after."""
    with world.office.transaction() as (cluster, _act):
        batch = next(
            each for each in batches_of(cluster).of("far.editor") if each.name == far.batch
        )
        states = {"batch": (batch.position, batch.ended_at, batch.cancelled)}
        far_site = cluster["sites"]["far"]
        states["letters"] = letters_of(world, far_site.oid)
        _add_states(far_site, "/sites/far", states)
        return states


def _add_states(content: Any, path: str, states: dict[str, Any]) -> None:
    content._p_activate()
    parts = [content._p_serial]
    for revision in getattr(content, "revisions", ()):
        revision._p_activate()
        revision.text._p_activate()
        parts += [revision._p_serial, revision.text._p_serial]
    below = dict(content.items()) if hasattr(content, "items") else {}
    states[path] = (tuple(parts), tuple(sorted(below)))
    for name, child in below.items():
        _add_states(child, f"{path}/{name}", states)
