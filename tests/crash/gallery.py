"""What people do with pictures while the server is killed: they upload, show and delete them."""

from functools import partial

from tests.crash.load import Act, Load
from tests.crash.pictures import Album, Sending, drawing
from tests.crash.world import Answer, Member, Picture, Post, Write

PICTURES_MAX = 5
"""Pictures of one life of the server: each takes a process of its own, and should not be all that is done."""
AGAIN = 0.3
"""How often a picture is one that somebody has already uploaded, and has perhaps just deleted."""
GIVEN_UP = 0.1
TUS = {"Tus-Resumable": "1.0.0"}


class Gallery:
    """Acts of one life of the server."""

    def __init__(self, load: Load, album: Album) -> None:
        """Let the clients of this load have pictures, too."""
        self.load, self.world, self.album = load, load.world, album
        self.left = PICTURES_MAX
        self.acts: dict[Act, int] = {self.upload: 5, self.send: 4, self.show: 4, self.face: 2, self.drop: 2}
        load.acts |= self.acts

    # ── bytes ────────────────────────────────────────────────────────────────────────────────────

    async def upload(self) -> None:
        """Somebody uploads a picture at one go."""
        if not self.left:
            return
        who, data = self.load.somebody(), self._drawing()
        done = partial(lambda who, data, answer: self.album.add(Picture(answer["id"], who, data)), who, data)
        await self.load.send(Write("upload", who, "POST", "/media/upload", None, done, (201,), file=data))

    def _drawing(self) -> bytes:
        self.left -= 1
        known = [each.data for each in self.album.all.values() if not each.alive or each.id in self.album.unseen]
        if known and self.world.random.random() < AGAIN:
            return self.world.random.choice(known)
        self.world.count += 1
        return drawing(self.world.count)

    async def send(self) -> None:
        """Somebody sends the first half of a picture, or somebody the second one."""
        waiting = [each for each in self.album.coming.values() if not each.busy and not each.given_up]
        if waiting:
            sending = self.world.random.choice(waiting)
            await self._part(sending, len(sending.data))
        elif self.left:
            await self._begin()

    async def _begin(self) -> None:
        who, data = self.load.somebody(), self._drawing()

        def done(answer: Answer) -> None:
            self.album.coming[answer["id"]] = sending = Sending(answer["id"], who, data)
            begun.append(sending)

        begun: list[Sending] = []
        headers = TUS | {"Upload-Length": str(len(data))}
        await self.load.send(Write("begin", who, "POST", "/media/uploads", None, done, (201,), headers=headers))
        if begun and not begun[0].busy:
            await self._part(begun[0], len(data) // 2)

    async def _part(self, sending: Sending, until: int) -> None:
        """Send a picture up to some byte. Who gets no answer asks the next life how far it came."""
        sending.busy, sending.offered = True, until
        headers = TUS | {"Upload-Offset": str(sending.sent), "Content-Type": "application/offset+octet-stream"}
        path, part = f"/media/uploads/{sending.id}", sending.data[sending.sent : until]
        answer = await self.load.request(sending.who, "PATCH", path, content=part, headers=headers)
        if answer.status_code == 503:
            self.load.ledger.doubts += 1
            return
        said = f"PATCH {path} {sending.sent}-{until}: {answer.status_code} {answer.text[:300]}"
        if self.load.ledger.check("a part is taken", answer.status_code == 204, said):
            self.load.ledger.ack("part", id=sending.id, until=until)
            self._came(sending, until)

    def _came(self, sending: Sending, until: int) -> None:
        sending.busy, sending.sent = False, until
        if until == len(sending.data):
            del self.album.coming[sending.id]
            self.album.add(Picture(sending.id, sending.who, sending.data))

    async def resume(self) -> None:
        """After a kill: ask how far each picture came, and send the rest; a few people have lost interest."""
        for sending in [each for each in self.album.coming.values() if not each.given_up]:
            answer = await self.load.request(sending.who, "HEAD", f"/media/uploads/{sending.id}", headers=TUS)
            came = int(answer.headers.get("upload-offset", -1))
            said = f"{sending}: {answer.status_code} {came}" if came < 0 else f"{sending.id} {came}"
            right = sending.sent <= came <= max(sending.sent, sending.offered)
            if not self.load.ledger.check("an upload goes on where it broke off", right, said):
                continue
            self._came(sending, came)
            if sending.id in self.album.coming:
                sending.given_up = self.world.random.random() < GIVEN_UP
                if not sending.given_up:
                    await self._part(sending, len(sending.data))

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def _some(self, who: Member | None = None) -> Picture | None:
        """Pick a picture that nobody else does something with."""
        free = [each for each in self.album.all.values() if each.alive and f"picture:{each.id}" not in self.world.busy]
        free = [each for each in free[-40:] if who is None or each.owner is who]
        return self.world.random.choice(free) if free else None

    async def show(self) -> None:
        """A member posts pictures."""
        one = self._some()
        if one is None:
            return
        who, text = one.owner, self.world.next_name("album ")
        other = self._some(who)
        pictures = [one] if other is None or other is one else [one, other]
        audience = self.world.random.choice(("public", "friends"))

        def done(answer: Answer) -> None:
            post = Post(answer["id"], who, audience, text, pictures=pictures)
            self.world.posts[post.id] = post
            self.world.open.append(post)
            self.world.dirty |= {post.id, who.id}

        ids = [each.id for each in pictures]
        form = {"text": text, "audience": {"kind": audience}, "mediaIds": ids}
        await self.load.send(Write("album", who, "POST", "/posts", form, done, (201,), _held(ids)))

    async def face(self) -> None:
        """A member shows themselves."""
        picture = self._some()
        if picture is None or (face := f"face:{picture.owner.id}") in self.world.busy:
            return
        done = partial(lambda picture, _: self.album.faces.update({picture.owner.id: picture}), picture)
        form, held = {"avatarId": picture.id}, _held([picture.id]) | {face}
        await self.load.send(Write("face", picture.owner, "PUT", "/users/profile", form, done, (200,), held))

    async def drop(self) -> None:
        """A member deletes a picture, wherever it is shown."""
        picture = self._some()
        if picture is None:
            return

        def done(_: Answer) -> None:
            picture.alive = False
            self.album.dirty.add(picture.id)
            self.world.dirty |= {each.id for each in self.world.open if picture in each.pictures}

        path, held = f"/media/{picture.id}", _held([picture.id])
        await self.load.send(Write("drop", picture.owner, "DELETE", path, None, done, (204, 202), held, again=(404,)))


def _held(ids: list[str]) -> frozenset[str]:
    return frozenset(f"picture:{each}" for each in ids)
