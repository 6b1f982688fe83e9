"""What every index promises, whichever it is: it finds what fits, and nothing that the asker may not see."""

import random
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.ids import id_at
from minifb.modules.search.backends.index import Index, IndexBroken, index_of
from minifb.modules.search.rules.documents import KINDS, Document, sees
from minifb.modules.search.rules.settings import SearchSettings
from minifb.modules.search.rules.wanted import Kind, Sight, Term, Wanted
from minifb.modules.search.rules.words import words
from tests.modules.search.finding import flip

NOON = 1_790_000_000_000_000
DAY = 86_400_000_000


def member(number: int) -> str:
    """Name a member."""
    return id_at(NOON, number)


ANA, BEN, CAT = (member(number) for number in (1, 2, 3))


def said(text: str, number: int = 100, **fields: Any) -> Document:
    """Make the document of a public post of Ana's."""
    given = {"author_id": ANA, "circle": ["public"], "at": NOON + number, **fields}
    return Document(
        **{"kind": "posts", "id": id_at(NOON, number), "owner_id": given["author_id"], "text": text, **given}
    )


def term(text: str, *, prefix: bool = False, typos: int = 0) -> Term:
    """Make a term of a text."""
    return Term(tuple(words(text)), prefix=prefix, typos=typos)


@pytest.fixture(params=["tantivy"])
async def index(tmp_path: Path) -> AsyncIterator[Index]:
    """An empty index."""
    index = index_of(SearchSettings(index_heap_mib=15), tmp_path)
    await index.empty()
    yield index
    await index.close()


async def take(index: Index, *documents: Document, gone: Collection[str] = ()) -> None:
    """Have the index learn documents, and that posts are gone."""
    await index.write(documents, {"posts": gone})
    await index.commit()


async def found(index: Index, *terms: Term, viewer: str = CAT, sight: Sight | None = None, **fields: Any) -> list[int]:
    """Ask for posts, and give their numbers."""
    wanted: dict[str, Any] = {"kind": "posts", "sight": sight or Sight(viewer), "terms": terms, **fields}
    hits = await index.search(Wanted(**wanted))
    return [int(hit.id[-12:], 16) for hit in hits]


async def test_all_words_must_be_there(index: Index) -> None:
    """Every word that is asked for stands in what is found, in any order; what must not be there does not."""
    await take(index, said("red wine", 1), said("wine, so red and round", 2), said("white wine", 3))
    assert set(await found(index, term("red"), term("wine"))) == {1, 2}
    assert await found(index, term("red"), term("wine"), without=(term("round"),)) == [1]
    assert set(await found(index, term("wine"))) == {1, 2, 3}
    assert await found(index, term("beer")) == []


async def test_a_phrase_is_found_as_it_stands(index: Index) -> None:
    """Words in quotes stand side by side, in their order; also where a script has no spaces."""
    await take(index, said("red wine", 1), said("wine red", 2), said("昨日は東京に行った", 3), said("京東", 4))
    assert await found(index, term("red wine")) == [1]
    assert await found(index, term("東京")) == [3]
    assert await found(index, term("red wi", prefix=True)) == [1]
    assert await found(index, term("wine"), without=(term("red wine"),)) == [2]


async def test_half_a_word_and_a_slip(index: Index) -> None:
    """The beginning of a word finds it, and so does a word with a slip; both count less than the word itself."""
    await take(index, said("marmelade", 1), said("marmelad", 2), said("marmeladenglas", 3))
    assert (await found(index, term("marmelad", prefix=True)))[0] == 2
    assert set(await found(index, term("marmelad", prefix=True))) == {1, 2, 3}
    assert await found(index, term("marmalade", typos=1)) == [1]
    assert await found(index, term("marmalade")) == []
    assert await found(index, term("marmela", prefix=True, typos=2)) != []


