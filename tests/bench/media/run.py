"""What a picture costs: beside the way a manual would show, over HTTP, and the feed while pictures are worked on."""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from minifb.modules.media.workers import pictures
from minifb.modules.media.workers.work import Limits, PictureWishes, Work
from tests.bench.cases import FEED
from tests.bench.load import Order
from tests.bench.measure import Ask, sample
from tests.bench.media import naive
from tests.bench.media.photos import another, photo
from tests.bench.stage import Stage

PHOTOS = 4
UPLOADS = 10
AT_ONCE = 4
"""How many pictures are uploaded beside each other while the feed is read."""
CONNECTIONS = 8
_LIMITS = Limits(memory_bytes=1 << 40, cpu_seconds=60, file_bytes=1 << 30, seconds=60)


@dataclass
class Pictured:
    """What was measured; times in seconds, rates a second."""

    bytes_each: int
    ours: list[float] = field(default_factory=list)
    manual: list[float] = field(default_factory=list)
    uploads: list[float] = field(default_factory=list)
    """From the first byte of an upload until it is ready to be shown."""
    alone: list[float] = field(default_factory=list)
    """Feeds while nothing else happens."""
    beside: list[float] = field(default_factory=list)
    """Feeds while pictures come in and are worked on."""
    worked: list[float] = field(default_factory=list)
    """Pictures that became ready meanwhile."""

    def ratio(self) -> float:
        """Tell what part of the manual's time a picture takes."""
        return statistics.median(ours / manual for ours, manual in zip(self.ours, self.manual, strict=True))

    def kept(self) -> float:
        """Tell what part of its rate the feed keeps."""
        return statistics.median(beside / alone for beside, alone in zip(self.beside, self.alone, strict=True))


class Picturing:
    """The measurement, on a community that is filled if it is not yet."""

    def __init__(self, stage: Stage, *, seconds: float, rounds: int, few: bool = False) -> None:
        """Plan it; with few pictures where it is only seen that everything runs."""
        self.uploads = 1 if few else UPLOADS
        self.seconds, self.rounds = max(seconds, 1.0), rounds
        self.stage = stage
        self.photos: list[bytes] = []
        self.number = 0

    def measured(self, report: Callable[[str], None]) -> Pictured:
        """Draw photos, make their sizes, upload them, and read the feed meanwhile."""
        report("drawing photos")
        self.photos = [photo(seed) for seed in range(PHOTOS)]
        found = Pictured(sum(map(len, self.photos)) // PHOTOS)
        report("making sizes")
        for _ in range(self.rounds):
            for content in self.photos:
                self._sizes(content, found)
        self.stage.fill(report)
        self.stage.open("")
        who = self.stage.community.faces.ids[: self.stage.scale.readers]
        report("uploading")
        found.uploads = [self._upload(who[0]) for _ in range(self.uploads)]
        feeds = [Ask("GET", FEED, one) for one in who]
        self.stage.ask_all(feeds)
        for number in range(self.rounds):
            report(f"pictures and the feed, round {number + 1}")
            found.alone.append(self._feed(feeds))
            self._beside(who, feeds, found)
        self.stage.close()
        return found

    def _sizes(self, content: bytes, found: Pictured) -> None:
        wishes = PictureWishes()
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "source")
            source.write_bytes(content)
            work = Work(kind="image", type="image/jpeg", source=str(source), folder=folder, limits=_LIMITS)
            began = time.perf_counter()
            pictures.make(work, lambda _: None)
            found.ours.append(time.perf_counter() - began)
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            naive.make(content, Path(folder), wishes.sizes, wishes.squares)
            found.manual.append(time.perf_counter() - began)

    def _upload(self, who: str) -> float:
        """Upload a photo that was never seen before; wait until it is ready."""
        self.number += 1
        content = another(self.photos[self.number % PHOTOS], self.number)
        headers = {"Authorization": f"Bearer {self.stage.tokens.of(who)}"}
        began = time.perf_counter()
        with httpx2.Client(base_url=self.stage.server.url, headers=headers, timeout=60.0) as client:
            answer = client.post("/media/upload", files={"file": ("photo.jpg", content)})
            assert answer.status_code == 201, answer.text
            told = answer.json()
            while told["status"] == "processing":
                time.sleep(0.05)
                told = client.get(f"/media/{told['id']}").json()
        assert told["status"] == "ready", told
        return time.perf_counter() - began

    def _feed(self, feeds: list[Ask]) -> float:
        order = Order(self.stage.server.port, CONNECTIONS, self.seconds, self.stage.written(feeds))
        return sample(self.stage.generator, self.stage.pid, order).rate

    def _beside(self, who: list[str], feeds: list[Ask], found: Pictured) -> None:
        """Read the feed while some upload one photo after the other."""
        over, done = threading.Event(), [0] * AT_ONCE

        def go_on(place: int) -> None:
            while not over.is_set():
                self._upload(who[place])
                done[place] += 1

        threads = [threading.Thread(target=go_on, args=(place,)) for place in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        before, began = sum(done), time.perf_counter()
        found.beside.append(self._feed(feeds))
        found.worked.append((sum(done) - before) / (time.perf_counter() - began))
        over.set()
        for thread in threads:
            thread.join()
