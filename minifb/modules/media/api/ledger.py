"""The routes of the ledger: what one keeps here; and for admins, who keeps how much."""

from litestar import get

from minifb.kernel.http.policy import READS, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.media.api.asks import OWN, Asker, Cursor, Size
from minifb.modules.media.rules.ledger import Account, Usage
from minifb.modules.media.service import Media


@get("/media/usage", operation_id="mediaUsage", summary="What one keeps here", tags=["media"])
async def usage(request: Asker, media: Media) -> Usage:
    """Tell how much one keeps here, and how much one may."""
    return await media.usage(actor_of(request))


@get("/media/usage/{user_id:str}", operation_id="mediaUsageOfMember", summary="What a member keeps", tags=["media"])
async def usage_of(request: Asker, media: Media, user_id: str) -> Usage:
    """Tell an admin how much a member keeps here."""
    return await media.usage_of(actor_of(request), user_id)


@get("/media/ledger", operation_id="mediaLedger", summary="Who keeps how much", tags=["media"])
async def accounts(request: Asker, media: Media, limit: Size = 20, cursor: Cursor = None) -> Page[Account]:
    """List members by how much they keep here, those with the most first."""
    return await media.accounts(actor_of(request), limit, cursor)


STAFF = Policy(permission="media.ledger", role="admin", rule="any member", limit=READS)
ROUTES = (
    Route(usage, Policy(permission="media.read", rule=OWN, limit=READS)),
    Route(usage_of, STAFF),
    Route(accounts, STAFF),
)
