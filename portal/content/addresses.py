"""From content to its address, without the cost of a general look-up for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.location import lineage

if TYPE_CHECKING:
    from pyramid.request import Request

VIRTUAL_ROOT = "HTTP_X_VHM_ROOT"
"""Key of the environment under which Pyramid looks for the path of the site that has the host."""


def path_of(content: Any, request: Request) -> str:
    """Return the address of `content` on the host of `request`, such as `/zwgk/tzgg/20260302-7`.

    What holds content ends in a slash. All names are ASCII that needs no quoting (see
    `portal.content.names`).
    """
    path = tree_path(content)
    shown = path.removeprefix(request.environ.get(VIRTUAL_ROOT, ""))
    return f"{request.script_name}{shown}"


def tree_path(content: Any) -> str:
    """Return the path of `content` from the cluster on, such as `/sites/fgw/zwgk/`."""
    names = [place.__name__ for place in lineage(content) if place.__name__]
    end = "/" if hasattr(content, "section_names") and names else ""
    return f"/{'/'.join(reversed(names))}{end}"
