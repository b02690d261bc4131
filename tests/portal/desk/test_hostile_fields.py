"""Every field of every form of staff, filled in by an enemy: never a defect, nothing runs.

The forms are those that the pages show, so that a new field is tried from its first day; what only
scripts send is listed in `hostile_town`, and a view that takes something and is in neither fails
`test_no_view_that_takes_something_is_left_out`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from addon_town import with_addons
from desk_places import OTHER, SECTION, SITE
from hostile import BYTES, HOSTILE, LINES, Asked, Pairs, alone, dangers, everywhere
from hostile_town import ACCOUNTS, DEEDS, NAMES, OF_TYPES, PAGES, Town, fields_of, opened
from openpyxl import load_workbook
from webtest import TestRequest, TestResponse

from portal.testing import World

CHINESE = re.compile("[\u4e00-\u9fff]{4}")
TOLD = "//*[contains(@class, 'problem') or contains(@class, 'error') or @role='alert']"
NO_PROSE = {"url_name", "name", "login", "period_days", "address", "q"}
"""Fields of text in which not everything can be."""
ROUNDS = 12
"""Forms that are filled in with all strings, where there is no end of fields."""
SIDE_BY_SIDE = 4
"""Fields that try different strings at the same time."""
STORING = (
    "add-section",
    "edit",
    "edit-section",
    "describe",
    "describe-picture",
    "decide",
    "withdraw",
    "share",
    "search-words",
    "change",
    "contents",
    "reviewer:return",
    "editor:add_keyword",
)
"""Pages whose forms keep what people write."""
AFTERWARDS = ("", "/edit", "/draft", "/history", "/links", "/preview")
LISTS = (
    *(f"{SITE}/{each}" for each in ("", "desk", "contents", "contents?page=2", "tree", "trash")),
    *(
        f"{SITE}/{each}"
        for each in ("sections", "people", "rights", "sitemap", "feed.xml", "rss.xml")
    ),
    *(f"{SITE}/{each}" for each in ("search?q=alert", "media/contents", "zwgk/sections")),
    *(f"{SECTION}/{each}" for each in ("", "contents", "?page=2", "feed.xml", "trash")),
    *(f"{OTHER}/contents", "/search-words", "/search?q=alert", "/roles", "/rights", "/bodies", "/"),
    *("/bodies/tree", "/people/staff", "/people/staff?words=alert"),
)
"""Pages that show a little of everything."""
PARAMETERS = (
    *("q", "page", "words", "state", "stage", "order", "author", "since", "until", "column"),
    *("done", "purge", "back", "made", "old", "new", "revision", "into", "kind", "saved", "deed"),
    *("pick", "key", "batch", "synonym", "promote", "letter", "file", "size", "to", "sign", "oid"),
)
"""Names that pages read from their addresses."""
GONE_AFTER = 4
"""Answers that there is nothing here, until the page is made anew; a wrong name gives one too."""
CHANGING = {"version", "seen"}
"""Fields that say what was there when the page was made."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    world = with_addons(tmp_path_factory.mktemp("hostile-fields"), "fgw")
    yield Town(world)
    world.close()


ALIKE = {"manager:delete"} | {f"editor:{deed}" for deed in DEEDS["editor"]}
ALIKE |= {"reviewer:return", "reviewer:withdraw"}
"""What has the same hidden fields as another one."""


@pytest.fixture
def office(request: pytest.FixtureRequest, town: Town) -> Town:
    if request.node.callspec.params["name"] not in ACCOUNTS:
        return town
    world: World = request.getfixturevalue("world")
    world.site("fgw")
    return Town(world)


class Enemy:
    """Sends one thing after the other to the forms of a page, and notes what goes wrong."""

    def __init__(self, town: Town, name: str) -> None:
        self.town, self.name = town, name
        self.found: list[str] = []
        self.kept = self.missed = 0
        self.page = opened(town, name)
        assert self.page.forms, "the page has no form"

    def each(self, tries: Callable[[Asked], Iterator[tuple[str, Pairs]]]) -> None:
        """Send all that `tries` makes of each form, as the form is by then."""
        for at in range(len(self.page.forms)):
            kind, count = self.page.forms[at].name, len(list(tries(self.page.forms[at])))
            for turn in range(count):
                form = next((each for each in self.page.forms if each.name == kind), None)
                if form is None:
                    break
                label, sent = next(islice(tries(form), turn, None), ("", []))
                self.answered(f"{kind}, {label}", self.town.send(self.page.login, form, sent))

    def answered(self, label: str, answer: Any) -> None:
        """Note what is wrong with an answer, and open the page again if it is not as it was."""
        self.found += [f"{label}: {each}" for each in faults(answer)]
        self.kept += answer.status_int == 303
        done = answer.status_int == 303 and CHANGING & {
            name for form in self.page.forms for name, _kind, _value in form.fields
        }
        self.missed += answer.status_int in {404, 410}
        if done or self.missed == GONE_AFTER:
            self.missed = 0
            self.page = opened(self.town, self.name, self.page.address)


