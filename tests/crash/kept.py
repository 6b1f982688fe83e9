"""What a dead server left of pictures: rows and bytes must agree, at any instant, at rest, and after the sweep."""

import hashlib
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.crash.image import Connection, Databases, rows
from tests.crash.ledger import Ledger

GONE_WITHIN = 5.0


class Kept:
    """Compares the rows of media with its folder, and with what holds media elsewhere."""

    def __init__(self, ledger: Ledger, databases: Databases, data: Path) -> None:
        """Look at these."""
        self.ledger, self.databases, self.folder = ledger, databases, data / "media"
        self.media: Connection = databases["media"]

    # ── at any instant ───────────────────────────────────────────────────────────────────────────

    def at_any_instant(self) -> None:
        """No row without its bytes, nothing counted twice or not at all, every change told."""
        self.bytes()
        self.counts()
        self.storage()
        self.told()
        text = "select id, position from uploads where not done"
        short = [id for id, position in rows(self.media, text) if _size(self.folder / "incoming" / id) < position]
        self.ledger.equal("of an upload so much is there as was said", [], short)

    def caught(self) -> None:
        """Count what this kill caught in the middle: that nothing is lost there is what is to be proven."""
        named = {self._path(each) for (each,) in rows(self.media, "select sha256 from blobs")}
        unlearnt = (
            rows(self.databases["search"], "select kind, id from unindexed") if "search" in self.databases else []
        )
        self.ledger.caught += Counter(
            {
                "files coming in": len(_files(self.folder / "incoming")),
                "pictures to be worked on": len(
                    rows(self.media, "select id from media_files where status = 'processing'")
                ),
                "folders of work": len([*(self.folder / "work").glob("*")]),
                "files without a row": len(set(_files(self.folder / "blobs")) - named),
                "changes the index had not learnt": len(unlearnt),
            }
        )

    def bytes(self) -> None:
        """Every content that a row counts is on the disk, to the last byte."""
        wrong = []
        for sha256, length in rows(self.media, "select sha256, bytes from blobs where refs > 0"):
            path = self._path(sha256)
            data = path.read_bytes() if path.exists() else None
            right = data is not None and len(data) == length and hashlib.sha256(data).hexdigest() == sha256
            if not self.ledger.check("no row without its bytes", right, sha256):
                wrong.append(sha256)

    def counts(self) -> None:
        """Content is counted by what is made of it."""
        made = Counter(each for (each,) in rows(self.media, "select blob from variants"))
        made += Counter(each for (each,) in rows(self.media, "select source from media_files where source is not null"))
        counted = dict(rows(self.media, "select sha256, refs from blobs where refs > 0"))
        self.ledger.equal("content is counted once", dict(made), counted)
        text = "select distinct media_id, 1 from variants"
        ready = rows(self.media, "select id, 1 from media_files where status = 'ready'")
        self.ledger.equal("what is ready has its forms", dict(ready), dict(rows(self.media, text)))

    def storage(self) -> None:
        """The ledger is the sum of what is kept."""
        due: dict[tuple[str, str], tuple[int, int]] = {}
        kept = rows(self.media, "select owner_id, kind, kept from media_files where status <> 'deleted'")
        coming = rows(self.media, "select owner_id, 'upload', length from uploads where not done")
        for owner, kind, length in [*kept, *coming]:
            for each in (kind, "all"):
                files, sum_of = due.get((owner, each), (0, 0))
                due[owner, each] = (files + 1, sum_of + length)
        text = "select owner_id, kind, files, bytes from storage where files <> 0 or bytes <> 0"
        found = {(owner, kind): (files, length) for owner, kind, files, length in rows(self.media, text)}
        self.ledger.equal("the ledger is the sum of what is kept", due, found)
        text = """select id, kept, (select sum(v.bytes) from variants v where v.media_id = m.id) as made
        from media_files m where status = 'ready' and kept <> made"""
        self.ledger.equal("what is kept is what was made", [], rows(self.media, text))

    def told(self) -> None:
        """Every upload, every picture that became ready, and every end was told."""
        uploaded = self._told("media.uploaded")
        self.ledger.equal("every event is told once", [], [each for each, times in uploaded.items() if times > 1])
        states = dict(rows(self.media, "select id, status from media_files"))
        one = "a change and its event are one"
        self.ledger.equal(one, set(), uploaded.keys() ^ states.keys(), "an upload")
        deleted, processed = self._told("media.deleted").keys(), self._told("media.processed").keys()
        gone = {each for each, state in states.items() if state == "deleted"}
        ready = {each for each, state in states.items() if state == "ready"}
        self.ledger.equal(one, set(), deleted ^ gone, "a deleted picture")
        self.ledger.equal(one, set(), (ready - processed) | (processed - ready - gone), "a picture that is ready")

    def _told(self, name: str) -> Counter[str]:
        return Counter(each for (each,) in rows(self.media, f"select subject from outbox where name = '{name}'"))

    # ── at rest ──────────────────────────────────────────────────────────────────────────────────

    def at_rest(self) -> None:
        """Nothing waits, no scratch is left, and media knows of its holders what they say."""
        equal = self.ledger.equal
        equal("no picture waits", [], rows(self.media, "select id from media_files where status = 'processing'"))
        equal("no unused content is kept", [], rows(self.media, "select sha256 from blobs where refs <= 0"))
        equal("no work is left lying about", [], _files(self.folder / "work"))
        coming = {each for (each,) in rows(self.media, "select id from uploads where not done")}
        there = {each.name for each in _files(self.folder / "incoming")}
        equal("nothing but uploads under way is coming in", set(), there - coming)
        self.holders()
        self.copies()
        unlearnt = rows(self.databases["search"], "select kind, id from unindexed")
        equal("the index has nothing to learn", [], unlearnt)
        text = "select id, author_id, text from posts where state = 'live'"
        known = "select id, author_id, text from posts where not gone"
        search, posts = rows(self.databases["search"], known), rows(self.databases["posts"], text)
        equal("search has every post as posts has it", set(), set(search) ^ set(posts))

    def holders(self) -> None:
        """What holds a picture is what its owners say."""
        posts, users = self.databases["posts"], self.databases["users"]
        held: list[tuple[Any, ...]] = [
            (media, f"post:{post}") for media, post in rows(posts, "select media_id, holder_id from post_media")
        ]
        for place in ("avatar", "cover"):
            faces = rows(users, f"select {place}_id, id from users where {place}_id is not null")
            held += [(media, f"{place}:{member}") for media, member in faces]
        found = rows(self.media, "select media_id, ref from attachments where active")
        self.ledger.equal("media knows what holds a picture", set(), set(held) ^ set(found))
        times = Counter(media for media, _ in held)
        text = "select id, held, unheld_since > 0 from media_files where status <> 'deleted'"
        wrong = [each for each in rows(self.media, text) if each[1:] != (times[each[0]], times[each[0]] == 0)]
        self.ledger.equal("holders are counted once", [], wrong)

    def copies(self) -> None:
        """Posts show a picture as media does."""
        text = "select media_id, name, bytes from variants order by media_id, position"
        forms: dict[str, list[tuple[str, int]]] = {}
        for media, name, length in rows(self.media, text):
            forms.setdefault(media, []).append((name, length))
        for media, shown in rows(self.databases["posts"], "select media_id, shown from post_media"):
            copy = json.loads(shown)
            drawn = [(form["name"], form["bytes"]) for form in copy["variants"]]
            promised = ("ready", forms.get(media))
            self.ledger.equal("posts show a picture as media does", promised, (copy["status"], drawn), media)

    # ── after the sweep ──────────────────────────────────────────────────────────────────────────

    def swept(self, needed: set[str]) -> None:
        """No file that no row names, no row that nothing holds, nothing half done; and all that is shown is there."""
        equal = self.ledger.equal
        named = {self._path(each) for (each,) in rows(self.media, "select sha256 from blobs")}
        equal("no file that no row names", set(), set(_files(self.folder)) ^ named)
        there = {each for (each,) in rows(self.media, "select id from media_files where status = 'ready' and held > 0")}
        equal("pictures that are shown are not swept", set(), needed - there)
        text = "select id from media_files where status <> 'deleted' and held = 0"
        equal("no picture that nothing holds", [], rows(self.media, text))
        equal("no upload that nobody goes on with", [], rows(self.media, "select id from uploads"))

    def _path(self, sha256: str) -> Path:
        return self.folder / "blobs" / sha256[:2] / sha256


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _files(folder: Path) -> list[Path]:
    """List all files below a folder."""
    return sorted(each for each in folder.rglob("*") if each.is_file()) if folder.exists() else []


def orphans(data: Path) -> list[str]:
    """List processes that still work in a folder whose server is dead; they get a moment to notice."""
    until = time.monotonic() + GONE_WITHIN
    while (found := _working(data)) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def _working(data: Path) -> list[str]:
    if not (processes := Path("/proc")).is_dir():
        return []
    found = []
    for each in processes.glob("[0-9]*"):
        try:
            where = (each / "cwd").readlink()
        except OSError:
            continue
        if where.is_relative_to(data.resolve() / "media"):
            found.append(f"{each.name} {where}")
    return found
