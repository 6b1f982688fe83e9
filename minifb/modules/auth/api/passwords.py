"""Routes of passwords."""

from litestar import post, put
from litestar.params import JSONBody

from minifb.kernel.http.policy import Policy, Route, actor_of
from minifb.modules.auth.api.asks import Forgotten, NewPassword, PasswordChange
from minifb.modules.auth.api.cookies import Asker, Who
from minifb.modules.auth.api.limits import LOGIN, MAIL, PASSWORD
from minifb.modules.auth.rules.emails import Sent


@post(
    "/auth/forgot-password",
    operation_id="forgotPassword",
    summary="Ask for a new password",
    tags=["passwords"],
    status_code=202,
)
async def forgot_password(auth: Who, data: JSONBody[Forgotten]) -> Sent:
    """Send a link, if the address has an account; the answer is the same if not."""
    await auth.passwords.forget(data.email)
    return Sent()


@post(
    "/auth/reset-password",
    operation_id="resetPassword",
    summary="Set a new password",
    tags=["passwords"],
    status_code=204,
)
async def reset_password(auth: Who, data: JSONBody[NewPassword]) -> None:
    """Set a new password by the link of a mail; every session ends."""
    await auth.passwords.reset(data.token, data.password)


@put(
    "/auth/password",
    operation_id="changePassword",
    summary="Change one's password",
    tags=["passwords"],
    status_code=204,
)
async def change_password(request: Asker, auth: Who, data: JSONBody[PasswordChange]) -> None:
    """Change one's password; every other session ends."""
    await auth.passwords.change(actor_of(request), data.current_password, data.password)


ROUTES = (
    Route(
        forgot_password,
        Policy(permission="auth.login", role="anonymous", rule="any address", limit=MAIL, once="natural", keys=False),
    ),
    Route(
        reset_password,
        Policy(
            permission="auth.login", role="anonymous", rule="who has the link", limit=LOGIN, once="secret", keys=False
        ),
    ),
    Route(
        change_password,
        Policy(permission="auth.passwords", rule="one's own", limit=PASSWORD, once="secret", keys=False),
    ),
)
