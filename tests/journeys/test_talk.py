"""Ann, Bob and Cleo talk: on a real server, over real sockets, with a real mail server at the other end.

Each test goes on where the last one ended: from the first request to be friends to the digest of the next day, for
which the clock is put forward.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from minifb.kernel.clock import HOUR
from tests.crash.image import behind, due, live
from tests.journeys.later import VARIABLE
from tests.journeys.people import Person
from tests.journeys.phone import Phone
from tests.journeys.post_office import PostOffice, token_in, words
from tests.journeys.server import PROGRAM, Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

NAMES = ("ann", "bob", "cleo")


@dataclass
class Town:
    """Everybody, their phones, and what they talk in."""

    server: Server
    office: PostOffice
    people: dict[str, Person]
    phones: dict[str, Phone] = field(default_factory=dict)
    pair: str = ""
    group: str = ""

    @property
    def ahead(self) -> int:
        """How many hours the clock is ahead."""
        return int(self.server.environ.get(VARIABLE, "0"))

    def rests(self) -> None:
        """Wait until every event has had its effect and no timer is due."""
        until = time.monotonic() + 15
        left: dict[str, int] = {"": 1}
        while left:
            assert time.monotonic() < until, left
            time.sleep(0.05)
            with live(self.server.data) as databases:
                counted = behind(databases) | due(databases, time.time_ns() // 1_000 + self.ahead * HOUR)
                left = {name: many for name, many in counted.items() if many}

    def wakes_up_later(self, hours: int) -> None:
        """Stop the server, put the clock forward, start it, and let everybody sign in again."""
        for phone in self.phones.values():
            phone.hang_up()
        assert self.server.stop() == 0, self.server.last_words()
        self.server.environ[VARIABLE] = str(self.ahead + hours)
        self.server.start()
        for name, person in self.people.items():
            self.phones[name] = Phone(person.login())

    def say(self, who: str, text: str, where: str) -> Any:
        """Let somebody write over HTTP."""
        return self.people[who].post(f"/messages/conversations/{where}/messages", {"text": text})

    def mailed(self, name: str) -> list[str]:
        """Give the subjects of the mails somebody got that are not about their account."""
        account = ("Confirm", "New sign-in")
        return [mail["Subject"] for mail in self.office.to(name) if not mail["Subject"].startswith(account)]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Everybody has come, proved their address with the link in the mail, and holds a phone."""
    office = PostOffice()
    environ = {
        "MINIFB_MODULES_NOTIFICATIONS_MAIL": "smtp",
        "MINIFB_MODULES_NOTIFICATIONS_SMTP_HOST": "127.0.0.1",
        "MINIFB_MODULES_NOTIFICATIONS_SMTP_PORT": str(office.port),
        "MINIFB_MODULES_NOTIFICATIONS_SMTP_SECURITY": "none",
        "MINIFB_MODULES_NOTIFICATIONS_MAIL_WAIT_SECONDS": "0",
        "MINIFB_MODULES_NOTIFICATIONS_DIGEST": "off",  # the walk may pass a Monday morning
    }
    command = (PROGRAM[0], "-m", "tests.journeys.later")
    server = Server(tmp_path_factory.mktemp("talk") / "data", command=command, environ=environ)
    server.start()
    people = {name: Person(server.url, name).register() for name in NAMES}
    for name, person in people.items():
        person.post("/auth/verify-email", {"token": token_in(office.mail(name, "Confirm"))}, expect=204)
    town = Town(server, office, people, {name: Phone(person) for name, person in people.items()})
    yield town
    for phone in town.phones.values():
        phone.hang_up()
    server.kill()
    office.close()


def test_befriending(town: Town) -> None:
    """Ann asks Bob: his phone says so at once, a mail comes with a way to be spared; he says yes, and she hears it."""
    ann, bob = town.people["ann"], town.people["bob"]
    ann.post("/users/friends/request", {"userId": bob.id})
    told = town.phones["bob"].told("friend.request")
    assert [actor["username"] for actor in told["notification"]["actors"]] == ["ann"]
    assert told["unreadCount"] >= 1
    mail = town.office.mail("bob", "Ann")
    assert "asked to be your friend" in words(mail)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    bob.put(f"/users/friends/{ann.id}/accept")
    town.phones["ann"].told("friend.accepted")
    ann.befriend(town.people["cleo"])
    bob.befriend(town.people["cleo"])


