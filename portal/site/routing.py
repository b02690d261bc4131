"""From the host of a request to the tree that it walks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPMovedPermanently, HTTPNotFound
from pyramid.traversal import find_resource
from pyramid_zodbconn import get_connection

from portal.content.addresses import VIRTUAL_ROOT, path_of, tree_path
from portal.content.content import site_of
from portal.site.hosts import split_host

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

    from portal.site.cluster import Cluster
    from portal.site.site import Site

CLUSTER = "cluster"
"""Key of the cluster in the root of the object database."""


class UnknownHost(Exception):  # noqa: N818  # it names what happened, like Pyramid's own
    """Nothing answers on the host of a request; its page has the status 404."""


def cluster_of(request: Request) -> Cluster:
    """Return the cluster; available as `request.cluster`."""
    cluster: Cluster = get_connection(request).root()[CLUSTER]
    return cluster


def root_of(request: Request) -> Cluster:
    """Return the root of the tree, and let a site's host see that site alone.

    A client could send the header that Pyramid reads for this, so it is always overwritten.

    :raises UnknownHost: when the host belongs to no site.
    :raises HTTPNotFound: when the address would lead out of the site.
    :raises HTTPMovedPermanently: to the site's main host, from its other hosts.
    """
    request.environ.pop(VIRTUAL_ROOT, None)
    cluster: Cluster = request.cluster
    name, port = split_host(request.host)
    if name in request.registry["settings"].hosts:
        return cluster
    if name not in cluster.host_index:
        raise UnknownHost(name)
    path, main = cluster.host_index[name]
    if name != main:
        raise HTTPMovedPermanently(_on_host(request, main, port))
    request.environ[VIRTUAL_ROOT] = path
    if ".." in request.path_info.split("/"):  # it would lead out of the site, into another one
        raise HTTPNotFound
    return cluster


def no_root(request: Request) -> None:
    """Walk no tree, for what is the same on every host, such as styles."""
    request.environ.pop(VIRTUAL_ROOT, None)


def site_of_request(request: Request) -> Site | None:
    """Return the active site: that of the context, else that of the host."""
    site: Site | None = site_of(getattr(request, "context", None))
    path = request.environ.get(VIRTUAL_ROOT)
    if site is None and path:
        site = find_resource(request.cluster, path)
    return site


def visible_site(request: Request) -> Site | None:
    """Return the active site if the person may see it, or came with a key for this page of it."""
    site: Site | None = request.site
    if site is None or site is getattr(request, "opened_by_key", None):
        return site
    return site if request.has_permission("view", site) else None


def address_anywhere(content: Any, request: Request) -> str:
    """Return an address of `content` that leads there from every site.

    On the present site, and on the cluster's own host, the path is enough. Another site is
    reached on its main host, and before it has one, on the cluster's.
    """
    root = request.environ.get(VIRTUAL_ROOT, "")
    if tree_path(content).startswith(f"{root}/"):
        return path_of(content, request)
    return main_address(content, request)


def main_address(content: Any, request: Request) -> str:
    """Return the address of `content` on its site's main host, or on the cluster's without one."""
    path, site = tree_path(content), site_of(content)
    below = path.removeprefix(tree_path(site).rstrip("/"))
    main = site.main_host
    host, shown = (main, below) if main else (request.registry["settings"].hosts[0], path)
    _name, port = split_host(request.host)
    return f"{request.scheme}://{host}{_port(port)}{request.script_name}{shown}"


def main_address_by(request: Request, content: Any) -> str:
    """Return the main address of `content`; available as `request.main_address(content)`."""
    return main_address(content, request)


def _port(port: str) -> str:
    return f":{port}" if port else ""


def _on_host(request: Request, host: str, port: str) -> str:
    return f"{request.scheme}://{host}{_port(port)}{request.path_qs}"


def includeme(config: Configurator) -> None:
    """Walk the tree of the host, and offer the cluster, the site and addresses on requests."""
    config.set_root_factory(root_of)
    config.add_request_method(cluster_of, "cluster", reify=True)
    config.add_request_method(site_of_request, "site", reify=True)
    config.add_request_method(main_address_by, "main_address")
