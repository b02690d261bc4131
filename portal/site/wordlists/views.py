"""The page on which the office keeps the word lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.checks.declaration import LEVELS, WARN
from portal.content.plaintext import clean_line
from portal.content.times import minute
from portal.errors import Refusal
from portal.i18n import _, translated
from portal.site.cluster import Cluster
from portal.site.wordlists.operations import (
    TITLE_MOST,
    Allowed,
    add_list,
    allow_word,
    forbid_word,
    load_words,
    use_version,
)
from portal.site.wordlists.reading import FILE_MAX_BYTES, LEFT_OUT, read_words, too_large

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.request import Request

    from portal.site.wordlists.content import WordList, WordVersion

DONE = {
    "load": _("Drafts are checked for the words of this file from now on."),
    "use": _("Drafts are checked for this version from now on."),
    "stop": _("Drafts are not checked for this list any more."),
    "allow": _("The word is right in this context from now on."),
    "forbid": _("The exception holds no more."),
}
"""What was done, as the address says it, to what the page says."""
FILE_NAME_MOST = 100
DIGITS = 9
"""Of the greatest number of a version that is read."""
VERSIONS_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version as the page shows it; `left_out` says what of the file was not taken."""

    number: int
    at: str
    by: str
    file_name: str
    count: int
    added: int
    removed: int
    left_out: str
    in_use: bool


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A list as the page shows it, the newest version first."""

    key: str
    title: str
    number: int
    versions: tuple[VersionRow, ...]
    older: int
    contexts: tuple[tuple[str, str, str, str, str], ...]


@view_defaults(
    context=Cluster,
    name="word-lists",
    permission="portal.administer",
    renderer="templates/word_lists.pt",
)
class WordListsPage:
    """All lists with their versions, and the forms that change them."""

    def __init__(self, cluster: Cluster, request: Request) -> None:
        self.cluster = cluster
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show what there is, and what was just done."""
        return self._page(done=self.request.GET.get("done", ""))

    @view_config(request_method="POST")
    def change(self) -> dict[str, Any] | HTTPSeeOther:
        """Do what the form says."""
        deeds: dict[str, Callable[[], object]] = {
            "load": self._load,
            "use": self._use,
            "stop": self._stop,
            "allow": self._allow,
            "forbid": self._forbid,
        }
        name = self._sent("form")
        if name not in deeds:
            raise HTTPBadRequest
        try:
            deeds[name]()
        except Refusal as refusal:
            self.request.response.status_int = 422
            return self._page(problem=refusal.message, asked=name)
        return HTTPSeeOther(f"{path_of(self.cluster, self.request)}word-lists?done={name}")

    def _load(self) -> None:
        upload = self.request.POST.get("file")
        if not getattr(upload, "filename", ""):
            raise Refusal(_("Please choose a file."))
        level = self._sent("level")
        key, title = self._sent("list"), self._sent("title")
        name = clean_line(str(upload.filename), FILE_NAME_MOST)
        category = self._list(key).title if key else title[:TITLE_MOST]
        read = read_words(_content(upload.file), level if level in LEVELS else WARN, category)
        words = self._list(key) if key else add_list(self.cluster, title)
        load_words(self.cluster, words, read, self.request.act, file_name=name)

    def _use(self) -> None:
        sent = self._sent("number")[:DIGITS]
        number = int(sent) if sent.isascii() and sent.isdigit() else 0
        if number == 0:
            raise Refusal(_("There is no such version."))
        use_version(self.cluster, self._list(), number, self.request.act)

    def _stop(self) -> None:
        use_version(self.cluster, self._list(), 0, self.request.act)

    def _allow(self) -> None:
        allowed = Allowed(self._sent("word"), self._sent("context"), self._sent("reason"))
        allow_word(self.cluster, self._list(), allowed, self.request.act)

    def _forbid(self) -> None:
        word, context = self._sent("word"), self._sent("context")
        forbid_word(self.cluster, self._list(), word, context, self.request.act)

    def _list(self, key: str = "") -> WordList:
        wanted = key or self._sent("list")
        found = next((each for each in self.cluster.word_lists if each.key == wanted), None)
        if found is None:
            raise Refusal(_("Please choose a list, or give a title for a new one."))
        return found

    def _sent(self, name: str) -> str:
        value = self.request.POST.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def _page(self, *, done: str = "", problem: str = "", asked: str = "") -> dict[str, Any]:
        lists = self.cluster.word_lists
        return {
            "title": _("Word lists"),
            "action": f"{path_of(self.cluster, self.request)}word-lists",
            "csrf_token": get_csrf_token(self.request),
            "said": DONE.get(done, ""),
            "problem": problem,
            "asked": asked,
            "asked_list": self._sent("list") if asked else "",
            "typed": {
                each: self._sent(each) if asked else ""
                for each in ("title", "word", "context", "reason", "level")
            },
            "levels": tuple(LEVELS.items()),
            "rows": tuple(self._row(each) for each in lists),
            "most": FILE_MAX_BYTES // 1_000_000,
        }

    def _row(self, words: WordList) -> ListRow:
        newest_first = words.versions[::-1]
        return ListRow(
            key=words.key,
            title=words.title,
            number=words.number,
            versions=tuple(self._version(each, words) for each in newest_first[:VERSIONS_SHOWN]),
            older=max(0, len(newest_first) - VERSIONS_SHOWN),
            contexts=tuple((*each[:4], minute(each[4])) for each in words.contexts),
        )

    def _version(self, version: WordVersion, words: WordList) -> VersionRow:
        say = self.request.localizer.translate
        left_out = (f"{translated(LEFT_OUT[why], say)} {count}" for why, count in version.left_out)
        return VersionRow(
            number=version.number,
            at=minute(version.at),
            by=version.by,
            file_name=version.file_name,
            count=version.count,
            added=version.added,
            removed=version.removed,
            left_out=", ".join(left_out),
            in_use=version.number == words.number,
        )


def _content(file: BinaryIO) -> bytes:
    """Return what is in `file`.

    :raises Refusal: when it is too large, of which no more is read than shows that.
    """
    data = file.read(FILE_MAX_BYTES + 1)
    if len(data) > FILE_MAX_BYTES:
        raise Refusal(too_large())
    return data
