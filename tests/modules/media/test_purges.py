"""The CDN is told what to forget: what was deleted, and what is no longer for everybody."""

import asyncio
import json
from contextlib import asynccontextmanager

from minifb.kernel.clock import HOUR, MINUTE
from tests.modules.media.shelves import upload
from tests.world import eventually, open_world

TOKEN = "between us"


class Cdn:
    """A CDN's door for purges: notes what it is told, and says no as long as it is `away`."""

    def __init__(self):
        """Begin with nothing."""
        self.told, self.heads, self.away = [], [], False

    async def answer(self, reader, writer):
        """Take one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        body = await reader.readexactly(length)
        if not self.away:
            self.heads.append(head)
            self.told.append(json.loads(body))
        status = b"503 Away" if self.away else b"202 Accepted"
        writer.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def with_cdn(tmp_path, template):
    """Run a server whose public media are behind a CDN."""
    cdn = Cdn()
    server = await asyncio.start_server(cdn.answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings = {
        "outbound__allow": ("127.0.0.1/32",),
        "modules__media__cdn_url": "https://cdn.example",
        "modules__media__purge_url": f"http://127.0.0.1:{port}/purge",
        "modules__media__purge_token": TOKEN,
    }
    async with server, open_world(tmp_path / "data", template=template, **settings) as world:
        yield world, cdn


async def published(world, ann):
    """Post a picture for everybody; give the medium and the post."""
    medium = await upload(ann)
    post = await ann.post("/posts", text="x", mediaIds=[medium["id"]], audience={"kind": "public"})
    await world.settle()
    return medium, post


async def told(cdn, times=1):
    """Wait until the CDN was told so often."""

    async def enough():
        return len(cdn.told) >= times

    await eventually(enough)


async def test_what_is_deleted_is_purged(tmp_path, template):
    """When a public picture is deleted the CDN is told all its addresses, in our name, and again a little later."""
    async with with_cdn(tmp_path, template) as (world, cdn):
        ann = await world.person("ann")
        medium, _ = await published(world, ann)
        await ann.delete(f"/media/{medium['id']}")
        await told(cdn)
        (purge,) = cdn.told
        start = f"https://cdn.example/media/{medium['id']}/"
        assert purge["prefixes"] == [start]
        assert len(purge["urls"]) == len(medium["variants"])
        assert all(url.startswith(start) and "?v=" in url for url in purge["urls"])
        assert f"authorization: bearer {TOKEN}" in cdn.heads[0]
        await world.advance(20 * MINUTE)
        await told(cdn, 2)


async def test_what_goes_private_is_purged(tmp_path, template):
    """When a post is no longer for everybody, copies of its pictures are not either; others stay where they are."""
    async with with_cdn(tmp_path, template) as (world, cdn):
        ann = await world.person("ann")
        _, post = await published(world, ann)
        await ann.put(f"/posts/{post['id']}", text="y")
        await world.settle()
        assert cdn.told == []
        await ann.put(f"/posts/{post['id']}", audience={"kind": "friends"})
        await world.settle()
        await told(cdn)


async def test_a_cdn_that_is_away_hears_of_it_later(tmp_path, template):
    """A purge that nobody took is not forgotten: it is told when somebody listens again."""
    async with with_cdn(tmp_path, template) as (world, cdn):
        ann = await world.person("ann")
        medium, _ = await published(world, ann)
        cdn.away = True
        await ann.delete(f"/media/{medium['id']}")
        await world.advance(MINUTE)
        assert cdn.told == []
        cdn.away = False
        await world.advance(HOUR)
        await told(cdn)


async def test_a_face_that_was_taken_off_is_purged(tmp_path, template):
    """The small squares of a profile's picture were for everybody: copies of them go with it."""
    async with with_cdn(tmp_path, template) as (world, cdn):
        ann = await world.person("ann")
        medium = await upload(ann)
        await ann.put("/users/profile", avatarId=medium["id"])
        await world.settle()
        assert cdn.told == []
        await ann.put("/users/profile", avatarId=None)
        await world.settle()
        await told(cdn)
        assert any("/square-160.webp?" in url for url in cdn.told[0]["urls"])


async def test_whoever_goes_away_is_purged(tmp_path, template):
    """While nobody sees a member, the CDN keeps nothing of their public pictures either."""
    async with with_cdn(tmp_path, template) as (world, cdn):
        await world.person("ann")
        bob = await world.person("bob")  # the first is the owner of the server, who stays
        medium, _ = await published(world, bob)
        await upload(bob)
        await bob.post("/users/deactivate")
        await world.settle()
        await world.advance(0)
        await told(cdn)
        assert [purge["prefixes"] for purge in cdn.told] == [[f"https://cdn.example/media/{medium['id']}/"]]
