"""The routes of reactions."""

from typing import Annotated

from litestar import delete, get, post
from litestar.params import QueryParameter

from minifb.kernel.http.policy import Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.posts.api.asks import READ, VISIBLE, Asker, CommentId, Cursor, Size
from minifb.modules.posts.public import Reacted, ReactionType, Reactor
from minifb.modules.posts.rules.reactions import NewReaction
from minifb.modules.posts.service import Posts

REACTIONS = Limit("reactions", 120, 60)


@post("/posts/{id:str}/reactions", operation_id="react", summary="React", tags=["reactions"], status_code=200)
async def react(request: Asker, posts: Posts, id: str, data: NewReaction) -> Reacted:
    """React to a post or one of its comments; it takes the place of an earlier reaction."""
    return await posts.react(actor_of(request), id, data)


@delete(
    "/posts/{id:str}/reactions",
    operation_id="unreact",
    summary="Take a reaction back",
    tags=["reactions"],
    status_code=200,
)
async def unreact(request: Asker, posts: Posts, id: str, comment_id: CommentId = None) -> Reacted:
    """Take one's reaction back."""
    return await posts.take_reaction(actor_of(request), id, comment_id)


@get("/posts/{id:str}/reactions", operation_id="reactors", summary="Who reacted", tags=["reactions"])
async def reactors(
    request: Asker,
    posts: Posts,
    id: str,
    comment_id: CommentId = None,
    type: Annotated[ReactionType | None, QueryParameter(name="type", description="Only this reaction.")] = None,
    limit: Size = 20,
    cursor: Cursor = None,
) -> Page[Reactor]:
    """List who reacted to a post or one of its comments, the latest first."""
    return await posts.reactors(actor_of(request), id, comment_id, type or "", limit, cursor)


_REACT = Policy(permission="reactions.write", rule=VISIBLE, limit=REACTIONS, once="natural")

ROUTES = (Route(react, _REACT), Route(unreact, _REACT), Route(reactors, READ))