async def test_filters_narrow(index: Index) -> None:
    """Author, tags, what is in it and when it was said narrow what is found, or leave it out."""
    await take(
        index,
        said("one", 1, tags=["paris", "rain"], has=["photo", "link"]),
        said("two", 2, tags=["paris"], has=["photo"], at=NOON + DAY),
        said("three", 3, author_id=BEN, owner_id=BEN, at=NOON + 2 * DAY),
    )
    assert await found(index, tags=frozenset({"paris", "rain"})) == [1]
    assert set(await found(index, not_tags=frozenset({"rain"}))) == {2, 3}
    assert await found(index, has=frozenset({"photo", "link"})) == [1]
    assert set(await found(index, not_has=frozenset({"link"}))) == {2, 3}
    assert await found(index, authors=frozenset({BEN})) == [3]
    assert set(await found(index, not_authors=frozenset({BEN}))) == {1, 2}
    assert set(await found(index, since=NOON + DAY)) == {2, 3}
    assert set(await found(index, before=NOON + 2 * DAY)) == {1, 2}
    assert await found(index, since=NOON + DAY, before=NOON + 2 * DAY) == [2]


async def test_friends_first_then_the_newest(index: Index) -> None:
    """Of what fits alike the newest is first, but friends' before others'; or the newest whoever said it."""
    await take(
        index,
        said("tea", 1, at=NOON),
        said("tea", 2, at=NOON + 400 * DAY),
        said("tea", 3, author_id=BEN, at=NOON + 100 * DAY),
    )
    sight = Sight(CAT, friends=frozenset({BEN}))
    assert await found(index, term("tea"), sight=sight) == [3, 2, 1]
    assert await found(index, term("tea"), sight=sight, sort="newest") == [2, 3, 1]


async def test_pages_give_everything_once(index: Index) -> None:
    """However it is divided into pages, each document comes once, in one order."""
    await take(index, *(said("tea", number, at=NOON + number * DAY) for number in range(25)))
    for sort in ("relevance", "newest"):
        whole = await found(index, term("tea"), sort=sort)
        pages = [await found(index, term("tea"), sort=sort, limit=10, offset=offset) for offset in (0, 10, 20)]
        assert [one for page in pages for one in page] == whole
        assert sorted(whole) == list(range(25))


async def test_what_changes_and_what_goes(index: Index) -> None:
    """A document that is taken in again replaces itself; one that is gone is not found; neither before the commit."""
    await take(index, said("tea", 1), said("tea", 2))
    await index.write([said("coffee", 1)], {"posts": [said("", 2).id]})
    assert set(await found(index, term("tea"))) == {1, 2}
    await index.commit()
    assert await found(index, term("tea")) == []
    assert await found(index, term("coffee")) == [1]
    assert await index.count("posts") == 1


async def test_kinds_are_apart(index: Index) -> None:
    """Posts, comments and members are looked for apart."""
    documents = [said("anna", number, kind=kind) for number, kind in enumerate(KINDS)]
    await take(index, *documents)
    for document in documents:
        [hit] = await index.search(Wanted(kind=document.kind, sight=Sight(CAT), terms=(term("anna"),)))
        assert hit.id == document.id


@pytest.mark.parametrize("kind", ["posts", "comments"])
async def test_nobody_finds_what_is_not_for_them(index: Index, kind: Kind) -> None:
    """On a random crowd everybody finds exactly what is meant for them: the rule of `rules.documents.sees`."""
    chance = random.Random(7)
    people, lists = [member(number) for number in range(1, 9)], [member(number) for number in range(50, 54)]

    def document(number: int) -> Document:
        circles = [
            ["public"],
            ["friends"],
            [],
            [f"to:{one}" for one in chance.sample(people, 2)],
            [f"list:{chance.choice(lists)}"],
        ]
        circle = chance.choice(circles)
        but = chance.sample(people, 2) if circle == ["friends"] and chance.random() < 0.5 else []
        owner = chance.choice(people)
        author = owner if kind == "posts" else chance.choice(people)
        return said("tea", number, kind=kind, author_id=author, owner_id=owner, circle=circle, but=but)

    documents = [document(number) for number in range(300)]
    await take(index, *documents)
    for viewer in [*people, ""]:
        others = [one for one in people if one != viewer]
        sight = Sight(
            viewer,
            friends=frozenset(chance.sample(others, 3) if viewer else ()),
            lists=frozenset(chance.sample(lists, 2) if viewer else ()),
            unseen=frozenset(chance.sample(others, 1)),
        )
        hits = await index.search(Wanted(kind=kind, sight=sight, terms=(term("tea"),), limit=1_000))
        assert {hit.id for hit in hits} == {one.id for one in documents if sees(sight, one)}


