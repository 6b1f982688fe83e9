"""The first path, walked by two members on a real server process, with the plug pulled once on the way."""

from collections.abc import Iterator

import pytest

from tests.journeys.people import Person
from tests.journeys.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a data folder of its own, on a real port."""
    server = Server(tmp_path_factory.mktemp("journey") / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def couple(server: Server) -> tuple[Person, Person]:
    """Ann and Bob, registered and friends."""
    ann, bob = Person(server.url, "ann").register(), Person(server.url, "bob").register()
    ann.befriend(bob)
    return ann, bob


def test_friends_share_and_answer(couple: tuple[Person, Person]) -> None:
    """A friend sees the post in the feed, comments on it, reacts to it, and both show at once."""
    ann, bob = couple
    post = ann.post("/posts", {"text": "the house stands"})
    assert [item["id"] for item in bob.items("/posts/feed?mode=latest")] == [post["id"]]
    bob.post(f"/posts/{post['id']}/comments", {"text": "and it is warm"})
    assert bob.post(f"/posts/{post['id']}/reactions", {"type": "love"}, expect=200)["myReaction"] == "love"
    seen = ann.get(f"/posts/{post['id']}")
    assert seen["counts"]["comments"] == 1
    assert seen["counts"]["reactions"] == {"love": 1}
    assert ann.items(f"/posts/{post['id']}/comments")[0]["author"]["username"] == "bob"


def test_pulling_the_plug_loses_nothing(server: Server, couple: tuple[Person, Person]) -> None:
    """What was answered before kill -9 is there after the restart, and the old token still opens the door."""
    ann, bob = couple
    post = ann.post("/posts", {"text": "written just before the light went out"})
    server.kill()
    print(f"second start: {server.start():.2f} s")
    assert bob.get(f"/posts/{post['id']}")["text"] == "written just before the light went out"
    assert bob.login().items("/posts/feed?mode=latest")[0]["id"] == post["id"]
    assert len(ann.items("/users/friends")) == 1


def test_a_stranger_sees_nothing(server: Server, couple: tuple[Person, Person]) -> None:
    """A post for friends does not exist for a stranger, and nobody is signed in by wishing."""
    ann, _ = couple
    post = ann.post("/posts", {"text": "among friends"})
    eve = Person(server.url, "eve").register()
    eve.get(f"/posts/{post['id']}", expect=404)
    assert eve.items("/posts/feed?mode=latest") == []
    Person(server.url, "nobody").get("/posts/feed?mode=latest", expect=401)


def test_parting_shows_in_the_next_request(couple: tuple[Person, Person]) -> None:
    """Who is no longer a friend sees friends' posts no more, in the very next request."""
    ann, bob = couple
    post = ann.post("/posts", {"text": "the last one you will see"})
    bob.get(f"/posts/{post['id']}")
    ann.delete(f"/users/friends/{bob.id}")
    bob.get(f"/posts/{post['id']}", expect=404)
    assert bob.items("/posts/feed?mode=latest") == []


def test_a_block_hides_each_from_the_other(couple: tuple[Person, Person]) -> None:
    """A block hides even public posts, both ways, in the very next request; lifting it shows them again."""
    ann, bob = couple
    loud = ann.post("/posts", {"text": "for everyone", "audience": {"kind": "public"}})
    bob.get(f"/posts/{loud['id']}")
    ann.post("/users/blocks", {"userId": bob.id}, expect=204)
    bob.get(f"/posts/{loud['id']}", expect=404)
    bob.get(f"/users/{ann.id}", expect=404)
    ann.delete(f"/users/blocks/{bob.id}")
    bob.get(f"/posts/{loud['id']}")


def test_sigterm_ends_it_cleanly(server: Server, couple: tuple[Person, Person]) -> None:
    """SIGTERM ends the server with code 0, and what was said is there after the next start."""
    ann, _ = couple
    post = ann.post("/posts", {"text": "good night"})
    assert server.stop() == 0, server.last_words()
    server.start()
    assert ann.get(f"/posts/{post['id']}")["text"] == "good night"
