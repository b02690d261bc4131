"""The check of the lock files notices what it is there for."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from lock import Outcome, main


def test_a_lock_that_does_not_fit_the_requirements_is_told_with_the_difference() -> None:
    outcome = Outcome("requirements.lock", "webob==1.8.10\n", "webob==1.8.11\n")
    found = list(outcome.problems(written=False))
    assert "run `make lock`" in found[0]
    assert {"-webob==1.8.10", "+webob==1.8.11"} <= set(found)


def test_a_lock_that_fits_is_no_problem() -> None:
    same = "webob==1.8.11 \\\n    --hash=sha256:00\n"
    assert not list(Outcome("requirements.lock", same, same).problems(written=False))


def test_a_lock_must_not_name_a_registry() -> None:
    named = "--index-url https://packages.example/simple\nwebob==1.8.11\n"
    assert list(Outcome("requirements.lock", named, named).problems(written=True))


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_registry_out_of_reach_is_told_and_is_a_failure_where_nobody_reads(
    monkeypatch: pytest.MonkeyPatch, ci: str, code: int
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    result = CliRunner().invoke(main, [])
    assert (result.exit_code, "not reachable" in result.output) == (code, True)
