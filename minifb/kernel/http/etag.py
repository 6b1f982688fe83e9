"""ETags: a client that already has these very bytes gets 304 and no body.

A handler asks for it: `return tagged(request, body)`. The tag is a digest of the bytes, so it needs no version of its
own and is right whatever the answer was made of.
"""

from hashlib import blake2b
from typing import Any

from litestar import Request, Response


def etag_of(body: bytes) -> str:
    """Give the strong tag of these bytes."""
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def matches(asked: str, tag: str) -> bool:
    """Tell whether `If-None-Match` names this tag; the comparison is the weak one (RFC 9110 §13.1.2)."""
    named = [one.strip().removeprefix("W/") for one in asked.split(",")]
    return "*" in named or tag.removeprefix("W/") in named


def tagged(
    request: Request[Any, Any, Any], body: bytes, *, tag: str = "", media_type: str = "application/json"
) -> Response[bytes]:
    """Answer with these bytes, or with 304 when the client has them; it must ask again each time.

    Who has kept the bytes has kept their tag as well, and hands it in.
    """
    tag = tag or etag_of(body)
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if (asked := request.headers.get("if-none-match")) and matches(asked, tag):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(body, headers=headers, media_type=media_type)
