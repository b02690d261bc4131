"""Addresses as QR codes, for phones and for paper."""

from __future__ import annotations

from functools import lru_cache

import segno

KEPT = 1_000
"""Codes that a process remembers; each takes two to six thousand characters."""
LONGEST = 1_000
"""Longest address that becomes a code, in characters; phones do not read finer patterns."""


@lru_cache(KEPT)
def qr_code(address: str) -> str:
    """Return the SVG element with `address` as a QR code, known as `qr` within its page.

    An address that is too long gives nothing.

    Every reader takes any of the eight masks. Trying them all for the smoothest one would take
    8 ms instead of 2, and a search engine that walks all pages meets each address once.
    """
    if len(address) > LONGEST:
        return ""
    code = segno.make_qr(address, error="m", boost_error=False, mask=0)
    svg: str = code.svg_inline(svgid="qr", svgclass=None, lineclass=None, omitsize=True)
    return svg
