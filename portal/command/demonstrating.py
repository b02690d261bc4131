"""Building the demonstration cluster from its plan."""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import click

from portal.addon.registry import loaded_addons
from portal.command.demo.publishing import section_at
from portal.command.feeding import feeding
from portal.command.options import bar
from portal.command.start import found, has_cluster
from portal.content.body.operations import add_body, add_leader
from portal.content.file.operations import release_media
from portal.content.image.operations import add_image
from portal.content.times import ZONE
from portal.security.grants import give_role
from portal.security.passwords import draw_password
from portal.site.blocks.declaration import block_types
from portal.site.blocks.operations import arrange_blocks
from portal.site.operations import change_site, found_site, move_site
from portal.site.searchwords.operations import promote, set_hot_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from portal.act import Act
    from portal.addon.declaration import AddOn
    from portal.command.demo.plan import BodyPlan, ClusterPlan, PersonPlan, SitePlan
    from portal.command.office import Office
    from portal.content.body.schema import PersonData
    from portal.settings import Settings
    from portal.site.blocks.declaration import BlockType
    from portal.site.cluster import Cluster
    from portal.site.site import Site

SIGN_INS = "demonstration.json"
"""File in the data folder that keeps the sign-ins of the demonstration, for its owner alone."""
UNFINISHED = "demonstration.unfinished"
"""File in the data folder that is there while the demonstration is being built."""
EDITED_SITE = "fgw"
"""Site of which the demonstration has people of each role but that of a manager."""
PEOPLE = (
    ("admin", "administrator", ""),
    ("security", "security", ""),
    ("auditor", "auditor", ""),
    ("manager", "manager", "portal"),
    ("editor", "editor", EDITED_SITE),
    ("reviewer1", "reviewer_1", EDITED_SITE),
    ("reviewer2", "reviewer_2", EDITED_SITE),
    ("reviewer", "reviewer", EDITED_SITE),
    ("publisher", "publisher", EDITED_SITE),
    ("officer", "officer", EDITED_SITE),
    ("officer", "officer", "portal"),
    ("reader", "reader", EDITED_SITE),
)
"""Account name, role, and the site it is for; empty for the cluster."""


def is_unfinished(settings: Settings) -> bool:
    """Tell whether building the demonstration was interrupted; building it again goes on."""
    return (settings.data / UNFINISHED).exists()


def found_if_none(office: Office) -> None:
    """Build the demonstration if there is no cluster, or go on with one that is unfinished."""
    if is_unfinished(office.settings) or not has_cluster(office):
        build_demonstration(office)


def build_demonstration(office: Office) -> None:
    """Found the cluster, and fill each site that is not there yet in a transaction of its own."""
    from portal.command.demo.generate import plan

    whole, loaded = plan(datetime.now(ZONE).date()), loaded_addons(office.registry)
    if not is_unfinished(office.settings):
        _begin(office, whole)
    with bar() as progress, feeding(office) as feed:
        for site in progress.track(whole.sites, description="Building the demonstration"):
            with office.transaction() as (cluster, act):
                if site.name not in cluster["sites"]:
                    _build_site(cluster, whole, site, act)
                    _fill_site(cluster["sites"][site.name], site, loaded, act)
                    _arrange(cluster["sites"][site.name], site, block_types(office.registry), act)
            feed()
    if "interaction" in loaded:
        from portal.command.demo.corresponding import send_letters
        from portal.command.demo.letters import letters

        send_letters(office, letters(whole.today))
    with office.transaction() as (cluster, act):
        for login, role, place in PEOPLE:
            give_role(cluster["sites"][place] if place else cluster, login, role, act)
        _fill_search(cluster, whole, act)
    (office.settings.data / UNFINISHED).unlink()


def _fill_search(cluster: Cluster, whole: ClusterPlan, act: Act) -> None:
    set_hot_words(cluster, whole.hot_words, act)
    for each in whole.promoted:
        promote(cluster, each.words, section_at(cluster["sites"][each.site], each.section), act)


