"""Starts the server with a bug planted in it: the crash proof must find each of them, or it proves nothing."""

import asyncio
import os
from typing import Any

from msgspec.structs import replace

from minifb.cli import main
from minifb.kernel.data import usecase
from minifb.kernel.data.sqlite.database import SqliteDatabase
from minifb.kernel.events.outbox import Outbox

VARIABLE = "MINIFB_TEST_PLANTED"


def answer_before_the_commit() -> None:
    """Tell callers that it is durable, and then make it so."""
    commit: Any = SqliteDatabase._commit

    async def late(self: Any, group: list[Any]) -> None:
        for write in group:
            write.answer()
        await asyncio.sleep(0.03)
        await commit(self, group)

    SqliteDatabase._commit = late  # type: ignore[method-assign]


def forget_events() -> None:
    """Lose the events of every fortieth change."""
    append: Any = Outbox.append
    seen: list[None] = []

    def forgetful(self: Any, tx: Any, events: Any) -> Any:
        seen.append(None)
        return append(self, tx, events) if len(seen) % 40 else []

    Outbox.append = forgetful  # type: ignore[method-assign]


def ignore_keys() -> None:
    """Do again what a retry with the same key asks for."""
    vars(usecase)["take_key"] = lambda: None


def forget_client_ids() -> None:
    """Take a message that is sent again under the name its client gave it for another one."""
    from minifb.modules.messages.store import messages

    add: Any = messages.add_line
    vars(messages)["by_client"] = lambda *_: None
    vars(messages)["add_line"] = lambda tx, line: add(tx, replace(line, client_id=None))


BUGS = {each.__name__: each for each in (answer_before_the_commit, forget_events, ignore_keys, forget_client_ids)}

if __name__ == "__main__":
    BUGS[os.environ[VARIABLE]]()
    main()
