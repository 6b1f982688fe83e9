"""Mails to members: auth's letters go out, addresses that bounce are left alone, and the proof that all is well."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from minifb.kernel.clock import MINUTE, SetClock
from minifb.kernel.data.sql import sql
from minifb.kernel.settings import CannotStart, Settings
from minifb.modules.notifications.rules.mails import Digest, Line, Told, Welcome
from minifb.modules.notifications.rules.settings import NotificationsSettings
from minifb.modules.notifications.service.mails import LetterDue
from minifb.modules.notifications.service.postbox import Postbox
from minifb.modules.notifications.tables import suppressed_addresses
from tests.command import Run, run  # noqa: F401
from tests.modules.auth.letters import letters, link_secret, said, subjects
from tests.modules.auth.people import first_owner
from tests.modules.notifications.smtp import Letterbox, smtp_server
from tests.world import PASSWORD, Person, World, open_world

STOP = "http://127.0.0.1:3000/notifications/unsubscribe?token=ann.digest.x"
TOLD = Told("mention", "Bob mentioned you in a post", "http://127.0.0.1:3000/p/1")


async def proven(world: World, name: str) -> Person:
    """Give a member whose address is proven."""
    person = await world.person(name)
    await world.stranger.post("/auth/verify-email", token=await link_secret(world, f"{name}@example.org", "/verify"))
    await world.advance(0)
    return person


async def told(world: World, person: Person, letter: Any = TOLD, mail_id: str = "m1") -> str:
    """Tell a member something by mail; give what became of it."""
    return str(await world.service("notifications").send_mail(person.id, letter, mail_id=mail_id, unsubscribe=STOP))


async def admin(world: World, name: str = "eve") -> Person:
    """Give somebody who runs the server."""
    person = await proven(world, name)
    world.house.guard.revocations.role_changed(person.id, "admin")
    return person


async def test_a_member_is_told_by_mail(world: World) -> None:
    """What concerns a member arrives at their proven address, with the ways to end such mails."""
    ann = await proven(world, "ann")
    assert await told(world, ann) == "sent"
    assert await told(world, ann, Digest("weekly", [Line("Bob asked", "http://127.0.0.1:3000/@bob")]), "m2") == "sent"
    mails = {str(mail["Subject"]): mail for mail in await letters(world, "ann@example.org")}
    for subject in ("Bob mentioned you in a post", "One thing you may have missed on minifb"):
        mail = mails[subject]
        assert mail["List-Unsubscribe"] == f"<{STOP}>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "http://127.0.0.1:3000/unsubscribe#token=ann.digest.x" in said(mail)


async def test_mails_are_the_communitys(world: World) -> None:
    """A mail says which community it comes from, as its owner calls it, unless the settings call it otherwise."""
    ann, owner = await proven(world, "ann"), await first_owner(world)
    await owner.put("/auth/community", name="Riverside, Öst")
    assert await told(world, ann, Digest("weekly", [Line("Bob asked", "http://127.0.0.1:3000/@bob")])) == "sent"
    await world.stranger.post("/auth/forgot-password", email="ann@example.org")
    await world.advance(0)
    mails = (await letters(world, "ann@example.org"))[-2:]
    assert {str(mail["From"]) for mail in mails} == {'"Riverside, Öst" <minifb@localhost>'}
    assert "One thing you may have missed on Riverside, Öst" in {str(mail["Subject"]) for mail in mails}


async def test_only_a_proven_address_is_told_things(world: World) -> None:
    """Who registers with somebody else's address makes nothing arrive there but the letter that asks for the proof."""
    ann = await world.person("ann")
    assert await told(world, ann) == "nowhere"
    assert await subjects(world, "ann@example.org") == ["Confirm your e-mail address"]


