"""The changes of the core's stored data, oldest first; a released step stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.evolution.desk import documents_are_found_by_titles, people_know_their_places
from portal.evolution.drafts import drafts_are_found_by_stage
from portal.evolution.files import files_know_who_names_them
from portal.evolution.grants import grants_are_records
from portal.evolution.links import links_are_kept_by_identity
from portal.evolution.listings import (
    documents_are_found_by_keywords,
    files_know_their_documents,
    lists_count_their_rows,
)
from portal.evolution.moments import documents_know_what_waits_for_them
from portal.evolution.people import people_are_found_by_names
from portal.search.synonyms import default_groups

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from portal.site.cluster import Cluster


@dataclass(frozen=True)
class Step:
    """A change of the stored data of the cluster.

    :ivar name: a sentence that begins with year and month; the database remembers it as done.
    :ivar run: makes the change; it can be run twice.
    """

    name: str
    run: Callable[[Cluster, Registry], None]


def fill_synonyms(cluster: Cluster, registry: Registry) -> None:
    """Give the search the usual synonyms, unless the office has set others or none."""
    if cluster.synonyms == () and "synonyms" not in vars(cluster):
        cluster.synonyms = default_groups()


STEPS: tuple[Step, ...] = (
    Step("2026-11 the search knows the usual synonyms", fill_synonyms),
    Step("2026-11 lists know how many rows each thirty days have", lists_count_their_rows),
    Step("2026-11 documents are found by their keywords", documents_are_found_by_keywords),
    Step("2026-11 files know the documents that show them", files_know_their_documents),
    Step("2026-11 drafts are found by their stage", drafts_are_found_by_stage),
    Step("2026-11 staff finds documents by words of titles", documents_are_found_by_titles),
    Step("2026-11 people know where they hold roles", people_know_their_places),
    Step("2026-11 files know the documents that name them", files_know_who_names_them),
    Step("2026-11 links between documents are kept by identity", links_are_kept_by_identity),
    Step("2026-11 roles say who gave them and how long they last", grants_are_records),
    Step("2026-11 people are found by name, account and body", people_are_found_by_names),
    Step("2026-11 documents know what waits for them", documents_know_what_waits_for_them),
)
