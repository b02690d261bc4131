"""What a test of the portal or of an add-on may use; part of the public interface."""

from __future__ import annotations

import atexit
import logging
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

import webtest

from portal.addon import sheltering
from portal.addon.operations import disable, enable
from portal.addon.queries import needed, needing
from portal.addon.registry import loaded_addons
from portal.addon.settling import settle
from portal.addon.sources import check_addon
from portal.application import configure
from portal.command.office import Office
from portal.command.start import found
from portal.content.adding import is_document_type
from portal.content.document.operations import publish_document
from portal.content.section.operations import add_section
from portal.security.grants import give_role
from portal.settings import Settings
from portal.site.operations import found_site, move_site
from portal.theme import compiling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.addon.declaration import AddOn
    from portal.content.content import Container
    from portal.content.declaration import ContentType

PASSWORD = "Only-for-tests-1"  # noqa: S105  # of accounts that only tests have
PEOPLE = (
    "administrator",
    "security",
    "auditor",
    "manager",
    "editor",
    "reviewer_1",
    "reviewer_2",
    "reviewer",
    "publisher",
    "officer",
    "reader",
)
"""Accounts that `World.make` adds, each called like its role at the cluster."""


@dataclass
class World:
    """A whole portal on real files in a folder of its own.

    :ivar app: the WSGI application, as waitress would call it.
    """

    office: Office
    app: Any

    @classmethod
    def make(cls, folder: Path, **settings: Any) -> World:
        """Found a cluster in `folder` with an account for each role, and no sites."""
        if settings.keys() <= {"addons"}:
            shutil.copytree(_founded(**settings), folder, dirs_exist_ok=True)
            office = _office(folder, **settings)
        else:
            office = _office(folder, **settings)
            _found(office)
        return cls(office, office.config.make_wsgi_app())

    def site(self, name: str, class_name: str = "department", **facts: Any) -> str:
        """Found the site `name`, open it, and return its address on the cluster's host."""
        data: Any = {"title": f"Site {name}", "class_name": class_name, **facts}
        with self.office.transaction() as (cluster, act):
            site = found_site(cluster["sites"], name, data, act)
            move_site(site, "open", act)
        return f"/sites/{name}/"

    def publish(self, path: str, **values: Any) -> str:
        """Release a document in the section at `path`, such as `/sites/fgw/zwgk/tzgg`.

        Returns its address on the cluster's host.
        """
        data = {"title": "A notice", "body": "<p>Text</p>", **values}
        if data.get("displayed_at"):
            data.setdefault("displayed_because", "A test")
        with self.office.transaction() as (cluster, act):
            section = self.place(cluster, path)
            document = publish_document(section, cast("Any", data), act)
            name = document.__name__
        return f"{path.rstrip('/')}/{name}"

    def place(self, cluster: Any, path: str) -> Any:
        """Return what is at `path` of the tree."""
        found_here = cluster
        for name in path.strip("/").split("/"):
            found_here = found_here[name]
        return found_here

    def grant(self, place: Container, login: str, role: str) -> None:
        """Give `login` a role at `place`."""
        with self.office.transaction() as (_cluster, act):
            give_role(place, login, role, act)

    def feed(self) -> None:
        """Bring everything that waits into the search."""
        while self.office.feed_search():
            pass

    def browser(self, login: str = "", host: str = "127.0.0.1") -> webtest.TestApp:
        """Return a client; with the name of an account, a signed-in one."""
        client = webtest.TestApp(
            self.app, extra_environ={"HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1"}
        )
        if login:
            form = _sign_in_form(client)
            form["login"], form["password"] = login, PASSWORD
            form.submit(status=303)
        return client

    def close(self) -> None:
        """Close the stores."""
        self.office.close()


def _office(folder: Path, **settings: Any) -> Office:
    values: dict[str, Any] = {"secure_cookies": False, "secret": "s" * 40} | settings
    config = configure(Settings(data=folder, **values))
    config.registry[compiling.FOLDER] = compiled_templates()
    return Office(config)


def _found(office: Office) -> None:
    people = [(login, login, login, PASSWORD) for login in PEOPLE]
    found(office, "Cluster", people, one_time=False)


