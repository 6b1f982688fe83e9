"""Copies that heal: what search was never told, it asks for."""

import shutil
from pathlib import Path

from sqlalchemy import delete

from minifb.kernel.data import copies
from minifb.kernel.data.sql import sql
from minifb.modules.search.tables import METADATA
from tests.modules.search.finding import called, learnt, texts
from tests.modules.search.test_documents import comments
from tests.world import World, open_world


async def test_an_older_folder(world: World, tmp_path: Path) -> None:
    """On a data folder from before there was search everything is found from the first start, by whom it is for."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    await ann.post("/users/blocks", userId=cid.id)
    team = await ann.post("/users/lists", name="Team")
    await ann.put(f"/users/lists/{team['id']}/members/{bob.id}")
    post = await ann.post("/posts", text="Plums", audience={"kind": "list", "ids": [team["id"]]})
    await ann.post("/posts", text="Pears are up", audience={"kind": "public"})
    gone = await ann.post("/posts", text="Quinces")
    await bob.post(f"/posts/{post['id']}/comments", text="Mirabelles")
    await ann.delete(f"/posts/{gone['id']}")
    await world.settle()
    await world.close()
    older = tmp_path / "older"
    shutil.copytree(world.folder, older)
    for kept in older.glob("search.db*"):
        kept.unlink()
    async with open_world(older, world.clock) as upgraded:
        for _ in range(4):
            await upgraded.advance(1)
        await learnt(upgraded)
        ann, bob, cid = [await upgraded.login(name) for name in ("ann", "bob", "cid")]
        assert (await texts(bob, "plums"), await texts(bob, "pears"), await texts(bob, "quinces")) == (
            ["Plums"],
            ["Pears are up"],
            [],
        )
        assert await comments(bob, "mirabelles") == ["Mirabelles"]
        assert (await called(bob, "ann"), await called(cid, "ann"), await texts(cid, "pears")) == (["ann"], [], [])


async def test_what_was_lost_heals(world: World) -> None:
    """What search lost is there again after a week, page by page, and what it knows already costs the index nothing."""
    ann, bob = await world.friends("ann", "bob")
    for number in range(3):
        await ann.post("/posts", text=f"Plums {number}")
    await learnt(world)
    lost = [sql(delete(METADATA.tables[name])) for name in ("posts", "members", "friends")]
    await world.house.parts["search"].db.write(lambda tx: [tx.run(each) for each in lost] and None)
    await world.advance(copies.EVERY)
    await learnt(world)
    bob = await world.login("bob")
    assert len(await texts(bob, "plums")) == 3
    commits = world.service("search").commits
    await world.advance(copies.EVERY)
    await learnt(world)
    assert world.service("search").commits == commits
