"""What people call the browser that a request came from; coarse, and as it says itself."""

from __future__ import annotations

NAMES = (
    ("MicroMessenger/", "WeChat"),
    ("DingTalk/", "DingTalk"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("QQBrowser/", "QQ"),
    ("UCBrowser/", "UC"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a browser's header contains, to its name; those built upon others come first."""
SYSTEMS = (
    ("OpenHarmony", "HarmonyOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
READ_MOST = 500
"""Of the header, in characters."""


def browser_name(agent: str) -> str:
    """Return browser and system, such as `Firefox, Windows`; empty for those it does not know."""
    read = agent[:READ_MOST]
    found = (_first(NAMES, read), _first(SYSTEMS, read))
    return ", ".join(each for each in found if each)


def _first(marks: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in marks if mark in agent), "")
