"""Every way to a post, each asked for everything a viewer could ask, and compared with what the model says.

A way is named after the operation it walks. What it finds is compared fact by fact, and each comparison is a check.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from minifb.kernel.refusals import Forbidden, NotFound
from minifb.modules.posts.store.shelves import Shelf
from tests.modules.posts.community import STAFF, Community

Way = Callable[[Community, str], Awaitable[None]]
WAYS: dict[str, Way] = {}


def way(operation: str) -> Callable[[Way], Way]:
    """Walk an operation with this."""

    def keep(walk: Way) -> Way:
        WAYS[operation] = walk
        return walk

    return keep


async def walk_all(town: Community) -> None:
    """Let everybody go every way."""
    for viewer in town.viewers:
        for walk in WAYS.values():
            await walk(town, viewer)


async def shown(call: Any) -> Any:
    """What a use case shows; None when there is no such thing, "theirs" when it is somebody else's."""
    try:
        found = await call
    except NotFound:
        return None
    except Forbidden:
        return "theirs"
    found = getattr(found, "body", found)
    return msgspec.json.decode(found if isinstance(found, bytes) else msgspec.json.encode(found))


async def pages(page: Any, *, full: bool = True) -> list[dict[str, Any]]:
    """All items of a list, two to a page."""
    items: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        found = await shown(page(2, cursor))
        if found is None or found == "theirs":
            return items
        items += found["items"]
        cursor = found["next"]
        # The SQL that chooses must agree with the rule that judges, or pages come out short.
        assert not full or cursor is None or len(found["items"]) == 2
        if cursor is None:
            return items


def same(town: Community, viewer: str, about: str, found: Any, expected: Any) -> None:
    """Check one thing."""
    town.checks += 1
    assert found == expected, f"{town.people[viewer].id or 'a stranger'} and {about}: {found} instead of {expected}"


def check_drawn(town: Community, viewer: str, post: dict[str, Any]) -> None:
    """Check what is drawn of a post that a viewer sees: counts, to whom it is said, what it shares and asks."""
    said, about = town.posts[post["id"]], f"what is drawn of {post['id']}"
    same(town, viewer, about, counts_of(post), town.counted(viewer, post["id"]))
    kind = {"friendsExcept": "friends", "list": "specific"}.get(said.kind, said.kind)
    own = {"kind": said.kind} | ({"ids": said.ids} if said.ids else {})
    same(town, viewer, about, post["audience"], own if viewer == said.author else {"kind": kind})
    original = said.shares if said.shares and town.sees(viewer, said.shares) else None
    same(town, viewer, about, (post["sharedPost"] or {}).get("id"), original)
    same(town, viewer, about, post["sharedPostGone"], bool(said.shares and not original))
    same(town, viewer, about, post["saved"], (viewer, post["id"]) in town.shelves["saved"])
    voters = [who for who in said.votes if town.there(who)]
    poll = (len(voters), [said.votes[viewer]] if viewer in said.votes else []) if said.options else None
    same(town, viewer, about, post["poll"] and (post["poll"]["votes"], post["poll"]["myVotes"]), poll)


def counts_of(post: dict[str, Any]) -> tuple[int, int, int]:
    """The counts of a post that is drawn."""
    counts = post["counts"]
    return counts["comments"], counts["reactions"].get("like", 0), counts["shares"]


@way("post")
async def one_post(town: Community, viewer: str) -> None:
    """A post by its address."""
    for post_id in town.posts:
        post = await shown(town.social.posts.post(town.people[viewer], post_id))
        same(town, viewer, f"post {post_id}", post is not None, town.sees(viewer, post_id))
        if post:
            check_drawn(town, viewer, post)


@way("visiblePosts")
async def visible_posts(town: Community, viewer: str) -> None:
    """What other modules are told of posts and comments before they show them."""
    posts = town.social.posts
    found = await posts.visible_posts(viewer, list(town.posts))
    same(town, viewer, "visible posts", found, {one: town.sees(viewer, one) for one in town.posts})
    comments = await posts.visible_comments(viewer, list(town.comments))
    same(town, viewer, "visible comments", comments, {one: town.readable(viewer, one) for one in town.comments})
    town.checks += len(town.posts) + len(town.comments)


@way("postHistory")
async def post_history(town: Community, viewer: str) -> None:
    """What a post said before."""
    for post_id in town.posts:
        found = await shown(town.social.posts.history(town.people[viewer], post_id, 20, None))
        same(town, viewer, f"the history of {post_id}", found is not None, town.sees(viewer, post_id))


@way("postsOfMember")
async def page_of_member(town: Community, viewer: str) -> None:
    """A member's page."""
    posts, actor = town.social.posts, town.people[viewer]
    for author in town.ids:
        items = await pages(lambda limit, cursor, author=author: posts.of_member(actor, author, limit, cursor))
        expected = town.newest(lambda one, said, author=author: said.author == author and town.sees(viewer, one))
        same(town, viewer, f"the page of {author}", [one["id"] for one in items], expected)
        for post in items:
            check_drawn(town, viewer, post)


@way("comments")
async def levels(town: Community, viewer: str) -> None:
    """The comments under a post, level by level, either end first."""
    posts, actor = town.social.posts, town.people[viewer]
    for post_id in town.posts:
        under = {one: parent for one, (post, _, parent) in town.comments.items() if post == post_id}
        for parent in {None, *under.values()}:
            expected = {one for one in under if under[one] == parent and town.readable(viewer, one)}
            for sort in ("oldest", "newest"):
                level = await pages(
                    lambda limit, cursor, at=(post_id, parent, sort): posts.comments(actor, *at, limit, cursor),
                    full=False,
                )
                found = {one["id"] for one in level if not one["deleted"]}
                same(town, viewer, f"the comments under {parent or post_id}", found, expected)