def _begin(office: Office, whole: ClusterPlan) -> None:
    passwords = {login: draw_password() for login, _role, _site in PEOPLE}
    people = [(login, login, "", password) for login, password in passwords.items()]
    _keep_sign_ins(office.settings, passwords)
    found(office, whole.title, people, one_time=False)
    (office.settings.data / UNFINISHED).touch()


def print_sign_ins(settings: Settings) -> None:
    """Print the sign-ins of the demonstration, if this is one."""
    place = _place(settings)
    if not place.exists():
        return
    click.echo("Sign-ins of the demonstration, at sign-in below each address:")
    passwords = json.loads(place.read_text("utf-8"))
    for login, role, site in PEOPLE:
        if login not in passwords:  # built by an older version
            continue
        where = f"of the site {site}" if site else "of the cluster"
        click.echo(f"  {login:10} {passwords[login]:24} {role} {where}")


def _build_site(cluster: Cluster, whole: ClusterPlan, plan: SitePlan, act: Act) -> None:
    cluster.notice = whole.notice
    data = {
        "title": plan.title,
        "short_title": plan.short_title,
        "kind": "portal" if plan.class_name == "portal" else "department",
        "class_name": plan.class_name,
        "owner": plan.body.slug,
        "sponsor": plan.body.name,
        "hosts": (plan.host,),
        "identity_code": plan.identity_code,
        "icp": plan.icp,
        "police": plan.police,
        "contact": plan.contact,
    }
    site = found_site(cluster["sites"], plan.name, cast("Any", data), act)
    move_site(site, "open", act)
    if plan.class_name == "portal":
        cluster.main_site = plan.name
    _add_body(cluster, site, plan.body, act)


def _fill_site(site: Site, plan: SitePlan, addons: Mapping[str, AddOn], act: Act) -> None:
    """Enable the add-ons that `site` is to have, and publish what it holds."""
    from portal.command.demo.equipping import equip
    from portal.command.demo.filling import Filling

    equip(site, plan.place, addons, act)
    filling = Filling(site, plan, act)
    for document in plan.documents():
        filling.publish(document)
    filling.finish()


def _arrange(site: Site, plan: SitePlan, types: Mapping[str, BlockType], act: Act) -> None:
    """Give `site` the colours and the home page of its class."""
    from portal.command.demo.homes import home_of

    home = home_of(plan.class_name, frozenset(site.addons))
    change_site(site, {"theme": home.theme}, act)
    arrange_blocks(site, home.for_site(lambda path: section_at(site, path).oid), types, act)


def _add_body(cluster: Cluster, site: Site, plan: BodyPlan, act: Act) -> None:
    data: Any = {
        "title": plan.name,
        "short_title": plan.short_name,
        "kind": plan.kind,
        "functions": tuple(plan.functions),
        "address": plan.address,
        "postcode": plan.postcode,
        "phone": plan.phone,
        "hours": plan.hours,
        "offices": tuple((each.name, each.functions, each.phone) for each in plan.offices),
    }
    body = add_body(cluster["bodies"], plan.slug, data, act)
    for person in plan.leaders:
        add_leader(body, _person(site, person, act), act)


def _person(site: Site, plan: PersonPlan, act: Act) -> PersonData:
    data: Any = {
        "title": plan.name,
        "post": plan.post,
        "duties": plan.duties,
        "resume": plan.resume,
        "phone": plan.phone,
        "email": plan.email,
    }
    if plan.picture:
        portrait: Any = {"title": plan.name, "file_name": "portrait.jpg", "alternative": plan.name}
        image = add_image(site["media"], portrait, plan.picture, act)
        release_media(image, act)
        data["portrait"] = image.oid
    return cast("PersonData", data)


def _keep_sign_ins(settings: Settings, passwords: dict[str, str]) -> None:
    handle = os.open(_place(settings), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(passwords, file)


def _place(settings: Settings) -> Path:
    return settings.data / SIGN_INS
