"""What search does by itself about what was looked for: write it down, and let it go."""

from minifb.kernel.clock import HOUR
from minifb.kernel.module import Job, Worker
from minifb.modules.search.service import Search
from minifb.modules.search.service.tidying import TIDY, Tidy


async def over(search: Search, tidy: Tidy) -> None:
    """Forget what is over."""
    await search.tidy(tidy)


async def write_down(search: Search) -> None:
    """Write down what was looked for."""
    await search.write_down()


JOBS = (Job(TIDY, over, Tidy, every=HOUR),)
WORKERS = (Worker("searches", write_down),)
