"""Files that arrive in pieces: they go on where they stopped, and only for who began them."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from desk_places import SECTION, draft

from portal.content.file import pieces
from portal.content.file.schema import FILE_MAX_BYTES
from portal.desk.resuming import forget_pieces
from portal.testing import World

MEDIA = "/sites/fgw/media"
PDF = b"%PDF-1.7\n" + b"0123456789" * 1_000 + b"\n%%EOF\n"


class Sender:
    """A script of the page at `place`, as `login` has it open."""

    def __init__(self, city: World, login: str = "editor", place: str = MEDIA) -> None:
        self.browser, self.place = city.browser(login), place
        page = self.browser.get(f"{place}/contents" if place == MEDIA else f"{place}/attach")
        self.token = page.html.find("input", attrs={"name": "csrf_token"})["value"]

    def begin(self, name: str = "预算.pdf", size: object = len(PDF), changed: str = "1") -> Any:
        sent = {"name": name, "size": str(size), "changed": changed, "csrf_token": self.token}
        return self.browser.post(f"{self.place}/pieces", sent, expect_errors=True)

    def piece(self, key: str, offset: object, content: bytes, **headers: str) -> Any:
        return self.browser.post(
            f"{self.place}/pieces?key={key}&offset={offset}",
            content,
            {"X-CSRF-Token": self.token, **headers},
            content_type="application/octet-stream",
            expect_errors=True,
        )

    def ask(self, key: str) -> Any:
        return self.browser.get(f"{self.place}/pieces?key={key}", expect_errors=True)

    def finish(self, *keys: str, **fields: str) -> Any:
        into = "media" if self.place == MEDIA else "attachments"
        address = f"{self.place}/contents" if self.place == MEDIA else f"{self.place}/attach"
        sent = [("csrf_token", self.token), ("into", into), ("upload", "1"), *fields.items()]
        return self.browser.post(
            address,
            [*sent, *(("sent", key) for key in keys)],
            {"Accept": "application/json"},
            expect_errors=True,
        )


def kept(city: World) -> list[tuple[str, bytes]]:
    with city.office.transaction() as (cluster, _act):
        media = cluster["sites"]["fgw"]["media"]
        return [(each.file_name, each.bytes()) for each in media.values()]


def whole(sender: Sender, content: bytes = PDF, **facts: Any) -> str:
    key = str(sender.begin(size=len(content), **facts).json["key"])
    assert sender.piece(key, 0, content).status_int == 200
    return key


def test_a_broken_upload_goes_on_where_it_stopped(city: World) -> None:
    first = Sender(city)
    begun = first.begin().json
    assert (begun["offset"], begun["size"]) == (0, len(PDF))
    assert first.piece(begun["key"], 0, PDF[:4_000]).json["offset"] == 4_000
    later = Sender(city)  # the page was opened anew and the same file chosen
    again = later.begin().json
    assert (again["key"], again["offset"]) == (begun["key"], 4_000)
    assert later.ask(again["key"]).json == {"offset": 4_000, "size": len(PDF)}
    later.piece(again["key"], 4_000, PDF[4_000:])
    assert later.finish(again["key"]).json["problem"] == ""
    assert kept(city) == [("预算.pdf", PDF)]
    assert later.ask(again["key"]).status_int == 404, "nothing is left of the pieces"


def test_a_changed_file_of_the_same_name_begins_anew(city: World) -> None:
    sender = Sender(city)
    key = sender.begin().json["key"]
    sender.piece(key, 0, PDF[:10])
    other = sender.begin(changed="2").json
    assert (other["key"] != key, other["offset"]) == (True, 0)


def test_pieces_that_do_not_follow_change_nothing(city: World) -> None:
    sender = Sender(city)
    key = sender.begin().json["key"]
    sender.piece(key, 0, PDF[:100])
    for offset in (0, 50, 101, 10**11, -1, "x", ""):
        answer = sender.piece(key, offset, b"bad")
        assert (answer.status_int, answer.json["offset"]) == (409, 100), offset
    assert sender.piece(key, 100, PDF[100:] + b"more").status_int == 422
    assert sender.piece(key, 100, b"").status_int == 413
    assert sender.piece(key, 100, b"x" * (pieces.PIECE_MAX_BYTES + 1)).status_int == 413
    assert sender.ask(key).json["offset"] == 100


def test_only_who_began_a_file_goes_on_with_it_and_only_there(city: World) -> None:
    key = whole(Sender(city))
    document = draft(city, "通知")
    for stranger in (Sender(city, "manager"), Sender(city, "editor", document)):
        assert stranger.ask(key).status_int == 404
        assert stranger.piece(key, len(PDF), b"x").status_int == 404
        assert stranger.finish(key).status_int == 422
    citizen = city.browser()
    assert citizen.get(f"{MEDIA}/pieces?key={key}", expect_errors=True).status_int == 404
    assert kept(city) == []


@pytest.mark.parametrize("key", ["", "..", "0" * 31, "../" * 10, "G" * 32, "0" * 32, "%00" * 32])
def test_keys_that_name_nothing_are_refused(city: World, key: str) -> None:
    sender = Sender(city)
    assert sender.ask(key).status_int == 404
    assert sender.piece(key, 0, b"x").status_int == 404
    assert sender.finish(key).status_int == 422


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("virus.exe", 5),
        ("甲.pdf", 0),
        ("甲.pdf", -1),
        ("甲.pdf", "many"),
        ("甲.pdf", FILE_MAX_BYTES + 1),
        ("../../etc/passwd", 5),
        ("", 5),
    ],
)
def test_what_would_be_refused_in_the_end_does_not_begin(
    city: World, name: str, size: object
) -> None:
    answer = Sender(city).begin(name, size)
    assert answer.status_int == 422
    assert answer.json["problem"]


def test_a_person_cannot_begin_without_end(city: World) -> None:
    sender = Sender(city)
    large = pieces.PERSON_MAX_BYTES // FILE_MAX_BYTES
    answers = [sender.begin(f"{each}.zip", FILE_MAX_BYTES).status_int for each in range(large + 1)]
    assert answers == [200] * large + [422]
    assert Sender(city, "manager").begin().status_int == 200


def test_a_piece_without_the_token_of_the_page_is_refused(city: World) -> None:
    sender = Sender(city)
    key = sender.begin().json["key"]
    sender.token = "stolen"  # what a foreign page might send
    assert sender.piece(key, 0, b"x").status_int == 400


def test_an_unfinished_file_is_not_kept(city: World) -> None:
    sender = Sender(city)
    key = sender.begin().json["key"]
    sender.piece(key, 0, PDF[:-1])
    assert sender.finish(key).status_int == 422
    assert sender.ask(key).json["offset"] == len(PDF) - 1, "it can still be finished"


def test_a_file_that_is_not_what_it_says_is_refused_and_forgotten(city: World) -> None:
    sender = Sender(city)
    key = whole(sender, b"MZ" * 50)
    assert sender.finish(key).status_int == 422
    assert sender.ask(key).status_int == 404


def test_a_picture_without_words_need_not_be_sent_again(city: World) -> None:
    sender = Sender(city)
    content = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    key = whole(sender, content, name="会场.png")
    answer = sender.finish(key)
    assert (answer.status_int, answer.json["lacks_words"]) == (422, True)
    assert sender.ask(key).json["offset"] == len(content)


def test_pieces_become_an_attachment(city: World) -> None:
    document = draft(city, "通知")
    sender = Sender(city, "editor", document)
    assert sender.finish(whole(sender)).json["problem"] == ""
    page = sender.browser.get(f"{document}/attach")
    assert [each.text.split()[-1] for each in page.html.select(".attached p > a")] == ["预算"]


def test_what_nobody_goes_on_with_is_gone_after_a_day(city: World) -> None:
    sender = Sender(city)
    old, young = (sender.begin(f"{each}.pdf").json["key"] for each in range(2))
    folder = city.office.settings.uploads_folder
    day_ago = time.time() - pieces.KEPT_FOR.total_seconds() - 1
    for content in Path(folder).glob(f"*/{old}/content"):
        os.utime(content, (day_ago, day_ago))
    forget_pieces(SimpleNamespace(settings=city.office.settings))
    assert (sender.ask(old).status_int, sender.ask(young).status_int) == (404, 200)


def test_asking_and_sending_pieces_writes_no_content(city: World) -> None:
    sender, before = Sender(city), city.office.database.lastTransaction()
    key = whole(sender)
    sender.ask(key)
    assert city.office.database.lastTransaction() == before
    assert city.browser("editor").get(f"{SECTION}/pieces?key={key}", status=404)
