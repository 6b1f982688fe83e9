"""What else ends when two members part, or one of them is no more: places on lists, follows, mutes, dismissals."""

from minifb.kernel.data.tx import Tx
from minifb.modules.users.service.follows import end_follow
from minifb.modules.users.service.lists import erase_lists, leave_lists
from minifb.modules.users.service.mutes import end_mute, erase_mutes
from minifb.modules.users.store import follows, reports, suggestions


def part(tx: Tx, one: str, other: str) -> None:
    """End what only friends are to each other, and that they follow each other."""
    for me, you in ((one, other), (other, one)):
        leave_lists(tx, me, you)
        end_follow(tx, me, you)


def sever(tx: Tx, one: str, other: str) -> None:
    """End everything: after a block there is nobody to mute."""
    part(tx, one, other)
    end_mute(tx, one, other)
    end_mute(tx, other, one)


def erase(tx: Tx, member_id: str) -> dict[str, int]:
    """Erase what a member was to others beside friend; tell how much of each there was."""
    return {
        "friend_lists": erase_lists(tx, member_id),
        "follows": follows.drop_of(tx, member_id),
        "mutes": erase_mutes(tx, member_id),
        "suggestion_dismissals": suggestions.drop_of(tx, member_id),
        "member_reports": reports.drop_of(tx, member_id),
    }
