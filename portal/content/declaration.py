"""What a content type is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import colander
    from pyramid.i18n import TranslationString
    from pyramid.registry import Registry

    from portal.ledger.submissions import Session
    from portal.search.entry import Findable

CORE = "portal"
"""First part of the names of the content types that every site has."""
_KINDS = "portal.kinds"


@dataclass(frozen=True, kw_only=True)
class ContentType:
    """One kind of content: how it is made, edited, reviewed and found.

    A type whose class is a `portal.content.document.content.Document` is written, reviewed,
    released, listed, moved, deleted and imported by the core; its schema extends
    `portal.content.document.naming.DocumentFormSchema`, and each field is an attribute of the
    class with an immutable default.

    What else can be added by hand has a form made of its schema, whose fields are attributes of
    the class; its workflow gives `portal.work` and `portal.edit`. A field `name` asks for the name
    in addresses. Its public page, and what is done with it besides, are the add-on's own.

    :ivar name: permanent identifier, `<add-on>.<type>`, `portal.<type>` in the core.
    :ivar title: as people call one of it, such as "Disclosure record".
    :ivar factory: the persistent class, made without arguments by the general forms.
    :ivar schema: what a person fills in.
    :ivar permission: needed to add an object of this type.
    :ivar addable_in: names of the types that may contain this one; empty for "nowhere by hand".
    :ivar findable: the words under which the public finds an object; `None`, also as an answer,
        keeps it out of search.
    :ivar add_view: name of the view of a place that adds one, where it is no general form.
    :ivar facts: pairs of label and value that the public page of a document shows above its text,
        besides those of every document.
    :ivar spared: names of fields that a draft of this type need not fill in though they are
        `marked`, such as `body`; all others that are marked it lacks until they say something.
    :ivar kept_while: tells, by the content and the ledger, why it cannot go for ever now, such as
        a mailbox with letters; `None` if it can. It can be put into the trash all the same.
    :ivar actions: name of an audit entry to its title, for those that its add-on writes.
    """

    name: str
    title: TranslationString
    factory: Callable[..., Any]
    schema: type[colander.Schema]
    permission: str
    addable_in: tuple[str, ...] = ()
    findable: Callable[[Any], Findable | None] | None = None
    add_view: str = ""
    facts: Callable[[Any], Iterable[tuple[str, str]]] | None = None
    spared: tuple[str, ...] = ()
    kept_while: Callable[[Any, Session], str | None] | None = None
    actions: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def addon(self) -> str:
        """Name of the add-on that brings it; empty for the core."""
        owner = self.name.partition(".")[0]
        return "" if owner == CORE else owner

    def is_offered(self, site: Any) -> bool:
        """Tell whether `site` uses what brings this type."""
        return not self.addon or (site is not None and site.uses(self.addon))


def kind_of(content: Any, registry: Registry) -> ContentType | None:
    """Return the declaration of the type of `content`; `None` for what has none."""
    declaration: ContentType | None = registry.content.metadata(content, "declaration")
    return declaration


def why_kept(content: Any, session: Session) -> str | None:
    """Return why `content` cannot go for ever now; `None` if it can."""
    declared: ContentType | None = type(content).declared
    if declared is None or declared.kept_while is None:
        return None
    return declared.kept_while(content, session)


def kinds_of(registry: Registry) -> dict[str, ContentType]:
    """Return the content types of this process by name."""
    kinds: dict[str, ContentType] = registry.setdefault(_KINDS, {})
    return kinds


def add_kind(config: Any, kind: ContentType) -> None:
    """Register the content type `kind`; available as `config.add_kind`."""
    kinds_of(config.registry)[kind.name] = kind
    factory: Any = kind.factory
    factory.of_addon, factory.declared = kind.addon, kind
    config.add_content_type(kind.name, kind.factory, declaration=kind)
