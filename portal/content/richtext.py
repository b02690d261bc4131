"""Clean HTML that people or files bring in, and make HTML of plain text."""

from __future__ import annotations

import html
import re
import tomllib
from pathlib import Path

import nh3

from portal.content.elements import INLINE, PARAGRAPH, VOID
from portal.content.markup import Writer
from portal.content.plaintext import clean_line, without_controls
from portal.content.tagsoup import Tag, tokens

SCHEMES = {"http", "https", "mailto", "tel"}
CLASSES = {"centred", "right"}
"""The only classes that stay; the theme gives them their look."""
TITLE_LIMIT = 300
HEADING_LIMIT = 40
"""Longest line of plain text that counts as a heading, in characters."""

TAGS = frozenset({
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "u", "s", "sub", "sup",
    "blockquote", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "img",
    "figure", "figcaption", "hr",
})  # fmt: skip
RENAMED = {
    "h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "cite": "em", "ins": "u",
    "del": "s", "strike": "s",
}  # fmt: skip
PLAIN = frozenset({"span", "font"})
"""Elements that say nothing but, in their style, that something is bold."""
DIVIDING = frozenset(
    {
        "address", "article", "aside", "body", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "footer", "form", "header", "html", "legend", "main", "nav", "option", "pre",
        "section", "summary", "textarea",
    }
)  # fmt: skip
"""Elements that are not kept, but end a paragraph at their beginning and their end."""
ALIGNED = {"p", "h2", "h3", "h4", "th", "td"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan", "scope"},
}
PIXELS = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
SPAN = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
SHAPES = {
    "width": PIXELS,
    "height": PIXELS,
    "colspan": SPAN,
    "rowspan": SPAN,
    "scope": re.compile("row|col|rowgroup|colgroup"),
}
"""What a value must look like, or it is left out."""
ALIGNMENT = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
ALIGNMENT_CLASSES = {"center": "centred", "right": "right"}

CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=dict.fromkeys(ALIGNED, CLASSES),
    url_schemes=SCHEMES,
    link_rel="noopener",
)
HEADINGS = tuple(
    (entry["tag"], re.compile(entry["pattern"]))
    for entry in tomllib.loads(
        (Path(__file__).parent / "data" / "headings.toml").read_text("utf-8")
    )["heading"]
)
MARKS = (("&amp;", "\ufdd0"), ("&lt;", "\ufdd1"), ("&gt;", "\ufdd2"))
"""Stand for escapes while nh3 reads, whose time grows with the square of their number.

They are no characters, and no text that has been read holds them.
"""
RELATIVE = re.compile(r"[^:/?#\\]*(?:[/?#]|$)")
"""An address without scheme: no colon in its first step. Source: RFC 3986, section 4.2."""
SCHEME = re.compile("(?:" + "|".join(sorted(SCHEMES)) + "):", re.IGNORECASE)
BLANKS = re.compile("[ \t\xa0]+")
_WORD = r"(?:[^<>&\x00-\x20\x7f-\xa0\ufdd0-\ufdef]++|&(?:amp|lt|gt);)++"
TIDY = re.compile(rf"(?:<(p|h2|h3)>{_WORD}(?: {_WORD})*+</\1>)*+")
"""Paragraphs and headings of text without anything that would have to be cleaned."""


def clean(source: str) -> str:
    """Return the HTML of `source` that may be stored and shown.

    Tags, attributes and schemes of addresses are those of this module; all others vanish and
    their text stays. Broken HTML is repaired, nesting ends at `markup.MAX_DEPTH`, paragraphs
    without content are dropped. Cleaning the result again does not change it.
    """
    source = without_controls(source)
    if TIDY.fullmatch(source):
        return source
    writer = Writer()
    alignment = ""
    for token in tokens(source):
        if isinstance(token, str):
            writer.text(token)
        else:
            alignment = _write(writer, token, alignment)
    return _checked(writer.finish())


