"""What becomes of files that came, for as long as the server runs."""

from minifb.kernel.module import Worker
from minifb.modules.media.service import Media


async def keep_pictures(media: Media) -> None:
    """Work on pictures."""
    await media.clear_work()
    await media.keep_processing("image")


async def keep_sounds(media: Media) -> None:
    """Work on sounds."""
    await media.keep_processing("audio")


async def keep_films(media: Media) -> None:
    """Work on films."""
    await media.keep_processing("video")


WORKERS = (Worker("pictures", keep_pictures), Worker("sounds", keep_sounds), Worker("films", keep_films))
