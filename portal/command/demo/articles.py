"""Write the documents of one site, section by section."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.command.demo import downloads
from portal.command.demo.markup import paragraphs, to_html, vary
from portal.command.demo.pictures import picture
from portal.command.demo.plan import DocumentPlan, PicturePlan, Validity
from portal.command.demo.schedule import Turn, moment, shown_on
from portal.command.demo.slots import Draft, bodies, slots
from portal.command.demo.words import Leaf, Text, Topic, leaves, profiles, texts, words

SUMMARY_CHARACTERS = 110
"""Longest summary, in characters."""

SUMMARY_FROM = 24
"""Shortest line that can be a summary, in characters."""

_POLICIES = ("fggw", "szfwj", "gfxwj")
_TOPICS_APART = 7
_PORTAL_PICTURES = 40


@dataclass(frozen=True)
class Policy:
    """A policy document that an interpretation may explain."""

    name: str
    number: str
    issuer: str
    topic: Topic
    shown_on: date
    effective_on: date


@dataclass
class Writer:
    """What has been written for a site so far, so that titles and numbers stay unique."""

    place: int
    today: date
    titles: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    policies: list[Policy] = field(default_factory=list)

    def documents(self) -> Iterator[DocumentPlan]:
        """Yield all documents of the site."""
        class_name = profiles()[self.place].class_name
        counts = words()["counts"][class_name]
        for position, leaf in enumerate(leaves(class_name)):
            count = counts.get(leaf.slug, 1)
            for number in range(count):
                yield self._document(leaf, Turn(number, count), position * _TOPICS_APART)

    def _document(self, leaf: Leaf, turn: Turn, offset: int) -> DocumentPlan:
        rng = random.Random(f"{self.place} {leaf.path} {turn.number}")  # noqa: S311 - no secret
        if leaf.slug == "zcjd":
            return self._interpretation(leaf, turn, rng)
        day = shown_on(leaf, turn, rng, self.today)
        back = rng.randint(1, 9) if leaf.slug in _POLICIES else rng.randint(0, 2)
        topics = profiles()[self.place].topics
        for more in range(len(topics)):
            topic = topics[(offset + turn.number + more) % len(topics)]
            draft = Draft(leaf, turn.number, topic, day, day - timedelta(days=back), rng)
            found = self._fill(draft)
            if found:
                return found
        raise AssertionError(f"No title is left for {leaf.path} of site {self.place}.")

    def _fill(self, draft: Draft) -> DocumentPlan | None:
        """Return the document, or none when every title that fits is taken."""
        choices = self._choices(draft)
        values = slots(self.place, draft, self._complaint())
        for more in range(len(choices)):
            text = choices[(draft.number + self.place + more) % len(choices)]
            if text.title.format_map(values) not in self.titles:
                return self._write(text, draft, values)
        return None

    def _choices(self, draft: Draft) -> list[Text]:
        """Return the texts that fit; only what is older than a year may be repealed already."""
        old = draft.shown_on < self.today - timedelta(days=365)
        every = texts(draft.leaf.slug, profiles()[self.place].class_name)
        return [text for text in every if old or text.validity != "repealed"]

    def _write(self, text: Text, draft: Draft, values: dict[str, object]) -> DocumentPlan:
        if text.issuer:
            values["issuer"] = text.issuer
        if draft.leaf.slug not in _POLICIES:
            return self._finish(text, draft, values)
        number = self._number(text.mark or profiles()[self.place].mark, draft.written_on)
        effective = min(draft.shown_on + timedelta(days=15), self.today - timedelta(days=1))
        values |= {"effective": words()["day"].format(effective), "policy_number": number}
        name = text.policy_name.format_map(values)
        issuer = str(values["issuer"])
        policy = Policy(name, number, issuer, draft.topic, draft.shown_on, effective)
        self.policies.append(policy)
        return self._finish(text, draft, values, policy)

    def _interpretation(self, leaf: Leaf, turn: Turn, rng: random.Random) -> DocumentPlan:
        policy = self.policies[turn.number % len(self.policies)]
        latest = self.today - timedelta(days=1)
        day = min(policy.shown_on + timedelta(days=rng.randint(0, 2)), latest)
        draft = Draft(leaf, turn.number, policy.topic, day, day, rng)
        values = slots(self.place, draft, self._complaint())
        form = words()["day"]
        values |= {"policy": policy.name, "policy_number": policy.number, "issuer": policy.issuer}
        values |= {"policy_date": form.format(policy.shown_on)}
        values |= {"effective": form.format(policy.effective_on)}
        choices = texts(leaf.slug, profiles()[self.place].class_name)
        text = choices[(turn.number + self.place) % len(choices)]
        return self._finish(text, draft, values, interprets=policy.number)

    def _finish(
        self,
        text: Text,
        draft: Draft,
        values: dict[str, object],
        policy: Policy | None = None,
        interprets: str = "",
    ) -> DocumentPlan:
        profile = profiles()[self.place]
        title = text.title.format_map(values)
        self.titles.add(title)
        source = vary(text.body, draft.rng).strip().format_map(values)
        if text.sign:
            source += f"\n< {values['issuer']}\n< {words()['day'].format(draft.written_on)}"
        return DocumentPlan(
            section=draft.leaf.path,
            title=title,
            subtitle="",
            summary=_summary(source),
            body=to_html(source),
            source=str(values["owner_name"]) if draft.leaf.slug == "bmdt" else profile.name,
            author=profile.offices[draft.number % len(profile.offices)],
            issuer=str(values["issuer"]),
            document_number=policy.number if policy else "",
            interprets=interprets,
            keywords=_keywords(draft, profile.field, source),
            written_on=draft.written_on if text.sign else None,
            displayed_at=moment(draft.shown_on, draft.rng),
            effective_on=policy.effective_on if policy else None,
            validity=_validity(text, policy, self.today),
            lead_picture=self._picture(draft),
            attachments=downloads.attachments(text.files, title, source, (draft, values)),
            matter=draft.topic.owner,
        )

    def _number(self, mark: str, day: date) -> str:
        serial = day.timetuple().tm_yday // 9 + 1
        while True:
            values = {"mark": mark, "year": day.year, "serial": serial}
            number = str(words()["document_number"]).format_map(values)
            if number not in self.numbers:
                self.numbers.add(number)
                return number
            serial += 1

    def _picture(self, draft: Draft) -> PicturePlan | None:
        profile, leaf = profiles()[self.place], draft.leaf
        if leaf.slug == "ldxx":
            return _portrait(self.place, draft.number)
        wanted = words()["pictures"][profile.class_name]
        if draft.number >= wanted.get(leaf.slug, 0):
            return None
        before = sum(count for slug, count in wanted.items() if _before(wanted, slug, leaf.slug))
        serial = before + draft.number
        if self.place:
            serial = _PORTAL_PICTURES + self.place + draft.number * len(profiles())
        return picture(f"{leaf.slug}-{draft.number + 1:02d}.jpg", serial)

    def _complaint(self) -> str:
        found = {leaf.slug: leaf.title for leaf in leaves(profiles()[self.place].class_name)}
        return found.get("wsts", found["ldxinxiang"])


def _before(wanted: dict[str, int], slug: str, other: str) -> bool:
    order = list(wanted)
    return order.index(slug) < order.index(other)


def _portrait(place: int, number: int) -> PicturePlan:
    person = bodies()[place].leaders[number]
    text = words()["portraits"]
    return PicturePlan(
        name=f"portrait-{number + 1:02d}.jpg",
        content=person.picture or b"",
        alternative=text["alternative"].format(person=person.name),
        caption=text["caption"],
    )


def _keywords(draft: Draft, subject: str, source: str) -> tuple[str, ...]:
    topic = [draft.topic.name] if draft.topic.name in source else []
    return tuple(dict.fromkeys([*topic, subject, draft.leaf.title]))


def _summary(source: str) -> str:
    """Return the first long line of a text, cut after a sentence where that is possible."""
    lines = paragraphs(source)
    first = next((line for line in lines if len(line) >= SUMMARY_FROM), max(lines, key=len))
    if len(first) <= SUMMARY_CHARACTERS:
        return first
    stop = words()["stop"]
    head, found, _ = first[:SUMMARY_CHARACTERS].rpartition(stop)
    return head + stop if found else first[: SUMMARY_CHARACTERS - 1] + "…"


def _validity(text: Text, policy: Policy | None, today: date) -> Validity:
    if policy is None:
        return ""
    if text.validity == "repealed":
        return "repealed"
    ends = policy.effective_on + timedelta(days=365 * text.valid_years)
    return "expired" if text.valid_years and ends < today else "valid"
