"""The text of attached files: read by another process, whatever is in them."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from portal.command.demo.files import docx_file, pdf_file
from portal.content import extraction
from portal.content.extraction import kept_text, read_text
from portal.content.file.content import File
from portal.content.file.schema import MEDIA_TYPES
from portal.testing import World

WORD = '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'
BOMB = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 50}">'
    for before, name in zip("acdefghi", "cdefghij", strict=True)
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("texts"))
    world.site("fgw")
    yield world
    world.close()


Reader = Callable[[str, bytes], str]


@pytest.fixture
def read(city: World) -> Reader:
    def read_one(name: str, content: bytes) -> str:
        ending = f".{name.rpartition('.')[2]}"
        with city.office.transaction() as (cluster, _act):
            file = File(name)
            file.media_type = MEDIA_TYPES[ending]
            file.fill([content])
            media = cluster["sites"]["fgw"]["media"]
            name = f"t{len(media)}{ending}"
            media.add(name, file)
        with city.office.transaction() as (cluster, _act):
            file = cluster["sites"]["fgw"]["media"][name]
            assert kept_text(file) == ""
            text = read_text(file)
            assert kept_text(file) == text
        return text

    return read_one


def rezipped(parts: dict[str, str | bytes]) -> bytes:
    """Return a Word file of which `parts` are replaced."""
    place = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_file("标题", ["段落"]))) as old,
        zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return place.getvalue()


def pdf_of_pages(count: int) -> bytes:
    kids = " ".join("3 0 R" for _ in range(count))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
    ]
    out = "%PDF-1.4\n" + "".join(f"{n} 0 obj\n{o}\nendobj\n" for n, o in enumerate(objects, 1))
    return f"{out}trailer\n<</Root 1 0 R/Size 4>>\n%%EOF\n".encode()


def test_the_pages_of_a_pdf_are_read_and_words_across_line_ends_joined(read: Reader) -> None:
    text = read("a.pdf", pdf_file("用水管理办法", ["节约用水" * 20, "二次供水设施"]))
    assert "用水管理办法" in text
    assert "节约用水" * 20 in text
    assert "二次供水设施" in text


def test_paragraphs_and_tables_of_a_word_file_are_read(read: Reader) -> None:
    document = docx.Document()
    document.add_paragraph("供水价格")
    document.add_table(1, 1).cell(0, 0).text = "阶梯水价"
    place = io.BytesIO()
    document.save(place)
    assert read("a.docx", place.getvalue()).split() == ["供水价格", "阶梯水价"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_every_usual_encoding(read: Reader, encoding: str) -> None:
    assert read("a.txt", "供水公告\r\n第二行".encode(encoding)) == "供水公告\n第二行\n"


def test_only_the_beginning_of_a_long_text_is_kept(read: Reader) -> None:
    text = read("a.txt", ("水" * 999 + "\n").encode() * 1_000)
    assert len(text) == 100_001  # and the end of the last line


HOSTILE = {
    "broken.pdf": pdf_file("标题", ["内容"])[:200],
    "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "encrypted.pdf": pdf_file("标题", ["内容"]).replace(
        b"/Root 1 0 R",
        b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[(a)(a)]/Root 1 0 R"
        % (b"o" * 32, b"u" * 32),
    ),
    "no.docx": b"PK\x03\x04 and then nothing",
    "binary.txt": b"\xff\x00\x81\xff\xff",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_read_has_no_text_and_is_named_in_the_log(
    read: Reader, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert read(name, HOSTILE[name]) == ""
    assert "cannot be searched: it is broken, encrypted or not what it says" in caplog.text


def test_a_word_file_that_unpacks_to_more_than_memory_holds_has_no_text(
    read: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with zipfile.ZipFile(io.BytesIO(docx_file("标题", ["段落"]))) as old:
            for name in old.namelist():
                if name != "word/document.xml":
                    archive.writestr(name, old.read(name))
        with archive.open("word/document.xml", "w") as part:
            for _ in range(900):
                part.write(b" " * 1_000_000)
    assert len(place.getvalue()) < 10_000_000
    assert read("a.docx", place.getvalue()) == ""
    assert "it takes too much memory" in caplog.text


def test_entities_that_blow_up_are_not_resolved(read: Reader) -> None:
    hostile = WORD.replace('<?xml version="1.0"?>', BOMB + "]>").format("&j;&j;")
    assert read("a.docx", rezipped({"word/document.xml": hostile})).strip() == ""


def test_no_file_of_the_machine_is_drawn_into_a_word_file(read: Reader) -> None:
    outside = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    hostile = WORD.replace('<?xml version="1.0"?>', outside).format("&x;水")
    assert "root" not in read("a.docx", rezipped({"word/document.xml": hostile}))


def test_ten_thousand_pages_hold_up_nothing(read: Reader) -> None:
    assert read("a.pdf", pdf_of_pages(10_000)).strip() == ""


def test_a_reader_that_takes_too_long_is_ended(
    read: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(extraction, "WAIT_SECONDS", 0.001)
    assert read("a.pdf", pdf_file("标题", ["超时"])) == ""
    assert "it takes too long" in caplog.text


def test_a_file_whose_content_is_lost_stops_nothing(
    read: Reader, city: World, caplog: pytest.LogCaptureFixture
) -> None:
    read("a.txt", b"to be lost")
    with city.office.transaction() as (cluster, _act):
        files = cluster["sites"]["fgw"]["media"].values()
        (name,) = (each.__name__ for each in files if each.bytes() == b"to be lost")
        Path(cluster["sites"]["fgw"]["media"][name].blob.committed()).unlink()
    extraction._digest.cache_clear()
    with city.office.transaction() as (cluster, _act):
        lost = cluster["sites"]["fgw"]["media"][name]
        assert read_text(lost) == kept_text(lost) == ""
    assert "is lost" in caplog.text


def test_the_same_content_is_read_only_once(
    read: Reader, city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read("a.txt", b"the same")
    monkeypatch.setattr(extraction, "_extract", None)
    with city.office.transaction() as (cluster, _act):
        file: Any = File("b")
        file.media_type = "text/plain"
        file.fill([b"the same"])
        cluster["sites"]["fgw"]["media"].add("same.txt", file)
    with city.office.transaction() as (cluster, _act):
        assert read_text(cluster["sites"]["fgw"]["media"]["same.txt"]) == "the same\n"
