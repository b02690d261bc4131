"""Documents and clients for the tests of the desk."""

from __future__ import annotations

from typing import Any

from portal.content.document.operations import create_document
from portal.content.document.review import hand_in
from portal.testing import World

SITE = "/sites/fgw"
SECTION = "/sites/fgw/zwgk/tzgg"
OTHER = "/sites/fgw/zwgk/gzdt"


def draft(
    city: World, title: str, *, by: str = "editor", handed_in: bool = False, **values: Any
) -> str:
    """Write a draft into `SECTION` and return its address."""
    data: Any = {"title": title, "body": "<p>文</p>", "source": "办公室", **values}
    with city.office.transaction() as (cluster, act):
        deed = type(act)(by=by, at=act.at, announce=act.announce)
        document = create_document(city.place(cluster, SECTION), data, deed)
        if handed_in:
            hand_in(document, deed)
        return f"{SECTION}/{document.__name__}"


def drafts(city: World, *titles: str) -> None:
    """Write many drafts into `SECTION` in one go."""
    with city.office.transaction() as (cluster, act):
        for title in titles:
            data: Any = {"title": title, "body": "<p>文</p>", "source": "办公室"}
            create_document(city.place(cluster, SECTION), data, act)


def oid_of(city: World, address: str) -> int:
    with city.office.transaction() as (cluster, _act):
        return int(city.place(cluster, address).oid)


def titles(page: Any) -> list[str]:
    """Return the titles in a list of documents, or in the trash."""
    cells = page.html.select("table.contents tbody tr")
    return [row.select("td a")[0].text.strip() for row in cells]


def choose(page: Any, *addresses: str, city: World) -> Any:
    """Return the batch form of a contents page with documents chosen; none for all that fit."""
    form = page.forms["batch"]
    wanted = {str(oid_of(city, each)) for each in addresses}
    for box in form.fields.get("pick", ()):
        box.checked = box._value in wanted
    return form


def done(city: World, login: str, deed: str, *addresses: str, **said: str) -> Any:
    """Do something with documents of the site through its pages, and return the last page."""
    page = city.browser(login).get(f"{SITE}/contents")
    sure = choose(page, *addresses, city=city).submit("deed", value=deed).forms["sure"]
    for name, value in said.items():
        sure[name] = value
    return sure.submit("sure", status=303).follow()