def from_text(text: str) -> str:
    """Return HTML of plain `text`: a paragraph for each line, headings for chapters of a law."""
    text = without_controls(text)
    if any(blanks in text for blanks in ("  ", "\t", "\xa0")):
        text = BLANKS.sub(" ", text)
    escaped = html.escape(text, quote=False)
    lines = (line.strip() for line in escaped.split("\n"))
    return "".join(_line(line) for line in lines if line)


def _checked(tidy: str) -> str:
    for escape, mark in MARKS:
        tidy = tidy.replace(escape, mark)
    cleaned = CLEANER.clean(tidy)
    for escape, mark in MARKS:
        cleaned = cleaned.replace(mark, escape)
    return cleaned


def _line(line: str) -> str:
    tag = "p"
    if len(line) <= HEADING_LIMIT:
        tag = next((tag for tag, pattern in HEADINGS if pattern.match(line)), "p")
    return f"<{tag}>{line}</{tag}>"


def _write(writer: Writer, tag: Tag, alignment: str) -> str:
    """Write one tag; `alignment` is what the next paragraph gets from an element around it."""
    name = RENAMED.get(tag.name, tag.name)
    if name in DIVIDING:
        alignment = "" if tag.closing else _alignment(tag)
        writer.boundary(f'<p class="{alignment}">' if alignment else PARAGRAPH)
        return alignment
    if name not in PLAIN | TAGS or (tag.closing and name in VOID):
        return alignment
    if tag.closing:
        writer.end(tag.name, "" if name in PLAIN else name)
    elif name in PLAIN:
        _write_plain(writer, tag)
    else:
        return _write_known(writer, tag, name, alignment)
    return alignment


def _write_plain(writer: Writer, tag: Tag) -> None:
    bold = BOLD.search(tag.attributes().get("style", "")) if tag.rest else None
    writer.inline(tag.name, "strong" if bold else "", "<strong>")


def _write_known(writer: Writer, tag: Tag, name: str, alignment: str) -> str:
    values = _values(tag, name, alignment)
    opening = f"<{name}{values}>"
    if name == "a" and " href=" not in values:
        writer.inline(tag.name, "", "")
    elif name in INLINE:
        writer.inline(tag.name, name, opening)
    elif name != "img" and name in VOID:
        writer.void(name, opening)
    elif name != "img":
        writer.block(tag.name, name, opening)
    elif " src=" in values:
        writer.void(name, opening)
    return "" if name in ALIGNED else alignment


def _values(tag: Tag, name: str, alignment: str) -> str:
    if not tag.rest.strip(" /") and not alignment:
        return ""
    given = tag.attributes()
    kept = {key: given[key] for key in sorted(ATTRIBUTES.get(name, ())) if key in given}
    if name in ALIGNED:
        kept["class"] = _alignment(tag) or alignment
    checked = ((key, _value(key, value)) for key, value in kept.items())
    return "".join(
        f' {key}="{html.escape(value)}"' for key, value in checked if value or key == "alt"
    )


def _value(key: str, value: str) -> str:
    if key in {"href", "src"}:
        return _address(value)
    if key in SHAPES:
        return value.strip() if SHAPES[key].fullmatch(value.strip()) else ""
    return clean_line(value, TITLE_LIMIT)


def _address(value: str) -> str:
    """Return the address as browsers read it, or nothing if the cleaner would refuse it."""
    address = re.sub(r"[\t\n]", "", value).strip()
    if not SCHEME.match(address) and not RELATIVE.match(address):
        return ""
    judged = CLEANER.clean(f'<img src="{html.escape(address)}">')
    return address if " src=" in judged else ""


def _alignment(tag: Tag) -> str:
    """Return the class that says what the alignment of `tag` was."""
    given = tag.attributes()
    named = CLASSES.intersection(given.get("class", "").split())
    if named:
        return min(named)
    styled = ALIGNMENT.search(given.get("style", ""))
    word = styled[1] if styled else given.get("align", "center" if tag.name == "center" else "")
    return ALIGNMENT_CLASSES.get(word.lower(), "")
