"""The SQLite file behind the queue, which forgets a job only when it is done."""

from __future__ import annotations

from typing import Any

from huey.storage import SqliteStorage
from huey.utils import utcnow

TAKEN = "taken"
"""Name of the queue in which the job that is being run waits for its end."""


class KeepingStorage(SqliteStorage):
    """Huey's storage, but a job that is taken stays in the file until it is done.

    Huey deletes a job before it runs it, so a killed worker would lose it. Here it is put back
    when the next worker starts and may run twice: every job must bear that.
    """

    def dequeue(self) -> bytes | None:
        """Set the next job aside and return its message, `None` when there is none."""
        with self.db(commit=True) as cursor:
            cursor.execute(
                "select id, data from task where queue = ? order by priority desc, id limit 1",
                (self.name,),
            )
            row: tuple[int, bytes] | None = cursor.fetchone()
            if row is None:
                return None
            cursor.execute("update task set queue = ? where id = ?", (TAKEN, row[0]))
            return row[1]

    def forget_taken(self) -> None:
        """Drop the job that was set aside: it is done."""
        self.sql("delete from task where queue = ?", (TAKEN,), commit=True)

    def put_back_taken(self) -> None:
        """Queue again what a killed worker had set aside; only while no worker runs."""
        self.sql("update task set queue = ? where queue = ?", (self.name, TAKEN), commit=True)

    def queue_due(self) -> None:
        """Queue the jobs that asked to be tried again at a time that has come."""
        # Huey files its naive moments in UTC under what they would be in local time.
        due: tuple[Any, ...] = (self.name, utcnow().timestamp())
        where = "from schedule where queue = ? and timestamp <= ?"
        with self.db(commit=True) as cursor:
            cursor.execute(f"insert into task (queue, data) select queue, data {where}", due)
            cursor.execute(f"delete {where}", due)
