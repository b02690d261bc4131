"""What all content has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from persistent import Persistent
from pyramid.location import lineage
from substanced.folder import Folder
from substanced.util import get_oid

from portal.content.workflow import DELETED, TRASH_WORKFLOW
from portal.workflow.declaration import ANYONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from portal.content.declaration import ContentType
    from portal.workflow.declaration import Acl, Workflow

    Deleted = tuple[datetime, str, int, str, str]


class Kept:
    """Something with a place in the tree and a state in a workflow.

    Only the name of the state is stored. The permissions follow from the workflow on each
    request, so that a corrected workflow holds at once.

    :cvar is_site: whether this is a site, the border that content does not cross.
    :cvar of_addon: name of the add-on whose type this is, empty for the core; set when the type
        is registered.
    :cvar declared: the record of the type; set when it is registered.
    :ivar deleted: of what is in the trash: when, by whom, the identity of the place that it was
        in, its name and its state there.
    """

    workflow: ClassVar[Workflow]
    is_site: ClassVar[bool] = False
    of_addon: ClassVar[str] = ""
    declared: ClassVar[ContentType | None] = None
    __parent__: Any = None
    __name__: str | None = None
    title = ""
    state = ""
    changed_at: datetime | None = None
    author = ""
    deleted: Deleted | None = None

    def __acl__(self) -> Acl:
        """Return who may do what; asked on each check of a permission.

        What is in the trash is staff's to read and nothing else; a workflow may say so by a state
        of its own for it.
        """
        if self.deleted is not None and self.state != DELETED:
            return TRASH_WORKFLOW.states[0].acl
        return self.workflow.state(self.state).acl

    @property
    def oid(self) -> int:
        """The identity of this object, a signed 64-bit number that stays when it moves."""
        return int(get_oid(self))


class Content(Kept, Persistent):
    """Content that holds no other content."""


class Container(Kept, Folder):
    """Content that holds other content and names its sections in an order.

    Documents are many and have no order of their own; sections are few, and `section_names`
    keeps theirs, so that navigation never walks the documents.

    :ivar grants: account name to the roles given here that were not ended, and to whom; see
        `portal.security.grant`.
    :ivar ended_grants: those that were, by a number; `None` before there was any.
    """

    section_names: tuple[str, ...] = ()
    grants: dict[str, tuple[tuple[Any, ...], ...]] = {}  # noqa: RUF012  # replaced as a whole, never changed
    ended_grants: Any = None

    def __init__(self) -> None:
        Folder.__init__(self)

    def __bool__(self) -> bool:
        """Count as something also when empty, which the length alone would deny."""
        return True

    def __getitem__(self, name: str) -> Any:
        """Return what is called `name`.

        substanced would also time each look-up for a statistics server; a page makes a hundred.

        :raises KeyError: when there is nothing of that name.
        """
        return self.data[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is called `name`, or `default`."""
        return self.data.get(name, default)

    def sections(self) -> Iterator[Any]:
        """Return the sections directly below, in their order."""
        return (self[name] for name in self.section_names)


class Home(Container):
    """A place where people arrive from outside: the cluster and each site."""


def site_of(content: Any) -> Any:
    """Return the site that `content` is in or is; `None` outside of all sites."""
    return next((place for place in lineage(content) if getattr(place, "is_site", False)), None)


def is_in_use(content: Any) -> bool:
    """Tell whether the site uses the add-ons whose types `content` and the places above it are.

    What is of an add-on that was disabled is kept, but nobody finds it.
    """
    place = content
    while place is not None:
        addon = getattr(place, "of_addon", "")
        if addon:
            site = site_of(place)
            if site is None or not site.uses(addon):
                return False
        place = getattr(place, "__parent__", None)
    return True


def is_public(content: Any) -> bool:
    """Tell whether anyone may view `content` and every place above it, and the site uses it.

    Nobody may view what is of an add-on whose code is gone.
    """
    if getattr(content, "workflow", None) is None:
        return False
    return is_in_use(content) and all(
        ANYONE in place.workflow.state(place.state).allow.get("view", "").split()
        for place in lineage(content)
    )
