"""Routes of e-mail addresses."""

from litestar import post, put
from litestar.params import JSONBody

from minifb.kernel.http.policy import Policy, Route, actor_of
from minifb.modules.auth.api.asks import EmailChange, LinkSecret
from minifb.modules.auth.api.cookies import Asker, Who
from minifb.modules.auth.api.limits import LOGIN, MAIL
from minifb.modules.auth.rules.emails import Sent, address, fold_email


@post("/auth/verify-email", operation_id="verifyEmail", summary="Prove an address", tags=["accounts"], status_code=204)
async def verify_email(auth: Who, data: JSONBody[LinkSecret]) -> None:
    """Prove an address by the link of a mail."""
    await auth.emails.verify(data.token)


@post(
    "/auth/verify-email/resend",
    operation_id="resendProof",
    summary="Send the link again",
    tags=["accounts"],
    status_code=202,
)
async def resend_proof(request: Asker, auth: Who) -> Sent:
    """Send the link that proves one's address once more."""
    await auth.emails.resend(actor_of(request))
    return Sent()


@put("/auth/email", operation_id="changeEmail", summary="Change one's address", tags=["accounts"], status_code=202)
async def change_email(request: Asker, auth: Who, data: JSONBody[EmailChange]) -> Sent:
    """Send a link to a new address; it counts once it was opened. The answer is the same if it is somebody's."""
    plain = address(data.email)
    await auth.emails.change(actor_of(request), plain, fold_email(plain))
    return Sent()


ROUTES = (
    Route(
        verify_email,
        Policy(
            permission="auth.login", role="anonymous", rule="who has the link", limit=LOGIN, once="natural", keys=False
        ),
    ),
    Route(resend_proof, Policy(permission="auth.me", rule="one's own", limit=MAIL, once="natural", keys=False)),
    Route(
        change_email,
        Policy(permission="auth.email", rule="one's own", limit=MAIL, once="natural", step_up=True, keys=False),
    ),
)
