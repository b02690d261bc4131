"""Types of values that colander has not."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import colander

from portal.i18n import _


class Texts(colander.SchemaType):
    """A tuple of texts.

    :param most: most texts, each of at most `longest` characters.
    """

    def __init__(self, most: int = 100, longest: int = 200) -> None:
        self.most = most
        self.longest = longest

    def serialize(self, _node: Any, value: Any) -> Any:
        """Return the texts as a form shows them."""
        return () if value is colander.null else tuple(value)

    def deserialize(self, node: Any, sent: Any) -> Any:
        """Return the texts that were sent."""
        if sent is colander.null or not sent:
            return colander.null
        if not all(isinstance(each, str) for each in sent):
            raise colander.Invalid(node, _("This is no text."))
        if len(sent) > self.most:
            raise colander.Invalid(
                node, _("These are more than ${most} lines.", mapping={"most": self.most})
            )
        if too_long := next((each for each in sent if len(each) > self.longest), ""):
            message = _(
                "“${beginning}…” is longer than ${longest} characters.",
                mapping={"beginning": too_long[:20], "longest": self.longest},
            )
            raise colander.Invalid(node, message)
        return tuple(sent)


class Several(Texts):
    """A tuple of those values that the node names in `choices`, each once and in their order."""

    def deserialize(self, node: Any, sent: Any) -> Any:
        """Return the values that were sent."""
        chosen = super().deserialize(node, sent)
        if chosen is colander.null:
            return chosen
        known = [value for value, _title in node.choices]
        if not set(chosen) <= set(known):
            raise colander.Invalid(node, _("This is none of the choices."))
        return tuple(value for value in known if value in chosen)


class Moments(colander.DateTime):
    """A moment in UTC that can also be shown in `default_tzinfo`, in which it is typed."""

    def deserialize(self, node: Any, sent: Any) -> Any:
        """Return the moment that was sent."""
        moment = super().deserialize(node, sent)
        if moment is colander.null:
            return moment
        try:
            return moment.astimezone(self.default_tzinfo).astimezone(UTC)
        except OverflowError:
            raise colander.Invalid(node, self.err_template) from None
