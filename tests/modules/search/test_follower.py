"""The index follows the rows, and is made anew from them whenever something is wrong with it."""

import asyncio
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.clock import MINUTE
from minifb.modules.search.backends.index import IndexBroken
from minifb.modules.search.service import follower
from tests.modules.search.finding import flip, learnt, texts
from tests.world import Person, World, open_world

PUBLIC = {"kind": "public"}


async def say(who: Person, *texts: str) -> None:
    """Post something to everybody."""
    for text in texts:
        await who.post("/posts", text=text, audience=PUBLIC)


async def results(who: Person, q: str) -> tuple[list[str], bool]:
    """What posts somebody finds, and whether something may be missing."""
    page = await who.get("/search/posts", q=q)
    return [one["post"]["text"] for one in page["items"]], page["degraded"]


def folder(world: World) -> Path:
    """Tell where the index lies."""
    [version] = (world.folder / "search").iterdir()
    return version


async def test_it_follows_by_itself(world: World, tmp_path: Path) -> None:
    """What is said is found a moment later, though nobody asks the index to learn it."""
    async with open_world(tmp_path / "other", modules__search__index_pace_ms=10) as other:
        ann = await other.person("ann")
        await say(ann, "Plums")
        for _ in range(200):
            if await texts(ann, "plums"):
                break
            await asyncio.sleep(0.02)
        assert await results(ann, "plums") == (["Plums"], False)


async def test_what_it_has_not_learnt_is_not_found(world: World) -> None:
    """Until the index has learnt what a post says now, the post is not found by what it said before."""
    ann = await world.person("ann")
    post = await ann.post("/posts", text="Plums", audience=PUBLIC)
    await learnt(world)
    await ann.put(f"/posts/{post['id']}", text="Pears")
    await world.settle()
    assert await texts(ann, "plums") == []


async def test_nothing_is_lost_between_index_and_rows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the server dies after the index learnt something and before that is noted, it learns it once more."""
    ann = await world.person("ann")
    search = world.service("search")
    await say(ann, "Plums", "Plums and pears")
    await world.settle()
    write = search.db.write

    async def dies(_unit: Any, **_: Any) -> None:
        raise SystemError

    monkeypatch.setattr(search.db, "write", dies)
    with pytest.raises(SystemError):
        await search.catch_up()
    monkeypatch.setattr(search.db, "write", write)
    await say(ann, "More plums")
    await learnt(world)
    assert len(await texts(ann, "plums")) == 3
    assert await search.index.count("posts") == 3


async def test_a_change_meanwhile_is_learnt(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What changes while the index learns what was before is learnt too."""
    ann = await world.person("ann")
    post = await ann.post("/posts", text="Plums", audience=PUBLIC)
    await world.settle()
    search = world.service("search")
    commit = search.index.commit

    async def meanwhile() -> None:
        monkeypatch.setattr(search.index, "commit", commit)
        await ann.put(f"/posts/{post['id']}", text="Pears")
        await world.settle()
        await commit()

    monkeypatch.setattr(search.index, "commit", meanwhile)
    await learnt(world)
    await learnt(world)
    assert (await texts(ann, "plums"), await texts(ann, "pears")) == ([], ["Pears"])


@pytest.mark.parametrize("harm", ["missing", "another version", "half", "flipped"])
async def test_it_is_made_anew(world: World, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    """An index that is missing, harmed, of another version or was never finished is made anew; meanwhile it says so."""
    monkeypatch.setattr(follower, "PAGE", 2)
    monkeypatch.setattr(follower, "PAGES", 1)
    ann = await world.person("ann")
    await say(ann, *(f"Plums {number}" for number in range(7)))
    await learnt(world)
    await world.close()
    hurt(folder(world), harm)
    async with open_world(world.folder, world.clock) as again:
        ann = await again.login("ann")
        assert await results(ann, "plums") == ([], True)
        assert (await again.stranger.ask("GET", "/health/search")).json()["dependencies"]["index"] == "down"
        await say(ann, "Plums 7")
        await learnt(again)
        found, degraded = await results(ann, "plums")
        assert (len(found), degraded) == (8, False)
        assert (await again.stranger.ask("GET", "/health/search")).json()["dependencies"]["index"] == "up"


def hurt(index: Path, harm: str) -> None:
    """Harm the index in a folder."""
    match harm:
        case "missing":
            shutil.rmtree(index)
        case "another version":
            index.rename(index.with_name("0.0"))
        case "half":
            (index / "whole").unlink()
        case "flipped":
            path = max(index.rglob("*.idx"), key=lambda one: one.stat().st_size)
            flip(path, random.Random(1).randrange(path.stat().st_size), 1)


async def test_an_index_that_breaks_is_looked_after(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the index cannot be read any more, a search answers with nothing instead of failing, and soon with all."""
    ann = await world.person("ann")
    await say(ann, "Plums")
    await learnt(world)
    search = world.service("search")
    sound = search.index.search

    async def broken(_wanted: object) -> list[object]:
        raise IndexBroken("no more")

    monkeypatch.setattr(search.index, "search", broken)
    assert await results(ann, "plums") == ([], True)
    monkeypatch.setattr(search.index, "search", sound)
    await learnt(world)
    assert await results(ann, "plums") == (["Plums"], False)


async def test_who_asks_for_it_gets_a_new_one(world: World) -> None:
    """The index can be made anew at any time; how far it is, is told."""
    ann = await world.person("ann")
    await say(ann, "Plums", "Pears")
    await learnt(world)
    told: list[tuple[int, int]] = []
    await world.service("search").reindex(lambda done, total: told.append((done, total)))
    assert told[0] == (0, 3)
    assert told[-1] == (3, 3)
    assert await results(ann, "plums") == (["Plums"], False)


async def test_an_index_that_cannot_be_written_is_still_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the disk is full, what the index has is found; when there is room again, it learns the rest."""
    ann = await world.person("ann")
    await say(ann, "Plums")
    await learnt(world)
    search = world.service("search")
    write = search.index.write

    async def full(*_: object) -> None:
        raise IndexBroken("no space left on device")

    monkeypatch.setattr(search.index, "write", full)
    await say(ann, "More plums")
    with pytest.raises(IndexBroken):
        await learnt(world)
    assert await results(ann, "plums") == (["Plums"], False)
    monkeypatch.setattr(search.index, "write", write)
    await learnt(world)
    assert len(await texts(ann, "plums")) == 2


async def test_an_index_that_lags_is_not_well(world: World) -> None:
    """When the index has not learnt something for a minute, health says so."""
    ann = await world.person("ann")
    await learnt(world)
    await say(ann, "Plums")
    await world.settle()
    for passed, state in ((0, "up"), (2 * MINUTE, "down")):
        world.clock.advance(passed)
        assert (await world.stranger.ask("GET", "/health/search")).json()["dependencies"]["index"] == state
