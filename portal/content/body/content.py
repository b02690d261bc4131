"""Bodies and their leaders, in the directory of the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.body.schema import BodySchema, PersonSchema
from portal.content.content import Container, Content
from portal.content.declaration import ContentType
from portal.content.workflow import DIRECTORY_WORKFLOW
from portal.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from portal.content.body.schema import BodyData, PersonData


class Body(Container):
    """An administration or public institution; its leaders are in it, in their order.

    :ivar offices: triples of name, duties and telephone.
    :ivar superior: identity of the body above; 0 for none.
    :ivar position: number in the order of those below the same one.
    :ivar code: unified social credit code.
    :ivar ended_on: day from which it is no more, in the time zone of the sites; `None` as long as
        it is.
    :ivar successor: identity of the body that has its tasks since then; 0 for none.
    """

    workflow = DIRECTORY_WORKFLOW
    short_title = ""
    kind = ""
    functions: tuple[str, ...] = ()
    address = ""
    postcode = ""
    phone = ""
    hours = ""
    offices: tuple[tuple[str, str, str], ...] = ()
    leader_names: tuple[str, ...] = ()
    superior = 0
    position = 0
    code = ""
    ended_on: date | None = None
    successor = 0

    def __init__(self, data: BodyData) -> None:
        super().__init__()
        for name, value in data.items():
            setattr(self, name, value)


class Person(Content):
    """A leader of a body.

    :ivar portrait: identity of a picture of the body's site; 0 for none.
    """

    workflow = DIRECTORY_WORKFLOW
    post = ""
    duties = ""
    resume = ""
    phone = ""
    email = ""
    portrait = 0

    def __init__(self, data: PersonData) -> None:
        for name, value in data.items():
            setattr(self, name, value)


BODY = ContentType(
    name="portal.body",
    title=_("Body"),
    factory=Body,
    schema=BodySchema,
    permission="portal.administer",
)
PERSON = ContentType(
    name="portal.person",
    title=_("Leader"),
    factory=Person,
    schema=PersonSchema,
    permission="portal.administer",
    addable_in=(BODY.name,),
)
