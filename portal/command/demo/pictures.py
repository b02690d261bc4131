"""Draw the lead pictures: landscapes and patterns without words, each from a seed."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageColor, ImageDraw, ImageOps

from portal.command.demo.plan import PicturePlan
from portal.command.demo.words import words

WIDTH, HEIGHT = 1200, 675
"""Size of a lead picture, in pixels."""

_SCALE = 2
_W, _H = WIDTH * _SCALE, HEIGHT * _SCALE

_LIGHTS: dict[str, tuple[str, str, str, str, str]] = {
    "morning": ("#8fb8d0", "#f7e7cf", "#9fb4bd", "#3f6470", "#f6cf8b"),
    "day": ("#6ea6cf", "#e4f0f5", "#8fb6a5", "#3c7259", "#fff3c9"),
    "dusk": ("#4d5a86", "#eeb08d", "#7d7396", "#3b3a5c", "#f8d9a0"),
    "autumn": ("#9fb9c3", "#f3e6cd", "#c2a274", "#7d5a37", "#f0b860"),
    "mist": ("#b9c8cc", "#eef1ef", "#a9bbb8", "#5f7d7b", "#fbf6e6"),
}
"""Of each light: upper and lower sky, far and near land, sun."""


class Canvas:
    """A picture in the making, in one light."""

    def __init__(self, light: str, rng: random.Random) -> None:
        upper, lower, self.far, self.near, self.sun = _LIGHTS[light]
        shade = ImageOps.colorize(Image.linear_gradient("L").resize((1, _H)), upper, lower)
        self.image = shade.resize((_W, _H), Image.Resampling.NEAREST)
        self.draw = ImageDraw.Draw(self.image)
        self.rng = rng

    def mixed(self, share: float) -> tuple[int, int, int]:
        """Return the colour between far (0) and near (1) land."""
        far, near = ImageColor.getrgb(self.far), ImageColor.getrgb(self.near)
        red, green, blue = (round(f + (n - f) * share) for f, n in zip(far, near, strict=True))
        return red, green, blue

    def shine(self) -> None:
        """Set the sun into the sky."""
        size, x, y = self.rng.randint(70, 110), self.rng.randint(300, _W - 300), 300
        self.draw.ellipse((x - size, y - size, x + size, y + size), fill=self.sun)

    def ridge(self, base: int, height: int, colour: tuple[int, int, int]) -> None:
        """Fill the land below a waved line around `base`."""
        turns = [(self.rng.uniform(1, 3) * n, self.rng.uniform(0, 6)) for n in (1, 2, 3)]
        line = [
            (x, base - height * sum(math.sin(x / _W * 3 * f + p) / (f + 1) for f, p in turns))
            for x in range(0, _W + 24, 24)
        ]
        self.draw.polygon([*line, (_W + 24, _H), (0, _H)], fill=colour)

    def tree(self, x: int, foot: int, size: int) -> None:
        """Plant a round tree."""
        self.draw.rectangle((x - size // 12, foot - size, x + size // 12, foot), fill="#6b5644")
        top, wide = foot - 2 * size, size * 3 // 5
        self.draw.ellipse((x - wide, top, x + wide, foot - size // 2), fill=self.mixed(0.85))


def picture(name: str, serial: int) -> PicturePlan:
    """Return the drawing that belongs to a serial number, with a true description."""
    text = words()["pictures_text"]
    rng = random.Random(f"picture {serial}")  # noqa: S311 - a demonstration keeps no secret
    scene = list(_SCENES)[serial % len(_SCENES)]
    light = list(_LIGHTS)[serial // len(_SCENES) % len(_LIGHTS)]
    canvas = Canvas(light, rng)
    _SCENES[scene](canvas)
    out = io.BytesIO()
    canvas.image.reduce(_SCALE).save(out, "JPEG", quality=80)
    return PicturePlan(
        name=name,
        content=out.getvalue(),
        alternative=text["alternative"].format(
            light=text["lights"][light], scene=text["scenes"][scene]
        ),
        caption=text["caption"],
    )


def _city(canvas: Canvas) -> None:
    canvas.shine()
    canvas.ridge(780, 160, canvas.mixed(0.1))
    for share, low, high in ((0.35, 500, 760), (0.7, 640, 900)):
        x = -40
        while x < _W:
            wide = canvas.rng.randint(90, 190)
            _tower(canvas, (x, canvas.rng.randint(low, high)), wide, share)
            x += wide + canvas.rng.randint(0, 30)
    canvas.draw.rectangle((0, 1180, _W, _H), fill=canvas.mixed(1))


def _tower(canvas: Canvas, corner: tuple[int, int], wide: int, share: float) -> None:
    x, top = corner
    canvas.draw.rectangle((x, top, x + wide, 1200), fill=canvas.mixed(share))
    for row in range(top + 30, 1160, 60):
        for column in range(x + 18, x + wide - 24, 40):
            if canvas.rng.random() < 0.4:  # noqa: PLR2004 - two windows of five are lit
                canvas.draw.rectangle((column, row, column + 16, row + 26), fill=canvas.sun)


def _hills(canvas: Canvas) -> None:
    canvas.shine()
    for step in range(6):
        canvas.ridge(560 + 130 * step, 190 - 18 * step, canvas.mixed(step / 5))


def _bridge(canvas: Canvas) -> None:
    canvas.shine()
    canvas.ridge(680, 170, canvas.mixed(0.1))
    canvas.ridge(780, 120, canvas.mixed(0.4))
    canvas.draw.rectangle((0, 860, _W, _H), fill=canvas.mixed(0.25))
    for _ in range(60):
        x, y = canvas.rng.randint(0, _W), canvas.rng.randint(900, _H)
        canvas.draw.line((x, y, x + canvas.rng.randint(60, 200), y), canvas.mixed(0.05), 5)
    dark, span = canvas.mixed(1), canvas.rng.choice((400, 480, 600))
    canvas.draw.rectangle((0, 790, _W, 830), fill=dark)
    for x in range(0, _W, span):
        canvas.draw.arc((x, 800, x + span, 1120), 180, 360, fill=dark, width=26)
        canvas.draw.rectangle((x - 18, 800, x + 18, 1000), fill=dark)


def _fields(canvas: Canvas) -> None:
    canvas.shine()
    canvas.ridge(640, 150, canvas.mixed(0.05))
    canvas.ridge(740, 90, canvas.mixed(0.3))
    canvas.draw.rectangle((0, 800, _W, _H), fill=canvas.mixed(0.55))
    middle = canvas.rng.randint(800, 1600)
    for n in range(-22, 23, 2):
        left, right = middle + n * 60, middle + (n + 1) * 60
        foot = [(middle + n * 320, _H), (middle + (n + 1) * 320, _H)]
        canvas.draw.polygon([(left, 800), *foot, (right, 800)], fill=canvas.mixed(0.8))
    for _ in range(9):
        canvas.tree(canvas.rng.randint(0, _W), 815, canvas.rng.randint(30, 60))


def _park(canvas: Canvas) -> None:
    canvas.shine()
    canvas.ridge(720, 120, canvas.mixed(0.15))
    canvas.draw.rectangle((0, 860, _W, _H), fill=canvas.mixed(0.5))
    x = canvas.rng.randint(900, 1500)
    path = [(x - 50, 860), (x + 50, 860), (x + 520, _H), (x - 360, _H)]
    canvas.draw.polygon(path, fill="#e9dfc9")
    for foot in range(900, 1260, 30):
        side = canvas.rng.choice((-1, 1))
        away = (foot - 860) + canvas.rng.randint(180, 900)
        canvas.tree(x + side * away, foot, 90 + (foot - 860) // 3)


def _waves(canvas: Canvas) -> None:
    for step in range(9):
        canvas.ridge(360 + 110 * step, canvas.rng.randint(90, 200), canvas.mixed(step / 8))


_SCENES: dict[str, Callable[[Canvas], None]] = {
    "city": _city,
    "hills": _hills,
    "bridge": _bridge,
    "fields": _fields,
    "park": _park,
    "waves": _waves,
}
