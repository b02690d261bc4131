"""What can be done with the cluster and its sites, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.traversal import find_root

from portal.content.addresses import tree_path
from portal.content.boundary import reach
from portal.content.content import Container
from portal.content.image.content import Image
from portal.content.naming import need_free_name
from portal.content.section.operations import add_section
from portal.errors import Refusal
from portal.i18n import _
from portal.search.synonyms import default_groups
from portal.security.people import People
from portal.site.blueprint import site_class
from portal.site.cluster import Bodies, Cluster
from portal.site.events import SiteChanged, SiteFounded, SiteMoved
from portal.site.hosts import ascii_host, people_host
from portal.site.site import Media, Site, Sites

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.act import Act
    from portal.site.blueprint import SectionPlan
    from portal.site.schema import SiteData


def found_cluster(title: str) -> Cluster:
    """Return a new cluster without sites and people; its search knows the usual synonyms."""
    cluster = Cluster(title)
    cluster.synonyms = default_groups()
    for name, folder in (("sites", Sites()), ("bodies", Bodies()), ("people", People())):
        cluster.add(name, folder)
    return cluster


def found_site(sites: Sites, name: str, data: SiteData, act: Act) -> Site:
    """Found a site with the sections of its class, not yet online.

    :raises Refusal: when the name or a host is taken or impossible, or the class unknown.
    """
    need_free_name(sites, name)
    blueprint = site_class(data["class_name"])
    site = Site()
    site.apply(data)
    site.author, site.changed_at = act.by or "", act.at
    sites.add(name, site)
    site.add("media", Media())
    _need_own_logo(site)
    set_hosts(site, data.get("hosts", ()))
    add_sections(site, blueprint.sections, act)
    act.announce(SiteFounded(site, act))
    return site


def change_site(site: Site, data: SiteData, act: Act) -> None:
    """Change the settings of `site`.

    :raises Refusal: when a host belongs to another site, or the logo is no picture of this one.
    """
    site.apply(data)
    _need_own_logo(site)
    if "hosts" in data:
        set_hosts(site, data["hosts"])
    site.changed_at = act.at
    act.announce(SiteChanged(site, act))


def _need_own_logo(site: Site) -> None:
    if site.logo and not isinstance(reach(site.logo, site), Image):
        raise Refusal(_("The logo has to be a picture of this site."))


def move_site(site: Site, transition: str, act: Act) -> None:
    """Take a step in the life of `site`, such as `open`.

    :raises Refusal: when the step does not leave the present state.
    """
    site.workflow.move(site, transition)
    site.changed_at = act.at
    act.announce(SiteMoved(site, act))


def set_hosts(site: Site, names: Iterable[str]) -> None:
    """Let `site` answer on the hosts `names`; the first is the main one, the others redirect.

    :raises Refusal: when a name is impossible or belongs to another site.
    """
    try:
        hosts = tuple((people_host(name), ascii_host(name)) for name in names)
    except ValueError as error:
        raise Refusal(_("“${host}” is no name of a host.", mapping={"host": str(error)})) from None
    index, path = find_root(site).host_index, tree_path(site).rstrip("/")
    for people, ascii_ in hosts:
        if index.get(ascii_, (path,))[0] != path:
            raise Refusal(_("The host ${host} belongs to another site.", mapping={"host": people}))
    for _people, ascii_ in site.hosts:
        index.pop(ascii_, None)
    site.hosts = hosts
    for _people, ascii_ in hosts:
        index[ascii_] = (path, hosts[0][1])


def add_sections(place: Container, plans: Iterable[SectionPlan], act: Act) -> None:
    """Add the sections of `plans` to `place`, with those below them.

    :raises Refusal: when a name is taken.
    """
    for plan in plans:
        section = add_section(place, plan.name, plan.data, act)
        add_sections(section, plan.sections, act)


def sites_below(cluster: Cluster, name: str) -> Sites:
    """Return the folder for the sites below the site called `name`, made if there is none.

    :param name: empty for the folder of the cluster itself.
    :raises Refusal: when there is no such site.
    """
    if not name:
        sites: Sites = cluster["sites"]
        return sites
    above = named_site(cluster, name)
    if "sites" not in above:
        above.add("sites", Sites())
    below: Sites = above["sites"]
    return below


def named_site(cluster: Cluster, name: str) -> Site:
    """Return the site called `name`, anywhere in the cluster.

    :raises Refusal: when there is none.
    """
    found = next((site for site in cluster.all_sites() if site.__name__ == name), None)
    if found is None:
        raise Refusal(_("There is no site “${name}”.", mapping={"name": name}))
    return found
