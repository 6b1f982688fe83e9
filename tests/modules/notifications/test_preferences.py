"""What members want to be told: kinds and ways, one zone, quiet hours, digests; and the link that ends mails."""

import pytest

from minifb.kernel.refusals import Invalid
from minifb.modules.notifications.public import Kind
from minifb.modules.notifications.rules import preferences as rules
from minifb.modules.notifications.rules.preferences import KINDS, PreferencesChange, SomeWays, Ways
from minifb.modules.notifications.rules.quiet import QuietHours
from tests.world import World

ANN = rules.fresh("ann", "weekly", "UTC", 0)


def test_everything_is_in_the_list_at_first() -> None:
    """Whoever has said nothing finds everything in the app, and no kind is forgotten."""
    assert set(rules.DEFAULTS) == set(KINDS)
    assert all(ANN.want(kind, "inApp") for kind in KINDS)


def test_what_is_as_it_was_is_not_kept() -> None:
    """A wish that is the same as the default is not kept, so that a better default reaches who never chose."""
    off = rules.adjusted(ANN, PreferencesChange(kinds={"comment": SomeWays(push=False)}))
    assert off.kinds == {"comment": Ways(in_app=True, email=False, push=False)}
    assert rules.adjusted(off, PreferencesChange(kinds={"comment": SomeWays(push=True)})).kinds == {}


def test_strangers_do_not_ring() -> None:
    """A message request is told in the app alone, whatever somebody asks for."""
    with pytest.raises(Invalid):
        rules.adjusted(ANN, PreferencesChange(kinds={"message.request": SomeWays(push=True)}))
    off = rules.adjusted(ANN, PreferencesChange(kinds={"message.request": SomeWays(in_app=False)}))
    assert not off.want("message.request", "inApp")


def test_a_member_lives_in_one_zone() -> None:
    """The zone of quiet hours is the member's; two that differ are refused, and so is one that there is not."""
    night = QuietHours(since="22:00", until="07:00", zone="Asia/Tokyo")
    assert rules.adjusted(ANN, PreferencesChange(quiet_hours=night)).zone == "Asia/Tokyo"
    moved = rules.adjusted(rules.adjusted(ANN, PreferencesChange(quiet_hours=night)), PreferencesChange(zone="UTC"))
    assert moved.quiet_hours is not None
    assert moved.quiet_hours.zone == "UTC"
    for wrong in (
        PreferencesChange(quiet_hours=night, zone="UTC"),
        PreferencesChange(zone="Atlantis/Capital"),
        PreferencesChange(zone="../../etc/passwd"),
        PreferencesChange(zone="Europe"),
    ):
        with pytest.raises(Invalid):
            rules.adjusted(ANN, wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_one_kind_is_silenced(kind: Kind) -> None:
    """The link in a mail ends mails of its kind and nothing else."""
    after = rules.silenced(ANN, kind)
    assert not after.want(kind, "email")
    assert after.want(kind, "inApp")
    assert [after.ways(other) for other in KINDS if other != kind] == [
        ANN.ways(other) for other in KINDS if other != kind
    ]


async def test_preferences_are_changed_in_part(world: World) -> None:
    """A member changes any part of what they want to be told, and always sees the whole."""
    ann = await world.person("ann")
    first = await ann.get("/notifications/preferences")
    assert set(first) == {"kinds", "quietHours", "digest", "zone", "pushText"}
    assert first["kinds"]["comment"] == {"inApp": True, "email": False, "push": True}
    assert (first["digest"], first["quietHours"], first["zone"]) == ("weekly", None, "UTC")
    quiet = {"from": "22:00", "to": "07:00", "days": ["fri", "sat"], "zone": "Europe/Berlin"}
    changed = await ann.put("/notifications/preferences", kinds={"comment": {"email": True}}, quietHours=quiet)
    assert changed["kinds"]["comment"] == {"inApp": True, "email": True, "push": True}
    assert (changed["zone"], changed["quietHours"]) == ("Europe/Berlin", {**quiet, "people": []})
    await ann.put("/notifications/preferences", quietHours=None, digest="off", pushText=True)
    last = await ann.get("/notifications/preferences")
    assert (last["quietHours"], last["digest"], last["pushText"]) == (None, "off", True)
    assert last["kinds"] == changed["kinds"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kinds": {"comment": {"fax": True}}}, "kinds"),
        ({"kinds": {"poke": {"push": True}}}, "kinds"),
        ({"quietHours": {"from": "25:00", "to": "07:00"}}, "quietHours.from"),
        ({"quietHours": {"from": "22:00", "to": "22:00"}}, "quietHours"),
        ({"quietHours": {"from": "22:00", "to": "07:00", "days": []}}, "quietHours.days"),
        ({"quietHours": {"from": "22:00", "to": "07:00", "zone": "Mars/Olympus"}}, "zone"),
        ({"zone": "x" * 65}, "zone"),
        ({"digest": "hourly"}, "digest"),
        ({"speed": 1}, "speed"),
    ],
)
async def test_what_cannot_be_wanted_is_refused(world: World, change: dict[str, object], field: str) -> None:
    """A preference that means nothing is refused by its field, and nothing changes."""
    ann = await world.person("ann")
    before = await ann.get("/notifications/preferences")
    response = await ann.ask("PUT", "/notifications/preferences", json=change)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"].startswith(field)
    assert await ann.get("/notifications/preferences") == before
