"""The settings of an installation are checked before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.application import configure, secret_of
from portal.command.office import Office
from portal.errors import DeploymentError
from portal.settings import read_settings


@pytest.fixture
def given(tmp_path: Path) -> dict[str, str]:
    return {"portal.data": str(tmp_path)}


def test_a_folder_is_all_that_is_needed(given: dict[str, str], tmp_path: Path) -> None:
    settings = read_settings(given)
    assert settings.data == tmp_path
    assert settings.secure_cookies
    assert settings.hosts == ("127.0.0.1", "localhost", "[::1]")
    assert settings.ledger_address.endswith("/ledger.sqlite")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("portal.threads", "many", "cannot be 'many'"),
        ("portal.threads", "0", "at least 1"),
        ("portal.cache_bytes", "12", "at least 1000000"),
        ("portal.secure_cookies", "perhaps", "cannot be"),
        ("portal.secret", "short", "at least 32"),
        ("portal.data", "", "is missing"),
        ("portal.nothing", "x", "not known"),
        ("threads", "4", "not known"),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, str], key: str, value: str, said: str) -> None:
    with pytest.raises(DeploymentError, match=said):
        read_settings(given | {key: value})


def test_settings_of_libraries_are_left_to_them(given: dict[str, str]) -> None:
    read_settings(given | {"pyramid.debug_notfound": "true"})


def test_a_folder_with_strange_characters_can_hold_the_stores(tmp_path: Path) -> None:
    folder = tmp_path / "政府 网站?#%&"
    folder.mkdir()
    settings = read_settings({"portal.data": str(folder)})
    Office(configure(settings)).close()
    assert settings.content_file.exists()
    assert settings.blobs_folder.is_dir()


def test_a_drawn_secret_is_kept_for_the_owner_alone(given: dict[str, str]) -> None:
    settings = read_settings(given)
    first, second = secret_of(settings), secret_of(settings)
    assert first == second
    assert len(first) == 64
    assert settings.secret_file.stat().st_mode & 0o777 == 0o600
