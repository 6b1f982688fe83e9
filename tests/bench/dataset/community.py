"""The data set: a community made by writing rows, a million posts in minutes, around guests who really registered.

    .venv/bin/python -m tests.bench.dataset.community DATA 100000 1000000

fills the data folder of a server that was started once and stopped.
"""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.dataset.circles import Circles
from tests.bench.dataset.faces import Faces
from tests.bench.dataset.found import find
from tests.bench.dataset.members import Members, Ties
from tests.bench.dataset.posts import Said
from tests.bench.dataset.talk import Talk
from tests.bench.dataset.told import tell


class Community:
    """A community, written; what is kept of it is what the bench asks for."""

    def __init__(self, members: int, posts: int, friends: int, guests: list[dict[str, Any]]) -> None:
        """Plan it around guests, the cards of those who registered."""
        chance = random.Random(20_260_101)
        self.posts = posts
        self.faces = Faces(members, guests, time.time_ns() // 1_000, chance)
        self.circles = Circles(members, friends, chance)
        self.ties = Ties(self.faces, self.circles, chance)
        self.said = Said(self.faces, self.circles, self.ties, chance)
        self.talk = Talk(self.faces, self.circles, self.said.texts, chance)

    def write(self, folder: Path, report: Callable[[str], None]) -> None:
        """Write everything into the databases of a server that is not running."""
        report("friendships")
        self.ties.write(folder)
        report("posts")
        self.said.write(folder, self.posts)
        report("members")
        Members(self.faces, self.circles, self.said.count).write(folder)
        if not self.posts:
            return  # members and nothing else: whoever wants that gives them conversations of their own
        report("messages")
        self.talk.write(folder)
        report("notifications")
        tell(folder, self.faces)
        report("search")
        find(folder, self.faces)


if __name__ == "__main__":
    data, members, posts = sys.argv[1:]
    began = time.monotonic()
    Community(int(members), int(posts), 130, []).write(
        Path(data), lambda what: print(f"{time.monotonic() - began:6.1f} s  {what}")
    )
    print(f"{time.monotonic() - began:6.1f} s  done")
