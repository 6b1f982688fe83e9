"""The pictures of a demo: what people photographed is there to look at, like anything that was uploaded."""

import io
import tomllib
from importlib.resources import files
from random import Random

import av
import pytest

from minifb.demo.album import CLIP, CLIP_SECONDS, clip
from minifb.demo.scenes import SCENES
from tests.demo.conftest import Hamlet


@pytest.mark.parametrize("name", SCENES)
def test_the_same_chance_draws_the_same_scene(name: str) -> None:
    """Every scene is drawn to its size, the same again from the same seed, and another from another one."""
    one, again, other = (SCENES[name]((160, 120), Random(seed)) for seed in ("oak", "oak", "elm"))
    assert (one.size, one.mode) == ((160, 120), "RGB")
    assert one.tobytes() == again.tobytes() != other.tobytes()


def test_a_clip_plays() -> None:
    """A scene can be filmed, where there is what makes films."""
    with av.open(io.BytesIO(clip("lake", Random("oak"))), "r") as film:
        assert film.duration == CLIP_SECONDS * av.time_base
        frames = list(film.decode(video=0))
    assert {(frame.width, frame.height) for frame in frames} == {CLIP}


def test_people_photograph_what_can_be_drawn() -> None:
    """Whatever a theme names as its pictures is a scene."""
    patterns = tomllib.loads((files("minifb.demo") / "words.toml").read_text("utf-8"))
    assert {scene for theme in patterns.values() for scene in theme.get("pictures", [])} <= set(SCENES)


async def test_people_have_faces_and_show_what_they_saw(hamlet: Hamlet) -> None:
    """Who signs in has a picture, which everybody may see; posts show theirs, described in words."""
    for person in hamlet.people:
        profile = await person.get("/users/profile")
        face = await hamlet.world.stranger.ask("GET", profile["avatar"]["url"])
        assert (face.status_code, face.headers["content-type"]) == (200, "image/webp")
    assert hamlet.made.counts["pictures"] > 2
    items = (await hamlet.people[0].get("/posts/feed", mode="latest", limit=100))["items"]
    shown = [one for item in items for one in item["media"]]
    assert shown
    for one in shown:
        assert (one["status"], bool(one["alt"]), bool(one["placeholder"])) == ("ready", True, True)
        sent = await hamlet.people[0].ask("GET", one["variants"][0]["url"])
        assert (sent.status_code, len(sent.content)) == (200, one["variants"][0]["bytes"])
