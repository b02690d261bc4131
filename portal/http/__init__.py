"""What is on every response: headers, script; what comes in; pages that say what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.viewderivers import INGRESS
from pyramid_retry import BeforeRetry

from portal.http.addresses import only_whole_addresses
from portal.http.forms import only_readable_forms
from portal.http.retrying import make_way

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Put headers on every response, convert pages, refuse broken forms, show errors as pages."""
    config.add_tween("portal.http.headers.header_tween")
    config.add_tween(
        "portal.http.traditional.traditional_tween", under="portal.http.headers.header_tween"
    )
    config.add_tween("portal.http.forms.whole_text_tween", under="portal.http.headers.header_tween")
    config.add_view_deriver(only_whole_addresses, under=INGRESS, over="secured_view")
    config.add_view_deriver(only_readable_forms, under=INGRESS, over="secured_view")
    config.add_subscriber(make_way, BeforeRetry)
    config.scan("portal.http.errors")
