"""Names of files as people send them, without what does harm or nobody sees."""

from __future__ import annotations

import re
import unicodedata

NAME_MAX = 120
"""Longest name of a file that is kept, in characters, with its ending."""
ENDING_MAX = 10
FALLBACK = "file"
_FOLDERS = re.compile(r"[/\\]")


def safe_file_name(sent: str) -> str:
    """Return the name of a file without its folders and without marks that turn it round.

    A long one loses the end of its stem and keeps its ending: `report.pdf`.
    """
    name = plain_line(_FOLDERS.split(sent)[-1]).strip(" .")
    stem, _dot, ending = name.rpartition(".")
    if not stem or len(ending) > ENDING_MAX:
        return name[:NAME_MAX] or FALLBACK
    return f"{stem[: NAME_MAX - len(ending) - 1].rstrip()}.{ending}"


def title_from(file_name: str) -> str:
    """Return the title of a file that nobody gave one: its name without the ending."""
    safe = safe_file_name(file_name)
    return safe.rpartition(".")[0] or safe


def plain_line(text: str) -> str:
    """Return `text` on one line, without characters that control, mark or stand for nothing."""
    line = " ".join(text.split())
    return "".join(each for each in line if unicodedata.category(each)[0] != "C").strip()
