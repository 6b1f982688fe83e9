"""What is no longer good: sessions, members' older tokens, suspended members and changed roles, all in memory.

Loaded from auth before the first request, then told by events and loaded again every minute. Nothing needs to be
remembered for longer than an access token lives: after that the token itself is over.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from minifb.kernel.clock import Clock, Instant
from minifb.kernel.http.policy import Actor, Role
from minifb.kernel.http.tokens import LEEWAY, LIFE, Proven

REMEMBERED = LIFE + 2 * LEEWAY


class RevocationList(Protocol):
    """What auth answers: sessions and members with the instant of their revocation, and who is suspended."""

    @property
    def sessions(self) -> Mapping[str, Instant]:
        """Sessions that are over."""
        ...

    @property
    def members(self) -> Mapping[str, Instant]:
        """Members whose tokens up to an instant are over (also when their role changed)."""
        ...

    @property
    def suspended(self) -> Sequence[str]:
        """Who is suspended now."""
        ...


class Revocations:
    """Decides whether a token that was once good still is."""

    def __init__(self, clock: Clock) -> None:
        """Start with nothing revoked."""
        self._clock = clock
        self._sessions: dict[str, Instant] = {}
        self._members: dict[str, Instant] = {}
        self._suspended: set[str] = set()
        self._roles: dict[str, tuple[Role, Instant]] = {}

    def load(self, told: RevocationList) -> None:
        """Take what auth knows, keep what events told meanwhile, and forget what is older than any token."""
        horizon = self._clock.now() - REMEMBERED
        self._sessions = _newer({**self._sessions, **told.sessions}, horizon)
        self._members = _newer({**self._members, **told.members}, horizon)
        self._roles = {member: change for member, change in self._roles.items() if change[1] > horizon}
        self._suspended = set(told.suspended)

    def revoke_sessions(self, user_id: str, session_ids: Iterable[str], at: Instant) -> None:
        """End these sessions; with none named, everything the member was given up to that instant."""
        ended = dict.fromkeys(session_ids, at)
        if ended:
            self._sessions.update(ended)
        else:
            self._members[user_id] = max(at, self._members.get(user_id, 0))

    def suspend(self, user_id: str) -> None:
        """Sign a member out everywhere until they are restored."""
        self._suspended.add(user_id)

    def restore(self, user_id: str) -> None:
        """End a suspension."""
        self._suspended.discard(user_id)

    def role_changed(self, user_id: str, role: Role) -> None:
        """Treat tokens that still carry the old role as if they carried the new one."""
        self._roles[user_id] = (role, self._clock.now())

    def suspends(self, user_id: str) -> bool:
        """Tell whether a member is suspended."""
        return user_id in self._suspended

    def actor(self, proven: Proven) -> Actor | None:
        """Give whom a proven token stands for now, or None when it is over."""
        actor = proven.actor
        if actor.session in self._sessions or actor.id in self._suspended:
            return None
        if proven.issued_at <= self._members.get(actor.id, -1):
            return None
        change = self._roles.get(actor.id)
        if change is not None and proven.issued_at <= change[1] and change[0] != actor.role:
            return msgspec.structs.replace(actor, role=change[0])
        return actor


def _newer(instants: dict[str, Instant], horizon: Instant) -> dict[str, Instant]:
    return {key: at for key, at in instants.items() if at > horizon}
