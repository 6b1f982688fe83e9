"""Documents follow what happens: what is said, changed, taken down, put back, deleted; and who says it."""

import msgspec
import pytest
from sqlalchemy import func, select

from minifb.kernel.clock import DAY, SECOND
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.wanted import Term, Wanted
from minifb.modules.search.service import documents
from minifb.modules.search.store import posts
from minifb.modules.search.tables import METADATA
from tests.modules.auth.people import first_owner, staff
from tests.modules.search.finding import called, learnt, texts
from tests.world import Person, World


async def comments(who: Person, q: str) -> list[str]:
    """What comments somebody finds say."""
    return [one["comment"]["text"] for one in (await who.get("/search/comments", q=q))["items"]]


async def left(world: World) -> dict[str, int]:
    """Count the rows of every table of search that has any."""
    counts = {table.name: sql(select(func.count()).select_from(table)) for table in METADATA.sorted_tables}

    def unit(tx: Tx) -> dict[str, int]:
        return {name: count for name, each in counts.items() if (count := tx.value(each))}

    return await world.house.parts["search"].db.read(unit)


async def test_what_is_edited_is_found_as_it_is(world: World) -> None:
    """A post and a comment are found by what they say now, and no more by what they said."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="Plums")
    comment = await bob.post(f"/posts/{post['id']}/comments", text="Quinces")
    await learnt(world)
    assert (await texts(bob, "plums"), await comments(ann, "quinces")) == (["Plums"], ["Quinces"])
    await ann.put(f"/posts/{post['id']}", text="Pears")
    await bob.put(f"/posts/{post['id']}/comments/{comment['id']}", text="Apples")
    await learnt(world)
    assert (await texts(bob, "plums"), await comments(ann, "quinces")) == ([], [])
    assert (await texts(bob, "pears"), await comments(ann, "apples")) == (["Pears"], ["Apples"])


async def test_comments_go_with_the_audience_of_their_post(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a post is for fewer people, its comments are found by no others, however many there are; and back."""
    monkeypatch.setattr(documents, "SOME", 2)
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    post = await ann.post("/posts", text="Plums", audience={"kind": "public"})
    for number in range(5):
        await bob.post(f"/posts/{post['id']}/comments", text=f"Quinces {number}")
    for kind, count in (("public", 5), ("friends", 0), ("public", 5)):
        await ann.put(f"/posts/{post['id']}", audience={"kind": kind})
        await world.advance(SECOND)
        await world.advance(SECOND)
        await learnt(world)
        assert len(await comments(eve, "quinces")) == count, kind
        assert len(await comments(bob, "quinces")) == 5
        assert len((await world.service("search").look(await quinces(world, eve))).hits) == count


async def quinces(world: World, who: Person) -> Wanted:
    """Ask the index itself for comments about quinces."""
    sight = await world.service("search").sight(who.id)
    return Wanted(kind="comments", sight=sight, terms=(Term(("quinces",)),))


