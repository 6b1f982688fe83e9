"""Handing out bytes: which part of them, under which headers, and who may keep a copy."""

import re

import msgspec

from minifb.kernel.refusals import Unavailable
from minifb.modules.media.rules.media import Form

SMALL = 512 * 1024
"""What is no larger is read whole and held against its name each time; the rest is looked at before it is streamed."""
STREAMS_MAX = 32
"""Films that one member, or one address nobody is signed in from, may have under way."""

# What a browser may show by itself; all else it is told to save.
_SHOWN = frozenset({"image/webp", "image/jpeg", "image/avif", "image/gif", "image/png", "video/mp4", "audio/mp4"})
_RANGE = re.compile(r"bytes=\s*(\d{0,15})-(\d{0,15})\s*")


class TooManyStreams(Unavailable):
    """You have too many films under way at once; try again in a moment."""


class Unsatisfiable(Exception):
    """No such part of it can be given."""


class Part(msgspec.Struct, frozen=True):
    """The bytes that are asked for, from `start` to before `stop`."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        """How many they are."""
        return self.stop - self.start


class Served(msgspec.Struct, frozen=True):
    """A form of a medium that somebody may have."""

    form: Form
    public: bool
    """Whether anybody on the street may have it as well."""

    @property
    def tag(self) -> str:
        """The tag of its bytes, which never change under one name."""
        return f'"{self.form.blob[:32]}"'


def asked(said: str | None, unchanged: str | None, served: Served) -> Part | None:
    """Tell which part is asked for, by `Range` and `If-Range`; None: all of it. Several parts at once are not given."""
    if said is None or not said.startswith("bytes=") or unchanged not in {None, served.tag}:
        return None
    if "," in said:
        raise Unsatisfiable
    found = _RANGE.fullmatch(said)
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    size = served.form.bytes
    if not first:
        part = Part(max(0, size - int(last)), size)
    else:
        part = Part(int(first), min(int(last), size - 1) + 1 if last else size)
        if last and int(last) < int(first):
            return None
    if part.start >= size:
        raise Unsatisfiable
    return part


def headers_of(served: Served, *, elsewhere: bool) -> dict[str, str]:
    """Say what a browser may do with it; `elsewhere`: pages of ours show it from another address, the CDN's."""
    shown = served.form.type in _SHOWN
    headers = {
        "accept-ranges": "bytes",
        "cache-control": "public, max-age=31536000, immutable" if served.public else "private, no-cache",
        "content-security-policy": "sandbox; default-src 'none'",
        "content-type": served.form.type if shown else "application/octet-stream",
        "etag": served.tag,
    }
    if not shown:
        headers["content-disposition"] = "attachment"
    if served.public and elsewhere:
        headers["cross-origin-resource-policy"] = "cross-origin"
    return headers
