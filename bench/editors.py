"""Eight editors who save drafts at once for a while, and what became of everything they saved."""

from __future__ import annotations

import html
import http.client
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from urllib.parse import urlencode, urlsplit

import waitress
from pyramid_retry import BeforeRetry
from sqlalchemy import select
from transaction import TransactionManager

from bench.worlds import SECTION, Built
from portal.application import configure
from portal.command.office import Office, read_ini
from portal.ledger.tables import AuditEntry
from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.testing import PASSWORD, World

EDITORS = 8
DOCUMENTS = 16
"""Drafts that all of them write, so that they meet often."""
PLACE = f"/sites/bench0/{SECTION}"
RELEASED = 0.7
"""Share of the decisions of a reviewer that are approvals; the others return the draft."""
REVIEWERS = 4
_FORM = re.compile(r'<form[^>]*id="decide-(\w+)".*?</form>', re.DOTALL)
_ACTION = re.compile(r'action="([^"]+)"')
_INPUT = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass
class Told:
    """What one editor saw.

    :ivar kept: marks that were acknowledged, by the address of the document, in their order.
    :ivar answers: how often each status was answered.
    :ivar collided: how often the version of somebody else was shown instead of saving.
    """

    kept: dict[str, list[str]] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    collided: int = 0


class Editor:
    """A person at a browser, as far as the protocol goes.

    :ivar location: where the last answer led that led anywhere.
    """

    def __init__(self, login: str, port: int) -> None:
        self.login = login
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.told = Told()
        self.location = ""

    def ask(self, path: str, values: dict[str, str] | None = None) -> tuple[int, str]:
        """Send a request, and return status and text of the answer."""
        headers = {"Cookie": "; ".join(f"{name}={each}" for name, each in self.cookies.items())}
        if values is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(values) if values is not None else None
        self.connection.request("POST" if body is not None else "GET", path, body, headers)
        answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            if name.lower() == "location":
                self.location = value
        self.told.answers[answer.status] += 1
        return answer.status, answer.read().decode()

    def sign_in(self) -> None:
        """Sign in with the password of all tests."""
        _status, page = self.ask("/sign-in")
        values = hidden(page) | {"login": self.login, "password": PASSWORD}
        self.ask("/sign-in", values)

    def save(self, address: str, mark: str, button: str = "save") -> None:
        """Write `mark` into the draft; where somebody was faster, save beside their version."""
        _status, page = self.ask(f"{address}/edit")
        values = hidden(page) | {"title": address, "body": f"<p>{mark}</p>", button: "1"}
        values["source"] = "An office"
        status, page = self.ask(f"{address}/edit", values)
        if status == http.client.CONFLICT:
            self.told.collided += 1
            status, _page = self.ask(f"{address}/edit", values | hidden(page))
        if status == http.client.SEE_OTHER:
            self.told.kept.setdefault(address, []).append(mark)

    def decide(self, address: str, name: str) -> None:
        """Press a button on the page of a draft, if it is there; note what was answered."""
        _status, page = self.ask(f"{address}/draft")
        form = next((found[0] for found in _FORM.finditer(page) if found[1] == name), None)
        if form is None:
            return
        values = hidden(form) | {name: "1", "reason": "Again, please"}
        status, _page = self.ask(urlsplit(_ACTION.search(form)[1]).path, values)  # type: ignore[index]
        if status == http.client.SEE_OTHER:
            self.told.kept.setdefault(address, []).append(name)


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the form of a page."""
    return {name: html.unescape(value) for name, value in _INPUT.findall(page)}


def _work(
    login: str,
    port: int,
    addresses: list[str],
    seconds: int,
    hands_in: bool = False,  # noqa: FBT001, FBT002
) -> Told:
    editor, drawn = Editor(login, port), random.Random(login)
    editor.sign_in()
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        number += 1
        button = "hand_in" if hands_in and number % 2 else "save"
        editor.save(drawn.choice(addresses), f"{login}-{number}", button)
    return editor.told


def _decide(login: str, port: int, addresses: list[str], seconds: int) -> Told:
    """Approve and return what waits, again and again, as one reviewer."""
    reviewer, drawn = Editor(login, port), random.Random(login)
    reviewer.sign_in()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        reviewer.decide(
            drawn.choice(addresses), "approve" if drawn.random() < RELEASED else "return"
        )
    return reviewer.told


@contextmanager
def served(cluster: Built, port: int, retried: Counter[str]) -> Iterator[World]:
    """Serve the cluster in this process and count the requests that were taken up again."""
    config = configure(read_ini(cluster.ini))
    config.add_subscriber(lambda event: retried.update([event.request.method]), BeforeRetry)
    office = Office(config)
    world = World(office, config.make_wsgi_app())
    server = waitress.create_server(world.app, host="127.0.0.1", port=port, threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield world
    finally:
        server.close()
        thread.join()
        world.close()


def save_together(cluster: Built, seconds: int, port: int) -> None:
    """Print how often eight editors saved within `seconds`, and whether anything was lost."""
    retried: Counter[str] = Counter()
    logins = [f"editor{number}" for number in range(EDITORS)]
    with served(cluster, port, retried) as world:
        _employ(world, logins)
        addresses = [_draft(world, number) for number in range(DOCUMENTS)]
        with get_context("spawn").Pool(EDITORS) as pool:
            given = [(login, port, addresses, seconds) for login in logins]
            told = pool.starmap(_work, given)
        lost = list(_lost(world, told))
    saved = sum(len(marks) for each in told for marks in each.kept.values())
    answers = sum((each.answers for each in told), Counter[int]())
    print(f"\n{EDITORS} editors for {seconds} s on {DOCUMENTS} drafts: {saved} saves acknowledged")
    print(f"  a second                       {saved / seconds:10.1f}")
    print(f"  other version shown first      {sum(each.collided for each in told):10}")
    print(f"  requests taken up again        {sum(retried.values()):10}")
    print(f"  answers by status              {dict(sorted(answers.items()))}")
    print(f"  saves that cannot be found     {len(lost):10} {lost[:5]}")


def work_together(cluster: Built, seconds: int, port: int) -> None:
    """Print what eight editors and four reviewers did within `seconds`, and what was lost."""
    retried: Counter[str] = Counter()
    editors = [f"editor{number}" for number in range(EDITORS)]
    reviewers = [f"reviewer{number}" for number in range(REVIEWERS)]
    with served(cluster, port, retried) as world:
        _employ(world, editors)
        _employ(world, reviewers, "reviewer")
        addresses = [world.publish(PLACE, title=f"Shared {number}") for number in range(DOCUMENTS)]
        with get_context("spawn").Pool(EDITORS + REVIEWERS) as pool:
            written = pool.starmap_async(
                _work, [(login, port, addresses, seconds, True) for login in editors]
            )
            decided = pool.starmap(
                _decide, [(login, port, addresses, seconds) for login in reviewers]
            )
            told = written.get()
        lost = list(_lost(world, told))
        entries = _entries(world, reviewers)
    kept = Counter(name for each in decided for names in each.kept.values() for name in names)
    answers = sum((each.answers for each in (*told, *decided)), Counter[int]())
    saved = sum(len(marks) for each in told for marks in each.kept.values())
    print(f"\n{EDITORS} editors and {REVIEWERS} reviewers for {seconds} s, {DOCUMENTS} documents")
    print(f"  saves acknowledged             {saved:10}")
    print(
        f"  approvals acknowledged         {kept['approve']:10}, written down {entries['approved']}"
    )
    print(
        f"  returns acknowledged           {kept['return']:10}, written down {entries['returned']}"
    )
    print(f"  requests taken up again        {sum(retried.values()):10}")
    print(f"  answers by status              {dict(sorted(answers.items()))}")
    print(f"  saves that cannot be found     {len(lost):10} {lost[:5]}")


def _entries(world: World, logins: list[str]) -> Counter[str]:
    """Return how often the audit log has an approval and a return by one of `logins`."""
    manager = TransactionManager()
    with manager:
        session = world.office.ledger.session(manager)
        query = select(AuditEntry.action).where(AuditEntry.by.in_(logins))
        return Counter(action.partition(".")[2] for action in session.scalars(query))


def _employ(world: World, logins: list[str], role: str = "editor") -> None:
    with world.office.transaction() as (cluster, act):
        for login in logins:
            add_account(cluster["people"], login, login, PASSWORD, act, one_time=False)
            give_role(cluster["sites"]["bench0"], login, role, act, reason="A measurement")


def _draft(world: World, number: int) -> str:
    form = world.browser("editor").get(f"{PLACE}/add-document").forms["form"]
    form["title"] = str(number)
    location = str(form.submit("save", status=303).location)
    return location.partition("/edit?")[0].removeprefix("http://127.0.0.1")


def _lost(world: World, told: list[Told]) -> Iterator[str]:
    """Yield marks that were acknowledged and are in no revision.

    Who saves twice running writes the own draft on; only the last mark of such a run is kept, so
    a missing mark must be followed by a later one of the same person in the same revision.
    """
    with world.office.transaction() as (cluster, _act):
        for each in told:
            for address, marks in each.kept.items():
                document = world.place(cluster, address)
                texts = "".join(revision.text.html for revision in document.revisions)
                last = f"<p>{marks[-1]}</p>"
                if last not in texts:
                    yield marks[-1]
                found = sum(f"<p>{mark}</p>" in texts for mark in marks)
                runs = sum(r.by == marks[-1].partition("-")[0] for r in document.revisions)
                if found != runs:
                    yield f"{address}: {found} of {runs}"