async def test_many_friends(index: Index) -> None:
    """Who has thousands of friends finds what they said, and nobody else's."""
    friends = [member(number) for number in range(1_000, 3_000)]
    await take(index, said("tea", 1, author_id=friends[-1], circle=["friends"]), said("tea", 2, circle=["friends"]))
    assert await found(index, term("tea"), sight=Sight(CAT, friends=frozenset(friends))) == [1]


async def test_no_words_harm_it(index: Index) -> None:
    """Whatever is asked for is only words: nothing in them means anything to the index."""
    await take(index, said("tea", 1))
    for text in ('"', "tea OR", "a AND (", "words:tea", "tea^9", "te*", "[a TO b]", "\\", "x" * 500, "ﷺ", "🫖"):
        for each in words(text) or ["*", '"', "tea OR words:tea"]:
            for wanted in (Term((each,), prefix=True, typos=2), Term((each, "("), prefix=True)):
                await found(index, wanted)
    assert await found(index, Term(("te*",))) == await found(index, Term(("tea OR x",))) == []


def files(folder: Path) -> list[Path]:
    """List the files of an index that hold something."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size > 8)


def rename_version(folder: Path, name: str) -> None:
    """Let the index in a folder be of another version."""
    [version] = folder.iterdir()
    version.rename(folder / name)


async def test_it_outlives_its_server(tmp_path: Path) -> None:
    """What was committed is found after a restart; one that was never whole says so, and so does another version."""
    for whole in (False, True):
        first = index_of(SearchSettings(index_heap_mib=15), tmp_path)
        assert await first.open() is False
        await first.empty()
        await take(first, said("tea", 1))
        if whole:
            await first.whole()
        await first.write([said("tea", 2)], {})
        await first.close()
    second = index_of(SearchSettings(index_heap_mib=15), tmp_path)
    assert await second.open() is True
    assert await found(second, term("tea")) == [1]
    await take(second, said("tea", 3))
    await second.close()
    rename_version(tmp_path, "0.0")
    third = index_of(SearchSettings(index_heap_mib=15), tmp_path)
    assert await third.open() is False
    await third.close()
    assert not files(tmp_path)


async def test_no_flipped_byte_goes_unnoticed(tmp_path: Path) -> None:
    """An index whose files were harmed is not sound, or finds what it found before: it never lies and never crashes."""
    healthy = index_of(SearchSettings(index_heap_mib=15), tmp_path)
    await healthy.empty()
    await take(healthy, *(said(f"tea number {number}", number) for number in range(50)))
    before = set(await found(healthy, term("tea")))
    await healthy.whole()
    await healthy.close()
    chance, noticed = random.Random(3), 0
    for path in [*files(tmp_path), *chance.choices(files(tmp_path), k=30)]:
        at = chance.randrange(path.stat().st_size)
        bits = flip(path, at, chance.randrange(1, 256))
        harmed = index_of(SearchSettings(index_heap_mib=15), tmp_path)
        try:
            if await harmed.open():
                assert set(await found(harmed, term("tea"))) == before
            else:
                noticed += 1
        except IndexBroken:
            noticed += 1
        await harmed.close()
        flip(path, at, bits)
    assert noticed > 30
