"""What members are told about posts and comments, through the whole server."""

from sqlalchemy import select

from minifb.kernel.clock import DAY, HOUR
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tables import jobs
from minifb.kernel.data.tx import Tx
from minifb.kernel.jobs import schedule
from minifb.modules.notifications.rules.notifications import Told
from minifb.modules.notifications.rules.posts import Telling
from minifb.modules.notifications.service.posts import TELL
from tests.modules.auth.people import first_owner, staff
from tests.modules.notifications.told import kinds, quiet, texts, told
from tests.world import World


async def test_a_comment_is_told(world: World) -> None:
    """Who wrote the post learns of a comment; who commented before learns of another one."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    post = await ann.post("/posts", text="Hello")
    await quiet(ann, bob, eve)
    comment = await bob.post(f"/posts/{post['id']}/comments", text="Hi Ann")
    [first] = await told(ann)
    assert (first["kind"], first["text"]) == ("comment", "Bob commented on your post: “Hi Ann”")
    assert first["target"]["url"] == f"/p/{post['id']}?comment={comment['id']}"
    await eve.post(f"/posts/{post['id']}/comments", text="Hi both")
    assert await texts(bob) == ["Eve also commented on a post you commented on: “Hi both”"]
    assert await kinds(ann) == ["comment", "comment"]
    assert await told(eve) == []


async def test_one_act_is_told_once(world: World) -> None:
    """Of a comment that mentions and answers them a member is told once: a mention beats a reply, a reply a comment."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    post = await ann.post("/posts", text="Hello")
    comment = await bob.post(f"/posts/{post['id']}/comments", text="Hi Ann")
    await quiet(ann, bob, eve)
    await eve.post(f"/posts/{post['id']}/comments", text="Is that so, @ann?", parentId=comment["id"])
    assert await texts(ann) == ["Eve mentioned you in a comment: “Is that so, @ann?”"]
    assert await texts(bob) == ["Eve replied to your comment: “Is that so, @ann?”"]


async def test_reactions_to_one_post_are_one(world: World) -> None:
    """Reactions are grouped for half a day; a new one comes to the top unseen, and who takes theirs back leaves."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    post = await ann.post("/posts", text="Hello")
    await quiet(ann)
    await bob.post(f"/posts/{post['id']}/reactions", type="like")
    assert await texts(ann) == ["Bob reacted 👍 to your post: “Hello”"]
    await bob.post(f"/posts/{post['id']}/reactions", type="love")
    assert await texts(ann) == ["Bob reacted ❤️ to your post: “Hello”"]
    [alone] = await told(ann)
    assert (alone["said"], alone["reaction"], alone["manner"]) == ("Hello", "love", None)
    await ann.post("/notifications/mark-all-read")
    await eve.post(f"/posts/{post['id']}/reactions", type="wow")
    [group] = await told(ann)
    assert (group["text"], group["actorCount"]) == ("Eve and Bob reacted to your post: “Hello”", 2)
    assert (group["seenAt"], group["readAt"], group["reaction"]) == (None, None, None)
    await eve.delete(f"/posts/{post['id']}/reactions")
    assert await texts(ann) == ["Bob reacted to your post: “Hello”"]
    await bob.delete(f"/posts/{post['id']}/reactions")
    assert await told(ann) == []
    await bob.post(f"/posts/{post['id']}/reactions", type="like")
    assert await kinds(ann) == ["reaction"]
    await world.advance(13 * HOUR)
    ann, eve = await world.login("ann"), await world.login("eve")
    await eve.post(f"/posts/{post['id']}/reactions", type="like")
    assert await kinds(ann) == ["reaction", "reaction"]


async def test_a_share_is_told_if_it_may_be_seen(world: World) -> None:
    """Who is shared learns of it, unless it is shared where they cannot look; a share that goes takes it back."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="Hello", audience={"kind": "public"})
    await quiet(ann)
    await bob.post("/posts", text="", sharedPostId=post["id"], audience={"kind": "onlyMe"})
    assert await told(ann) == []
    share = await bob.post("/posts", text="", sharedPostId=post["id"])
    assert await texts(ann) == ["Bob shared your post: “Hello”"]
    await bob.delete(f"/posts/{share['id']}")
    assert await told(ann) == []


async def test_a_mention_lets_nobody_in(world: World) -> None:
    """Who is mentioned where they cannot look is told nothing, not even as a number."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    await bob.post("/posts", text="What does @eve say?")
    assert await told(eve) == []
    assert (await eve.get("/notifications/unread-count"))["count"] == 1  # the welcome
    await bob.post("/posts", text="And @ann?")
    assert (await texts(ann))[0] == "Bob mentioned you in a post: “And @ann?”"


async def test_an_edit_tells_only_whom_it_newly_mentions(world: World) -> None:
    """Who was mentioned before hears nothing of an edit."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    post = await ann.post("/posts", text="Hello @bob")
    await quiet(bob, eve)
    await ann.put(f"/posts/{post['id']}", text="Hello @bob and @eve")
    assert await kinds(eve) == ["mention"]
    await ann.put(f"/posts/{post['id']}", text="Hello @bob, and @eve")
    assert await kinds(eve) == ["mention"]


