"""Tantivy: an index for each kind in files of this server, written by one thread and searched by another.

A question is put together from parts, never from text that Tantivy would read; the words are cut before, by
`rules.words`, so that Tantivy only parts them at blanks. Nothing but ids is stored, as two numbers in columns.
"""

import asyncio
import contextlib
import ctypes
import shutil
import struct
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from minifb.modules.search.backends.index import IndexBroken
from minifb.modules.search.backends.index.tantivy_query import best
from minifb.modules.search.rules.documents import KINDS, VERSION, Document
from minifb.modules.search.rules.wanted import Hit, Kind, Wanted
from minifb.modules.search.rules.words import words

R = TypeVar("R")

FORMAT = f"{VERSION}.1"
"""The first number changes with what is in the index, the second with how it lies here."""
WHOLE = "whole"
MARK = 1337
"""What a sound file of Tantivy ends with."""
DAY = 86_400_000_000
M_ARENA_MAX = -8
HALF = 1 << 63
"""What makes a number with a sign of half an id."""


class Footer(msgspec.Struct):
    """What a file of Tantivy says of itself."""

    crc: int


class Segment(msgspec.Struct):
    """A part of an index."""

    segment_id: str


class Meta(msgspec.Struct):
    """What an index of Tantivy consists of."""

    segments: list[Segment]


class TantivyIndex:
    """An index in a folder."""

    def __init__(self, folder: Path, *, heap_bytes: int) -> None:
        """Know where it lies; nothing is opened yet."""
        self.root = folder
        self.folder = folder / FORMAT
        self._heap = heap_bytes
        self._indices: dict[Kind, Any] = {}
        self._writers: dict[Kind, Any] = {}
        self._searchers: dict[Kind, Any] = {}
        self._changed: set[Kind] = set()
        self._writing = ThreadPoolExecutor(1, "index")
        self._searching = ThreadPoolExecutor(1, "search")

    async def open(self) -> bool:
        """Open what is there; tell whether it is sound and held everything when it was closed."""
        return await self._in(self._writing, self._open)

    async def close(self) -> None:
        """Let go of it; what was not committed is lost."""
        for thread in (self._writing, self._searching):
            await asyncio.to_thread(thread.shutdown, cancel_futures=True)
        await asyncio.to_thread(self._let_go)

    async def empty(self) -> None:
        """Begin anew with nothing in it."""
        await self._in(self._writing, self._empty)

    async def whole(self) -> None:
        """Note that it holds everything."""
        await self._in(self._writing, (self.folder / WHOLE).touch)

    async def write(self, documents: Sequence[Document], gone: Mapping[Kind, Collection[str]]) -> None:
        """Take documents in, and drop others."""
        await self._in(self._writing, lambda: self._write(documents, gone))

    async def commit(self) -> None:
        """Make durable and findable what was written."""
        await self._in(self._writing, self._commit)

    async def search(self, wanted: Wanted) -> list[Hit]:
        """Find what somebody looks for, the best first."""
        return await self._in(self._searching, lambda: self._search(wanted))

    async def count(self, kind: Kind) -> int:
        """Tell how many documents of a kind can be found."""
        return int(self._searchers[kind].num_docs) if kind in self._searchers else 0

    async def _in(self, thread: ThreadPoolExecutor, call: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(thread, guarded, call)

    # ── in the thread that writes ──

    def _open(self) -> bool:
        import tantivy

        spare_memory()
        self._let_go()
        for other in self.root.glob("*") if self.root.exists() else ():
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)
        if not (self.folder / WHOLE).exists():
            return False
        for kind in KINDS:
            path = self.folder / kind
            if not tantivy.Index.exists(str(path)) or not tantivy.Index.is_compatible(str(path)) or not sound(path):
                return False
            self._adopt(kind, tantivy.Index.open(str(path)))
        return True

    def _adopt(self, kind: Kind, index: Any) -> None:
        import tantivy

        blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("blanks", blanks)
        index.config_reader("manual")
        self._indices[kind] = index
        self._searchers[kind] = index.searcher()

    def _let_go(self) -> None:
        # A merge that is under way is given up: it only saves room, and what it began with is still there.
        self._searchers.clear()
        self._changed.clear()
        self._writers.clear()
        self._indices.clear()

    def _empty(self) -> None:
        import tantivy

        self._let_go()
        shutil.rmtree(self.folder, ignore_errors=True)
        for kind in KINDS:
            path = self.folder / kind
            path.mkdir(mode=0o700, parents=True)
            self._adopt(kind, tantivy.Index(_schema(), str(path)))

    def _write(self, documents: Sequence[Document], gone: Mapping[Kind, Collection[str]]) -> None:
        import tantivy

        for kind, ids in gone.items():
            for id in ids:
                self._writer(kind).delete_documents_by_term("id", id)
        for document in documents:
            writer = self._writer(document.kind)
            writer.delete_documents_by_term("id", document.id)
            number = UUID(document.id).int
            writer.add_document(
                tantivy.Document(
                    id=document.id,
                    author=document.author_id,
                    owner=document.owner_id,
                    words=" ".join(words(document.text)),
                    tags=document.tags,
                    has=document.has,
                    circle=document.circle,
                    but=document.but,
                    at=document.at,
                    day=document.at // DAY,
                    high=(number >> 64) - HALF,
                    low=(number & (1 << 64) - 1) - HALF,
                )
            )

    def _writer(self, kind: Kind) -> Any:
        self._changed.add(kind)
        if kind not in self._writers:
            self._writers[kind] = self._indices[kind].writer(self._heap, 1)
        return self._writers[kind]

    def _commit(self) -> None:
        for kind in sorted(self._changed):
            self._writers[kind].commit()
            self._indices[kind].reload()
            self._searchers[kind] = self._indices[kind].searcher()
        self._changed.clear()

    # ── in the thread that searches ──

    def _search(self, wanted: Wanted) -> list[Hit]:
        searcher = self._searchers.get(wanted.kind)
        if searcher is None:
            return []
        found = best(searcher, self._indices[wanted.kind].schema, wanted)
        places = [place for _, place in found]
        highs, lows = (searcher.fast_field_values(half, places) for half in ("high", "low"))
        return [Hit(_joined(high, low), float(score)) for (score, _), high, low in zip(found, highs, lows, strict=True)]


