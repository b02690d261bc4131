"""What is filled in wrongly, or meant badly."""

from __future__ import annotations

import pytest
from letter_post import Post, kept, receipt

from addons.interaction.letter.schema import EMAIL_MAX, SUBJECT_MAX, TEXT_MAX

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
