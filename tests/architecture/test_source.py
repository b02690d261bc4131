"""How source files have to be."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from modules import ROOT, Module, modules

MODULE_MAX = 400
"""Most lines of a module."""
FUNCTION_MAX = 40
"""Most lines of a function, from `def` to its end, docstring included."""
CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
MACHINE = re.compile(r"(?<![\w.])/(?:root|work|home|Users)/[\w.]")
REGISTRY = re.compile(r"(?:pypi|npmjs|crates|proxy\.golang)\.(?:org|com|io)\b|pythonhosted\.org")


def written() -> tuple[Module, ...]:
    return modules("portal", "addons", "tests", "bench")


@cache
def versioned() -> tuple[Path, ...]:
    """Return the files that are under version control or about to be."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no working copy")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def lines_with(pattern: re.Pattern[str], files: Iterator[Path]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1)
        if pattern.search(line)
    ]


def long_functions(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_MAX:
                yield f"{module.path}:{node.lineno}: {node.name} has {length} lines"


def test_no_module_is_longer_than_one_can_read() -> None:
    long = {str(each.path): len(each.text.splitlines()) for each in written()}
    assert not {path: lines for path, lines in long.items() if lines > MODULE_MAX}


def test_no_function_is_longer_than_one_can_see() -> None:
    assert not [line for module in written() for line in long_functions(module)]


def test_code_templates_and_styles_hold_no_chinese() -> None:
    kinds = {".py", ".pt", ".css", ".js"}
    code = (file for file in versioned() if file.suffix in kinds)
    assert not lines_with(CHINESE, (file for file in code if ROOT / "tests" not in file.parents))


def test_no_file_names_a_place_of_somebodys_machine() -> None:
    places = re.compile(f"{MACHINE.pattern}|{re.escape(str(ROOT))}/")
    assert not lines_with(places, iter(versioned()))


def test_no_file_names_a_package_registry() -> None:
    assert not lines_with(REGISTRY, iter(versioned()))
