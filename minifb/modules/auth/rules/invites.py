"""Invite links."""

from datetime import datetime

import msgspec

from minifb.kernel.clock import Instant, wire
from minifb.kernel.http.shapes import Wire


class Invite(msgspec.Struct, frozen=True):
    """One row of invites; the code itself is not kept."""

    id: str
    digest: str
    created_by: str
    note: str
    uses: int
    uses_max: int
    created_at: Instant
    expires_at: Instant


class InviteShown(Wire, omit_defaults=True):
    """An invite as its maker sees it; the link only when it is made."""

    id: str
    note: str
    uses: int
    uses_max: int
    created_at: datetime
    expires_at: datetime
    link: str | None = None


def shown(invite: Invite, link: str | None = None) -> InviteShown:
    """Show an invite to its maker."""
    return InviteShown(
        id=invite.id,
        note=invite.note,
        uses=invite.uses,
        uses_max=invite.uses_max,
        created_at=wire(invite.created_at),
        expires_at=wire(invite.expires_at),
        link=link,
    )
