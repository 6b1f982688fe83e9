"""Routes of signing in and out."""

from litestar import Response, post
from litestar.params import JSONBody

from minifb.kernel.http.policy import Policy, Route, actor_of
from minifb.modules.auth.api.asks import Credentials, Refreshing, StepUp
from minifb.modules.auth.api.cookies import (
    Asker,
    Who,
    cookies_of,
    device_of,
    no_cookies,
    refresh_cookie,
    refreshed,
    signed_in,
)
from minifb.modules.auth.api.limits import LOGIN, PROOF, REFRESH
from minifb.modules.auth.rules.accounts import SignedIn, Tokens


@post("/auth/login", operation_id="logIn", summary="Sign in", tags=["sessions"], status_code=200)
async def log_in(request: Asker, auth: Who, data: JSONBody[Credentials]) -> Response[SignedIn]:
    """Sign in; `totp_required` says that the password was right and a code is wanted too."""
    name = data.email or data.username or ""
    granted = await auth.login.log_in(name, data.password, data.totp, device_of(request, data.session))
    return signed_in(granted, auth.site, status=200)


@post("/auth/refresh", operation_id="refresh", summary="Get new tokens", tags=["sessions"], status_code=200)
async def refresh(request: Asker, auth: Who, data: JSONBody[Refreshing | None] = None) -> Response[Tokens]:
    """Trade a refresh token for a new pair; the same token again, much later, ends the session."""
    told = data.refresh_token if data else None
    granted = await auth.sessions.refresh(told or refresh_cookie(request, auth.site), device_of(request))
    return refreshed(granted, auth.site, "token" if told else "cookie")


@post("/auth/logout", operation_id="logOut", summary="Sign out", tags=["sessions"], status_code=204)
async def log_out(request: Asker, auth: Who, data: JSONBody[Refreshing | None] = None) -> Response[None]:
    """End this session; an unknown one is as good as ended."""
    token = (data.refresh_token if data else None) or refresh_cookie(request, auth.site)
    await auth.sessions.log_out(actor_of(request), token)
    return Response(None, status_code=204, cookies=no_cookies(auth.site))


@post("/auth/step-up", operation_id="stepUp", summary="Prove again who one is", tags=["sessions"], status_code=204)
async def step_up(request: Asker, auth: Who, data: JSONBody[StepUp]) -> Response[None]:
    """Prove again who one is; with Bearer, refresh afterwards: the new access token says so for ten minutes."""
    actor = actor_of(request)
    if data.passkey is not None:
        granted = await auth.passkeys.step_up(actor, data.passkey.challenge_id, data.passkey.credential)
    else:
        granted = await auth.login.step_up(actor, data.password, data.totp)
    cookies = cookies_of(granted, auth.site) if granted.kind == "cookie" else []
    return Response(None, status_code=204, cookies=cookies)


ROUTES = (
    Route(
        log_in,
        Policy(
            permission="auth.login",
            role="anonymous",
            rule="an account of one's own",
            limit=LOGIN,
            once="secret",
            keys=False,
        ),
    ),
    Route(
        refresh,
        Policy(
            permission="auth.session",
            role="anonymous",
            rule="a session of one's own",
            limit=REFRESH,
            once="secret",
            keys=False,
        ),
    ),
    Route(
        log_out,
        Policy(
            permission="auth.session",
            role="anonymous",
            rule="a session of one's own",
            limit=REFRESH,
            once="natural",
            keys=False,
        ),
    ),
    Route(step_up, Policy(permission="auth.session", rule="one's own session", limit=PROOF, once="secret", keys=False)),
)