async def test_an_admin_tries_the_mail(world: World) -> None:
    """Whoever runs the server is sent a mail, proven address or not, and told where such mails end up."""
    eve = await world.person("eve")
    assert (await eve.refused("POST", "/notifications/mail/test"))[0] == 403
    world.house.guard.revocations.role_changed(eve.id, "admin")
    told = await eve.post("/notifications/mail/test")
    folder = str(world.house.settings.data_dir / "mail")
    assert (told["mail"], told["to"], told["sent"], told["folder"]) == ("file", "eve@example.org", True, folder)
    assert "Mail from minifb works" in await subjects(world, "eve@example.org")


async def test_an_admin_is_told_why_no_mail_goes_out(tmp_path: Path, template: Path) -> None:
    """Where no server takes the mail, the answer says so instead of failing."""
    way = {"modules__notifications__mail": "smtp", "modules__notifications__smtp_port": 1}
    async with open_world(tmp_path / "data", template=template, **way) as world:
        eve = await world.person("eve")
        world.house.guard.revocations.role_changed(eve.id, "admin")
        told = await eve.post("/notifications/mail/test")
        assert (told["mail"], told["sent"], "folder" in told) == ("smtp", False, False)
        assert told["said"]


async def test_letters_about_the_account_cannot_be_turned_off(world: World) -> None:
    """What a member must hear for their safety carries no way to unsubscribe."""
    await proven(world, "ann")
    await world.stranger.post("/auth/forgot-password", email="ann@example.org")
    mails = await letters(world, "ann@example.org")
    assert {str(mail["Subject"]) for mail in mails} == {"Confirm your e-mail address", "Set a new password"}
    assert not any("List-Unsubscribe" in mail for mail in mails)


async def test_a_link_that_was_used_never_goes_out(world: World) -> None:
    """Auth is asked at the moment of sending: a letter that is late by then is not sent."""
    await proven(world, "ann")
    [path] = (world.folder / "mail").iterdir()
    path.unlink()
    await world.service("notifications").send_letter(LetterDue(path.stem, "verify"))
    assert await subjects(world, "ann@example.org") == []


async def test_an_address_that_bounced_is_left_alone(world: World) -> None:
    """Nothing goes to a mailbox that is not there, but a proof or reset somebody asks for; the proof makes it good."""
    ann, eve = await proven(world, "ann"), await admin(world)
    reported = [{"address": "ANN@example.org", "kind": "bounced", "said": "550 <ann@example.org> is not here"}]
    await eve.post("/notifications/mail/bounces", items=reported)
    kept = await world.service("notifications").db.read(lambda tx: tx.all(sql(select(suppressed_addresses))))
    assert "ann" not in str(kept)
    assert await told(world, ann) == "nowhere"
    await ann.put("/auth/password", currentPassword=PASSWORD, password="another horse battery")
    await world.stranger.post("/auth/forgot-password", email="ann@example.org")
    assert set(await subjects(world, "ann@example.org")) == {"Confirm your e-mail address", "Set a new password"}


async def test_who_complained_hears_about_their_account_alone(world: World) -> None:
    """A member who called a mail spam gets no more of them; what concerns the safety of the account still comes."""
    ann, eve = await proven(world, "ann"), await admin(world)
    await eve.post("/notifications/mail/bounces", items=[{"address": "ann@example.org", "kind": "complained"}])
    assert await told(world, ann) == "nowhere"
    await ann.put("/auth/password", currentPassword=PASSWORD, password="another horse battery")
    assert (await subjects(world, "ann@example.org"))[1:] == ["Your account was changed"]


async def test_bounces_are_for_admins_to_report(world: World) -> None:
    """A member cannot silence another one's mail; too many at once and odd kinds are refused."""
    ann = await world.person("ann")
    one = {"address": "bob@example.org", "kind": "bounced"}
    assert (await ann.refused("POST", "/notifications/mail/bounces", json={"items": [one]}))[0] == 403
    assert (await world.stranger.refused("POST", "/notifications/mail/bounces", json={"items": [one]}))[0] == 401
    eve = await admin(world)
    for wrong in ([], [one] * 101, [{**one, "kind": "tired"}], [{**one, "address": "x" * 255}]):
        assert (await eve.refused("POST", "/notifications/mail/bounces", json={"items": wrong}))[0] == 422


