"""Muted posts: what a member has heard enough about."""

from minifb.kernel.clock import DAY
from tests.world import World


async def test_a_muted_post_is_silent(world: World) -> None:
    """Of a post that Ann muted she is told nothing more, until she lifts it."""
    ann, bob = await world.persons("ann", "bob")
    post = await ann.post("/posts", text="hello", audience={"kind": "public"})
    await ann.post("/notifications/mutes", postId=post["id"])
    await bob.post(f"/posts/{post['id']}/comments", text="one")
    await world.settle()
    assert "comment" not in [one["kind"] for one in (await ann.get("/notifications"))["items"]]
    [muted] = (await ann.get("/notifications/mutes"))["items"]
    assert muted == {"postId": post["id"], "url": f"/p/{post['id']}", "text": "hello", "until": None}
    await ann.delete(f"/notifications/mutes/{post['id']}")
    await bob.post(f"/posts/{post['id']}/comments", text="two")
    await world.settle()
    assert [one["kind"] for one in (await ann.get("/notifications"))["items"]].count("comment") == 1
    assert (await ann.get("/notifications/mutes"))["items"] == []


async def test_a_mute_ends_by_itself(world: World) -> None:
    """A mute for some days is over after them."""
    ann, bob = await world.persons("ann", "bob")
    post = await ann.post("/posts", text="hello", audience={"kind": "public"})
    await ann.post("/notifications/mutes", postId=post["id"], days=2)
    await world.advance(2 * DAY)
    bob, ann = await world.login("bob"), await world.login("ann")
    await bob.post(f"/posts/{post['id']}/comments", text="one")
    await world.settle()
    assert "comment" in [one["kind"] for one in (await ann.get("/notifications"))["items"]]


async def test_only_what_one_sees_can_be_muted(world: World) -> None:
    """A post that a member may not see cannot be muted: to them there is none."""
    ann, bob = await world.persons("ann", "bob")
    post = await ann.post("/posts", text="secret", audience={"kind": "onlyMe"})
    said = await ann.post(f"/posts/{post['id']}/comments", text="to myself")
    for post_id in (post["id"], said["id"], "nonsense"):
        refused = await bob.refused("POST", "/notifications/mutes", json={"postId": post_id})
        assert refused == (404, "not_found")


async def test_mutes_page_by_page(world: World) -> None:
    """Muted posts come page by page, the latest post first; what one no longer sees has no words."""
    ann, bob = await world.persons("ann", "bob")
    posts = [await ann.post("/posts", text=f"post {at}", audience={"kind": "public"}) for at in range(3)]
    for post in posts:
        await bob.post("/notifications/mutes", postId=post["id"])
    await ann.put(f"/posts/{posts[1]['id']}", text="post 1", audience={"kind": "onlyMe"})
    page = await bob.get("/notifications/mutes", limit=2)
    rest = await bob.get("/notifications/mutes", limit=2, cursor=page["next"])
    assert [one["text"] for one in (*page["items"], *rest["items"])] == ["post 2", None, "post 0"]
    assert rest["next"] is None
