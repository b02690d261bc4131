"""The `portal` command: founding, serving, importing and looking after a cluster."""

from __future__ import annotations

import logging
import sys

import click
import colander
from pyramid.i18n import TranslationString

from portal.command.addons import addon
from portal.command.auditing import audit
from portal.command.founding import demo, init
from portal.command.importing import import_group
from portal.command.mailing import mail
from portal.command.people import user
from portal.command.serving import serve, worker
from portal.command.sites import site
from portal.command.upkeep import check, evolve, pack, reindex
from portal.errors import DeploymentError, Refusal

MISTAKE = 2
"""Exit code after a mistake of the operator or of the deployment."""
REFUSED = 1
"""Exit code after a rule, or the machine, forbade what was asked for."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="portal-cluster")
def portal() -> None:
    """Run a cluster of government sites.

    INI is a settings file such as etc/development.ini. A new installation begins with
    `portal init INI` (empty) or `portal demo INI` (a made-up city), and then `portal serve INI`.
    """


COMMANDS = (
    *(init, demo, serve, worker, site, user, mail, import_group),
    *(reindex, pack, evolve, check, audit, addon),
)
for command in COMMANDS:
    portal.add_command(command)


def main() -> None:
    """Run one command; tell mistakes in one line, without a traceback."""
    # A transaction that fails is told below; `serve` and `worker` log it as well.
    logging.getLogger("txn").addHandler(logging.NullHandler())
    try:
        sys.exit(portal(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(MISTAKE)
    except (click.Abort, KeyboardInterrupt):
        _stop("Stopped.", REFUSED)
    except DeploymentError as error:
        _stop(str(error), MISTAKE)
    except Refusal as refusal:
        _stop(_text(refusal.message), REFUSED)
    except colander.Invalid as invalid:
        _stop("; ".join(f"{key}: {_text(text)}" for key, text in invalid.asdict().items()), REFUSED)
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        _stop(f"{error.strerror or error}{place}", REFUSED)


def _stop(message: str, code: int) -> None:
    click.echo(f"portal: {message}", err=True)
    sys.exit(code)


def _text(message: str) -> str:
    """Return a message of the portal in English, for the operator."""
    return message.interpolate() if isinstance(message, TranslationString) else str(message)
