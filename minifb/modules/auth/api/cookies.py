"""How tokens travel: in the body for programs, in HttpOnly cookies for browsers."""

from typing import Any, Literal

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from minifb.kernel.http.site import Site
from minifb.modules.auth.rules.accounts import SignedIn, Tokens
from minifb.modules.auth.rules.sessions import Device, Granted, SessionKind
from minifb.modules.auth.service import Auth

Asker = Request[Any, Any, Any]
Who = NamedDependency[Auth]
Travel = Literal["token", "cookie"]


def device_of(request: Asker, kind: SessionKind = "token") -> Device:
    """Tell where a request comes from."""
    state: dict[str, Any] = request.scope["state"]
    headers: dict[bytes, bytes] = state["headers"]
    agent = headers.get(b"user-agent", b"")[:512].decode(errors="replace")
    return Device(address=state["address"], agent=agent, kind=kind)


def refresh_cookie(request: Asker, site: Site) -> str:
    """Give the refresh token a browser carries; empty when there is none."""
    return request.cookies.get(site.refresh_cookie, "")


def signed_in(granted: Granted, site: Site, *, status: int) -> Response[SignedIn]:
    """Answer a sign-in."""
    told = SignedIn(user=granted.user, limited=granted.limited)
    if granted.kind == "token":
        told = SignedIn(
            user=granted.user,
            token_type="Bearer",
            access_token=granted.access_token,
            refresh_token=granted.refresh_token,
            expires_in=granted.expires_in,
            limited=granted.limited,
        )
    headers = {"Location": f"/users/{granted.user.id}"} if status == 201 else {}
    cookies = cookies_of(granted, site) if granted.kind == "cookie" else []
    return Response(told, status_code=status, headers=headers, cookies=cookies)


def refreshed(granted: Granted, site: Site, travel: Travel) -> Response[Tokens]:
    """Answer a refresh the way the token came."""
    if travel == "cookie":
        return Response(Tokens(limited=granted.limited), cookies=cookies_of(granted, site))
    told = Tokens(
        token_type="Bearer",
        access_token=granted.access_token,
        refresh_token=granted.refresh_token,
        expires_in=granted.expires_in,
        limited=granted.limited,
    )
    return Response(told)


def cookies_of(granted: Granted, site: Site) -> list[Cookie]:
    """Write the session's cookies; a step-up changes the access token alone."""
    made = [_cookie(site, site.access_cookie, granted.access_token, granted.expires_in)]
    if granted.refresh_token:
        made.append(_cookie(site, site.refresh_cookie, granted.refresh_token, granted.session_seconds))
    return made


def no_cookies(site: Site) -> list[Cookie]:
    """Take the session's cookies away."""
    return [_cookie(site, name, "", 0) for name in (site.access_cookie, site.refresh_cookie)]


def _cookie(site: Site, name: str, value: str, seconds: int) -> Cookie:
    return Cookie(key=name, value=value, max_age=seconds, path="/", secure=site.https, httponly=True, samesite="lax")
