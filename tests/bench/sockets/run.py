"""What live conversations cost: thousands of sockets, and a bare socket of the same server beside each of them.

Everybody has two sockets: one of messages, and one in a bare room, where a text goes to all and nothing else happens.
In conversations of 2, 20 and 200, and in rooms of as many, some members talk: four, to see how soon a message is
there, or many, to see how many there can be. A message of the product is written to disk before anybody hears it.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from tests.bench.dataset.rooms import Rooms
from tests.bench.measure import Ask, Generator, cpu_us, settled
from tests.bench.sockets.load import MARK_BYTES, Close, Heard, Open, Opened, Talk
from tests.bench.stage import Scale, Stage

SOCKETS = (1_000, 5_000)
FEW = (200,)
"""How many sockets there are when it is only seen that everything runs."""
SIZES = (2, 20, 200)
TALKERS = (4, 64)
TEXT = "STAMP This is about as long as what people write to each other when they have a minute to do so."
QUIET_SECONDS = 1.0
ARRIVAL_SECONDS = 6.0
"""Friends are told some seconds later who came."""


@dataclass
class Talked:
    """One measurement: what was heard, and what each delivery cost."""

    messages: float
    deliveries: float
    p50_us: float
    p99_us: float
    acknowledged_us: float
    cpu_us: float
    missing: int
    other: int
    bytes_each: float


@dataclass
class Room:
    """Conversations of one size, and rooms of the same size: what each round saw."""

    sockets: int
    size: int
    talkers: int
    real: list[Talked] = field(default_factory=list)
    bare: list[Talked] = field(default_factory=list)

    def median(self, what: str, of: str = "real") -> float:
        """Give the median over the rounds of one figure."""
        return float(statistics.median(getattr(each, what) for each in getattr(self, of)))

    def ratio(self) -> float:
        """Tell how the deliveries compare with the bare ones: the median of the rounds' ratios."""
        pairs = zip(self.real, self.bare, strict=True)
        return statistics.median(real.deliveries / max(bare.deliveries, 1e-9) for real, bare in pairs)


@dataclass
class Crowded:
    """What so many sockets cost before anybody talks, and what was seen when some did."""

    sockets: int
    kilobytes: float
    """Of memory for each."""
    bare_kilobytes: float
    seconds: float
    """Until all were connected."""
    bare_seconds: float
    refused: int
    rooms: list[Room]


class Sockets:
    """The measurement, on a community of its own: members without posts."""

    def __init__(self, folder: Path, *, sockets: tuple[int, ...] = SOCKETS, seconds: float, rounds: int) -> None:
        """Plan it."""
        self.sockets, self.seconds, self.rounds = sockets, seconds, rounds
        self.stage = Stage(folder, Scale(max(sockets), 0, 20, guests=2))
        self.rooms = Rooms(SIZES)

    def measured(self, report: Callable[[str], None]) -> list[Crowded]:
        """Measure with each number of sockets, on a server that was just started."""
        report(f"making {self.stage.scale.members:,} members with conversations …")
        self.stage.fill(lambda _: None)
        self.rooms.write(self.stage.data, self.stage.community.faces)
        found = []
        try:
            for sockets in self.sockets:
                self.stage.open("")
                found.append(self._crowd(sockets, report))
                self.stage.close()
        finally:
            self.stage.stop()
        return found

    def _crowd(self, sockets: int, report: Callable[[str], None]) -> Crowded:
        who = self.rooms.people[:sockets]
        self.stage.tokens.forget()
        self.stage.ask_all([Ask("GET", "/bench/token", one) for one in who])
        tokens = [self.stage.tokens.of(one) for one in who]
        crowd = Generator("tests.bench.sockets.load")
        try:
            report(f"{sockets:,} sockets")
            first, kilobytes = self._open(crowd, [("/messages/ws", token) for token in tokens])
            second, bare_kilobytes = self._open(crowd, list(self._bare(tokens)))
            refused = 2 * sockets - first.sockets - second.sockets
            rooms = [Room(sockets, size, min(many, sockets)) for size in SIZES for many in TALKERS if size <= sockets]
            for _ in range(self.rounds):
                for room in rooms:
                    report(f"{sockets:,} sockets, conversations of {room.size}, {room.talkers} talk")
                    room.real.append(self._talk(crowd, room, who))
                    room.bare.append(self._talk(crowd, room, who, bare=room.real[-1]))
            return Crowded(sockets, kilobytes, bare_kilobytes, first.seconds, second.seconds, refused, rooms)
        finally:
            crowd.carry_out(Close(), Close)
            crowd.stop()

    def _bare(self, tokens: list[str]) -> Iterator[tuple[str, str]]:
        """A member's bare socket is in one room of each size: one path names them all."""
        for number, token in enumerate(tokens):
            names = "-".join(f"{size}.{number // size}" for size in SIZES)
            yield f"/bench/rooms/{names}", token

    def _open(self, crowd: Generator, asks: list[tuple[str, str]]) -> tuple[Opened, float]:
        """Connect, wait until nothing happens any more, and see how much memory each socket takes."""
        before = memory_kb(self.stage.pid)
        opened = crowd.carry_out(Open(self.stage.server.port, asks), Opened)
        time.sleep(ARRIVAL_SECONDS)
        self._quiet()
        return opened, (memory_kb(self.stage.pid) - before) / len(asks)

    def _quiet(self) -> None:
        """Wait until the server has nothing to do."""
        settled(self.stage.server.port)
        spent = cpu_us(self.stage.pid)
        while True:
            time.sleep(QUIET_SECONDS)
            before, spent = spent, cpu_us(self.stage.pid)
            if spent - before < QUIET_SECONDS * 1e6 * 0.1:
                return

    def _talk(self, crowd: Generator, room: Room, who: list[str], *, bare: Talked | None = None) -> Talked:
        """Let some talk; in the bare room with texts of the size that the product sends."""
        self._quiet()
        conversations = room.sockets // room.size
        places = [each % conversations * room.size + each // conversations for each in range(room.talkers)]
        text = {place: self._text(room, place, int(bare.bytes_each) if bare else 0) for place in places}
        first = room.sockets if bare else 0
        order = Talk(self.seconds, [(first + place, text[place]) for place in places], room.size)
        spent = cpu_us(self.stage.pid)
        heard = crowd.carry_out(order, Heard)
        settled(self.stage.server.port)  # who is to be reminded of a message is written down a little later
        return talked(heard, cpu_us(self.stage.pid) - spent)

    def _text(self, room: Room, place: int, size: int) -> str:
        if size:
            return f"{room.size}.{place // room.size} {TEXT}".ljust(size + len("STAMP") - MARK_BYTES, ".")
        conversation = self.rooms.conversation(room.size, place)
        said = {"conversationId": conversation, "text": TEXT, "clientId": "STAMP"}
        return msgspec.json.encode({"type": "message.sent", "data": said}).decode()


def talked(heard: Heard, spent_us: float) -> Talked:
    """Sum up one measurement."""
    return Talked(
        messages=heard.said / max(heard.seconds, 1e-9),
        deliveries=heard.delivered / max(heard.seconds, 1e-9),
        p50_us=heard.p50_us,
        p99_us=heard.p99_us,
        acknowledged_us=heard.acknowledged_us,
        cpu_us=spent_us / max(1, heard.delivered),
        missing=heard.missing,
        other=heard.other,
        bytes_each=heard.bytes_each,
    )


def memory_kb(pid: int) -> float:
    """Tell how much memory a process takes that it shares with nobody, or its part of what it shares."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    return 0.0
