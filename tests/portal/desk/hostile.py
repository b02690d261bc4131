"""Forms as a page has them, and what an enemy would send with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TEXT_FREE = {"text", "search", "textarea", "password", ""}
"""Types of fields in which people write what they like."""
LINES = (
    "\"><script>alert(1)</script>'",
    "'><img src=x onerror=alert(1)>",
    "</textarea></title><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "//evil.example/x",
    "https://evil.example/?a=b&c=<d>",
    "${structure:1}${x}",
    "%s %(x)s %n %00",
    "{0}{x.__class__}{{7*7}}<%= 1 %>",
    "' OR 1=1; DROP TABLE audit; --",
    "../../../../etc/passwd",
    "..\\..\\x\\\\host",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(A1)",
    "+1",
    "\u202eabc\u202c\u2066",
    "\u200f\u200e",
    "\ufeff",
    "\ufffe\uffff",
    "😀𠮷👨\u200d👩\u200d👧\ufe0f",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A",
    "字" * 10_000,
    "x" * 10_000,
    " ",
    "\u3000\u3000",
    "None",
    "null",
    "[]",
    "{}",
    "a\r\nSet-Cookie: a=b",
)
"""What people may well write somewhere, and what may not do anything there."""
NUMBERS = (
    "-1",
    "0",
    "²",
    "９",
    "١٢٣",
    "1_000",
    "0x10",
    "nan",
    "1e309",
    "9" * 5_000,
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
)
DAYS = (
    "2026-02-30",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "9999-12-31T23:59Z",
    "0001-01-01T00:00:00+00:00",
    "2026-W01-1",
)
WRONG = ("\0", "a\0b", "\x01\x1f\x7f", *NUMBERS, *DAYS)
HOSTILE = (*LINES, *WRONG)
OWN = ("/static/", "/addon-static/")
"""Where our own scripts are."""
SHORT_WRONG = ("\0", "²", "-1", "9223372036854775808", "9" * 5_000, *DAYS[2:9], "<script>", "../..")
"""For each field by itself that is no free text."""
SOME_WRONG = 3
"""As many of them where fields are many and alike."""
BYTES = (b"%ff%fe", b"%ed%a0%80", b"%c0%ae", b"%00", b"%", b"%zz")
"""Escaped bytes that are no text: of no encoding, half of a pair, too long, broken off."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A form of a page, or what a script sends.

    :ivar fields: name, type and value of each; a button is one of the type `submit`.
    """

    name: str
    method: str
    address: str
    fields: tuple[tuple[str, str, str], ...]

    @property
    def values(self) -> Pairs:
        """What is sent when nobody touches anything: the first button is pressed."""
        buttons = [(name, value) for name, kind, value in self.fields if kind == "submit"]
        plain = [(name, value) for name, kind, value in self.fields if kind not in {"submit", "-"}]
        return [*((name, value) for name, value in plain), *buttons[:1]]

    @property
    def buttons(self) -> Pairs:
        """Every button; one without a name if there is none with one."""
        return [(name, value) for name, kind, value in self.fields if kind == "submit"] or [
            ("", "")
        ]

    def named(self, *kinds: str) -> list[str]:
        """Return the names of the fields of these types, each once, without the token."""
        names = [name for name, kind, _value in self.fields if kind in kinds]
        return [each for each in dict.fromkeys(names) if each != "csrf_token"]


def forms_of(page: Any, address: str) -> Iterator[Asked]:
    """Return the forms of the page, without those of dialogs that scripts alone use.

    webtest has forms too; to make them takes it as long as the page takes the portal.
    """
    root = page.lxml
    for form in root.iter("form"):
        method = form.get("method", "get").lower()
        if method in {"get", "post"}:
            fields = tuple(_fields(root, form))
            name = form.get("id") or "+".join(dict.fromkeys(each[0] for each in fields))
            yield Asked(name, method, _target(form.get("action", ""), address), fields)


def _target(action: str, address: str) -> str:
    return (action or address).partition("#")[0]


def _fields(root: Any, form: Any) -> Iterator[tuple[str, str, str]]:
    named = dict[str, list[Any]]()
    for each in root.iter("input", "select", "textarea", "button"):
        owner = each.get("form")
        is_own = owner == form.get("id") if owner else form in each.iterancestors("form")
        if is_own and each.get("name"):
            named.setdefault(each.get("name"), []).append(each)
    for name, fields in named.items():
        radios = [each for each in fields if each.get("type") == "radio"]
        if radios:
            chosen = next((each for each in radios if "checked" in each.attrib), None)
            yield name, "choice", chosen.get("value", "") if chosen is not None else ""
        yield from ((name, *_field(each)) for each in fields if each not in radios)


def _field(field: Any) -> tuple[str, str]:
    """Return kind and value."""
    kind = "submit" if field.tag == "button" else field.get("type", "")
    if kind in {"submit", "image"}:
        return "submit", field.get("value", "")
    if kind == "file":
        return "-", ""
    if field.tag == "select":
        options = [*field.iter("option")]
        chosen = [each for each in options if "selected" in each.attrib] or options
        return "choice", chosen[0].get("value", chosen[0].text_content()) if chosen else ""
    if field.tag == "textarea":
        return "text", (field.text or "").removeprefix("\n")
    usual = "on" if kind == "checkbox" else ""
    return "text" if kind in TEXT_FREE else "choice", field.get("value", usual)


def replaced(values: Pairs, name: str, value: str) -> Pairs:
    """Return the values with another one of the field `name`."""
    return [(each, value if each == name else known) for each, known in values]


def everywhere(asked: Asked, strings: tuple[str, ...], turn: int) -> Pairs:
    """Return the values with one of the strings in each field; over all turns, each in each."""
    buttons = asked.buttons
    rest = [each for each in asked.named("text", "choice", "submit") if each not in dict(buttons)]
    texts = {name: strings[(turn + at) % len(strings)] for at, name in enumerate(rest)}
    button, value = buttons[turn % len(buttons)]
    pressed = [(button, strings[turn % len(strings)] if turn % 3 == 0 else value)] if button else []
    return [*_token(asked), *texts.items(), *pressed]


def alone(asked: Asked, known: frozenset[str]) -> Iterator[tuple[str, Pairs]]:
    """Yield what is sent when one thing is wrong: a value, a field twice, or none.

    :param known: fields that were tried in another form; if there are any, what is wrong goes
        around among the others, as they are many and alike.
    """
    names = [each for each in asked.named("choice", "submit") if each not in known]
    step = SOME_WRONG if known else len(SHORT_WRONG)
    for at, name in enumerate(names):
        for turn in range(at * step, (at + 1) * step):
            wrong = SHORT_WRONG[turn % len(SHORT_WRONG)]
            yield f"{name}={wrong[:20]!r}", replaced(asked.values, name, wrong)
    for name in names:
        yield f"without {name}", [pair for pair in asked.values if pair[0] != name]
    texts = set(asked.named("text"))
    yield "without texts", [pair for pair in asked.values if pair[0] not in texts]
    yield "twice", [*asked.values, *(pair for pair in asked.values if pair[0] != "csrf_token")]
    yield "nothing", _token(asked)


def _token(asked: Asked) -> Pairs:
    return [(name, value) for name, value in asked.values if name == "csrf_token"]


def dangers(page: Any) -> list[str]:
    """Return what of a page could run although it is none of our own files."""
    if page.content_type != "text/html" or not page.text.strip():
        return []
    found = list[str]()
    for each in page.lxml.iter():
        if not isinstance(each.tag, str):
            continue
        own = each.tag == "script" and each.get("src", "").startswith(OWN) and not each.text
        runs = each.tag in {"script", "object", "embed", "base", "style", "math"} and not own
        found += [each.tag] if runs or each.get("src") == "x" else []
        found += [f"{each.tag}[{name}]" for name in each.attrib if _runs(name, each.get(name))]
    return found


def _runs(name: str, value: str) -> bool:
    if name in {"href", "src", "action", "formaction", "data"}:
        address = "".join(value.split()).lower()
        return address.startswith(("javascript:", "data:", "vbscript:", "//evil", "\\\\"))
    return name.startswith("on") or name in {"style", "srcdoc"}
