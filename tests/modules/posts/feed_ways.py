"""The ways of the feed: which posts are in it, why, and how many are new."""

import math

from tests.modules.posts.community import Community
from tests.modules.posts.ways import check_drawn, pages, same, shown, way


def in_feed(town: Community, viewer: str, post_id: str) -> bool:
    """Whether a post comes into a viewer's feed: of themselves and friends, and the public ones of whom they follow."""
    author = town.posts[post_id].author
    followed = (viewer, author) in town.follows and town.posts[post_id].audience.kind == "public"
    near = author == viewer or town.near(author, viewer) or followed
    left_out = (viewer, author) in town.mutes or (viewer, post_id) in town.shelves["hidden"]
    return near and not left_out and town.sees(viewer, post_id)


@way("feed")
async def whole_feed(town: Community, viewer: str) -> None:
    """The feed, ranked and the latest first: the same posts in another order, each drawn for its viewer."""
    posts, actor = town.social.posts, town.people[viewer]
    expected = town.newest(lambda one, _: in_feed(town, viewer, one))
    for mode, in_order in (("latest", list), ("ranked", sorted)):
        items = await pages(lambda limit, cursor, mode=mode: posts.feed(actor, mode, limit, cursor))
        same(town, viewer, f"the {mode} feed", in_order(one["id"] for one in items), in_order(expected))
        for post in items:
            check_drawn(town, viewer, post)


@way("why")
async def why_in_feed(town: Community, viewer: str) -> None:
    """Why a post is in the feed: told of posts that are, and its factors make its score."""
    for post_id in town.posts:
        found = await shown(town.social.posts.why(town.people[viewer], post_id))
        same(town, viewer, f"why {post_id}", found is not None, in_feed(town, viewer, post_id))
        if found:
            score = math.prod(term["factor"] for term in found["terms"])
            same(town, viewer, f"the score of {post_id}", abs(found["score"] - score) < 1e-9, True)


@way("newCount")
async def count_of_new(town: Community, viewer: str) -> None:
    """How many posts of others are new."""
    since = min(said.at for said in town.posts.values())
    expected = town.newest(lambda one, said: said.at > since and said.author != viewer and in_feed(town, viewer, one))
    same(town, viewer, "new", await town.social.posts.new_count(town.people[viewer], since), min(99, len(expected)))


@way("feedPreferences")
async def order_of_feed(town: Community, viewer: str) -> None:
    """How one's feed is ordered, which says nothing of anybody."""
    found = await shown(town.social.posts.feed_preferences(town.people[viewer]))
    same(town, viewer, "preferences", set(found), {"mode", "balance", "halfLifeHours"})
