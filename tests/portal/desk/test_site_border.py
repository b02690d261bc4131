"""The border between sites: every view, every role, objects of another site wherever they fit.

The views are those that are registered, and the names of what they read from a request are taken
from their source, so that a new view is tried from its first day.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from addon_town import CATALOGUE, HALL, RECORDS, STRAY, published, with_addons, write_letter
from border_town import (
    DENIED,
    EVERYBODY,
    SITE_ROLES,
    BorderTown,
    View,
    contexts_in_far,
    own_context,
    refilled,
    sendings,
)
from desk_places import OTHER, SECTION, SITE
from far_site import ASCII_SECRET, FAR, PUBLIC, SECRET
from hostile import Asked
from hostile_town import NAMES, OF_TYPES, PAGES, SCRIPTS, fields_of, opened

from addons.interaction.mailbox.workflow import HANDLE
from portal.addon.jobs import jobs_of
from portal.content import boundary
from portal.content.document.operations import create_document, release_document
from portal.desk.working import work_on_batches

OF_THE_CLUSTER = {"Account", "Bodies", "Body", "Cluster", "People", "Sites"}
"""Kinds of content of which a cluster has one, beside its sites."""
USED_UP = {303, 404, 410}
"""Answers after which what was asked may not be there any more, or not as it was."""
ENDING = {"sign-out", "sessions", "second-factor"}
"""Views that may end the session of who asks."""

OWN = {"account", "notices", "second-factor", "sessions", "shortcuts"}
"""Pages about nothing but the person's own account; the views are tried."""

SETTINGS = {"columns", "views", "progress", "session", "choose-link", "choose-picture"}
"""What everybody keeps for themselves, or is only asked."""
OWN_WORK = {
    "security": {
        "give-role",
        "role",
        "hand-over",
        "give-role-cluster",
        "security-settings",
        "staff",
        "person",
        "person-disabled",
    },
    "auditor": {"audit"},
}
"""Pages that are the very work of a role."""
ASKING = {"batch", "undo"}
"""Pages for all who see drafts; whatever they are asked to do needs the right to just that."""
DONE = 303
"""Answer to a form that was obeyed."""

OF_BODIES = "bodies belong to the cluster, to no site"
INDEX = "what it asks for stands in an index of the site itself"
COMMAND = "only a command of the operator reaches it"
INNER = {
    "portal.content.body.operations": OF_BODIES,
    "portal.content.body.queries": OF_BODIES,
    "portal.desk.bodies": OF_BODIES,
    "portal.desk.choosepeople": OF_BODIES,
    "portal.desk.stafflist": OF_BODIES,
    "portal.security.accounts": OF_BODIES,
    "portal.content.document.linking": INDEX,
    "portal.desk.consequences": INDEX,
    "portal.http.moved": INDEX,
    "portal.content.general.desk": INDEX,
    "portal.desk.undoing": "the worker writes down where a document was",
    "portal.desk.dropping": "it asks for what it made itself",
    "portal.content.trash.queries": "the trash writes down where a document was",
    "portal.evolution.listings": COMMAND,
    "portal.site.blocks.references": COMMAND,
    "portal.site.importing.operations": COMMAND,
    "portal.site.operations": COMMAND,
    "addons.onlineservice.importing.operations": COMMAND,
    "addons.openinfo.importing.operations": COMMAND,
}
"""Modules that ask for the border where no request can name anything foreign, and why."""


def login_of(name: str) -> str:
    return (PAGES.get(name) or SCRIPTS.get(name) or name.split(":"))[0]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BorderTown]:
    world = with_addons(tmp_path_factory.mktemp("border"), "fgw")
    town = BorderTown(world)
    with pytest.MonkeyPatch.context() as patch:
        town.asking = {module.__name__ for module in asking()}
        for module in asking():
            patch.setattr(module, "reach", town.guard(module.__name__))
        yield town
    world.close()


@pytest.fixture(scope="module")
def forms(town: BorderTown) -> list[tuple[str, Asked]]:
    """What staff sends, each with the name of its page; nobody who tries it changes the page."""
    wanted = [each for each in NAMES if each not in OWN | SETTINGS and login_of(each)]
    found = [(name, form) for name in wanted for form in opened(town, name).forms]
    return [(name, form) for name, form in found if form.method == "post"]


def asking() -> list[ModuleType]:
    """Return the modules that ask whether something is of this site."""
    return [
        module
        for name, module in sorted(sys.modules.items())
        if name.startswith(("portal.", "addons."))
        and name != boundary.__name__
        and getattr(module, "reach", None) is boundary.reach
    ]


