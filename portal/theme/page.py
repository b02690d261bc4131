"""The values of the frame for each page: from the site, the place and what the view returned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyramid.location import lineage

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import Home, is_public, site_of
from portal.content.document.content import Document
from portal.content.document.queries import picture_of
from portal.content.image.content import Image
from portal.content.image.sizes import size_within
from portal.content.section.content import Section
from portal.content.section.queries import shown_sections
from portal.content.times import minute
from portal.i18n import _, translated
from portal.site.routing import address_anywhere, main_address, visible_site
from portal.site.searchwords.queries import hot_links
from portal.theme.choices import reading_values
from portal.theme.frame import Footer, NavItem, Page

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.site.site import Site

USUAL = "azure"
"""The palette that the styles have without a theme."""
LOGO_SIZE = "small"
AS_FOR_THE_PUBLIC = frozenset({"preview", "shared"})
"""Views on which staff sees a page as the public would, without the bar and its own name."""
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
    canonical = _canonical(request, context)
    return Page(
        title=site.title if context is site and title == site.title else f"{title}_{site.title}",
        site_title=site.title,
        site_address=home,
        cluster_title=above.title if above else "",
        cluster_address=address_anywhere(above, request) if above else "",
        notice=request.cluster.notice,
        theme=site.theme if site.theme != USUAL else "",
        **_logo(site, request),
        navigation=_navigation(site, request, trail),
        crumbs=_crumbs(site, request, trail, title),
        search_address="" if shown.get("has_search") else f"{home}search",
        hot_words=_hot_words(request, f"{home}search"),
        sitemap_address=f"{home}sitemap",
        directory_address=f"{home}bodies" if main is site else "",
        query=shown.get("query", ""),
        meta=_tags(site, request, trail, context, canonical),
        canonical=canonical,
        feed=f"{path_of(trail[-1], request) if trail else home}feed.xml",
        footer=_footer(site, home),
        **reading_values(site, request, long_text=_has_long_text(site, request)),
        **_person(request, home),
    )


def _shown_context(request: Request) -> Any:
    """Return what the page is about; nothing if it says what went wrong, for that may be hidden."""
    failed = getattr(request, "exception", None) is not None
    return None if failed else getattr(request, "context", None)


def _has_long_text(site: Site, request: Request) -> bool:
    return _shown_context(request) not in (None, site) and not request.view_name


def _cluster_page(request: Request, title: str, shown: Mapping[str, Any]) -> Page:
    cluster = request.cluster
    return Page(
        title=cluster.title if title == cluster.title else f"{title}_{cluster.title}",
        site_title=cluster.title,
        site_address="/",
        notice=cluster.notice,
        search_address="/search",
        hot_words=_hot_words(request, "/search"),
        directory_address="/bodies/",
        query=shown.get("query", ""),
        footer=Footer(sign_in_address="/sign-in"),
        **reading_values(cluster, request, long_text=False),
        **_person(request, "/"),
    )


def _hot_words(request: Request, search_address: str) -> Tags:
    """Return pairs of words and address, on home pages and on the search page only."""
    place = _shown_context(request)
    if not isinstance(place, Home) or request.view_name not in {"", "search"}:
        return ()
    return tuple((each.title, each.address) for each in hot_links(request.cluster, search_address))


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
    context = _shown_context(request)
    if context is site and not request.view_name:
        return ()
    above = [each for each in trail if each is not context]
    crumbs = [(_text(request, _("Home")), path_of(site, request))]
    crumbs += [(each.title, path_of(each, request)) for each in above]
    if isinstance(context, Document):
        return (*crumbs, *_crumbs_of_document(context, request, title))
    return (*crumbs, (title, ""))


def _crumbs_of_document(document: Document, request: Request, title: str) -> Tags:
    """Return the end of the trail: the text itself, or a page of it that is called `title`."""
    if not request.view_name or request.view_name in AS_FOR_THE_PUBLIC:
        return ((_text(request, _("Text")), ""),)
    above = ((document.title, path_of(document, request)),) if is_public(document) else ()
    return (*above, (title, ""))


def _tags(site: Site, request: Request, trail: list[Any], context: Any, canonical: str) -> Tags:
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
        tags += (*_article_tags(context, request), ("Url", canonical))
    return tuple((name, content) for name, content in tags if content)


def _column_tags(section: Section) -> Tags:
    return (
        ("ColumnName", section.title),
        ("ColumnDescription", section.description),
        ("ColumnKeywords", ",".join(section.keywords)),
        ("ColumnType", section.column_type),
    )


def _article_tags(document: Document, request: Request) -> Tags:
    picture = picture_of(document)
    return (
        ("ArticleTitle", document.title),
        ("PubDate", minute(document.displayed_at)),
        ("ContentSource", document.source),
        ("Keywords", ",".join(document.keywords)),
        ("Author", document.author_name),
        ("Description", document.summary),
        ("Image", f"{main_address(picture, request)}/large" if picture else ""),
    )


def _logo(site: Site, request: Request) -> dict[str, Any]:
    """Return address and size of the site's own logo, if it has one that the public may see."""
    image = reach(site.logo, site) if site.logo else None
    if not isinstance(image, Image) or not is_public(image):
        return {}
    address = f"{path_of(image, request)}/{LOGO_SIZE}"
    return {"logo": address, "logo_size": size_within(image, LOGO_SIZE)}


def _footer(site: Site, home: str) -> Footer:
    return Footer(
        sponsor=site.sponsor,
        operator=site.operator,
        contact=site.contact,
        identity_code=site.identity_code,
        icp=site.icp,
        police=site.police,
        certificate=site.certificate,
        corrections=site.corrections,
        domain=site.hosts[0][0] if site.hosts else "",
        sign_in_address=f"{home}sign-in",
    )


def _person(request: Request, home: str) -> dict[str, Any]:
    if request.identity is None or getattr(request, "view_name", "") in AS_FOR_THE_PUBLIC:
        return {}
    return {
        "person": request.identity.name,
        "desk_address": f"{home}desk",
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


def _text(request: Request, message: Any) -> str:
    return str(translated(message, request.localizer.translate))
