"""Publishing the service items of a site."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, cast

from addons.onlineservice.finding import hall_of
from addons.onlineservice.service.content import PublicService
from portal.command.demo.publishing import BECAUSE, released_files
from portal.command.demo.schedule import moment
from portal.command.demo.services import services_of
from portal.content.document.operations import publish_document

if TYPE_CHECKING:
    from datetime import date

    from portal.act import Act
    from portal.site.site import Site


def publish_services(site: Site, place: int, today: date, act: Act) -> None:
    """Publish in the hall of `site` the items of the body at a place."""
    hall = cast("Any", hall_of(site))
    for plan in services_of(place, today):
        drawn = random.Random(plan.fields["title"])  # noqa: S311 - a demonstration keeps no secret
        values = {
            "body": "",
            **plan.fields,
            "attachments": released_files(site["media"], plan.forms, act),
            "displayed_at": moment(plan.shown_on, drawn),
            "displayed_because": BECAUSE,
        }
        publish_document(hall, cast("Any", values), act, PublicService)