def _joined(high: int, low: int) -> str:
    """Write down an id that was kept as two numbers."""
    text = f"{high + HALF:016x}{low + HALF:016x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def guarded(call: Callable[[], R]) -> R:
    """Run something with the index; whatever goes wrong there says that it is broken."""
    try:
        return call()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as trouble:  # a panic of Tantivy is no Exception
        raise IndexBroken(str(trouble)) from trouble


def spare_memory() -> None:
    """Let threads share what memory they give back.

    Tantivy has a dozen and more, and glibc keeps apart for each what it once needed: 200 MiB for nothing.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):  # elsewhere there is no such knob
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def sound(folder: Path) -> bool:
    """Tell whether the files of an index are as they were written: each ends with its own checksum.

    What a writer left half done, killed or on a full disk, is no part of the index; Tantivy sweeps it.
    """
    try:
        meta = msgspec.json.decode((folder / "meta.json").read_bytes(), type=Meta)
    except (OSError, ValueError):
        return False
    parts = {segment.segment_id.replace("-", "") for segment in meta.segments}
    return all(_sound(path) for path in folder.iterdir() if path.name.partition(".")[0] in parts)


def _sound(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - 8, 0))
        try:
            length, mark = struct.unpack("<II", file.read(8))
            file.seek(size - 8 - length)
            crc = msgspec.json.decode(file.read(length), type=Footer).crc
        except (struct.error, OSError, ValueError):
            return False
        file.seek(0)
        left, found = size - 8 - length, 0
        while left > 0 and (piece := file.read(min(left, 1 << 20))):
            found = zlib.crc32(piece, found)
            left -= len(piece)
    return mark == MARK and found == crc


def _schema() -> Any:
    import tantivy

    schema = tantivy.SchemaBuilder()
    for name in ("id", "author", "owner", "tags", "has", "circle", "but"):
        schema.add_text_field(name, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("words", tokenizer_name="blanks", index_option="position")
    schema.add_integer_field("at", indexed=True, fast=True)
    for name in ("day", "high", "low"):
        schema.add_integer_field(name, fast=True)
    return schema.build()