def faults(answer: Any) -> Iterator[str]:
    """Yield what is wrong with an answer to an enemy."""
    status = answer.status_int
    if status >= 500:
        yield f"status {status}"
    where = answer.headers.get("Location", "http://127.0.0.1/")
    if not where.startswith("http://127.0.0.1/"):
        yield f"leads to {where[:80]}"
    if "a=b" in answer.headers.get("Set-Cookie", ""):
        yield "a cookie"
    if status >= 400 and answer.content_type == "text/html":
        if not CHINESE.search(answer.text):
            yield f"status {status} without a word"
        elif status == 422 and not answer.lxml.xpath(TOLD):
            yield "it is wrong, and nothing says why"
    yield from dangers(answer)


def all_hostile(form: Asked) -> Iterator[tuple[str, Pairs]]:
    """Yield what puts each string into one of the first fields, and all fields have one each."""
    side_by_side = min(len(form.named("text", "choice", "submit")), SIDE_BY_SIDE)
    for turn in range(0, len(HOSTILE), max(1, side_by_side)):
        yield f"turn {turn}", everywhere(form, HOSTILE, turn)


@pytest.mark.parametrize("name", [each for each in NAMES if each not in ALIKE])
def test_hostile_strings_in_every_field_do_no_harm(office: Town, name: str) -> None:
    enemy = Enemy(office, name)
    enemy.each(all_hostile)
    assert enemy.found == []


@pytest.mark.parametrize("name", [each for each in NAMES if each not in ALIKE])
def test_one_wrong_value_in_a_good_form_does_no_harm(office: Town, name: str) -> None:
    enemy = Enemy(office, name)
    known = fields_of(office, "add-document") if name in OF_TYPES else frozenset()
    enemy.each(lambda form: alone(form, known))
    assert enemy.found == []


@pytest.mark.parametrize("name", NAMES)
def test_files_for_texts_and_bytes_that_are_none_are_told(office: Town, name: str) -> None:
    enemy = Enemy(office, name)
    for form in enemy.page.forms:
        browser = office.browser(enemy.page.login)
        for field in form.named("text", "choice", "submit") if form.method == "post" else ():
            rest = [pair for pair in form.values if pair[0] != field]
            file = [(field, "a.txt", b"text")]
            answer = browser.post(form.address, rest, upload_files=file, expect_errors=True)
            assert answer.status_int in {400, 404} or field in {"file", "word"}, (form.name, field)
            enemy.answered(f"{form.name}, a file as {field}", answer)
        for sent in raw(form):
            if form.method == "post":
                answer = browser.post(form.address, sent, expect_errors=True)
            else:
                answer = browser.get(f"{form.address}?{sent.decode()}", expect_errors=True)
            enemy.answered(f"{form.name}, {sent[-60:]!r}", answer)
    assert enemy.found == []


def raw(form: Asked) -> Iterator[bytes]:
    """Yield what is sent when some bytes are in all fields at once, in a name, or broken off."""
    names = [name.encode() for name in form.named("text", "choice", "submit")]
    token = urlencode([pair for pair in form.values if pair[0] == "csrf_token"]).encode()
    for each in BYTES:
        yield b"&".join([token, *(name + b"=" + each for name in names)])
    yield b"&".join([token, *(each + b"=1" for each in BYTES)])
    yield b"&".join([token, *(b"%s[]=1&%s.x=1" % (name, name) for name in names)])


@pytest.fixture(scope="module", params=["own", "naughty"])
def strings(request: pytest.FixtureRequest) -> list[str]:
    """What may well be in a text; the list of others is longer."""
    if request.param == "own":
        return [each for each in LINES if len(each) < 200 and each.strip()]
    data: Path = request.getfixturevalue("shared_data")
    found = json.loads((data / "naughty_strings.json").read_text("utf-8"))
    return [each[:190] for each in found if each.strip()]


def filled(form: Asked, strings: list[str], first: int) -> Pairs:
    """Return the values of a form with the strings in the fields in which people write."""
    names = [name for name in form.named("text") if name not in NO_PROSE]
    texts = {name: strings[(first + at) % len(strings)] for at, name in enumerate(names)}
    rest = [pair for pair in form.values if pair[0] not in names]
    return [*rest, *texts.items()]


