"""The ways that only an author may go: who sees a post, how that changed, and one's own page as others see it."""

from typing import Any

from msgspec import UNSET

from minifb.modules.posts.rules.audiences import AskedAudience
from tests.modules.posts.community import KINDS, Community
from tests.modules.posts.ways import counts_of, pages, same, shown, way


def told(town: Community, viewer: str, post_id: str) -> str | None:
    """How somebody is answered who asks about a post what only its author may know; "own" for the author."""
    if not town.sees(viewer, post_id):
        return None
    return "own" if town.posts[post_id].author == viewer else "theirs"


@way("whoSees")
async def who_sees(town: Community, viewer: str) -> None:
    """Who can see a post: for its author, exactly those who do; nobody learns who blocked the author."""
    posts, actor = town.social.posts, town.people[viewer]
    for post_id, said in town.posts.items():
        found = await shown(posts.who_sees(actor, post_id, 100, None))
        expected = told(town, viewer, post_id)
        same(town, viewer, f"who sees {post_id}", "own" if isinstance(found, dict) else found, expected)
        if expected == "own":
            check_reach(town, viewer, found, said.audience)
            items = await pages(lambda limit, cursor, post_id=post_id: posts.who_sees(actor, post_id, limit, cursor))
            same(town, viewer, f"who sees {post_id}, paged", items, found["items"])


@way("whoWouldSee")
async def who_would_see(town: Community, viewer: str) -> None:
    """Who could see what is not posted yet."""
    for kind in KINDS if viewer else ():
        audience = town.some_audience(viewer, kind)
        asked = AskedAudience(audience=audience)
        found = await shown(town.social.posts.who_would_see(town.people[viewer], asked, 100, None))
        check_reach(town, viewer, found, audience)


def check_reach(town: Community, author: str, found: dict[str, Any], audience: Any) -> None:
    """Check whom an author is told of."""
    everyone = audience.kind == "public"
    readers = [] if everyone else town.readers(author, audience)
    ids = [] if audience.ids is UNSET else audience.ids
    blocked = [one for one in town.ids if (author, one) in town.blocks and town.there(one)]
    named = [one for one in ids if audience.kind == "friendsExcept" and town.meets(author, one)]
    same(town, author, "the kind", (found["kind"], found["everyone"]), (audience.kind, everyone))
    same(town, author, "the readers", [one["id"] for one in found["items"]], readers)
    same(town, author, "how many", found["count"], None if everyone else len(readers))
    same(town, author, "those left out", [one["id"] for one in found["except"]], sorted(blocked if everyone else named))


@way("audienceChanges")
async def audience_changes(town: Community, viewer: str) -> None:
    """How an audience changed, for the author alone."""
    for post_id, said in town.posts.items():
        found = await shown(town.social.posts.audience_changes(town.people[viewer], post_id, 100, None))
        expected = told(town, viewer, post_id)
        same(town, viewer, f"the audiences of {post_id}", "own" if isinstance(found, dict) else found, expected)
        if expected == "own":
            trail = [(one["before"]["kind"], one["after"]["kind"], one["cause"]) for one in found["items"]]
            same(town, viewer, f"the audiences of {post_id}", trail, said.trail[::-1])


@way("pastPosts")
async def past_posts(town: Community, viewer: str) -> None:
    """How many posts are still public."""
    if viewer:
        found = await town.social.posts.past_posts(town.people[viewer], None)
        now = town.social.clock.now()
        public = [
            s for s in town.posts.values() if (s.author, s.kind, s.gone) == (viewer, "public", False) and s.at < now
        ]
        same(town, viewer, "past posts", found.count, len(public))


@way("viewAs")
async def view_as(town: Community, viewer: str) -> None:
    """One's own posts through every other's eyes: what they see, and nothing of what they did."""
    posts, actor = town.social.posts, town.people[viewer]
    own = [one for one, said in town.posts.items() if said.author == viewer]
    for other in town.ids if viewer else ():
        eyes = "public" if other == viewer else other
        sight = "" if other == viewer else other
        met = eyes == "public" or town.meets(viewer, other)
        expected = town.newest(lambda one, _, sight=sight: one in own and town.sees(sight, one)) if met else []
        page = await pages(lambda limit, cursor, eyes=eyes: posts.page_as(actor, viewer, eyes, limit, cursor))
        same(town, viewer, f"the own page as {eyes}", [one["id"] for one in page], expected)
        for post_id in own:
            post = await shown(posts.post_as(actor, post_id, eyes))
            same(town, viewer, f"{post_id} as {eyes}", post is not None, met and town.sees(sight, post_id))
        for post in page:
            same(town, viewer, f"the counts as {eyes}", counts_of(post), town.counted(viewer, post["id"]))
            did = post["myReaction"], post["saved"], (post["poll"] or {}).get("myVotes", []), post["can"]["edit"]
            same(town, viewer, f"what {eyes} did", did, (None, False, [], False))
            shared = town.posts[post["id"]].shares
            open_to_all = shared if shared and town.sees("", shared) and town.sees(viewer, shared) else None
            same(town, viewer, f"what is shared, as {eyes}", (post["sharedPost"] or {}).get("id"), open_to_all)
