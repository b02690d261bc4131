"""The add-on keeps to what the portal asks of every add-on."""

from __future__ import annotations

from addons.interaction import addon as interaction
from portal.testing import AddOnContract


class TestContract(AddOnContract):
    addon = interaction
