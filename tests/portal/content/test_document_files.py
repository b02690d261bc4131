"""Attachments and the lead picture of a draft, from the form to the public."""

from __future__ import annotations

import io
from typing import Any

import PIL.Image
import pytest
from webtest import Upload

from portal.content.document.attachments import attach, set_lead_picture
from portal.content.document.operations import release_document
from portal.content.file.names import NAME_MAX, safe_file_name, title_from
from portal.content.file.operations import add_file
from portal.content.link.operations import add_link
from portal.errors import Refusal
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


def picture(colour: str = "navy") -> bytes:
    place = io.BytesIO()
    PIL.Image.new("RGB", (60, 30), colour).save(place, "PNG")
    return place.getvalue()


def forms_of(city: World, address: str, login: str = "editor") -> Any:
    return city.browser(login).get(f"{address}/edit").forms


def send(
    city: World, address: str, *files: tuple[str, bytes], status: int = 303, **facts: str
) -> Any:
    """Send files with the form of the page, as a browser without script does."""
    into = facts.pop("into", "attachments")
    form = forms_of(city, address)[f"upload-{into}"]
    for name, value in facts.items():
        form[name] = value
    fields = [(name, value) for name, value in form.submit_fields("upload") if name != "file"]
    sent = [("file", Upload(name, content)) for name, content in files]
    return form.response.test_app.post(f"{address}/attach", [*fields, *sent], status=status)


def press(city: World, address: str, button: str, status: int = 303, **fields: Any) -> Any:
    page = city.browser("editor").get(f"{address}/attach")
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    values = {"csrf_token": token, button: fields.pop("value", "1"), **fields}
    return page.test_app.post(f"{address}/attach", values, status=status)


def listed(city: World, address: str) -> list[str]:
    html = city.browser("editor").get(f"{address}/attach").html
    return [each.get_text(" ", strip=True) for each in html.select("ol.attached > li > p > a")]


def shown(city: World, address: str) -> list[str]:
    """Return the attachments that the public sees."""
    html = city.browser().get(address).html
    return [each.text for each in html.select(".attachments a > span")]


def oids(city: World, address: str) -> list[str]:
    html = city.browser("editor").get(f"{address}/attach").html
    return [each["value"] for each in html.select("button[name=remove]")]


def release(city: World, address: str) -> None:
    with city.office.transaction() as (cluster, act):
        release_document(city.place(cluster, address), act)


def media(city: World) -> list[str]:
    with city.office.transaction() as (cluster, _act):
        return sorted(each.title for each in cluster["sites"]["fgw"]["media"].values())


def test_several_files_arrive_at_once_and_the_public_sees_them_after_the_release(
    city: World,
) -> None:
    address = city.publish(SECTION)
    send(city, address, ("申请表.pdf", PDF), ("名单.csv", b"a,b\n"))
    assert listed(city, address) == ["PDF 申请表", "CSV 名单"]
    assert shown(city, address) == []
    release(city, address)
    assert shown(city, address) == ["申请表", "名单"]
    file = city.browser().get(address).html.select_one(".attachments a")["href"]
    assert city.browser().get(file).body == PDF


def test_two_hundred_files_arrive_and_the_broken_one_says_why(city: World) -> None:
    address = city.publish(SECTION)
    files = [(f"{number}.pdf", PDF) for number in range(199)]
    page = send(city, address, *files, ("坏.pdf", b"MZ\0"), status=422)
    assert len(listed(city, address)) == 199
    told = page.html.select_one("#files > [role=alert]").text
    assert "坏.pdf" in told
    assert ".pdf" in told.replace("坏.pdf", "")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.svg", SVG), ("a.html", SVG), ("a.pdf", SVG), ("a.exe", b"MZ"), ("a.pdf", b"")],
)
def test_what_could_run_in_a_browser_is_not_taken(city: World, name: str, content: bytes) -> None:
    address = city.publish(SECTION)
    send(city, address, (name, content), status=422)
    send(city, address, (name, content), status=422, into="lead_picture", alternative="图")
    assert media(city) == []


def test_a_single_file_has_the_title_that_was_typed(city: World) -> None:
    address = city.publish(SECTION)
    send(city, address, ("a.pdf", PDF), title="申请表（2026年版）")
    assert listed(city, address) == ["PDF 申请表（2026年版）"]


