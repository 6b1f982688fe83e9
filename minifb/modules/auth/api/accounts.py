"""Routes of one's own account."""

from litestar import get, put
from litestar.params import JSONBody

from minifb.kernel.http.policy import READS, Policy, Route, actor_of
from minifb.modules.auth.api.asks import NameChange
from minifb.modules.auth.api.cookies import Asker, Who
from minifb.modules.auth.api.limits import PROOF
from minifb.modules.auth.rules.accounts import Mine, OwnAccount
from minifb.modules.auth.rules.names import username


@get("/auth/account", operation_id="account", summary="One's own account", tags=["accounts"])
async def account(request: Asker, auth: Who) -> OwnAccount:
    """Show who is signed in, and which factors they have."""
    return await auth.accounts.mine(actor_of(request))


@put("/auth/username", operation_id="rename", summary="Take another username", tags=["accounts"])
async def rename(request: Asker, auth: Who, data: JSONBody[NameChange]) -> Mine:
    """Take another username; the one before rests, and nobody else may take it meanwhile."""
    return await auth.accounts.rename(actor_of(request), username(data.username))


ROUTES = (
    Route(account, Policy(permission="auth.me", rule="one's own", limit=READS, keys=False)),
    Route(rename, Policy(permission="auth.username", rule="one's own", limit=PROOF, once="key", keys=False)),
)
