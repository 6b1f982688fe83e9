"""What media does by itself about resumable uploads: drop those that nobody goes on with."""

from minifb.kernel.clock import HOUR
from minifb.kernel.module import Job
from minifb.modules.media.service import Media
from minifb.modules.media.service.resumable import EXPIRE, Expire


async def old_uploads(media: Media, expire: Expire) -> None:
    """Drop uploads that nobody went on with."""
    await media.expire_uploads(expire)


JOBS = (Job(EXPIRE, old_uploads, Expire, every=HOUR),)
