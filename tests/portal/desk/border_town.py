"""A site with people of every role, the views of the portal, and what shows that one leaks."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from addon_town import CATALOGUE, HALL, Letter, plant_references, published, stray_letter
from desk_places import SECTION, SITE
from far_site import ASCII_SECRET, FAR, SECRET, Far, Thing, build_far, state_of
from hostile import Asked, Pairs
from hostile_town import Town, picture

from portal.content import boundary
from portal.content.document.operations import save_draft
from portal.content.document.shares import key_of, share_draft
from portal.desk.batches import Batch, batches_of
from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.testing import PASSWORD, PEOPLE, World

OF_CLUSTER = {"administrator", "security", "auditor"}
"""Roles that concern all sites."""
SITE_ROLES = tuple(each for each in PEOPLE if each not in OF_CLUSTER)
EVERYBODY = {"view", "portal.account", "__no_permission_required__", None}
"""Permissions that are not of a role; what such a view shows is still compared."""
DENIED = {303, 401, 403, 404, 405, 410}
"""Answers to what one may not do; 303 leads to the sign-in, which is looked at."""
_NAME = '"([a-z_-]{1,30})"'
_READ = re.compile(
    rf"(?:GET|POST|params|sent|asked|query)(?:\.get(?:all|one)?)?[(\[]{_NAME}"
    rf"|\b_?(?:named|text|number|wanted)\((?:\w+(?:\.\w+)*, )?{_NAME}"
    rf"|{_NAME} (?:not )?in (?:\w+\.)*(?:GET|POST|params|sent|asked)\b"
)
_FROM = re.compile(r"^from ((?:portal|addons)[\w.]+) import", re.MULTILINE)


BASES = {"Home": "Site", "Container": "Site", "Kept": "Catalogue"}
"""Classes of which views answer for others; those are asked for in their place."""


@dataclass(frozen=True)
class View:
    """A registered view.

    :ivar kind: name of the class of its context; `module` of the code that answers.
    :ivar asked: name and value of a parameter without which it is not called.
    """

    kind: str
    name: str
    methods: tuple[str, ...]
    permission: str | None
    module: str
    asked: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        asked = "".join(f"?{name}" for name, _value in self.asked)
        return f"{self.kind} {self.name or '-'}{asked} {'+'.join(self.methods)}"

    @property
    def own_parameters(self) -> tuple[str, ...]:
        """Names that the code of its module reads from a request."""
        return _read_in(self.module)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Those, and what the modules that it imports read."""
        imported = dict.fromkeys(_FROM.findall(_source(self.module)))
        names = {name for module in (self.module, *imported) for name in _read_in(module)}
        return tuple(sorted(names))


@cache
def _source(module: str) -> str:
    return inspect.getsource(importlib.import_module(module))


@cache
def _read_in(module: str) -> tuple[str, ...]:
    found = _READ.finditer(_source(module))
    return tuple(sorted({next(name for name in each.groups() if name) for each in found}))


def views_of(world: World) -> tuple[View, ...]:
    """Return every view that answers for content, a site or the cluster, in a fixed order."""
    entries = world.office.registry.introspector.get_category("views") or ()
    found = {_view(entry) for entry in entries if _is_own(entry["introspectable"])}
    return tuple(sorted(found, key=str))


def _is_own(view: Any) -> bool:
    context, module = view["context"], getattr(view["callable"], "__module__", "")
    is_error = isinstance(context, type) and issubclass(context, BaseException)
    return isinstance(context, type) and not is_error and module.startswith(("portal.", "addons."))


def _view(entry: Any) -> View:
    view = entry["introspectable"]
    named = [each["value"] for each in entry["related"] if each.category_name == "permissions"]
    methods = view["request_methods"] or ("GET", "POST")
    methods = (methods,) if isinstance(methods, str) else tuple(sorted({*methods} - {"HEAD"}))
    asked = view["request_param"] or ()
    asked = (asked,) if isinstance(asked, str) else tuple(asked)
    pairs = tuple(
        (name, value or "1") for name, _, value in (each.partition("=") for each in asked)
    )
    module = view["callable"].__module__
    permission = named[0] if named else None
    return View(view["context"].__name__, view["name"], methods, permission, module, pairs)


