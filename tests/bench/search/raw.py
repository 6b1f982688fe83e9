"""The bare index: the same questions asked of Tantivy itself, in this process, with nothing around them.

Twice: with the filter that says who sees what, as the server asks; and as anybody would ask who has nothing to hide.
"""

import random
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import minifb  # noqa: F401 - swaps in the newer SQLite before sqlite3 is imported

import sqlite3  # isort: skip

from minifb.modules.search.backends.index.tantivy import FORMAT  # isort: skip
from minifb.modules.search.backends.index.tantivy_query import best
from minifb.modules.search.rules.queries import parse
from minifb.modules.search.rules.wanted import Kind, Sight, Wanted

PAGE = 20
SOME = 20_000
"""How many documents are written to see what writing costs."""

Times = tuple[float, float]
"""p50 and p99 in microseconds."""


class Raw:
    """The index of a server, opened beside it for reading."""

    def __init__(self, data: Path) -> None:
        """Open the databases and indices when they are asked for."""
        self.data = data
        self._indices: dict[Kind, Any] = {}
        self._sights: dict[str, Sight] = {}

    def measure(self, kind: Kind, asks: list[tuple[str, str]], batch: int) -> tuple[Times, Times | None]:
        """Ask what these members ask: as the server does, and bare where Tantivy's own language can say it."""
        index = self._index(kind)
        searcher = index.searcher()
        as_asked = timed([partial(best, searcher, index.schema, self._wanted(kind, *ask, batch)) for ask in asks])
        if kind != "posts" or any(":" in q for _, q in asks):
            return as_asked, None
        plain = [index.parse_query(_all_words(q), ["words"]) for _, q in asks]
        return as_asked, timed([_call(searcher, query, PAGE) for query in plain])

    def write(self) -> float:
        """Write some posts into an index of nothing but id and text; tell how many a second."""
        import tantivy

        schema = tantivy.SchemaBuilder().add_text_field("id", tokenizer_name="raw").add_text_field("text").build()
        with closing(sqlite3.connect(self.data / "search.db")) as database:
            rows = database.execute("select id, text from posts limit ?", (SOME,)).fetchall()
        began = time.perf_counter()
        index = tantivy.Index(schema)
        writer = index.writer(50 << 20, 1)
        for id, text in rows:
            writer.add_document(tantivy.Document(id=id, text=text))
        writer.commit()
        writer.wait_merging_threads()
        return len(rows) / (time.perf_counter() - began)

    def texts(self, limit: int) -> list[str]:
        """Give the texts of some posts."""
        with closing(sqlite3.connect(self.data / "search.db")) as database:
            return [row[0] for row in database.execute("select text from posts limit ?", (limit,))]

    def _index(self, kind: Kind) -> Any:
        import tantivy

        if kind not in self._indices:
            index = tantivy.Index.open(str(self.data / "search" / FORMAT / kind))
            index.register_tokenizer("blanks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
            self._indices[kind] = index
        return self._indices[kind]

    def _wanted(self, kind: Kind, who: str, q: str, limit: int) -> Wanted:
        asked = parse(q)
        return Wanted(kind=kind, sight=self._sight(who), terms=asked.terms, tags=asked.tags, limit=limit)

    def _sight(self, who: str) -> Sight:
        if who not in self._sights:
            with closing(sqlite3.connect(self.data / "search.db")) as database:

                def ids(text: str) -> frozenset[str]:
                    return frozenset(row[0] for row in database.execute(text, {"who": who}))

                self._sights[who] = Sight(
                    who,
                    friends=ids("select friend_id from friends where member_id = :who and active"),
                    lists=ids("select list_id from lists where member_id = :who"),
                    unseen=ids(
                        "select blocked_id from blocks where by_id = :who and active "
                        "union select by_id from blocks where blocked_id = :who and active"
                    ),
                )
        return self._sights[who]


def timed(calls: list[Callable[[], object]]) -> Times:
    """Make each call, in any order, and tell how long they took."""
    random.Random(3).shuffle(calls)
    took = []
    for call in calls:
        began = time.perf_counter()
        call()
        took.append((time.perf_counter() - began) * 1e6)
    took.sort()
    return took[len(took) // 2], took[len(took) * 99 // 100]


def _call(searcher: Any, query: Any, limit: int) -> Callable[[], object]:
    return lambda: searcher.search(query, limit=limit, count=False)


def _all_words(q: str) -> str:
    return q if q.startswith('"') else " AND ".join(q.split())
