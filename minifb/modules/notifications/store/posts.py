"""Acts that wait to be told, as jobs."""

from sqlalchemy import bindparam, delete

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tables import jobs
from minifb.kernel.data.tx import Tx

FORGET = sql(delete(jobs).where(jobs.c.kind == bindparam("what"), jobs.c.run_at < bindparam("before")))


def forget(tx: Tx, kind: str, before: Instant) -> int:
    """Forget what should have been told before an instant; say how much it was."""
    return tx.run(FORGET, what=kind, before=before)
