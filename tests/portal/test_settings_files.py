from __future__ import annotations

import configparser
import re
from dataclasses import fields
from pathlib import Path

import click
import pytest
from ZODB.config import storageFromFile
from zodburi import resolve_uri

from portal.command import portal
from portal.errors import DeploymentError
from portal.settings import PREFIX, Settings, read_settings

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "etc").glob("*.ini"))
OPERATION = ROOT / "docs" / "operation.zh-CN.md"
PAGES = (
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    ROOT / "CHANGES.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)
KEY = re.compile(r"portal\.[a-z_]+")


def values_in(file: Path) -> dict[str, str]:
    """Read the section as an operator's process does, but for the server's `use`."""
    parser = configparser.ConfigParser({"here": str(file.parent)})
    parser.read_string(file.read_text("utf-8"), str(file))
    values = dict(parser["app:main"])
    assert values.pop("use") == "egg:portal-cluster"
    del values["here"]
    return values


def in_folder(values: dict[str, str], folder: Path) -> dict[str, str]:
    return values | {"portal.data": str(folder)}


def known_keys() -> set[str]:
    return {f"{PREFIX}{entry.name}" for entry in fields(Settings)}


def table_of_settings() -> dict[str, str]:
    """Return the rows of the table in the operator's manual: key to the default it gives."""
    rows = re.findall(
        r"^\| `(portal\.[a-z_]+)` \| (.*?) \|", OPERATION.read_text("utf-8"), re.MULTILINE
    )
    return {key: default.strip("`") for key, default in rows}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_settings_file_is_understood(file: Path, tmp_path: Path) -> None:
    settings = read_settings(in_folder(values_in(file), tmp_path))
    assert settings.data == tmp_path
    assert settings.addons == ("interaction", "openinfo", "onlineservice")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_settings_file_names_no_key_that_is_unknown_not_even_in_a_comment(file: Path) -> None:
    named = set(KEY.findall(file.read_text("utf-8")))
    assert named <= known_keys()


def test_there_are_files_for_development_tests_and_production() -> None:
    assert {"development.ini", "production.ini", "testing.ini"} <= {file.name for file in FILES}


def test_in_production_cookies_need_tls_and_a_front_server_is_believed(tmp_path: Path) -> None:
    settings = read_settings(in_folder(values_in(ROOT / "etc" / "production.ini"), tmp_path))
    assert settings.secure_cookies
    assert settings.proxy == "127.0.0.1"
    assert settings.secret == "generate"
    assert not {"127.0.0.1", "localhost"} & set(settings.hosts)


def test_the_file_for_production_shows_every_key() -> None:
    text = (ROOT / "etc" / "production.ini").read_text("utf-8")
    assert set(re.findall(r"^#?(portal\.[a-z_]+) =", text, re.MULTILINE)) == known_keys()


def test_what_the_file_for_production_leaves_out_is_shown_with_its_default(tmp_path: Path) -> None:
    text = (ROOT / "etc" / "production.ini").read_text("utf-8")
    shown = dict(re.findall(r"^#(portal\.[a-z_]+) =[ ]?(.*)$", text, re.MULTILINE))
    data = {"portal.data": str(tmp_path)}
    assert read_settings(data | shown) == read_settings(data)


def test_a_key_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    values = in_folder(values_in(ROOT / "etc" / "testing.ini"), tmp_path)
    with pytest.raises(DeploymentError, match=r"portal\.colour"):
        read_settings(values | {"portal.colour": "red"})


def test_the_manual_explains_every_key_and_no_other() -> None:
    assert set(table_of_settings()) == known_keys()


def test_the_manual_gives_the_defaults_of_the_code(tmp_path: Path) -> None:
    code = read_settings({"portal.data": str(tmp_path)})
    for key, told in table_of_settings().items():
        name = key.removeprefix(PREFIX)
        if name == "data":
            assert told == "（必填）"
            continue
        value = getattr(code, name)
        as_written = " ".join(value) if isinstance(value, tuple) else str(value)
        if isinstance(value, bool):
            as_written = as_written.lower()
        assert told == (as_written or "（空）"), key


def test_the_server_of_the_object_database_opens_its_storage(tmp_path: Path) -> None:
    text = (ROOT / "etc" / "zeo.conf").read_text("utf-8")
    moved = text.replace("/var/lib/portal", str(tmp_path))
    storage_part = re.search(r"<blobstorage.*</blobstorage>", moved, re.DOTALL)
    assert storage_part is not None
    config = tmp_path / "storage.conf"
    data = str(tmp_path)
    config.write_text(storage_part[0].replace("$DATA", data), "utf-8")
    with config.open() as file:
        storage = storageFromFile(file)
    storage.close()
    assert (tmp_path / "content.fs").exists()
    assert (tmp_path / "blobs").is_dir()


def test_the_example_of_an_address_for_several_processes_is_understood() -> None:
    text = (ROOT / "etc" / "production.ini").read_text("utf-8")
    example = re.search(r"(zeo://\S+)", text)
    assert example is not None
    _open, options = resolve_uri(example[1])
    assert options["cache_size"] == 50_000
    socket = re.search(r"%define DATA (\S+)", (ROOT / "etc" / "zeo.conf").read_text("utf-8"))
    assert socket is not None
    assert example[1].startswith(f"zeo://{socket[1]}/zeo.sock?")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_lists_every_command_and_no_other(name: str) -> None:
    rows = re.findall(r"^\| (`portal .*?) \|", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    listed = {command for row in rows for command in re.findall(r"`(.*?)`", row)}
    assert listed == set(paths_of(portal, "portal"))


def paths_of(command: click.Command, path: str) -> list[str]:
    if not isinstance(command, click.Group):
        return [path]
    return [
        each
        for name, below in command.commands.items()
        for each in paths_of(below, f"{path} {name}")
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_links_of_a_page_lead_to_files(page: Path) -> None:
    addresses = re.findall(r"\]\(([^)#:]+)[^)]*\)", page.read_text("utf-8"))
    assert [each for each in addresses if not (page.parent / each).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_only_commands_that_there_are(page: Path) -> None:
    named = re.findall(r"(?:`|^|bin/)portal ([a-z]+)\b", page.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= set(portal.commands)