class BorderTown(Town):
    """A town in which each account but those of the cluster holds its role at one site only.

    Those called `one.` and the role hold it at one section only.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world)
        with world.office.transaction() as (cluster, act):
            site = cluster["sites"]["fgw"]
            for role in SITE_ROLES:
                for login, place in ((f"near.{role}", site), (f"one.{role}", site["zwgk"]["tzgg"])):
                    add_account(cluster["people"], login, role, PASSWORD, act, one_time=False)
                    give_role(place, login, role, act)
        self.browsers |= {role: world.browser(f"near.{role}") for role in SITE_ROLES}
        self.browsers |= {f"one.{role}": world.browser(f"one.{role}") for role in SITE_ROLES}
        self.views = views_of(world)
        self.far: Far = build_far(world)
        world.feed()
        self.before = state_of(world, self.far)
        self.stopped: set[str] = set()
        self.asking: set[str] = set()

    def faults(self, answer: Any) -> Iterator[str]:
        """Yield what an answer to somebody of this site shows of the other one."""
        text = answer.body.decode("utf-8", "replace") + repr(dict(answer.headers))
        if SECRET in text or json.dumps(SECRET)[1:-1] in text:
            yield f"shows {SECRET}"
        if answer.status_int >= 500:
            yield f"status {answer.status_int}"

    def guard(self, module: str) -> Callable[[int, Any], Any]:
        """Return what `module` is to ask for the border: it notes what was stopped there."""
        foreign = {each.oid for each in self.far.things.values()}

        def reach(oid: int, place: Any) -> Any:
            found = boundary.reach(oid, place)
            if found is None and oid in foreign:
                self.stopped.add(module)
            return found

        return reach

    def plant(self) -> list[str]:
        """Store the identities of foreign things in a document, a section and a file of this site.

        An older version or an import may have left them. Returns the addresses of all three.
        """
        oids = tuple(each.oid for each in references(self.far))
        links = "".join(f'<p><a href="/@{oid}">甲</a></p>' for oid in oids)
        address, file_at = self.world.publish(SECTION, body="<p>甲</p>"), self.media("b.txt", b"b")
        with self.world.office.transaction() as (cluster, act):
            document, file = (self.world.place(cluster, each) for each in (address, file_at))
            draft = save_draft(document, {"title": "甲", "body": "<p>乙</p>"}, act)  # type: ignore[typeddict-item]
            for text in (document.text, draft.text):
                text.html += links
            document.attachments, document.lead_picture = oids, self.far.things["image"].oid
            document.wanted = oids
            given = {"attachments": oids, "lead_picture": self.far.things["image"].oid}
            draft.values = {**draft.values, **given}
            file.shown_with, file.wanted_by = oids, oids
            section, site = document.__parent__, cluster["sites"]["fgw"]
            section.top = tuple((oid, None) for oid in oids)
            site.logo = self.far.things["image"].oid
            hidden = self.far.things["hidden section"].oid
            site.blocks = (("portal.newest", {"section": hidden}),)
            batches = (
                Batch("add_keyword", section.oid, oids, {"keyword": "甲"}),
                Batch("move", section.oid, (document.oid,), {"target": hidden}),
            )
            for batch in batches:
                batch.begin("near.manager", act.at)
                batches_of(cluster).add(batch)
            self.batches = [each.name for each in batches]
            share = share_draft(document, "甲", 7, act)
            self.shared = key_of(document, share, self.world.office.registry["secret"])
        return [address, SECTION, file_at, SITE]

    def plant_in_addons(self) -> tuple[str, str, Letter]:
        """Store foreign things in what add-ons keep of this site.

        Returns the addresses of a record and of an item that name some, and a letter that says it
        was sent to a mailbox of the other site.
        """
        record, item = (published(self.world, name, SECTION) for name in ("record", "item"))
        things = self.far.things
        with self.world.office.transaction() as (cluster, act):
            site = cluster["sites"]["fgw"]
            plant_references(site, things, self.far.code)
            site.blocks = (("openinfo.newest", {}),)
            planted = self.world.place(cluster, record)
            planted.interpretations = tuple(each.path for each in things.values())
            planted.amended_by = tuple(
                f"/../far{each.path[len(FAR) :]}" for each in things.values()
            )
            self.world.place(cluster, item).attachments = tuple(
                each.oid for each in references(self.far)
            )
            return record, item, stray_letter(self.world, site, things["mailbox draft"].oid, act)

    def changes(self) -> list[str]:
        """Return what of the other site is not as it was; from then on that is how it was."""
        now = state_of(self.world, self.far)
        changed = [path for path in now | self.before if now.get(path) != self.before.get(path)]
        self.before = now
        return changed

    def ask(self, login: str, method: str, address: str, sent: list[tuple[str, str]]) -> Any:
        browser = self.browser(login)
        # Wrong passwords block the address that they come from: not that of those who work here.
        asks_password = address.rpartition("/")[2] in {"sign-in", "account", "second-factor"}
        place = {"REMOTE_ADDR": "203.0.113.77"} if asks_password else self.network(address)
        if method == "GET":
            return browser.get(address, sent, extra_environ=place, expect_errors=True)
        token = [("csrf_token", self.token(login))] if login else []
        return browser.post(address, [*token, *sent], extra_environ=place, expect_errors=True)

    def sign_in_again(self, login: str) -> None:
        """Begin another session, because what was tried may have ended this one."""
        if login in SITE_ROLES:
            self.browsers[login] = self.world.browser(f"near.{login}")
            self._tokens.pop(login, None)

    def token(self, login: str) -> str:
        if login not in self._tokens:
            self._tokens[login] = super().token(login)
        return self._tokens[login]

    @property
    def _tokens(self) -> dict[str, str]:
        return self.__dict__.setdefault("tokens", {})


def contexts_in_far(view: View, far: Far) -> list[Thing]:
    """Return the things of the other site for which `view` answers."""
    return far.of_kind(BASES.get(view.kind, view.kind))


def own_context(town: Town, kind: str) -> str:
    """Return the address of something of this site of the class `kind`; empty for none of it."""
    made = {
        "Document": town.draft,
        "File": lambda: town.media("a.txt", b"text"),
        "Image": lambda: town.media("a.png", picture()),
        "Section": lambda: SECTION,
        "Site": lambda: SITE,
        "Media": lambda: f"{SITE}/media",
        "Mailbox": lambda: town.mailbox,
        "Catalogue": lambda: f"{SITE}/{CATALOGUE}",
        "Hall": lambda: f"{SITE}/{HALL}",
        "PublicService": lambda: published(town.world, "item", SECTION),
        "Disclosure": lambda: published(town.world, "record", SECTION),
    }
    return made.get(BASES.get(kind, kind), lambda: "")()


def references(far: Far) -> list[Thing]:
    """Return what of the other site is named where something of this one is expected."""
    return [each for each in far.things.values() if not each.public]


def sendings(view: View, far: Far) -> Iterator[tuple[str, Pairs]]:
    """Yield what `view` is sent: every name with each foreign thing, and some names alone."""
    for name in ("draft", "deleted", "image", "hidden section"):
        yield name, _with(view, dict.fromkeys(view.parameters, str(far.things[name].oid)))
    for name in view.own_parameters:
        for thing in (far.things["draft"], far.things["image"]):
            yield f"{name}: {thing.name}", _with(view, {name: str(thing.oid)})
        yield f"{name}: name", _with(view, {name: far.things["deleted"].path.rpartition("/")[2]})
    yield "a path", _with(view, dict.fromkeys(view.parameters, far.things["draft"].path))
    yield "a key", _with(view, dict.fromkeys(view.parameters, far.key))
    yield "a batch", _with(view, dict.fromkeys(view.parameters, far.batch))
    yield "words", _with(view, dict.fromkeys(view.parameters, ASCII_SECRET))
    if view.module.startswith("addons."):
        mailbox = str(far.things["mailbox"].oid)
        yield "a mailbox", _with(view, dict.fromkeys(view.parameters, mailbox))
        yield "its letters", _with(view, {"mailbox": mailbox})
        yield "a letter", _with(view, {"number": far.letter.number, "code": far.letter.code})


def _with(view: View, values: dict[str, str]) -> Pairs:
    return list((values | dict(view.asked)).items())


def refilled(form: Asked, far: Far, known: frozenset[str]) -> Iterator[tuple[str, Pairs]]:
    """Yield a form as its page has it, with foreign things in the place of this site's own.

    :param known: fields that were tried in another form.
    """
    body = "".join(
        f'<p><a href="/@{each.oid}">甲</a><a href="{each.path}">乙</a><img src="{each.path}"></p>'
        for each in references(far)
    )
    named = form.named("choice", "text", "submit")
    for name in (each for each in named if each not in known):
        rest = [
            (field, value or "甲") if field == "reason" else (field, value)
            for field, value in form.values
            if field != name
        ]
        if name == "body":
            yield "body", [*rest, ("body", body)]
            continue
        before = [(kind, value) for field, kind, value in form.fields if field == name]
        is_reference = all(
            re.fullmatch("-?[0-9]+|/.*", value) or (kind == "choice" and not value)
            for kind, value in before
        )
        is_many = is_reference and not known  # what a type adds are codes and words
        things = references(far) if is_many else [far.things["draft"]]
        for thing in things:
            yield f"{name}: {thing.name}", [*rest, (name, str(thing.oid))]
        yield f"{name}: path", [*rest, (name, far.things["hidden section"].path)]