def test_a_picture_without_alternative_text_is_refused_beside_the_field(city: World) -> None:
    address = city.publish(SECTION)
    page = send(city, address, ("a.png", picture()), status=422, into="lead_picture", title="会场")
    form = page.forms["upload-lead_picture"]
    field = page.html.find(id="alternative-lead_picture")
    assert field["aria-invalid"] == "true"
    assert page.html.find(id=field["aria-describedby"]).text
    assert form["title"].value == "会场"
    assert page.html.find(id="alternative-attachments").get("aria-invalid") is None
    assert media(city) == []


def test_two_pictures_cannot_share_one_alternative_text(city: World) -> None:
    address = city.publish(SECTION)
    files = (("a.png", picture()), ("b.png", picture("red")))
    send(city, address, *files, status=422, alternative="会场")
    assert listed(city, address) == []


def test_a_lead_picture_is_shown_with_the_release_and_goes_with_another_one(city: World) -> None:
    address = city.publish(SECTION)
    send(city, address, ("a.png", picture()), into="lead_picture", alternative="会场全景")
    release(city, address)
    image = city.browser().get(address).html.select_one(".picture img")
    assert image["alt"] == "会场全景"
    press(city, address, "no_picture")
    assert city.browser().get(address).html.select_one(".picture img") is not None
    release(city, address)
    assert city.browser().get(address).html.select_one(".picture img") is None
    city.browser().get(image["src"], status=410)


def test_a_script_is_told_as_data_what_became_of_its_file(city: World) -> None:
    address = city.publish(SECTION)
    form = forms_of(city, address)["upload-attachments"]
    values = [*form.submit_fields("upload")]
    headers = {"Accept": "application/json"}

    def post(name: str, content: bytes) -> Any:
        sent = [pair for pair in values if pair[0] != "file"]
        return form.response.test_app.post(
            f"{address}/attach",
            [*sent, ("file", Upload(name, content))],
            headers=headers,
            status="*",
        )

    assert post("a.pdf", PDF).json == {"problem": "", "lacks_words": False}
    broken = post("b.pdf", b"MZ")
    assert (broken.status_int, bool(broken.json["problem"])) == (422, True)
    assert post("c.png", picture()).json["lacks_words"] is True


def test_the_order_is_changed_and_a_file_taken_off_in_the_draft_only(city: World) -> None:
    address = city.publish(SECTION)
    send(city, address, ("甲.pdf", PDF), ("乙.pdf", PDF), ("丙.pdf", PDF))
    release(city, address)
    first, second, third = oids(city, address)
    press(city, address, "up", value=third)
    press(city, address, "down", value=first)
    assert oids(city, address) == [third, first, second]
    press(city, address, "remove", value=first)
    assert listed(city, address) == ["PDF 丙", "PDF 乙"]
    assert shown(city, address) == ["甲", "乙", "丙"]
    gone = city.browser().get(address).html.select_one(".attachments a")["href"]
    release(city, address)
    assert shown(city, address) == ["丙", "乙"]
    city.browser().get(gone, status=410)


def test_files_change_nothing_of_what_is_written_meanwhile(city: World) -> None:
    address = city.publish(SECTION)
    form = forms_of(city, address)["form"]
    send(city, address, ("a.pdf", PDF))
    form["title"] = "新标题"
    form.submit("save", status=303)
    assert listed(city, address) == ["PDF a"]
    assert forms_of(city, address)["form"]["title"].value == "新标题"


def test_the_title_of_a_file_is_changed_until_the_public_sees_it(city: World) -> None:
    address = city.publish(SECTION)
    send(city, address, ("a.png", picture()), alternative="图")
    (oid,) = oids(city, address)
    press(city, address, "describe", value=oid, title="平面图", alternative="场地平面图")
    assert listed(city, address) == ["PNG 平面图"]
    press(city, address, "describe", value=oid, title="平面图", alternative=" ", status=422)
    press(city, address, "describe", value=oid, title="\u202e", alternative="图", status=422)
    release(city, address)
    press(city, address, "describe", value=oid, title="另一个", alternative="图", status=422)
    assert shown(city, address) == ["平面图"]


