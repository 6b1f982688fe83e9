"""What others ask auth, and that its faces say what they promise."""

import base64

import msgspec

from minifb.kernel.clock import DAY, MINUTE
from minifb.modules.auth import migrations, tables
from minifb.modules.auth.public import MailAddress
from minifb.modules.auth.rules.settings import AuthSettings
from tests.modules.auth.letters import letters, link_secret
from tests.world import World


async def test_verify_keys_are_ed25519(world: World) -> None:
    """A guard gets raw public keys of 32 bytes."""
    (key,) = (await world.service("auth").verify_keys()).values()
    assert len(base64.urlsafe_b64decode(key + "=")) == 32


async def test_a_rotated_key_signs_nobody_out(world: World) -> None:
    """Tokens of the key before stay good, new ones are signed by the new key, the oldest key goes."""
    auth, ann = world.service("auth"), await world.person("ann")
    first = await auth.verify_keys()
    await auth.rotate_signing_key()
    world.clock.advance(MINUTE)
    bob = await world.person("bob")
    assert (await ann.get("/users/profile"))["username"] == "ann"
    assert (await bob.get("/users/profile"))["username"] == "bob"
    await auth.rotate_signing_key()
    keys = await auth.verify_keys()
    assert len(keys) == 2
    assert not first.keys() & keys.keys()


async def test_a_mail_that_is_not_due_any_more_is_absent(world: World) -> None:
    """Once a link was used, or two days later, nobody is told its secret."""
    await world.person("ann")
    (mail,) = await letters(world, "ann@example.org")
    mail_id = str(mail["Message-ID"])[1:].split("@")[0]
    link = (await world.service("auth").mail_links([mail_id, "nobody"]))[mail_id]
    assert link.address == "ann@example.org"
    assert link.link is not None
    await world.stranger.post("/auth/verify-email", token=link.link.split("#token=")[1])
    assert await world.service("auth").mail_links([mail_id]) == {}
    world.clock.advance(3 * DAY)
    assert await world.service("auth").mail_links([mail_id]) == {}


async def test_mail_goes_to_members_alone(world: World) -> None:
    """Who asks for addresses gets those of members in good standing, and whether each is proven."""
    auth, ann = world.service("auth"), await world.person("ann")
    found = await auth.mail_addresses([ann.id, "nobody"])
    assert found == {ann.id: MailAddress("ann@example.org", "Ann", verified=False, community="minifb")}
    secret = await link_secret(world, "ann@example.org", "/verify")
    await world.stranger.post("/auth/verify-email", token=secret)
    assert (await auth.mail_addresses([ann.id]))[ann.id].verified


def test_the_steps_make_the_tables(tmp_path) -> None:
    """The frozen steps and today's tables say the same."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{tmp_path / 'auth.db'}")
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        for step in migrations.STEPS:
            step.upgrade(Operations(context))
        assert compare_metadata(context, tables.METADATA) == []
    engine.dispose()


def test_every_setting_is_explained() -> None:
    """Each setting has a default and a sentence."""
    for field in msgspec.structs.fields(AuthSettings):
        assert field.default is not msgspec.NODEFAULT
        assert "description" in repr(field.type)
