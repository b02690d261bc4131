"""A form of a schema: what it shows, what was sent, and what is wrong with it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import colander
import deform
from deform.field import peppercorn
from deform.template import ZPTRendererFactory
from deform.widget import ResourceRegistry
from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest
from pyramid.i18n import get_localizer
from pyramid.threadlocal import get_current_request

from portal.forms.widgets import widget_of
from portal.i18n import _, translated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyramid.i18n import TranslationString
    from pyramid.request import Request
    from webob.multidict import MultiDict

TEMPLATES = Path(__file__).parent / "templates"


class NotFilledIn(Exception):  # noqa: N818  # it names what happened
    """A form was not filled in correctly.

    :ivar html: the form with what was typed and what is wrong, for an answer with status 422.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html


class Form(deform.Form):
    """A form that looks like the rest of the portal and asks for no script of others.

    The nodes of its schema may say how they are asked for:

    - `shape`: one of `widgets.SHAPES`; without it, the type of the node decides.
    - `choices`: pairs of a value and its title, for the shapes `choice` and `several`.
    - `group`: title of the part of the form that the field belongs to; fields without one come
      first, a part is folded away as long as nothing in it is wrong.
    - `marked`: shows that it has to be filled in some time; the schema decides when.
    - `longest`: most characters that browsers let people type.
    - `autocomplete`: what browsers may fill in by themselves, such as `tel`; see the HTML standard.
    - `inputmode`: which keys a phone shows, such as `email`; `rows`: lines of a long text.

    :ivar kept: names and values that come back with what is sent.
    """

    default_resource_registry = ResourceRegistry(use_defaults=False)

    def __init__(
        self,
        schema: colander.SchemaNode,
        request: Request,
        *,
        action: str = "",
        buttons: Sequence[tuple[str, TranslationString]] = (("save", _("Save")),),
    ) -> None:
        bound = schema.bind(request=request)
        for node in bound.children:
            node.widget = widget_of(node)
        super().__init__(
            bound,
            action=action,
            buttons=tuple(deform.Button(name, title) for name, title in buttons),
            renderer=_renderer(),
            formid="form",
        )
        self.request = request
        self.kept: dict[str, str] = {}

    @property
    def csrf_token(self) -> str:
        """The token without which nothing that is sent is taken."""
        return str(get_csrf_token(self.request))

    def groups(self) -> Iterator[tuple[Any, list[Any], bool]]:
        """Return the parts of the form: title, fields, and whether something in it is wrong."""
        titles = dict.fromkeys(getattr(field.schema, "group", "") for field in self.children)
        for title in sorted(titles, key=bool):
            fields = [each for each in self.children if getattr(each.schema, "group", "") == title]
            yield title, fields, any(field.error for field in fields)

    def wrong_fields(self) -> list[Any]:
        """Return the fields with an error, in their order."""
        return [field for field in self.children if field.error]

    def filled(self, values: Mapping[str, Any], wrong: Mapping[str, str] | None = None) -> str:
        """Return the HTML of the form, filled in with those of `values` that it asks for.

        :param wrong: what is said beside fields that are not good enough for what comes next.
        """
        for name, message in (wrong or {}).items():
            self[name].error = colander.Invalid(self[name].schema, message)
        self._mark_first()
        names = {node.name for node in self.schema.children}
        return str(self.render({name: each for name, each in values.items() if name in names}))

    def validated(self, sent: MultiDict) -> Any:
        """Return the values that were `sent`, name to value.

        :raises NotFilledIn: when something in them is wrong.
        :raises HTTPBadRequest: when no form could have sent them.
        """
        try:
            grouped = peppercorn.parse(sent.items())
        except ValueError as error:
            raise HTTPBadRequest from error
        try:
            return self.validate_pstruct(grouped)
        except deform.ValidationFailure as failure:
            self._mark_first()
            raise NotFilledIn(failure.render()) from None

    def _mark_first(self) -> None:
        """Let the page begin at the first field that is wrong, for keyboards and screen readers."""
        for field in self.wrong_fields()[:1]:
            field.is_first_wrong = True


@cache
def _renderer() -> ZPTRendererFactory:
    return ZPTRendererFactory((str(TEMPLATES),), translator=_translate)


def _translate(message: TranslationString) -> str:
    return translated(message, get_localizer(get_current_request()).translate)
