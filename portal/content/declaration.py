"""What a content type is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import colander
    from pyramid.i18n import TranslationString
    from pyramid.registry import Registry

    from portal.search.entry import Findable


@dataclass(frozen=True, kw_only=True)
class ContentType:
    """One kind of content: how it is made, edited, reviewed and found.

    :ivar name: permanent identifier, `<add-on>.<type>`, `portal.<type>` in the core.
    :ivar factory: the persistent class.
    :ivar schema: what a person fills in.
    :ivar permission: needed to add an object of this type.
    :ivar addable_in: names of the types that may contain this one; empty for "nowhere by hand".
    :ivar findable: the words under which the public finds an object; `None` keeps it out of search.
    """

    name: str
    title: TranslationString
    factory: Callable[..., Any]
    schema: type[colander.Schema]
    permission: str
    addable_in: tuple[str, ...] = ()
    findable: Callable[[Any], Findable] | None = None


def kind_of(content: Any, registry: Registry) -> ContentType | None:
    """Return the declaration of the type of `content`; `None` for what has none."""
    declaration: ContentType | None = registry.content.metadata(content, "declaration")
    return declaration


def add_kind(config: Any, kind: ContentType) -> None:
    """Register the content type `kind`; available as `config.add_kind`."""
    config.add_content_type(kind.name, kind.factory, declaration=kind)
