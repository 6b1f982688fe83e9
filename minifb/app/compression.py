"""Answers in fewer bytes, for those who say that they take them so (RFC 9110 §12.5.3).

What is sent in parts, or in part, or was compressed by whoever made it, stays as it is; so do media, which are dense
already. How long an answer is after compressing tells something of what is in it: whoever can put a text of their own
beside a secret, and watch the line, can guess at the secret. So what tells secrets is never compressed, nor is what a
page of another site made somebody's browser ask for.
"""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import brotli
from cachebox import LRUCache

SMALLEST = 500
"""Shorter answers fit into one packet either way."""
KEPT_BYTES = 16 * 1024 * 1024
"""What is kept of answers that carry a tag, such as pages of the feed: they are asked for again and again."""
TYPES = (
    b"application/json",
    b"application/problem+json",
    b"application/manifest+json",
    b"text/html",
    b"text/javascript",
)
SECRETS = ("/auth/", "/messages/ws-tickets")
_WISH = re.compile(rb"\s*([\w*-]+)\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*")

App = Callable[[Any, Any, Any], Any]
Kept = LRUCache[tuple[bytes, bytes], bytes]


def compressed(app: App, *, keep: bool = True) -> App:
    """Wrap an application so that its answers are compressed; `keep` some for whoever asks again."""
    kept: Kept | None = (
        LRUCache(KEPT_BYTES, getsizeof=lambda asked, content: len(asked[0]) + len(content)) if keep else None
    )

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].startswith(SECRETS):
            await app(scope, receive, send)
        else:
            await app(scope, receive, _Answer(scope, send, kept).pass_on)

    return answer


class _Answer:
    """One answer on its way out; its head waits for its body, whose length it tells."""

    def __init__(self, scope: Any, send: Any, kept: Kept | None) -> None:
        self.scope, self.send, self.kept = scope, send, kept
        self.head: Any = None

    async def pass_on(self, message: Any) -> None:
        if message["type"] == "http.response.start" and _fits(message):
            self.head = message
            return
        if self.head is not None:
            head, self.head = self.head, None
            message = self._smaller(head, message)
            await self.send(head)
        await self.send(message)

    def _smaller(self, head: Any, message: Any) -> Any:
        """Compress a body that is whole and long enough; the head then tells of it."""
        body = message.get("body", b"")
        if message.get("more_body") or len(body) < SMALLEST:
            return message
        how = _chosen(self.scope["headers"])
        # Kept copies are told apart by what was asked, also where nothing was compressed.
        headers = [*(pair for pair in head["headers"] if pair[0] != b"vary"), _vary(head["headers"])]
        if how:
            content = self._pressed(body, how, tagged=any(name == b"etag" for name, _ in headers))
            headers = [_weak(pair) for pair in headers if pair[0] != b"content-length"]
            headers += [(b"content-encoding", how), (b"content-length", str(len(content)).encode())]
            message = {**message, "body": content}
        head["headers"] = headers
        return message

    def _pressed(self, body: bytes, how: bytes, *, tagged: bool) -> bytes:
        content = self.kept.get((body, how)) if tagged and self.kept is not None else None
        if content is None:
            # A page of the feed takes 70 us; slower ways save little more and take twice as long.
            content = bytes(brotli.compress(body, quality=3)) if how == b"br" else gzip.compress(body, 2)
            if tagged and self.kept is not None and len(body) < KEPT_BYTES // 64:
                self.kept[body, how] = content
        return content


def _fits(head: Any) -> bool:
    if head["status"] in {204, 206, 304}:
        return False
    found = dict(head["headers"])
    return found.get(b"content-type", b"").startswith(TYPES) and b"content-encoding" not in found


def _chosen(headers: Any) -> bytes:
    """Choose how to compress: not for a page of another site, which may not even learn how long an answer is."""
    found = dict(headers)
    return b"" if found.get(b"sec-fetch-site") == b"cross-site" else taken(found.get(b"accept-encoding", b""))


@lru_cache(256)
def taken(accepted: bytes) -> bytes:
    """Choose by Accept-Encoding; what is named with the weight 0 is not taken."""
    wishes = {found[1]: found[2] for part in accepted.split(b",") if (found := _WISH.fullmatch(part))}
    return next((how for how in (b"br", b"gzip") if how in wishes and float(wishes[how] or b"1") > 0), b"")


def _weak(pair: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Weaken the tag of what is compressed: other bytes, the same meaning (RFC 9110 §8.8.3.3)."""
    return (b"etag", b"W/" + pair[1].removeprefix(b"W/")) if pair[0] == b"etag" else pair


def _vary(headers: list[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    told = [value for name, value in headers if name == b"vary"]
    return b"vary", b", ".join(told if b"Accept-Encoding" in told else [*told, b"Accept-Encoding"])
