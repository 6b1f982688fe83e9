"""The pages: the member app on every human path, its files, its worker and manifest, and the API page."""

import asyncio
import json
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from minifb.kernel.http.policy import Limit, Policy, Route
from minifb.kernel.http.site import Site as Address
from minifb.kernel.refusals import NotFound
from minifb.web.shell import Look, Site, page
from minifb.web.static import Assets

INSIDE = (
    "/", "/p/{id:str}", "/photo/{id:str}", "/friends", "/friends/{tab:str}", "/m", "/m/{id:str}", "/n", "/search",
    "/settings", "/settings/{tab:str}", "/welcome",
)  # fmt: skip
"""Where members go, also without a net; a profile is at `/@handle`, which is matched apart."""
HUMAN = (
    *INSIDE, "/login", "/register", "/invite/{code:str}", "/forgot", "/reset", "/verify", "/unsubscribe", "/setup",
)  # fmt: skip
"""All paths of people, with those of the door."""
FIRST = ("/users/profile", "/posts/feed?limit=10")
"""What the app asks first, word for word: who somebody is, and their feed."""
API_PAGE = (
    ("/docs", "docs/index.html", "text/html"),
    ("/docs/docs.js", "docs/docs.js", "text/javascript"),
    ("/docs/docs.css", "docs/docs.css", "text/css"),
)
# An app starts with a handful of files, unlinked with a hundred; a family behind one address has several devices.
_LIMIT = Limit("pages", 6000, 60, per="address")
_POLICY = Policy(permission="pages.read", role="anonymous", rule="anyone", limit=_LIMIT)
_FOREVER = "public, max-age=31536000, immutable"
"""For a year, without asking again (RFC 8246)."""

About = Callable[[], tuple[str, str]]
"""Gives the community's name and who may sign up."""


def content_policy(media: tuple[str, ...] = ()) -> str:
    """Say what a page may load: everything from here alone; pictures and film also from `media`, a CDN's origins.

    Trusted Types forbid turning text into markup or scripts; the one policy there may be registers the worker.
    """
    asked = " ".join(["'self'", *media])
    shown = f"{asked} blob:"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src {shown}; media-src {shown}; font-src 'self'; connect-src {asked}; "
        "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types minifb"
    )


class Pages:
    """What a browser is given."""

    def __init__(self, assets: Assets, address: Address, about: About, media: tuple[str, ...] = ()) -> None:
        """Serve `assets` for a community `about` tells of."""
        self.assets, self.address, self.about = assets, address, about
        self.policy, self.version = content_policy(media), version("minifb")

    def shell(self, request: Request[Any, Any, Any], status: int = 200) -> Response[bytes]:
        """Give the page of the app, which is the same on all paths."""
        self.assets = self.assets.fresh()
        cookies = request.cookies
        look = Look.of(cookies.get("minifb-look", ""), request.headers.get("accept-language", ""))
        signed_in = self.address.access_cookie in cookies or self.address.refresh_cookie in cookies
        community, sign_up = self.about()
        site = Site(community, sign_up, self.assets.build, self.version, signed_in, worker=self.assets.linked)
        known = self.address.access_cookie in cookies
        first = FIRST[: (2 if request.url.path == "/" else 1) if known else 0]
        content = page(self.assets, site, look, first)
        return self.sent(content, "text/html", status=status, vary="Cookie, Accept-Language")

    async def file(self, request: Request[Any, Any, Any], build: str, name: str) -> Response[bytes]:
        """Give one of its files; joining and compressing take a moment when one is first asked for: nobody waits."""
        found = await asyncio.to_thread(self.assets.find, name)
        if found is None:
            raise NotFound
        content, how = await asyncio.to_thread(found.sent, request.headers.get("accept-encoding", ""))
        kept = _FOREVER if build == self.assets.build else "no-cache"
        headers = {"cache-control": kept, "vary": "Accept-Encoding", "x-content-type-options": "nosniff"}
        if how:
            headers["content-encoding"] = how
        return Response(content, media_type=found.type, headers=headers)

    def manifest(self) -> bytes:
        """Give what a phone asks when the app is put on its home screen, with the community's name."""
        told = self.assets.find("manifest.json")
        manifest = json.loads(told.content) if told else {}
        name, _ = self.about()
        shortcuts = (icon for one in manifest.get("shortcuts", ()) for icon in one.get("icons", ()))
        for icon in (*manifest.get("icons", ()), *shortcuts):
            icon["src"] = self.assets.base + icon["src"].lstrip("/")
        return json.dumps(manifest | {"name": name, "short_name": name[:12]}).encode()

    def sent(self, content: bytes, kind: str, *, status: int = 200, vary: str = "") -> Response[bytes]:
        """Answer with something that may change with any visit."""
        headers = {"content-security-policy": self.policy, "cache-control": "no-cache"}
        if vary:
            headers["vary"] = vary
        return Response(content, media_type=kind, status_code=status, headers=headers)


Asker = Request[Any, Any, Any]


def _human(path: str) -> Any:
    @get(path, include_in_schema=False, name=f"page {path}")
    async def show(request: Asker, pages: NamedDependency[Pages]) -> Response[bytes]:
        return pages.shell(request)

    return show


@get(["/{handle:str}", "/{handle:str}/{tab:str}"], include_in_schema=False, name="page profile")
async def _profile(request: Asker, pages: NamedDependency[Pages]) -> Response[bytes]:
    """Show a profile; any other path of one or two words is none of ours, which a person is told by a page."""
    if request.url.path.startswith("/@"):
        return pages.shell(request)
    if "text/html" not in request.headers.get("accept", ""):
        raise NotFound
    return pages.shell(request, status=404)


@get("/s/{build:str}/{path:path}", include_in_schema=False, name="page file")
async def _file(request: Asker, pages: NamedDependency[Pages], build: str, path: str) -> Response[bytes]:
    return await pages.file(request, build, str(path).lstrip("/"))


@get("/sw.js", include_in_schema=False, name="page worker")
async def _worker(pages: NamedDependency[Pages]) -> Response[bytes]:
    places = dict.fromkeys(path.split("/")[1] for path in INSIDE if path != "/")
    return pages.sent(pages.assets.worker(places="|".join(places), first='", "'.join(FIRST)), "text/javascript")


@get("/manifest.webmanifest", include_in_schema=False, name="page manifest")
async def _manifest(pages: NamedDependency[Pages]) -> Response[bytes]:
    return pages.sent(pages.manifest(), "application/manifest+json")


def _api_page(path: str, name: str, kind: str) -> Any:
    @get(path, include_in_schema=False, name=f"page {path}")
    async def show() -> Response[bytes]:
        headers = {"content-security-policy": content_policy(), "cache-control": "no-cache"}
        return Response(_bytes(name), media_type=kind, headers=headers)

    return show


@cache
def _bytes(name: str) -> bytes:
    """Read a page once; it is part of the program, also of a frozen one."""
    return files("minifb.web").joinpath(name).read_bytes()


ROUTES = tuple(
    Route(handler, _POLICY)
    for handler in (
        *(_human(path) for path in HUMAN), _profile, _file, _worker, _manifest, *(_api_page(*one) for one in API_PAGE)
    )
)  # fmt: skip
