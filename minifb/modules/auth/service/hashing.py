"""Hashing passwords (Argon2id) away from the loop: two threads, a short queue, and a refusal beyond it."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from minifb.modules.auth.rules import passwords
from minifb.modules.auth.rules.settings import AuthSettings

R = TypeVar("R")

THREADS = 2


class Hashing:
    """The pool; whoever finds the queue full is told to come back."""

    def __init__(self, own: AuthSettings) -> None:
        """Start no thread before the first password comes."""
        self._argon = PasswordHasher(
            time_cost=own.password_passes,
            memory_cost=own.password_memory_kib,
            parallelism=own.password_lanes,
        )
        self._room = THREADS + own.password_queue
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """Hash a password."""
        return await self._run(lambda: self._argon.hash(passwords.normal(password)))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Tell whether a password is the one that was hashed; with no hash it takes the same time and is not."""
        if kept is None and self._nobody is None:
            self._nobody = await self.hash(secrets.token_urlsafe(32))
        right = await self._run(lambda: self._check(kept or self._nobody or "", passwords.normal(password)))
        return right and kept is not None

    def outdated(self, kept: str) -> bool:
        """Tell whether a hash was made with other parameters than today's."""
        return self._argon.check_needs_rehash(kept)

    async def prepare(self) -> None:
        """Make the hash that stands for nobody, so that the first unknown name takes no longer than others."""
        await self.verify(None, "")

    def stop(self) -> None:
        """End the threads; what is queued is dropped, nobody waits for it any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _check(self, kept: str, plain: str) -> bool:
        try:
            return self._argon.verify(kept, plain)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], R]) -> R:
        if self._room <= 0:
            raise passwords.Hashing(retry_after=2)
        self._room -= 1
        loop = asyncio.get_running_loop()
        future = self._pool.submit(work)

        # Freed when the thread is, not when the caller goes away: a cancelled request still costs its hash.
        def free(_done: Future[R]) -> None:
            loop.call_soon_threadsafe(self._free)

        future.add_done_callback(free)
        return await asyncio.wrap_future(future)

    def _free(self) -> None:
        self._room += 1
