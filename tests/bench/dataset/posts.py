"""What people said: posts over ninety days, to all kinds of audiences, with reactions and threads under them.

Most posts get little, a few very much; who reacts and comments sees the post, and mostly is a friend.
"""

import json
import random
from array import array
from collections import Counter
from itertools import accumulate
from pathlib import Path
from typing import Any

from minifb.kernel.ids import id_at
from minifb.modules.posts import tables
from tests.bench.dataset.circles import Circles
from tests.bench.dataset.faces import DAY_US, Faces
from tests.bench.dataset.members import Ties
from tests.bench.dataset.rows import Rows
from tests.bench.dataset.words import Words

SOME = 5_000
"""How many posts are made before their rows are written."""
SHARING = 0.05
"""The part of the posts that share another one."""
MINUTE_US = 60_000_000
KINDS = ("like", "like", "like", "love", "love", "haha", "care", "wow", "sad", "angry")
AUDIENCES = ("public", "friends", "friendsExcept", "specific", "list", "onlyMe")
HOW_OFTEN = (22, 62, 4, 4, 5, 3)
TAGGED = 0.1
"""The part of the posts that end with a tag."""
POSTS = """id author_id text spans audience_kind audience_ids audience_list comments_from state created_at edition
revision comments commenters reactions reactors shared_post_id"""
COMMENTS = (
    """id post_id under_id depth author_id text spans state created_at edition replies reactions reactors answers"""
)


