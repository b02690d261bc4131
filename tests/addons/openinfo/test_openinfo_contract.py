"""The add-on keeps to what the portal asks of every add-on."""

from __future__ import annotations

from addons.openinfo import addon
from portal.testing import AddOnContract


class TestContract(AddOnContract):
    addon = addon
