"""A thousand phones lose their server, and all come back in the moment it is there again."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.bench.dataset.rooms import Rooms
from tests.bench.load import Load, Order, Seen
from tests.bench.measure import Ask, request
from tests.bench.sockets.load import Crowd, Open, Opened
from tests.bench.stage import Scale, Stage
from tests.journeys.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

PHONES, SIZE = 1_000, 20
RESTART = 1012


class Town:
    """A thousand members in conversations of twenty, each with a token, and the server they are on."""

    def __init__(self, folder: Path) -> None:
        """Make them."""
        stage = Stage(folder, Scale(PHONES, 0, 20, guests=2))
        stage.fill(lambda _: None)
        stage.stop()
        self.rooms = Rooms((SIZE,))
        self.rooms.write(stage.data, stage.community.faces)
        self.tokens = {one: stage.tokens.of(one) for one in self.rooms.people}
        self.server = Server(stage.data)

    async def come(self, crowd: Crowd) -> tuple[Opened, Seen]:
        """Let all connect at once, and ask at the same time what they missed."""
        asks = [("/messages/ws", token) for token in self.tokens.values()]
        syncs = [
            request(Ask("POST", "/messages/sync", one, self._held(place)), self.tokens[one])
            for place, one in enumerate(self.rooms.people)
        ]
        load = Load(Order(self.server.port, PHONES, 60.0, syncs, once=True))
        return await asyncio.gather(crowd.open(Open(self.server.port, asks, at_once=True)), load.run())

    def _held(self, place: int) -> bytes:
        known = {"id": self.rooms.conversation(SIZE, place), "revision": 0}
        return msgspec.json.encode({"conversations": [known]})


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A town whose server was just started."""
    town = Town(tmp_path)
    town.server.start()
    yield town
    town.server.kill()
    shutil.rmtree(tmp_path)


async def test_a_thousand_come_back_at_once(town: Town) -> None:
    """After a restart and after a crash a thousand connect at once and ask what they missed: nobody gets a 5xx."""
    await town.come(crowd := Crowd())
    assert await asyncio.to_thread(town.server.stop) == 0, town.server.last_words()
    assert {socket.code for socket in crowd.sockets} == {RESTART}
    await asyncio.to_thread(town.server.start)
    await all_are_served(town)
    await asyncio.to_thread(town.server.kill)
    await asyncio.to_thread(town.server.start)
    await all_are_served(town)


async def all_are_served(town: Town) -> None:
    """See that everybody is back and was answered."""
    opened, seen = await town.come(Crowd())
    print(f"{opened.sockets} sockets in {opened.seconds:.1f} s, {seen.answered} answers in {seen.seconds:.1f} s")
    assert (opened.sockets, opened.statuses, opened.codes) == (PHONES, {101: PHONES}, {})
    assert seen.statuses == {"200": PHONES}
