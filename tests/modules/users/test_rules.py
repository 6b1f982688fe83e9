"""What users decides, without a database."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minifb.kernel.clock import DAY, SetClock
from minifb.kernel.http.shapes import Attached, Avatar, Variant
from minifb.kernel.refusals import Invalid, Refusal
from minifb.modules.users.public import Link
from minifb.modules.users.rules import friends, members, profiles, search
from minifb.modules.users.rules.friends import Tie
from minifb.modules.users.rules.members import Member
from minifb.modules.users.rules.pictures import MediaNotFound
from minifb.modules.users.rules.privacy import Privacy
from minifb.modules.users.rules.profiles import ProfileChange

NOW = SetClock().now()
ANN = members.newcomer("a", "ann", "Ann", "Example", NOW)


def test_two_requests_that_cross_are_a_yes() -> None:
    """Who asks somebody that asked already is friends with them."""
    asked = friends.ask(Tie(), "a", NOW)
    crossed = friends.ask(asked.tie, "b", NOW)
    assert (asked.change, crossed.change, crossed.tie.status) == ("sent", "accepted", "friends")


def test_a_declined_request_still_looks_sent() -> None:
    """The sender is not told, sees "requested", and asking again tells nobody for thirty days."""
    declined = friends.part(Tie("pending", "a"), "b", NOW + 30 * DAY)
    assert declined.change == "declined"
    assert friends.relation_of(declined.tie, "a") == "requested"
    assert friends.relation_of(declined.tie, "b") == "none"
    assert friends.ask(declined.tie, "a", NOW + 29 * DAY).change is None
    assert friends.ask(declined.tie, "a", NOW + 30 * DAY).change == "sent"


def test_cancelling_does_not_shorten_the_rest() -> None:
    """Who cancels a request that was declined, and asks again, is not heard earlier for it."""
    declined = Tie("declined", "a", NOW + DAY)
    again = friends.ask(friends.part(declined, "a", 0).tie, "a", NOW)
    assert (again.change, friends.relation_of(again.tie, "a")) == (None, "requested")


def test_one_may_change_ones_mind_after_declining() -> None:
    """Who declined may ask themselves, and that is a yes to the request that still looks sent."""
    assert friends.ask(Tie("declined", "a", NOW + DAY), "b", NOW).change == "accepted"


ACTS = {
    "ask": friends.ask,
    "accept": lambda tie, me, _: friends.accept(tie, me),
    "part": lambda tie, me, now: friends.part(tie, me, now + DAY),
    "sever": lambda tie, me, _: friends.sever(tie, me),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from("ab"), st.integers(0, 2))))
def test_the_state_machine_keeps_its_word(acts: list[tuple[str, str, int]]) -> None:
    """Whatever two members do: each act twice is once, friends are friends both ways, only a yes makes them so."""
    tie, now = Tie(), NOW
    for name, me, days in acts:
        now += days * DAY
        try:
            step = ACTS[name](tie, me, now)
        except Refusal:
            continue
        other = "b" if me == "a" else "a"
        assert ACTS[name](step.tie, me, now).tie == step.tie or name == "sever"
        seen = {friends.relation_of(step.tie, me), friends.relation_of(step.tie, other)}
        assert "friends" not in seen or seen == {"friends"}
        if step.tie.status == "friends" and tie.status != "friends":
            assert step.change == "accepted"
            assert tie.by_id == other
        tie = step.tie


@pytest.mark.parametrize(
    ("member", "viewer", "blocked", "expected"),
    [
        (ANN, "a", False, True),
        (ANN, "b", False, False),
        (msgspec.structs.replace(ANN, state="active"), "b", False, True),
        (msgspec.structs.replace(ANN, state="active"), "b", True, False),
        (msgspec.structs.replace(ANN, state="active", suspended=True), "b", False, False),
        (members.grave("a", 2, NOW), "a", False, False),
    ],
)
def test_who_sees_a_member(member: Member, viewer: str, blocked: bool, expected: bool) -> None:
    """A member is there for others when active, not suspended, and neither blocked the other."""
    assert members.may_see(viewer, member, blocked=blocked) is expected


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (ProfileChange(first_name="An\u202en"), "firstName"),
        (ProfileChange(first_name="  "), "firstName"),
        (ProfileChange(last_name="a\x00b"), "lastName"),
        (ProfileChange(last_name="zero\u200bwidth"), "lastName"),
        (ProfileChange(birthday=date(1800, 1, 1)), "birthday"),
        (ProfileChange(birthday=date(2999, 1, 1)), "birthday"),
        (ProfileChange(links=[Link(url="javascript:alert(1)")]), "links"),
        (ProfileChange(links=[Link(url="https://")]), "links"),
    ],
)
def test_a_profile_says_nothing_hidden(change: ProfileChange, field: str) -> None:
    """Control and direction characters, impossible birthdays and links that are no web address are refused by name."""
    with pytest.raises(Invalid) as refused:
        profiles.revise(ANN, change, {}, NOW)
    assert [error.field for error in refused.value.errors] == [field]


PICTURE = Attached(
    id="x",
    kind="image",
    status="ready",
    type="image/jpeg",
    bytes=1,
    width=2000,
    height=1000,
    duration=None,
    alt=None,
    placeholder="abc",
    variants=[
        Variant(name=name, type="image/webp", width=1, height=1, bytes=1, url=f"/media/x/{name}")
        for name in ("1600.webp", "1080.webp", "square-480.webp", "square-160.webp")
    ],
)


def test_a_picture_is_shown_where_it_fits() -> None:
    """A member's picture is its small square, a cover is wide; while it is being worked on there is none."""
    change = ProfileChange(avatar_id="x", cover_id="x")
    shown = profiles.revise(ANN, change, {"x": PICTURE}, NOW)
    assert (shown.avatar, shown.cover) == (
        Avatar(url="/media/x/square-160.webp", placeholder="abc"),
        Avatar(url="/media/x/1080.webp", placeholder="abc"),
    )
    begun = msgspec.structs.replace(PICTURE, status="processing", variants=[])
    assert profiles.revise(ANN, change, {"x": begun}, NOW).avatar is None
    for useless in (msgspec.structs.replace(PICTURE, kind="video"), msgspec.structs.replace(PICTURE, status="failed")):
        with pytest.raises(MediaNotFound):
            profiles.revise(ANN, change, {"x": useless}, NOW)


def test_a_birthday_is_for_friends() -> None:
    """A stranger's view of a profile has no birthday, not even an empty one."""
    born = profiles.revise(ANN, ProfileChange(birthday=date(1990, 2, 3)), {}, NOW)
    assert b"birthday" not in msgspec.json.encode(profiles.portrait(born, "none", Privacy(), 0, NOW))
    assert profiles.portrait(born, "friends", Privacy(), 0, NOW).birthday == "1990-02-03"


@given(st.text(max_size=64))
def test_whoever_is_named_is_found(name: str) -> None:
    """Every word of a name finds the member, with or without its capitals and accents."""
    member = msgspec.structs.replace(ANN, first_name=name)
    assert {word[:30] for word in search.words_of(name.upper())} <= search.findable_by(
        member
    ) or name.upper().lower() != name
