"""The tables of the ledger; `migrations` builds the same, step by step."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAME_MAX = 200
"""Longest account name, action or name of a site, in characters."""
SUBJECT_MAX = 500
"""Longest subject of an audit entry, in characters."""
ADDRESS_MAX = 45
"""Longest network address, in characters: an IPv6 address that carries an IPv4 one."""
DIGEST_MAX = 160
"""Longest digest with the name of its algorithm, in characters."""
WINDOW_MAX = 20
"""Longest name that a window of a browser gives itself, in characters."""
KEY_MAX = 40
"""Longest key of a session or stamp of an account, in characters."""
AGENT_MAX = 60
"""Longest name of a browser, in characters."""
MAIL_ADDRESS_MAX = 254
"""Longest mail address, in characters."""
MAIL_SUBJECT_MAX = 200
"""Longest subject of a mail, in characters."""
WORDS_MAX = 60
"""Longest words of a search that are counted, in characters."""
SUBMISSION_NUMBER_MAX = 20
"""Longest number of a submission, in characters."""

RunningNumber = BigInteger().with_variant(Integer, "sqlite")
"""Number of a row: SQLite counts only in a column that is called INTEGER."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python, comparable in every database.

    SQLite keeps no time zone, so a moment without one is refused rather than guessed.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  # SQLAlchemy hands it over
    ) -> datetime | None:
        """Turn an aware moment into UTC.

        :raises ValueError: when the moment is not aware.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be kept in the ledger.")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  # SQLAlchemy hands it over
    ) -> datetime | None:
        """Make what the database gave aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """The base of every table of the ledger."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class AuditSeal(Table):
    """A link of the chain over the audit entries; it covers those that name it in `seal_id`.

    :ivar first_id: smallest number among its entries; numbers of seals may overlap, because an
        entry can commit after a larger number was sealed.
    :ivar entries: how many entries it covers.
    :ivar content: digest over the entries in the order of their numbers, with the name of the
        algorithm in front: `sha256:5f2c...`; empty for seals of before, whose `digest` is over the
        entries themselves.
    :ivar digest: over all other columns that were told when it was sealed.
    :ivar previous: digest of the seal before, empty for the first. It is unique, so that of two
        who seal at once only one succeeds and the chain cannot fork.
    :ivar pruned_at: when its entries were removed because they were old enough; `None` as long
        as they are kept.
    """

    __tablename__ = "audit_seal"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(RunningNumber, primary_key=True)
    first_id: Mapped[int] = mapped_column(BigInteger)
    last_id: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(DIGEST_MAX))
    previous: Mapped[str] = mapped_column(String(DIGEST_MAX), unique=True)
    sealed_at: Mapped[datetime] = mapped_column(Moment, index=True)
    content: Mapped[str] = mapped_column(String(DIGEST_MAX), server_default="")
    pruned_at: Mapped[datetime | None] = mapped_column(Moment)


class AuditEntry(Table):
    """Who did what to what, when, from where, and whether it succeeded.

    :ivar by: account name; `None` for a citizen who did not sign in.
    :ivar action: part and past participle, such as `security.signed_in`.
    :ivar subject: path of the content, or name of the account, that the action was about.
    :ivar subject_oid: object id of the content, if it was content.
    :ivar site: name of the site, empty for the cluster.
    :ivar detail: a JSON object; never personal data, values before and after as digests.
    :ivar digest: over all that was told when the entry was written, which leaves out its number.
    :ivar seal_id: the seal that covers it; `None` until there is one.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "subject", "action", "id"),
        Index(None, "address", "action", "id"),
        Index(None, "seal_id", "id"),
        # Those of the page of the auditor: newest first, narrowed by one of these.
        Index(None, "at", "id"),
        Index(None, "by", "at", "id"),
        Index(None, "action", "at", "id"),
        Index(None, "site", "at", "id"),
        Index(None, "address", "at", "id"),
        Index(None, "subject_oid", "at", "id"),
        Index(
            "ix_audit_entry_failed",
            "at",
            "id",
            sqlite_where=text("NOT succeeded"),
            postgresql_where=text("NOT succeeded"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(RunningNumber, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str | None] = mapped_column(String(NAME_MAX))
    action: Mapped[str] = mapped_column(String(NAME_MAX))
    subject: Mapped[str] = mapped_column(String(SUBJECT_MAX))
    subject_oid: Mapped[int | None] = mapped_column(BigInteger)
    site: Mapped[str] = mapped_column(String(NAME_MAX))
    address: Mapped[str | None] = mapped_column(String(ADDRESS_MAX))
    succeeded: Mapped[bool]
    detail: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(DIGEST_MAX))
    seal_id: Mapped[int | None] = mapped_column(ForeignKey(AuditSeal.id))


class AuditCheck(Table):
    """One look at the whole audit log, and what was wrong with it.

    :ivar at: when it began; it took `seconds`.
    :ivar entries: how many were read, under how many `seals`.
    :ivar root: digest of the last seal; empty before there was one.
    :ivar problems: JSON list of pairs of a message and what is filled into it; `[]` if it holds.
    """

    __tablename__ = "audit_check"

    id: Mapped[int] = mapped_column(RunningNumber, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    seconds: Mapped[int] = mapped_column(Integer)
    entries: Mapped[int] = mapped_column(BigInteger)
    seals: Mapped[int] = mapped_column(Integer)
    root: Mapped[str] = mapped_column(String(DIGEST_MAX))
    problems: Mapped[str] = mapped_column(Text)


class SearchCount(Table):
    """How often the same words were searched for on one day; nothing about who searched.

    :ivar day: in the time zone of the sites.
    :ivar site: name of the site on which it was searched, empty for the cluster.
    :ivar words: normalised; empty for all that came after the most words of that day.
    :ivar times: how often; `found` of them something was found.
    """

    __tablename__ = "search_count"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    site: Mapped[str] = mapped_column(String(NAME_MAX), primary_key=True)
    words: Mapped[str] = mapped_column(String(WORDS_MAX), primary_key=True)
    times: Mapped[int] = mapped_column(Integer)
    found: Mapped[int] = mapped_column(Integer)


class Presence(Table):
    """A window in which somebody has a document open to write in it.

    :ivar oid: identity of the document.
    :ivar by: account name.
    :ivar window: what the window calls itself; one person may have several.
    :ivar since: when it was opened; `beat_at` when it was last heard of.
    """

    __tablename__ = "presence"

    oid: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    by: Mapped[str] = mapped_column(String(NAME_MAX), primary_key=True)
    window: Mapped[str] = mapped_column(String(WINDOW_MAX), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)
    beat_at: Mapped[datetime] = mapped_column(Moment, index=True)


class StaffSession(Table):
    """A sign-in of somebody, in one browser.

    :ivar key: drawn; the browser's cookie carries it, signed.
    :ivar login: account name; `stamp` is what its password had when it began.
    :ivar used_at: when it was last used, a few minutes rough.
    :ivar address: network address at sign-in; `agent` is the name of the browser.
    """

    __tablename__ = "staff_session"

    key: Mapped[str] = mapped_column(String(KEY_MAX), primary_key=True)
    login: Mapped[str] = mapped_column(String(NAME_MAX), index=True)
    stamp: Mapped[str] = mapped_column(String(KEY_MAX))
    began_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime] = mapped_column(Moment, index=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_MAX))
    agent: Mapped[str] = mapped_column(String(AGENT_MAX))


