"""`minifb chat`: two people talk on a real server, one of them at a terminal, and the plug is pulled on the way."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.journeys.people import PASSWORD, Person
from tests.journeys.server import Server
from tests.journeys.terminal import Terminal

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a data folder of its own, on a real port."""
    server = Server(tmp_path_factory.mktemp("chat") / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def couple(server: Server) -> tuple[Person, Person]:
    """Ann and Bob, registered and friends."""
    ann, bob = Person(server.url, "ann").register(), Person(server.url, "bob").register()
    ann.befriend(bob)
    return ann, bob


@pytest.fixture
def seat(server: Server, couple: tuple[Person, Person], tmp_path: Path) -> Iterator[Terminal]:
    """Ann at a terminal, signed in, talking with Bob."""
    with Terminal("chat", "--url", server.url, "--name", "ann", "--to", "@bob", folder=tmp_path) as terminal:
        terminal.see("Password:")
        terminal.type(PASSWORD)
        terminal.see("You are Ann")
        terminal.see("Bob Test>")
        yield terminal
        terminal.type("/quit")
        assert terminal.end() == 0


def talk_of(person: Person, other: Person) -> str:
    """Give the address of the conversation of two."""
    begun = person.post("/messages/conversations", {"participantIds": [other.id]}, expect=200)
    return f"/messages/conversations/{begun['id']}/messages"


def test_two_people_talk(couple: tuple[Person, Person], seat: Terminal) -> None:
    """What one types the other gets at once, in both directions, and it is read when it was shown."""
    ann, bob = couple
    seat.type("hello Bob")
    seat.see("You  hello Bob")
    where = talk_of(bob, ann)
    assert bob.items(where)[0]["text"] == "hello Bob"
    said = bob.post(where, {"text": "hello Ann"})
    seat.see("Bob Test  hello Ann")
    seat.type(f"/react {said['seq']} love")
    seat.see("❤1")
    seat.type(f"/reply {said['seq']} how are you?")
    seat.see("↪ Bob Test: hello Ann")
    seat.see("how are you?")
    assert ann.get("/messages/unread-count")["count"] == 0


def test_what_was_said_can_be_changed_and_taken_back(couple: tuple[Person, Person], seat: Terminal) -> None:
    """A message is edited and unsent by its number, and others' changes show."""
    ann, bob = couple
    where = talk_of(bob, ann)
    seat.type("one wird too many")
    seat.see("one wird too many")
    number = bob.items(where)[0]["seq"]
    seat.type(f"/edit {number} one word too many")
    seat.see("one word too many  edited")
    seat.type(f"/unsend {number}")
    seat.see("took this back")
    assert bob.items(where)[0]["deletedAt"]


def test_one_sees_that_the_other_types(server: Server, couple: tuple[Person, Person], seat: Terminal) -> None:
    """Who types is shown before the prompt, and typing is told; the words are not."""
    ann, bob = couple
    where = talk_of(bob, ann).split("/")[3]
    headers = {"Authorization": str(bob.http.headers["authorization"])}
    with connect(f"ws{server.url.removeprefix('http')}/messages/ws", additional_headers=headers, proxy=None) as socket:
        socket.send(json.dumps({"type": "typing.start", "data": {"conversationId": where}}))
        seat.see("Bob Test …>")
        socket.send(json.dumps({"type": "typing.stop", "data": {"conversationId": where}}))
        seat.see("Bob Test>")
        seat.type("a secr", enter=False)
        told = json.loads(socket.recv(timeout=10))
        while told["type"] != "typing.start":
            told = json.loads(socket.recv(timeout=10))
        assert told["data"]["user"]["username"] == "ann"
        assert "secr" not in json.dumps(told)
        seat.type("\x15", enter=False)


def test_nothing_is_missed_when_the_server_restarts(
    server: Server, couple: tuple[Person, Person], seat: Terminal
) -> None:
    """When the plug is pulled the client comes back by itself, and shows once what was said meanwhile."""
    ann, bob = couple
    server.kill()
    seat.see("no connection")
    server.start()
    bob.post(talk_of(bob, ann), {"text": "I am still here"})
    seat.see("I am still here")
    seat.type("so am I")
    seat.see("You  so am I")
    assert [each["text"] for each in bob.items(talk_of(bob, ann))][:2] == ["so am I", "I am still here"]
    assert seat.shown.count("I am still here") == 1


def test_a_terminal_obeys_nobody_but_its_owner(couple: tuple[Person, Person], seat: Terminal) -> None:
    """What others write is shown, never obeyed: no markup, no text that runs backwards."""
    ann, bob = couple
    bob.post(talk_of(bob, ann), {"text": "[bold red]der\u202e[/]"})
    seat.see("[bold red]der[/]")


def test_mistakes_are_said(seat: Terminal) -> None:
    """What is not understood, or refused, is said in a line, and the conversation goes on."""
    seat.type("/dance")
    seat.see("There is no /dance.")
    seat.type("/unsend 9999")
    seat.see("No message with this number is shown")
    seat.type("/open @nobody")
    seat.see("There is no such thing")
    seat.type("/help")
    seat.see("/search words")


def test_a_script_sends_one_message(server: Server, couple: tuple[Person, Person], tmp_path: Path) -> None:
    """With an API key and words it sends and leaves, and what goes wrong is one line and no traceback."""
    ann, bob = couple
    token = ann.post("/auth/keys", {"serviceId": "script", "permissions": ["users.read", "messages.write"]})["key"]
    command = [sys.executable, "-m", "minifb", "chat", "--to", "@bob", "--send", "from a script", "--url"]
    environ = {**os.environ, "CHAT_TOKEN": token}
    subprocess.run([*command, server.url], env=environ, cwd=tmp_path, check=True, timeout=60)
    assert bob.items(talk_of(bob, ann))[0]["text"] == "from a script"
    nobody = subprocess.run(
        [*command, "http://127.0.0.1:9"], env=environ, cwd=tmp_path, capture_output=True, check=False, timeout=60
    )
    assert nobody.returncode == 1
    assert b"does not answer" in nobody.stderr
    assert b"Traceback" not in nobody.stderr