@cache
def _founded(**settings: Any) -> Path:
    """Return the folder of a cluster that is only copied: founding takes as long as many tests."""
    folder = _folder_of_process("founded-")
    office = _office(folder, **settings)
    _found(office)
    office.close()
    return folder


@cache
def compiled_templates() -> Path:
    """Return a folder for all worlds of this process: compiling takes as long as many tests."""
    return _folder_of_process("templates-")


def _folder_of_process(prefix: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _sign_in_form(client: webtest.TestApp) -> Any:
    forms = client.get("/sign-in").forms
    return next(form for form in forms.values() if "password" in form.fields)


class AddOnContract:
    """What every add-on has to prove; a test class inherits it and names the add-on.

    The add-on has to be installed, an editable installation will do.

    :cvar addon: the add-on.
    """

    addon: ClassVar[AddOn]

    def test_it_keeps_to_the_contract(self) -> None:
        problems = check_addon(self.addon)
        assert not problems, "\n".join(problems)

    def test_whom_its_work_lists_are_for_finds_them(self, tmp_path: Path) -> None:
        with _world_with(self.addon, tmp_path) as world:
            turn(world, "own", self.addon.name, on=True)
            for work in self.addon.work_lists:
                role = self.addon.permissions.get(work.permission, "manager").split()[0]
                staff = world.browser(role)
                staff.get(f"/sites/own/{work.view}", status=200)
                assert work.name in staff.get("/desk").text

    def test_a_site_enables_disables_and_enables_it(self, tmp_path: Path) -> None:
        name, kinds = self.addon.name, self.addon.types
        with _world_with(self.addon, tmp_path) as world:
            turn(world, "own", name, on=True)
            pages = [publish_one(world, kind) for kind in kinds if _is_listed(kind)]
            for on, status in ((True, 200), (False, 404), (True, 200)):
                turn(world, "own", name, on=on)
                for page in pages:
                    world.browser().get(page, status=status)

    def test_its_steps_can_be_taken_twice(self, tmp_path: Path) -> None:
        with _world_with(self.addon, tmp_path) as world:
            turn(world, "own", self.addon.name, on=True)
            for _time in range(2):
                with world.office.transaction() as (cluster, _act):
                    for step in self.addon.steps:
                        step.run(cluster["sites"]["own"])


def turn(world: World, site: str, name: str, *, on: bool) -> None:
    """Enable or disable an add-on in a site, with all that it needs or that needs it."""
    with world.office.transaction() as (cluster, act):
        place, addons = cluster["sites"][site], loaded_addons(world.office.registry)
        if on and not place.uses(name):
            enable(place, name, addons, act, also=needed(place, name, addons))
        elif not on and place.uses(name):
            disable(place, name, addons, act, also=needing(place, name, addons))
    while settle(world.office):
        pass


def publish_one(world: World, kind: ContentType, path: str = "/sites/own/own", **data: Any) -> str:
    """Release a document of the type `kind` in the section at `path`, and return its address."""
    values: Any = {"title": "A title", "body": "<p>Text</p>", "source": "A source", **data}
    with world.office.transaction() as (cluster, act):
        section = world.place(cluster, path)
        document = publish_document(section, values, act, kind.factory)
        return f"{path}/{document.__name__}"


def _is_listed(kind: ContentType) -> bool:
    return is_document_type(kind) and "portal.section" in kind.addable_in


@contextmanager
def _world_with(addon: AddOn, folder: Path) -> Iterator[World]:
    """Give a world with the site `own` and a section in it, where the add-on is loaded."""
    world = World.make(folder, addons=(addon.name,))
    defects = _Defects()
    sheltering.log.addHandler(defects)
    try:
        world.site("own")
        with world.office.transaction() as (cluster, act):
            data: Any = {"title": "Own", "kind": "news", "description": "Own"}
            add_section(cluster["sites"]["own"], "own", data, act)
        yield world
        world.feed()
    finally:
        sheltering.log.removeHandler(defects)
        world.close()
    assert not defects.told, "\n".join(defects.told)


class _Defects(logging.Handler):
    """Keeps what the core was sheltered from: a page lives with it, a test does not."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is told, with the traceback."""
        self.told.append(self.format(record))
