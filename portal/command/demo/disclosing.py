"""Publishing the disclosure records, the guide and the rules of a site."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from addons.openinfo.disclosure.content import Disclosure
from addons.openinfo.guide.content import Guide
from addons.openinfo.vocabulary import genre_by_title
from portal.command.demo.bodies import open_phone, phone
from portal.command.demo.publishing import publish_plan, section_at, values_of
from portal.command.demo.records import (
    fields_of,
    is_record,
    rules_of,
    words_of_records,
    written_records,
)
from portal.command.demo.slots import bodies
from portal.content.addresses import tree_path
from portal.content.document.operations import (
    publish_document,
    release_document,
    save_draft,
)
from portal.content.redirects import path_below

if TYPE_CHECKING:
    from datetime import date

    from portal.act import Act
    from portal.command.demo.plan import DocumentPlan
    from portal.site.site import Site

GUIDE, RULES, CATALOGUE = "zfxxgk/gkzn", "zfxxgk/gkzd", "zfxxgk/fdzdgknr"
"""Paths of sections of the platform for disclosure."""
OTHER_GENRE = "other"
FAX = 23
"""Which telephone number of a body is that of its fax machine."""
OWN_GUIDE, OWN_RULES, OWN_CATALOGUE = "xxgkzn", "xxgkzd", "xxgkml"
"""Last parts of the paths of the sections that became those."""


class Disclosing:
    """Publishes what belongs to the disclosure of one site."""

    def __init__(self, site: Site, place: int, act: Act) -> None:
        self.site, self.place, self.act = site, place, act
        self._policies: dict[str, Any] = {}
        self._guide: DocumentPlan | None = None

    def publish(self, document: DocumentPlan) -> bool:
        """Publish a planned document, if it is one for disclosure; tell whether it is."""
        leaf = document.section.rpartition("/")[2]
        if leaf == OWN_CATALOGUE:  # the catalogue itself takes its place
            return True
        if leaf == OWN_GUIDE:
            self._publish_guide(document)
        elif is_record(document):
            self._publish_record(document)
        elif document.interprets in self._policies:
            self._publish_interpretation(document)
        else:
            return False
        return True

    def finish(self, today: date) -> None:
        """Publish the records that were written as such, and the rules where there are none."""
        section = section_at(self.site, CATALOGUE)
        known: dict[str, str] = {}
        for record in written_records(self.site.__name__ or "", self.place, today):
            instead = known.get(record.repealed_by, "")
            values = {
                **self._values(record.document),
                **record.fields,
                "repealed_by": (instead,) if instead else (),
            }
            found = publish_document(section, cast("Any", values), self.act, Disclosure)
            known[record.key] = _path(found)
        rules = section_at(self.site, RULES)
        if not len(rules.listing) and self._guide is not None:
            publish_plan(rules, self.site["media"], rules_of(self.place, self._guide), self.act)

    def _publish_guide(self, document: DocumentPlan) -> None:
        body = bodies()[self.place]
        here = document.body.replace(self.site["zwgk"].title, self.site["zfxxgk"].title)
        values = {
            **self._values(replace(document, body=here, keywords=())),
            "office": f"{body.name}{body.offices[0].name}",
            "office_address": body.address,
            "office_hours": body.hours,
            "office_phone": open_phone(self.place),
            "office_fax": phone(self.place, FAX),
            "office_email": f"{body.slug}@shili.example",
        }
        publish_document(section_at(self.site, GUIDE), cast("Any", values), self.act, Guide)
        self._guide = document

    def _publish_record(self, document: DocumentPlan) -> None:
        genre = genre_by_title(document.title) or OTHER_GENRE
        values = {**self._values(document), **fields_of(document, self.place), "genre": genre}
        section = section_at(self.site, document.section)
        record = publish_document(section, cast("Any", values), self.act, Disclosure)
        if document.document_number:
            self._policies[document.document_number] = record

    def _publish_interpretation(self, document: DocumentPlan) -> None:
        """Publish what explains a record, and let each of the two lead to the other."""
        record = self._policies[document.interprets]
        link = words_of_records()["usual"]["interprets"].format(
            address=tree_path(record), title=record.title, number=document.interprets
        )
        linked = replace(document, body=f"{document.body}\n<p>{link}</p>")
        section, values = section_at(self.site, document.section), self._values(linked)
        found = publish_document(section, cast("Any", values), self.act)
        known = (*record.interpretations, _path(found))
        save_draft(record, cast("Any", {"interpretations": known}), self.act)
        release_document(record, self.act)

    def _values(self, document: DocumentPlan) -> dict[str, Any]:
        return values_of(self.site["media"], document, self.act)


def _path(content: Any) -> str:
    """Return the address that a record gives to a page of its site."""
    return f"/{path_below(content).strip('/')}"
