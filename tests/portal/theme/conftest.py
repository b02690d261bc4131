from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from pyramid.config import Configurator
from pyramid.renderers import render
from pyramid.testing import DummyRequest, DummySession
from pyramid.threadlocal import get_current_request
from pyramid_chameleon.interfaces import IChameleonTranslate

import portal
from portal.addon.registry import installed_addons
from portal.addon.serving import serve_files
from portal.settings import Settings
from portal.theme.frame import Page

ROOT = Path(portal.__file__).parent
CATALOGUES = (ROOT / "locale", *sorted(ROOT.parent.glob("addons/*/locale")))


@pytest.fixture(scope="session")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the catalogues of the core, of the delivered add-ons, and of another one."""
    folder = tmp_path_factory.mktemp("locale")
    place = folder / "zh_CN/LC_MESSAGES"
    place.mkdir(parents=True)
    for file in (file for each in CATALOGUES for file in each.glob("zh_CN/LC_MESSAGES/*.po")):
        polib.pofile(str(file)).save_as_mofile(str(place / f"{file.stem}.mo"))
    own = polib.POFile()
    own.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    own.append(polib.POEntry(msgid="Search", msgstr="查信件"))
    own.save_as_mofile(str(place / "weather.mo"))
    return folder


@pytest.fixture(scope="session")
def asked() -> set[tuple[str, str]]:
    """Domains and messages that were to be translated so far."""
    return set()


@pytest.fixture(scope="session")
def _config(chinese: Path, asked: set[tuple[str, str]]) -> Configurator:
    config = Configurator(settings={"pyramid.default_locale_name": "zh_CN"})
    config.include("portal.theme")
    for addon in installed_addons().values():
        serve_files(config, addon)
    config.add_translation_dirs(str(chinese))
    config.set_session_factory(lambda _request: DummySession())
    config.commit()
    translate = config.registry.getUtility(IChameleonTranslate)

    def listen(message: str, domain: str | None = None, **others: Any) -> Any:
        if domain is not None:
            asked.add((domain, str(message)))
        return translate(message, domain=domain, **others)

    config.registry.registerUtility(listen, IChameleonTranslate)
    return config


@pytest.fixture
def config(_config: Configurator, tmp_path: Path) -> Iterator[Configurator]:
    request = DummyRequest(site=None)
    request.registry = _config.registry
    request.registry["settings"] = Settings(data=tmp_path)
    _config.begin(request)
    yield _config
    _config.end()


@pytest.fixture
def show(config: Configurator) -> Callable[..., str]:
    """Render a page as a visitor gets it."""

    def show(template: str, values: dict[str, Any], page: Page) -> str:
        config.set_page_maker(lambda _request, _shown: page)
        return render(template, values, get_current_request())

    return show
