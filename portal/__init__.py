"""A site cluster for governments: many sites, one installation."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.router import Router

# Pyramid, deform and substanced still use pkg_resources; an operator can do nothing about it.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
warnings.filterwarnings("ignore", message="Parameters to load are deprecated")


def main(global_config: dict[str, str] | None, **values: str) -> Router:
    """Build the WSGI application from the `[app:main]` section of an ini file.

    :raises DeploymentError: when settings, code and data do not fit together.
    """
    # Every module of the portal imports this one first, so this one imports late.
    from portal.application import configure  # noqa: PLC0415
    from portal.evolution.runner import require_evolved  # noqa: PLC0415
    from portal.settings import read_settings  # noqa: PLC0415

    config = configure(read_settings(values))
    require_evolved(config.registry)
    return config.make_wsgi_app()
