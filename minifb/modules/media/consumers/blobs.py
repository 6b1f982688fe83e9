"""What is swept by itself, and what the CDN is told."""

from minifb.kernel.clock import DAY
from minifb.kernel.module import Job, Worker
from minifb.modules.media.rules.blobs import ORPHANS, Round
from minifb.modules.media.rules.purges import PURGE, TRIES, Purge
from minifb.modules.media.service import Media


async def sweeping(media: Media) -> None:
    """Let unused content go."""
    await media.keep_swept()


async def orphans_due(media: Media, _: Round) -> None:
    """Let files go that no row knows."""
    await media.sweep_orphans()


async def purge_due(media: Media, purge: Purge) -> None:
    """Tell the CDN what to forget."""
    await media.purge(purge)


JOBS = (
    Job(ORPHANS, orphans_due, Round, every=DAY),
    Job(PURGE, purge_due, Purge, tries=TRIES),
)

WORKERS = (Worker("sweep", sweeping),)
