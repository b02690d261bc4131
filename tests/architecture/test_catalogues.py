"""Every message of the code is translated."""

from __future__ import annotations

import polib
import pytest
from catalogues import Domain, domains, problems, untranslated
from pyramid.i18n import make_localizer
from pyramid.interfaces import ITranslationDirectories

from portal.addon.registry import installed_addons
from portal.testing import World


@pytest.mark.parametrize("domain", domains(), ids=lambda domain: domain.name)
def test_the_catalogues_fit_the_code_and_are_complete(domain: Domain) -> None:
    assert not list(problems(domain))


@pytest.mark.parametrize(
    ("text", "translation", "flags"),
    [
        ("Site", "", []),
        ("Site", "站点", ["fuzzy"]),
        ("${count} sites", "${number} 个站点", []),
        ("Sites", "${count} 个站点", []),
    ],
)
def test_a_translation_must_be_there_sure_and_with_the_same_placeholders(
    text: str, translation: str, flags: list[str]
) -> None:
    assert list(untranslated(polib.POEntry(msgid=text, msgstr=translation, flags=flags)))


def test_the_name_of_an_addon_is_shown_in_chinese(tmp_path) -> None:
    delivered = installed_addons()
    world = World.make(tmp_path, addons=tuple(delivered))
    folders = world.office.registry.getUtility(ITranslationDirectories)
    localizer = make_localizer("zh_CN", folders)
    shown = {addon.name: localizer.translate(addon.title) for addon in delivered.values()}
    world.close()
    assert shown["openinfo"] == "政府信息公开"
    assert not [name for name, title in shown.items() if title.isascii()]
