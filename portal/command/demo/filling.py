"""Filling a site of the demonstration: each document goes where the add-ons of the site want it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portal.command.demo.equipping import MOVED
from portal.command.demo.publishing import publish_plan, section_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.act import Act
    from portal.command.demo.plan import DocumentPlan, SitePlan
    from portal.site.site import Site

SERVED = frozenset({"bszn", "xzxk"})
"""Last parts of the paths of sections whose texts the service hall takes the place of."""
GUIDED = ("bsfw", "wsbs")
"""Names of the channels for services in the classes of sites."""
ANSWERED = frozenset({"ldxinxiang", "cjwt"})
"""The same for the mailbox and the frequent questions."""


class Filling:
    """Publishes the documents of one site, and what its add-ons have besides."""

    def __init__(self, site: Site, plan: SitePlan, act: Act) -> None:
        self.site, self.place, self.today, self.act = site, plan.place, plan.today, act
        self._publish_rest = self._plain
        if site.uses("openinfo"):
            from portal.command.demo.disclosing import Disclosing

            self._disclosing = Disclosing(site, plan.place, act)
            self._publish_rest = self._disclosed

    def publish(self, document: DocumentPlan) -> None:
        """Publish a planned document, unless an add-on has something better."""
        leaf = document.section.rpartition("/")[2]
        if self.site.uses("onlineservice"):
            if leaf in SERVED:
                return
            document = self._leading_to_hall(document)
        if self.site.uses("interaction") and leaf in ANSWERED:
            return
        self._publish_rest(document)

    def finish(self) -> None:
        """Bring in what only add-ons have."""
        for name, fill in _EXTRAS.items():
            if self.site.uses(name):
                fill(self)

    def _plain(self, document: DocumentPlan) -> None:
        section = section_at(self.site, document.section)
        if section.kind != "leaders":  # the directory of bodies fills that page
            publish_plan(section, self.site["media"], document, self.act)

    def _disclosed(self, document: DocumentPlan) -> None:
        if not self._disclosing.publish(document):
            path = MOVED.get(document.section, document.section)
            self._plain(replace(document, section=path))

    def _leading_to_hall(self, document: DocumentPlan) -> DocumentPlan:
        """Return a document that names the hall where it named what the hall took the place of."""
        channel = next(self.site[name] for name in GUIDED if name in self.site)
        old, new = channel["bszn"].title, self.site["fwsx"].title
        body = document.body.replace(f"\u201c{old}\u201d", f"\u201c{new}\u201d")
        return replace(document, body=body)

    def disclose(self) -> None:
        """Publish the records that were written as such."""
        self._disclosing.finish(self.today)

    def serve(self) -> None:
        """Publish the service items."""
        from portal.command.demo.serving import publish_services

        publish_services(self.site, self.place, self.today, self.act)

    def answer(self) -> None:
        """Open the mailbox and publish the frequent questions."""
        from portal.command.demo.corresponding import open_mailbox, publish_questions

        open_mailbox(self.site, self.place, self.today, self.act)
        publish_questions(self.site, self.place, self.today, self.act)


_EXTRAS: dict[str, Callable[[Filling], None]] = {
    "openinfo": Filling.disclose,
    "onlineservice": Filling.serve,
    "interaction": Filling.answer,
}
