"""Sites: one website each, with its sections, media and settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from portal.catalog.keywords import KeywordIndex
from portal.catalog.links import LinkIndex
from portal.content.content import Container, Home
from portal.content.declaration import ContentType
from portal.i18n import _
from portal.site.schema import SiteSchema
from portal.site.workflow import MEDIA_SHELF_WORKFLOW, SHELF_WORKFLOW, SITE_WORKFLOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from BTrees.OOBTree import OOBTree

    from portal.site.blocks.declaration import Arrangement
    from portal.site.schema import SiteData
    from portal.workflow.declaration import Acl


@dataclass
class Given:
    """What a loaded add-on gives to the sites that enabled it.

    :ivar rights: entries of the access control list of the site.
    :ivar pages: pairs of the class of a place of the core and the name of a page there.
    """

    rights: Acl = ()
    pages: set[tuple[type, str]] = field(default_factory=set)


class Media(Container):
    """The files and pictures of one site."""

    workflow = MEDIA_SHELF_WORKFLOW


class Sites(Container):
    """The sites of the cluster, or those below another site."""

    workflow = SHELF_WORKFLOW


class Site(Home):
    """A website: its content and its settings.

    :cvar given: name of each loaded add-on to what it gives; set when it is registered.
    :ivar hosts: pairs of a host name as people read it and as the network knows it; the first
        pair is the main host, the others redirect to it.
    :ivar identity_code: ten characters, given when the site was registered.
    :ivar certificate: address of the page that certifies the mark of party and government sites.
    :ivar corrections: address at which the national platform takes reports of errors of this site.
    :ivar owner: name of the body that it belongs to; `sponsor` is how the foot of pages calls it.
    :ivar addons: names of the enabled add-ons, each after those it requires.
    :ivar addon_steps: name of each add-on that was ever enabled here, to the names of the
        evolution steps that the site has behind it. Replaced as a whole, never changed; so are
        `addon_settings`, name of an add-on to what was set, field to value.
    :ivar imported: identity of an imported document in its source, to `(oid, digest)` here.
    :ivar blocks: what the home page is arranged of; empty for what is usual in its class.
        Replaced as a whole, never changed.
    :ivar theme: one of `THEMES`, the colours of the pages.
    :ivar logo: identity of a picture of this site; 0 for the emblem of the theme.
    :ivar by_keyword: rows of the site's listings by the keywords of their documents.
    :ivar review: what a draft has to go through, the values of a `ReviewRule`;
        `None` for one without.
    :ivar links: which documents of the site link to what.
    :ivar moved: older path of a document below this site, to its identity.
    :ivar undo: account name to what the person did last with many documents at once;
        `portal.desk.undoing` reads it.
    :ivar saved_views: identity of a place and account name, empty for all who work there, to
        the filters of its list that got names; `portal.desk.saved` reads it.
    """

    workflow = SITE_WORKFLOW
    is_site = True
    given: ClassVar[dict[str, Given]] = {}
    short_title = ""
    kind = "department"
    level = "city"
    class_name = ""
    owner = ""
    hosts: tuple[tuple[str, str], ...] = ()
    identity_code = ""
    icp = ""
    police = ""
    certificate = ""
    corrections = ""
    sponsor = ""
    operator = ""
    contact = ""
    languages: tuple[str, ...] = ("zh_CN",)
    addons: tuple[str, ...] = ()
    addon_steps: dict[str, tuple[str, ...]] = {}  # noqa: RUF012  # replaced as a whole
    addon_settings: dict[str, dict[str, Any]] = {}  # noqa: RUF012  # as above
    imported: OOBTree | None = None
    blocks: Arrangement = ()
    theme = "azure"
    logo = 0
    by_keyword: KeywordIndex | None = None
    links: LinkIndex | None = None
    review: tuple[int | bool, ...] | None = None
    moved: OOBTree | None = None
    undo: OOBTree | None = None
    saved_views: OOBTree | None = None

    def __init__(self) -> None:
        super().__init__()
        self.by_keyword = KeywordIndex()
        self.links = LinkIndex()

    def apply(self, data: SiteData) -> None:
        """Take over the settings in `data`; the hosts are the cluster's matter."""
        for name, value in data.items():
            if name != "hosts":
                setattr(self, name, value)

    @property
    def main_host(self) -> str:
        """The host under which the site is known, in the network's form; empty without one."""
        return self.hosts[0][1] if self.hosts else ""

    def uses(self, addon: str) -> bool:
        """Tell whether the pages of the add-on answer here."""
        return addon in self.addons

    def __acl__(self) -> Acl:
        """Return who may do what, together with what the enabled add-ons say."""
        own = self.workflow.state(self.state).acl
        for name in self.addons:  # asked for every link of a page
            if name in self.given:
                own = self.given[name].rights + own
        return own

    def keeps(self, name: str, place: Any) -> bool:
        """Tell whether an enabled add-on has a page called `name` on `place`, a place in here."""
        return any(
            name == page and isinstance(place, kind)
            for each in self._given()
            for kind, page in each.pages
        )

    def _given(self) -> Iterator[Given]:
        return (self.given[name] for name in self.addons if name in self.given)


SITE = ContentType(
    name="portal.site",
    title=_("Site"),
    factory=Site,
    schema=SiteSchema,
    permission="portal.administer",
)
