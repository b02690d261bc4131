"""Both scripts of Chinese."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.search.chinese import simplified, traditional

PHRASES = (
    ("征求意见", "徵求意見"),
    ("征收土地", "徵收土地"),
    ("皇后之后", "皇后之後"),
    ("公里之里面", "公里之裏面"),
    ("头发与发展", "頭髮與發展"),
    ("干部不干涉干旱地区", "幹部不干涉乾旱地區"),
    ("制度与制造", "制度與製造"),
    ("复印件的批复", "複印件的批覆"),
    ("余额与剩余", "餘額與剩餘"),
    ("系统联系关系", "系統聯繫關係"),
    ("准予行政许可的标准", "准予行政許可的標準"),
    ("党委会计划", "黨委會計劃"),
    ("台风中的台账", "颱風中的台賬"),
    ("只有一只", "只有一隻"),
    ("户籍与证照", "户籍與證照"),
    ("社会保险费征缴", "社會保險費徵繳"),
    ("游泳场所卫生", "游泳場所衞生"),
    ("志愿服务公布", "志願服務公佈"),
)
OTHERS = (
    "網絡",
    "為人民服務",
    "爲人民服務",
    "裡面",
    "裏面",
    "群眾",
    "羣衆",
    "衛生",
    "衞生",
    "說明",
)
"""What visitors from Hong Kong and Taiwan may type."""


@pytest.mark.parametrize(("here", "there"), PHRASES)
def test_one_character_becomes_another_by_the_words_around_it(here: str, there: str) -> None:
    assert traditional(here) == there


@pytest.mark.parametrize(("here", "there"), [each for each in PHRASES if "批复" not in each[0]])
def test_traditional_words_are_read_as_simplified_ones(here: str, there: str) -> None:
    assert simplified(there) == here


@pytest.mark.parametrize("word", OTHERS)
def test_the_characters_of_every_region_are_read(word: str) -> None:
    assert simplified(word) in {"网络", "为人民服务", "里面", "群众", "卫生", "说明"}


@pytest.mark.parametrize(
    "text",
    [*(here for here, _there in PHRASES), "著作权", "瞭望", "乾隆", "示政规〔2026〕31号", "a<b>&"],
)
def test_simplified_text_stays_as_it_is(text: str) -> None:
    assert simplified(text) == text


@pytest.mark.parametrize("text", ["", "plain", "\x00发\x00", "😀发", "é", "\u3000发\n"])
def test_what_is_not_chinese_stays_as_it_is(text: str) -> None:
    assert traditional(text) == text.replace("发", "發")


def test_many_threads_convert_at_the_same_time() -> None:
    texts = [here * 200 for here, _there in PHRASES] * 8
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(traditional, texts)) == [traditional(text) for text in texts]
