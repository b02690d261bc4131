"""An auditor traces the life of one document, and the operator verifies the chain."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from portal.audit.job import SEALING
from portal.command import portal
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"


def lived(world: World) -> str:
    """Let a document be written, returned, corrected, approved and withdrawn."""
    world.site("fgw")
    editor, reviewer = world.browser("editor"), world.browser("reviewer")
    form = editor.get(f"{SECTION}/add-document").forms["form"]
    form["title"], form["source"], form["body"] = "关于放假的通知", "本委", "<p>三天</p>"
    address = form.submit("hand_in", status=303).location.rpartition("/draft")[0]
    form = reviewer.get(f"{address}/draft").forms["decide-return"]
    form["reason"] = "天数有误"
    form.submit("return", status=303)
    form = editor.get(f"{address}/edit").forms["form"]
    form["body"] = "<p>五天</p>"
    form.submit("hand_in", status=303)
    form = reviewer.get(f"{address}/draft").forms["decide-approve"]
    return str(form.submit("approve", status=303).location.rpartition("/draft")[0])


def test_an_auditor_traces_one_document_and_the_operator_verifies_the_chain(
    world: World, tmp_path: Path
) -> None:
    lived(world)
    SEALING.run(world.office)
    auditor = world.browser("auditor")
    log = auditor.get("/audit?by=reviewer&action=document.released")
    (story,) = log.lxml.xpath("//a[contains(@href, 'audit-story')]/@href")
    page = auditor.get(story)
    told = [" ".join(row.xpath("string(td[2])").split()) for row in page.lxml.xpath("//tbody/tr")]
    assert told == [
        *("editor", "editor"),  # written, handed in
        "reviewer",  # returned
        *("editor", "editor"),  # corrected, handed in
        *("reviewer", "reviewer"),  # approved, released
    ]
    assert "天数有误" in page.text
    last = page.lxml.xpath("//tbody/tr/td[last()]//a/@href")[-1]
    entry = auditor.get(last)
    assert entry.lxml.xpath("//p[@class='done']")
    assert entry.lxml.xpath("//dd[contains(., 'document.released')]")
    ini = tmp_path / "portal.ini"
    ini.write_text(f"[app:main]\nportal.data = {tmp_path}\n")
    result = CliRunner().invoke(portal, ["audit", "verify", str(ini)])
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "The audit log holds.")


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE audit_entry SET \"by\" = 'editor' WHERE id = 20", "Entry 20 was changed."),
        ("DELETE FROM audit_entry WHERE id = 20", "Entry 20 is missing."),
    ],
)
def test_what_somebody_did_to_the_log_by_hand_is_found(
    world: World, tmp_path: Path, statement: str, line: str
) -> None:
    lived(world)
    SEALING.run(world.office)
    with world.office.ledger.engine.begin() as connection:
        connection.execute(text(statement))
    ini = tmp_path / "portal.ini"
    ini.write_text(f"[app:main]\nportal.data = {tmp_path}\n")
    result = CliRunner().invoke(portal, ["audit", "verify", str(ini)])
    assert result.exit_code == 1
    assert line in result.output.splitlines()
