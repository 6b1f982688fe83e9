"""What searching costs: each kind of question over HTTP, beside a constant of its size and the bare index.

Also how fast the index is made of the rows, and how soon a post is found after its request was answered.
"""

import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

import msgspec

from minifb.modules.search.rules.wanted import Kind
from tests.bench.dataset.faces import FIRST, LAST
from tests.bench.dataset.words import vocabulary
from tests.bench.measure import Ask, Case
from tests.bench.search.raw import Raw, Times
from tests.bench.stage import Stage
from tests.journeys.server import PROGRAM

ASKS = 300
"""How many different questions of a kind are asked."""
BATCH = 100
"""How many the server asks of the index at once."""
NEW_POSTS = 40
CONNECTIONS = (1, 16)


@dataclass
class Question:
    """A kind of question."""

    case: Case
    kind: Kind | None = None
    """Of what the index is asked."""
    asks: list[tuple[str, str]] = field(default_factory=list)
    """Who asks what."""
    filtered: list[Times] = field(default_factory=list)
    bare: list[Times] = field(default_factory=list)


@dataclass
class Sought:
    """What was measured."""

    posts: int
    members: int
    documents: int
    index_seconds: float
    index_rate: float
    bare_rate: float
    after_ms: list[float]
    """How long each new post was not found after it was answered."""
    questions: list[Question]


class Searching:
    """The measurement, on a community that is filled if it is not yet."""

    def __init__(self, stage: Stage, *, seconds: float, rounds: int, few: bool = False) -> None:
        """Plan it; with few things to ask where it is only seen that everything runs."""
        self.seconds, self.rounds = seconds, rounds
        self.new_posts = 2 if few else NEW_POSTS
        self.stage = stage
        self.chance = random.Random(11)
        self.raw = Raw(self.stage.data)

    def measured(self, report: Callable[[str], None]) -> Sought:
        """Fill, make the index, ask."""
        scale, stage = self.stage.scale, self.stage
        stage.fill(report)
        report("making the index")
        documents, seconds = self._indexed()
        bare_rate = self.raw.write()
        stage.open("")
        ids = list(stage.community.faces.ids)
        self.chance.shuffle(ids)
        questions = self._questions(ids[: scale.readers])
        cases = [question.case for question in questions]
        stage.size(cases)
        for number in range(self.rounds):
            report(f"search, round {number + 1}")
            stage.greet(cases)
            for question in questions:
                self._ask(question)
        report("new posts")
        after = [self._found_after(ids[0], number) for number in range(self.new_posts)]
        stage.close()
        rate = documents / seconds
        return Sought(scale.posts, scale.members, documents, seconds, rate, bare_rate, after, questions)

    # ── the index ──

    def _indexed(self) -> tuple[int, float]:
        """Make the index of all rows; tell how many and how long it took, by its own word."""
        command = [*PROGRAM, "reindex", "--data", str(self.stage.data)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        told = re.search(r"([\d,]+) documents \(([\d.]+) s\)", said)
        assert told, said
        return int(told[1].replace(",", "")), float(told[2])

    def _found_after(self, who: str, number: int) -> float:
        """Say something new, and tell after how many milliseconds it is found."""
        word = f"brandnew{number}x{time.time_ns()}"
        body = msgspec.json.encode({"text": f"It is {word}", "audience": {"kind": "public"}})
        self.stage.answer(Ask("POST", "/posts", who, body))
        began = time.perf_counter()
        ask = Ask("GET", f"/search/posts?q={word}", who)
        while not msgspec.json.decode(self.stage.answer(ask).content)["items"]:
            if time.perf_counter() - began > 30:
                sys.exit(f"a new post was not found within 30 s: {word}")
            time.sleep(0.01)
        return (time.perf_counter() - began) * 1e3

    # ── what is asked ──

    def _ask(self, question: Question) -> None:
        case = question.case
        for connections in CONNECTIONS:
            self.stage.measure(case, "", connections, self.seconds, 1)
        if question.kind:
            filtered, bare = self.raw.measure(question.kind, question.asks, BATCH)
            question.filtered.append(filtered)
            if bare:
                question.bare.append(bare)

    def _questions(self, readers: list[str]) -> list[Question]:
        """Say what is asked: words that everybody uses and words that hardly anybody does, names, beginnings."""
        words = vocabulary()
        chance = self.chance

        def word(first: int, last: int) -> str:
            return words[chance.randrange(first, last)]

        def slip(word: str) -> str:
            place = chance.randrange(1, len(word) - 1)
            return word[:place] + "x" + word[place + 1 :]

        long = [word for word in words[500:5_000] if len(word) >= 5]
        phrases = self._phrases()

        def name() -> str:
            return chance.choice(FIRST)

        return [
            self._question("posts: a rare word", "posts", readers, lambda: word(10_000, 40_000)),
            self._question("posts: a usual word", "posts", readers, lambda: word(200, 2_000)),
            self._question("posts: a word of every day", "posts", readers, lambda: word(0, 40)),
            self._question("posts: two words", "posts", readers, lambda: f"{word(20, 200)} {word(200, 1_000)}"),
            self._question("posts: a phrase", "posts", readers, lambda: f'"{chance.choice(phrases)}"'),
            self._question("posts: half a word", "posts", readers, lambda: chance.choice(long)[:4]),
            self._question("posts: a slip of the pen", "posts", readers, lambda: slip(chance.choice(long))),
            self._question("posts: a tag", "posts", readers, lambda: f"#{word(17, 400)}"),
            self._question("people", "users", readers, lambda: f"{name()} {chance.choice(LAST)[:3]}"),
            self._question("suggestions: a letter", None, readers, lambda: name()[:1]),
            self._question("suggestions: three letters", None, readers, lambda: name()[:3]),
            self._question("suggestions: two words", None, readers, lambda: f"{name()} {chance.choice(LAST)[:2]}"),
            self._question("suggestions: a tag", None, readers, lambda: f"#{word(17, 2_000)[:3]}"),
            Question(Case("trends", [Ask("GET", "/search/trending", one) for one in readers])),
        ]

    def _question(self, name: str, kind: Kind | None, readers: list[str], text: Callable[[], str]) -> Question:
        asks = [(readers[number % len(readers)], text()) for number in range(ASKS)]
        path = f"/search/{kind}" if kind else "/search/suggestions"
        case = Case(name, [Ask("GET", f"{path}?q={quote(q)}", who) for who, q in asks])
        return Question(case, kind, asks)

    def _phrases(self) -> list[str]:
        """Find two words that stand side by side in posts."""
        texts = self.raw.texts(ASKS)
        found = []
        for text in texts:
            words = text.split()
            place = self.chance.randrange(len(words) - 2)
            found.append(" ".join(words[place : place + 2]))
        return found


def middle_and_worst(times: list[float]) -> tuple[float, float]:
    """Give the median and the greatest of some times."""
    return statistics.median(times), max(times)
