"""What holds media, the end of what nothing holds, and the end of a member."""

from typing import Any

from sqlalchemy import Table, func, select

from minifb.kernel.clock import DAY, HOUR, MINUTE
from minifb.kernel.data.sql import sql
from minifb.kernel.http.policy import Actor
from minifb.modules.auth.public import UserDataErased, UserDeleted
from minifb.modules.media.public import AttachmentAdded, AttachmentRemoved
from minifb.modules.media.tables import attachments, media_files
from minifb.modules.messages.tables import message_media
from minifb.modules.posts.rules.posts import NewPost
from minifb.modules.posts.tables import post_media
from tests.modules.media.shelves import picture, stored, upload
from tests.world import World


async def tell(world: World, *events: Any) -> None:
    """Publish events as posts would."""
    db = world.house.parts["posts"].db

    def unit(tx: Any) -> None:
        for event in events:
            tx.publish(event)

    await db.write(unit)
    await world.settle()


async def count(world: World, module: str, table: Table) -> int:
    """Count the rows of a table."""
    rows: int = await world.service(module).db.read(lambda tx: tx.value(sql(select(func.count()).select_from(table))))
    return rows


async def there(world: World, media_id: str) -> bool:
    """Tell whether a medium is there still."""
    return bool(await world.service("media").attached([media_id]))


async def test_what_nothing_holds_goes_after_a_day(world: World) -> None:
    """A picture that was uploaded for nothing is gone after a day, with its bytes and what it cost its owner."""
    ann = await world.person("ann")
    medium = await upload(ann)
    await world.advance(23 * HOUR)
    assert await there(world, medium["id"])
    await world.advance(2 * HOUR)
    assert not await there(world, medium["id"])
    ann = await world.login("ann")
    assert (await ann.get("/media/usage"))["bytes"] == 0
    await world.service("media").sweep_unused()
    assert stored(world) == []


async def test_who_holds_it_is_asked_before_it_goes(world: World) -> None:
    """What a post holds stays, also when media was never told: whoever could hold it is asked first."""
    ann = await world.person("ann")
    medium = await upload(ann)
    post = await ann.post("/posts", mediaIds=[medium["id"]])
    await world.settle()
    lost = AttachmentRemoved(media_id=medium["id"], ref=f"post:{post['id']}", owner_id=ann.id, revision=9)
    await tell(world, lost)
    for _ in range(3):
        await world.advance(25 * HOUR)
    assert await there(world, medium["id"])


async def test_late_news_change_nothing(world: World) -> None:
    """An attachment that is told late, twice or by somebody who does not own the picture holds nothing."""
    ann, bob = await world.persons("ann", "bob")
    medium = await upload(ann)
    told = {"media_id": medium["id"], "ref": "post:p"}
    await tell(
        world,
        AttachmentRemoved(**told, owner_id=ann.id, revision=2),
        AttachmentAdded(**told, owner_id=ann.id, public=True, revision=1),
        AttachmentAdded(media_id=medium["id"], ref="post:q", owner_id=bob.id, public=True, revision=5),
    )
    assert (await ann.get(f"/media/{medium['id']}"))["id"] == medium["id"]
    await world.advance(25 * HOUR)
    assert not await there(world, medium["id"])


async def test_what_ended_meanwhile_is_told_again(world: World) -> None:
    """A picture that is deleted, or gets ready, between being asked for and being posted leaves no false copy."""
    ann = await world.person("ann")
    posts, media = world.service("posts"), world.service("media")
    actor = Actor(id=ann.id, role="member", kind="member")
    lost, made = await upload(ann), await upload(ann, picture(1))
    found = await media.owned_by(ann.id, [lost["id"], made["id"]])
    found[made["id"]].status, found[made["id"]].variants = "processing", []
    await ann.delete(f"/media/{lost['id']}")
    await world.settle()
    post = await posts.create(actor, NewPost(media_ids=[lost["id"], made["id"]]), None, found)
    await world.settle()
    [shown] = (await ann.get(f"/posts/{post.id}"))["media"]
    assert (shown["id"], shown["status"], shown["variants"]) == (made["id"], "ready", made["variants"])


async def test_a_member_who_is_deleted_leaves_no_media(world: World) -> None:
    """With a member all goes that they uploaded, wherever it was shown, and the receipt says how much it was."""
    ann, bob = await world.friends("ann", "bob")
    faces = [(await upload(bob, picture(at)))["id"] for at in range(12)]
    chat = (await bob.post("/messages/conversations", participantIds=[ann.id]))["id"]
    await bob.post(f"/messages/conversations/{chat}/messages", text="us", mediaIds=faces[:2])
    await bob.post("/posts", mediaIds=faces[2:])
    await bob.put("/users/profile", avatarId=faces[0])
    await bob.post("/posts/drafts", mediaIds=faces[:1])
    await world.settle()
    receipts: list[UserDataErased] = []
    world.house.parts["media"].outbox.listen(
        lambda told: receipts.extend(one.event() for one in told if one.name == UserDataErased.NAME)
    )
    await world.house.parts["auth"].db.write(lambda tx: tx.publish(UserDeleted(user_id=bob.id, revision=99)))
    await world.settle()
    for _ in range(5):
        await world.advance(MINUTE)
    assert [(one.module, one.counts) for one in receipts] == [("media", {"media": 12})]
    assert not any([await there(world, one) for one in faces])
    [line] = (await ann.get(f"/messages/conversations/{chat}/messages"))["items"]
    assert (line["text"], line["media"]) == ("us", [])
    await world.advance(DAY)
    await world.service("media").sweep_unused()
    assert stored(world) == []
    held = (("posts", post_media), ("messages", message_media), ("media", attachments), ("media", media_files))
    assert [await count(world, name, table) for name, table in held] == [0, 0, 0, 0]
