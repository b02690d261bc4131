"""What the frame around every public page shows: head, navigation, foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pyramid.request import Request


@dataclass(frozen=True)
class NavItem:
    """One entry of the main navigation.

    :ivar current: whether the page lies there.
    """

    title: str
    address: str
    current: bool = False


@dataclass(frozen=True)
class ReadingChoice:
    """One way of reading that can be chosen.

    :ivar lang: language tag of its title; empty for that of the page.
    :ivar current: whether it is chosen already.
    """

    title: str
    address: str
    lang: str = ""
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Footer:
    """What the foot of every page says about the site; an empty value is not shown.

    Source: Guidelines on the Development of Government Websites (State Council General Office,
    2017, No. 47), annex on page design.

    :ivar sponsor: the body that answers for the site.
    :ivar operator: the body that runs it.
    :ivar contact: telephone or mail of the office in charge.
    :ivar identity_code: ten characters, given when the site was registered.
    :ivar icp: number of the ICP filing.
    :ivar police: number of the filing with the police.
    :ivar certificate: page that certifies the mark of party and government sites.
    :ivar corrections: where the national platform takes reports of errors of the site.
    :ivar domain: main host name of the site.
    :ivar sign_in_address: where staff sign in.
    """

    sponsor: str = ""
    operator: str = ""
    contact: str = ""
    identity_code: str = ""
    icp: str = ""
    police: str = ""
    certificate: str = ""
    corrections: str = ""
    domain: str = ""
    sign_in_address: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """Everything that the frame shows; addresses are ready to be used in a link.

    :ivar lang: language tag of the page, `zh-CN`.
    :ivar title: what the window is called, page and site together.
    :ivar site_address: home page of the site.
    :ivar cluster_title: the main portal that the site belongs to; empty on that portal itself.
    :ivar logo: address of the site's own logo; `None` for the emblem in the colour of the theme.
    :ivar logo_size: its width and height, in pixels.
    :ivar theme: name of the palette; empty for the usual one.
    :ivar directory_address: list of all bodies and sites; empty where it is not offered.
    :ivar notice: one line above everything, such as that this is a demonstration.
    :ivar crumbs: pairs of title and address, from the home page down; the page itself may end them,
        with an empty address.
    :ivar search_address: page of the search in the head; empty where the page has its own field.
    :ivar query: words that the search field starts with.
    :ivar hot_words: pairs of words and the address of their results, below the search field.
    :ivar meta: pairs of name and content for the tags that inspections read.
    :ivar canonical: the one address of this page, absolute.
    :ivar feed: address of the feed of what is new here; empty for none.
    :ivar text_lang: language tag of what editors wrote, where it is another one than `lang`.
    :ivar elder: whether the visitor asked for large text; `reading_address` changes that.
    :ivar contrast: `high` for the strongest contrast; `contrast_address` changes that.
    :ivar size: of long texts: `large`, `larger`, or empty.
    :ivar sizes: sizes to choose from; none where there is no long text.
    :ivar scripts: languages and scripts to change to.
    :ivar aloud: whether the page has a text to read aloud.
    :ivar person: name of who is signed in; empty for the public.
    :ivar desk_address: work surface of staff, `account_address` their own account.
    """

    lang: str
    title: str
    site_title: str
    site_address: str
    cluster_title: str = ""
    cluster_address: str = ""
    logo: str | None = None
    logo_size: tuple[int, int] = (64, 64)
    theme: str = ""
    notice: str = ""
    navigation: tuple[NavItem, ...] = ()
    crumbs: tuple[tuple[str, str], ...] = ()
    search_address: str = ""
    sitemap_address: str = ""
    directory_address: str = ""
    query: str = ""
    hot_words: tuple[tuple[str, str], ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    canonical: str = ""
    feed: str = ""
    text_lang: str = ""
    elder: bool = False
    reading_address: str = ""
    contrast: str = ""
    contrast_address: str = ""
    size: str = ""
    sizes: tuple[ReadingChoice, ...] = ()
    scripts: tuple[ReadingChoice, ...] = ()
    aloud: bool = False
    footer: Footer = field(default_factory=Footer)
    person: str = ""
    desk_address: str = ""
    account_address: str = ""
    sign_out_address: str = ""


class PageMaker(Protocol):
    """Makes the values of the frame; the part of the portal that knows sites supplies it."""

    def __call__(self, request: Request, shown: Mapping[str, Any], /) -> Page:
        """Return the frame for a page.

        :param shown: what the view returned, above all its `title`.
        """
