"""Templates are compiled once, whoever uses them first."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.theme.compiling import KeptPrograms, KeptTemplate


def made(template: Path, folder: Path) -> KeptTemplate:
    opened = KeptTemplate(str(template), macro=None)
    opened.loader = KeptPrograms(folder)
    return opened


@pytest.fixture
def template(tmp_path: Path) -> Path:
    file = tmp_path / "page.pt"
    file.write_text("<p>${title}</p>", "utf-8")
    return file


@pytest.fixture
def kept(tmp_path: Path, template: Path) -> Path:
    """A folder in which the template is kept, compiled."""
    folder = tmp_path / "kept"
    assert made(template, folder)(title="标题") == "<p>标题</p>"
    return folder


@pytest.fixture
def no_compiler(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeptTemplate, "_compile", lambda *_: pytest.fail("compiled again"))


@pytest.mark.usefixtures("no_compiler")
def test_a_kept_template_is_not_compiled_again(template: Path, kept: Path) -> None:
    assert made(template, kept)(title="<b>") == "<p>&lt;b&gt;</p>"


def test_a_changed_template_is_compiled_again(template: Path, kept: Path) -> None:
    template.write_text("<h1>${title}</h1>", "utf-8")
    assert made(template, kept)(title="a") == "<h1>a</h1>"


@pytest.mark.parametrize("size", [0, 20, 100])
def test_what_was_cut_off_on_disk_is_made_again(template: Path, kept: Path, size: int) -> None:
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:size])
    assert made(template, kept)(title="a") == "<p>a</p>"
    assert len(file.read_bytes()) == len(whole)


def test_without_room_on_the_disk_pages_are_shown_all_the_same(template: Path, kept: Path) -> None:
    opened = made(template, kept)
    for file in kept.iterdir():
        file.unlink()
    kept.rmdir()
    assert opened(title="a") == "<p>a</p>"
