"""What media does when something happened elsewhere, and by itself."""

from minifb.kernel.module import Consume, Job, Worker
from minifb.modules.media.consumers import attachments, blobs, processing, resumable

CONSUMES: tuple[Consume, ...] = (*attachments.CONSUMES,)

JOBS: tuple[Job, ...] = (*attachments.JOBS, *blobs.JOBS, *resumable.JOBS)

WORKERS: tuple[Worker, ...] = (*processing.WORKERS, *blobs.WORKERS)
