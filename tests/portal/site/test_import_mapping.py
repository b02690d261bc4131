from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.site.importing.mapping import ImportedDocument, to_values
from portal.site.importing.problems import MappingError
from portal.site.importing.reader import Record

LAW: dict[str, Any] = {
    "id": "lrb-001",
    "title": "某市档案条例",
    "doc_no": "某政发〔2020〕7号",
    "index_no": "000014349/2020-00007",
    "issuer": "某市人民代表大会常务委员会",
    "region": "某省",
    "category": "法律",
    "subcategory": "行政法/档案",
    "status": "现行有效",
    "issued_on": "2020-07-24",
    "published_on": "2020-08-01",
    "effective_on": "2020-09-01",
    "history": ["1994年12月6日 通过", " ", "2020年7月24日 修正"],
    "body_text": "第一章  总则\n第一条 为了管理档案，制定本条例。",
    "attachments": ["https://example.org/a.doc"],
    "url": "https://example.org/law",
}


def _map(**changes: Any) -> ImportedDocument:
    return to_values(Record(1, LAW | changes))


def test_a_record_becomes_a_document() -> None:
    document = _map()
    assert (document.source_id, document.section_titles) == ("lrb-001", ("法律", "行政法", "档案"))
    assert document.attachments == ("https://example.org/a.doc",)
    assert document.values == {
        "title": "某市档案条例",
        "subtitle": "",
        "summary": "",
        "body": "<h2>第一章 总则</h2><p>第一条 为了管理档案，制定本条例。</p>",
        "source": "某市人民代表大会常务委员会",
        "source_address": "https://example.org/law",
        "author_name": "",
        "issuer": "某市人民代表大会常务委员会",
        "document_number": "某政发〔2020〕7号",
        "index_number": "000014349/2020-00007",
        "keywords": (),
        "region": "某省",
        "written_on": date(2020, 7, 24),
        "effective_on": date(2020, 9, 1),
        "expired_on": None,
        "validity": "in_force",
        "history": ("1994年12月6日 通过", "2020年7月24日 修正"),
        "displayed_at": datetime(2020, 7, 31, 16, tzinfo=UTC),
    }


def test_a_document_is_displayed_on_the_first_day_that_is_known() -> None:
    assert _map(published_on=None).values["displayed_at"] == datetime(2020, 7, 23, 16, tzinfo=UTC)
    known = _map(published_on=None, issued_on="").values
    assert known["displayed_at"] == datetime(2020, 8, 31, 16, tzinfo=UTC)
    assert _map(published_on=None, issued_on=None, effective_on=None).values["displayed_at"] is None


def test_html_is_taken_before_text_and_cleaned() -> None:
    body = '<td><p style="text-align:center">甲</p><script>x</script></td>'
    assert _map(body_html=body).values["body"] == '<p class="centred">甲</p>'
    assert _map(body_html="<script>x</script>").values["body"].startswith("<h2>")


@pytest.mark.parametrize(
    ("status", "validity"),
    [("有效", "in_force"), ("失效", "expired"), ("废止", "repealed"), (None, ""), ("", "")],
)
def test_what_is_said_of_its_validity_is_kept(status: str | None, validity: str) -> None:
    assert _map(status=status).values["validity"] == validity


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"issued_on": "2020-13-45"}, "“2020-13-45” in “issued_on” is no day"),
        ({"issued_on": "1899-12-31"}, "“1899-12-31” in “issued_on” is too early"),
        ({"effective_on": "9999-12-31"}, "“9999-12-31” in “effective_on” is too early or too late"),
        ({"published_on": 20200801}, "“published_on” is no text"),
        ({"title": "\u200b\x00"}, "“title” is missing"),
        ({"title": None}, "“title” is missing"),
        ({"id": 7}, "“id” is no text"),
        ({"id": " "}, "“id” is missing"),
        ({"id": "x" * 201}, "“id” is longer than 200"),
        ({"body_text": None}, "“body_text” is missing"),
        ({"body_text": "\x00", "body_html": "<p></p>"}, "nothing that can be shown"),
        ({"body_html": "x" * 2_000_001}, "longer than 2000000"),
        ({"history": "1994"}, "“history” is no list of texts"),
        ({"attachments": [7]}, "“attachments” is no list of texts"),
        ({"attachments": ["javascript:alert(1)"]}, "“javascript:alert(1)” in “attachments”"),
        ({"url": "http://["}, "“http://[” in “url”"),
        ({"status": "不详"}, "“不详” is not known for “status”"),
    ],
)
def test_an_impossible_value_is_refused_with_its_reason(
    changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(MappingError) as refused:
        _map(**changes)
    assert reason in str(refused.value)


def test_the_digest_changes_with_the_record_only() -> None:
    turned = to_values(Record(9, dict(reversed(LAW.items()))))
    assert turned.digest == _map().digest
    assert _map(title="别的").digest != _map().digest


@pytest.mark.parametrize(
    "text",
    [
        "\ud83d",
        "🙂",
        "<img src=x onerror=alert(1)>",
        "\u202e甲",
        "' OR 1=1",
        "${7*7}",
        "%00",
        "Ω≈ç√",
    ],
)
def test_every_text_of_a_record_may_be_naughty(text: str) -> None:
    whole = f"甲{text}"
    values = _map(
        title=whole,
        issuer=whole,
        doc_no=whole,
        region=whole,
        category=whole,
        history=[whole],
        body_text=whole,
    ).values
    values["body"].encode("utf-8")
    values["title"].encode("utf-8")
    assert "\u202e" not in values["title"]
    assert "<img" not in values["body"]
