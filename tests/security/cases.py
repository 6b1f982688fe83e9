"""What a hostile upload is, as a value: the file or the whole form, and what may become of it."""

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

MARK = b"<script>stolen(document.cookie)</script>"
"""What would run if it were ever served as what it is."""
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every virus scanner takes for a virus, and is none."""

Outcome = Literal["refused", "made", "either"]


class Case(msgspec.Struct, frozen=True):
    """A hostile file in a form that is as it should be."""

    group: str
    name: str
    data: bytes
    outcome: Outcome = "refused"
    """`either`: a reader may make something of it or not; what must never happen does not depend on it."""
    filename: str = "picture.jpg"
    declared: str = "image/jpeg"


class Wire(msgspec.Struct, frozen=True):
    """A hostile request, sent as it stands."""

    group: str
    name: str
    headers: dict[str, str]
    body: Callable[[], Iterable[bytes]]
    """It may have no end."""
    outcome: Outcome = "refused"
    waits: bool = True
    """Whether the sender waits for an answer, or hangs up when all is sent."""


BOUNDARY = "hostile"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def part(data: bytes, head: bytes = b'form-data; name="file"; filename="a.jpg"', more: bytes = b"") -> bytes:
    """Write one part of a form."""
    return b"--%s\r\nContent-Disposition: %s\r\n%s\r\n%s\r\n" % (BOUNDARY.encode(), head, more, data)


END = f"--{BOUNDARY}--\r\n".encode()
