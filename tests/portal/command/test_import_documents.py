"""The import: complete, never twice, and calm about bad files and full disks."""

from __future__ import annotations

import gzip
import json
import resource
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from portal.content.document.content import Document
from portal.content.link.content import Link

TO = ("--site", "fgw", "--section", "zwgk/fggw")
COUNT = 300


@pytest.fixture(scope="module")
def records(shared_data: Path) -> list[dict[str, Any]]:
    with gzip.open(shared_data / "documents.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(next(file)) for _line in range(COUNT)]


def made(number: int, **values: Any) -> dict[str, Any]:
    return {
        "id": f"r{number}",
        "title": f"文件{number}",
        "body_text": f"正文{number}",
        "category": "法规",
        "published_on": "2020-01-02",
    } | values


def written(installation: Any, records: list[Any], name: str = "d.jsonl") -> Path:
    lines = [
        each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in records
    ]
    place: Path = installation.folder / name
    place.write_text("\n".join(lines), "utf-8")
    return place


def brought(installation: Any, file: Any, *to: str, run: str = "call", **options: Any) -> Any:
    return getattr(installation, run)("import", "documents", "a.ini", file, *(to or TO), **options)


def stored(installation: Any) -> tuple[Counter[str], int]:
    """Return how often each title is there, and the number of findable documents."""
    with installation.office() as office, office.transaction() as (cluster, _act):
        contents = (
            cluster.__objectmap__.object_for(oid) for oid in cluster.__objectmap__.objectid_to_path
        )
        titles = Counter(each.title for each in contents if isinstance(each, Document))
        return titles, office.search.count()


def test_real_documents_come_in_once_and_are_found(
    installation: Any, records: list[dict[str, Any]]
) -> None:
    file = written(installation, records)
    first, second = brought(installation, file), brought(installation, file)
    assert (first.returncode, first.stdout.strip()) == (
        0,
        f"{COUNT} documents created, 0 changed, 0 unchanged, 0 bad lines.",
    )
    assert (
        second.stdout.strip() == f"0 documents created, 0 changed, {COUNT} unchanged, 0 bad lines."
    )
    titles, findable = stored(installation)
    assert sum(titles.values()) == findable == COUNT
    assert installation.call("check", "a.ini").returncode == 0


def test_a_changed_record_is_a_new_version_of_the_same_document(installation: Any) -> None:
    brought(installation, written(installation, [made(1), made(2)]))
    done = brought(
        installation, written(installation, [made(1, body_text="修订后的正文"), made(2)])
    )
    assert done.stdout.strip() == "0 documents created, 1 changed, 1 unchanged, 0 bad lines."
    with installation.office() as office, office.transaction() as (cluster, _act):
        site = cluster["sites"]["fgw"]
        oid, _digest = site.imported["r1"]
        document = cluster.__objectmap__.object_for(oid)
        assert "修订后的正文" in document.body
        assert len(document.revisions) == 2
        assert document.displayed_at.isoformat() == "2020-01-01T16:00:00+00:00"


def test_a_changed_record_does_not_pile_up_its_attachments(installation: Any) -> None:
    files = ["https://a.example/1.pdf", "https://a.example/2.pdf"]
    for body in ("一", "二", "三"):
        brought(installation, written(installation, [made(1, body_text=body, attachments=files)]))
    with installation.office() as office, office.transaction() as (cluster, _act):
        media = cluster["sites"]["fgw"]["media"]
        links = [each.address for each in media.values() if isinstance(each, Link)]
    assert sorted(links) == files


def test_bad_lines_are_reported_with_their_numbers_and_stop_nothing(installation: Any) -> None:
    lines = [
        made(1),
        "rubbish",
        "",
        "[1]",
        made(2),
        {"id": "x"},
        made(3, published_on="2020-13-45"),
        made(4),
    ]
    done = brought(installation, written(installation, lines), run="run")
    assert done.returncode == 1
    assert done.stdout.startswith("3 documents created")
    assert [
        line.partition(":")[0] for line in done.stderr.splitlines() if line.startswith("line")
    ] == ["line 2", "line 4", "line 6", "line 7"]
    assert "Traceback" not in done.stderr


def test_a_truncated_archive_gives_what_it_has(installation: Any) -> None:
    whole = gzip.compress("\n".join(json.dumps(made(n)) for n in range(2_000)).encode())
    place = installation.folder / "d.jsonl.gz"
    place.write_bytes(whole[: len(whole) // 2])
    done = brought(installation, place)
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert sum(stored(installation)[0].values()) > 100


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (("--site", "nothing", "--section", "zwgk"), "no site"),
        (("--site", "fgw", "--section", "nothing"), "no section"),
        (("--site", "fgw", "--section", "../../people"), "no section"),
        (("--site", "fgw", "--section", "media"), "no section"),
        (("--site", "fgw", "--section", ""), "no section"),
    ],
)
def test_a_place_that_does_not_exist_is_told_before_anything_is_read(
    founded: Any, to: tuple[str, ...], said: str
) -> None:
    done = brought(founded, founded.ini, *to)
    assert done.returncode == 1
    assert said in done.stderr


def test_a_file_that_does_not_exist_is_told(founded: Any) -> None:
    assert brought(founded, "nothing.jsonl").returncode == 2
    assert brought(founded, founded.folder).returncode == 2


def test_an_import_that_is_killed_goes_on_and_brings_nothing_twice(installation: Any) -> None:
    body = "\n".join("这是一个很长的段落。" * 30 for _line in range(20))
    file = written(installation, [made(number, body_text=body) for number in range(2_000)])
    words = installation.words("import", "documents", "a.ini", file, *TO)
    data = installation.folder / "var" / "content.fs"
    before = data.stat().st_size
    with subprocess.Popen(words, cwd=installation.folder, stderr=subprocess.DEVNULL) as running:
        seen = before
        while running.poll() is None and (data.stat().st_size != seen or seen == before):
            seen = data.stat().st_size
            time.sleep(0.05)
        running.kill()
    assert running.returncode == -9
    done = brought(installation, file)
    assert done.returncode == 0, done.stderr
    there = [int(word) for word in done.stdout.split() if word.isdigit()]
    assert there[0] + there[2] == 2_000
    assert there[2] > 0
    titles, findable = stored(installation)
    assert (len(titles), set(titles.values()), findable) == (2_000, {1}, 2_000)
    assert installation.call("check", "a.ini").returncode == 0


@pytest.mark.parametrize("room", [200_000, 1_500_000])
def test_a_full_disk_is_told_in_one_line_and_a_later_run_goes_on(
    installation: Any, room: int
) -> None:
    file = written(
        installation, [made(number, body_text="正文。" * 1_000) for number in range(400)]
    )

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    full = brought(installation, file, run="run", preexec_fn=little_room)
    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    assert "portal: " in full.stderr.splitlines()[-1]
    assert brought(installation, file).returncode == 0
    titles, findable = stored(installation)
    assert (len(titles), set(titles.values()), findable) == (400, {1}, 400)
    assert installation.call("check", "a.ini").returncode == 0


@pytest.fixture
def small_disk(installation: Any, tmp_path: Path) -> Any:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", place], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    var = installation.folder / "var"
    shutil.copytree(var, place, dirs_exist_ok=True)
    shutil.rmtree(var)
    var.symlink_to(place)
    yield installation
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_fills_up_is_told_in_one_line(small_disk: Any) -> None:
    file = written(
        small_disk, [made(number, body_text=f"正文{number}。" * 500) for number in range(2_000)]
    )
    full = brought(small_disk, file, run="run")
    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    assert "portal: " in full.stderr.splitlines()[-1]
