"""Citizens ask what became of a letter, and nobody else learns it."""

from __future__ import annotations

from letter_post import Post
from sqlalchemy import select
from transaction import TransactionManager

from addons.interaction import addon
from addons.interaction.letter.queries import masked_email, masked_name, masked_telephone
from addons.interaction.limiting import network_of
from portal.ledger.tables import Submission
from portal.testing import turn


def test_who_has_one_address_of_ipv6_has_all_behind_it() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1") == "2001:db8::/64"
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
    assert network_of("::ffff:192.0.2.7") == network_of("192.0.2.7") == "192.0.2.7"
    assert network_of("fe80::1%eth0") == "fe80::/64"
    assert network_of(None) == network_of("nonsense") == ""


def test_whoever_has_number_and_code_is_told_the_state(post: Post) -> None:
    number, code = post.send()
    page = post.ask(number.replace("-", ""), code.replace(" ", "　"))
    assert page.status_int == 200
    assert "已收到" in page.text
    assert "路灯不亮" in page.text
    assert "13812345678" not in page.text


def test_everything_that_does_not_fit_looks_the_same(post: Post) -> None:
    number, code = post.send()
    other, _its_code = post.send(subject="另一封")
    wrong = [
        (number, "0000000000"),
        (number, ""),
        ("20200101-0000-0000", code),
        (other, code),
        ("", ""),
        ("１" * 500, code),
        ("%' OR 1=1", code),
    ]
    for each, its_code in wrong:
        page = post.ask(each, its_code)
        assert page.status_int == 422
        assert "信件编号与查询码不符" in page.text
        assert "路灯不亮" not in page.text


def test_who_guesses_is_stopped(post: Post) -> None:
    number, code = post.send()
    answers = {
        post.ask(number, f"{guess:010}", REMOTE_ADDR=f"2001:db8::{guess:x}").status_int
        for guess in range(60)
    }
    assert answers == {422, 429}
    assert post.ask(number, code, REMOTE_ADDR="2001:db8::1").status_int == 429
    assert post.ask(number, code, REMOTE_ADDR="2001:db8:1::1").status_int == 200


def test_another_mailbox_of_the_site_knows_the_letter_and_one_of_another_site_does_not(
    post: Post,
) -> None:
    number, code = post.send()
    assert post.ask(number, code, post.mailbox(title="局长信箱")).status_int == 200
    post.world.site("jyj")
    turn(post.world, "jyj", addon.name, on=True)
    far = post.mailbox("/sites/jyj/hdjl/ldxinxiang")
    assert post.ask(number, code, far).status_int == 422


def test_a_letter_to_a_mailbox_that_is_gone_for_ever_is_still_known(post: Post) -> None:
    number, code = post.send()
    transactions = TransactionManager()
    with transactions:
        session = post.world.office.ledger.session(transactions)
        session.scalars(select(Submission)).one().place = 7
    assert "已收到" in post.ask(number, code).text
    officer = post.world.browser("officer")
    assert "中山路" in officer.get("/sites/fgw/letters").click("路灯不亮").text


def test_contacts_are_masked() -> None:
    assert masked_name("张小花") == "张**"
    assert masked_telephone("13812345678") == "138****5678"
    assert masked_telephone("5550123") == "5****"
    assert masked_email("zhang@example.com") == "z***@example.com"
    assert masked_name("") == masked_telephone("") == masked_email("") == ""
