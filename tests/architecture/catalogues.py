"""Compare the messages of the code with the translation catalogues; `--write` brings them in."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import polib

ROOT = Path(__file__).parents[2]
LANGUAGE = "zh_CN"
WIDTH = 100
HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
PLACEHOLDER = re.compile(r"\$\{\w+\}")

Key = tuple[str | None, str]
"""Context and text of a message."""


@dataclass(frozen=True)
class Domain:
    """The messages of the core or of one add-on.

    :ivar folder: package whose modules and templates hold the messages, relative to the project.
    """

    name: str
    folder: Path

    @property
    def template(self) -> Path:
        """The file with every message and no translation."""
        return ROOT / self.folder / "locale" / f"{self.name}.pot"

    @property
    def catalogue(self) -> Path:
        """The file with the translations."""
        file = f"{self.name}.po"
        return ROOT / self.folder / "locale" / LANGUAGE / "LC_MESSAGES" / file


def domains() -> list[Domain]:
    """Return the core's domain and those of the delivered add-ons."""
    addons = sorted(place.parent for place in ROOT.glob("addons/*/i18n.py"))
    return [
        Domain("portal", Path("portal")),
        *(Domain(place.name, place.relative_to(ROOT)) for place in addons),
    ]


def extract(domain: Domain) -> polib.POFile:
    """Return the messages in the code of `domain`, ordered, with the files that they stand in."""
    folder = ROOT / domain.folder
    sources = sorted(each for kind in ("*.py", "*.pt") for each in folder.rglob(kind))
    with tempfile.TemporaryDirectory() as place:
        drawn = Path(place) / "drawn.pot"
        _draw(domain.name, [str(source.relative_to(ROOT)) for source in sources], drawn)
        entries = [_plain(entry) for entry in polib.pofile(str(drawn))]
    return _file(entries, {"Project-Id-Version": "portal-cluster"})


def merge(old: polib.POFile | None, template: polib.POFile) -> polib.POFile:
    """Return the messages of `template` with the translations that `old` has for them."""
    known = {_key(entry): entry.msgstr for entry in old or ()}
    entries = [_plain(entry, known.get(_key(entry), "")) for entry in template]
    more = {"Language": LANGUAGE, "Plural-Forms": "nplurals=1; plural=0;"}
    return _file(entries, template.metadata | more)


def problems(domain: Domain) -> Iterator[str]:
    """Say where the template and the catalogue of `domain` do not fit the code."""
    code = {_key(entry) for entry in extract(domain)}
    for place in (domain.template, domain.catalogue):
        where = place.relative_to(ROOT)
        if not place.exists():
            yield f"{where} is not there; run `make catalogues`"
            continue
        listed = polib.pofile(str(place))
        kept = {_key(entry) for entry in listed if not entry.obsolete}
        yield from (f"{where} lacks {text!r}; run `make catalogues`" for _, text in code - kept)
        yield from (f"{where} has {text!r}, which no code uses" for _, text in kept - code)
        yield from (f"{where} has the obsolete {each.msgid!r}" for each in listed if each.obsolete)
        if place == domain.catalogue:
            yield from (f"{where}: {line}" for each in listed for line in untranslated(each))


def untranslated(entry: polib.POEntry) -> Iterator[str]:
    """Say what is wrong with the translation of one message."""
    if entry.fuzzy:
        yield f"{entry.msgid!r} is fuzzy"
    if not entry.msgstr.strip():
        yield f"{entry.msgid!r} is not translated"
    elif set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr)):
        yield f"{entry.msgid!r} has other placeholders than {entry.msgstr!r}"


def write(domain: Domain) -> None:
    """Bring the messages of the code into template and catalogue; what is unused goes."""
    template = extract(domain)
    old = polib.pofile(str(domain.catalogue)) if domain.catalogue.exists() else None
    domain.catalogue.parent.mkdir(parents=True, exist_ok=True)
    template.save(str(domain.template))
    merge(old, template).save(str(domain.catalogue))


def _draw(name: str, sources: list[str], target: Path) -> None:
    options = ["--domain", name, "--no-linenumbers", "--sort-output", "--output", str(target)]
    command = [sys.executable, "-m", "lingua.extract", *options, *sources]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The messages of {name} cannot be extracted:\n{done.stderr}")


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def _plain(entry: polib.POEntry, translation: str = "") -> polib.POEntry:
    files = sorted({file.removeprefix("./") for file, _line in entry.occurrences})
    return polib.POEntry(
        msgid=entry.msgid,
        msgctxt=entry.msgctxt,
        msgstr=translation,
        occurrences=[(file, "") for file in files],
    )


def _file(entries: list[polib.POEntry], metadata: dict[str, str]) -> polib.POFile:
    made = polib.POFile(wrapwidth=WIDTH)
    made.metadata = metadata | HEADER
    made.extend(sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or "")))
    return made


@click.command(help=__doc__)
@click.option("--write", "writes", is_flag=True)
def main(*, writes: bool) -> None:
    """Compare, or write and compare."""
    if writes:
        for domain in domains():
            write(domain)
    found = [line for domain in domains() for line in problems(domain)]
    click.echo("\n".join(found) or "The catalogues are complete.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
