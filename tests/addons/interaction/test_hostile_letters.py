"""What is filled in wrongly, or meant badly."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path
from time import monotonic
from types import SimpleNamespace

import colander
import pytest
from letter_post import Post, kept, receipt

from addons.interaction.letter.operations import receive_letter
from addons.interaction.letter.schema import (
    EMAIL_MAX,
    SUBJECT_MAX,
    TEXT_MAX,
    LetterSchema,
    readable,
)
from portal.audit.subscribers import session_of
from portal.desk.exporting import FORMULA
from portal.ledger.submissions import data_of

NAUGHTY = Path(__file__).parents[4] / "shared" / "data" / "naughty_strings.json"

HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE submission; --",
    "${7*7} {{7*7}}",
    "../../etc/passwd",
    "甲\0乙\u202e丙\u2066丁\x1b[2J",
    "甲\ud7ff\ufffe\U0010fffd",
    '=HYPERLINK("http://example.com")',
    "%00%0d%0aSet-Cookie: a=b",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_and_shown_as_text(counter: Post, text: str) -> None:
    post = counter
    form = post.form(name=text, subject=text, text=text, telephone="", email="a@example.com")
    page = form.submit("send", status=200)
    assert "<script>alert" not in page.text
    number, code = receipt(page)
    assert "<script>alert" not in post.ask(number, code).text
    officer = post.world.browser("officer")
    for address in ("letters", f"letter?number={number}"):
        shown = officer.get(f"{post.box}/{address}").text
        assert "<script>alert" not in shown
        assert "\u202e" not in shown
    letter = kept(post)[-1]
    assert not set(letter.title) & set("\0\u202e\u2066\x1b\ufffe")


@pytest.mark.parametrize("marks", ["\u0315\u0300", "\u0315\u200d\u0300", "\u0f73\u0f74"])
def test_a_heap_of_marks_on_a_letter_takes_no_time(marks: str) -> None:
    began = monotonic()
    assert len(readable(f"a{marks * 20_000}")) < 100
    assert readable("x" * 1_000_000) == "x" * 1_000_000
    assert monotonic() - began < 1


def test_words_keep_their_marks() -> None:
    for text in ("ấm áp", "हिन्दी", "བོད་ཡིག"):
        assert readable(text) == text


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the strings are not there")
def test_no_naughty_string_in_any_field_breaks_what_is_kept_or_shown(counter: Post) -> None:
    strings = json.loads(NAUGHTY.read_text("utf-8"))
    form = LetterSchema().bind(request=SimpleNamespace(context=SimpleNamespace(leaders=())))
    usual = {"telephone": "13812345678", "email": "", "topic": "help", "publish": "no"}
    taken = []
    for each in strings:
        sent = {"name": each[:50], "subject": each[:SUBJECT_MAX], "text": each}
        try:
            taken.append(form.deserialize(usual | sent))
        except colander.Invalid:
            continue
    assert len(taken) > len(strings) * 0.9
    taken = taken[::4]  # many are alike
    with counter.world.office.transaction() as (cluster, act):
        box, session = counter.world.place(cluster, counter.box), session_of(cluster)
        numbers = [receive_letter(box, data, act, session).number for data in taken]
    letters = {each.number: each for each in kept(counter)}
    assert [data_of(letters[n])["text"] for n in numbers] == [data["text"] for data in taken]
    officer = counter.world.browser("officer")
    for number in range(1, len(taken) // 50 + 2):
        page = officer.get(f"{counter.box}/letters?page={number}").text
        rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
        assert set(re.findall(r"<(\w+)", rows)) <= {"tr", "td", "a", "small", "time"}
    table = officer.get(f"{counter.box}/letters.csv").text
    assert not [row for row in csv.reader(StringIO(table)) if row and row[6].startswith(FORMULA)]
    officer.get(f"{counter.box}/letters.xlsx")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u202e\u200b \0"),
        ("name", "甲" * 51),
        ("telephone", "十三八"),
        ("telephone", "1234"),
        ("telephone", "1" * 31),
        ("email", "nobody"),
        ("email", "a@b"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("email", f"{'a' * EMAIL_MAX}@example.com"),
        ("subject", ""),
        ("subject", "字" * (SUBJECT_MAX + 1)),
        ("text", " \n "),
        ("text", "字" * (TEXT_MAX + 1)),
    ],
)
def test_what_is_filled_in_wrongly_is_said_and_nothing_typed_is_lost(
    counter: Post, field: str, value: str
) -> None:
    post, before = counter, len(kept(counter))
    page = post.form(**{field: value}).submit("send", status=422)
    assert page.html.find(id=f"field-{field}")["data-wrong"] == "yes"
    assert page.forms["form"]["publish"].value == "yes"
    if field != "text":
        assert page.forms["form"]["text"].value.split() == ["中山路的路灯坏了。", "请修一下。"]
    if value.isalnum():
        assert page.forms["form"][field].value == value
    assert len(kept(post)) == before


@pytest.mark.parametrize("field", ["topic", "addressee", "publish"])
def test_a_choice_that_was_not_offered_is_refused(counter: Post, field: str) -> None:
    before, form = len(kept(counter)), counter.form()
    form[field].force_value("nobody")
    form.submit("send", status=422)
    assert len(kept(counter)) == before


def test_somebody_who_cannot_be_reached_is_asked_for_a_way(counter: Post) -> None:
    post = counter
    page = post.form(telephone="").submit("send", status=422)
    assert "请填写联系电话或电子邮箱" in page.html.find(id="field-telephone").text
    page.forms["form"]["email"] = "zhang@example.com"
    page.forms["form"].submit("send", status=200)


def test_a_letter_of_5000_characters_is_kept_whole_and_one_more_is_counted(counter: Post) -> None:
    text = "\U00020000" + "字" * (TEXT_MAX - 1)
    counter.send(text=text)
    assert data_of(kept(counter)[-1])["text"] == text
    page = counter.form(text=f"{text}两个").submit("send", status=422)
    assert "目前超出2字" in page.html.find(id="field-text").text
    assert page.forms["form"]["text"].value == f"{text}两个"


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"topic=%FF", b"__start__=a:mapping", b"&&&=="])
def test_what_is_no_letter_is_refused(counter: Post, body: bytes) -> None:
    before = len(kept(counter))
    answer = counter.world.browser().post(f"{counter.box}/write", body, expect_errors=True)
    assert answer.status_int in {400, 422}
    assert len(kept(counter)) == before


def test_a_form_with_a_token_that_is_too_old_gives_back_what_was_typed(post: Post) -> None:
    form = post.form()
    form["csrf_token"] = "0" * 40
    page = form.submit("send", status=400)
    assert kept(post) == []
    assert "再次提交" in page.text
    again = page.forms["form"]
    assert again["subject"].value == "路灯不亮"
    receipt(again.submit("send", status=200))
    assert len(kept(post)) == 1
