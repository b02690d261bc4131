"""A mail server of our own, and a portal that sends through it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from mail_post import HOST, Post, free_port
from sqlalchemy import delete

from portal.ledger.tables import MailLetter, MailNotice
from portal.mail.postman import Postman
from portal.testing import World


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A portal with two sites, for all tests of a file."""
    made = World.make(
        tmp_path_factory.mktemp("mail"),
        mail_host=HOST,
        mail_port=free_port(),
        mail_security="none",
        mail_from="portal@city.gov.cn",
        mail_minutes=0,
        address="https://cluster.city.gov.cn",
    )
    made.site("fgw")
    made.site("rsj", hosts=("rsj.city.gov.cn",))
    yield made
    made.close()


@pytest.fixture
def city(town: World) -> World:
    """The portal as it began: everybody has a mail address, and nothing is to be sent."""
    with town.office.transaction() as (cluster, _act):
        cluster["sites"]["fgw"].title = "Site fgw"
        for account in cluster["people"].values():
            account.mail = f"{account.login.replace('_', '-')}@city.gov.cn"
            account.enabled, account.notices_off, account.mail_asked = True, (), None
        session = town.office.ledger.session(cluster._p_jar.transaction_manager)
        session.execute(delete(MailNotice))
        session.execute(delete(MailLetter))
    return town


@pytest.fixture
def post(town: World) -> Iterator[Post]:
    opened = Post(town.office.settings.mail_port)
    yield opened
    opened.close()


@pytest.fixture
def postman(city: World) -> Postman:
    return Postman(city.office)
