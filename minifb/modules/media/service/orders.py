"""Orders: what a worker is told about one medium, and what it may take of the machine."""

from pathlib import Path

import msgspec

from minifb.kernel.http.shapes import MediaKind
from minifb.modules.media.rules.media import File
from minifb.modules.media.rules.settings import GIB, MIB, MediaSettings
from minifb.modules.media.workers.work import FilmWishes, Limits, PictureWishes, SoundWishes, Work

PICTURE = Limits(memory_bytes=512 * MIB, cpu_seconds=10, file_bytes=64 * MIB, seconds=600)
LEAST_SECONDS = 120
FILM_SPEED, SOUND_SPEED = 12.0, 0.5
"""Seconds of processor time that a second of film or sound may cost; workers allow themselves less once they know."""
PATIENCE = 30
"""How many times its processor time something may take: on a busy machine a worker gets a thirtieth of a processor."""
LARGE = 2_048


def order(file: File, source: Path, settings: MediaSettings) -> Work:
    """Write the order for a medium whose bytes lie at `source`, in the folder where to work."""
    if file.kind == "file":
        raise ValueError(f"nothing is made of a {file.kind}")
    sizes = PictureWishes().sizes
    return Work(
        kind=file.kind,
        type=file.type,
        source=str(source),
        folder=str(source.parent),
        limits=limits(file.kind, settings),
        pictures=PictureWishes(sizes=(*sizes, LARGE) if settings.large else sizes, avif=settings.avif),
        film=FilmWishes(seconds_max=settings.film_minutes * 60),
        sound=SoundWishes(seconds_max=settings.sound_minutes * 60),
    )


def limits(kind: MediaKind, settings: MediaSettings) -> Limits:
    """Say what work on one medium may take."""
    if kind == "image":
        return msgspec.structs.replace(PICTURE, nice=settings.niceness)
    minutes, speed = (settings.film_minutes, FILM_SPEED) if kind == "video" else (settings.sound_minutes, SOUND_SPEED)
    cpu = int(LEAST_SECONDS + minutes * 60 * speed)
    # What is made of an old or very simple file may be larger than it was.
    largest = max(2 * settings.bytes_max(kind), GIB // 4)
    return Limits(
        memory_bytes=3 * GIB // 2, cpu_seconds=cpu, file_bytes=largest, seconds=cpu * PATIENCE, nice=settings.niceness
    )
