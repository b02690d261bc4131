"""The modules of the project as text and syntax, and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Module:
    """One module.

    :ivar name: dotted, `portal.content` for its `__init__.py`.
    :ivar path: relative to the project.
    """

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """The source."""
        return (ROOT / self.path).read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax."""
        return ast.parse(self.text, str(self.path))

    @property
    def folder(self) -> str:
        """Dotted name of the package that the file lies in."""
        return ".".join(self.path.parent.parts)

    def imports(self) -> Iterator[str]:
        """Return the dotted names that are imported anywhere in the module, also for types only."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (each.name for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name} imports relative to itself"
                yield from (f"{node.module}.{each.name}" for each in node.names)


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Return the modules below `folders`, which are relative to the project."""
    files = sorted(each for folder in folders for each in (ROOT / folder).rglob("*.py"))
    return tuple(_module(file.relative_to(ROOT)) for file in files)


def project() -> tuple[Module, ...]:
    """Return the modules of the core and of the delivered add-ons."""
    return modules("portal", "addons")


def own_imports(module: Module) -> Iterator[str]:
    """Return the names of the modules of the project that `module` imports."""
    known = {each.name for each in project()}
    for name in module.imports():
        if name in known:
            yield name
        elif name.rpartition(".")[0] in known:
            yield name.rpartition(".")[0]


def is_in(name: str, package: str) -> bool:
    """Tell whether the module `name` is `package` or lies in it."""
    return f"{name}.".startswith(f"{package}.")


def _module(path: Path) -> Module:
    return Module(".".join(path.with_suffix("").parts).removesuffix(".__init__"), path)
