"""What a module keeps of people, copied from what posts keeps of them."""

from minifb.kernel.data.people import People
from tests.bench.dataset.faces import DAY_US
from tests.bench.dataset.members import same
from tests.bench.dataset.rows import Rows


def copy_people(rows: Rows, people: People, now: int, *, peaceful: bool = False) -> None:
    """Write cards, friendships, blocks and mutes into the open database of a module; among the peaceful no blocks."""
    rows.beside("posts")
    members = "id username card card_revision suspended suspended_revision away away_revision gone"
    rows.copy(people.members, same(members), "from posts.members where id not in (select id from main.members)")
    rows.copy(people.friends, same("member_id friend_id active revision"), "from posts.friends")
    if peaceful:
        return
    rows.copy(people.blocks, same("by_id blocked_id active revision"), "from posts.blocks")
    until = {"until": str(now + 3_650 * DAY_US)}
    rows.copy(people.mutes, same("by_id muted_id revision") | until, "from posts.mutes")
