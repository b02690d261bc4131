"""Subscribing to events, by a decorator that a scan finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import venusian

if TYPE_CHECKING:
    from pyramid.config import Configurator

Subscriber = TypeVar("Subscriber", bound=Callable[..., None])


def on(*kinds: type) -> Callable[[Subscriber], Subscriber]:
    """Call the decorated function with each event of one of `kinds`, inside its transaction.

    Subscribers react; they do not call back into the type that announced. Those of an add-on hear
    only of what happens in sites that enabled it.
    """

    def attach(subscriber: Subscriber) -> Subscriber:
        def register(scanner: venusian.Scanner, name: str, wrapped: Subscriber) -> None:
            config: Configurator = scanner.config
            confined = getattr(scanner, "confined", None)  # as the scan of an add-on asks for
            for kind in kinds:
                config.add_subscriber(confined(wrapped) if confined else wrapped, kind)

        venusian.attach(subscriber, register, category="pyramid")
        return subscriber

    return attach
