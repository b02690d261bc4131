"""Clusters of a given size for measurements, built once and kept in a folder for the next run.

They are filled by the product's own import, with the texts of the demonstration: the same 1,700
articles again and again, each with a number of its own in its title.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from portal.application import configure
from portal.command.bringing import bring_in
from portal.command.demo.generate import plan
from portal.command.office import Office, read_ini
from portal.testing import World

SECTION = "zwgk/tzgg"
"""Section that all documents of a site are in: the worst case for its list."""
FIRST_DAY = date(2001, 1, 1)
DAYS = 9_000
"""Days over which the documents are spread, one after another."""
INI = """\
[app:main]
use = egg:portal-cluster
portal.data = {data}
portal.secure_cookies = false
"""


@dataclass(frozen=True)
class Size:
    """How much a cluster holds: `documents` in each of `sites`."""

    documents: int
    sites: int = 1

    @property
    def title(self) -> str:
        """Name in tables, and of the folder."""
        of_sites = f" in each of {self.sites} sites" if self.sites > 1 else ""
        return f"{self.documents:,} documents{of_sites}"


@dataclass(frozen=True)
class Built:
    """A cluster that is there.

    :ivar pages: address of each page to be measured, by its kind.
    """

    folder: Path
    pages: dict[str, str]

    @property
    def ini(self) -> Path:
        """Settings file, for the commands of the portal."""
        return self.folder / "portal.ini"

    @property
    def data(self) -> Path:
        """Folder of the stores."""
        return self.folder / "data"

    @contextmanager
    def opened(self) -> Iterator[World]:
        """Open the stores and the application."""
        office = Office(configure(read_ini(self.ini)))
        world = World(office, office.config.make_wsgi_app())
        try:
            yield world
        finally:
            world.close()

    def copied(self, folder: Path) -> Built:
        """Return a copy in `folder`, for what changes the data."""
        shutil.copytree(self.data, folder / "data")
        return _described(folder, self.pages)


def built(keep: Path, size: Size) -> Built:
    """Return the cluster of `size` in the folder `keep`, made if it is not there or unfinished."""
    folder = keep / size.title.replace(",", "").replace(" ", "-")
    described = folder / "pages.json"
    if not described.exists():
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "data").mkdir(parents=True)
        print(f"building {size.title}", file=sys.stderr)
        _described(folder, _fill(folder, size))
    return Built(folder, json.loads(described.read_text("ascii")))


def _described(folder: Path, pages: dict[str, str]) -> Built:
    (folder / "portal.ini").write_text(INI.format(data=folder / "data"), "utf-8")
    (folder / "pages.json").write_text(json.dumps(pages), "ascii")
    return Built(folder, pages)


def _fill(folder: Path, size: Size) -> dict[str, str]:
    lines = folder / "documents.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(each) + "\n" for each in islice(_records(), size.documents))
    world = World.make(folder / "data")
    for number in range(size.sites):
        world.site(f"bench{number}")
        bring_in(world.office, f"bench{number}", SECTION, lines)
    lines.unlink()
    with world.office.transaction() as (cluster, _act):
        listing = cluster["sites"]["bench0"]["zwgk"]["tzgg"].listing
        name = listing.page(size.documents // 2, 1)[0].name
    world.close()
    home, section = "/sites/bench0/", f"/sites/bench0/{SECTION}/"
    return {"home": home, "section": section, "document": f"{section}{name}"}


def _records() -> Iterator[dict[str, Any]]:
    articles = [each for site in plan(FIRST_DAY).sites for each in site.documents()]
    for number, article in enumerate(cycle(articles)):
        yield {
            "id": str(number),
            "title": f"{article.title} ({number})",
            "body_html": article.body,
            "summary": article.summary,
            "issuer": article.issuer,
            "doc_no": article.document_number,
            "keywords": list(article.keywords),
            "published_on": str(FIRST_DAY + timedelta(days=number % DAYS)),
        }
