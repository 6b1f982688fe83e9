"""Processing: a file that came is made fit to be shown, or it is told why it cannot be.

That it is to be done stands in the medium's row until it is done: a restart goes on with it. What was made enters the
storage first, then one transaction makes it the medium's.
"""

import asyncio
import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

import structlog

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.shapes import MediaKind
from minifb.kernel.refusals import Refusal
from minifb.modules.media.backends.storage import Missing, StorageFailed
from minifb.modules.media.rules import processing as rules
from minifb.modules.media.rules.media import Detail, File, Form
from minifb.modules.media.rules.processing import Due
from minifb.modules.media.service.media import MediaCases
from minifb.modules.media.service.orders import order
from minifb.modules.media.service.workshop import Broken, Called, Hindered
from minifb.modules.media.store import media, processing
from minifb.modules.media.workers.work import Made, MadeVariant, Refused

log = structlog.get_logger()

TOLD_EVERY_SECONDS = 2.0
"""How often the owner hears how far it is."""


class Heard:
    """How much of a piece of work is done, as far as was heard."""

    done = 0.0

    def note(self, done: float) -> None:
        """Hear that more is done."""
        self.done = max(self.done, done)


class ProcessingCases(MediaCases):
    """What becomes of files that came."""

    async def keep_processing(self, kind: MediaKind) -> None:
        """Work on media of a kind as long as the server runs."""
        await self.lanes.of(kind).keep_going(lambda limit: self._due(kind, limit), self.process)

    async def process(self, id: str) -> None:
        """Work on a medium, if it still is to be."""
        file = await self._waiting(id)
        if file is None or file.source is None:
            return
        folder = self.folder / "work" / id
        try:
            made = await self._make(file, file.source, folder)
            await self._take(file, made, folder)
        except Refused as refused:
            log.info("a file was refused", media=id, code=refused.code, detail=refused.detail)
            await self._fail(id, refused.code)
        except Called:
            log.info("work was called off", media=id)
        except (Broken, Missing) as error:
            log.warning("work on a file broke", media=id, error=str(error))
            await self._put_off(id)
            return
        except (Hindered, StorageFailed, Refusal, OSError) as error:
            log.warning("a file could not be worked on now", media=id, error=f"{type(error).__name__}: {error}")
            await self._put_off(id, counted=False)
            return
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def clear_work(self) -> None:
        """Drop the folders of work that was done, or was never to be ended, when the server last stopped."""
        folder = self.folder / "work"
        names = await asyncio.to_thread(_names_in, folder)
        for name in names - await self._unfinished(sorted(names)):
            await asyncio.to_thread(shutil.rmtree, folder / name, ignore_errors=True)

    # ── steps ──

    async def _make(self, file: File, sha256: str, folder: Path) -> Made:
        """Have it made in a process of its own, and tell how far it is."""
        source = folder / "source"
        await asyncio.to_thread(_clear, source)
        await self.vault.fetch(sha256, source)
        heard = Heard()
        telling = asyncio.create_task(self._tell_progress(file, heard))
        try:
            return await self.workshop.make(file.id, order(file, source, self.settings), heard.note)
        finally:
            telling.cancel()

    async def _tell_progress(self, file: File, heard: Heard) -> None:
        told = 0.0
        while True:
            await asyncio.sleep(TOLD_EVERY_SECONDS)
            if heard.done > told:
                told = heard.done
                self.frames.progress(file.owner_id, file.id, told)
                with contextlib.suppress(Refusal):
                    await self._note_progress(file.id, told)

    async def _take(self, file: File, made: Made, folder: Path) -> None:
        """Make what was made the medium's."""
        forms = await asyncio.to_thread(_forms, file.id, made.variants, folder)
        paths = {form.blob: folder / one.path for form, one in zip(forms, made.variants, strict=True)}
        detail = Detail(
            media_id=file.id,
            width=made.width,
            height=made.height,
            duration=made.duration,
            placeholder=made.placeholder,
            frames=made.frames,
            details=made.details,
        )
        async with self.vault.keeping(paths):
            await self._finish(detail, forms)

    # ── transactions ──

    @write
    def _finish(self, tx: Tx, detail: Detail, forms: Sequence[Form]) -> None:
        if file := _open(tx, detail.media_id):
            heard_only = all(form.type.startswith("audio/") for form in forms)
            self.keep_variants(tx, file, detail, forms, kind="audio" if heard_only else file.kind)

    @write
    def _fail(self, tx: Tx, id: str, reason: str) -> None:
        if file := _open(tx, id):
            self.fail(tx, file, reason)

    @write
    def _put_off(self, tx: Tx, id: str, *, counted: bool = True) -> None:
        """Try again later: what the file may be to blame for not too often, everything else until it is done."""
        file = _open(tx, id)
        if file is None:
            return
        attempts = file.attempts + counted
        if attempts >= rules.TRIES:
            self.fail(tx, file, rules.GAVE_UP)
        else:
            self.change(tx, file, attempts=attempts, due_at=tx.now + rules.WAITS[attempts])

    @write
    def _note_progress(self, tx: Tx, id: str, done: float) -> None:
        if file := _open(tx, id):
            self.change(tx, file, progress=done)

    @read
    def _due(self, tx: Tx, kind: MediaKind, limit: int) -> list[Due]:
        return processing.due(tx, kind, limit)

    @read
    def _waiting(self, tx: Tx, id: str) -> File | None:
        return _open(tx, id)

    @read
    def _unfinished(self, tx: Tx, ids: list[str]) -> set[str]:
        return processing.unfinished(tx, ids)


def _open(tx: Tx, id: str) -> File | None:
    """Find a medium that is still to be worked on: others may have deleted it meanwhile."""
    file = media.get(tx, id)
    return file if file is not None and file.status == "processing" else None


def _clear(source: Path) -> None:
    """Make a folder to work in; what was completed there before stays, it need not be made again."""
    source.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.unlink(missing_ok=True)


def _names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _forms(media_id: str, made: Sequence[MadeVariant], folder: Path) -> list[Form]:
    """Look at the files that were made: nothing but plain files of ours become forms."""
    forms = []
    for position, one in enumerate(made):
        opened = os.open(folder / one.path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(opened, "rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode) or not told.st_size:
                raise Broken(f"not a file: {one.name}")
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        forms.append(
            Form(
                media_id=media_id,
                name=one.name,
                position=position,
                type=one.type,
                width=one.width,
                height=one.height,
                bytes=told.st_size,
                blob=sha256,
            )
        )
    return forms
