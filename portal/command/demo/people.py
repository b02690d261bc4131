"""Make up the leaders of a body, with a silhouette in place of a photograph."""

from __future__ import annotations

import io
import random
from functools import cache

from PIL import Image, ImageDraw

from portal.command.demo.plan import PersonPlan
from portal.command.demo.words import Profile, words

PORTRAIT_SIZE = (300, 400)
"""Width and height of a portrait, in pixels."""

_LEADERS = {"department": 3, "agency": 2, "institution": 2}
_COATS = ("#2f4858", "#33658a", "#4a5759", "#5b5f97", "#3d5a40", "#6b4e3d")
_GROUNDS = ("#dfe7ec", "#e6e2d8", "#dde5dc", "#e5e0ea")


@cache
def names() -> tuple[str, ...]:
    """Return all names of persons, each once and in an order that never changes."""
    people = words()["people"]
    every = [family + given for given in people["given_names"] for family in people["surnames"]]
    random.Random("names").shuffle(every)  # noqa: S311 - a demonstration keeps no secret
    return tuple(every)


def leaders(profile: Profile, place: int, phones: list[str]) -> tuple[PersonPlan, ...]:
    """Return the leaders of a body.

    :param place: the position of the body in the cluster; no two places share a name.
    :param phones: the telephone numbers of the body, those of leaders first.
    """
    rng = random.Random(f"leaders {profile.slug}")  # noqa: S311 - a demonstration keeps no secret
    return tuple(
        _leader(profile, post, number, (names()[place * 12 + number], phones[number], rng))
        for number, post in enumerate(_posts(profile))
    )


def _posts(profile: Profile) -> list[str]:
    people = words()["people"]
    if profile.class_name == "portal":
        return list(people["portal_posts"])
    deputies = _LEADERS[profile.class_name] - 1
    return [profile.head, *[people["deputy"].format(head=profile.head)] * deputies]


def _leader(
    profile: Profile, post: str, number: int, drawn: tuple[str, str, random.Random]
) -> PersonPlan:
    name, phone, rng = drawn
    return PersonPlan(
        name=name,
        post=post,
        duties=_duties(profile, number),
        resume=_resume(profile, name, post, rng),
        phone=phone,
        email=f"{profile.slug}-{number + 1:02d}@shili.example",
        picture=portrait(rng),
    )


def _duties(profile: Profile, number: int) -> str:
    people = words()["people"]
    if number == 0:
        return str(people["head_duties"]).format(short=profile.short_name)
    offices = profile.offices
    return str(people["deputy_duties"]).format(
        function=profile.functions[number % len(profile.functions)],
        office1=offices[(2 * number - 1) % len(offices)],
        office2=offices[2 * number % len(offices)],
    )


def _resume(profile: Profile, name: str, post: str, rng: random.Random) -> str:
    people = words()["people"]
    year = rng.randint(1968, 1982)
    return str(people["resume"]).format(
        person=name,
        year=year,
        month=rng.randint(1, 12),
        education=rng.choice(people["education"]),
        joined=year + 22,
        join_month=rng.randint(7, 9),
        school=rng.choice(people["schools"]),
        county=rng.choice(words()["districts"]),
        later=year + rng.randint(34, 39),
        name=profile.name,
        post=post,
        field=profile.field,
    )


def portrait(rng: random.Random) -> bytes:
    """Return a JPEG of head and shoulders without a face."""
    wide, high = PORTRAIT_SIZE[0] * 2, PORTRAIT_SIZE[1] * 2
    image = Image.new("RGB", (wide, high), rng.choice(_GROUNDS))
    draw = ImageDraw.Draw(image)
    coat, middle, top = rng.choice(_COATS), wide // 2, rng.randint(150, 180)
    draw.ellipse((middle - 230, 510, middle + 230, high + 330), fill=coat)
    draw.polygon([(middle - 55, 530), (middle + 55, 530), (middle, 690)], fill="#f4f4f2")
    draw.rectangle((middle - 45, top + 240, middle + 45, 545), fill="#d9bfa6")
    draw.ellipse((middle - 120, top, middle + 120, top + 310), fill="#e2c9b1")
    draw.pieslice((middle - 128, top - 14, middle + 128, top + 250), 180, 360, fill="#3b3531")
    out = io.BytesIO()
    image.reduce(2).save(out, "JPEG", quality=80)
    return out.getvalue()