class Said:
    """Posts, and what came of them."""

    def __init__(self, faces: Faces, circles: Circles, ties: Ties, chance: random.Random) -> None:
        """Let these people speak, some of them much more than others."""
        self.faces, self.circles, self.ties, self.chance = faces, circles, ties, chance
        self.sums = list(accumulate(min(chance.paretovariate(1.3), 40.0) for _ in faces.ids))
        self.count = array("I", bytes(4 * len(faces.ids)))
        """How many posts each has that anybody else may see."""
        self.words = Words(chance)
        self.texts = [self.words.some(3, 20) for _ in range(5_000)]
        self.threads: list[str] = []
        """Public posts with more comments than a page holds."""
        self.recent: list[tuple[str, int]] = []
        """What may be shared, and who said it: the latest public posts that are no shares themselves."""
        self.shares: dict[tuple[str, int], list[int]] = {}
        """Who shared a post."""
        self._empty()

    def _empty(self) -> None:
        self.posts: list[tuple[Any, ...]] = []
        self.named: list[tuple[str, str]] = []
        self.comments: list[tuple[Any, ...]] = []
        self.reactions: list[tuple[str, str, str, str, int]] = []

    def write(self, folder: Path, posts: int) -> None:
        """Say so many posts, writing as it goes, beside what posts knows of its people."""
        with Rows(folder, "posts") as rows:
            self.ties.copy(rows)
            for first in range(0, posts, SOME):
                some = range(first, min(first + SOME, posts))
                authors = self.chance.choices(range(len(self.faces.ids)), cum_weights=self.sums, k=len(some))
                for number, author in zip(some, authors, strict=True):
                    self._say(author, self.faces.now - 90 * DAY_US + 90 * DAY_US * number // posts, number / posts)
                rows.insert(tables.posts, POSTS, self.posts)
                rows.insert(tables.post_people, "post_id member_id", self.named)
                rows.insert(tables.comments, COMMENTS, self.comments)
                rows.insert(tables.reactions, "target_id user_id post_id type created_at", self.reactions)
                self._empty()
            counts = ((len(who), len({*who} - {author}), post_id) for (post_id, author), who in self.shares.items())
            rows.database.executemany("update posts set shares = ?, sharers = ? where id = ?", counts)

    def _say(self, author: int, at: int, new: float) -> None:
        """Say one post; the newer, the more people react."""
        chance, ids = self.chance, self.faces.ids
        post_id = id_at(at, chance.getrandbits(74))
        kind = chance.choices(AUDIENCES, HOW_OFTEN)[0]
        on_list = self.ties.lists.get(author) if kind == "list" else None
        if kind == "list" and not on_list:
            kind = "friends"
        close = list(self.circles.close[author])
        named = close[:5] if kind in {"specific", "friendsExcept"} else []
        readers = {"specific": named, "friendsExcept": close[5:], "list": close[:8], "onlyMe": []}.get(kind, close)
        tally, reactors = self._react(post_id, readers, at, 1 + 2 * new, strangers=kind == "public")
        comments, commenters = self._discuss(post_id, author, readers, at)
        audience = json.dumps([ids[one] for one in named] or [on_list]) if named or on_list else "[]"
        text, spans = f"{chance.choice(self.texts)} {self.words.some(3, 20)}", "[]"
        if chance.random() < TAGGED:
            tag, start = self.words.tag(), len(text) + 1
            text, span = f"{text} #{tag}", {"start": start, "end": start + len(tag) + 1, "kind": "tag", "tag": tag}
            spans = json.dumps([span])
        content = (post_id, ids[author], text, spans, kind, audience, on_list, "everyone", "live", at, 1, 1)
        original = chance.choice(self.recent) if self.recent and chance.random() < SHARING else None
        if original and kind != "onlyMe":
            self.shares.setdefault(original, []).append(author)
        self.posts.append((*content, comments, commenters, tally, reactors, original[0] if original else None))
        self.named += ((post_id, ids[one]) for one in named)
        self.count[author] += kind != "onlyMe"
        if kind == "public":
            self.recent = self.recent if original else [*self.recent[-199:], (post_id, author)]
            if comments > 25 and len(self.threads) < 200:
                self.threads.append(post_id)

    def _react(self, post_id: str, readers: list[int], at: int, much: float, *, strangers: bool) -> tuple[str, int]:
        chance, ids = self.chance, self.faces.ids
        many = int(much * (chance.paretovariate(1.2) - 0.8))
        if not many or not (readers or strangers):
            return "{}", 0
        people = set(chance.sample(readers, min(many, len(readers))))
        if strangers and many > len(readers):
            people |= set(chance.choices(range(len(ids)), k=min(many, 300) - len(readers)))
        kinds = [chance.choice(KINDS) for _ in people]
        self.reactions += (
            (post_id, ids[one], post_id, kind, at + MINUTE_US * place)
            for place, (one, kind) in enumerate(zip(sorted(people), kinds, strict=True), 1)
        )
        return json.dumps(Counter(sorted(kinds)), separators=(",", ":")), len(people)

    def _discuss(self, post_id: str, author: int, readers: list[int], at: int) -> tuple[int, int]:
        """Let readers and the author talk about a post; a third of them answers a comment."""
        chance, ids = self.chance, self.faces.ids
        many = min(int(chance.paretovariate(1.4) - 0.5), 120) if readers else 0
        if not many:
            return 0, 0
        people = [author if chance.random() < 0.2 else chance.choice(readers) for _ in range(many)]
        tops: list[str] = []
        replies: Counter[str] = Counter()
        said: list[tuple[str, str, int, int]] = []
        for place, one in enumerate(people, 1):
            comment_id = id_at(at + MINUTE_US * place, chance.getrandbits(74))
            under = chance.choice(tops) if tops and chance.random() < 0.33 else post_id
            if under == post_id:
                tops.append(comment_id)
            else:
                replies[under] += 1
            said.append((comment_id, under, one, at + MINUTE_US * place))
        for comment_id, under, one, then in said:
            tally, reactors = "{}", 0
            if chance.random() < 0.15:
                tally, reactors = '{"like":1}', 1
                self.reactions.append((comment_id, ids[author], post_id, "like", then + MINUTE_US))
            what = (chance.choice(self.texts), "[]", "live", then, 1)
            where = (comment_id, post_id, under, int(under != post_id), ids[one])
            self.comments.append((*where, *what, replies[comment_id], tally, reactors, replies[comment_id] + reactors))
        return len(said), len(set(people) - {author})
