"""The route of polls."""

from litestar import put

from minifb.kernel.http.policy import Limit, Policy, Route, actor_of
from minifb.modules.posts.api.asks import VISIBLE, Asker
from minifb.modules.posts.public import Poll
from minifb.modules.posts.rules.polls import Ballot
from minifb.modules.posts.service import Posts

VOTES = Limit("votes", 120, 60)


@put("/posts/{id:str}/vote", operation_id="vote", summary="Vote in a poll", tags=["posts"])
async def vote(request: Asker, posts: Posts, id: str, data: Ballot) -> Poll:
    """Choose in a post's poll, in the place of what one chose before; no options take a vote back."""
    return await posts.vote(actor_of(request), id, data)


ROUTES = (Route(vote, Policy(permission="votes.write", rule=VISIBLE, limit=VOTES, once="natural")),)
