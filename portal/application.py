"""Putting the parts of the portal together."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Any

from zc.lockfile import LockError
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from ZODB.POSException import POSError

from portal.addon.moved import finder_of
from portal.addon.registry import loaded_addons
from portal.errors import DeploymentError
from portal.ledger import Ledger
from portal.search.index import SearchIndex
from portal.substance import PortalConfigurator
from portal.theme import compiling

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from portal.settings import Settings

PARTS = (
    "portal.substance",
    "pyramid_retry",
    "pyramid_tm",
    "pyramid_zodbconn",
    "portal.act",
    "portal.ledger",
    "portal.site.routing",
    "portal.security",
    "portal.content",
    "portal.site",
    "portal.audit",
    "portal.theme",
    "portal.desk",
    "portal.mail",
    "portal.http",
    "portal.evolution",
    "portal.addon",
)
CACHED_OBJECTS = 50_000
"""Most objects in the cache of a connection, which is limited in bytes as well."""
ATTEMPTS = "20"
"""How often a request is tried when it conflicts with another one."""


def configure(settings: Settings) -> PortalConfigurator:
    """Return the configuration of a process, with the stores open in its registry.

    :raises DeploymentError: when a store cannot be opened.
    """
    config = PortalConfigurator(
        settings={
            "tm.manager_hook": "pyramid_tm.explicit_manager",
            "retry.attempts": ATTEMPTS,
            "pyramid.default_locale_name": settings.language,
        }
    )
    config.registry["settings"] = settings
    config.registry["secret"] = secret_of(settings)
    config.registry["ledger"] = Ledger.open(settings.ledger_address)
    config.registry["search"] = SearchIndex.open(settings.search_folder)
    config.registry[compiling.FOLDER] = settings.copies_folder / "templates"
    try:
        for part in PARTS:
            config.include(part)
        config.commit()
        database = config.registry["database"] = open_database(config.registry, settings)
    except LockError:
        raise DeploymentError(
            f"Another process has the database in {settings.data} open. "
            f"Stop it first; several processes need ZEO or PostgreSQL "
            f"(see docs/operation.zh-CN.md)."
        ) from None
    except (OSError, POSError) as error:
        raise DeploymentError(f"The database cannot be opened: {error}") from error
    database.setCacheSizeBytes(settings.cache_bytes)
    return config


def open_database(registry: Registry, settings: Settings) -> DB:
    """Open the object database in its file, or return what stands at the address in the settings.

    The file is opened here, for `zodburi` imports every kind of storage and hides this one behind
    another: a tenth of a second, and no way to its index.
    """
    options: dict[str, Any] = {"cache_size": CACHED_OBJECTS}
    if settings.content:
        from zodburi import resolve_uri  # noqa: PLC0415  # see above

        make_storage, options = resolve_uri(settings.content)
        storage = make_storage()
    else:
        storage = FileStorage(str(settings.content_file), blob_dir=str(settings.blobs_folder))
    options["class_factory"] = finder_of(loaded_addons(registry).values())
    databases: dict[str, DB] = registry._zodb_databases  # noqa: SLF001  # pyramid_zodbconn's only place
    return DB(storage, **options | {"databases": databases, "database_name": ""})


def secret_of(settings: Settings) -> str:
    """Return the secret that signs cookies; a drawn one is kept in a file for its owner alone."""
    if settings.secret != "generate":  # noqa: S105
        return settings.secret
    place = settings.secret_file
    if not place.exists():
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return place.read_text("ascii").strip()
