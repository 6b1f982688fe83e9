"""Whom a post reaches: Ann says something to every audience there is, and everybody looks for it in every place.

Bob and Cleo are Ann's friends, Bob is on her list, Eve is a stranger, Dan is blocked by Ann, Max is a moderator, and
somebody on the street is not signed in. They walk a real server, over its port, from the first post to the last block.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.journeys.people import Person
from tests.journeys.server import PROGRAM, Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

REACHES = {
    "public": {"bob", "cleo", "eve", "max", "street"},
    "friends": {"bob", "cleo"},
    "friendsExcept": {"bob"},
    "specific": {"cleo", "eve"},
    "list": {"bob"},
    "onlyMe": set(),
}
"""Whom each audience reaches, beside Ann: Cleo is left out of friendsExcept, Cleo and Eve are the specific people."""
PLACES = {"permalink", "member page", "comments", "reactions", "shares"}
FEEDS = {"feed, ranked", "feed, latest", "why"}


@dataclass
class Town:
    """Everybody, by name, and what Ann said to each audience."""

    people: dict[str, Person]
    list_id: str
    posts: dict[str, str]

    @property
    def ann(self) -> Person:
        """Who says it all."""
        return self.people["ann"]

    def named(self, kind: str) -> dict[str, Any]:
        """Give an audience with the ids that it takes."""
        ids = {
            "friendsExcept": [self.people["cleo"].id],
            "specific": [self.people["cleo"].id, self.people["eve"].id],
            "list": [self.list_id],
        }
        return {"kind": kind} | ({"ids": ids[kind]} if kind in ids else {})

    def found(self, name: str, post_id: str) -> set[str]:
        """Let somebody look for a post of Ann's everywhere; give the places where it was."""
        who, path = self.people[name], f"/posts/{post_id}"
        ways = {"permalink": path, "comments": f"{path}/comments", "reactions": f"{path}/reactions"}
        ways |= {"shares": f"{path}/shares", "why": f"/posts/feed/{post_id}/why"}
        places = {place for place, way in ways.items() if who.status("GET", way) == 200}
        lists = {
            "member page": f"/posts/user/{self.ann.id}?limit=100",
            "feed, ranked": "/posts/feed?mode=ranked&limit=100",
        }
        lists["feed, latest"] = "/posts/feed?mode=latest&limit=100"
        return places | {place for place, way in lists.items() if post_id in who.ids(way)}

    def expected(self, name: str, kind: str) -> set[str]:
        """Say where somebody finds what Ann said to an audience."""
        if name not in REACHES[kind]:
            return set()
        if name == "street":
            return PLACES - {"member page"}
        return PLACES | FEEDS if name in {"bob", "cleo"} else PLACES


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, on a real port."""
    server = Server(tmp_path_factory.mktemp("audiences") / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def town(server: Server) -> Town:
    """Everybody has come, and Max was made a moderator by the operator, who had to stop the server for it."""
    names = ("ann", "bob", "cleo", "dan", "eve", "max")
    people = {name: Person(server.url, name).register() for name in names}
    ann = people["ann"]
    ann.befriend(people["bob"])
    ann.befriend(people["cleo"])
    ann.post("/users/blocks", {"userId": people["dan"].id}, expect=204)
    assert server.stop() == 0, server.last_words()
    operator = [*PROGRAM, "admin", "role", "max", "moderator", "--data", str(server.data)]
    subprocess.run(operator, check=True, capture_output=True)
    server.start()
    people["max"].login().second_factor()
    close = ann.post("/users/lists", {"name": "Close"})["id"]
    ann.put(f"/users/lists/{close}/members/{people['bob'].id}", expect=204)
    return Town({**people, "street": Person(server.url, "street")}, close, {})


@pytest.mark.parametrize("kind", REACHES)
def test_a_post_is_found_by_whom_it_is_said_to(town: Town, kind: str) -> None:
    """Each audience finds the post in every place, nobody else in any; who finds it may talk, to others it is not."""
    post = town.ann.post("/posts", {"text": f"said to {kind}", "audience": town.named(kind)})
    town.posts[kind] = post["id"]
    path, greeting = f"/posts/{post['id']}", {"text": "hello Ann"}
    for name in ("bob", "cleo", "dan", "eve", "max"):
        reached = name in REACHES[kind]
        person = town.people[name]
        person.post(f"{path}/comments", greeting, expect=201 if reached else 404)
        person.post(f"{path}/reactions", {"type": "like"}, expect=200 if reached else 404)
    for name in town.people:
        if name != "ann":
            assert town.found(name, post["id"]) == town.expected(name, kind), name
    talked = len(REACHES[kind] - {"street"})
    counts = town.ann.get(path)["counts"]
    assert (counts["comments"], counts["reactions"]) == (talked, {"like": talked} if talked else {})


@pytest.mark.parametrize("kind", REACHES)
def test_ann_is_told_who_sees_it(town: Town, kind: str) -> None:
    """Who can see this names exactly those who do, and view as shows Ann the same as they have."""
    path = f"/posts/{town.posts[kind]}"
    told = town.ann.get(f"{path}/audience")
    assert told["everyone"] == (kind == "public")
    if not told["everyone"]:
        assert {one["username"] for one in told["items"]} == REACHES[kind]
    for name in ("bob", "cleo", "eve", "max", "street"):
        eyes = "public" if name == "street" else town.people[name].id
        town.ann.get(f"{path}?viewAs={eyes}", expect=200 if name in REACHES[kind] else 404)
        town.people["bob"].get(f"{path}?viewAs={eyes}", expect=403 if "bob" in REACHES[kind] else 404)


def test_nobody_is_told_who_was_left_out(town: Town) -> None:
    """To Bob the post that leaves Cleo out is one for friends, and that for a list is one for some people."""
    bob = town.people["bob"]
    assert bob.get(f"/posts/{town.posts['friendsExcept']}")["audience"] == {"kind": "friends"}
    assert bob.get(f"/posts/{town.posts['list']}")["audience"] == {"kind": "specific"}
    assert town.ann.get(f"/posts/{town.posts['list']}")["audience"] == town.named("list")


def test_a_share_shows_no_more_than_the_original(town: Town) -> None:
    """Bob shares to everybody what Ann said to friends: Cleo reads it there, Eve and the street see a gap."""
    shared = {"text": "look", "sharedPostId": town.posts["friends"], "audience": {"kind": "public"}}
    share = town.people["bob"].post("/posts", shared)
    path = f"/posts/{share['id']}"
    assert town.people["cleo"].get(path)["sharedPost"]["text"] == "said to friends"
    for name in ("eve", "max", "street"):
        post = town.people[name].get(path)
        assert (post["sharedPost"], post["sharedPostGone"]) == (None, True)
    assert town.ann.ids(f"/posts/{town.posts['friends']}/shares") == [share["id"]]
    town.people["eve"].post("/posts", shared | {"text": "me too"}, expect=404)


def test_a_moderator_takes_down_and_puts_back(town: Town) -> None:
    """Cleo reports what Max may not see; he reads it in the case, takes it down with a reason, and puts it back."""
    post_id, cleo, moderator = town.posts["friends"], town.people["cleo"], town.people["max"]
    cleo.post(f"/posts/{post_id}/reports", {"reason": "harassment", "note": "this is about me"}, expect=204)
    assert town.found("max", post_id) == set()
    [case] = moderator.items("/posts/reports")
    path = f"/posts/reports/{case['id']}"
    assert moderator.get(path)["target"]["text"] == "said to friends"
    moderator.put(path, {"decision": "takeDown", "reason": "Leave Cleo alone."})
    for name in town.people:
        assert town.found(name, post_id) == set(), name
    assert [one["reason"] for one in town.ann.items("/posts/removed")] == ["Leave Cleo alone."]
    moderator.put(path, {"decision": "restore", "reason": "It was about the weather."})
    assert town.found("cleo", post_id) == town.expected("cleo", "friends")
    assert town.ann.get(f"/posts/{post_id}")["counts"]["comments"] == 2


def test_a_narrower_audience_holds_at_once(town: Town) -> None:
    """What Ann takes back from everybody is gone for Eve in her next request, and Bob keeps it."""
    path = f"/posts/{town.posts['public']}"
    town.ann.put(path, {"text": "said to public", "audience": {"kind": "friends"}})
    assert town.found("eve", town.posts["public"]) == set()
    assert town.found("bob", town.posts["public"]) == PLACES | FEEDS
    town.ann.put(path, {"text": "said to public", "audience": {"kind": "public"}})
    assert town.found("eve", town.posts["public"]) == PLACES


def test_unfriending_holds_at_once(town: Town) -> None:
    """Cleo, a friend no more, finds in her next request only what is said to everybody, or to her by name."""
    town.ann.delete(f"/users/friends/{town.people['cleo'].id}")
    found = {kind: town.found("cleo", post_id) for kind, post_id in town.posts.items()}
    assert {kind for kind, places in found.items() if places} == {"public", "specific"}
    assert found["public"] == PLACES


def test_a_block_holds_at_once(town: Town) -> None:
    """Bob blocks Ann: in the next request neither finds anything of the other's, nor what they said under others'."""
    bob, path = town.people["bob"], f"/posts/{town.posts['public']}"
    bob.post("/users/blocks", {"userId": town.ann.id}, expect=204)
    assert all(town.found("bob", post_id) == set() for post_id in town.posts.values())
    assert "bob" not in {one["author"]["username"] for one in town.ann.items(f"{path}/comments")}
    assert "bob" not in {one["user"]["username"] for one in town.ann.items(f"{path}/reactions")}
    assert town.ann.get(path)["counts"]["comments"] == 3  # Cleo, Eve and Max
    assert {one["author"]["username"] for one in town.people["eve"].items(f"{path}/comments")} >= {"bob", "cleo"}


def test_past_posts_become_posts_to_friends(town: Town) -> None:
    """Ann limits her past posts: the stranger and the street find none of them in their next request."""
    assert town.ann.post("/posts/limit-past", expect=200)["count"] == 1
    assert town.found("eve", town.posts["public"]) == town.found("street", town.posts["public"]) == set()
