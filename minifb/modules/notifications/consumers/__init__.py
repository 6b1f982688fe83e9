"""What notifications does when something happened elsewhere: one event, one use case."""

from minifb.kernel.module import Consume, Job, Worker
from minifb.modules.notifications.consumers import deliveries, mails, messages, notifications, people, posts, push

CONSUMES: tuple[Consume, ...] = (*people.CONSUMES, *posts.CONSUMES, *messages.CONSUMES, *push.CONSUMES, *mails.CONSUMES)

JOBS: tuple[Job, ...] = (*people.JOBS, *posts.JOBS, *notifications.JOBS, *deliveries.JOBS, *mails.JOBS)

WORKERS: tuple[Worker, ...] = (*notifications.WORKERS,)
