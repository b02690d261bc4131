"""Write small valid downloads by hand: CSV, PDF and DOCX, the same bytes on every run."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

LINE_CHARACTERS = 36
"""Characters in a line of a PDF page."""

PAGE_LINES = 40
"""Lines on a PDF page."""

_NAMESPACE = "http://schemas.openxmlformats.org"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_XML}<Types xmlns="{_NAMESPACE}/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_NAMESPACE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_NAMESPACE}/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_FONT = (
    (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[4 0 R]>>"
    ),
    (
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>"
    ),
    (
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
    ),
)


def csv_file(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table as CSV, with the mark that spreadsheets need to see UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def docx_file(heading: str, lines: Sequence[str], fields: Sequence[str] = ()) -> bytes:
    """Return a Word document: a heading, a table of fields to fill in, and paragraphs."""
    table = _form_table(fields) if fields else ""
    text = _paragraph(heading, bold=True) + table + "".join(_paragraph(line) for line in lines)
    document = (
        f'{_XML}<w:document xmlns:w="{_NAMESPACE}/wordprocessingml/2006/main"><w:body>{text}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" '
        'w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
        "</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    return out.getvalue()


def pdf_file(heading: str, lines: Sequence[str]) -> bytes:
    """Return a PDF of A4 pages in a Chinese font that readers bring along."""
    wrapped = [piece for line in (heading, "", *lines) for piece in _wrap(line)]
    pages = [wrapped[at : at + PAGE_LINES] for at in range(0, len(wrapped), PAGE_LINES)]
    kids = b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        *_FONT,
    ]
    for n, page in enumerate(pages):
        stream = _page(page)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (7 + 2 * n)
        )
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream))
    return _assemble(objects)


def _page(lines: Sequence[str]) -> bytes:
    shown = [b"<%s> Tj T*" % line.encode("utf-16-be").hex().encode() for line in lines]
    return b"BT /F1 12 Tf 18 TL 82 770 Td\n" + b"\n".join(shown) + b"\nET"


def _assemble(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _wrap(line: str) -> list[str]:
    pieces = [line[at : at + LINE_CHARACTERS] for at in range(0, len(line), LINE_CHARACTERS)]
    return pieces or [""]


def _paragraph(text: str, *, bold: bool = False) -> str:
    look = '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr>' if bold else ""
    place = '<w:pPr><w:jc w:val="center"/></w:pPr>' if bold else ""
    return f'<w:p>{place}<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _form_table(fields: Sequence[str]) -> str:
    rows = "".join(f"<w:tr>{_cell(2600, field)}{_cell(6400, '')}</w:tr>" for field in fields)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>{_BORDERS}'
        '</w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="2600"/><w:gridCol w:w="6400"/>'
        f"</w:tblGrid>{rows}</w:tbl>"
    )


def _cell(width: int, text: str) -> str:
    size = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    return f"<w:tc>{size}{_paragraph(text)}</w:tc>"
