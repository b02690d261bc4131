"""From planned documents to published ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from portal.content.document.operations import publish_document
from portal.content.file.operations import add_file, release_media
from portal.content.image.operations import add_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.act import Act
    from portal.command.demo.plan import DocumentPlan, FilePlan
    from portal.content.section.content import Section
    from portal.site.site import Media, Site

BECAUSE = "Demonstration: the date is made up"
VALIDITY = {"": "", "valid": "in_force", "expired": "expired", "repealed": "repealed"}


def section_at(site: Site, path: str) -> Section:
    """Return the section of `site` at a path such as `zwgk/tzgg`."""
    place: Any = site
    for name in path.split("/"):
        place = place[name]
    return cast("Section", place)


def publish_plan(section: Section, media: Media, plan: DocumentPlan, act: Act) -> None:
    """Publish a planned document as a plain one."""
    publish_document(section, cast("Any", values_of(media, plan, act)), act)


def values_of(media: Media, plan: DocumentPlan, act: Act) -> dict[str, Any]:
    """Return the values of a planned document, its files and its picture brought into `media`."""
    return {
        "title": plan.title,
        "subtitle": plan.subtitle,
        "summary": plan.summary,
        "body": plan.body,
        "source": plan.source,
        "author_name": plan.author,
        "issuer": plan.issuer,
        "document_number": plan.document_number,
        "keywords": plan.keywords,
        "written_on": plan.written_on,
        "effective_on": plan.effective_on,
        "validity": VALIDITY[plan.validity],
        "displayed_at": plan.displayed_at,
        "displayed_because": BECAUSE,
        "attachments": released_files(media, plan.attachments, act),
        "lead_picture": _picture(media, plan, act),
    }


def released_files(media: Media, files: Iterable[FilePlan], act: Act) -> tuple[int, ...]:
    """Bring downloads into `media`, release them, and return their identities."""
    found = []
    for file in files:
        kept = add_file(media, {"title": file.title, "file_name": file.name}, file.content, act)
        release_media(kept, act)
        found.append(kept.oid)
    return tuple(found)


def _picture(media: Media, plan: DocumentPlan, act: Act) -> int:
    picture = plan.lead_picture
    if picture is None:
        return 0
    data: Any = {
        "title": picture.caption or picture.alternative,
        "file_name": picture.name,
        "alternative": picture.alternative,
        "caption": picture.caption,
    }
    image = add_image(media, data, picture.content, act)
    release_media(image, act)
    return image.oid
