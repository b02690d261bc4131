"""Leaving long work to the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther

from portal.content.addresses import path_of
from portal.content.indexing import wake_worker
from portal.desk.batches import batches_of

if TYPE_CHECKING:
    from datetime import datetime

    from pyramid.request import Request

    from portal.desk.batches import Batch, Result


def begin(
    batch: Batch, place: Any, request: Request, asked_at: datetime | None = None
) -> HTTPSeeOther:
    """Leave `batch` to the worker, and lead to the page on which one sees how far it is."""
    batch.begin(request.authenticated_userid, request.act.at, asked_at)
    batches_of(request.cluster).add(batch)
    wake_worker(request.cluster, request.registry)
    return _to_progress(batch, place, request)


def keep_ended(
    batch: Batch, results: tuple[Result, ...], place: Any, request: Request
) -> HTTPSeeOther:
    """Keep a batch that was done at once, and lead to the page that says what became of it."""
    batch.begin(request.authenticated_userid, request.act.at)
    batches = batches_of(request.cluster)
    batches.add(batch)
    batch.take(results)
    batches.end(batch, request.act.at)
    return _to_progress(batch, place, request)


def _to_progress(batch: Batch, place: Any, request: Request) -> HTTPSeeOther:
    return HTTPSeeOther(f"{path_of(place, request)}progress?batch={batch.name}")
