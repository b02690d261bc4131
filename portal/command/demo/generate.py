"""Plan the whole demonstration cluster; the same day gives the same plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from portal.command.demo.articles import Writer
from portal.command.demo.bodies import email
from portal.command.demo.plan import ClusterPlan, DocumentPlan, PromotionPlan, SitePlan
from portal.command.demo.slots import bodies
from portal.command.demo.words import profiles, words


def plan(today: date) -> ClusterPlan:
    """Return the cluster as it looks on a day.

    :param today: a day in the time zone of the city; everything is dated before it.
    """
    text = words()
    sites = tuple(_site(place, today) for place in range(len(profiles())))
    return ClusterPlan(
        title=text["title"],
        notice=text["notice"],
        today=today,
        sites=sites,
        hot_words=tuple(text["hot_words"]),
        promoted=tuple(PromotionPlan(**each) for each in text["promoted"]),
    )


def documents_of(place: int, today: date) -> Iterator[DocumentPlan]:
    """Yield the documents of one site.

    :param place: the position of the site in the cluster; the main portal has 0.
    """
    return Writer(place, today).documents()


def _site(place: int, today: date) -> SitePlan:
    text, profile, body = words(), profiles()[place], bodies()[place]
    title = text["portal_title"] if place == 0 else text["site_title"].format(name=profile.name)
    serial = place + 1
    return SitePlan(
        name=profile.slug if place else "portal",
        place=place,
        today=today,
        class_name=profile.class_name,
        body=body,
        title=title,
        short_title=profile.short_name,
        host=f"{profile.slug}.shili.example",
        identity_code=f"999900{serial:04d}",
        icp=text["icp"].format(serial=serial),
        police=text["police"].format(serial=serial),
        contact=text["contact"].format(phone=body.phone, email=email(profile)),
        documents=partial(documents_of, place, today),
    )
