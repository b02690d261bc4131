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
from portal.settings import Settings
from portal.theme.frame import Page

CATALOGUE = Path(portal.__file__).parent / "locale/zh_CN/LC_MESSAGES/portal.po"


@pytest.fixture(scope="session")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the core's catalogue, and one of an add-on."""
    folder = tmp_path_factory.mktemp("locale")
    place = folder / "zh_CN/LC_MESSAGES"
    place.mkdir(parents=True)
    polib.pofile(str(CATALOGUE)).save_as_mofile(str(place / "portal.mo"))
    own = polib.POFile()
    own.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    own.append(polib.POEntry(msgid="Search", msgstr="查信件"))
    own.save_as_mofile(str(place / "interaction.mo"))
    return folder


@pytest.fixture(scope="session")
def asked() -> set[str]:
    """Messages of the core that were to be translated so far."""
    return set()


@pytest.fixture(scope="session")
def _config(chinese: Path, asked: set[str]) -> Configurator:
    config = Configurator(settings={"pyramid.default_locale_name": "zh_CN"})
    config.include("portal.theme")
    config.add_translation_dirs(str(chinese))
    config.set_session_factory(lambda _request: DummySession())
    config.commit()
    translate = config.registry.getUtility(IChameleonTranslate)

    def listen(message: str, domain: str | None = None, **others: Any) -> Any:
        if domain == "portal":
            asked.add(str(message))
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
