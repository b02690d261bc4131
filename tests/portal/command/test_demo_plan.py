from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
import zipfile
from collections import Counter
from datetime import date, timedelta
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from portal.command.demo import generate
from portal.command.demo.plan import ClusterPlan, DocumentPlan, FilePlan
from portal.command.demo.schedule import ZONE, Turn, shown_on
from portal.command.demo.words import leaves

TODAY = date(2026, 11, 22)
ALLOWED = {
    "p",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "strong",
    "em",
    "blockquote",
    "a",
}
NUMBER = re.compile(r"示[\u4e00-\u9fff]{1,6}〔20\d\d〕[1-9]\d{0,2}号")


@pytest.fixture(scope="module")
def cluster() -> ClusterPlan:
    return generate.plan(TODAY)


@pytest.fixture(scope="module")
def documents(cluster) -> dict[str, list[DocumentPlan]]:
    return {site.name: list(site.documents()) for site in cluster.sites}


@pytest.fixture(scope="module")
def every(documents) -> list[DocumentPlan]:
    return [document for site in documents.values() for document in site]


class Tags(HTMLParser):
    """Collects tags and notes when they are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.open.append(tag)
        assert attrs in ([], [("class", "right")]) or tag == "a"

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def day_of(document: DocumentPlan) -> date:
    return document.displayed_at.astimezone(ZONE).date()


def test_the_same_day_gives_the_same_plan(cluster, documents) -> None:
    def digest(site) -> str:
        return hashlib.sha256(repr(list(site.documents())).encode()).hexdigest()

    again = generate.plan(TODAY)
    assert [site.body for site in again.sites] == [site.body for site in cluster.sites]
    for site in (again.sites[0], again.sites[3], again.sites[-1]):
        first = hashlib.sha256(repr(documents[site.name]).encode()).hexdigest()
        assert digest(site) == first


def test_another_day_gives_another_plan(documents) -> None:
    later = generate.documents_of(1, TODAY + timedelta(days=400))
    assert [d.displayed_at for d in later] != [d.displayed_at for d in documents["fgw"]]


def test_there_are_forty_department_sites_of_three_classes(cluster) -> None:
    assert cluster.sites[0].class_name == "portal"
    assert Counter(site.class_name for site in cluster.sites[1:]) == {
        "department": 24,
        "agency": 10,
        "institution": 6,
    }


def test_names_hosts_codes_and_phones_belong_to_one_site_only(cluster) -> None:
    for values in (
        [site.name for site in cluster.sites],
        [site.host for site in cluster.sites],
        [site.identity_code for site in cluster.sites],
        [site.body.address for site in cluster.sites],
        [person.name for site in cluster.sites for person in site.body.leaders],
        [person.phone for site in cluster.sites for person in site.body.leaders],
    ):
        assert len(set(values)) == len(values)
    assert all(re.fullmatch(r"999900\d{4}", site.identity_code) for site in cluster.sites)


def test_there_are_about_fifteen_hundred_documents(every) -> None:
    assert 1_400 <= len(every) <= 1_700


def test_every_leaf_section_of_every_site_is_filled(cluster, documents) -> None:
    for site in cluster.sites:
        filled = {document.section for document in documents[site.name]}
        assert filled == {leaf.path for leaf in leaves(site.class_name)}


def test_no_two_documents_of_a_site_have_the_same_title(documents) -> None:
    for name, site in documents.items():
        twice = [title for title, n in Counter(d.title for d in site).items() if n > 1]
        assert (name, twice) == (name, [])


def test_nothing_is_dated_today_or_later(every) -> None:
    assert max(day_of(document) for document in every) == TODAY - timedelta(days=1)
    for document in every:
        assert document.displayed_at.utcoffset() == timedelta(0)
        assert document.written_on is None or document.written_on <= day_of(document)
        assert document.effective_on is None or document.effective_on < TODAY


def test_the_oldest_documents_are_about_three_years_old(every) -> None:
    oldest = min(day_of(document) for document in every)
    assert 900 < (TODAY - oldest).days < 1_900


def test_news_of_every_site_is_fresh_enough_for_the_inspection(cluster, documents) -> None:
    for site in cluster.sites:
        for leaf in leaves(site.class_name):
            newest = max(day_of(d) for d in documents[site.name] if d.section == leaf.path)
            limits = {"news": 14, "notice": 183, "policy": 183, "personnel": 365, "plan": 365}
            limit = limits.get(leaf.update_class, leaf.period_days or 2_000)
            assert (TODAY - newest).days <= limit, (site.name, leaf.path)


@pytest.mark.parametrize("month", range(1, 13))
def test_periodic_sections_are_in_time_in_every_month(month) -> None:
    today = date(2028, month, 1)
    for leaf in leaves("portal"):
        if leaf.period_days:
            age = today - shown_on(leaf, Turn(0, 1), generate_random(), today)
            assert 0 < age.days <= leaf.period_days, leaf.path


def generate_random():
    import random

    return random.Random(1)


def test_bodies_are_well_formed_html_of_the_allowed_tags(every) -> None:
    for document in every:
        tags = Tags()
        tags.feed(document.body)
        tags.close()
        assert tags.open == []
        assert tags.seen <= ALLOWED
        assert 200 <= len(tags.text) <= 1_700, document.title


def test_no_placeholder_or_mark_of_the_notation_is_left_over(every) -> None:
    for document in every:
        for text in (document.title, document.summary, document.body):
            assert not re.search(r"[{}\[\]|^#]|None", text), (document.title, text)
        assert document.summary
        assert document.keywords
        assert document.source
        assert document.author
        assert document.issuer


def test_no_sentence_stutters(every) -> None:
    for document in every:
        found = re.search(
            r"负责负责|关于关于|服务服务|工作工作|提示提示|。。|；。|，，",
            document.body + document.title,
        )
        assert not found, (document.title, found)


def test_document_numbers_are_well_formed_and_unique(every) -> None:
    numbers = [document.document_number for document in every if document.document_number]
    assert len(numbers) == len(set(numbers)) > 60
    assert [number for number in numbers if not NUMBER.fullmatch(number)] == []


def test_policies_are_in_force_or_expired_or_repealed(every) -> None:
    assert {d.validity for d in every if d.document_number} == {"valid", "expired", "repealed"}
    assert {d.validity for d in every if not d.document_number} == {""}


def test_an_interpretation_follows_its_policy_within_three_days(documents) -> None:
    for site in documents.values():
        policies = {d.document_number: d for d in site if d.document_number}
        for document in site:
            if document.interprets:
                policy = policies[document.interprets]
                assert 0 <= (day_of(document) - day_of(policy)).days <= 3
                assert document.interprets in document.body


def test_pictures_are_small_jpegs_with_a_description(every) -> None:
    pictures = [d.lead_picture for d in every if d.lead_picture and "/ldxx" not in d.section]
    assert 90 <= len(pictures) <= 120
    assert len({picture.content for picture in pictures}) == len(pictures)
    for picture in pictures:
        image = Image.open(io.BytesIO(picture.content))
        image.verify()
        assert (image.format, image.size) == ("JPEG", (1200, 675))
        assert len(picture.content) < 120_000
        assert picture.alternative


def test_every_leader_has_a_portrait_a_resume_and_a_division_of_work(cluster) -> None:
    for site in cluster.sites:
        for person in site.body.leaders:
            Image.open(io.BytesIO(person.picture)).verify()
            assert person.name in person.resume
            assert person.duties
            assert person.email.endswith("@shili.example")


def check_pdf(file: FilePlan) -> None:
    assert file.content.startswith(b"%PDF-1.4")
    start = int(file.content.rsplit(b"startxref\n", 1)[1].split()[0])
    lines = file.content[start:].split(b"\n")
    assert lines[0] == b"xref"
    for number, line in enumerate(lines[3:], 1):
        if not line.endswith(b" n "):
            break
        place = int(line[:10])
        assert file.content[place:].startswith(b"%d 0 obj" % number)


def check_docx(file: FilePlan) -> None:
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))
        assert "word/document.xml" in archive.namelist()


def check_csv(file: FilePlan) -> None:
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) > 3
    assert len({len(row) for row in rows}) == 1


def test_every_attachment_opens(every) -> None:
    checks = {"pdf": check_pdf, "docx": check_docx, "csv": check_csv}
    kinds = Counter()
    for document in every:
        for file in document.attachments:
            extension = file.name.rpartition(".")[2]
            kinds[extension] += 1
            checks[extension](file)
    assert set(kinds) == {"pdf", "docx", "csv"}


def test_every_form_comes_as_docx_and_pdf(every) -> None:
    forms = [document for document in every if document.section.endswith("/bgxz")]
    assert len(forms) > 40
    for form in forms:
        assert [file.name.rpartition(".")[2] for file in form.attachments] == ["docx", "pdf"]


def test_sections_of_a_class_have_unique_addresses_and_all_that_the_page_tags_need() -> None:
    classes = tomllib.loads(
        files("portal.site").joinpath("data", "classes.toml").read_text(encoding="utf-8")
    )
    assert list(classes) == ["portal", "department", "agency", "institution"]
    for site_class in classes.values():
        sections = [*site_class["sections"]]
        for group in site_class["sections"]:
            below = group.get("sections", [])
            assert len({section["slug"] for section in below}) == len(below)
            sections += below
        for section in sections:
            assert re.fullmatch(r"[a-z]+", section["slug"])
            for key in ("title", "kind", "description", "update_class", "column_type"):
                assert section[key]
            assert section["keywords"]
            assert section["locked"] in {True, False}
            assert ("period_days" in section) == (section["update_class"] == "periodic")


def test_the_code_of_the_demonstration_holds_no_chinese() -> None:
    folder = Path(generate.__file__).parent
    for module in folder.glob("*.py"):
        assert not re.search(r"[\u3000-\u303f\u4e00-\u9fff]", module.read_text(encoding="utf-8"))
