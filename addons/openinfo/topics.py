"""The topics of one site: those of the vocabulary, and those that the site sets besides."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import colander
from pyramid.traversal import find_root

from addons.openinfo.catalogue.content import Kinds
from addons.openinfo.catalogue.place import catalogue_of
from addons.openinfo.i18n import _
from addons.openinfo.vocabulary import TOP_LENGTH, Term, top_of, topic_title, topics
from portal.catalog.catalog import equal
from portal.forms.rows import Column, Rows, WrongRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from portal.site.site import Site

NAME = "openinfo"
"""Name of this add-on."""
FIELD = "topics"
"""Name of the setting: rows of a code and a title."""
KIND = "openinfo.disclosure"
"""Name of the type of records."""
OWN_CODE = re.compile(r"(\d\d)?[5-9]\d", re.ASCII)
"""Code of a topic that a site sets; the vocabulary never takes one that ends with 50 to 99."""
TITLE_MAX = 60
MOST = 200
SITES_KEPT = 64
"""So many sites that set topics have them at hand."""
CODE_RULE = _(
    "Please give two digits from 50 on, or the two digits of a topic and two more from 50 on."
)
TWICE = _("There is another topic with this code.")
NONE_ABOVE = _("There is no topic with the first two digits.")
TITLE_TWICE = _("There is another topic of this name beside it.")


def topics_field() -> colander.SchemaNode:
    """Return the setting of the topics of a site."""
    return colander.SchemaNode(
        Rows(
            Column(_("Code"), longest=4, needed=True),
            Column(_("Name of the topic"), longest=TITLE_MAX, needed=True),
            most=MOST,
        ),
        title=_("Further topics"),
        description=_(
            "Topics of this site besides those of the national catalogues: two digits from 50 on "
            "for one of the first level, such as 50, or the two digits of the topic above it and "
            "two more from 50 on, such as 0650. A topic that records have can be renamed, and not "
            "removed."
        ),
        preparer=lambda rows: () if rows is colander.null else rows,  # also none are checked
        missing=(),
    )


def topics_in(site: Site) -> Mapping[str, Term]:
    """Return the topics of `site` by code, each after the one above it."""
    rows = site.addon_settings.get(NAME, {}).get(FIELD, ())
    return _with(tuple(rows)) if rows else topics()


def title_in(site: Site, code: str) -> str:
    """Return the words for a topic of `site`, as `topic_title` does."""
    return topic_title(code, topics_in(site))


def own_names(site: Site) -> dict[str, str]:
    """Return the code of each topic that `site` sets, by this code and by its title."""
    found: dict[str, str] = {}
    for code, term in topics_in(site).items():
        if code not in topics():
            found |= {code: code, term.title: code}
    return found


def fitting_topics(site: Site) -> Callable[[Any, tuple[str, ...]], None]:
    """Return what refuses rows that are no topics, and the removal of one that records have."""

    def check(node: Any, rows: tuple[str, ...]) -> None:
        given = [node.typ.cells(row) for row in rows]
        wrong = dict(_wrong_rows(given))
        if wrong:
            raise WrongRows(node, wrong)
        codes = {code for code, _title in given}
        for code in sorted(set(own_names(site).values()) - codes):
            if is_used(site, code):
                values = {"topic": topics_in(site)[code].title}
                raise colander.Invalid(
                    node, _("Records have the topic “${topic}”, so it has to stay.", mapping=values)
                )

    return check


def is_used(site: Site, code: str) -> bool:
    """Tell whether a record of `site`, released or not, has the topic or one below it."""
    if catalogue_of(site).count(Kinds(topic=code)):
        return True
    root = find_root(site)
    known = root.catalog.fitting(equal(site=site.oid, kind=KIND))
    records = (root.__objectmap__.object_for(oid) for oid in known)
    return any(code in (each, top_of(each)) for each in _codes(records))


def _codes(records: Iterator[Any]) -> Iterator[str]:
    """Return the topics of records as the public sees them and as they are being written."""
    for record in records:
        if record is not None:
            yield record.topic
            yield record.revisions[-1].values.get("topic", "")


def _wrong_rows(given: list[tuple[str, ...]]) -> Iterator[tuple[int, Any]]:
    known = {code: term.title for code, term in topics().items()}
    tops = {code for code in (*known, *(row[0] for row in given)) if len(code) == TOP_LENGTH}
    for place, (code, title) in enumerate(given):
        beside = {t for c, t in known.items() if (len(c), c[:-2]) == (len(code), code[:-2])}
        if not OWN_CODE.fullmatch(code):
            yield place, CODE_RULE
        elif code in known:
            yield place, TWICE
        elif top_of(code) not in tops:
            yield place, NONE_ABOVE
        elif title in beside:
            yield place, TITLE_TWICE
        known[code] = title


@lru_cache(maxsize=SITES_KEPT)
def _with(rows: tuple[str, ...]) -> dict[str, Term]:
    pairs = (row.split("|", 1) for row in rows)
    own = {code.strip(): Term(code.strip(), title.strip()) for code, title in pairs}
    return dict(sorted((topics() | own).items()))
