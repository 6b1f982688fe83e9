"""Routes of leaving."""

from litestar import Response, delete, get
from litestar.params import FromPath

from minifb.kernel.http.policy import Limit, Policy, Route, actor_of
from minifb.modules.auth.api.cookies import Asker, Who, no_cookies
from minifb.modules.auth.api.limits import PROOF
from minifb.modules.auth.rules.deletion import Receipt

RECEIPTS = Limit("receipts", 60, 300, per="address")


@delete("/auth/account", operation_id="leave", summary="Delete one's account", tags=["accounts"], status_code=202)
async def leave(request: Asker, auth: Who) -> Response[Receipt]:
    """Begin the waiting period; signing in before its end keeps everything. The receipt tells how far it is."""
    receipt = await auth.deletion.leave(actor_of(request))
    return Response(receipt, status_code=202, cookies=no_cookies(auth.site))


@get(
    "/auth/account/deletion/{receipt:str}",
    operation_id="deletionReceipt",
    summary="How far a deletion is",
    tags=["accounts"],
)
async def deletion(auth: Who, receipt: FromPath[str]) -> Receipt:
    """Tell which modules erased what, to whoever holds the receipt."""
    return await auth.deletion.receipt(receipt)


ROUTES = (
    Route(
        leave,
        Policy(permission="auth.leave", rule="one's own", limit=PROOF, once="secret", step_up=True, keys=False),
    ),
    Route(
        deletion,
        Policy(permission="auth.login", role="anonymous", rule="who has the receipt", limit=RECEIPTS, keys=False),
    ),
)