@pytest.mark.parametrize("login", ["", *SITE_ROLES])
def test_no_view_of_another_site_answers_to_people_of_this_one(
    town: BorderTown, login: str
) -> None:
    found, asked = [], 0
    for view in town.views:
        for thing in contexts_in_far(view, town.far):
            address = f"{thing.path}/{view.name}"
            for method in view.methods:
                answer = town.ask(login, method, address, list(view.asked))
                asked += 1
                wrong = [*town.faults(answer)]
                wrong += [
                    f"shows {each}" for each in (ASCII_SECRET, town.far.key) if each in answer
                ]
                if view.permission not in EVERYBODY and answer.status_int not in DENIED:
                    wrong.append(f"status {answer.status_int}")
                if answer.status_int == 303 and "sign-in" not in answer.location:
                    wrong += [f"leads to {answer.location}"] * (view.permission not in EVERYBODY)
                found += [f"{method} {address}: {each}" for each in wrong]
    town.sign_in_again(login)
    assert found == []
    assert town.changes() == []
    assert asked > 400


def test_every_kind_of_content_that_views_answer_for_is_in_the_other_site(
    town: BorderTown,
) -> None:
    untried = {view.kind for view in town.views if not contexts_in_far(view, town.far)}
    assert untried == OF_THE_CLUSTER


def own_views(town: BorderTown) -> dict[str, View]:
    return {str(view): view for view in town.views if view.kind not in OF_THE_CLUSTER}


def test_no_view_of_this_site_reads_or_changes_what_a_request_names_of_another(
    town: BorderTown,
) -> None:
    found, kept = [], ""
    for name, view in own_views(town).items():
        login = "officer" if view.permission == HANDLE else "manager"  # who may most at a site
        for method in view.methods:
            for label, sent in sendings(view, town.far):
                kept = kept or own_context(town, view.kind)
                answer = town.ask(login, method, f"{kept}/{view.name}", sent)
                found += [f"{name}, {label}: {each}" for each in town.faults(answer)]
                if view.name in ENDING:
                    town.sign_in_again(login)
                kept = "" if answer.status_int in USED_UP else kept
            kept = ""
    assert found == []
    assert town.changes() == []


@pytest.mark.parametrize(
    "name", [each for each in NAMES if login_of(each) in SITE_ROLES and each not in OWN]
)
def test_no_form_of_this_site_takes_what_is_of_another(town: BorderTown, name: str) -> None:
    town.sign_in_again(login_of(name))
    found, page = [], opened(town, name)
    known = fields_of(town, "add-document") if name in OF_TYPES else frozenset()
    for at in range(len(page.forms)):
        kind = page.forms[at].name
        for turn in range(len(list(refilled(page.forms[at], town.far, known)))):
            form = next((each for each in page.forms if each.name == kind), None)
            if form is None:
                break
            label, sent = next(islice(refilled(form, town.far, known), turn, None), ("", []))
            answer = town.send(page.login, form, sent)
            found += [f"{kind}, {label}: {each}" for each in town.faults(answer)]
            if answer.status_int in {303, 404, 410}:
                page = opened(town, name, page.address)
    assert found == []
    assert town.changes() == []


def test_foreign_things_whose_identity_was_stored_here_are_not_shown(town: BorderTown) -> None:
    document, section, file, site = town.plant()
    places = {"Document": document, "Section": section, "File": file, "Site": site, "Home": site}
    found = []
    for login in ("manager", ""):
        for view in town.views:
            if "GET" in view.methods and view.kind in places and view.name not in ENDING:
                answer = town.ask(login, "GET", f"{places[view.kind]}/{view.name}", [])
                found += [f"{view}: {each}" for each in town.faults(answer)]
    manager, image = town.browser("manager"), town.far.things["image"].oid
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}  # where nobody guessed keys
    shared = town.browser("").get(f"{site}/shared?key={town.shared}", extra_environ=elsewhere)
    found += [f"shared: {each}" for each in town.faults(shared)]
    asked = [f"{document}/attached?file={image}"]
    while work_on_batches(town.world.office):
        pass
    asked += [f"{section}/progress?batch={name}" for name in town.batches]
    for address in asked:
        answer = manager.get(address, expect_errors=True)
        found += [f"{address}: {each}" for each in town.faults(answer)]
    describing = manager.get(f"{file}/describe").forms["form"]
    describing.submit("save", status=303)
    with town.world.office.transaction() as (cluster, act):
        release_document(town.world.place(cluster, document), act)
    town.world.feed()
    for address in (document, f"{SITE}/", f"{section}/feed.xml", f"{SITE}/search?q=notice"):
        found += [f"{address}: {each}" for each in town.faults(town.browser("").get(address))]
    assert found == []
    assert set(town.changes()) <= {"batch"}  # the worker did what the other site's own people asked


LISTING = (
    *(f"{HALL}{each}" for each in ("", "?theme=person", "?department=外站局", "?department=乙局")),
    *(f"{CATALOGUE}{each}" for each in ("", "?topic=04", "?body=外站局", "?genre=notice")),
    *("/".join(RECORDS), "", "sitemap", "letters", f"{CATALOGUE}?year=2026"),
)
"""Pages of a site on which add-ons list what it has."""


