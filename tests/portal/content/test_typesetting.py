"""Setting the type of a text: what changes, and that no word does."""

from __future__ import annotations

import gzip
import json
import re
from itertools import islice
from pathlib import Path

import pytest

from portal.content.document.typesetting import typeset
from portal.content.plaintext import plain
from portal.content.richtext import from_text

WORDS = re.compile("[a-zA-Z0-9%\u3400-\u9fff]")
TEXTS = {
    "<p>　　关于 2026 年春节放假的通知,请遵照执行.</p>": "<p>关于2026年春节放假的通知，请遵照执行。</p>",
    "<p>一、总体要求</p><p>(一)指导思想</p>": "<h2>一、总体要求</h2><h3>（一）指导思想</h3>",
    "<p>一.总体</p>": "<p>一.总体</p>",
    "<p>（一）加强领导。各部门要落实。</p>": "<p>（一）加强领导。各部门要落实。</p>",
    "<p>1.增长3.5%,其中 A 类 5 个;其他:3:1</p>": "<p>1.增长3.5%，其中A类5个；其他：3:1</p>",
    "<p>共1,000人,10:30开始</p>": "<p>共1,000人，10:30开始</p>",
    "<p>甲<br>乙<strong>丙<br>丁</strong>戊</p>": "<p>甲</p><p>乙<strong>丙</strong></p><p><strong>丁</strong>戊</p>",
    '<p class="right">市政府<br>3月2日</p>': '<p class="right">市政府</p><p class="right">3月2日</p>',
    "<p>He said “hello”, and left. It’s 3:1, (ok).</p>": "<p>He said “hello”, and left. It’s 3:1, (ok).</p>",
    '<p>他说"你好"(见附件(1)的说明)...</p>': "<p>他说“你好”（见附件（1）的说明）……</p>",
    "<p>甲</p><p>&nbsp;</p><p>　</p><p><br></p>": "<p>甲</p>",
    "<p>张三 李四</p>": "<p>张三 李四</p>",
    "<p>网址:http://www.a.gov.cn/a?b=c,请访问</p>": "<p>网址：http://www.a.gov.cn/a?b=c，请访问</p>",
    "<ul><li>一、甲</li></ul>": "<ul><li>一、甲</li></ul>",
    "<p>通知<strong>,请</strong> 2026 年</p>": "<p>通知<strong>，请</strong>2026年</p>",
    "<p>甲 &lt;b&gt; &amp; 乙</p>": "<p>甲 &lt;b&gt; &amp; 乙</p>",
    "": "",
}


@pytest.mark.parametrize("source", TEXTS)
def test_the_type_of_a_text_is_set(source: str) -> None:
    assert typeset(source) == TEXTS[source]


@pytest.mark.parametrize("source", TEXTS)
def test_setting_the_type_again_changes_nothing(source: str) -> None:
    assert typeset(typeset(source)) == typeset(source)


def words(html: str) -> str:
    return "".join(WORDS.findall(plain(html)))


def test_no_word_of_real_documents_is_changed(shared_data: Path) -> None:
    with gzip.open(shared_data / "documents.jsonl.gz", "rt", encoding="utf-8") as documents:
        texts = [json.loads(line)["body_text"][:10_000] for line in islice(documents, 30)]
    for source in map(from_text, filter(None, texts)):
        done = typeset(source)
        assert words(done) == words(source)
        assert typeset(done) == done
