"""Turn the line notation of `data/articles.toml` into HTML, drawing its choices."""

from __future__ import annotations

import html
import random
import re
from itertools import groupby

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_LISTS = {"- ": "ul", "+ ": "ol"}
_BLOCKS = {"# ": "h2", "## ": "h3"}
_ADDRESS = re.compile(r"https://[\w./-]+", re.ASCII)
_MARK = re.compile(r"(##|[#<>^|+-]) ")


def vary(text: str, rng: random.Random) -> str:
    """Replace each "[a/b]" by one of its choices."""
    return _CHOICE.sub(lambda found: rng.choice(found[1].split("/")), text)


def to_html(text: str) -> str:
    """Return the HTML of a text in line notation."""
    parts = []
    lines = [line for line in text.splitlines() if line.strip()]
    for mark, group in groupby(lines, key=_group):
        parts.append(_render(mark, [html.escape(line, quote=False) for line in group]))
    return _ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', "\n".join(parts))


def table_rows(text: str) -> list[list[str]]:
    """Return the cells of all rows of a text in line notation, the head first."""
    return [_cells(line) for line in text.splitlines() if line.startswith("| ")]


def plain_lines(text: str) -> list[str]:
    """Return a text in line notation without its marks, line by line."""
    return [_MARK.sub("", line, count=1).strip(" |") for line in text.splitlines() if line.strip()]


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text in line notation that are plain paragraphs."""
    return [line for line in text.splitlines() if line.strip() and not _MARK.match(line)]


def _group(line: str) -> str:
    found = _MARK.match(line)
    mark = found[0] if found else ""
    return "| " if mark == "^ " else mark


def _render(mark: str, lines: list[str]) -> str:
    if mark == "| ":
        return _table(lines)
    if mark in _LISTS:
        items = "".join(f"<li>{line[2:]}</li>" for line in lines)
        return f"<{_LISTS[mark]}>{items}</{_LISTS[mark]}>"
    if mark in _BLOCKS:
        tag = _BLOCKS[mark]
        return "\n".join(f"<{tag}>{line[len(mark) :]}</{tag}>" for line in lines)
    if mark == "> ":
        quoted = "".join(f"<p>{line.removeprefix('&gt; ')}</p>" for line in lines)
        return f"<blockquote>{quoted}</blockquote>"
    if mark == "< ":
        return "\n".join(f'<p class="right">{line.removeprefix("&lt; ")}</p>' for line in lines)
    return "\n".join(f"<p>{line}</p>" for line in lines)


def _table(lines: list[str]) -> str:
    caption = "".join(
        f"<caption>{line.removeprefix('^ ')}</caption>" for line in lines if line.startswith("^ ")
    )
    head, *rows = (_cells(line) for line in lines if line.startswith("| "))
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{caption}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split(" | ")]
