"""Routes of passkeys."""

from litestar import Response, delete, get, post
from litestar.params import FromPath, JSONBody

from minifb.kernel.http.policy import READS, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.auth.api.asks import NewPasskey, PasskeyLogin
from minifb.modules.auth.api.cookies import Asker, Who, device_of, signed_in
from minifb.modules.auth.api.limits import LOGIN, PROOF
from minifb.modules.auth.rules.accounts import SignedIn
from minifb.modules.auth.rules.passkeys import PasskeyOptions, PasskeyShown


@post(
    "/auth/passkeys/options",
    operation_id="passkeyOptions",
    summary="Begin a passkey",
    tags=["second factors"],
    status_code=201,
)
async def options(request: Asker, auth: Who) -> PasskeyOptions:
    """Give what `navigator.credentials.create` is asked."""
    return await auth.passkeys.offer(actor_of(request))


@post("/auth/passkeys", operation_id="addPasskey", summary="Set up a passkey", tags=["second factors"])
async def add(request: Asker, auth: Who, data: JSONBody[NewPasskey]) -> Response[PasskeyShown]:
    """Keep the passkey that the browser made."""
    made = await auth.passkeys.add(actor_of(request), data.challenge_id, data.credential, data.name)
    return Response(made, headers={"Location": f"/auth/passkeys/{made.id}"})


@get("/auth/passkeys", operation_id="passkeys", summary="One's passkeys", tags=["second factors"])
async def passkeys(request: Asker, auth: Who) -> Page[PasskeyShown]:
    """List one's passkeys."""
    return await auth.passkeys.mine(actor_of(request))


@delete(
    "/auth/passkeys/{id:str}",
    operation_id="removePasskey",
    summary="Remove a passkey",
    tags=["second factors"],
    status_code=204,
)
async def remove(request: Asker, auth: Who, id: FromPath[str]) -> None:
    """Remove one of one's passkeys."""
    await auth.passkeys.remove(actor_of(request), id)


@post(
    "/auth/passkeys/login-options",
    operation_id="passkeyLoginOptions",
    summary="Begin signing in",
    tags=["sessions"],
    status_code=201,
)
async def login_options(auth: Who) -> PasskeyOptions:
    """Give what `navigator.credentials.get` is asked; for signing in and for step-up."""
    return await auth.passkeys.challenge()


@post(
    "/auth/passkeys/login",
    operation_id="passkeyLogIn",
    summary="Sign in with a passkey",
    tags=["sessions"],
    status_code=200,
)
async def log_in(request: Asker, auth: Who, data: JSONBody[PasskeyLogin]) -> Response[SignedIn]:
    """Sign in with a passkey, without a name or password."""
    device = device_of(request, data.session)
    return signed_in(await auth.passkeys.log_in(data.challenge_id, data.credential, device), auth.site, status=200)


_OWN = Policy(permission="auth.passkeys", rule="one's own", limit=PROOF, once="secret", step_up=True, keys=False)
_ANYBODY = Policy(
    permission="auth.login", role="anonymous", rule="who holds the passkey", limit=LOGIN, once="secret", keys=False
)

ROUTES = (
    Route(options, _OWN),
    Route(add, _OWN),
    Route(passkeys, Policy(permission="auth.passkeys", rule="one's own", limit=READS, keys=False)),
    Route(remove, _OWN),
    Route(login_options, _ANYBODY),
    Route(log_in, _ANYBODY),
)
