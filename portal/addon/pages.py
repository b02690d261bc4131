"""What the pages of an add-on have to keep to: their names, templates, styles and scripts."""

from __future__ import annotations

import re
from mimetypes import guess_type
from typing import TYPE_CHECKING

from portal.addon.serving import FOLDER
from portal.content.names import RESERVED
from portal.content.section.content import Section
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portal.addon.declaration import AddOn

INLINE = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)|\s(?:style|on[a-z]+)=\"", re.IGNORECASE)
"""What browsers do not obey, as the policy of the pages forbids it."""


def files_badly_made(addon: AddOn, folder: Path) -> Iterator[str]:
    """Return a line for each template and file of `addon` that browsers could not use."""
    own = re.compile(rf"static_path\(\s*['\"]{re.escape(addon.package)}:{FOLDER}/([^'\"]+)['\"]")
    for path in sorted(folder.rglob("*.pt")):
        where, text = path.relative_to(folder), path.read_text("utf-8")
        if INLINE.search(text):
            yield f"{where} holds style or script, which browsers ignore; it belongs to {FOLDER}."
        for name in own.findall(text):
            if not (folder / FOLDER / name).is_file():
                yield f"{where} names the file {FOLDER}/{name}, which there is not."
    for path in sorted((folder / FOLDER).rglob("*")):
        if path.is_file() and guess_type(path.name)[0] is None:
            yield f"the file {path.relative_to(folder)} is of no kind that browsers know."


def pages_badly_named(addon: AddOn) -> Iterator[str]:
    """Return a line for each page of a loaded add-on that would not be reached, or hide another."""
    pages = Site.given[addon.name].pages
    for kind, name in sorted(pages, key=lambda page: (page[1], page[0].__name__)):
        if name in RESERVED and (issubclass(Site, kind) or issubclass(Section, kind)):
            yield f"its page {name!r} of sites or sections has a name that the portal keeps."
    for each in addon.work_lists:
        if not any(name == each.view and issubclass(Site, kind) for kind, name in pages):
            yield f"the work list {each.name!r} has no view {each.view!r} of sites."
