"""Files and pictures: what is taken, and how it is served."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import PIL.Image
import pytest

from portal.content.file.operations import add_file, check_file, release_media
from portal.content.image.operations import add_image
from portal.content.image.sizes import sized
from portal.content.link.operations import add_link
from portal.errors import Refusal
from portal.testing import World

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("uploads"))
    world.site("fgw")
    yield world
    world.close()


def zipped(name: str = "word/document.xml") -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, "<w/>")
    return place.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    place = io.BytesIO()
    noisy = PIL.Image.effect_noise(size, 90).convert("RGB")
    noisy.save(place, kind, **options)
    return place.getvalue()


def upload(city: World, name: str, content: bytes, *, released: bool = True) -> str:
    with city.office.transaction() as (cluster, act):
        media = cluster["sites"]["fgw"]["media"]
        file = add_file(media, {"title": "文件", "file_name": name}, content, act)
        if released:
            release_media(file, act)
        return f"/sites/fgw/media/{file.__name__}"


def draw(city: World, name: str, content: bytes, **facts: Any) -> str:
    data: Any = {"title": "图", "file_name": name, "alternative": "一张图片"} | facts
    with city.office.transaction() as (cluster, act):
        image = add_image(cluster["sites"]["fgw"]["media"], data, content, act)
        release_media(image, act)
        return f"/sites/fgw/media/{image.__name__}"


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".pdf", PDF),
        (".zip", zipped("a.txt")),
        (".docx", zipped()),
        (".xlsx", zipped("xl/workbook.xml")),
        (".jpg", picture()),
        (".jpeg", picture()),
        (".png", picture("PNG")),
        (".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        (".rar", b"Rar!\x1a\x07\x01\x00" + b"\0" * 40),
        (".mp3", b"ID3\x03\0\0\0\0\0\x0a" + b"\0" * 40),
        (".mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + b"\0" * 40),
        (".txt", "纯文本".encode()),
        (".csv", "名称,数量\n".encode("gbk")),
    ],
)
def test_files_that_are_what_their_names_say_are_taken(ending: str, content: bytes) -> None:
    check_file(ending, content)


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".pdf", HTML),
        (".pdf", SVG),
        (".pdf", b"MZ\x90\0" + b"\0" * 100),
        (".png", HTML),
        (".jpg", picture("PNG")),
        (".docx", PDF),
        (".docx", HTML),
        (".doc", zipped()),
        (".txt", b"MZ\0\0"),
        (".html", HTML),
        (".htm", HTML),
        (".svg", SVG),
        (".exe", b"MZ\x90\0"),
        (".php", b"<?php"),
        ("", PDF),
        (".pdf", b""),
    ],
)
def test_other_files_are_refused(ending: str, content: bytes) -> None:
    with pytest.raises(Refusal):
        check_file(ending, content)


def test_the_last_ending_of_a_name_counts(city: World) -> None:
    with pytest.raises(Refusal):
        upload(city, "报告.pdf.html", HTML)
    assert upload(city, "报告.html.PDF", PDF).endswith(".pdf")


def test_a_document_is_served_to_be_saved_and_never_guessed_at(city: World) -> None:
    response = city.browser().get(upload(city, "表格.docx", zipped()))
    assert (
        response.headers["Content-Disposition"]
        == "attachment; filename*=UTF-8''%E8%A1%A8%E6%A0%BC.docx"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox"
    assert response.content_type.endswith("wordprocessingml.document")
    assert response.body == zipped() or len(response.body) > 100


def test_text_is_saved_and_a_pdf_is_shown(city: World) -> None:
    browser = city.browser()
    text = browser.get(upload(city, "a.txt", HTML))
    assert text.headers["Content-Disposition"].startswith("attachment")
    assert text.content_type == "text/plain"
    shown = browser.get(upload(city, "a.pdf", PDF))
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.content_type == "application/pdf"


@pytest.mark.parametrize(
    "name", ['a"; b.txt', "a\r\nX-Evil: 1.txt", "../../etc/passwd.txt", "名" * 150 + ".txt"]
)
def test_a_hostile_file_name_stays_a_file_name(city: World, name: str) -> None:
    address = upload(city, name, b"text")
    assert address.startswith("/sites/fgw/media/2")
    headers = city.browser().get(address).headers
    assert "X-Evil" not in headers
    assert "\n" not in headers["Content-Disposition"]


def test_a_file_that_is_not_released_is_for_staff_only(city: World) -> None:
    address = upload(city, "a.txt", b"text", released=False)
    city.browser().get(address, status=404)
    assert city.browser("editor").get(address).body == b"text"


def test_a_head_of_a_file_tells_its_length(city: World) -> None:
    response = city.browser().head(upload(city, "a.txt", b"twelve bytes"))
    assert response.headers["Content-Length"] == "12"
    assert response.body == b""


@pytest.mark.parametrize("alternative", ["", "   "])
def test_a_picture_needs_an_alternative_text(city: World, alternative: str) -> None:
    with pytest.raises(Refusal, match="what the picture shows"):
        draw(city, "a.jpg", picture(), alternative=alternative)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_that_breaks_off_is_refused(city: World, kind: str) -> None:
    whole = picture(kind, (300, 300))
    with pytest.raises(Refusal, match="cannot be read"):
        draw(city, f"a.{kind.lower()}", whole[: len(whole) // 2])


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(city: World) -> None:
    with pytest.raises(Refusal, match="too many pixels"):
        draw(city, "bomb.png", png_of(10_000, 10_000))
    with pytest.raises(Refusal, match="too many pixels"):
        draw(city, "bomb.png", png_of(2_000_000, 2_000_000))


def test_a_picture_whose_text_swells_is_refused(city: World) -> None:
    swelling = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 80_000_000))
    whole = picture("PNG")
    with pytest.raises(Refusal):
        draw(city, "a.png", whole[:33] + swelling + whole[33:])


def test_an_animated_or_vector_picture_is_refused(city: World) -> None:
    for name, content in (("a.gif", picture("GIF")), ("a.svg", SVG), ("a.webp", picture("WEBP"))):
        with pytest.raises(Refusal):
            draw(city, name, content)


def test_sizes_are_webp_and_no_larger_than_they_say(city: World) -> None:
    address = draw(city, "a.jpg", picture(size=(2_000, 1_000)))
    browser = city.browser()
    found = {}
    for name in ("small", "medium", "large"):
        response = browser.get(f"{address}/{name}")
        assert response.content_type == "image/webp"
        found[name] = opened(response.body).size
    assert found == {"small": (480, 240), "medium": (960, 480), "large": (1_600, 800)}


def test_a_small_picture_does_not_grow(city: World) -> None:
    address = draw(city, "a.png", picture("PNG"))
    assert opened(city.browser().get(f"{address}/large").body).size == (40, 20)


def test_a_size_that_does_not_exist_is_not_found(city: World) -> None:
    city.browser().get(f"{draw(city, 'a.jpg', picture())}/huge", status=404)


def test_a_size_is_made_once(city: World) -> None:
    address = draw(city, "a.jpg", picture())
    with city.office.transaction() as (cluster, _act):
        folder = city.office.settings.copies_folder
        made: Path = sized(city.place(cluster, address), "small", folder)
        first = made.stat()
        again = sized(city.place(cluster, address), "small", folder).stat()
    assert (first.st_mtime_ns, first.st_ino) == (again.st_mtime_ns, again.st_ino)
    assert not [each for each in made.parent.iterdir() if each.suffix != ".webp"]


def test_sizes_stand_upright_and_tell_nothing_of_the_camera(city: World) -> None:
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[1] = "N"
    address = draw(city, "a.jpg", picture(exif=exif))
    body = city.browser().get(f"{address}/small").body
    shown = opened(body)
    assert shown.size == (20, 40)
    assert b"Secret" not in body
    assert not dict(shown.getexif())
    with city.office.transaction() as (cluster, _act):
        image = city.place(cluster, address)
        assert (image.width, image.height) == (20, 40)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_pictures_of_every_colour_mode_are_shown(city: World, mode: str) -> None:
    place = io.BytesIO()
    PIL.Image.new(mode, (30, 30)).save(place, "PNG")
    address = draw(city, "a.png", place.getvalue())
    assert opened(city.browser().get(f"{address}/small").body).size == (30, 30)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x.example", "ftp://x.example", ""]
)
def test_a_link_leads_to_the_web_only(city: World, address: str) -> None:
    import colander

    with pytest.raises(colander.Invalid), city.office.transaction() as (cluster, act):
        add_link(cluster["sites"]["fgw"]["media"], {"title": "链接", "address": address}, act)


def opened(content: bytes) -> PIL.Image.Image:
    shown = PIL.Image.open(io.BytesIO(content))
    shown.load()
    return shown


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return (
        signature
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 5_000))
        + chunk(b"IEND", b"")
    )


def test_what_a_camera_tells_is_taken_out_of_the_original_too(city: World) -> None:
    told = PIL.Image.Exif()
    told[0x0112], told[0x010F] = 6, "Secret camera"
    kept = io.BytesIO()
    PIL.Image.new("RGB", (60, 30), "navy").save(kept, "JPEG", exif=told)
    address = draw(city, "a.jpg", kept.getvalue())
    original = city.browser().get(address).body
    assert b"Secret camera" not in original
    with PIL.Image.open(io.BytesIO(original)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((30, 60), {})


def test_an_original_that_tells_nothing_is_kept_to_the_byte(city: World) -> None:
    content = picture("PNG")
    assert city.browser().get(draw(city, "b.png", content)).body == content
