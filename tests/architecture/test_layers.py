"""What may import what."""

from __future__ import annotations

from collections.abc import Iterator

from modules import Module, is_in, own_imports, project

from portal.addon.registry import installed_addons

LAYERS = (
    "settings errors i18n act events substance",
    "clock ledger jobs workflow forms catalog search",
    "security content",
    "site library casework",
    "delivery audit mail theme desk addon evolution http",
    "addons",
    "command application testing portal",
)
"""Parts of the portal, line by line; a module imports only from its own line or from those above."""
LAYER = {part: number for number, line in enumerate(LAYERS) for part in line.split()}

ORDER = "schema workflow content events queries operations views desk".split()  # noqa: SIM905
"""Files of a folder; each imports only from those before it, in other folders also from its like."""

OWNERS = {
    "ahocorasick_rs": ("portal.content.checks.words",),
    "alembic": ("portal.ledger",),
    "babel": ("portal.command",),
    "argon2": ("portal.security.passwords",),
    "chinese_calendar": ("portal.clock.seed",),
    "click": ("portal.command",),
    "docx": ("portal.content.textreader",),
    "deform": ("portal.forms", "portal.desk"),
    "huey": ("portal.jobs",),
    "mammoth": ("portal.content.textreader",),
    "nh3": ("portal.content.richtext",),
    "opencc": ("portal.search.chinese",),
    "openpyxl": ("portal.desk.exporting", "portal.site.importing.tables"),
    "puremagic": ("portal.content.file",),
    "pypdfium2": ("portal.content.textreader",),
    "pypinyin": ("portal.content.names",),
    "repoze": ("portal.catalog",),
    "rich": ("portal.command",),
    "rjieba": ("portal.search",),
    "segno": ("portal.content.qrcode",),
    # The seals of the audit log are its own tables' business; security names the session's type.
    "sqlalchemy": ("portal.ledger", "portal.audit", "portal.mail", "portal.security"),
    # The base of content is a folder of substanced with an identity and a way back from it.
    "substanced": (
        "portal.substance",
        "portal.content.content",
        "portal.content.boundary",
        "portal.evolution",
    ),
    "tantivy": ("portal.search",),
    "waitress": ("portal.command",),
    "webtest": ("portal.testing",),
}
"""Libraries, each with the parts that may know it; all others ask those parts."""


def part_of(name: str) -> str:
    parts = name.split(".")
    return "addons" if parts[0] == "addons" else (parts[1] if parts[1:] else parts[0])


def upward_imports(module: Module) -> Iterator[str]:
    for name in own_imports(module):
        if LAYER[part_of(name)] > LAYER[part_of(module.name)]:
            yield f"{module.name} imports {name}, which lies below it"


def disorderly_imports(module: Module) -> Iterator[str]:
    if module.path.stem not in ORDER:
        return
    own = ORDER.index(module.path.stem)
    for name in own_imports(module):
        folder, _, stem = name.rpartition(".")
        if stem in ORDER and ORDER.index(stem) + (folder == module.folder) > own:
            yield f"{module.name} imports {name}, which comes after it"


def foreign_imports(module: Module) -> Iterator[str]:
    for name in module.imports():
        owners = OWNERS.get(name.partition(".")[0])
        if owners and not any(is_in(module.name, owner) for owner in owners):
            yield f"{module.name} imports {name}; only {', '.join(owners)} may"


def borrowed_imports(module: Module) -> Iterator[str]:
    addons = installed_addons().values()
    own = next((each for each in addons if is_in(module.name, each.package)), None)
    for name in own_imports(module):
        other = next((each for each in addons if is_in(name, each.package)), None)
        if own and other and other is not own and other.name not in own.requires:
            yield f"{module.name} imports {name}, but {own.name} does not require {other.name}"


def test_every_part_of_the_portal_has_its_line() -> None:
    parts = {part_of(module.name) for module in project()}
    assert parts <= set(LAYER), f"Not in the table of layers: {sorted(parts - set(LAYER))}"


def test_a_module_imports_only_from_its_own_line_or_from_those_above() -> None:
    assert not [line for module in project() for line in upward_imports(module)]


def test_a_file_of_a_type_imports_only_from_those_before_it() -> None:
    assert not [line for module in project() for line in disorderly_imports(module)]


def test_each_library_is_known_only_where_it_belongs() -> None:
    assert not [line for module in project() for line in foreign_imports(module)]


def test_an_addon_imports_only_from_addons_that_it_requires() -> None:
    assert not [line for module in project() for line in borrowed_imports(module)]
