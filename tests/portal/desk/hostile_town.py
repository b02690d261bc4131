"""Pages of staff with their forms, for whoever sends something with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from itertools import count
from typing import Any
from urllib.parse import urlencode

import colander
import PIL.Image
from addon_town import TYPES, published, write_letter
from desk_places import OTHER, SECTION, SITE, draft, oid_of
from hostile import Asked, Pairs, forms_of
from webtest import TestApp

from portal.addon.declaration import AddOn, Import, ImportOutcome
from portal.content.body.operations import add_body
from portal.content.file.operations import add_file
from portal.content.image.operations import add_image
from portal.i18n import _
from portal.security.accounts import disable_account, enrol_person
from portal.security.grants import give_role
from portal.security.holding import grants_at
from portal.testing import PEOPLE, World

FRAME = {"sign-out", "search"}
"""Where the forms lead that stand on every page; they are tried once."""

ACCOUNTS = {"notices", "second-factor", "sessions", "security-settings"}
"""What may end the work of somebody, and is tried in a world of its own."""


@dataclass(frozen=True)
class Opened:
    """A page that `login` has open.

    :ivar address: empty for what no page shows by itself.
    """

    login: str
    address: str
    forms: tuple[Asked, ...]


class GaugeSchema(colander.Schema):
    """Settings of an add-on."""

    place = colander.SchemaNode(colander.String(), title=_("Add-ons"), missing="")


class Town:
    """A site with people who are signed in, and what pages are made of."""

    def __init__(self, world: World) -> None:
        self.world = world
        sending = {"mail_host": "127.0.0.1", "mail_from": "portal@example.gov.cn"}
        world.office.registry["settings"] = replace(world.office.settings, **sending)
        self.browsers = {login: world.browser(login) for login in PEOPLE}
        self.browsers[""] = world.browser()
        self.browsers[""].extra_environ["REMOTE_ADDR"] = "203.0.113.9"  # it will be blocked
        self.networks = count()
        self.count = 0

    def browser(self, login: str) -> TestApp:
        return self.browsers[login]

    def draft(self, **values: Any) -> str:
        self.count += 1
        return draft(self.world, f"稿{self.count}", **values)

    def listed(self) -> str:
        """Return a public document in a section of which staff sees the list."""
        return self.world.publish(OTHER, title="公开")

    def public(self) -> str:
        address = self.world.publish(SECTION, title="公开", body="<p>甲</p>")
        form = self.browser("editor").get(f"{address}/edit").forms["form"]
        form["body"] = "<p>乙</p>"
        form.submit("save", status=303)
        return address

    def media(self, name: str, content: bytes) -> str:
        data: Any = {"title": "图", "file_name": name, "alternative": "图"}
        with self.world.office.transaction() as (cluster, act):
            media = cluster["sites"]["fgw"]["media"]
            add = add_image if name.endswith("png") else add_file
            return f"{SITE}/media/{add(media, data, content, act).__name__}"

    @cached_property
    def mailbox(self) -> str:
        """A mailbox with a letter, in a section that no form here hides."""
        box = published(self.world, "mailbox", f"{SITE}/hdjl", leaders=("李明 | 市长",))
        with self.world.office.transaction() as (cluster, act):
            write_letter(self.world, self.world.place(cluster, box), act)
        return box

    def section(self) -> str:
        self.count += 1
        form = self.browser("manager").get(f"{SITE}/zwgk/add-section").forms["form"]
        form["title"], form["name"] = "栏目", f"s{self.count}"
        form.submit("save", status=303)
        return f"{SITE}/zwgk/s{self.count}"

    def addon(self, *enabled: str) -> str:
        """Let there be an add-on, which the site has enabled or not, and return the site."""
        registry, values = self.world.office.registry, {"title": _("Add-ons"), "package": "addons"}
        rain = AddOn(name="rain", **values)
        ways = (Import(name="gauge.rows", title=_("Add-ons"), run=lambda *_: ImportOutcome()),)
        gauge = AddOn(
            name="gauge", requires=("rain",), settings=GaugeSchema, imports=ways, **values
        )
        registry.addons = {**registry.addons, "rain": rain, "gauge": gauge}
        with self.world.office.transaction() as (cluster, _act):
            site = cluster["sites"]["fgw"]
            others = [each for each in site.addons if each not in {"rain", "gauge"}]
            site.addons = (*others, *(("rain",) if enabled else ()), *enabled)
        return SITE

    def granted(self) -> str:
        """Give a role to somebody at the site, and return the key of it."""
        with self.world.office.transaction() as (cluster, act):
            site = cluster["sites"]["fgw"]
            give_role(site, "editor", "publisher", act)
            return next(each.key for each in grants_at(site) if each.login == "editor")

    def person(self, *, enabled: bool = True) -> str:
        self.count += 1
        with self.world.office.transaction() as (cluster, act):
            data: Any = {"title": "李娜", "body": 0, "post": "科员", "telephone": "0999"}
            account, _ = enrol_person(cluster["people"], f"person{self.count}", data, act)
            if not enabled:
                disable_account(account, act, "调离")
        return f"/people/person{self.count}"

    def body(self) -> str:
        self.count += 1
        with self.world.office.transaction() as (cluster, act):
            add_body(cluster["bodies"], f"body{self.count}", {"title": "示例市教育局"}, act)
        return f"/bodies/body{self.count}"

    def trashed(self) -> str:
        form = self.chosen("manager", "delete", self.draft())
        self.send("manager", form, form.values)
        return f"{SITE}/trash"

    def token(self, login: str) -> str:
        return str(self.browser(login).get(f"{SITE}/session").json["csrf_token"])

    def chosen(self, login: str, deed: str, address: str) -> Asked:
        """Return the form that asks whether the deed is really to be done with a document."""
        sent = [("csrf_token", self.token(login)), ("deed", deed)]
        sent.append(("pick", str(oid_of(self.world, address))))
        page = self.browser(login).post(f"{SECTION}/batch", sent)
        return next(each for each in forms_of(page, f"{SECTION}/batch") if each.name == "sure")

    def network(self, address: str) -> dict[str, str]:
        """Return whence something is sent to `address`.

        Wrong guesses block the network that they come from; it is another one for each.
        """
        if address.rpartition("/")[2] not in {"enquiry", "write"}:
            return {}
        number = next(self.networks)
        return {"REMOTE_ADDR": f"10.9.{number // 250}.{number % 250}"}

    def send(self, login: str, form: Asked, sent: Pairs) -> Any:
        browser = self.browser(login)
        if form.method == "get":
            return browser.get(f"{form.address}?{urlencode(sent)}", expect_errors=True)
        place = self.network(form.address)
        return browser.post(form.address, sent, extra_environ=place, expect_errors=True)


Page = tuple[str, Callable[[Town], str]]
"""Account, and what makes the content of a page and returns the address of the page."""


def picture() -> bytes:
    place = BytesIO()
    PIL.Image.new("RGB", (8, 6), "red").save(place, "PNG")
    return place.getvalue()


PAGES: dict[str, Page] = {
    "sign-in": ("", lambda _: f"{SITE}/sign-in"),
    "search": ("", lambda _: f"{SITE}/search"),
    "account": ("reviewer", lambda _: f"{SITE}/account"),
    "contents": ("manager", lambda town: town.listed() and f"{OTHER}/contents"),
    "add-document": ("editor", lambda _: f"{SECTION}/add-document"),
    "edit": ("editor", lambda town: f"{town.draft()}/edit"),
    "hand-in": ("editor", lambda town: f"{town.draft()}/draft"),
    "decide": ("reviewer", lambda town: f"{town.draft(handed_in=True)}/draft"),
    "withdraw": ("reviewer", lambda town: f"{town.public()}/draft"),
    "history": ("editor", lambda town: f"{town.public()}/history"),
    "share": ("editor", lambda town: f"{town.draft()}/share"),
    "attach": ("editor", lambda town: f"{town.draft()}/attach"),
    "choose-file": (
        "editor",
        lambda town: town.media("a.txt", b"text") and f"{town.draft()}/choose-file",
    ),
    "media": ("editor", lambda _: f"{SITE}/media/contents"),
    "describe": ("editor", lambda town: f"{town.media('a.txt', b'text')}/describe"),
    "describe-picture": ("editor", lambda town: f"{town.media('a.png', picture())}/describe"),
    "trash": ("manager", lambda town: town.trashed()),
    "give-role": ("manager", lambda _: f"{SITE}/give-role?words=e"),
    "role": ("manager", lambda town: f"{SITE}/role?grant={town.granted()}"),
    "hand-over": ("manager", lambda town: town.granted() and f"{SITE}/hand-over?login=editor"),
    "give-role-cluster": ("security", lambda _: "/give-role"),
    "sections": ("manager", lambda town: town.section() and f"{SITE}/zwgk/sections"),
    "add-section": ("manager", lambda _: f"{SITE}/zwgk/add-section"),
    "edit-section": ("manager", lambda town: f"{town.section()}/edit"),
    "enable-add-on": ("manager", lambda town: f"{town.addon()}/enable-add-on?addon=gauge"),
    "disable-add-on": ("manager", lambda town: f"{town.addon('gauge')}/disable-add-on?addon=gauge"),
    "set-add-on": ("manager", lambda town: f"{town.addon('gauge')}/set-add-on?addon=gauge"),
    **{
        f"add-{kind.name}": (
            "editor",
            lambda _, kind=kind: f"{SECTION}/add-document?type={kind.name}",
        )
        for kind in TYPES.values()
    },
    **{
        f"set-{name}": ("manager", lambda _, name=name: f"{SITE}/set-add-on?addon={name}")
        for name in ("interaction", "openinfo")
    },
    "write": ("", lambda town: f"{town.mailbox}/write"),
    "enquiry": ("", lambda town: f"{town.mailbox}/enquiry"),
    "letters": ("officer", lambda town: f"{town.mailbox}/letters"),
    "review-rule": ("manager", lambda town: f"{town.section()}/review-rule"),
    "search-words": ("administrator", lambda _: "/search-words"),
    "calendar": ("administrator", lambda _: "/calendar"),
    "word-lists": ("administrator", lambda _: "/word-lists"),
    "audit": ("auditor", lambda _: "/audit"),
    "staff": ("security", lambda _: "/people/staff"),
    "add-person": ("administrator", lambda _: "/people/add-person"),
    "load-people": ("administrator", lambda _: "/people/load-people"),
    "person": ("administrator", lambda town: town.person()),
    "person-disabled": ("administrator", lambda town: town.person(enabled=False)),
    "change": ("administrator", lambda town: f"{town.person()}/change"),
    "add-body": ("administrator", lambda _: "/bodies/add-body"),
    "edit-body": ("administrator", lambda town: f"{town.body()}/edit"),
    "second-factor": ("reviewer", lambda _: f"{SITE}/second-factor"),
    "notices": ("editor", lambda _: f"{SITE}/notices"),
    "security-settings": ("security", lambda _: "/security-settings"),
}
DEEDS = {
    "editor": ("hand_in", "copy", "add_keyword", "drop_keyword"),
    "reviewer": ("approve", "schedule", "return", "withdraw"),
    "manager": ("move", "delete"),
}


SCRIPTS: dict[str, tuple[str, str, Callable[[Town], str], dict[str, str]]] = {
    "here": ("editor", "post", lambda town: town.draft(), {"window": "abcdefgh", "leave": "1"}),
    "choose-link": ("editor", "get", lambda town: town.draft(), {"words": "稿", "oid": "1"}),
    "choose-picture": (
        "editor",
        "get",
        lambda town: town.draft(),
        {"words": "稿", "page": "1", "oid": "1"},
    ),
    "pieces": (
        "editor",
        "post",
        lambda _: f"{SITE}/media",
        {"name": "a.pdf", "size": "9", "changed": "1"},
    ),
    "top": (
        "manager",
        "post",
        lambda _: SECTION,
        dict.fromkeys(("order", "pick", "until-1", "add", "save", "remove", "up", "down"), "1"),
    ),
    "views": (
        "manager",
        "post",
        lambda _: SECTION,
        dict.fromkeys(("name", "shared", "rename", "drop"), "1"),
    ),
    "columns": ("editor", "post", lambda _: SECTION, {"order": "title", "column": "state"}),
    "undo": ("editor", "post", lambda _: SITE, {"undo": "1"}),
    "progress": ("editor", "post", lambda _: SITE, {"batch": "1", "stop": "1", "undo": "1"}),
    "move": ("manager", "post", lambda town: town.section(), {"target": "1"}),
    "delete": ("manager", "post", lambda town: town.section(), {"delete": "1"}),
    "choose-picture-new": (
        "editor",
        "post",
        lambda town: town.draft(),
        {"file": "1", "sent": "1", "title": "1", "alternative": "1"},
    ),
    "sections-order": (
        "manager",
        "post",
        lambda _: SITE,
        {"order": "zwgk", "up": "zwgk", "hide": "x"},
    ),
    "share-end": ("editor", "post", lambda town: town.draft(), {"take_back": "1", "note": "甲"}),
    "attach-order": (
        "editor",
        "post",
        lambda town: town.draft(),
        dict.fromkeys(("into", "take", "up", "down", "remove", "oid", "title", "rename"), "1"),
    ),
    "sessions": ("reviewer", "post", lambda _: SITE, {"key": "x", "others": "1"}),
    "accept-finding": (
        "editor",
        "post",
        lambda town: town.draft(),
        {"key": "x", "reason": "甲", "back": "edit", "end": "1"},
    ),
    "clean-paste": ("editor", "post", lambda _: SECTION, {"": "1"}),
    "describe-focus": (
        "manager",
        "post",
        lambda town: town.media("a.png", picture()),
        {"across": "50", "down": "50", "focus": "1"},
    ),
    "load-people-rows": (
        "administrator",
        "post",
        lambda _: "/people",
        {"rows": '[[2, "new", "甲", "", "", ""]]', "count": "1"},
    ),
    "add-content": ("manager", "post", lambda _: SECTION, {"type": "gauge.box", "title": "甲"}),
    "choose-person": ("manager", "get", lambda _: SITE, {"words": "甲"}),
    "shortcuts": ("editor", "post", lambda _: SITE, {"on": "1"}),
    "session": ("editor", "get", lambda _: SITE, {"back": "1"}),
    "import-records": (
        "manager",
        "post",
        lambda town: town.addon("gauge"),
        {"import": "gauge.rows", "file": "1"},
    ),
    "import-progress": (
        "manager",
        "post",
        lambda town: town.addon("gauge"),
        dict.fromkeys(("load", "import", "again", "stop"), "1"),
    ),
}
"""What only scripts send: account, method, place and values."""
NOT_NAMED_SO = {
    "load-people-rows": "load-people",
    "choose-picture-new": "choose-picture",
    "sections-order": "sections",
    "share-end": "share",
    "attach-order": "attach",
    "describe-focus": "describe",
}
"""Name of the view, where it is not that of what is sent."""
OF_TYPES = {f"add-{kind.name}" for kind in TYPES.values()}
"""Forms of documents with fields of their own; the others are those of `add-document`."""
NAMES = (*PAGES, *SCRIPTS, *(f"{login}:{deed}" for login, deeds in DEEDS.items() for deed in deeds))


def opened(town: Town, name: str, address: str = "") -> Opened:
    """Return the page `name` with its forms; the one at `address` if it is still there."""
    if name in SCRIPTS:
        login, method, made, values = SCRIPTS[name]
        fields = [("csrf_token", "choice", town.token(login))]
        fields += [(each, "choice", value) for each, value in values.items()]
        place = f"{made(town)}/{NOT_NAMED_SO.get(name, name)}"
        return Opened(login, "", (Asked(name, method, place, tuple(fields)),))
    if name in PAGES:
        login, made = PAGES[name]
        page = town.browser(login).get(address or made(town), expect_errors=bool(address))
        if page.status_int != 200:
            return opened(town, name) if name not in ACCOUNTS else Opened(login, "", ())
        return Opened(login, page.request.path, tuple(own_forms(page)))
    login, _, deed = name.partition(":")
    document = town.public() if deed == "withdraw" else town.draft(handed_in=login == "reviewer")
    return Opened(login, "", (town.chosen(login, deed, document),))


def fields_of(town: Town, name: str) -> frozenset[str]:
    """Return the names of the fields that the forms of the page `name` have."""
    forms = opened(town, name).forms
    return frozenset(field for form in forms for field, _kind, _value in form.fields)


def own_forms(page: Any) -> Iterator[Asked]:
    """Yield the forms of a page, without those of its frame and those that are alike."""
    known = set()
    for form in forms_of(page, page.request.path):
        alike = re.sub("[0-9]+", "", form.address), form.name.rstrip("-0123456789").split("-")[0]
        if form.address.rpartition("/")[2] not in FRAME - {page.request.path.rpartition("/")[2]}:
            if alike not in known:
                yield form
            known.add(alike)
