"""Styles, scripts and pictures of add-ons, each under an address that changes with it."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pyramid.static import QueryStringConstantCacheBuster

from portal.site.routing import no_root

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from portal.addon.declaration import AddOn

FOLDER = "static"
"""Folder of a package whose files browsers may have."""
ADDRESS = "addon-static"
"""First part of their addresses; the second one is the name of the add-on."""
KEEP_SECONDS = 31_536_000
"""How long browsers keep them: a year, for each change has its own address."""


def serve_files(config: Configurator, addon: AddOn) -> None:
    """Serve the files in the folder `static` of the package of `addon`, if there is one.

    They are the same for all sites and hold nothing of any, so they do not ask where the add-on
    is enabled. Templates name them by `request.static_path("<package>:static/<file>")`.
    """
    folder = Path(str(files(addon.package))) / FOLDER
    if not folder.is_dir():
        return
    named = f"{addon.package}:{FOLDER}"
    config.add_static_view(
        f"{ADDRESS}/{addon.name}", named, cache_max_age=KEEP_SECONDS, factory=no_root
    )
    config.add_cache_buster(named, QueryStringConstantCacheBuster(_digest(folder)))


def _digest(folder: Path) -> str:
    """Return what becomes different with each change of a file in `folder`."""
    sums = sha256()
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        sums.update(str(file.relative_to(folder)).encode())
        sums.update(file.read_bytes())
    return sums.hexdigest()[:12]
