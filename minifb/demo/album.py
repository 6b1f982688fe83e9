"""Albums: pictures and clips are drawn, uploaded and worked on as if a member had taken them."""

import asyncio
import io
from collections.abc import AsyncIterator
from fractions import Fraction
from random import Random

from minifb.app import House
from minifb.demo import scenes
from minifb.kernel.http.policy import Actor
from minifb.modules.media.rules.uploads import Begun, Ended, Said, Sent

PICTURE = (960, 720)
WIDE = (1440, 480)
SQUARE = (480, 480)
CLIP = (640, 360)
CLIP_SECONDS, CLIP_RATE = 3, 24
AT_ONCE = 2
"""How many pictures are drawn and worked on together: as many as the server would."""
FILM = "film "
"""Before the name of a scene: it is filmed."""


class Album:
    """Takes pictures for the people of a town."""

    def __init__(self, house: House, seed: str) -> None:
        """Load the camera."""
        self._media = house.service("media")
        self._seed = seed
        self._desk = asyncio.Semaphore(AT_ONCE)

    async def take(self, actor: Actor, scene: str, name: str) -> str:
        """Take a picture or clip of a scene, upload it and have it worked on; give the medium's id."""
        drawn, filmed = scene.removeprefix(FILM), scene.startswith(FILM)
        chance = Random(f"{self._seed} {name}")
        async with self._desk:
            data = await asyncio.to_thread(clip if filmed else photo, drawn, chance)
            told = (scenes.SCENES[drawn].__doc__ or "").strip()
            kind = "video/mp4" if filmed else "image/jpeg"
            new = await self._media.upload(actor, _form(data, kind, told), len(data))
            # Nothing runs by itself while a server is filled: neither do those who work on pictures.
            await self._media.process(new.id)
        made: str = new.id
        return made


def photo(scene: str, chance: Random) -> bytes:
    """Draw a scene as a camera would keep it."""
    size = SQUARE if scene == "face" else WIDE if scene == "hills" else PICTURE
    kept = io.BytesIO()
    scenes.SCENES[scene](size, chance).save(kept, "JPEG", quality=88)
    return kept.getvalue()


def clip(scene: str, chance: Random) -> bytes:
    """Film a scene: the camera goes slowly over it."""
    import av

    width, height = CLIP
    picture = scenes.SCENES[scene]((width * 3 // 2, height), chance)
    kept = io.BytesIO()
    with av.open(kept, "w", format="mp4") as film:
        track = film.add_stream("libx264", rate=CLIP_RATE, options={"preset": "veryfast", "threads": "1"})
        track.width, track.height, track.pix_fmt = width, height, "yuv420p"
        for at in range(CLIP_SECONDS * CLIP_RATE):
            left = (picture.width - width) * at // (CLIP_SECONDS * CLIP_RATE)
            frame = av.VideoFrame.from_image(picture.crop((left, 0, left + width, height)))  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = at, Fraction(1, CLIP_RATE)
            film.mux(track.encode(frame))
        film.mux(track.encode(None))
    return kept.getvalue()


async def _form(data: bytes, kind: str, told: str) -> AsyncIterator[Sent]:
    """Send a file as a form would bring it."""
    for part in (Begun(kind), data, Ended(), Said(told)):
        yield part
