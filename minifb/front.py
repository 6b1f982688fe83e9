"""The front: which path goes where. An exact human path first, then the module of the first segment.

For now everything is in this process, so the second half is the router's. The human paths are the API page and those
that printed and mailed links lead to; the member app takes them over when it comes.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from litestar import Response, get

from minifb.kernel.http.policy import Limit, Policy, Route

# Scripts and styles come from here alone; Trusted Types forbid turning text into markup.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)

_POLICY = Policy(
    permission="pages.read",
    role="anonymous",
    rule="anyone",
    limit=Limit("pages", 1200, 60, per="address"),
)
_PAGES = (
    ("/", "start/index.html", "text/html"),
    ("/setup", "start/setup.html", "text/html"),
    ("/verify", "start/verify.html", "text/html"),
    ("/reset", "start/reset.html", "text/html"),
    ("/unsubscribe", "start/unsubscribe.html", "text/html"),
    ("/start/form.js", "start/form.js", "text/javascript"),
    ("/start/icon.svg", "start/icon.svg", "image/svg+xml"),
    ("/docs", "docs/index.html", "text/html"),
    ("/docs/docs.js", "docs/docs.js", "text/javascript"),
    ("/docs/docs.css", "docs/docs.css", "text/css"),
)


def page_routes() -> tuple[Route, ...]:
    """Serve the human paths there are."""
    return tuple(Route(_page(path, name, kind), _POLICY) for path, name, kind in _PAGES)


def _page(path: str, name: str, kind: str) -> Any:
    @get(path, include_in_schema=False, name=f"page {path}")
    async def show() -> Response[bytes]:
        headers = {"content-security-policy": CONTENT_POLICY, "cache-control": "no-cache"}
        return Response(_bytes(name), media_type=kind, headers=headers)

    return show


@cache
def _bytes(name: str) -> bytes:
    """Read a page once; it is part of the program, also of a frozen one."""
    return files("minifb.web").joinpath(name).read_bytes()
