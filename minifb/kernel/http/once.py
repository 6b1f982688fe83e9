"""Once-keys at the door: the header `Idempotency-Key`, and refusing a second request while the first is answered.

The key and the result are kept by the use case itself, in the transaction of its effect: `kernel/data/once.py`.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from minifb.kernel.data.once import ONCE, OnceKey, OnceKeyInFlight
from minifb.kernel.http.policy import Actor
from minifb.kernel.refusals import Malformed

HEADER = b"idempotency-key"
_KEY = re.compile(rb"\A[\x21-\x7e]{16,64}\Z")


class BadOnceKey(Malformed):
    """An Idempotency-Key has 16 to 64 visible ASCII characters."""


class OnceDoor:
    """Knows which once-keys are being answered right now."""

    def __init__(self) -> None:
        """Start with none under way."""
        self._under_way: set[tuple[str, str]] = set()

    def key_of(self, header: bytes, scope: Any, actor: Actor, body: bytes) -> OnceKey:
        """Make the once-key of a request: it belongs to who asks and to the route, and goes with what was asked."""
        if _KEY.match(header) is None:
            raise BadOnceKey
        who = actor.id or f"address:{scope['state']['address']}"
        digest = hashlib.sha256()
        for part in (scope["path"].encode(), scope["query_string"], body):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return OnceKey(
            scope=f"{who} {scope['method']} {scope['path_template']}",
            key=header.decode(),
            body_hash=digest.hexdigest(),
        )

    @contextmanager
    def through(self, once: OnceKey) -> Iterator[None]:
        """Let a request through with its key; a second one with the same key is told that the first is under way."""
        mark = (once.scope, once.key)
        if mark in self._under_way:
            raise OnceKeyInFlight
        self._under_way.add(mark)
        reset = ONCE.set(once)
        try:
            yield
        finally:
            ONCE.reset(reset)
            self._under_way.discard(mark)
