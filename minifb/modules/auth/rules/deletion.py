"""Leaving: the waiting period and the receipt."""

from datetime import datetime
from typing import Literal

from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import Conflict


class LastOwner(Conflict):
    """The last owner cannot go; make somebody else an owner first."""


class Receipt(Wire):
    """How far a deletion is. It names nobody, and stays when everything else is gone."""

    receipt: str
    status: Literal["waiting", "erasing", "done"]
    requested_at: datetime
    due_at: datetime
    done_at: datetime | None
    modules: dict[str, dict[str, int] | None]
    """What each module erased, by table; null where it has not reported yet."""