def test_documents_of_hostile_strings_are_released_and_shown_as_text(
    town: Town, strings: list[str]
) -> None:
    editor, reviewer, found, shown = town.browser("editor"), town.browser("reviewer"), [], 0
    for first in range(0, len(strings), 13):
        form = next(each for each in opened(town, "add-document").forms if each.name == "form")
        sent = [pair for pair in filled(form, strings, first) if pair[0] != "save"]
        answer = town.send("editor", form, [*sent, ("hand_in", "hand_in")])
        assert answer.status_int == 303, (first, answer.lxml.xpath("string(//*[@id='problems'])"))
        written = re.sub("/(edit|draft)[?].*", "", answer.location)
        draft_page = reviewer.get(f"{written}/draft")
        pages = [answer.follow(), draft_page]
        if "decide-approve" in draft_page.forms:
            public = draft_page.forms["decide-approve"].submit("approve", status=303).location
            address = public.partition("/draft")[0]
            pages += [editor.get(f"{address}{each}") for each in AFTERWARDS]
            shown += 1
        found += [(first, page.request.path, each) for page in pages for each in faults(page)]
    assert found == []
    assert shown > len(strings) / 13 / 2


@pytest.mark.parametrize("name", STORING)
def test_what_an_enemy_writes_elsewhere_is_kept_as_text(
    town: Town, strings: list[str], name: str
) -> None:
    enemy = Enemy(town, name)

    def prose(form: Asked) -> Iterator[tuple[str, Pairs]]:
        step = max(1, len(form.named("text")))
        for first in range(0, len(strings), max(step, len(strings) // ROUNDS)):
            yield f"from {first}", filled(form, strings, first)

    enemy.each(prose)
    assert enemy.found == []
    assert enemy.kept


@pytest.mark.parametrize("login", ["", "editor", "manager", "reader", "administrator"])
def test_lists_of_what_enemies_wrote_are_harmless(town: Town, login: str) -> None:
    town.world.feed()
    found = []
    for address in LISTS:
        page = town.browser(login).get(address, expect_errors=True)
        found += [f"{address}: {each}" for each in faults(page)]
    assert found == []


def test_no_cell_of_the_exported_list_is_a_formula(town: Town) -> None:
    editor = town.browser("editor")
    table = editor.get(f"{SITE}/contents.csv").body.decode("utf-8-sig")
    cells = [cell for line in csv.reader(StringIO(table)) for cell in line]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))] == []
    book = load_workbook(BytesIO(editor.get(f"{SITE}/contents.xlsx").body))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert "f" not in kinds
    assert len(cells) > 500


QUERIES = ("\0", "<script>alert(1)</script>", "9" * 5_000, "-1", "²", "x" * 5_000, "//evil.example")


@pytest.fixture(scope="module")
def addresses(town: Town) -> list[str]:
    """The address of each page of staff."""
    return sorted({opened(town, name).address for name in PAGES} | set(LISTS))


@pytest.mark.parametrize("query", QUERIES, ids=lambda text: ascii(text[:16]))
def test_no_address_of_a_page_of_staff_is_a_defect(
    town: Town, addresses: list[str], query: str
) -> None:
    sent = urlencode(dict.fromkeys(PARAMETERS, query))
    found = []
    for address in addresses:
        page = town.browser("administrator").get(f"{address}?{sent}", expect_errors=True)
        found += [f"{address}: {each}" for each in faults(page)]
    assert found == []


def test_no_view_that_takes_something_is_left_out(town: Town) -> None:
    tried = {
        form.address.rstrip("/").rpartition("/")[2]
        for name in NAMES
        for form in opened(town, name).forms
    }
    views = town.world.office.registry.introspector.get_category("views") or ()
    taking = {
        each["introspectable"]["name"]
        for each in views
        if "POST" in (each["introspectable"]["request_methods"] or ())
        and each["introspectable"]["callable"].__module__.startswith(("portal.", "addons."))
    }
    assert taking - tried == {"sign-out"}


def test_what_runs_in_a_page_is_noticed() -> None:
    bad = """<html lang="zh"><script>alert(1)</script><script src="//evil.example"></script>
    <a href="java\tscript:x">x</a><p onclick="x" style="x">x</p><img src=x></html>"""
    page = TestResponse(bad, content_type="text/html", charset="utf-8")
    page.request = TestRequest.blank("/")
    assert dangers(page) == [
        *("script", "script", "script[src]", "a[href]", "p[onclick]", "p[style]", "img"),
    ]
