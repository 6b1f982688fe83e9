"""A worker's work, tried alone: a file in, what would be served out, by the very process the server runs."""

from collections.abc import Callable
from pathlib import Path

from minifb.modules.media.rules.settings import MediaSettings
from minifb.modules.media.service import orders
from minifb.modules.media.service.workshop import Workshop
from minifb.modules.media.workers.work import FilmWishes, Kind, Made, SoundWishes, Work

LONGEST = 6
"""Seconds of film and sound that are taken in these tests."""


def work(source: Path, kind: Kind, *, pixels_max: int = 10_000_000) -> Work:
    """Write an order as the server would; what is made lies beside the file."""
    settings = MediaSettings(film_minutes=1, sound_minutes=1)
    return Work(
        kind=kind,
        type="",
        source=str(source),
        folder=str(source.parent),
        limits=orders.limits(kind, settings),
        film=FilmWishes(seconds_max=LONGEST, pixels_max=pixels_max),
        sound=SoundWishes(seconds_max=LONGEST),
    )


async def worked(source: Path, kind: Kind, report: Callable[[float], None] = print, **wishes: int) -> Made:
    """Have a worker make of a file what would be served."""
    return await Workshop().make("one", work(source, kind, **wishes), report)
