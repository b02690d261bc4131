"""The cluster: the root of the tree, with the indexes over all sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree, OOTreeSet

from portal.catalog.catalog import ContentCatalog
from portal.content.content import Container, Home
from portal.search.outbox import Outbox
from portal.site.site import Sites
from portal.site.workflow import CLUSTER_WORKFLOW, SHELF_WORKFLOW
from portal.substance import PortalObjectMap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from portal.clock.calendar import Calendar
    from portal.site.site import Site
    from portal.site.wordlists.content import WordList, WordsInUse


class Bodies(Container):
    """The directory of bodies: administrations and public institutions."""

    workflow = SHELF_WORKFLOW


class Cluster(Home):
    """The root of the tree.

    :ivar notice: one line above every page, such as that this is a demonstration.
    :ivar host_index: host name in the network's form, to the path of the site and its main host.
    :ivar held_at: account name to the identities of the places where the person was given roles.
    :ivar main_site: name of the main portal in `sites`; empty before it is founded.
    :ivar hot_words: what is shown below the search field.
    :ivar synonyms: groups of words that the search takes for the same.
    :ivar promoted: the words, the identity of the page that is found first for them, and the last
        day; `portal.site.searchwords.queries.Promotion` reads them.
    :ivar timetable: when which documents are to be released; see
        `portal.content.document.scheduling`.
    :ivar alarms: documents that something waits for; see `portal.content.document.alarms`.
    :ivar word_lists: the lists of words that drafts are checked for, in the order of their making.
    :ivar calendar: working days that the office set; `None` before it set any.
    :ivar settling: what the worker has still to bring into the lists, or take from them, since an
        add-on was enabled or disabled; `portal.addon.settling` reads it.
    :ivar batches: long work with many documents; `None` before there was any; so are `loads`, the
        files with records that managers sent.
    """

    workflow = CLUSTER_WORKFLOW
    __name__ = ""
    notice = ""
    main_site = ""
    held_at: OOBTree | None = None
    hot_words: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    promoted: tuple[tuple[str, int, date | None], ...] = ()
    timetable: OOTreeSet | None = None
    alarms: OOBTree | None = None
    settling: tuple[tuple[int, str, int], ...] = ()
    batches: Any = None
    loads: Any = None
    calendar: Calendar | None = None
    word_lists: tuple[WordList, ...] = ()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.catalog = ContentCatalog()
        self.outbox = Outbox()
        self.host_index = OOBTree()
        self.held_at = OOBTree()
        self.__objectmap__ = PortalObjectMap(self)
        self.__objectmap__.add(self, ("",))

    @property
    def words_in_use(self) -> Iterator[WordsInUse]:
        """The versions of the word lists that drafts are checked for."""
        return (used for each in self.word_lists if (used := each.in_use) is not None)

    def all_sites(self) -> Iterator[Site]:
        """Return every site, each before those below it."""
        return _sites_in(self["sites"])


def sites_below(site: Site) -> Iterator[Site]:
    """Return every site below `site`, each before those below it."""
    if "sites" in site:
        yield from _sites_in(site["sites"])


def _sites_in(sites: Sites) -> Iterator[Site]:
    for site in sites.values():
        yield site
        yield from sites_below(site)
