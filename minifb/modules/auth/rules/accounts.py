"""An account as auth knows it, and what others see of their own."""

from datetime import datetime
from typing import Literal

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.http.policy import RANK, Role
from minifb.kernel.http.shapes import Card, Wire
from minifb.kernel.refusals import Forbidden, NotFound

State = Literal["registering", "active", "leaving"]


class NoSuchMember(NotFound):
    """There is no such member."""


class Suspended(Forbidden, code="suspended"):
    """This account is suspended."""


class Account(msgspec.Struct, frozen=True):
    """One row of users."""

    id: str
    username: str
    email: str
    email_key: str
    email_verified: bool
    first_name: str
    last_name: str
    password_hash: str
    password_version: int
    role: Role
    state: State
    suspended_at: Instant | None
    suspended_until: Instant | None
    epoch: Instant
    factor_due_at: Instant | None
    version: int
    created_at: Instant

    @property
    def staff(self) -> bool:
        """Whether the account may decide over others, and so needs a second factor."""
        return RANK[self.role] >= RANK["moderator"]


class Me(Card, kw_only=True):
    """A member as they see themselves."""

    email: str
    email_verified: bool
    roles: list[Role]


class SignedIn(Wire, omit_defaults=True):
    """Who signed in and the tokens of the session; with cookies the tokens are left out."""

    user: Me
    token_type: str | None = None
    access_token: str | None = None
    refresh_token: str | None = None
    expires_in: int | None = None
    limited: bool = False
    """Whether the session can do nothing but set up the second factor that this role needs."""


class Tokens(Wire, omit_defaults=True):
    """A new pair of tokens."""

    token_type: str | None = None
    access_token: str | None = None
    refresh_token: str | None = None
    expires_in: int | None = None
    limited: bool = False


class Mine(Wire):
    """The member who asks."""

    user: Me


class OwnAccount(Mine):
    """The member who asks, and what proves who they are beside the password."""

    totp: bool
    """Whether a second factor by code is set up."""
    recovery_codes: int
    """How many recovery codes are left."""
    factor_due_at: datetime | None
    """Until when one of the staff may do without a second factor; null where one is set up or none is wanted."""


def me(account: Account) -> Me:
    """Show an account to its owner."""
    return Me(
        id=account.id,
        username=account.username,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
        email_verified=account.email_verified,
        roles=[account.role],
    )


def is_suspended(account: Account, now: Instant) -> bool:
    """Tell whether an account is suspended at this instant."""
    return account.suspended_at is not None and (account.suspended_until is None or now < account.suspended_until)


def factor_missing(account: Account, has_factor: bool, now: Instant) -> bool:
    """Tell whether staff must set up a second factor before doing anything else."""
    return account.staff and not has_factor and now >= (account.factor_due_at or 0)
