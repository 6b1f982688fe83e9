"""Routes of registration: becoming a member, or the first owner."""

from typing import Any

from litestar import Response, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from minifb.kernel.http.policy import Policy, Route
from minifb.modules.auth.api.asks import FirstOwner, NewMember
from minifb.modules.auth.api.cookies import Asker, Who, device_of, signed_in
from minifb.modules.auth.api.limits import REGISTER
from minifb.modules.auth.rules.accounts import SignedIn
from minifb.modules.auth.rules.registration import Form, PendingAccount, SagaState, status_of
from minifb.modules.auth.rules.sessions import Granted
from minifb.modules.auth.service import Auth

PENDING = {202: ResponseSpec(data_container=PendingAccount, description="The account is not usable yet.")}


def _answer(auth: Auth, outcome: Granted | SagaState) -> Response[Any]:
    if isinstance(outcome, Granted):
        return signed_in(outcome, auth.site, status=201)
    return Response(PendingAccount(status=status_of(outcome)), status_code=202)


@post("/auth/register", operation_id="register", summary="Become a member", tags=["accounts"], responses=PENDING)
async def register(request: Asker, auth: Who, data: JSONBody[NewMember]) -> Response[SignedIn]:
    """Make an account; a repeat with the same body answers with fresh tokens of the same account."""
    form = Form(data.email, data.username, data.password, data.first_name, data.last_name, data.invite_code)
    return _answer(auth, await auth.registration.register(form, device_of(request, data.session)))


@post("/auth/setup", operation_id="setUp", summary="Become the first owner", tags=["accounts"], responses=PENDING)
async def set_up(request: Asker, auth: Who, data: JSONBody[FirstOwner]) -> Response[SignedIn]:
    """Make the first owner, by the link the server printed; afterwards there is no such page any more."""
    await auth.setup.check()
    form = Form(data.email, data.username, data.password, data.first_name, data.last_name, setup_token=data.token)
    return _answer(auth, await auth.registration.register(form, device_of(request, data.session)))


ROUTES = (
    Route(
        register,
        Policy(
            permission="auth.register", role="anonymous", rule="a new account", limit=REGISTER, once="key", keys=False
        ),
    ),
    Route(
        set_up,
        Policy(
            permission="auth.register",
            role="anonymous",
            rule="who has the set-up link",
            limit=REGISTER,
            once="secret",
            keys=False,
        ),
    ),
)
