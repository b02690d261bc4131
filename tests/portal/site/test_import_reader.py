from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from pathlib import Path

import pytest

from portal.i18n import english
from portal.site.importing.reader import LINE_LIMIT, BadLine, Record, read_records

GOOD = json.dumps({"id": "a-1", "title": "通知", "body_text": "正文"}, ensure_ascii=False).encode()


def _read(data: bytes) -> list[Record | BadLine]:
    return list(read_records(io.BytesIO(data)))


def _outcome(data: bytes) -> list[tuple[int, str]]:
    return [
        (each.line, english(each.reason) if isinstance(each, BadLine) else "")
        for each in _read(data)
    ]


def test_lines_are_read_from_a_plain_and_from_a_compressed_file(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    plain.write_bytes(GOOD + b"\n\n" + GOOD)
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    expected = [Record(1, json.loads(GOOD)), Record(3, json.loads(GOOD))]
    assert list(read_records(plain)) == list(read_records(packed)) == expected


def test_an_open_file_stays_open() -> None:
    file = io.BytesIO(GOOD)
    assert len(list(read_records(file))) == 1
    assert not file.closed


def test_a_mark_of_byte_order_does_no_harm() -> None:
    assert _outcome(b"\xef\xbb\xbf" + GOOD) == [(1, "")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "no JSON"),
        (b"[1]", "no JSON object"),
        (b"null", "no JSON object"),
        ('{"id": "公开"}'.encode("gb18030"), "Byte 9 of this line is not UTF-8"),
        (b"[" * 100_000, "no JSON"),
        (b"\x00\x01", "no JSON"),
        (b'{"id": ' + b"9" * 10_000 + b"}", "no JSON"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_stops_nothing(line: bytes, reason: str) -> None:
    outcome = _outcome(GOOD + b"\n" + line + b"\n" + GOOD)
    assert [number for number, _ in outcome] == [1, 2, 3]
    assert reason in outcome[1][1]
    assert outcome[2][1] == ""


def test_a_line_of_fifty_megabytes_is_passed_over_without_being_held(tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl.gz"
    with gzip.open(file, "wb", compresslevel=1) as stream:
        stream.write(GOOD + b"\n")
        for _ in range(50):
            stream.write(b"x" * 1_000_000)
        stream.write(b"\n" + GOOD)
    tracemalloc.start()
    lines = [(each.line, type(each)) for each in read_records(file)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert lines == [(1, Record), (2, BadLine), (3, Record)]
    assert peak < 4 * LINE_LIMIT


def test_a_cut_off_compressed_file_ends_with_a_bad_line() -> None:
    lines = b"\n".join(
        json.dumps({"id": str(n), "title": "t", "body_text": "x"}).encode() for n in range(9_000)
    )
    packed = gzip.compress(lines)
    read = _read(packed[: len(packed) // 2])
    assert isinstance(read[-1], BadLine)
    assert "damaged" in read[-1].reason
    assert len(read) > 1_000
    assert all(isinstance(each, Record) for each in read[:-1])
    assert [each.line for each in read] == list(range(1, len(read) + 1))


def test_a_compressed_file_with_wrong_bytes_ends_with_a_bad_line() -> None:
    packed = bytearray(gzip.compress(GOOD))
    packed[-6] ^= 0xFF
    assert "damaged" in _outcome(bytes(packed))[-1][1]
    assert "damaged" in _outcome(b"\x1f\x8b")[-1][1]


def test_an_empty_file_has_no_records() -> None:
    assert _read(b"") == []


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_records(tmp_path / "nothing.jsonl"))
    with pytest.raises(IsADirectoryError):
        list(read_records(tmp_path))
