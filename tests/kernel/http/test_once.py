"""A write that is sent twice happens once, and whoever sent it cannot tell the difference but by a header."""

import asyncio
from typing import Any

import pytest
from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from minifb.kernel.clock import DAY, SECOND, SetClock
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.once import forget
from minifb.kernel.data.sqlite import SqliteDatabase
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.http.application import Part
from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Ask, Wire
from minifb.kernel.ids import new_id
from minifb.kernel.refusals import Conflict
from tests.kernel.http.world import World

KEY = "a-key-of-16-or-more"


class Words(Ask):
    """What is written."""

    text: str


class Written(Wire):
    """What was written."""

    id: str
    text: str


class Book:
    """A service with one write."""

    def __init__(self, db: Any) -> None:
        self.db = db
        self.written: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    @write
    def write(self, tx: Tx, who: str, text: str) -> Written:
        if text == "refused":
            raise Conflict
        self.written.append(text)
        return Written(id=tx.new_id(), text=text)

    async def slowly(self, who: str, text: str) -> Written:
        await self.gate.wait()
        return await self.write(who, text)


@post("/book", operation_id="writeBook")
async def write_book(request: Request[Any, Any, Any], data: JSONBody[Words], book: NamedDependency[Book]) -> Written:
    return await book.slowly(actor_of(request).id, data.text)


@post("/book/{page:str}", operation_id="writePage")
async def write_page(page: FromPath[str], data: JSONBody[Words], book: NamedDependency[Book]) -> Written:
    return await book.write(page, data.text)


ROUTES = tuple(
    Route(handler, Policy(permission="book.write", limit=WRITES, once="key", role=role))
    for handler, role in ((write_book, "member"), (write_page, "anonymous"))
)


@pytest.fixture
async def library(tmp_path):
    clock = SetClock()
    path = tmp_path / "book.db"
    await migrate(path, name="book", steps=(), report=lambda _: None)
    db = SqliteDatabase("book", path, journal=Outbox("book", clock=clock, ids=new_id), clock=clock)
    await db.open()
    book = Book(db)
    world = await World((Part("book", ROUTES, book),)).started()
    world.book, world.db_clock = book, clock
    yield world
    await db.close()


async def written(world, text="hello", key=KEY, path="/book", token=None, **headers):
    async with world.client(token or world.issuer.token(), **headers) as ann:
        return await ann.post(path, json={"text": text}, headers={"idempotency-key": key} if key else {})


async def test_a_repeat_gets_the_first_answer(library):
    """The same key and body again is answered the same, changes nothing, and says that it is a repeat."""
    first, again = await written(library), await written(library)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert library.book.written == ["hello"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"


async def test_without_a_key_every_request_counts(library):
    """Who sends no key writes twice."""
    await written(library, key=None)
    await written(library, key=None)
    assert library.book.written == ["hello", "hello"]


@pytest.mark.parametrize(("text", "path"), [("other", "/book/1"), ("hello", "/book/2"), ("hello", "/book/1?x=1")])
async def test_a_key_goes_with_what_was_asked(library, text, path):
    """The same key with another body, address or query is refused."""
    assert (await written(library, path="/book/1")).status_code == 201
    answer = await written(library, text, path=path)
    assert (answer.status_code, answer.json()["code"]) == (422, "once_key_reused")


async def test_a_key_belongs_to_who_uses_it(library):
    """The same key of another member, or on another route, is another key."""
    await written(library)
    await written(library, token=library.issuer.token(sub="bob", sid="s2"))
    await written(library, path="/book/1")
    assert library.book.written == ["hello"] * 3


async def test_a_second_request_while_the_first_is_answered_is_told_so(library):
    """Two at once with one key: one writes, the other is told that it is under way, and may ask again."""
    library.book.gate.clear()
    first = asyncio.create_task(written(library))
    await asyncio.sleep(0.05)
    second = await written(library)
    library.book.gate.set()
    assert (await first).status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "once_key_in_flight")
    assert (await written(library)).json() == (await first).json()


async def test_a_refusal_is_not_kept(library):
    """What was refused may be tried again with the same key."""
    assert (await written(library, "refused")).status_code == 409
    assert (await written(library, "refused")).json()["code"] == "conflict"
    assert (await written(library, "better")).status_code == 201


@pytest.mark.parametrize("key", ["short", "x" * 65, "with a space in the key", "with\ttabs\tin\tthe\tkey", "ü" * 20])
async def test_a_key_has_a_form(library, key):
    """A key has 16 to 64 visible ASCII characters."""
    answer = await written(library, key=key.encode())
    assert answer.status_code == 400
    assert library.book.written == []


async def test_a_key_rests_for_a_day(library):
    """After a day the key is forgotten."""
    await written(library)
    library.db_clock.advance(DAY + SECOND)
    assert await library.book.db.write(forget) == 1
    await written(library)
    assert library.book.written == ["hello", "hello"]


async def test_sixty_four_at_once_write_once(library):
    """However many copies of a request arrive together, one takes effect."""
    library.limiter.enabled = False
    answers = await asyncio.gather(*[written(library) for _ in range(64)])
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert library.book.written == ["hello"]
