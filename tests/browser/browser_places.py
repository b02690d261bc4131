"""The kinds of pages that a visitor of the demonstration meets."""

from __future__ import annotations

from dataclasses import dataclass

WIDTHS = {1440: 900, 390: 844}
"""Widths of a window and of a telephone with their heights, in CSS pixels."""


@dataclass(frozen=True)
class Place:
    """A page that is looked at.

    :ivar path: below the address of the demonstration.
    :ivar follow: links that lead from `path` to the page; a document's address has a date.
    :ivar then: what comes after the address of that page.
    :ivar login: account that sees it; empty for everybody.
    """

    name: str
    path: str
    status: int = 200
    follow: tuple[str, ...] = ()
    then: str = ""
    login: str = ""


DOCUMENT = ".items a"
RESULT = ".results a"
PICTURE = ".pictures .about > a"
MOVE = ".toolbar a[href*='batch?']"
EDITED = "/sites/fgw/zwgk/tzgg/"
MANAGED = "/sites/portal/"

PLACES = (
    Place("cluster", "/"),
    Place("home", "/sites/portal/"),
    Place("home-department", "/sites/fgw/"),
    Place("home-agency", "/sites/cgj/"),
    Place("home-institution", "/sites/bdc/"),
    Place("bodies", "/sites/portal/bodies"),
    Place("bodies-nothing", "/bodies/?name=龘靐"),
    Place("channel", "/sites/portal/ywdt/"),
    Place("list", "/sites/portal/ywdt/zwyw/"),
    Place("leaders", "/sites/portal/zwgk/ldxx/"),
    Place("organisation", "/sites/fgw/zwgk/jgzn/"),
    Place("document-table", "/sites/portal/zwgk/tjsj/", follow=(DOCUMENT,)),
    Place("document-picture", "/sites/portal/ywdt/tpxw/", follow=(DOCUMENT,)),
    Place("document-attachments", "/sites/portal/hdjl/yjzj/", follow=(DOCUMENT,)),
    Place("document-facts", "/sites/portal/zwgk/gfxwj/", follow=(DOCUMENT,)),
    Place("search", "/sites/portal/search?q=就业 补贴"),
    Place("search-everywhere", "/search?q=就业"),
    Place("search-narrowed", "/sites/portal/search?q=通知&scope=cluster&kind=notice"),
    Place("search-nothing", "/sites/portal/search?q=龘靐齉"),
    Place("search-empty", "/sites/portal/search"),
    Place("sitemap", "/sites/portal/sitemap"),
    Place("catalogue", "/sites/portal/disclosures"),
    Place("record", "/sites/portal/disclosures", follow=(RESULT,)),
    Place("services", "/sites/portal/fwsx/"),
    Place("service", "/sites/rsj/fwsx/", follow=(".grid a", RESULT)),
    Place("letter", "/sites/portal/hdjl/ldxinxiang/", follow=(DOCUMENT,), then="/write"),
    Place("missing", "/sites/portal/zwgk/no-such-page", status=404),
    Place("sign-in", "/sites/fgw/sign-in"),
    Place("account", "/sites/portal/account", login="manager"),
    Place("search-words", "/search-words", login="admin"),
    Place("calendar", "/calendar", login="admin"),
    Place("leave", "/sites/portal/zjsl/jjsh/", follow=(DOCUMENT, ".prose a")),
    Place("desk", "/sites/fgw/desk", login="editor"),
    Place("contents", "/sites/fgw/contents", login="editor"),
    Place("add", f"{EDITED}add-document", login="editor"),
    Place("edit", EDITED, follow=(DOCUMENT,), then="/edit", login="editor"),
    Place("draft", EDITED, follow=(DOCUMENT,), then="/draft", login="editor"),
    Place("history", EDITED, follow=(DOCUMENT,), then="/history", login="editor"),
    Place("share", EDITED, follow=(DOCUMENT,), then="/share", login="editor"),
    Place("links", EDITED, follow=(DOCUMENT,), then="/links", login="editor"),
    Place("attach", EDITED, follow=(DOCUMENT,), then="/attach", login="editor"),
    Place("choose-file", EDITED, follow=(DOCUMENT,), then="/choose-file", login="editor"),
    Place("batch", EDITED, follow=(DOCUMENT, MOVE), login="reviewer"),
    Place("tree", "/sites/fgw/tree", login="editor"),
    Place("trash", "/sites/fgw/trash", login="editor"),
    Place("media", f"{MANAGED}media/contents", login="manager"),
    Place("describe", f"{MANAGED}media/contents", follow=(PICTURE,), login="manager"),
    Place("list-to-manage", f"{MANAGED}ywdt/zwyw/contents", login="manager"),
    Place("sections", f"{MANAGED}sections", login="manager"),
    Place("add-section", f"{MANAGED}add-section", login="manager"),
    Place("edit-section", f"{MANAGED}zwgk/edit", login="manager"),
    Place("people", f"{MANAGED}people", login="manager"),
    Place("give-role", f"{MANAGED}give-role", login="manager"),
    Place("rights", f"{MANAGED}rights", login="manager"),
    Place("search-misses", "/search-misses", login="admin"),
)
