"""The routes of media: show, list, describe, delete."""

from litestar import delete, get, put

from minifb.kernel.http.policy import Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.media import public
from minifb.modules.media.api.asks import MEMBERS_READ, READ, WRITE, Asker, Cursor, Size
from minifb.modules.media.rules.media import Description
from minifb.modules.media.service import Media


@get("/media/{id:str}", operation_id="medium", summary="A picture, film or sound", tags=["media"])
async def medium(request: Asker, media: Media, id: str) -> public.Media:
    """Show what is known of a medium, and where its bytes are."""
    return await media.medium(actor_of(request), id)


@get("/media/user/{user_id:str}", operation_id="mediaOfMember", summary="A member's media", tags=["media"])
async def of_member(
    request: Asker, media: Media, user_id: str, limit: Size = 20, cursor: Cursor = None
) -> Page[public.Media]:
    """List a member's media, the newest first: one's own, or those of another that one may see."""
    return await media.of_member(actor_of(request), user_id, limit, cursor)


@put("/media/{id:str}", operation_id="describeMedium", summary="Say what it shows", tags=["media"])
async def describe(request: Asker, media: Media, id: str, data: Description) -> public.Media:
    """Say what one's own medium shows, for who cannot see it."""
    return await media.describe(actor_of(request), id, data)


@delete("/media/{id:str}", operation_id="deleteMedium", summary="Delete a medium", tags=["media"], status_code=204)
async def remove(request: Asker, media: Media, id: str) -> None:
    """Delete one's own medium, with everything made from it, wherever it is shown."""
    await media.delete(actor_of(request), id)


ROUTES = (
    Route(medium, READ),
    Route(of_member, MEMBERS_READ),
    Route(describe, WRITE),
    Route(remove, WRITE),
)
