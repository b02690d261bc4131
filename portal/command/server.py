"""The web server and the worker of one process."""

from __future__ import annotations

import errno
import socket
from functools import partial
from typing import TYPE_CHECKING, Any

import click
import waitress

from portal.addon.jobs import jobs_of
from portal.addon.registry import loaded_addons
from portal.addon.settling import settle
from portal.audit.job import JOBS as AUDIT_JOBS
from portal.command.rebuilding import refill
from portal.content.document.presence import FORGETTING_ABSENT
from portal.content.document.ringing import ring_due
from portal.content.document.scheduling import release_due
from portal.desk.recordloading import FORGETTING_LOADS, Loading
from portal.desk.resuming import FORGETTING
from portal.desk.working import work_on_batches
from portal.errors import DeploymentError
from portal.jobs.queue import Jobs, open_queue
from portal.jobs.worker import Tick, Worker
from portal.mail.postman import FORGETTING_LETTERS, Postman
from portal.security.disuse import LOOKING_FOR_UNUSED
from portal.security.sessions import FORGETTING_SESSIONS
from portal.site.searchwords.collecting import COUNTING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.command.office import Office

SHOWN_SITES = 5
CONNECTIONS_MAX = 1_000
"""Open connections; a browser keeps six, also while its reader reads."""
IDLE_SECONDS = 30
"""After so long an idle connection is closed."""
BODY_MAX = 250_000_000
"""Largest request that is taken, in bytes; a file of 200 MB and its form fit in."""


def make_worker(office: Office) -> Worker:
    """Return the worker that feeds the search, releases in time, does long work and runs the jobs.

    It begins with a search index that was thrown away, while pages are served already.
    """
    refill(office)
    declared = [*AUDIT_JOBS, COUNTING, FORGETTING, FORGETTING_ABSENT, FORGETTING_SESSIONS]
    declared += [LOOKING_FOR_UNUSED, FORGETTING_LETTERS, FORGETTING_LOADS]
    declared += jobs_of(loaded_addons(office.registry).values())
    jobs = Jobs(open_queue(office.settings.queue_file), office, declared)
    ticks: list[Tick] = [
        office.feed_search,
        partial(release_due, office),
        partial(ring_due, office),
        partial(work_on_batches, office),
        partial(settle, office),
        Loading(office),
    ]
    if office.settings.mail_host:
        ticks.append(Postman(office))
    return Worker(jobs, ticks)


def start_worker(office: Office) -> Worker:
    """Start the worker in a thread; a commit that fills the outbox wakes it."""
    worker = make_worker(office)
    office.registry["wake_worker"] = worker.wake
    worker.start()
    return worker


def listen(office: Office, hosts: Iterable[str], port: int) -> Any:
    """Return the server, bound to each of `hosts` that this machine has.

    :raises DeploymentError: when the port is taken, or none of the addresses is here.
    """
    settings = office.settings
    sockets = [bound for host in hosts if (bound := _bind(host, port))]
    if not sockets:
        raise DeploymentError(f"None of the addresses is on this machine: {', '.join(hosts)}")
    trust = {
        "trusted_proxy": settings.proxy,
        "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto",
    }
    return waitress.create_server(
        office.config.make_wsgi_app(),
        sockets=sockets,
        threads=settings.threads,
        connection_limit=CONNECTIONS_MAX,
        channel_timeout=IDLE_SECONDS,
        asyncore_use_poll=True,
        max_request_body_size=BODY_MAX,
        clear_untrusted_proxy_headers=True,
        ident=None,
        **(trust if settings.proxy else {}),
    )


def print_addresses(office: Office, port: int) -> None:
    """Print where the cluster and its first sites are."""
    base = f"http://{office.settings.hosts[0]}:{port}/"
    click.echo(f"The portal is served at {base} (stop it with Ctrl-C).")
    with office.transaction() as (cluster, _act):
        main_first = sorted(
            cluster.all_sites(), key=lambda each: each.__name__ != cluster.main_site
        )
        for site in main_first[:SHOWN_SITES]:
            click.echo(f"  {base}sites/{site.__name__}/  {site.title}")


def _bind(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host.strip("[]"), port))
    except OSError as error:
        bound.close()
        if error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:
            return None
        raise DeploymentError(
            f"{host}:{port} cannot be listened on: {error.strerror}. Choose another --port."
        ) from None
    return bound
