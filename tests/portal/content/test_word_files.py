"""Word files that are taken over whole, and those that are refused."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import PIL.Image
import pytest
import webtest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from portal.content.document import wordimport
from portal.content.document.operations import release_document
from portal.content.document.wordimport import read_word
from portal.errors import Refusal
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


def bytes_of(document: Any) -> bytes:
    place = io.BytesIO()
    document.save(place)
    return place.getvalue()


def notice(png: bytes, *, alternative: str = "") -> bytes:
    """Return a Word file with a title, a heading, a table and a picture."""
    document = Document()
    title = document.add_paragraph("关于春节放假的通知")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_heading("一、时间", 2)
    document.add_paragraph("放假").add_run("三天").bold = True
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "日期", "2026年2月17日"
    document.add_picture(io.BytesIO(png))
    if alternative:
        document.inline_shapes[0]._inline.docPr.set("descr", alternative)
    return bytes_of(document)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    place = io.BytesIO(content)
    with zipfile.ZipFile(place, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, part)
    return place.getvalue()


def send(city: World, page: str, name: str, content: bytes, status: int = 303) -> Any:
    """Send the form of `page` as it is, with a Word file and the button for it."""
    form = city.browser("editor").get(page).forms["form"]
    form["word"] = webtest.Upload(name, content, DOCX)
    return form.submit("import_word", status=status)


def revisions(city: World, answer: Any) -> list[tuple[str, str]]:
    with city.office.transaction() as (cluster, _act):
        path = answer.location.partition("/edit")[0].removeprefix("http://127.0.0.1")
        document: Any = city.place(cluster, path)
        return [(each.values["title"], each.text.html) for each in document.revisions]


def test_a_word_file_becomes_a_draft_with_its_title_table_and_picture(
    city: World, png: bytes
) -> None:
    content = notice(png, alternative="放假安排")
    answer = send(city, f"{SECTION}/add-document", "通知.docx", content)
    (title, html), *_others = revisions(city, answer)
    assert title == "关于春节放假的通知"
    assert "<h2>一、时间</h2><p>放假<strong>三天</strong></p>" in html
    assert "2026年2月17日" in html
    assert 'alt="放假安排"' in html
    assert "关于春节放假的通知" not in html


def test_the_picture_of_a_word_file_is_shown_on_every_host_once_it_is_released(
    city: World, png: bytes
) -> None:
    city.site("jyj", hosts=("jyj.example.gov.cn",))
    page = "/sites/jyj/zwgk/tzgg/add-document"
    address = send(city, page, "通知.docx", notice(png)).location.partition("/edit")[0]
    shown = city.browser("editor").get(f"{address}/edit").forms["form"]["body"].value
    assert 'src="/sites/jyj/media/' in shown
    path = address.partition("/zwgk/")[2]
    public = city.browser(host="jyj.example.gov.cn")
    with city.office.transaction() as (cluster, act):
        release_document(city.place(cluster, f"/sites/jyj/zwgk/{path}"), act)
    picture = public.get(f"/zwgk/{path}").follow().html.select_one(".prose img")
    assert picture["src"].startswith("/media/")
    assert public.get(picture["src"]).content_type == "image/webp"
    assert picture["alt"] == "通知-1"


def test_a_word_file_takes_the_place_of_the_text_and_the_old_one_stays(
    city: World, png: bytes
) -> None:
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    form["title"], form["body"] = "旧题", "<p>旧文</p>"
    edit = form.submit("save").location
    answer = send(city, edit, "新.docx", notice(png))
    titles, texts = zip(*revisions(city, answer), strict=True)
    assert titles == ("旧题", "旧题")
    assert texts[0] == "<p>旧文</p>"
    assert "关于春节放假的通知" in texts[1]


def test_a_picture_of_another_kind_is_left_out_and_told(city: World) -> None:
    gif = io.BytesIO()
    PIL.Image.new("P", (4, 4)).save(gif, "GIF")
    document = Document()
    document.add_paragraph("甲")
    document.add_picture(gif)
    answer = send(city, f"{SECTION}/add-document", "a.docx", bytes_of(document))
    assert answer.location.endswith("word=1")
    assert answer.follow().html.find("p", class_="done").text.count("1")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docm", b"PK"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.docx", b"<html>"),
        ("a.docx", b""),
        ("a.docx", with_part(bytes_of(Document()), "word/vbaProject.bin", b"x")),
        ("a.docx", with_part(bytes_of(Document()), "word/media/a.png", bytes(400_000_000))),
        ("../../\x00/a.docx/..", b"PK"),
    ],
)
def test_what_is_no_good_word_file_is_refused_and_nothing_typed_is_lost(
    city: World, name: str, content: bytes
) -> None:
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    form["title"], form["body"] = "题", "<p>文</p>"
    form["word"] = webtest.Upload(name, content, DOCX)
    page = form.submit("import_word", status=409)
    assert page.html.find("p", class_="problem").text.strip()
    assert page.forms["form"]["body"].value == "<p>文</p>"
    contents = city.browser("editor").get(f"{SECTION}/contents")
    assert contents.html.select("table.contents tbody tr") == []


def test_a_small_package_that_unpacks_to_gigabytes_is_refused_in_time() -> None:
    bomb = with_part(bytes_of(Document()), "word/footnotes.xml", b"<w:p/>" * 45_000_000)
    with pytest.raises(Refusal):
        read_word("a.docx", io.BytesIO(bomb))


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordimport, "WAIT_SECONDS", 0.001)
    with pytest.raises(Refusal):
        read_word("a.docx", io.BytesIO(bytes_of(Document())))


def test_a_word_file_of_five_hundred_pages_is_read() -> None:
    document = Document()
    for number in range(2_000):
        document.add_paragraph(f"第{number}段" + "为深入贯彻落实有关部署，" * 20)
    word = read_word("a.docx", io.BytesIO(bytes_of(document)))
    assert word.html.count("<p>") == 2_000


def test_hostile_html_in_a_word_file_stays_text(city: World) -> None:
    document = Document()
    document.add_paragraph("<script>alert(1)</script><img src=picture-0 onerror=alert(1)>")
    answer = send(city, f"{SECTION}/add-document", "a.docx", bytes_of(document))
    assert "&lt;script&gt;" in revisions(city, answer)[-1][1]


def test_an_import_without_a_file_asks_for_one(city: World) -> None:
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    form.submit("import_word", status=409)
