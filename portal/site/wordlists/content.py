"""Word lists as they are stored: each load of a list makes a version, and one of them is used."""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from persistent import Persistent

from portal.content.checks.passages import fold
from portal.content.checks.words import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Context = tuple[str, str, str, str, datetime]
"""A word, a text inside of which it is right, why, who said so and when."""


class Words(Persistent):
    """The words of a version, an object of its own so that pages about versions need not load it.

    They are packed: a hundred thousand take less than a megabyte, and are only read as a whole.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        lines = ("\t".join(rule) for rule in rules)
        self.packed = zlib.compress("\n".join(lines).encode(), level=6)

    def rules(self) -> list[Rule]:
        """Return the words."""
        text = zlib.decompress(self.packed).decode()
        return [Rule(*line.split("\t")) for line in text.split("\n")]


class WordVersion(Persistent):
    """What one load brought; never changed.

    :ivar key: drawn, so that no other version of any list has it.
    :ivar count: words that it has; `added` and `removed` compare it with the version before.
    :ivar left_out: lines that were not taken, by the reason: `twice`, `short`, `long`, `unseen`.
    """

    def __init__(  # noqa: PLR0913  # all that is told about a load
        self,
        *,
        number: int,
        key: str,
        file_name: str,
        by: str,
        at: datetime,
        rules: Sequence[Rule],
        changed: tuple[int, int],
        left_out: tuple[tuple[str, int], ...],
    ) -> None:
        self.number = number
        self.key = key
        self.file_name = file_name
        self.by = by
        self.at = at
        self.count = len(rules)
        self.added, self.removed = changed
        self.left_out = left_out
        self.words = Words(rules)


class WordList(Persistent):
    """A list of words.

    :ivar key: drawn; names the list in forms.
    :ivar number: of the version that is used; 0 while none is.
    :ivar contexts: where words are right although they are on the list.
    """

    versions: tuple[WordVersion, ...] = ()
    number = 0
    contexts: tuple[Context, ...] = ()

    def __init__(self, key: str, title: str) -> None:
        self.key = key
        self.title = title

    def version(self, number: int) -> WordVersion | None:
        """Return the version `number`, if there is one."""
        return next((each for each in self.versions if each.number == number), None)

    @property
    def in_use(self) -> WordsInUse | None:
        """What drafts are checked for; `None` while no version is used."""
        version = self.version(self.number)
        if version is None:
            return None
        contexts: defaultdict[str, list[str]] = defaultdict(list)
        for word, context, *_said in self.contexts:
            contexts[fold(word)].append(fold(context))
        return WordsInUse(version, contexts)


@dataclass(frozen=True)
class WordsInUse:
    """A version that drafts are checked for; see `portal.content.checks.words.KeptWords`."""

    version: WordVersion
    contexts: Mapping[str, Sequence[str]]

    @property
    def key(self) -> str:
        """The key of the version."""
        return str(self.version.key)

    def rules(self) -> list[Rule]:
        """Return the words."""
        return self.version.words.rules()
