"""What a notice and a letter say, as plain text in the language of the installation."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pyramid.i18n import TranslationString, make_localizer
from pyramid.interfaces import ITranslationDirectories

from portal.act import BY_COMMAND
from portal.content.addresses import tree_path
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.document.drafts import latest, note_on, title_of
from portal.content.times import minute
from portal.i18n import _, translated
from portal.mail.kinds import KINDS, SECURITY
from portal.security.grants import ROLES
from portal.security.people import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pyramid.registry import Registry

    from portal.ledger.tables import MailNotice
    from portal.settings import Settings

TITLE_SHOWN = 60
"""Of a title in one line, in characters."""
REASON_SHOWN = 1_000
"""Of a reason, in characters."""
SHOWN = 50
"""Most notices in one letter; of the others it says how many there are."""


@dataclass(frozen=True)
class Told:
    """A notice as a person reads it: what happened, lines about it, and where it leads."""

    line: str
    facts: tuple[str, ...]
    link: str
    site: str
    secure: bool


class Phrasing:
    """Says things in the language of the installation."""

    def __init__(self, registry: Registry) -> None:
        self._settings: Settings = registry["settings"]
        folders = registry.queryUtility(ITranslationDirectories, default=[])
        translate = make_localizer(self._settings.language, folders).translate
        self._say: Callable[[str], str] = lambda message: translated(message, translate)

    def told(self, notice: MailNotice, content: Any, people: Any) -> Told:
        """Return what `notice` says about `content`."""
        kind, site = KINDS[notice.kind], site_of(content)
        line = self._say(kind.told % {"title": one_line(_title(content), TITLE_SHOWN) or "–"})
        if "urgent" in json.loads(notice.detail):
            line = self._say(_("Urgent: ${line}", mapping={"line": line}))
        return Told(
            line,
            tuple(self._say(each) for each in _facts(notice, content, people)),
            outer_link(content, kind.page, self._settings),
            site.title if site is not None else "",
            kind.group == SECURITY,
        )

    def subject(self, told: Sequence[Told], cluster_title: str) -> str:
        """Return the subject of a letter with all that was `told`: one line, nothing else."""
        sites = {each.site for each in told}
        place = (sites.pop() if len(sites) == 1 else "") or cluster_title
        first = one_line(told[0].line, 2 * TITLE_SHOWN)
        if len(told) == 1:
            said = self._say(_("[${place}] ${first}", mapping={"place": place, "first": first}))
        else:
            named = {"place": place, "first": first, "count": len(told)}
            said = self._say(_("[${place}] ${count} notices: ${first} …", mapping=named))
        return one_line(said, 2 * REASON_SHOWN)

    def body(self, name: str, told: Sequence[Told]) -> str:
        """Return the text of a letter to the person called `name`."""
        parts = [self._say(_("${name}:", mapping={"name": one_line(name, TITLE_SHOWN)})), ""]
        for number, each in enumerate(told[:SHOWN], start=1):
            mark = f"{number}. " if len(told) > 1 else ""
            parts += [f"{mark}{each.line}", *(f"   {fact}" for fact in each.facts)]
            parts += [f"   {each.link}", ""]
        if len(told) > SHOWN:
            more = {"count": len(told) - SHOWN}
            parts += [
                self._say(_("And ${count} more; you find them on your desk.", mapping=more)),
                "",
            ]
        return "\n".join([*parts, *self._end(told)])

    def _end(self, told: Sequence[Told]) -> Iterator[str]:
        outer = self._settings.outer_address
        if any(each.secure for each in told):
            yield self._say(_("If you know nothing of this, tell your administrators at once."))
        yield "--"
        yield self._say(_("This mail was sent automatically; please do not answer it."))
        yield self._say(_("Choose what you hear of: ${link}", mapping={"link": f"{outer}/notices"}))


def one_line(text: str, most: int) -> str:
    """Return `text` without line ends and whatever else is not to be seen, at most `most` long."""
    seen = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in text)
    kept = " ".join(seen.split())
    return kept if len(kept) <= most else f"{kept[: most - 1]}…"


def outer_link(content: Any, page: str, settings: Settings) -> str:
    """Return an address of a page of `content` for whoever is outside of every site.

    Accounts and roles are looked after on the cluster's own host.
    """
    outer, site = settings.outer_address, site_of(content)
    if not isinstance(content, Document):
        return f"{outer}/{page}"
    path = f"{tree_path(content)}/{page}"
    if site is None or not site.main_host:
        return f"{outer}{path}"
    parts = urlsplit(outer)
    port = f":{parts.port}" if parts.port else ""
    below = path.removeprefix(tree_path(site).rstrip("/"))
    return f"{parts.scheme}://{site.main_host}{port}{below}"


def _title(content: Any) -> str:
    return title_of(content) if isinstance(content, Document) else content.title


FACTS = {
    "due": _("Due: ${value}"),
    "since": _("Public since: ${value}"),
    "begins": _("From: ${value}"),
    "ends": _("Until: ${value}"),
    "until": _("Sign in before: ${value}"),
}
"""Details of a notice that are shown as they are, with their words."""


def _facts(notice: MailNotice, content: Any, people: Any) -> Iterator[TranslationString]:
    detail: dict[str, str] = json.loads(notice.detail)
    if isinstance(content, Document):
        place = {"site": site_of(content).title, "section": content.__parent__.title}
        yield _("Site: ${site}; section: ${section}", mapping=place)
    if notice.by not in {None, BY_COMMAND}:
        named = {"name": name_of(notice.by or "", people), "when": minute(notice.at)}
        yield _("By ${name}, ${when}", mapping=named)
    if detail.get("role") in ROLES:
        yield _("Role: ${role}", mapping={"role": ROLES[detail["role"]].title})
    yield from (FACTS[name] % {"value": detail[name]} for name in FACTS if name in detail)
    reason = detail.get("reason") or _why_missed(notice, content)
    if reason:
        yield _("Reason: ${reason}", mapping={"reason": _shown(reason)})


def _why_missed(notice: MailNotice, content: Any) -> str:
    return note_on(latest(content)) if notice.kind == "missed" else ""


def _shown(reason: str) -> str:
    """Return a reason in one line; a message of our own stays what can be translated."""
    return reason if isinstance(reason, TranslationString) else one_line(reason, REASON_SHOWN)
