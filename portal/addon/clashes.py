"""Pages of add-ons that would take the place of each other, or of those of the core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.exceptions import ConfigurationError
from pyramid.registry import undefer

from portal.addon.guard import addon_of
from portal.errors import DeploymentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.config import Configurator


def need_no_clashes(config: Configurator) -> None:
    """Let the process go on only where each page of an add-on has an address of its own.

    The pages of the core are registered already, those of the add-ons are about to be.

    :raises DeploymentError: naming the page, and both places that have it; or a view that cannot
        be registered.
    """
    known = {
        entry["introspectable"].discriminator: entry["introspectable"]
        for entry in config.introspector.get_category("views") or []
    }
    for view in _waiting(config):
        other = known.setdefault(view.discriminator, view)
        if other is not view:
            kind = getattr(view["context"], "__name__", view["context"])
            raise DeploymentError(
                f"{_owner(config, view)} has the page {view['name']!r} of {kind} "
                f"({_place(view)}). {_owner(config, other)} has it too ({_place(other)}). Give it "
                f"a name that begins with that of the add-on, or uninstall one of them."
            )


def _waiting(config: Configurator) -> Iterator[Any]:
    """Return what is known of the views that are to be registered next."""
    for action in config.action_state.actions:
        for each in action["introspectables"]:
            if each.category_name == "views":
                try:
                    each.discriminator = undefer(each.discriminator)
                except ConfigurationError as error:
                    raise DeploymentError(
                        f"{_owner(config, each)} has the view {_place(each)}, which cannot be "
                        f"registered: {error}. Correct it, or take the add-on out of the setting "
                        f"portal.addons."
                    ) from error
                yield each


def _owner(config: Configurator, view: Any) -> str:
    addon = addon_of(_module(view), config.registry.addons)
    return f"The add-on {addon.name!r}" if addon else "The portal"


def _place(view: Any) -> str:
    return f"{_module(view)}.{getattr(view['callable'], '__qualname__', view['callable'])}"


def _module(view: Any) -> str:
    return str(getattr(view["callable"], "__module__", ""))
