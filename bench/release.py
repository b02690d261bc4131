"""What stands between a draft and the public, measured beside something known in the same run.

`--only words` is the check of a document against the word lists, beside `str.find` for each word
and one regular expression of all words:

    .venv/bin/python -m bench.release --only words

`visible` is the time from the click of the reviewer until readers see the document as a page, in
the list, the feed and the search, and until it is gone from all of them after its withdrawal, by a
real server with its worker, beside the answer to a page without any work. `permission` is the check
of one object, beside Pyramid's own check of a list that is at hand. `together` is eight editors and
four reviewers for a minute.

    .venv/bin/python -m bench.release --keep ../clusters --documents 1000
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click
from pyramid.authorization import ACLHelper

from bench.editors import work_together
from bench.releasing import measure_visible
from bench.worlds import Built, Size, built
from portal.content.checks.checking import checked
from portal.content.checks.declaration import WARN
from portal.content.checks.passages import fold, read
from portal.content.checks.words import Matcher, Rule
from portal.content.document.operations import create_document
from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.security.policy import identity_of, permits
from portal.site.wordlists.operations import add_list, load_words
from portal.site.wordlists.reading import Read
from portal.testing import PASSWORD, World

CHARACTERS = 10_000
ENTRIES = 20_000
HITS = 20
"""Words of the list that stand in the document."""
ROUNDS = 15
COLLEAGUES = 200
"""People with a role at one site, when a permission is asked for."""
OFTEN = 2_000
SECONDS = 60
ACL = ACLHelper()
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


def measure_permission() -> None:
    """Print what it costs to ask whether somebody may edit a document, and may see it."""
    with TemporaryDirectory() as folder:
        world = World.make(Path(folder))
        world.site("bench")
        path = world.publish("/sites/bench/zwgk/tzgg")
        with world.office.transaction() as (cluster, act):
            document = world.place(cluster, path)
            people = [f"colleague{number}" for number in range(COLLEAGUES)]
            for login in people:
                add_account(cluster["people"], login, login, PASSWORD, act, one_time=False)
                give_role(cluster["sites"]["bench"], login, "editor", act, reason="A measurement")
            one = identity_of(cluster["people"][people[0]])
            ways = {
                "Pyramid, list at hand": partial(_bare_check, document),
                "may edit": partial(permits, one, document, "portal.edit"),
                "may see": partial(permits, one, document, "view"),
                "may see, nobody": partial(permits, None, document, "view"),
            }
            took = {name: seconds(partial(_often, way)) / OFTEN for name, way in ways.items()}
        world.close()
    first = next(iter(took.values()))
    click.echo(f"one document, {COLLEAGUES} people with a role at its site")
    for name, each in took.items():
        click.echo(f"  {name:28} {1e6 * each:9.1f} µs {each / first:8.1f}")


def _bare_check(document: Any) -> object:
    return ACL.permits(document, ["system.Everyone", "role:editor"], "portal.edit")


def _often(work: Callable[[], object]) -> None:
    for _turn in range(OFTEN):
        work()


def _with_cluster(work: Callable[[Built, int], None]) -> Callable[[Path, int, int], None]:
    def measure(keep: Path, documents: int, port: int) -> None:
        with TemporaryDirectory() as folder:
            cluster = built(keep, Size(documents)).copied(Path(folder))
            command = [str(Path(sys.executable).parent / "portal"), "evolve", str(cluster.ini)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # one of an older day
            work(cluster, port)

    return measure


PARTS: dict[str, Callable[[Path, int, int], None]] = {
    "words": lambda *_given: measure_words(),
    "permission": lambda *_given: measure_permission(),
    "visible": _with_cluster(measure_visible),
    "together": _with_cluster(lambda cluster, port: work_together(cluster, SECONDS, port)),
}


@click.command(help=__doc__)
@click.option("--only", type=click.Choice(sorted(PARTS)), multiple=True)
@click.option("--keep", type=click.Path(path_type=Path), default=Path("var/clusters"))
@click.option("--documents", default=1_000, help="In the section that is worked in.")
@click.option("--port", default=6570)
def main(only: tuple[str, ...], keep: Path, documents: int, port: int) -> None:
    """Measure."""
    for name in only or PARTS:
        PARTS[name](keep, documents, port)


if __name__ == "__main__":
    main()
