"""What search does when something happened elsewhere: one event, one use case."""

from minifb.kernel.module import Consume, Job, Worker
from minifb.modules.search.consumers import index, people, posts, recent

CONSUMES: tuple[Consume, ...] = (*people.CONSUMES, *posts.CONSUMES)

JOBS: tuple[Job, ...] = (*people.JOBS, *posts.JOBS, *index.JOBS, *recent.JOBS)

WORKERS: tuple[Worker, ...] = (*index.WORKERS, *recent.WORKERS)
