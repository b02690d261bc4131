"""The page on which the office keeps the words of the search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import colander
from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.times import ZONE, day
from portal.errors import Refusal
from portal.i18n import _, translated
from portal.site.cluster import Cluster
from portal.site.searchwords.operations import (
    GROUP_LEAST,
    GROUP_MOST,
    HOT_LENGTH,
    HOT_MOST,
    promote,
    set_hot_words,
    set_synonyms,
    unpromote,
)
from portal.site.searchwords.queries import page_at, promotion_rows
from portal.site.searchwords.schema import (
    WORDS_MAX,
    HotWordsSchema,
    PromotionSchema,
    SynonymsSchema,
    groups_in,
    text_of,
    words_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyramid.request import Request

DONE = {
    "hot-words": _("The hot words are shown from now on."),
    "synonyms": _("The search uses these synonyms from now on."),
    "promoted": _("The page is shown above the results from now on."),
    "removed": _("The page is found as any other from now on."),
}
"""What was done, as the address says it, to what the page says."""
PLACES = {"removed": "promoted"}
"""Part of the page to come back to, where it is not called like what was done."""
FIELD_MAX = 1_000_000
"""Longest text that a form shows again, in characters."""
_OID = re.compile(r"-?[0-9]{1,19}")


@view_defaults(
    context=Cluster,
    name="search-words",
    permission="portal.administer",
    renderer="templates/search_words.pt",
)
class SearchWords:
    """Hot words, synonyms and promoted pages, a form for each."""

    def __init__(self, cluster: Cluster, request: Request) -> None:
        self.cluster = cluster
        self.request = request
        self.address = f"{path_of(cluster, request)}search-words"

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show what there is, and what was just done; a word from elsewhere is filled in."""
        synonym, words = (self.request.GET.get(each, "") for each in ("synonym", "promote"))
        typed = {"words": words[:WORDS_MAX]}
        if synonym:
            typed["synonyms"] = f"{text_of(self.cluster.synonyms)}{synonym[:WORDS_MAX]} "
        return self._page(typed=typed, done=self.request.GET.get("done", ""))

    @view_config(request_method="POST", request_param="form=hot-words")
    def keep_hot_words(self) -> dict[str, Any] | HTTPSeeOther:
        """Replace the hot words."""
        return self._taken(HotWordsSchema(), self._keep_hot_words, "hot-words")

    @view_config(request_method="POST", request_param="form=synonyms")
    def keep_synonyms(self) -> dict[str, Any] | HTTPSeeOther:
        """Replace the synonyms."""
        return self._taken(SynonymsSchema(), self._keep_synonyms, "synonyms")

    @view_config(request_method="POST", request_param="form=promote")
    def promote(self) -> dict[str, Any] | HTTPSeeOther:
        """Promote a page to words."""
        schema = PromotionSchema().bind(today=self.request.act.at.astimezone(ZONE).date())
        return self._taken(schema, self._promote, "promoted", beside="address")

    @view_config(request_method="POST", request_param="form=remove")
    def remove(self) -> HTTPSeeOther:
        """Take back a promotion."""
        words, oid = (str(self.request.POST.get(each, "")) for each in ("words", "oid"))
        if _OID.fullmatch(oid):
            unpromote(self.cluster, words, int(oid), self.request.act)
        return self._done("removed")

    def _taken(
        self,
        schema: colander.Schema,
        keep: Callable[[Any], None],
        done: str,
        beside: str = "",
    ) -> dict[str, Any] | HTTPSeeOther:
        """Keep a form that is filled in correctly; show any other with what is wrong.

        :param beside: the field at which a refusal is told; the only one by itself.
        """
        names = [node.name for node in schema.children]
        typed = {name: str(self.request.POST.get(name, ""))[:FIELD_MAX] for name in names}
        try:
            keep(schema.deserialize(typed))
        except colander.Invalid as invalid:
            problems = invalid.asdict(translate=self._say)
        except Refusal as refusal:
            problems = {beside or names[0]: self._say(refusal.message)}
        else:
            return self._done(done)
        self.request.response.status_int = 422
        return self._page(typed=typed, problems=problems)

    def _keep_hot_words(self, data: Any) -> None:
        set_hot_words(self.cluster, words_in(data["hot_words"]), self.request.act)

    def _keep_synonyms(self, data: Any) -> None:
        set_synonyms(self.cluster, groups_in(data["synonyms"]), self.request.act)

    def _promote(self, data: Any) -> None:
        page = page_at(data["address"], self.request)
        promote(self.cluster, data["words"], page, self.request.act, until=data["until"])

    def _done(self, done: str) -> HTTPSeeOther:
        return HTTPSeeOther(f"{self.address}?done={done}#{PLACES.get(done, done)}")

    def _say(self, message: str) -> str:
        return translated(message, self.request.localizer.translate)

    def _page(
        self,
        *,
        typed: Mapping[str, str],
        problems: Mapping[str, str] | None = None,
        done: str = "",
    ) -> dict[str, Any]:
        stored = {
            "hot_words": "\n".join(self.cluster.hot_words),
            "synonyms": text_of(self.cluster.synonyms),
        }
        return {
            "title": _("Words of the search"),
            "action": self.address,
            "misses_address": f"{path_of(self.cluster, self.request)}search-misses",
            "csrf_token": get_csrf_token(self.request),
            "typed": stored | {"words": "", "address": "", "until": ""} | dict(typed),
            "problems": problems or {},
            "done": PLACES.get(done, done) if done in DONE else "",
            "said": DONE.get(done, ""),
            "groups": len(self.cluster.synonyms),
            "rows": tuple(promotion_rows(self.request)),
            "today": day(self.request.act.at.astimezone(ZONE).date()),
            "limits": {
                "hot": HOT_MOST,
                "length": HOT_LENGTH,
                "least": GROUP_LEAST,
                "most": GROUP_MOST,
            },
        }
