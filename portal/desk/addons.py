"""The add-ons of a site: what each brings, enabling, setting and disabling it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.addon.operations import change_settings, disable, enable, make_sections
from portal.addon.queries import needed, needing, settings_of
from portal.addon.registry import loaded_addons
from portal.content.addresses import path_of
from portal.desk.addonshowing import AddOnRow, count_public, row_of
from portal.errors import Refusal
from portal.forms.form import Form, NotFilledIn
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.addon.declaration import AddOn

DONE = {
    "enabled": _("The add-on is enabled; its pages answer from now on."),
    "disabled": _("The add-on is disabled; nothing of what it stored was deleted."),
    "set": _("The settings were saved."),
}


@view_config(
    context=Site,
    name="add-ons",
    permission="portal.manage",
    renderer="templates/addons.pt",
    request_method="GET",
)
def show(site: Site, request: Request) -> dict[str, Any]:
    """List the add-ons of this installation, and what each brings to the site."""
    addons = loaded_addons(request.registry)
    base = path_of(site, request)
    return {
        "title": _("Add-ons of “${place}”", mapping={"place": site.title}),
        "rows": tuple(row_of(each, site, request) for each in addons.values()),
        "gone": tuple(name for name in site.addons if name not in addons),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "begins": request.GET.get("done") == "enabled",
        "people": f"{base}people" if request.has_permission("portal.grant", site) else "",
        "base": base,
        "contents": f"{base}contents",
    }


@dataclass(frozen=True)
class Other:
    """An add-on that goes along; `count` public pages of it vanish."""

    name: str
    title: str
    count: int


class _Page:
    """What the pages of one add-on have in common."""

    def __init__(self, site: Site, request: Request) -> None:
        self.site = site
        self.request = request
        self.addons = loaded_addons(request.registry)
        name = request.params.get("addon", "")
        if name not in self.addons:
            raise HTTPNotFound
        self.addon: AddOn = self.addons[name]
        self.back = f"{path_of(site, request)}add-ons"

    def values(self, title: str, problem: str) -> dict[str, Any]:
        """Return what each of them shows."""
        if problem:
            self.request.response.status_int = 409
        row: AddOnRow = row_of(self.addon, self.site, self.request)
        return {
            "title": title,
            "addon": row,
            "problem": problem,
            "back": self.back,
            "address": f"{path_of(self.site, self.request)}{self.request.view_name}",
            "csrf_token": get_csrf_token(self.request),
        }

    def others(self, names: tuple[str, ...]) -> tuple[Other, ...]:
        """Return the add-ons called `names`."""
        return tuple(
            Other(name, self.addons[name].title, count_public(self.addons[name], self.site))
            for name in names
        )


@view_defaults(
    context=Site,
    name="enable-add-on",
    permission="portal.manage",
    renderer="templates/enable_addon.pt",
)
class EnableAddOn(_Page):
    """What it means to enable an add-on, and doing it."""

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Say what would be enabled, and which sections it proposes."""
        return self._page()

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Enable it, with what was said that it needs."""
        name, sent, act = self.addon.name, self.request.POST, self.request.act
        try:
            enable(self.site, name, self.addons, act, also=sent.getall("also"))
        except Refusal as refusal:
            return self._page(refusal.message)
        make_sections(self.site, self.addon, sent.getall("section"), act)
        return HTTPSeeOther(f"{self.back}?done=enabled#{name}")

    def _page(self, problem: str = "") -> dict[str, Any]:
        title = _("Enable “${addon}”", mapping={"addon": self.addon.title})
        before = () if self.site.uses(self.addon.name) else self._needed()
        return {
            **self.values(title, problem),
            "also": self.others(before),
            "kept": self.addon.name in self.site.addon_steps,
            "sections": tuple(
                (plan.name, plan.data["title"])
                for plan in self.addon.sections
                if plan.name not in self.site
            ),
        }

    def _needed(self) -> tuple[str, ...]:
        return needed(self.site, self.addon.name, self.addons)


@view_defaults(
    context=Site,
    name="disable-add-on",
    permission="portal.manage",
    renderer="templates/disable_addon.pt",
)
class DisableAddOn(_Page):
    """What it means to disable an add-on, and doing it."""

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Say what would vanish from the public."""
        return self._page()

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Disable it, with what was said that needs it."""
        name, also = self.addon.name, self.request.POST.getall("also")
        try:
            disable(self.site, name, self.addons, self.request.act, also=also)
        except Refusal as refusal:
            return self._page(refusal.message)
        return HTTPSeeOther(f"{self.back}?done=disabled#{name}")

    def _page(self, problem: str = "") -> dict[str, Any]:
        title = _("Disable “${addon}”", mapping={"addon": self.addon.title})
        also = self.others(needing(self.site, self.addon.name, self.addons))
        own = count_public(self.addon, self.site)
        return {
            **self.values(title, problem),
            "waiting": tuple(self._waiting()),
            "also": also,
            "count": own,
            "total": own + sum(each.count for each in also),
        }

    def _waiting(self) -> Iterator[tuple[str, int]]:
        """Return title and number of the work here that nobody can do then."""
        for each in self.addon.work_lists if self.site.uses(self.addon.name) else ():
            if number := each.waiting(self.site, self.request):
                yield each.title, number


@view_defaults(
    context=Site, name="set-add-on", permission="portal.manage", renderer="templates/set_addon.pt"
)
class SetAddOn(_Page):
    """The settings of an add-on in a site, as its schema asks for them."""

    def __init__(self, site: Site, request: Request) -> None:
        super().__init__(site, request)
        if self.addon.settings is None or not site.uses(self.addon.name):
            raise HTTPNotFound
        self.form = Form(self.addon.settings(), request)
        self.form.kept = {"addon": self.addon.name}

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show what holds."""
        return self._page(self.form.filled(settings_of(self.site, self.addon)))

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Let something else hold from now on."""
        data: Any = {}
        try:
            data = self.form.validated(self.request.POST)
            change_settings(self.site, self.addon, data, self.request.act)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        except Refusal as refusal:
            return self._page(self.form.filled(data), refusal.message)
        return HTTPSeeOther(f"{self.back}?done=set#{self.addon.name}")

    def _page(self, form: str, problem: str = "") -> dict[str, Any]:
        title = _("Settings of “${addon}”", mapping={"addon": self.addon.title})
        return {**self.values(title, problem), "form": form}