@way("oneComment")
async def one_comment(town: Community, viewer: str) -> None:
    """A comment by its address."""
    for comment_id, (post_id, _, _) in town.comments.items():
        found = await shown(town.social.posts.one_comment(town.people[viewer], post_id, comment_id))
        same(town, viewer, f"comment {comment_id}", found is not None, town.readable(viewer, comment_id))


@way("commentHistory")
async def comment_history(town: Community, viewer: str) -> None:
    """What a comment said before."""
    for comment_id, (post_id, _, _) in town.comments.items():
        found = await shown(town.social.posts.comment_history(town.people[viewer], post_id, comment_id, 20, None))
        same(town, viewer, f"the history of {comment_id}", found is not None, town.readable(viewer, comment_id))


@way("reactors")
async def reactors(town: Community, viewer: str) -> None:
    """Who reacted to a post."""
    posts, actor = town.social.posts, town.people[viewer]
    for post_id in town.posts:
        people = await pages(
            lambda limit, cursor, post_id=post_id: posts.reactors(actor, post_id, None, "", limit, cursor)
        )
        sees = town.sees(viewer, post_id)
        expected = {who for post, who in town.reactions if sees and post == post_id and town.meets(viewer, who)}
        same(town, viewer, f"who reacted to {post_id}", {one["user"]["id"] for one in people}, expected)


@way("shares")
async def shares(town: Community, viewer: str) -> None:
    """The shares of a post."""
    posts, actor = town.social.posts, town.people[viewer]
    for post_id in town.posts:
        items = await pages(lambda limit, cursor, post_id=post_id: posts.shares(actor, post_id, limit, cursor))
        expected = town.newest(
            lambda one, said, post_id=post_id: (
                said.shares == post_id and town.sees(viewer, post_id) and town.sees(viewer, one)
            )
        )
        same(town, viewer, f"the shares of {post_id}", [one["id"] for one in items], expected)
        for post in items:
            check_drawn(town, viewer, post)


@way("pinnedPosts")
async def pinned_posts(town: Community, viewer: str) -> None:
    """What members keep on top of their pages."""
    for author in town.ids:
        found = await shown(town.social.posts.pinned(town.people[viewer], author))
        expected = {
            one for one, said in town.posts.items() if said.pinned and said.author == author and town.sees(viewer, one)
        }
        same(town, viewer, f"the pinned posts of {author}", {one["id"] for one in found["items"]}, expected)


async def on_shelf(town: Community, viewer: str, shelf: Shelf) -> None:
    """What is on a shelf of one's own."""
    posts, actor = town.social.posts, town.people[viewer]
    items = await pages(lambda limit, cursor: posts.shelf(actor, shelf, limit, cursor), full=False)
    expected = {post_id for who, post_id in town.shelves[shelf] if who == viewer and town.sees(viewer, post_id)}
    same(town, viewer, f"what is {shelf}", {one["id"] for one in items}, expected)


@way("savedPosts")
async def saved_posts(town: Community, viewer: str) -> None:
    """What one saved."""
    await on_shelf(town, viewer, "saved")


@way("hiddenPosts")
async def hidden_posts(town: Community, viewer: str) -> None:
    """What one hid from the feed."""
    await on_shelf(town, viewer, "hidden")


@way("draft")
async def one_draft(town: Community, viewer: str) -> None:
    """A draft by its address, for its author alone."""
    for draft_id, author in town.drafts.items():
        found = await shown(town.social.posts.draft(town.people[viewer], draft_id))
        same(town, viewer, f"draft {draft_id}", found is not None, author == viewer)


@way("drafts")
async def all_drafts(town: Community, viewer: str) -> None:
    """One's own drafts."""
    posts, actor = town.social.posts, town.people[viewer]
    items = await pages(lambda limit, cursor: posts.drafts(actor, limit, cursor))
    own = {draft_id for draft_id, author in town.drafts.items() if author == viewer}
    same(town, viewer, "the drafts", {one["id"] for one in items}, own)


@way("removed")
async def what_was_removed(town: Community, viewer: str) -> None:
    """What of one's own was taken down."""
    if viewer:
        posts, actor = town.social.posts, town.people[viewer]
        items = await pages(lambda limit, cursor: posts.removed(actor, limit, cursor), full=False)
        own = {one for one, said in town.posts.items() if said.removed and not said.deleted and said.author == viewer}
        own |= {one for one in town.removed_comments if town.comments[one][1] == viewer}
        found = {one["commentId"] or one["postId"] for one in items}
        same(town, viewer, "what was taken down", {one for one in found if not deleted(town, one)}, own)


def deleted(town: Community, target: str) -> bool:
    """Whether a post is gone for good, or the post of a comment."""
    return town.posts[town.comments[target][0] if target in town.comments else target].deleted


@way("cases")
async def queue_of_reports(town: Community, viewer: str) -> None:
    """What staff are shown in lists: the words only of what was said to everybody. Members are kept out at the door."""
    for state in ("open", "upheld", "dismissed") if viewer else ():
        items = await pages(lambda limit, cursor, state=state: town.social.posts.cases(STAFF, state, limit, cursor))
        found = {one["id"]: one["target"]["text"] is not None for one in items}
        expected = {case.id: case.kind == "public" for case in town.cases.values() if case.state == state}
        same(town, viewer, f"the {state} cases", found, expected)


@way("case")
async def one_case(town: Community, viewer: str) -> None:
    """A case that staff open."""
    for target, case in town.cases.items() if viewer else ():
        found = await shown(town.social.posts.read_case(STAFF, case.id))
        same(town, viewer, f"the case of {target}", len(found["reports"]), len(case.reporters))
