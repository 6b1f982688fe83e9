"""The thread of a database that waits for the disk, so that the loop need not.

A commit is a tenth of a millisecond; an executor's two futures and its locks would be a good part of that.
"""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

R = TypeVar("R")


class CommitThread:
    """One thread that runs what it is given, in order; each call gives a future on the loop."""

    def __init__(self, name: str) -> None:
        """Start it; called on the loop that waits for it."""
        self._loop = asyncio.get_running_loop()
        self._waiting: SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def __call__(self, work: Callable[[], R]) -> "asyncio.Future[R]":
        """Run something in the thread."""
        future: asyncio.Future[R] = self._loop.create_future()
        self._waiting.put((work, future))
        return future

    def stop(self) -> None:
        """Finish what was given, then end."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (given := self._waiting.get()) is not None:
            work, future = given
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001 - whatever it is, who waits must hear of it
                self._loop.call_soon_threadsafe(_fail, future, error)
            else:
                self._loop.call_soon_threadsafe(_finish, future, result)


def _finish(future: "asyncio.Future[Any]", result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: "asyncio.Future[Any]", error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