async def test_what_goes_takes_its_notifications_along(world: World) -> None:
    """A comment or post that is deleted is in nobody's list any more."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    post = await ann.post("/posts", text="Hello @eve")
    comment = await bob.post(f"/posts/{post['id']}/comments", text="Hi @eve")
    await quiet(ann)
    await bob.post(f"/posts/{post['id']}/comments", text="Hi again")
    assert await kinds(eve) == ["mention", "mention"]
    await bob.delete(f"/posts/{post['id']}/comments/{comment['id']}")
    assert await kinds(eve) == ["mention"]
    await ann.delete(f"/posts/{post['id']}")
    assert await told(eve) == []
    assert await told(ann) == []


async def test_a_narrowed_audience_takes_it_back(world: World) -> None:
    """Who may not see a post any more finds nothing of it, and it is not counted."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="Hello @bob")
    assert "mention" in await kinds(bob)
    before = (await bob.get("/notifications/unread-count"))["count"]
    await ann.put(f"/posts/{post['id']}", audience={"kind": "onlyMe"})
    assert await told(bob) == []
    assert (await bob.get("/notifications/unread-count"))["count"] == before - 1


async def test_the_end_of_a_friendship_takes_it_back(world: World) -> None:
    """What friends were told of each other's posts goes with the friendship, also from the count."""
    ann, bob = await world.friends("ann", "bob")
    await ann.post("/posts", text="Hello @bob")
    assert "mention" in await kinds(bob)
    await bob.delete(f"/users/friends/{ann.id}")
    assert await told(bob) == []
    assert (await bob.get("/notifications/unread-count"))["count"] == 1  # the welcome


async def test_who_is_muted_tells_nothing(world: World) -> None:
    """Nothing that a muted member does is told, nor anything about a muted post."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    post = await ann.post("/posts", text="Hello")
    await quiet(ann)
    await ann.post("/users/mutes", userId=bob.id)
    await bob.post(f"/posts/{post['id']}/comments", text="Hi Ann")
    assert await told(ann) == []
    await ann.post("/notifications/mutes", postId=post["id"])
    await eve.post(f"/posts/{post['id']}/reactions", type="like")
    assert await told(ann) == []


async def test_what_staff_decide_is_told(world: World) -> None:
    """Whose post staff take down and put back learns both, and finds the first where removed things are shown."""
    mod = await staff(world, await first_owner(world), "mod", "moderator")
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="Buy pills")
    await bob.post(f"/posts/{post['id']}/reports", reason="spam")
    [case] = (await mod.get("/posts/reports"))["items"]
    await quiet(ann)
    decided = await mod.put(f"/posts/reports/{case['id']}", decision="takeDown", reason="spam")
    [removed] = await told(ann)
    assert (removed["kind"], removed["actors"]) == ("moderation", [])
    assert (removed["text"], removed["target"]["url"]) == ("Your post was removed by the staff", "/settings")
    await mod.put(f"/posts/reports/{case['id']}", decision="restore", reason="a joke", revision=decided["revision"])
    restored = (await told(ann))[0]
    assert restored["text"] == "Your post was restored by the staff"
    assert restored["target"]["url"] == f"/p/{post['id']}"


async def test_what_is_told_twice_is_told_once(world: World) -> None:
    """An event that comes a second time tells nobody a second time."""
    ann, bob = await world.friends("ann", "bob")
    await ann.post("/posts", text="Hello @bob")
    before = await told(bob)
    service = world.service("notifications")
    mention = next(item for item in before if item["kind"] == "mention")
    again = Told(
        kind="mention",
        cause=f"mention:{mention['target']['id']}",
        actor_id=ann.id,
        to=[bob.id],
        target_kind="post",
        target_id=mention["target"]["id"],
    )
    await service.db.write(lambda tx: service.notify(tx, again))
    assert await told(bob) == before


async def test_old_news_are_not_told(world: World) -> None:
    """What could not be told for a day, as the server was down, is not news any more."""
    ann, bob = await world.friends("ann", "bob")
    await bob.post("/users/follows", userId=ann.id, first=True)
    await quiet(bob)
    post = await ann.post("/posts", text="Hello")
    late = Told(kind="post", cause="late", actor_id=ann.id, to=[bob.id], target_kind="post", target_id=post["id"])
    service, now = world.service("notifications"), world.clock.now()
    assert await kinds(bob) == ["post"]
    await service.tell(Telling(post["id"], [late], at=now - 2 * DAY))
    assert await kinds(bob) == ["post"]
    await service.tell(Telling(post["id"], [late], at=now))
    assert await kinds(bob) == ["post", "post"]


async def test_a_server_that_was_away_begins_with_news(world: World) -> None:
    """What waited longer than a day when the server starts is forgotten, the rest is told."""
    service = world.service("notifications")
    told_of = Telling("post", [], at=world.clock.now())

    def wait(tx: Tx) -> None:
        schedule(tx, TELL, "old", tx.now - 2 * DAY, told_of)
        schedule(tx, TELL, "new", tx.now + DAY, told_of)

    await world.house.parts["notifications"].runner.stop()  # type: ignore[union-attr]
    await service.db.write(wait)
    await service.start()
    left = await service.db.read(lambda tx: tx.all(sql(select(jobs.c.key).where(jobs.c.kind == TELL))))
    assert left == [("new",)]
