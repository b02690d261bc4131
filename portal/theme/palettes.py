"""The colours of pages: palettes as data, and the styles that are made of them.

`python -m portal.theme.palettes` writes the styles anew after a change of the data.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
DATA = FOLDER / "data/themes.toml"
STYLES = FOLDER / "static/themes.css"
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
TINT = 0.09
"""How much of the main colour is in a tint of it."""
ELDER_SHADE = 0.62
"""How much of a colour stays where it is darkened for large text; the rest is black."""

Colour = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""


@dataclass(frozen=True)
class Palette:
    """The three colours of a theme: of heads and links, of warnings, and behind the page."""

    name: str
    main: Colour
    accent: Colour
    ground: Colour

    @property
    def pale(self) -> Colour:
        """The tint of the main colour behind what is chosen or marked."""
        return _mix(self.main, WHITE, TINT)

    @property
    def elder(self) -> Palette:
        """The same with stronger contrast, for those who asked for large text."""
        main, accent = (_mix(each, BLACK, ELDER_SHADE) for each in (self.main, self.accent))
        return Palette(self.name, main, accent, self.ground)


def palettes() -> tuple[Palette, ...]:
    """Return the palettes of data/themes.toml in their order."""
    return tuple(
        Palette(name, *(_read(values[part]) for part in ("main", "accent", "ground")))
        for name, values in tomllib.loads(DATA.read_text("utf-8")).items()
    )


def styles() -> str:
    """Return the styles of the palettes after the first; `data-theme` on the page names one."""
    usual, elder = ":not([data-contrast])", "[data-reading=elder]:not([data-contrast])"
    lines = ["/* Made of data/themes.toml by python -m portal.theme.palettes */"]
    for each in palettes()[1:]:
        theme = f"[data-theme={each.name}]"
        lines.append(_rule(f"{theme}{usual}", each, ("main", "accent", "ground", "pale")))
        lines.append(_rule(f"{theme}{elder}", each.elder, ("main", "accent")))
    return "\n".join((*lines, ""))


def in_hex(colour: Colour) -> str:
    """Return `colour` as styles write it, such as `#124683`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _read(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue


def _rule(selector: str, palette: Palette, names: tuple[str, ...]) -> str:
    values = " ".join(f"--{name}: {in_hex(getattr(palette, name))};" for name in names)
    return f"{selector} {{ {values} }}"


if __name__ == "__main__":
    STYLES.write_text(styles(), "utf-8")
