"""What search does by itself: the index follows the rows, and the rows heal."""

from minifb.kernel.module import Worker
from minifb.modules.search.service import Search
from minifb.modules.search.service.copies import COMMENTS_COPY, PEOPLE_COPY, POSTS_COPY


async def follow(search: Search) -> None:
    """Tell the index what changed."""
    await search.follow()


JOBS = (*PEOPLE_COPY.jobs(), *POSTS_COPY.jobs(), *COMMENTS_COPY.jobs())
WORKERS = (Worker("index", follow),)
