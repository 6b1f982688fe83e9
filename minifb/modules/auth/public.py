"""The face of auth: who somebody is, as others may know it."""

from typing import Literal, Protocol

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Event, event
from minifb.kernel.http.policy import Role

MailKind = Literal[
    "verify", "reset", "welcome", "new_sign_in", "invite", "address_taken", "account_changed", "deletion"
]


@event("user.registered", subject="user_id")
class UserRegistered(Event, frozen=True):
    """A name and an address are reserved for somebody; the account is not usable yet."""

    user_id: str
    username: str
    first_name: str
    last_name: str


@event("user.activated", subject="user_id")
class UserActivated(Event, frozen=True):
    """The account is usable."""

    user_id: str


@event("user.registration.cancelled", subject="user_id")
class UserRegistrationCancelled(Event, frozen=True):
    """The registration came to nothing; name and address are free again."""

    user_id: str
    reason: str


@event("user.login", subject="user_id")
class UserLogin(Event, frozen=True):
    """A member signed in."""

    user_id: str
    session_id: str
    at: Instant


@event("user.logout", subject="user_id")
class UserLogout(Event, frozen=True):
    """A member signed out."""

    user_id: str
    session_id: str


@event("user.email.verified", subject="user_id")
class UserEmailVerified(Event, frozen=True):
    """The address is proven to be the member's."""

    user_id: str


@event("user.renamed", subject="user_id")
class UserRenamed(Event, frozen=True):
    """A member took another username."""

    user_id: str
    username: str


@event("user.role.changed", subject="user_id")
class UserRoleChanged(Event, frozen=True):
    """A member's role is another one now."""

    user_id: str
    role: Role


@event("user.suspended", subject="user_id")
class UserSuspended(Event, frozen=True):
    """Staff suspended a member: signed out everywhere, seen nowhere."""

    user_id: str
    until: Instant | None


@event("user.restored", subject="user_id")
class UserRestored(Event, frozen=True):
    """A suspension ended."""

    user_id: str


@event("session.revoked", subject="user_id")
class SessionRevoked(Event, frozen=True):
    """Sessions of a member are worth nothing from now on; none named means all of them."""

    user_id: str
    session_ids: list[str]
    at: Instant


@event("user.deleted", subject="user_id")
class UserDeleted(Event, frozen=True):
    """The waiting period is over: every module erases what it holds and reports."""

    user_id: str


@event("user.data.erased", subject="user_id")
class UserDataErased(Event, frozen=True):
    """A module erased what it held of a deleted member; counts per table."""

    user_id: str
    module: str
    counts: dict[str, int]


@event("mail.requested", subject="user_id")
class MailRequested(Event, frozen=True):
    """A mail is due. It names the row of the link, never the secret: auth is asked for that at delivery."""

    user_id: str
    mail_id: str
    kind: MailKind


class Session(msgspec.Struct, frozen=True):
    """A session as a guard needs it."""

    id: str
    user_id: str


class Revocations(msgspec.Struct, frozen=True):
    """What a guard must refuse: sessions by id, and all of a member's tokens issued up to an instant."""

    sessions: dict[str, Instant]
    members: dict[str, Instant]
    suspended: list[str]


class KeyHolder(msgspec.Struct, frozen=True):
    """Who an API key or service token stands for, and what it may do."""

    key_id: str
    service_id: str
    user_id: str | None
    role: Role
    permissions: list[str]
    rate_limit: int
    expires_at: Instant | None


class MailLink(msgspec.Struct, frozen=True):
    """What a mail needs at delivery: where it goes, how the member is called, and the link with its secret."""

    address: str
    first_name: str
    link: str | None
    community: str
    """What the community is called, which writes to them."""
    about: str | None = None
    """What happened, in words, where the kind alone does not say it."""


class MailAddress(msgspec.Struct, frozen=True):
    """Where mail to a member goes."""

    address: str
    first_name: str
    verified: bool
    """Whether the address is proven to be theirs."""
    community: str
    """What the community is called, which writes to them."""


class AuthQuestions(Protocol):
    """What others may ask auth."""

    async def verify_keys(self) -> dict[str, str]:
        """Give the public keys of access tokens, key id → base64url Ed25519."""
        ...

    async def revocations(self, since: Instant) -> Revocations:
        """Give every revocation since an instant, and who is suspended."""
        ...

    async def key_holders(self, digests: list[str]) -> dict[str, KeyHolder]:
        """Tell whose API keys these are, by the SHA-256 of the key in hex; unknown ones are absent."""
        ...

    async def mail_links(self, mail_ids: list[str]) -> dict[str, MailLink]:
        """Give what these mails need now; a mail that is no longer due is absent."""
        ...

    async def mail_addresses(self, user_ids: list[str]) -> dict[str, MailAddress]:
        """Tell where mail to these members goes; whoever is suspended or not a member is absent."""
        ...
