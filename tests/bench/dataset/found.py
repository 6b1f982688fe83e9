"""What search knows: every post, comment and member as a row, made of what their owners keep.

The index is not made here: `minifb reindex` makes it of these rows, and the server does so by itself.
"""

from pathlib import Path

from minifb.modules.search import tables
from minifb.modules.search.rules.tags import WORD_MAX
from tests.bench.dataset.faces import DAY_US, Faces
from tests.bench.dataset.members import same
from tests.bench.dataset.people import copy_people
from tests.bench.dataset.rows import Rows

WEEK = 7
TAGS = "(select json_group_array(json_extract(value, '$.tag')) from json_each({}.spans))"
USES = """from posts.posts p, json_each(p.spans) s where p.audience_kind = 'public' and p.spans <> '[]'"""


def find(folder: Path, faces: Faces) -> None:
    """Write what search keeps, beside what it knows of its people."""
    with Rows(folder, "search") as rows:
        copy_people(rows, tables.PEOPLE, faces.now)
        rows.copy(
            tables.posts,
            same("id author_id text audience_ids created_at revision")
            | {"tags": TAGS.format("p"), "audience": "audience_kind"},
            "from posts.posts p where state = 'live'",
        )
        rows.copy(
            tables.comments,
            same("id post_id author_id text created_at") | {"revision": "1"},
            "from posts.comments where state = 'live'",
        )
        _tags(rows, faces.now - WEEK * DAY_US)
        rows.beside("users")
        word = f"substr(word, 1, {WORD_MAX})"
        rows.database.execute("delete from main.names")
        rows.copy(tables.names, {"word": word, "member_id": "user_id"}, "from users.user_words group by 1, 2")
        rows.copy(tables.lists, same("list_id member_id"), "from users.friend_list_members")


def _tags(rows: Rows, since: int) -> None:
    """Write which posts use which tags, who answered those lately, and who was active."""
    use = {"tag": "json_extract(s.value, '$.tag')", "post_id": "p.id", "author_id": "p.author_id", "at": "p.created_at"}
    rows.copy(tables.tag_uses, use, USES)
    rows.copy(tables.tags, {"tag": "tag", "word": "tag", "uses": "count(*)"}, "from main.tag_uses group by tag")
    tagged = f"main.tag_uses t on t.post_id = a.post_id and t.at > {since}"
    answer = {"post_id": "a.post_id", "member_id": "a.user_id", "act_id": "a.post_id", "at": "a.created_at"}
    rows.copy(tables.tag_answers, answer, f"from posts.reactions a join {tagged} where a.target_id = a.post_id")
    answer |= {"member_id": "a.author_id", "act_id": "a.id"}
    rows.copy(tables.tag_answers, answer, f"from posts.comments a join {tagged}")
    lately = f"select author_id, created_at from posts.posts where created_at > {since}"
    active = {"member_id": "author_id", "day": f"max(created_at) / {DAY_US}"}
    rows.copy(tables.actives, active, f"from ({lately}) group by author_id")
