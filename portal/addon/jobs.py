"""What the worker does for sites by order of their add-ons."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from portal.jobs.queue import Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from portal.act import Act
    from portal.addon.declaration import AddOn, SiteJob

log = logging.getLogger(__name__)


class WorksForSites(Protocol):
    """What a job asks of its context."""

    def transaction(self) -> AbstractContextManager[tuple[Any, Act]]:
        """Give the cluster and a deed of the operator; commit at the end, or undo all."""


def jobs_of(addons: Iterable[AddOn]) -> Iterator[Job]:
    """Return the jobs of `addons` as the worker takes them."""
    for addon in addons:
        for job in addon.jobs:
            yield Job(job.name, partial(_run, addon=addon.name, job=job), every=job.every)


def _run(office: WorksForSites, *, addon: str, job: SiteJob) -> None:
    """Do `job` for each site that uses `addon`; one that fails is logged and holds up no other."""
    with office.transaction() as (cluster, _act):
        oids = [site.oid for site in cluster.all_sites() if site.uses(addon)]
    for oid in oids:
        try:
            with office.transaction() as (cluster, act):
                site = cluster.__objectmap__.object_for(oid)
                if site is not None and site.uses(addon):
                    job.run(site, act)
        except Exception:
            log.exception("The job %s failed for the site %d", job.name, oid)