def test_the_first_message(town: Town) -> None:
    """Ann writes on her phone: the server acknowledges it by her own name for it, and Bob's phone has it."""
    ann, bob = town.people["ann"], town.people["bob"]
    town.pair = ann.post("/messages/conversations", {"participantIds": [bob.id]})["id"]
    assert bob.post("/messages/conversations", {"participantIds": [ann.id]}, expect=200)["id"] == town.pair
    town.phones["ann"].say("message.sent", conversationId=town.pair, text="Hello Bob", clientId="first")
    acknowledged = town.phones["ann"].hear("message.sent", clientId="first")["message"]
    received = town.phones["bob"].hear("message.received")["message"]
    assert (received["id"], received["text"], received["seq"]) == (acknowledged["id"], "Hello Bob", 1)
    again = ann.post(
        f"/messages/conversations/{town.pair}/messages", {"text": "Hello Bob", "clientId": "first"}, expect=200
    )
    assert again["id"] == received["id"]
    assert bob.get("/messages/unread-count") == {"count": 1, "conversations": 1}
    assert [actor["username"] for actor in town.phones["bob"].told("message")["notification"]["actors"]] == ["ann"]


def test_typing(town: Town) -> None:
    """Bob sees that Ann types and that she stopped; Cleo, who is not in it, sees nothing."""
    town.phones["ann"].say("typing.start", conversationId=town.pair)
    assert town.phones["bob"].hear("typing.start", conversationId=town.pair)["user"]["username"] == "ann"
    town.phones["ann"].say("typing.stop", conversationId=town.pair)
    town.phones["bob"].hear("typing.stop", conversationId=town.pair)
    town.phones["cleo"].silent("typing.start", seconds=0.2)


def test_a_receipt(town: Town) -> None:
    """Bob reads it: Ann's phone says up to where, his badge is gone, and nothing of it waits in his list."""
    bob = town.people["bob"]
    last = bob.get(f"/messages/conversations/{town.pair}")["lastMessage"]
    bob.put(f"/messages/{last['id']}/read", expect=204)
    receipt = town.phones["ann"].hear("receipt.read", conversationId=town.pair)
    assert (receipt["userId"], receipt["seq"]) == (bob.id, 1)
    assert bob.get("/messages/unread-count") == {"count": 0, "conversations": 0}
    town.rests()
    assert [one["id"] for one in bob.items("/notifications?unread=true") if one["kind"] == "message"] == []


def test_a_group(town: Town) -> None:
    """Ann gathers the three: what she says is heard by both, and each knows who has read it."""
    ann, bob, cleo = (town.people[name] for name in NAMES)
    made = ann.post("/messages/conversations", {"participantIds": [bob.id, cleo.id], "title": "The lake"})
    town.group = made["id"]
    message = town.say("ann", "Who brings the cake?", town.group)
    for name in ("bob", "cleo"):
        while (heard := town.phones[name].hear("message.received")["message"])["kind"] == "system":
            pass
        assert heard["id"] == message["id"]
    bob.put(f"/messages/{message['id']}/read", expect=204)
    seen = ann.get(f"/messages/{message['id']}/seen")
    assert (seen["count"], [user["username"] for user in seen["users"]]) == (1, ["bob"])


def test_unsending(town: Town) -> None:
    """Ann takes a message back: its words are gone for everybody, everywhere, and its place is left."""
    message = town.say("ann", "I told the secret", town.group)
    town.phones["cleo"].hear("message.received")
    town.people["ann"].delete(f"/messages/{message['id']}?for=everyone")
    gone = town.phones["cleo"].hear("message.deleted")["message"]
    assert (gone["seq"], gone["text"], gone["deletedAt"] is None) == (message["seq"], "", False)
    read = town.people["bob"].get(f"/messages/conversations/{town.group}/messages")["items"]
    assert "secret" not in str(read)
    assert message["seq"] in [line["seq"] for line in read]
    assert town.people["cleo"].items("/messages/search?q=secret") == []
    assert "secret" not in str(town.people["cleo"].items("/notifications"))


