"""Search in one's own conversations."""

import sqlite3
from pathlib import Path

import pytest

from minifb.modules.messages.rules.search import highlights, indexed, room, terms, words
from tests.modules.messages.talking import say, talk
from tests.world import Person, World


async def found(person: Person, q: str, **where: str) -> list[str]:
    """What somebody finds."""
    return [one["message"]["text"] for one in (await person.get("/messages/search", q=q, **where))["items"]]


async def test_words_are_found(world: World) -> None:
    """All words count, in any order; capitals and accents do not; the last may be a part; the latest comes first."""
    ann, bob = await world.friends("ann", "bob")
    room = await talk(ann, bob)
    for text in ("Zwei Kaffee, bitte", "Ein Café am Kanal", "kaffeehaus", "\u4f60\u597d, world"):
        await say(ann, room, text)
    assert await found(bob, "kaffee") == ["kaffeehaus", "Zwei Kaffee, bitte"]
    assert await found(bob, "KANAL cafe") == ["Ein Café am Kanal"]
    assert await found(bob, "kaf bitte") == []
    assert await found(bob, "bitte kaf") == ["Zwei Kaffee, bitte"]
    assert await found(bob, "\u597d") == ["\u4f60\u597d, world"]
    [one] = (await bob.get("/messages/search", q="am cafe"))["items"]
    assert one["highlights"] == [{"start": 4, "end": 8}, {"start": 9, "end": 11}]


async def test_only_where_one_is(world: World) -> None:
    """One finds what was said in one's own conversations, or in one of them, and nowhere else."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    with_bob, with_cid, group = await talk(ann, bob), await talk(ann, cid), await talk(ann, bob, cid)
    for there, text in ((with_bob, "plan b"), (with_cid, "plan c"), (group, "plan g")):
        await say(ann, there, text)
    assert await found(ann, "plan") == ["plan g", "plan c", "plan b"]
    assert await found(bob, "plan") == ["plan g", "plan b"]
    assert await found(cid, "plan", conversationId=group) == ["plan g"]
    where = {"q": "plan", "conversationId": with_bob}
    assert await cid.refused("GET", "/messages/search", params=where) == (404, "not_found")


async def test_an_edit_is_found_by_what_it_says_now(world: World) -> None:
    """After an edit the new words are found, the old ones no more, and its place stays."""
    ann, bob = await world.friends("ann", "bob")
    room = await talk(ann, bob)
    said = await say(ann, room, "alpha")
    await say(ann, room, "beta later")
    await ann.put(f"/messages/{said}", text="beta")
    assert (await found(bob, "alpha"), await found(bob, "beta")) == ([], ["beta later", "beta"])
    await ann.put(f"/messages/{said}", text="\U0001f600")
    assert await found(bob, "beta") == ["beta later"]


async def test_pages_of_what_is_found(world: World) -> None:
    """What is found comes in pages, each full as long as there is more to read."""
    ann, bob = await world.friends("ann", "bob")
    room = await talk(ann, bob)
    ids = [await say(ann, room, f"word {at}") for at in range(7)]
    for at in (5, 4, 3):
        await bob.delete(f"/messages/{ids[at]}", **{"for": "me"})
    first = await bob.get("/messages/search", q="word", limit=2)
    second = await bob.get("/messages/search", q="word", limit=2, cursor=first["next"])
    texts = [one["message"]["text"] for one in (*first["items"], *second["items"])]
    assert (texts, second["next"]) == (["word 6", "word 2", "word 1", "word 0"], None)


@pytest.mark.parametrize("q", ["", "x" * 201, "!?", "a b c d e f g h i j k"])
async def test_what_is_no_search(world: World, q: str) -> None:
    """A search without a word, or with too many, is refused."""
    ann = await world.person("ann")
    assert (await ann.refused("GET", "/messages/search", params={"q": q}))[0] in {400, 422}


@pytest.mark.parametrize("q", ['"', 'a" OR b', "NEAR(a b)", "a*", "words:a", "-a", "'", "a:* | b", "a & b", "\\", "¶"])
async def test_a_search_is_only_words(world: World, q: str) -> None:
    """Whatever is typed, it is words and no language of any database."""
    ann, bob = await world.friends("ann", "bob")
    await say(ann, await talk(ann, bob), "nothing of that")
    response = await bob.ask("GET", "/messages/search", params={"q": q})
    assert response.status_code == 422 or response.json()["items"] == []


async def test_the_index_is_what_the_words_say(world: World, tmp_path: Path) -> None:
    """After sending, editing, unsending and taking down, the full-text index holds what stands and nothing else."""
    ann, bob = await world.friends("ann", "bob")
    room = await talk(ann, bob)
    kept, gone = await say(ann, room, "alpha beta"), await say(ann, room, "gamma")
    await ann.put(f"/messages/{kept}", text="beta delta")
    await ann.delete(f"/messages/{gone}")
    database = sqlite3.connect(tmp_path / "data" / "messages.db")
    database.execute("INSERT INTO message_fts(message_fts) VALUES ('integrity-check')")  # refuses by raising
    database.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'message_fts', 'row')")
    stands = [row[0][8:] for row in database.execute("SELECT term FROM temp.terms")]
    database.rollback()
    database.close()
    assert sorted(stands) == ["beta", "delta"]


def test_words_of_any_script() -> None:
    """Words are folded alike however they are written; scripts without spaces are found by their characters."""
    text = "Straße CAFE\u0301 \ufb01n foo_bar \u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f \u4f60\u597d"
    assert words(text) == [*("strasse", "cafe", "fin", "foo", "bar", "\u0645\u062d\u0645\u062f", "\u4f60", "\u597d")]
    assert indexed("a-b", "!") == ""
    before = room("a-b")
    assert indexed("a-b", "b a b") == f"{before}a {before}b"
    assert terms("A b") == ["a", "b"]
    assert [(one.start, one.end) for one in highlights("Caf\u00e9, cafeteria", ["cafe"])] == [(0, 4), (6, 15)]
