"""Starts the server with a bug planted in it: the crash proof must find each of them, or it proves nothing."""

import asyncio
import os
import shutil
from pathlib import Path
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


def rows_before_bytes() -> None:
    """Write the rows of a picture first, and its bytes a moment later."""
    from minifb.modules.media.service.vault import Vault

    put: Any = Vault._put

    async def later(self: Any, name: str, path: Path) -> None:
        aside = shutil.copy(path, f"{path}.aside")

        async def bring() -> None:
            await asyncio.sleep(0.3)
            await put(self, name, Path(aside))
            await asyncio.to_thread(Path(aside).unlink)

        self.bringing = {*getattr(self, "bringing", ()), asyncio.create_task(bring())}

    Vault._put = later  # type: ignore[method-assign]


def learnt_too_early() -> None:
    """Note that the index has learnt a batch, and then tell it."""
    from minifb.modules.search.service.follower import FollowCases

    async def hasty(self: Any, changes: Any) -> None:
        noted = self._noted
        await noted(changes)
        await asyncio.sleep(0.3)
        await learn(self, changes)

    learn: Any = FollowCases._learn
    FollowCases._learn = hasty  # type: ignore[method-assign]


PLANTED = (
    answer_before_the_commit,
    forget_events,
    ignore_keys,
    forget_client_ids,
    rows_before_bytes,
    learnt_too_early,
)
BUGS = {each.__name__: each for each in PLANTED}

if __name__ == "__main__":
    BUGS[os.environ[VARIABLE]]()
    main()
