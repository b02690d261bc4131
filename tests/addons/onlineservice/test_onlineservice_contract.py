from __future__ import annotations

from addons.onlineservice import addon
from portal.testing import AddOnContract


class TestContract(AddOnContract):
    addon = addon
