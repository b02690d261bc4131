"""What titles of items say of themes, and what people say for them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from addons.onlineservice.vocabulary import (
    GROUPS,
    codes,
    everyday_words,
    guessed_theme,
    theme_groups,
    theme_titles,
)


@pytest.mark.parametrize(
    ("title", "group", "theme"),
    [
        ("户口迁移审批 区公安分局", "person", "person.household"),
        ("公司设立登记 区行政审批局", "corp", "corp.found"),
        ("食品经营许可 区行政审批局", "event", "event.shop"),
        ("道路货运经营许可（换发） 区交通运输局", "corp", "corp.transport"),
        ("三级运动员称号授予 区某局", "person", ""),
    ],
)
def test_the_words_of_a_title_tell_its_theme(title: str, group: str, theme: str) -> None:
    assert guessed_theme(title, group) == theme


def test_people_find_a_matter_by_what_they_call_it() -> None:
    assert "政审" in everyday_words("开具无犯罪记录证明")
    assert everyday_words("河道采砂许可") == ()


def test_every_theme_has_a_title_and_belongs_to_its_group() -> None:
    for name in GROUPS:
        for theme in theme_groups()[name].themes:
            assert theme.key.startswith(f"{name}.")
            assert theme_titles()[theme.key] == theme.title


def test_code_lists_are_those_of_the_exchange_schema() -> None:
    assert codes("task_type")["01"] == "行政许可"
    assert codes("server_types")["1"] == "自然人"


def test_most_real_items_get_a_theme(shared_data: Path) -> None:
    with gzip.open(shared_data / "service_items.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    themes = Counter(
        any(guessed_theme(f"{each['name']} {each['department']}", group) for group in GROUPS[:2])
        for each in rows
    )
    assert themes[True] > 0.98 * len(rows)