def test_a_file_of_another_site_is_not_attached(city: World) -> None:
    city.site("jyj")
    address = city.publish(SECTION)
    with city.office.transaction() as (cluster, act):
        place = cluster["sites"]["jyj"]["media"]
        data: Any = {"title": "外", "file_name": "a.txt"}
        oid = add_file(place, data, b"text", act).oid
        own = city.place(cluster, SECTION).oid
    for wrong in (oid, own, 1, "x", "9" * 400, ""):
        press(city, address, "take", value=wrong, status=422)
        press(city, address, "describe", value=wrong, title="甲", status=422)
    press(city, address, "take", value=oid, into="lead_picture", status=422)
    assert listed(city, address) == []
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, address)
        for refused in (attach, lambda each, many, deed: set_lead_picture(each, many[0], deed)):
            with pytest.raises(Refusal):
                refused(document, (oid,), act)


def test_a_link_may_be_attached_and_is_listed(city: World) -> None:
    address = city.publish(SECTION)
    with city.office.transaction() as (cluster, act):
        place = cluster["sites"]["fgw"]["media"]
        oid = add_link(place, {"title": "办法", "address": "https://example.org/a.pdf"}, act).oid
    press(city, address, "take", value=oid)
    assert listed(city, address) == ["办法"]


def test_who_may_not_edit_sends_no_files(city: World) -> None:
    address = city.publish(SECTION)
    page = city.browser("reviewer").get(f"{address}/draft")
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    sent = {"csrf_token": token, "upload": "1", "file": Upload("a.pdf", PDF)}
    page.test_app.post(f"{address}/attach", sent, status=403)
    city.browser().get(f"{address}/attach", status=404)
    assert media(city) == []


def test_those_who_work_on_a_draft_see_its_files_and_no_others(city: World) -> None:
    address = city.publish(SECTION)
    send(city, address, ("a.pdf", PDF))
    send(city, address, ("a.png", picture()), into="lead_picture", alternative="图")
    page = city.browser("editor").get(f"{address}/attach").html
    file, image = page.select_one(".attached a")["href"], page.select_one(".pictured img")["src"]
    reviewer = city.browser("reviewer")
    assert reviewer.get(file).body == PDF
    assert reviewer.get(image).content_type == "image/webp"
    preview = reviewer.get(f"{address}/preview").html
    assert preview.select_one(".attachments a") is not None
    assert preview.select_one(".picture img") is not None
    press(city, address, "remove", value=oids(city, address)[0])
    reviewer.get(file, status=404)
    city.browser().get(image, status=404)


@pytest.mark.parametrize("button", ["nothing", "csrf_token"])
def test_a_form_without_a_known_button_changes_nothing(city: World, button: str) -> None:
    address = city.publish(SECTION)
    page = city.browser("editor").get(f"{address}/attach")
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    page.test_app.post(f"{address}/attach", {button: "1", "csrf_token": token}, status=400)


def test_a_form_without_files_says_so(city: World) -> None:
    address = city.publish(SECTION)
    forms_of(city, address)["upload-attachments"].submit("upload", status=422)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("报告.PDF", "报告.PDF"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\li\报告.docx", "报告.docx"),
        ("a\0b\r\nX-Evil: 1.txt", "ab X-Evil: 1.txt"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("a\u200b\u200e.pdf", "a.pdf"),
        ("  . .", "file"),
        ("", "file"),
        (".pdf", "pdf"),
        ("a\ud800.pdf", "a.pdf"),
        ("a." + "x" * 300, ("a." + "x" * 300)[:NAME_MAX]),
    ],
)
def test_a_name_loses_what_does_harm(sent: str, kept: str) -> None:
    assert safe_file_name(sent) == kept
    assert title_from(sent)


def test_a_very_long_name_keeps_its_ending() -> None:
    name = safe_file_name("名" * 10_000 + ".docx")
    assert (len(name), name[-6:]) == (NAME_MAX, "名.docx")


@pytest.mark.parametrize("name", ["a" * 10_000 + ".pdf", "\u202e甲/乙\u0007.pdf", "..\\..\\x.pdf"])
def test_a_hostile_name_is_attached_as_a_harmless_one(city: World, name: str) -> None:
    address = city.publish(SECTION)
    send(city, address, (name, PDF))
    (title,) = listed(city, address)
    assert len(title) <= NAME_MAX + len("PDF ")
    assert "\u202e" not in title
    assert "/" not in title
