"""The portal without a web server: what commands and the worker work in."""

from __future__ import annotations

import configparser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyramid.threadlocal import manager as threadlocal
from transaction import TransactionManager
from ZODB.POSException import ConflictError

from portal.act import Act, act_of_command
from portal.application import configure
from portal.command.storing import IndexKeeper
from portal.content.indexing import findable
from portal.errors import DeploymentError
from portal.evolution.runner import require_evolved
from portal.search.feeder import Waiting, gather, store
from portal.search.schema import fields_of
from portal.settings import Settings, read_settings
from portal.site.routing import CLUSTER

if TYPE_CHECKING:
    from portal.ledger import Ledger
    from portal.search.entry import Findable
    from portal.search.index import SearchIndex
    from portal.site.cluster import Cluster
    from portal.substance import PortalConfigurator

FEED_BATCH = 1_000
"""Objects that are brought into the search index in one transaction."""
CLEARING_TRIES = 5


class Office:
    """The open stores of one process, and transactions in them.

    It is also the context that jobs of the worker are given.
    """

    def __init__(self, config: PortalConfigurator) -> None:
        self.config = config
        self.registry = config.registry
        self.settings: Settings = config.registry["settings"]
        self.ledger: Ledger = config.registry["ledger"]
        self.search: SearchIndex = config.registry["search"]
        self.database = config.registry["database"]
        self._index = IndexKeeper(self.database)

    @contextmanager
    def opened(self) -> Iterator[tuple[Any, Act]]:
        """Give the root of the database and a deed of the operator; commit, or undo all."""
        transactions = TransactionManager()
        connection = self.database.open(transactions)
        threadlocal.push({"registry": self.registry, "request": None})
        try:
            with transactions:
                yield connection.root(), act_of_command(self.registry)
        finally:
            threadlocal.pop()
            connection.close()
            self._index.keep()

    @contextmanager
    def transaction(self) -> Iterator[tuple[Cluster, Act]]:
        """Give the cluster and a deed of the operator; commit at the end, or undo all."""
        with self.opened() as (root, act):
            yield root.get(CLUSTER), act

    def waiting(self) -> Waiting:
        """Return a batch of what waits in the outbox for the search."""
        with self.transaction() as (cluster, _act):
            return gather(cluster.outbox, self._look(cluster), FEED_BATCH)

    def feed_search(self) -> bool:
        """Bring a batch of what waits in the outbox into the search; tell whether there was any."""
        waiting = self.waiting()
        if waiting.records:
            store(self.search, waiting, map(fields_of, waiting.entries))
            self.clear(waiting)
        return bool(waiting.records)

    def clear(self, found: Waiting) -> None:
        """Clear the notes of what was brought into the search.

        Where others keep writing notes meanwhile, they stay, and their objects are looked at again.
        """
        for _try in range(CLEARING_TRIES):
            with suppress(ConflictError), self.transaction() as (cluster, _act):
                cluster.outbox.done(found.records)
                return

    def _look(self, cluster: Cluster) -> Callable[[int], Findable | None]:
        def look(oid: int) -> Findable | None:
            content = cluster.__objectmap__.object_for(oid)
            return None if content is None else findable(content, self.registry)

        return look

    def close(self) -> None:
        """Close the stores."""
        self.search.close()
        self.ledger.close()
        self.database.close()


def read_ini(path: Path) -> Settings:
    """Return the settings in the ini file at `path`.

    :raises DeploymentError: when it cannot be read or something in it is wrong.
    """
    if not path.is_file():
        raise DeploymentError(f"There is no settings file {path}.")
    try:
        values = _section_of(path)
    except (configparser.Error, LookupError, UnicodeDecodeError) as error:
        reason = str(error).replace("\n", " ")
        raise DeploymentError(f"The settings file {path} cannot be read: {reason}") from None
    return read_settings({key: text for key, text in values.items() if key not in {"here", "use"}})


def _section_of(path: Path) -> dict[str, str]:
    """Return the part of an ini file that is ours; `%(here)s` in it is the folder of the file.

    Not by plaster, which for each start reads the metadata of all installed packages.
    """
    here = str(path.resolve().parent).replace("%", "%%")
    parser = configparser.ConfigParser(defaults={"here": here})
    parser.read_string(path.read_text("utf-8"), str(path))
    return dict(parser["app:main"]) if parser.has_section("app:main") else {}


@contextmanager
def open_office(ini: Path, *, checked: bool = True) -> Iterator[Office]:
    """Open the stores that the ini file names.

    :param checked: demand that there is a cluster and that its data fits the code.
    :raises DeploymentError: when they cannot be opened or do not fit.
    """
    office = Office(configure(read_ini(ini)))
    try:
        if checked:
            require_evolved(office.registry)
        yield office
    finally:
        office.close()
