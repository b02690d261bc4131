"""Names of hosts: as a request brings them, as people write them, as the network knows them."""

from __future__ import annotations

import re

_HOST = re.compile(
    r"(?P<name>\[[0-9A-Fa-f:.]{2,45}\]|[^\s:/@\[\]?#\\]{1,253})(?::(?P<port>\d{1,5}))?"
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_ADDRESS = re.compile(r"\[[0-9a-f:.]{2,45}\]")


def split_host(header: str) -> tuple[str, str]:
    """Return name and port of a `Host` header, such as `("[::1]", "6543")`; no name if malformed.

    The name is in small letters, in the network's form; the port is empty where none is given.
    """
    match = _HOST.fullmatch(header.strip())
    if match is None:
        return "", ""
    try:
        return ascii_host(match["name"]), match["port"] or ""
    except ValueError:
        return "", ""


def ascii_host(name: str) -> str:
    """Return the form of `name` that the network knows, such as `xn--fiqs8s`.

    :raises ValueError: when it cannot be the name of a host.
    """
    lower = name.strip().lower().rstrip(".")
    if _ADDRESS.fullmatch(lower):
        return lower
    encoded = lower.encode("idna").decode("ascii")
    if not encoded or not all(_LABEL.fullmatch(label) for label in encoded.split(".")):
        raise ValueError(name)
    return encoded


def people_host(name: str) -> str:
    """Return the form of `name` that people read, with Chinese characters.

    :raises ValueError: when it cannot be the name of a host.
    """
    encoded = ascii_host(name)
    return encoded if encoded.startswith("[") else encoded.encode("ascii").decode("idna")
