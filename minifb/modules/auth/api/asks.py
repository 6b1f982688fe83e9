"""What clients send to auth."""

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar.params import QueryParameter
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.http.shapes import Ask
from minifb.modules.auth.api.cookies import Travel
from minifb.modules.auth.rules.settings import SignUp

Size = Annotated[int, QueryParameter(ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str | None, QueryParameter(max_length=1024, description="`next` of the page before.")]

# Longer than any that is accepted: what is too long is then refused by field, with the rule's own words.
Typed = Annotated[str, Meta(max_length=1024)]
Secret = Annotated[str, Meta(max_length=512)]
Code = Annotated[str, Meta(max_length=64)]
IdText = Annotated[str, Meta(max_length=64)]
Permissions = Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=50)]


class NewMember(Ask):
    """Somebody who registers."""

    email: Typed
    username: Typed
    password: Typed
    first_name: Typed
    last_name: Typed
    invite_code: Secret | None = None
    session: Travel = "token"


class FirstOwner(Ask):
    """Who opens the set-up link."""

    token: Secret
    email: Typed
    username: Typed
    password: Typed
    first_name: Typed
    last_name: Typed
    session: Travel = "token"


class Credentials(Ask):
    """Who signs in: by `username` or `email`, whichever is given."""

    password: Typed
    email: Typed | None = None
    username: Typed | None = None
    totp: Code | None = None
    session: Travel = "token"


class Refreshing(Ask):
    """A refresh token, where it does not come by cookie."""

    refresh_token: Secret | None = None


class Passkey(Ask):
    """A browser's answer to a challenge."""

    challenge_id: IdText
    credential: dict[str, Any]


class StepUp(Ask):
    """One proof of who one is: the password, a code, or a passkey."""

    password: Typed | None = None
    totp: Code | None = None
    passkey: Passkey | None = None


class Forgotten(Ask):
    """Who forgot a password."""

    email: Typed


class NewPassword(Ask):
    """A new password, by the link of a mail."""

    token: Secret
    password: Typed


class PasswordChange(Ask):
    """A new password, by the current one."""

    current_password: Typed
    password: Typed


class LinkSecret(Ask):
    """The secret of a link."""

    token: Secret


class EmailChange(Ask):
    """A new address."""

    email: Typed


class NameChange(Ask):
    """A new username."""

    username: Typed


class TotpCode(Ask):
    """A code of the authenticator app."""

    code: Code


class NewPasskey(Ask):
    """A passkey that the browser made."""

    challenge_id: IdText
    credential: dict[str, Any]
    name: Annotated[str, Meta(min_length=1, max_length=64)] = "Passkey"


class PasskeyLogin(Ask):
    """A passkey that signs in."""

    challenge_id: IdText
    credential: dict[str, Any]
    session: Travel = "token"


class NewKey(Ask):
    """An API key to be made."""

    service_id: Annotated[str, Meta(max_length=64)]
    permissions: Permissions
    rate_limit: Annotated[int, Meta(ge=1, le=6000, description="Requests a minute.")] = 300
    days: Annotated[int, Meta(ge=1, le=366)] | None = None


class NewServiceToken(Ask):
    """A service token to be made."""

    service_id: Annotated[str, Meta(max_length=64)]
    permissions: Permissions
    expires_at: Annotated[datetime, Meta(tz=True)]


class CommunityChange(Ask):
    """What is said about the community from now on; what is left out stays."""

    name: Annotated[str, Meta(min_length=1, max_length=256)] | UnsetType | None = UNSET
    sign_up: SignUp | UnsetType | None = UNSET


class NewInvite(Ask):
    """An invite link to be made."""

    note: Annotated[str, Meta(max_length=200)] = ""
    uses: Annotated[int, Meta(ge=1, le=100)] = 1
    days: Annotated[int, Meta(ge=1, le=365)] | None = None


class NewRole(Ask):
    """A role to be given."""

    role: Literal["member", "moderator", "admin", "owner"]


class Suspending(Ask):
    """A suspension: why, and until when; without an end it lasts until somebody ends it."""

    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    until: Annotated[datetime, Meta(tz=True)] | None = None
