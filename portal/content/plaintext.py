"""Turn text from outside into text that can be shown, searched and listed."""

from __future__ import annotations

import html
import re

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, lone surrogates, marks of byte order, and what is no character at all."""
LINE_BREAK = re.compile("\r\n?|[\x0b\x0c]")
"""Line ends of other systems, the soft line break of word processors, the form feed."""
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of writing, also of what follows a title on the page."""
BLOCK_END = re.compile(
    r"<br>|<hr>|</(?:p|h[2-4]|li|tr|td|th|caption|figcaption|blockquote|figure|table)>"
)
TAG = re.compile(r"<[^>]*>")
ELLIPSIS = "\u2026"


def without_controls(text: str) -> str:
    """Return `text` without characters that cannot be seen; lines and tabs stay."""
    if _is_tidy(text):
        return text
    return INVISIBLE.sub("", LINE_BREAK.sub("\n", text))


def _is_tidy(text: str) -> bool:
    """Tell at once of nearly every text that nothing in it is to be taken out."""
    for seen in ("\n", "\u3000", "\xa0"):  # those which Python does not take for printable
        text = text.replace(seen, "")
    return text.isprintable()


def clean_line(text: str, limit: int) -> str:
    """Return `text` as one line of at most `limit` characters, fit for a title.

    White space is folded; what is too long ends with an ellipsis.
    """
    line = " ".join(TURNING.sub("", without_controls(text)).split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rstrip() + ELLIPSIS


def plain(body: str) -> str:
    """Return the visible text of `body`, HTML cleaned by `richtext.clean`; a line for each block.

    Cells of a table stand on lines of their own.
    """
    text = html.unescape(TAG.sub("", BLOCK_END.sub("\n", body)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
