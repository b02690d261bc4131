"""A site with a mailbox, for tests that write letters to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select
from transaction import TransactionManager

from addons.interaction import addon
from addons.interaction.mailbox.content import MAILBOX
from portal.content.document.operations import publish_document
from portal.ledger.tables import Submission
from portal.testing import World, turn

SECTION = "/sites/fgw/hdjl/ldxinxiang"
LEADERS = ("李明 | 市长 | 主持市政府全面工作", "王芳｜副市长｜分管教育、卫生")


class Post:
    """A site with a mailbox that the public sees, and what one does with it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.box = self.mailbox(leaders=LEADERS)
        self.numbers: list[str] = []

    def mailbox(self, section: str = SECTION, **values: Any) -> str:
        data: Any = {"title": "市长信箱", "body": "<p>欢迎来信。</p>", "source": "市政府", **values}
        with self.world.office.transaction() as (cluster, act):
            place = self.world.place(cluster, section)
            return f"{section}/{publish_document(place, data, act, MAILBOX.factory).__name__}"

    def form(self, box: str = "", **values: str) -> Any:
        """The form of a letter as a citizen opened and filled it in."""
        form = self.world.browser().get(f"{box or self.box}/write").forms["form"]
        usual = {
            "topic": "complaint",
            "name": "张小花",
            "telephone": "13812345678",
            "subject": "路灯不亮",
            "text": "中山路的路灯坏了。\n\n请修一下。",
            "publish": "yes",
        }
        for name, value in (usual | values).items():
            form[name] = value
        return form

    def send(self, box: str = "", **values: str) -> tuple[str, str]:
        """Send a letter, and return number and code."""
        return receipt(self.form(box, **values).submit("send", status=200))

    def ask(self, number: str, code: str, box: str = "", **environ: str) -> Any:
        """Ask about a letter, and return the answer."""
        browser = self.world.browser()
        browser.extra_environ.update(environ)
        form = browser.get(f"{box or self.box}/enquiry").forms["enquiry"]
        form["number"], form["code"] = number, code
        return form.submit(expect_errors=True)


def kept(post: Post) -> list[Submission]:
    """What the ledger has, oldest first."""
    transactions = TransactionManager()
    with transactions:
        session = post.world.office.ledger.session(transactions)
        return list(session.scalars(select(Submission).order_by(Submission.id)))


def receipt(page: Any) -> tuple[str, str]:
    return page.html.find(id="number").text, page.html.find(id="code").text


@contextmanager
def opened(folder: Path) -> Iterator[Post]:
    world = World.make(folder, addons=(addon.name,))
    try:
        world.site("fgw")
        turn(world, "fgw", addon.name, on=True)
        yield Post(world)
    finally:
        world.close()
