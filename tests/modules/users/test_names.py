"""Names that would pass for the staff of the community."""

# ruff: noqa: RUF001 - Cyrillic, Greek, full-width and mathematical letters that can be mistaken for Latin ones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minifb.kernel.refusals import Refusal
from minifb.modules.users.rules.members import Staff
from minifb.modules.users.rules.names import NameOfStaff, NameReserved, check, skeleton
from tests.modules.auth.people import first_owner
from tests.world import World, newcomer

ANN = Staff(id="a", first_name="Ann", last_name="Mirror", role="admin", state="active")


def verdict(first: str, last: str, *more: str) -> type[Refusal] | None:
    """Why a name is refused beside Ann's, if it is."""
    try:
        check((first, last), [ANN], more)
    except Refusal as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Admin", "Example"),
        ("Bob", "ADMINISTRATOR"),
        ("Bob", "Admins"),
        ("Ad", "Min"),
        ("аdmin", "Bob"),
        ("@dmin", "Bob"),
        ("ＡＤＭＩＮ", "Bob"),
        ("Ädmin", "Bob"),
        ("AdmIn", "Bob"),
        ("Admin2", "Bob"),
        ("Bob-Moderator", "Example"),
        ("Rnoderator", "Bob"),
        ("Support", "Team"),
        ("Security", "Team"),
        ("The", "Mods"),
        ("minifb", "Official"),
    ],
)
def test_nobody_is_called_like_an_office(first: str, last: str) -> None:
    """Admin, moderator, support and the like are no names, however they are spelled or drawn."""
    assert verdict(first, last) is NameReserved


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Ann", "Mirror"),
        ("ANN", "mirror"),
        ("Аnn", "Mirrоr"),
        ("Ann", "Mlrror"),
        ("AnnMir", "ror"),
        ("Ánn", "Mirrör"),
        ("𝐀𝐧𝐧", "𝐌𝐢𝐫𝐫𝐨𝐫"),
    ],
)
def test_nobody_looks_like_staff(first: str, last: str) -> None:
    """A name that looks like that of somebody on the staff is refused, whatever letters it is made of."""
    assert verdict(first, last) is NameOfStaff


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Ann", "B. Mirror"),
        ("Anna", "Mirror"),
        ("Helen", "Root"),
        ("Modesta", "Adminov"),
        ("Иван", "Иванов"),
        ("के", "का"),
        ("🦊", "🦊"),
    ],
)
def test_people_keep_their_names(first: str, last: str) -> None:
    """Names that only begin like an office, have a word of one among others, or are written otherwise stay."""
    assert verdict(first, last) is None


def test_a_community_has_words_of_its_own() -> None:
    """What the operator adds is refused as well."""
    assert verdict("Dorf", "Bürgermeister") is None
    assert verdict("Dorf", "Bürgermeister", "buergermeister", "bürgermeister") is NameReserved


@given(st.text(max_size=64))
def test_a_skeleton_is_its_own_skeleton(text: str) -> None:
    """Folding what is folded changes nothing, so comparing both ways is the same."""
    assert skeleton(skeleton(text)) == skeleton(text)


async def test_a_refused_name_does_not_register(world: World) -> None:
    """Who registers under a refused name is told why by field, and name and address stay free."""
    body = newcomer("bob", firstName="Admin", lastName="Team")
    answer = await world.stranger.ask("POST", "/auth/register", json=body)
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [("firstName", "name_reserved")]
    assert (await world.person("bob")).id


async def test_staff_may_be_called_what_nobody_else_may(world: World) -> None:
    """The first owner may register as Admin and change their name; nobody else may take a name that looks like it."""
    owner = await first_owner(world, "olga", firstName="Admin", lastName="One")
    ann = await world.person("ann")
    await owner.put("/users/profile", firstName="Olga", lastName="Admin")
    await owner.put("/users/profile", firstName="Olga", lastName="Example")
    for body in ({"firstName": "Оlga"}, {"firstName": "OIga"}):
        assert await ann.refused("PUT", "/users/profile", json=body) == (422, "name_of_staff")
    assert await ann.refused("PUT", "/users/profile", json={"lastName": "Admin"}) == (422, "name_reserved")
    taken = newcomer("eve", firstName="olga", lastName="EXAMPLE")
    assert (await world.stranger.refused("POST", "/auth/register", json=taken))[0] == 422
    await owner.put("/users/profile", bio="me")


async def test_who_is_no_longer_staff_is_protected_no_more(world: World) -> None:
    """A name is kept for its holder while they are staff; what somebody is called already stays theirs."""
    owner, ann, bob = await first_owner(world), await world.person("ann"), await world.person("bob")
    await owner.put(f"/auth/members/{ann.id}/role", role="moderator")
    await world.settle()
    assert await bob.refused("PUT", "/users/profile", json={"firstName": "Ann"}) == (422, "name_of_staff")
    await owner.put(f"/auth/members/{ann.id}/role", role="member")
    await world.settle()
    await bob.put("/users/profile", firstName="Ann")
    await owner.put(f"/auth/members/{ann.id}/role", role="moderator")
    await world.settle()
    assert (await bob.put("/users/profile", bio="Two of us"))["firstName"] == "Ann"