# ── over SMTP ──


def over(box: Letterbox) -> dict[str, Any]:
    """Say where the letterbox is."""
    return {
        "modules__notifications__mail": "smtp",
        "modules__notifications__smtp_host": "127.0.0.1",
        "modules__notifications__smtp_port": box.port,
        "modules__notifications__smtp_security": "none",
        "modules__notifications__mail_from": "Our Place <hello@social.example>",
    }


async def test_the_first_letter_arrives_over_smtp(tmp_path: Path, template: Path) -> None:
    """A new member's link comes by mail, and opens."""
    async with smtp_server(Letterbox()) as box, open_world(tmp_path / "data", template=template, **over(box)) as world:
        await world.person("ann")
        await letters(world, "")
        [mail] = box.mails()
        assert (str(mail["To"]), str(mail["From"])) == ("ann@example.org", "Our Place <hello@social.example>")
        assert box.taken[0].mail_from == "hello@social.example"
        await world.stranger.post("/auth/verify-email", token=said(mail).split("#token=")[1].split()[0])


async def test_a_mailbox_that_is_not_there_is_remembered(tmp_path: Path, template: Path) -> None:
    """Once the other side said so nothing more is tried, until the member asks for the proof again and gives it."""
    async with smtp_server(Letterbox()) as box, open_world(tmp_path / "data", template=template, **over(box)) as world:
        box.answers["ann@example.org"] = "550 5.1.1 no such user"
        ann = await world.person("ann")
        await letters(world, "")
        box.answers.clear()
        assert await told(world, ann, Welcome("http://127.0.0.1:3000/")) == "nowhere"
        assert box.taken == []
        await ann.post("/auth/verify-email/resend")
        await letters(world, "")
        await world.stranger.post("/auth/verify-email", token=said(box.mails()[0]).split("#token=")[1].split()[0])
        await letters(world, "")
        assert await told(world, ann) == "sent"
        assert str(box.mails()[-1]["Subject"]) == "Bob mentioned you in a post"


async def test_a_server_that_is_away_delays_a_letter(tmp_path: Path, template: Path) -> None:
    """A letter that cannot go out now goes out when the mail server is back, once."""
    box = Letterbox()
    async with smtp_server(box):
        pass
    async with open_world(tmp_path / "data", template=template, **over(box)) as world:
        await world.person("ann")
        await letters(world, "")
        assert box.taken == []
        async with smtp_server(box, port=box.port):
            for _ in range(6):
                await world.advance(10 * MINUTE)
            assert len(box.taken) == 1


# ── settings and the command ──


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"mail_from": "nobody"}, "no sender"),
        ({"mail": "smtp", "smtp_host": "mail.example", "smtp_security": "none", "smtp_user": "ann"}, "to read"),
    ],
)
def test_what_cannot_work_stops_the_start(settings: dict[str, Any], why: str) -> None:
    """A sender that is no address, or a password that everybody on the way could read, is said at the start."""
    with pytest.raises(CannotStart, match=why):
        Postbox(NotificationsSettings(**settings), Settings(), SetClock())


def test_an_operator_tries_out_mail(tmp_path: Path, run: Run) -> None:  # noqa: F811
    """`minifb admin test-mail` sends one mail the way the server would and says which way that is, or what is wrong."""
    data = str(tmp_path / "data")
    done = run("admin", "test-mail", "ann@example.org", "--data", data)
    assert done.stdout == "Sent, by a file in the data folder\n"
    [path] = (tmp_path / "data" / "mail").iterdir()
    assert "Mail from minifb works" in path.read_text()
    away = {"MINIFB_MODULES_NOTIFICATIONS_MAIL": "smtp", "MINIFB_MODULES_NOTIFICATIONS_SMTP_PORT": "1"}
    refused = run("admin", "test-mail", "ann@example.org", "--data", data, **away)
    assert refused.returncode == 1
    assert "The mail did not go out: SMTPConnectError" in refused.stderr
