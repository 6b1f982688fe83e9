"""Refusals: the closed set of ways to say no, RFC 9457 on the wire.

A refusal's docstring is the text the client reads; anything else that escapes is a bug and answered 500 unexplained.
The kinds are closed; codes under them are open and listed in `docs/generated/errors.md`.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

import msgspec


class FieldError(msgspec.Struct, frozen=True):
    """One field that was refused, and why."""

    field: str
    code: str
    message: str


class Refusal(Exception):
    """The request was refused."""

    status: ClassVar[int]
    kind: ClassVar[str]
    code: ClassVar[str]

    def __init_subclass__(cls, code: str | None = None) -> None:
        """Name the code after the class unless one is given: `TotpRequired` is `totp_required`."""
        if not cls.__doc__:
            raise TypeError(f"{cls.__name__} needs a docstring: it is the text the client reads")
        cls.code = code or re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, *errors: FieldError, retry_after: float | None = None) -> None:
        """Refuse, naming the fields at fault and, for 429 and 503, the seconds to wait."""
        super().__init__(self.text)
        self.errors = errors
        self.retry_after = retry_after

    @property
    def text(self) -> str:
        """The first paragraph of the docstring, on one line."""
        return " ".join((self.__doc__ or "").strip().split("\n\n")[0].split())


class Malformed(Refusal):
    """The request could not be read."""

    status, kind = 400, "malformed"


class Unauthenticated(Refusal):
    """Sign in to do this."""

    status, kind = 401, "unauthenticated"


class Forbidden(Refusal):
    """You may not do this."""

    status, kind = 403, "forbidden"


class NotFound(Refusal):
    """There is no such thing, or you may not see it."""

    status, kind = 404, "not_found"


class Conflict(Refusal):
    """This contradicts what is there already."""

    status, kind = 409, "conflict"


class TooLarge(Refusal):
    """The request is larger than this server takes."""

    status, kind = 413, "too_large"


class Unsupported(Refusal):
    """Send JSON as application/json in UTF-8."""

    status, kind = 415, "unsupported"


class Invalid(Refusal):
    """Some of what was sent is not valid."""

    status, kind = 422, "invalid"


class TooMany(Refusal):
    """Too many requests; wait a little."""

    status, kind = 429, "too_many"


class Unavailable(Refusal):
    """This is not available right now; try again."""

    status, kind = 503, "unavailable"


class OutcomeUnknown(Unavailable):
    """The write may or may not have been kept; ask again with the same Idempotency-Key."""


class NoSpace(Refusal):
    """The server's disk is full; nothing was changed."""

    status, kind = 507, "no_space"


KINDS: tuple[type[Refusal], ...] = tuple(Refusal.__subclasses__())


def every(root: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Walk all refusals that are imported, kinds first."""
    for child in root.__subclasses__():
        yield child
        yield from every(child)