def test_muting(town: Town) -> None:
    """Cleo mutes the group: what is said in it still comes and is counted there, but nothing reminds her of it."""
    cleo = town.people["cleo"]
    cleo.put(f"/messages/conversations/{town.group}/mute")
    town.rests()
    before = cleo.get("/messages/unread-count"), cleo.get("/notifications/unread-count")
    town.phones["cleo"].forget()
    message = town.say("bob", "Still looking for cake", town.group)
    assert town.phones["cleo"].hear("message.received")["message"]["id"] == message["id"]
    town.rests()
    town.phones["cleo"].silent("notification.created")
    assert cleo.get(f"/messages/conversations/{town.group}")["unreadCount"] >= 1
    after = cleo.get("/messages/unread-count"), cleo.get("/notifications/unread-count")
    assert after[1] == before[1]
    assert after[0]["count"] <= before[0]["count"]


def test_quiet_hours(town: Town) -> None:
    """In Bob's quiet hours his phone lists what is said, but no mail comes; when they end, there is one about all."""
    bob, now = town.people["bob"], datetime.now(UTC)
    hours = {"from": f"{now - timedelta(hours=1):%H:%M}", "to": f"{now + timedelta(hours=2):%H:%M}", "zone": "UTC"}
    wishes = {"kinds": {"message": {"email": True}, "comment": {"email": True}}, "quietHours": hours}
    bob.put("/notifications/preferences", wishes)
    before = town.mailed("bob")
    post = bob.post("/posts", {"text": "Good night"})
    town.people["cleo"].post(f"/posts/{post['id']}/comments", {"text": "Sleep well"})
    town.say("ann", "Are you asleep?", town.pair)
    town.say("ann", "I think you are.", town.pair)
    for kind in ("comment", "message"):
        town.phones["bob"].told(kind)
    town.rests()
    assert town.mailed("bob") == before
    town.wakes_up_later(3)
    summary = town.office.mail("bob", "2", within=20)
    assert "Cleo commented on your post" in words(summary)
    assert "Ann wrote to you" in words(summary)
    assert len(town.mailed("bob")) == len(before) + 1


def test_the_digest(town: Town) -> None:
    """Cleo wants a digest every day: the next morning a mail tells her what she missed, and then no other does."""
    cleo = town.people["cleo"]
    cleo.put("/notifications/preferences", {"digest": "daily"})
    post = cleo.post("/posts", {"text": "I am away until tomorrow"})
    town.people["bob"].post(f"/posts/{post['id']}/comments", {"text": "Have a good time"})
    town.rests()
    town.wakes_up_later(25)
    digest = town.office.mail("cleo", "missed", within=20)
    assert "Bob commented on your post" in words(digest)
    town.rests()
    assert len([one for one in town.mailed("cleo") if "missed" in one]) == 1
    one_click = digest["List-Unsubscribe"].strip("<>").replace(town.people["cleo"].http.base_url.host, "127.0.0.1")
    Person(town.server.url, "mail program").post(one_click[one_click.index("/notifications") :], expect=200)
    assert cleo.get("/notifications/preferences")["digest"] == "off"


def test_a_block_cuts_the_talk(town: Town) -> None:
    """Bob blocks Ann: their conversation is not there for either, and she cannot write to him any more."""
    ann, bob = town.people["ann"], town.people["bob"]
    bob.post("/users/blocks", {"userId": ann.id}, expect=204)
    for person in (ann, bob):
        person.get(f"/messages/conversations/{town.pair}", expect=404)
    ann.post(f"/messages/conversations/{town.pair}/messages", {"text": "Why?"}, expect=404)
    town.phones["bob"].forget()
    town.say("ann", "Bob?", town.group)
    town.phones["cleo"].hear("message.received")
    town.phones["bob"].silent("message.received")


def test_signing_out_cuts_the_phone(town: Town) -> None:
    """Ann signs out everywhere: her phone is cut within a second and told why."""
    ann = town.people["ann"]
    ann.post("/auth/logout", {"refreshToken": ann.refresh_token}, expect=204)
    assert town.phones["ann"].cut(within=1.5) == 4401
