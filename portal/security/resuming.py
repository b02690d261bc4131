"""Forms that were sent after the session had ended: what was typed goes along through sign-in.

Nothing of it is stored. It comes back as the form that it was, unsaved, and only to whoever sent
it: the form has to bring the token of the browser that it came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyramid.csrf import check_csrf_origin, check_csrf_token

if TYPE_CHECKING:
    from pyramid.request import Request
    from webob.multidict import MultiDict

RESUME = "resume"
"""Field with which a form says that it is not to be saved, but to be shown again as it was typed;
its value is `files` where files were sent with it, which cannot come back."""
TYPED = "typed-"
"""What the names of typed fields begin with on their way through sign-in."""
BACK = "back"
FILES_LEFT = "files-left"
TYPED_MAX = 10_000_000
"""Most that is carried through sign-in, in characters."""
NEVER_TYPED = frozenset({"csrf_token", RESUME})
_FORM = re.compile(r"/(?:[a-z0-9._-]+/)*(?:edit|add-document)", re.ASCII)
"""Paths of forms that can be shown again; whether there is one is not for strangers to know."""


@dataclass(frozen=True)
class Typed:
    """A form on its way through sign-in.

    :ivar address: where it was sent to, a path on this host.
    :ivar values: name and value of each field, in the order of the form.
    :ivar files_left: whether files were sent too.
    """

    address: str
    values: tuple[tuple[str, str], ...]
    files_left: bool

    @property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """The fields with which a sign-in form carries it."""
        left = ((FILES_LEFT, "1"),) if self.files_left else ()
        return (
            (BACK, self.address),
            *left,
            *((f"{TYPED}{name}", value) for name, value in self.values),
        )

    @property
    def resumed(self) -> tuple[tuple[str, str], ...]:
        """The fields with which it is sent again, to be shown."""
        return (*self.values, (RESUME, "files" if self.files_left else "1"))


def typed_without_session(request: Request) -> Typed | None:
    """Return what a person without a session sent to a form of staff; `None` if it is not ours."""
    by_script = request.headers.get("Accept") == "application/json"  # which keeps it itself
    if request.method != "POST" or by_script or request.identity is not None:
        return None
    if not _FORM.fullmatch(request.path):
        return None
    genuine = check_csrf_origin(request, raises=False) and check_csrf_token(request, raises=False)
    return _fitting(request.path, request.POST, "") if genuine else None


def typed_before_sign_in(request: Request) -> Typed | None:
    """Return what the sign-in form of `request` carries."""
    back = str(request.POST.get(BACK, ""))
    return _fitting(back, request.POST, TYPED) if _FORM.fullmatch(back) else None


def _fitting(address: str, sent: MultiDict, prefix: str) -> Typed | None:
    fields = [(name, value) for name, value in sent.items() if name.startswith(prefix)]
    values = tuple(
        (name.removeprefix(prefix), value) for name, value in fields if isinstance(value, str)
    )
    if sum(len(name) + len(value) for name, value in values) > TYPED_MAX:
        return None
    files = FILES_LEFT in sent if prefix else any(_is_file(value) for _name, value in fields)
    return Typed(address, tuple(each for each in values if each[0] not in NEVER_TYPED), files)


def _is_file(value: object) -> bool:
    return not isinstance(value, str) and bool(getattr(value, "filename", ""))
