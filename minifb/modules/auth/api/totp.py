"""Routes of second factors by code."""

from litestar import delete, post
from litestar.params import JSONBody

from minifb.kernel.http.policy import Policy, Route, actor_of
from minifb.modules.auth.api.asks import TotpCode
from minifb.modules.auth.api.cookies import Asker, Who
from minifb.modules.auth.api.limits import PROOF
from minifb.modules.auth.rules.totp import RecoveryCodes, TotpOffer


@post("/auth/totp", operation_id="offerTotp", summary="Begin a second factor", tags=["second factors"], status_code=201)
async def offer(request: Asker, auth: Who) -> TotpOffer:
    """Make a secret for an authenticator app; it counts once a code of it was given."""
    return await auth.totp.offer(actor_of(request))


@post("/auth/totp/confirm", operation_id="confirmTotp", summary="Finish it", tags=["second factors"], status_code=200)
async def confirm(request: Asker, auth: Who, data: JSONBody[TotpCode]) -> RecoveryCodes:
    """Give a first code; the recovery codes are shown this once."""
    return await auth.totp.confirm(actor_of(request), data.code)


@delete("/auth/totp", operation_id="removeTotp", summary="Remove it", tags=["second factors"], status_code=204)
async def remove(request: Asker, auth: Who) -> None:
    """Remove the second factor and its recovery codes."""
    await auth.totp.remove(actor_of(request))


_OWN = Policy(permission="auth.totp", rule="one's own", limit=PROOF, once="secret", step_up=True, keys=False)

ROUTES = (Route(offer, _OWN), Route(confirm, _OWN), Route(remove, _OWN))
