"""Purges: what a CDN is told to forget."""

import msgspec

PURGE = "media.purge"
TRIES = 20


class PurgeFailed(Exception):
    """The CDN did not take it, for now."""


class Purge(msgspec.Struct, frozen=True):
    """Addresses whose copies must be forgotten, and what all of them begin with, whatever their `v`."""

    urls: list[str]
    prefixes: list[str]