def listed(town: BorderTown, *others: str) -> list[str]:
    """Return what the pages of this site list of the other one, also where that is public."""
    found = []
    for address in (*(f"{SITE}/{each}" for each in LISTING), *others):
        for login in ("", "officer"):
            answer = town.ask(login, "GET", quote(address, safe="/?="), [])
            found += [f"{address}: {each}" for each in town.faults(answer)]
            strange = (PUBLIC, STRAY, f'href="{FAR}')
            found += [f"{address}: {each}" for each in strange if each in answer.text]
    return found


def test_what_add_ons_list_of_a_site_is_its_own(town: BorderTown) -> None:
    town.ask("officer", "GET", f"{SITE}/{HALL}", []).mustcontain("办事")
    assert listed(town) == []


def test_foreign_things_that_add_ons_stored_here_are_not_shown(town: BorderTown) -> None:
    record, item, letter = town.plant_in_addons()
    assert listed(town, record, item) == []
    asked = [("number", letter.number), ("code", letter.code)]
    answers = [town.ask("officer", "POST", f"{town.mailbox}/enquiry", asked)]
    answers.append(town.ask("officer", "GET", f"{SITE}/letter", asked))
    for answer in answers:
        answer.mustcontain(letter.number)
        assert list(town.faults(answer)) == []
    form = town.browser("editor").get(f"{SECTION}/add-document?type=onlineservice.service").forms
    form["form"]["title"], form["form"]["task_code"] = "开店", town.far.code
    form["form"].submit("save", status=303)
    for job in jobs_of(town.world.office.registry.addons.values()):
        job.run(town.world.office)
    with town.world.office.transaction() as (cluster, _act):
        assert cluster["sites"]["fgw"][CATALOGUE].entry(town.far.things["record"].oid) is None
    assert town.changes() == []


@pytest.mark.parametrize("role", SITE_ROLES)
def test_who_has_a_role_at_one_section_reads_and_changes_nothing_of_the_others(
    town: BorderTown, role: str
) -> None:
    data: Any = {"title": SECRET, "body": f"<p>{SECRET}</p>", "source": "办公室"}
    with town.world.office.transaction() as (cluster, act):
        other = create_document(town.world.place(cluster, OTHER), data, act)
        address = f"{OTHER}/{other.__name__}"
    mailbox = published(town.world, "mailbox", OTHER)
    with town.world.office.transaction() as (cluster, act):
        place = town.world.place(cluster, mailbox)
        letter = write_letter(town.world, place, act, subject=SECRET, text=SECRET, name=SECRET)
    found = []
    for view in town.views:
        beside = {"Document": address, "Section": OTHER, "Mailbox": mailbox}.get(view.kind)
        above = {"Site": SITE, "Home": SITE, "Section": SECTION, "Media": f"{SITE}/media"}
        for method in view.methods if beside and view.permission not in EVERYBODY else ():
            sent = [*view.asked, ("number", letter.number)]
            answer = town.ask(f"one.{role}", method, f"{beside}/{view.name}", sent)
            if answer.status_int not in DENIED:
                found.append(f"{view}: status {answer.status_int}")
        if view.kind in above and "GET" in view.methods:
            sent = [("number", letter.number)]
            answer = town.ask(f"one.{role}", "GET", f"{above[view.kind]}/{view.name}", sent)
            found += [f"{view}: {each}" for each in town.faults(answer)]
    assert found == []
    with town.world.office.transaction() as (cluster, _act):
        assert len(town.world.place(cluster, address).revisions) == 1


@pytest.mark.parametrize("login", ["", "reader", "officer", "auditor", "security"])
def test_who_only_reads_sends_no_form_of_anybody_else_with_success(
    town: BorderTown, forms: list[tuple[str, Asked]], login: str
) -> None:
    found, database = [], town.world.office.database
    for name, form in forms:
        if name not in OWN_WORK.get(login, ()):
            values = [pair for pair in form.values if pair[0] != "csrf_token"]
            before = database.lastTransaction()
            answer = town.ask(login, "POST", form.address, values)
            did_nothing = answer.status_int != DONE and database.lastTransaction() == before
            asked_only = form.address.rpartition("/")[2] in ASKING and did_nothing
            if answer.status_int not in DENIED and not asked_only:
                found.append(f"{name}, {form.name}: status {answer.status_int}")
    assert found == []
    assert len(forms) > 50


def test_every_module_that_asks_for_the_border_met_something_foreign(town: BorderTown) -> None:
    left = town.asking - town.stopped
    assert " ".join(sorted(left - set(INNER))) == ""
    assert sorted(set(INNER) - left) == []
