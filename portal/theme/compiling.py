"""Page templates that are compiled once and not in every process again.

A start compiles the templates of its first page for half a second. What comes out depends on
nothing but the template, the library and the version of Python, and is kept under their digest.
"""

from __future__ import annotations

import marshal
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from pyramid.decorator import reify
from pyramid_chameleon.renderer import template_renderer_factory
from pyramid_chameleon.zpt import PyramidPageTemplateFile, ZPTTemplateRenderer

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import CodeType

    from pyramid.config import Configurator

COMPILER = f"chameleon-{version('Chameleon')} {sys.implementation.cache_tag}"
"""What a compiled template can be used with."""


FOLDER = "portal.compiled_templates"
"""Key in the registry of the folder to keep them in; without one they are not kept."""


class KeptPrograms:
    """Compiled templates in a folder that can be thrown away; it is the loader of Chameleon.

    A file begins with the digest of the rest, so that one that was cut off is made again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, name: str) -> dict[str, Any] | None:
        """Return what the program `name` defines, `None` if it is not kept."""
        try:
            kept = self._place(name).read_bytes()
        except FileNotFoundError:
            return None
        size = sha256().digest_size
        digest, program = kept[:size], kept[size:]
        if sha256(program).digest() != digest:
            return None
        return _run(marshal.loads(program))  # noqa: S302  # as much ours as the object database

    def build(self, source: str, name: str) -> dict[str, Any]:
        """Compile `source`, keep it as `name`, and return what it defines."""
        code = compile(source, name, "exec")
        program = marshal.dumps(code)
        with suppress(OSError):  # a full disk keeps nobody from reading
            begun = self._folder / token_hex(16)
            begun.write_bytes(sha256(program).digest() + program)
            begun.replace(self._place(name))
        return _run(code)

    def _place(self, name: str) -> Path:
        return self._folder / Path(name).with_suffix(".program")


class KeptTemplate(PyramidPageTemplateFile):
    """A page template whose program is kept."""

    def digest(self, body: str, names: Collection[str]) -> str:
        """Return the name of the program; Chameleon's reads the metadata of all packages."""
        facts = (COMPILER, str(self.filename), str(self.macro), *names, body)
        return sha256("\0".join(facts).encode()).hexdigest()


class Renderer(ZPTTemplateRenderer):
    """A renderer of such templates."""

    @reify
    def template(self) -> KeptTemplate:
        """Return the template, which is compiled when it is first used."""
        lookup = self.lookup
        made = KeptTemplate(
            self.path,
            auto_reload=lookup.auto_reload,
            debug=lookup.debug,
            translate=lookup.translate,
            macro=self.macro,
        )
        folder: Path | None = lookup.registry.get(FOLDER)
        if folder is not None:
            made.loader = KeptPrograms(folder)
        return made


def page_template(info: Any) -> Renderer:
    """Return the renderer of a `.pt` file."""
    renderer: Renderer = template_renderer_factory(info, Renderer)
    return renderer


def _run(code: CodeType) -> dict[str, Any]:
    defined: dict[str, Any] = {}
    exec(code, defined)  # noqa: S102  # as Chameleon does with what it compiled
    return defined


def includeme(config: Configurator) -> None:
    """Render `.pt` files with kept programs."""
    config.include("pyramid_chameleon")
    config.add_renderer(".pt", page_template)
