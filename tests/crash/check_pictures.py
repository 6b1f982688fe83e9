"""The check of pictures over HTTP: what was uploaded is there, whole, where it is shown, and counted once."""

from io import BytesIO
from typing import Any

from PIL import Image

from tests.crash.check import Check
from tests.crash.pictures import Album
from tests.crash.world import Member, Picture, Post

SAMPLE = 15
"""Older pictures whose bytes are looked at again each time."""


class PictureCheck:
    """Looks at pictures again as their owners and compares."""

    def __init__(self, check: Check, album: Album) -> None:
        """Read with the clients of another check."""
        self.check, self.album = check, album
        self.world, self.ledger = check.world, check.ledger
        self.told: dict[str, Any] = {}

    async def touched(self) -> None:
        """Check what was touched since the last check, also while it is being worked on."""
        await self.check.each(self.picture, [self.album.all[each] for each in self.album.dirty])
        self.album.dirty.clear()

    async def everything(self) -> None:
        """Check all that was ever acknowledged, once nothing is being worked on."""
        pictures = list(self.album.all.values())
        await self.check.each(self.picture, pictures)
        await self.check.each(self.ready, pictures)
        old = self.world.random.sample(pictures, min(SAMPLE, len(pictures)))
        await self.check.each(self.bytes, [each for each in pictures if each.id in self.album.unseen or each in old])
        self.album.dirty.clear()
        self.album.unseen.clear()
        await self.check.each(self.post, [each for each in self.world.open if each.pictures])
        await self.check.each(self.member, list(self.world.members))

    async def picture(self, picture: Picture) -> None:
        """A picture is its owner's; a deleted one is gone."""
        if f"picture:{picture.id}" in self.world.busy:
            return
        path = f"/media/{picture.id}"
        if not picture.alive:
            await self.check.read(picture.owner, path, 404)
            return
        if (seen := await self.check.read(picture.owner, path)) is not None:
            self.told[picture.id] = seen
            self.ledger.equal("a picture is its owner's", picture.owner.id, seen["ownerId"], picture.id)
            right = seen["status"] in ("processing", "ready")
            self.ledger.check("a picture is ready, or is going to be", right, f"{picture.id} {seen}")

    async def ready(self, picture: Picture) -> None:
        """What came is fit to be shown."""
        if seen := self.told.get(picture.id):
            said = (seen["status"], seen["width"], seen["height"], bool(seen["variants"]))
            self.ledger.equal("a picture becomes ready", ("ready", 360, 240, True), said, picture.id)

    async def bytes(self, picture: Picture) -> None:
        """Each form of a picture is there, of the length and size that were told, and can be opened."""
        for form in self.told.get(picture.id, {}).get("variants", ()):
            answer = await self.check.load.request(picture.owner, "GET", form["url"])
            found = (answer.status_code, len(answer.content), answer.headers.get("content-type"))
            promised = (200, form["bytes"], form["type"])
            if self.ledger.equal("the bytes of a picture are there", promised, found, form["url"]):
                with Image.open(BytesIO(answer.content)) as opened:
                    opened.load()
                    self.ledger.equal("a picture can be opened", (form["width"], form["height"]), opened.size)

    async def post(self, post: Post) -> None:
        """A post shows those of its pictures that are there, as they are."""
        if any(f"picture:{each.id}" in self.world.busy for each in post.pictures):
            return
        if (seen := await self.check.read(post.author, f"/posts/{post.id}")) is not None:
            there = [each.id for each in post.pictures if each.alive]
            promised = [(each, "ready", _forms(self.told.get(each, {}))) for each in there]
            shown = [(each["id"], each["status"], _forms(each)) for each in seen["media"]]
            self.ledger.equal("at rest a post shows its pictures", promised, shown, post.id)

    async def member(self, member: Member) -> None:
        """A member has these pictures and no other, pays for each once, and shows the face they chose."""
        if any(write.who is member for write in self.world.doubts):
            return
        own = [each for each in self.album.all.values() if each.owner is member and each.alive]
        listed = await self.check.pages(member, f"/media/user/{member.id}")
        equal = self.ledger.equal
        equal("pictures are there, each once", sorted(each.id for each in own), sorted(each["id"] for each in listed))
        coming = [each for each in self.album.coming.values() if each.who is member]
        if (usage := await self.check.read(member, "/media/usage")) is not None:
            kept = sum(form["bytes"] for each in own for form in self.told.get(each.id, {}).get("variants", ()))
            promised = {"image": (len(own), kept), "upload": (len(coming), sum(len(each.data) for each in coming))}
            found = {each["kind"]: (each["files"], each["bytes"]) for each in usage["kinds"]}
            equal("the ledger says what is kept", {kind: one for kind, one in promised.items() if one[0]}, found)
        if (profile := await self.check.read(member, "/users/profile")) is not None:
            face = self.album.face(member)
            shown = profile["avatar"] and profile["avatar"]["url"].split("/")[2]
            equal("a member shows the face they chose", face, shown, member.name)


def _forms(medium: dict[str, Any]) -> list[tuple[str, int]]:
    return [(form["name"], form["bytes"]) for form in medium.get("variants", ())]
