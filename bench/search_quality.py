"""How well the search ranks: nDCG@10 beside plain BM25 over character bigrams, and its speed.

Documents and single articles of laws go through the product's own index; the questions, their
judgments and the texts are read from the folder with the shared data, gzipped:

    .venv/bin/python -m bench.search_quality ../shared/data

The questions of lay persons are halved by the hash of their ids. What ranks was chosen with one
half (dev); the other (held out) tells whether it holds for questions that nobody looked at.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from heapq import nlargest
from itertools import pairwise
from math import log, log2
from pathlib import Path
from statistics import fmean, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from portal.search.entry import Findable
from portal.search.index import SearchIndex
from portal.search.query import Query
from portal.search.synonyms import Synonyms, default_groups
from portal.search.words import normalise

K1, B, TITLE_TIMES = 1.2, 0.75, 3
DEPTH = 10
LAY = "layperson_question"

Judgments = Mapping[str, Mapping[str, int]]
Run = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Text:
    """A document or an article as both rankings take it in."""

    name: str
    entry: Findable


def lines(file: Path) -> Iterator[str]:
    """Yield the lines of a gzipped `file`, and say which one is read."""
    print(f"reads {file}")
    with gzip.open(file, "rt", encoding="utf-8") as text:
        yield from text


def judged(file: Path) -> Judgments:
    """Return query to text to grade."""
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    rows = lines(file)
    next(rows)
    for row in rows:
        query, name, grade = row.rstrip("\n").split("\t")
        grades[query][name] = int(grade)
    return grades


def queries_of(folder: Path) -> list[dict[str, str]]:
    """Return the queries in the shared data: id, text, type."""
    return [json.loads(line) for line in lines(folder / "search" / "queries.jsonl.gz")]


def documents(file: Path) -> list[Text]:
    """Return the documents; the issuer is a keyword, as in the product."""
    texts = []
    for number, row in enumerate(map(json.loads, lines(file))):
        shown_on = row["issued_on"] or row.get("published_on") or "2000-01-01"
        entry = Findable(
            oid=number,
            site=1,
            section=1,
            kind="portal.document",
            title=row["title"],
            summary="",
            body=row["body_text"],
            document_number=row["doc_no"] or "",
            keywords=row["issuer"] or "",
            shown_at=datetime.fromisoformat(shown_on).replace(tzinfo=UTC),
        )
        texts.append(Text(row["id"], entry))
    return texts


def articles(file: Path, laws: Sequence[Text]) -> list[Text]:
    """Return the articles, each under the title and the date of its law."""
    of_law = {law.name: law.entry for law in laws}
    return [
        Text(
            row["article_id"],
            replace(
                of_law[row["doc_id"]],
                oid=number,
                body=row["text"],
                document_number="",
                keywords="",
            ),
        )
        for number, row in enumerate(map(json.loads, lines(file)))
    ]


def ndcg(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the nDCG of the first ten of `ranked`."""
    best = sorted(grades.values(), reverse=True)
    return _gain([grades.get(name, 0) for name in ranked]) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def kind(query: Mapping[str, str]) -> str:
    """Return the type of a query, and of lay persons' questions the half too."""
    if query["type"] != LAY:
        return query["type"]
    half = sha256(query["query_id"].encode()).digest()[0] % 2
    return f"{LAY} {'held out' if half else 'dev'}"


def plain_bm25(texts: Sequence[Text]) -> Run:
    """Return BM25 over character bigrams, the title counted three times."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    lengths = []
    for place, text in enumerate(texts):
        entry = text.entry
        counts = bigrams(f"{entry.title}\n" * TITLE_TIMES + entry.document_number + entry.body)
        lengths.append(counts.total())
        for bigram, count in counts.items():
            found[bigram].append((place, count))
    mean = fmean(lengths)

    def run(query: str) -> list[str]:
        scores: defaultdict[int, float] = defaultdict(float)
        for bigram in bigrams(query):
            places = found.get(bigram, [])
            weight = log(1 + (len(texts) - len(places) + 0.5) / (len(places) + 0.5))
            for place, count in places:
                share = count + K1 * (1 - B + B * lengths[place] / mean)
                scores[place] += weight * count * (K1 + 1) / share
        return [texts[place].name for place in nlargest(DEPTH, scores, key=scores.__getitem__)]

    return run


def bigrams(text: str) -> Counter[str]:
    """Return the pairs of letters that follow one another, whatever signs stand between."""
    return Counter(a + b for a, b in pairwise(filter(str.isalnum, normalise(text))))


def portal(index: SearchIndex, texts: Sequence[Text]) -> Run:
    """Return the search of the portal, with the synonyms that come with it."""
    synonyms = Synonyms.of(default_groups())

    def run(query: str) -> list[str]:
        return [texts[oid].name for oid in index.search(Query(query, size=DEPTH), synonyms).oids]

    return run


def report(name: str, run: Run, queries: Sequence[Any], judgments: Judgments) -> None:
    """Print the mean nDCG by type of query, and the milliseconds of a query."""
    values: defaultdict[str, list[float]] = defaultdict(list)
    times = []
    for query in queries:
        begin = time.perf_counter()
        ranked = run(query["text"])
        times.append((time.perf_counter() - begin) * 1_000)
        value = ndcg(ranked, judgments[query["query_id"]])
        for group in {"all", query["type"], kind(query)}:
            values[group].append(value)
    cuts = quantiles(times, n=20)
    print(f"\n{name}: median {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms")
    for group, each in sorted(values.items()):
        print(f"  {group:32} {len(each):4} queries  nDCG@10 {fmean(each):.3f}")


def compare(name: str, texts: Sequence[Text], queries: Sequence[Any], judgments: Judgments) -> None:
    """Index `texts` in both ways and print how both rank them."""
    asked = [query for query in queries if query["query_id"] in judgments]
    with TemporaryDirectory() as folder:
        index = SearchIndex.open(Path(folder))
        begin = time.perf_counter()
        index.upsert(text.entry for text in texts)
        index.commit()
        took = time.perf_counter() - begin
        index.close()
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        print(f"\n{len(texts)} {name} in {took:.1f} s, {size / 1e6:.0f} MB")
        report(f"{name}, the portal", portal(index, texts), asked, judgments)
    report(f"{name}, BM25 over bigrams", plain_bm25(texts), asked, judgments)


def main(folder: Path) -> None:
    """Print all figures for the shared data in `folder`."""
    queries = queries_of(folder)
    laws = documents(folder / "documents.jsonl.gz")
    compare("documents", laws, queries, judged(folder / "search/qrels.tsv.gz"))
    single = articles(folder / "search/law_articles.jsonl.gz", laws)
    compare("articles", single, queries, judged(folder / "search/qrels_articles.tsv.gz"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
