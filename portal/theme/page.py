"""The values of the frame for each page: from the site, the place and what the view returned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyramid.location import lineage

from portal.content.addresses import path_of
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.section.content import Section
from portal.content.section.queries import shown_sections
from portal.content.times import minute
from portal.i18n import _
from portal.site.reading import is_elder, switch_address
from portal.site.routing import address_anywhere, main_address, visible_site
from portal.theme.frame import Footer, NavItem, Page

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.site.site import Site

Tags = tuple[tuple[str, str], ...]


def page_of(request: Request, shown: Mapping[str, Any]) -> Page:
    """Return the frame's values for a page of which the view returned `shown`."""
    site, title = visible_site(request), _text(request, shown.get("title", ""))
    if site is None:
        return _cluster_page(request, title, shown)
    home = path_of(site, request)
    context = _shown_context(request)
    trail = _trail(context, site)
    main = _main_site(request)
    above = None if main is site else main
    return Page(
        lang=_language(request),
        title=site.title if context is site and title == site.title else f"{title}_{site.title}",
        site_title=site.title,
        site_address=home,
        cluster_title=above.title if above else "",
        cluster_address=address_anywhere(above, request) if above else "",
        notice=request.cluster.notice,
        navigation=_navigation(site, request, trail),
        crumbs=_crumbs(site, request, trail, title),
        search_address=f"{home}search",
        sitemap_address=f"{home}sitemap",
        query=shown.get("query", ""),
        meta=_tags(site, request, trail, context),
        canonical=_canonical(request, context),
        feed=f"{path_of(trail[-1], request) if trail else home}feed.xml",
        elder=is_elder(request),
        reading_address=switch_address(site, request),
        footer=_footer(site, home),
        **_person(request, home),
    )


def _shown_context(request: Request) -> Any:
    """Return what the page is about; nothing if it says what went wrong, for that may be hidden."""
    failed = getattr(request, "exception", None) is not None
    return None if failed else getattr(request, "context", None)


def _cluster_page(request: Request, title: str, shown: Mapping[str, Any]) -> Page:
    cluster = request.cluster
    return Page(
        lang=_language(request),
        title=cluster.title if title == cluster.title else f"{title}_{cluster.title}",
        site_title=cluster.title,
        site_address="/",
        notice=cluster.notice,
        search_address="/search",
        query=shown.get("query", ""),
        elder=is_elder(request),
        reading_address=switch_address(cluster, request),
        footer=Footer(sign_in_address="/sign-in"),
        **_person(request, "/"),
    )


def _trail(context: Any, site: Site) -> list[Any]:
    """Return the sections from the site down to the context; none without a context."""
    places = [place for place in lineage(context) if isinstance(place, Section)] if context else []
    return places[::-1]


def _navigation(site: Site, request: Request, trail: list[Any]) -> tuple[NavItem, ...]:
    home = path_of(site, request)
    at_home = getattr(request, "context", None) is site and not request.view_name
    return (
        NavItem(_text(request, _("Home")), home, current=at_home),
        *(
            NavItem(each.title, path_of(each, request), current=bool(trail) and trail[0] is each)
            for each in shown_sections(site)
        ),
    )


def _crumbs(
    site: Site, request: Request, trail: list[Any], title: str
) -> tuple[tuple[str, str], ...]:
    context = getattr(request, "context", None)
    if context is site and not request.view_name:
        return ()
    above = [each for each in trail if each is not context]
    crumbs = [(_text(request, _("Home")), path_of(site, request))]
    crumbs += [(each.title, path_of(each, request)) for each in above]
    return (*crumbs, (_text(request, _("Text")) if isinstance(context, Document) else title, ""))


def _tags(site: Site, request: Request, trail: list[Any], context: Any) -> Tags:
    """Return the page tags that inspections read; empty ones are left out.

    Source: Guidelines on the Development of Government Websites (State Council General Office,
    2017, No. 47), page tags.
    """
    tags: list[tuple[str, str]] = [
        ("SiteName", site.title),
        ("SiteDomain", site.main_host or request.host),
        ("SiteIDCode", site.identity_code),
    ]
    if trail:
        tags += _column_tags(trail[-1])
    if isinstance(context, Document):
        tags += _article_tags(context)
    return tuple((name, content) for name, content in tags if content)


def _column_tags(section: Section) -> Tags:
    return (
        ("ColumnName", section.title),
        ("ColumnDescription", section.description),
        ("ColumnKeywords", ",".join(section.keywords)),
        ("ColumnType", section.column_type),
    )


def _article_tags(document: Document) -> Tags:
    return (
        ("ArticleTitle", document.title),
        ("PubDate", minute(document.displayed_at)),
        ("ContentSource", document.source),
        ("Keywords", ",".join(document.keywords)),
        ("Author", document.author_name),
        ("Description", document.summary),
    )


def _footer(site: Site, home: str) -> Footer:
    return Footer(
        sponsor=site.sponsor,
        operator=site.operator,
        contact=site.contact,
        identity_code=site.identity_code,
        icp=site.icp,
        police=site.police,
        domain=site.hosts[0][0] if site.hosts else "",
        sign_in_address=f"{home}sign-in",
    )


def _person(request: Request, home: str) -> dict[str, Any]:
    if request.identity is None:
        return {}
    return {
        "person": request.identity.name,
        "account_address": f"{home}account",
        "sign_out_address": f"{home}sign-out",
    }


def _main_site(request: Request) -> Site | None:
    cluster = request.cluster
    site: Site | None = cluster["sites"].get(cluster.main_site) if cluster.main_site else None
    return site


def _canonical(request: Request, context: Any) -> str:
    if site_of(context) is None or request.view_name:
        return ""
    return main_address(context, request)


def _language(request: Request) -> str:
    return str(request.locale_name).replace("_", "-")


def _text(request: Request, message: Any) -> str:
    return str(request.localizer.translate(message))
