from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from statistics import fmean
from types import ModuleType

import pytest

from portal.search.index import SearchIndex

BENCH = Path(__file__).parents[3] / "bench" / "search_quality.py"
FLOORS = {
    "doc_no_known_item": 0.99,
    "layperson_question": 0.67,
    "policy_and_interpretation": 0.95,
    "title_known_item": 0.98,
}


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("search_quality", BENCH)
    assert spec
    assert spec.loader
    module = sys.modules["search_quality"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_real_questions_find_real_documents(
    bench: ModuleType, index: SearchIndex, shared_data: Path
) -> None:
    texts = bench.documents(shared_data / "documents.jsonl.gz")
    index.upsert(text.entry for text in texts)
    index.commit()
    judgments = bench.judged(shared_data / "search" / "qrels.tsv.gz")
    queries = bench.queries_of(shared_data)
    run = bench.portal(index, texts)
    for kind, floor in FLOORS.items():
        asked = [query for query in queries if query["type"] == kind]
        values = [bench.ndcg(run(each["text"]), judgments[each["query_id"]]) for each in asked]
        assert fmean(values) >= floor, kind