class MailNotice(Table):
    """Something that people are to hear of by mail; the worker writes letters from it.

    :ivar kind: one of `portal.mail.kinds`.
    :ivar to: account name; empty where the kind says who has to hear of it, once it is written.
    :ivar oid: identity of the content that it is about.
    :ivar by: account name of who did it; `None` for a citizen.
    :ivar detail: a JSON object of texts; no personal data.
    :ivar due_at: when it is written into a letter, with what else is due for the person by then.
    """

    __tablename__ = "mail_notice"

    id: Mapped[int] = mapped_column(RunningNumber, primary_key=True)
    kind: Mapped[str] = mapped_column(String(NAME_MAX))
    to: Mapped[str] = mapped_column(String(NAME_MAX))
    oid: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str | None] = mapped_column(String(NAME_MAX))
    detail: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)


class MailLetter(Table):
    """A letter to one person.

    :ivar login: account name; `address` and `body` are emptied when it was sent.
    :ivar message_id: stays the same over all attempts, so that a mail server knows a repeated one.
    :ivar next_at: when it is tried next; `None` when it was sent or given up.
    :ivar tries: how often it was tried; `error` is what the mail server said last.
    """

    __tablename__ = "mail_letter"

    id: Mapped[int] = mapped_column(RunningNumber, primary_key=True)
    login: Mapped[str] = mapped_column(String(NAME_MAX))
    address: Mapped[str] = mapped_column(String(MAIL_ADDRESS_MAX))
    subject: Mapped[str] = mapped_column(String(MAIL_SUBJECT_MAX))
    body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(NAME_MAX), unique=True)
    written_at: Mapped[datetime] = mapped_column(Moment)
    next_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    tries: Mapped[int] = mapped_column(Integer)
    error: Mapped[str] = mapped_column(String(SUBJECT_MAX))
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    failed_at: Mapped[datetime | None] = mapped_column(Moment)


class Submission(Table):
    """What a citizen sent to an office; nobody edits it.

    :ivar number: drawn, such as `20260302-4837-2915`; `code` is the digest of the enquiry code
        that belongs to it, which only the sender was shown.
    :ivar key: digest of what was sent, and of the secret of the form that it was sent with.
    :ivar kind: name of its type, such as `interaction.letter`.
    :ivar site: identity of the site, and `place` of the content that it was sent to; they stay
        where that goes for ever.
    :ivar topic: what sort of its kind it is; empty for none.
    :ivar title: what lists show; without personal data but what the sender put there.
    :ivar data: a JSON object of texts, all that was filled in.
    :ivar received_at: when; `state` is how far it is.
    """

    __tablename__ = "submission"
    __table_args__ = (
        # All that a list is narrowed by, so that no row is read but those of its page.
        Index(None, "kind", "place", "received_at", "id", "topic", "title", "number"),
        Index(
            "ix_submission_site_list",
            *("kind", "site", "received_at", "id", "topic", "title", "number", "state"),
        ),
        Index("ix_submission_site_state", "kind", "site", "state", "received_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(RunningNumber, primary_key=True)
    number: Mapped[str] = mapped_column(String(SUBMISSION_NUMBER_MAX), unique=True)
    code: Mapped[str] = mapped_column(String(DIGEST_MAX))
    key: Mapped[str] = mapped_column(String(DIGEST_MAX), unique=True)
    kind: Mapped[str] = mapped_column(String(NAME_MAX))
    site: Mapped[int] = mapped_column(BigInteger)
    place: Mapped[int] = mapped_column(BigInteger)
    topic: Mapped[str] = mapped_column(String(NAME_MAX))
    title: Mapped[str] = mapped_column(String(SUBJECT_MAX))
    data: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(NAME_MAX))
