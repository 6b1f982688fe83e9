"""What people were told: of comments one by one, of reactions to a post together, as notifications keeps it."""

from pathlib import Path

from minifb.modules.notifications import tables
from tests.bench.dataset.faces import DAY_US, Faces
from tests.bench.dataset.people import copy_people
from tests.bench.dataset.rows import Rows

DAYS = 14
"""For how long people were told; what is older was forgotten."""
UNREAD_DAYS = 1

# A notification has the id of the comment or the post that it is about: each is told of once.
COMMENTS = """from posts.comments c join posts.posts p on p.id = c.post_id
where c.author_id <> p.author_id and c.state = 'live' and p.state = 'live' and c.created_at > {since}"""
REACTED = """from posts.reactions r join posts.posts p on p.id = r.target_id
where r.user_id <> p.author_id and p.state = 'live' and p.created_at > {since}"""


def tell(folder: Path, faces: Faces) -> None:
    """Write what was told, beside what notifications knows of its people."""
    since, unread = ({"since": faces.now - days * DAY_US} for days in (DAYS, UNREAD_DAYS))
    new = f"case when {{at}} > {unread['since']} then null else {{at}} end"
    with Rows(folder, "notifications") as rows:
        copy_people(rows, tables.PEOPLE, faces.now)
        comment = {
            "id": "c.id",
            "user_id": "p.author_id",
            "kind": "'comment'",
            "target_kind": "'comment'",
            "target_id": "c.id",
            "place_id": "p.id",
            "detail": "'{}'",
            "actor_ids": "json_array(c.author_id)",
            "actor_count": "1",
            "began_at": "c.created_at",
            "created_at": "c.created_at",
            "shown": "1",
            "seen_at": new.format(at="c.created_at"),
            "read_at": new.format(at="c.created_at"),
        }
        rows.copy(tables.notifications, comment, COMMENTS.format(**since))
        latest = "max(r.created_at)"
        reaction = comment | {
            "id": "p.id",
            "kind": "'reaction'",
            "target_kind": "'post'",
            "target_id": "p.id",
            "detail": "json_object('reaction', min(r.type), 'acts', count(*))",
            "actor_ids": "json_array(min(r.user_id), max(r.user_id))",
            "actor_count": "count(*)",
            "began_at": "min(r.created_at)",
            "created_at": latest,
            "seen_at": new.format(at=latest),
            "read_at": new.format(at=latest),
        }
        rows.copy(tables.notifications, reaction, f"{REACTED.format(**since)} group by p.id having count(*) > 1")
        cause = {"user_id": "p.author_id", "cause": "'comment:' || c.id", "notification_id": "c.id"}
        cause |= {"actor_id": "c.author_id", "at": "c.created_at"}
        rows.copy(tables.notification_causes, cause, COMMENTS.format(**since))