async def test_what_is_deleted_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a post go its comments, out of the index and out of the rows; only a tombstone without words is left."""
    monkeypatch.setattr(documents, "SOME", 2)
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="Plums #fruit", audience={"kind": "public"})
    for number in range(5):
        await bob.post(f"/posts/{post['id']}/comments", text=f"Quinces {number}")
    await learnt(world)
    await ann.delete(f"/posts/{post['id']}")
    for _ in range(3):
        await world.advance(SECOND)
    await learnt(world)
    search = world.service("search")
    assert [await search.index.count(kind) for kind in ("posts", "comments")] == [0, 0]
    rows = await left(world)
    assert rows["posts"] == 1
    assert not rows.keys() & {"comments", "tags", "tag_uses", "tag_answers", "unindexed"}


async def test_what_staff_put_back_is_found_again(world: World) -> None:
    """A post that staff take down is found by nobody, nor is what was said under it; put back, both are."""
    mod = await staff(world, await first_owner(world), "mod", "moderator")
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="Plums", audience={"kind": "public"})
    await bob.post(f"/posts/{post['id']}/comments", text="Quinces")
    await bob.post(f"/posts/{post['id']}/reports", reason="spam")
    [case] = (await mod.get("/posts/reports"))["items"]
    await mod.put(f"/posts/reports/{case['id']}", decision="takeDown", reason="No fruit.")
    await learnt(world)
    assert (await texts(bob, "plums"), await comments(bob, "quinces")) == ([], [])
    assert [await world.service("search").index.count(kind) for kind in ("posts", "comments")] == [0, 0]
    await mod.put(f"/posts/reports/{case['id']}", decision="restore", reason="Fruit.")
    await learnt(world)
    assert (await texts(bob, "plums"), await comments(bob, "quinces")) == (["Plums"], ["Quinces"])


async def test_who_is_away_is_not_in_the_index(world: World) -> None:
    """Of a member who goes away nothing stays in the index; when they are back, all of it is there again."""
    ann, bob = await world.friends("ann", "bob")
    await ann.post("/posts", text="Plums")
    await ann.post("/users/deactivate")
    await learnt(world)
    index = world.service("search").index
    assert (await called(bob, "ann"), await texts(bob, "plums"), await index.count("posts")) == ([], [], 0)
    await world.login("ann")
    await learnt(world)
    assert (await called(bob, "ann"), await texts(bob, "plums"), await index.count("posts")) == (["ann"], ["Plums"], 1)


async def test_a_new_name_is_found_and_the_old_one_not(world: World) -> None:
    """A member is found by the name and the handle they have now."""
    ann, bob = await world.persons("ann", "bob")
    await learnt(world)
    assert await called(bob, "ann") == ["ann"]
    await ann.put("/users/profile", firstName="Zora", lastName="Quill")
    await ann.put("/auth/username", username="zora_q")
    await learnt(world)
    assert (await called(bob, "ann"), await called(bob, "quil"), await called(bob, "zora_q")) == (
        [],
        ["zora_q"],
        ["zora_q"],
    )


async def test_late_and_twice_change_nothing(world: World) -> None:
    """What is older than what is known, or known already, is not kept and costs the index nothing."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="Plums")
    await learnt(world)
    search = world.service("search")
    db = world.house.parts["search"].db
    [row] = (await db.read(lambda tx: posts.rows(tx, [post["id"]]))).values()
    older = msgspec.structs.replace(row, text="Pips", revision=0)
    await db.write(lambda tx: search.keep_post(tx, older))
    await db.write(lambda tx: search.keep_post(tx, row))
    assert "unindexed" not in await left(world)
    assert await texts(bob, "plums") == ["Plums"]


async def test_of_who_is_deleted_nothing_is_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member's end takes their posts, comments, tags, names and searches, and the receipt counts them."""
    ann, bob = await world.friends("ann", "bob")
    mine = await ann.post("/posts", text="Plums #fruit", audience={"kind": "public"})
    other = await bob.post("/posts", text="Quinces #fruit", audience={"kind": "public"})
    await bob.post(f"/posts/{mine['id']}/comments", text="Mine under yours")
    await ann.post(f"/posts/{other['id']}/comments", text="Yours under mine")
    await learnt(world)
    await ann.get("/search/posts", q="quinces")
    await ann.delete("/auth/account")
    await world.advance(30 * DAY + SECOND)
    for _ in range(5):
        await world.advance(SECOND)
    await learnt(world)
    bob = await world.login("bob")
    assert (await texts(bob, "plums"), await called(bob, "ann")) == ([], [])
    assert [await world.service("search").index.count(kind) for kind in ("posts", "comments", "users")] == [1, 0, 1]
    async with world.house.parts["search"].db.slow() as connection:
        for table in METADATA.sorted_tables:
            rows = (await connection.execute(select(table))).all()
            known = [row for row in rows if ann.id in repr(row)]
            assert not known or table.name == "members", table.name
