"""What stands between a draft and the public, measured beside something known in the same run.

`--only words` is the check of a document against the word lists, beside `str.find` for each word
and one regular expression of all words:

    .venv/bin/python bench/release.py --only words
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click

from portal.content.checks.checking import checked
from portal.content.checks.declaration import WARN
from portal.content.checks.passages import fold, read
from portal.content.checks.words import Matcher, Rule
from portal.content.document.operations import create_document
from portal.site.wordlists.operations import add_list, load_words
from portal.site.wordlists.reading import Read
from portal.testing import World

CHARACTERS = 10_000
ENTRIES = 20_000
HITS = 20
"""Words of the list that stand in the document."""
ROUNDS = 15
COMMON = [chr(0x4E00 + number) for number in range(2_500)]
"""Characters that texts and words are drawn from."""


def drawn_words(draw: random.Random, count: int) -> list[str]:
    """Return different words of two to six characters."""
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(draw.choices(COMMON, k=draw.randint(2, 6)))] = None
    return list(words)


def drawn_body(draw: random.Random, words: Sequence[str]) -> str:
    """Return HTML of `CHARACTERS` characters that people read, with some of `words` in it."""
    text = draw.choices(COMMON, k=CHARACTERS)
    for word in draw.sample(words, HITS):
        place = draw.randrange(CHARACTERS - len(word))
        text[place : place + len(word)] = word
    parts = ("".join(text[place : place + 200]) for place in range(0, CHARACTERS, 200))
    return "".join(f"<p>{part[:100]}<strong>{part[100:]}</strong></p>" for part in parts)


def seconds(deed: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the middle of the times that `deed` takes."""
    times = []
    for _round in range(rounds):
        begin = time.perf_counter()
        deed()
        times.append(time.perf_counter() - begin)
    return median(times)


def found_one_by_one(text: str, words: Sequence[str]) -> list[int]:
    """Look for each word by itself."""
    places = []
    for word in words:
        place = text.find(word)
        while place >= 0:
            places.append(place)
            place = text.find(word, place + 1)
    return places


def whole(body: str, rules: Sequence[Rule]) -> tuple[float, float]:
    """Return how long all checks of a document take, without and with the list."""
    with TemporaryDirectory() as folder:
        world = World.make(Path(folder))
        world.site("bench")
        with world.office.transaction() as (cluster, act):
            section = world.place(cluster, "/sites/bench/zwgk/tzgg")
            data: Any = {"title": "A notice", "source": "An office", "body": body}
            document = create_document(section, data, act)
            without = seconds(lambda: checked(document, document.revisions[-1]))
            read_words = Read(tuple(rules), ())
            load_words(cluster, add_list(cluster, "Words"), read_words, act, file_name="")
            checked(document, document.revisions[-1])
            with_list = seconds(lambda: checked(document, document.revisions[-1]))
        world.close()
    return without, with_list


def measure_words() -> None:
    """Print what a document costs, and how many times as much the other ways do."""
    draw = random.Random(1)
    words = drawn_words(draw, ENTRIES)
    body = drawn_body(draw, words)
    rules = [Rule(word, "", WARN, "words") for word in words]
    folded = fold(read(body).text)
    matcher, pattern = Matcher(rules), re.compile("|".join(map(re.escape, words)))
    without, with_list = whole(body, rules)
    ways = {
        "the automaton": seconds(lambda: list(matcher.hits(folded))),
        "str.find, word by word": seconds(lambda: found_one_by_one(folded, words)),
        "one regular expression": seconds(lambda: pattern.findall(folded), 3),
        "reading the HTML": seconds(lambda: fold(read(body).text)),
        "all checks without the list": without,
        "all checks with the list": with_list,
        "building it, once": seconds(lambda: Matcher(rules), 3),
    }
    count, first = len(list(matcher.hits(folded))), next(iter(ways.values()))
    click.echo(f"{CHARACTERS:,} characters, {ENTRIES:,} words, {count} found")
    for name, took in ways.items():
        click.echo(f"  {name:28} {1e3 * took:9.2f} ms {took / first:8.1f}")


PARTS = {"words": measure_words}


@click.command(help=__doc__)
@click.option("--only", type=click.Choice(sorted(PARTS)), multiple=True)
def main(only: tuple[str, ...]) -> None:
    """Measure."""
    for name in only or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
