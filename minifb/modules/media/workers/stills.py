"""Stills of a film: its poster, shown before it plays, and its sprite, ten small pictures side by side to seek by."""

from typing import TYPE_CHECKING

import av
from av.container import InputContainer
from av.video.frame import VideoFrame

from minifb.modules.media.workers import pictures, thumbhash
from minifb.modules.media.workers.work import MadeVariant, Refused

if TYPE_CHECKING:
    from PIL import Image

TILES = 10
"""Pictures of a sprite, from left to right: the n-th is of the moment (n + ½)/10 of the film."""
TILE_SIDE = 160
"""Their longest side."""
DULL = 12.0
"""A picture whose light varies less than this is nearly one colour: films begin black."""


def make(film: InputContainer, seconds: float, folder: str) -> tuple[list[MadeVariant], str]:
    """Take the stills of a film; give them and the placeholder."""
    from PIL import Image, ImageStat

    stream = film.streams.video[0]
    width, height = stream.codec_context.width, stream.codec_context.height
    scale = min(1.0, TILE_SIDE / max(width, height))
    tile = max(1, round(width * scale)), max(1, round(height * scale))
    sprite = Image.new("RGB", (tile[0] * TILES, tile[1]))
    poster: Image.Image | None = None
    liveliest = -1.0
    for at in range(TILES):
        picture = _still(film, seconds * (at + 0.5) / TILES)
        if liveliest < DULL:  # the first that shows something, else the one that shows most
            lively = ImageStat.Stat(picture.convert("L")).stddev[0]
            if lively > liveliest:
                poster, liveliest = picture, lively
        sprite.paste(picture.resize(tile, Image.Resampling.BOX), (at * tile[0], 0))
    if poster is None:
        raise Refused("undecodable", "no still could be taken")
    saved = [pictures.save(poster, folder, name) for name in ("poster.webp", "poster.jpg")]
    return [*saved, pictures.save(sprite, folder, "sprite.jpg")], thumbhash.of(poster)


def _still(film: InputContainer, moment: float) -> "Image.Image":
    """Decode the picture that is shown at a moment."""
    stream = film.streams.video[0]
    film.seek(round(moment * av.time_base))
    shown: VideoFrame | None = None
    for frame in film.decode(stream):
        if shown is not None and frame.time > moment:
            break
        shown = frame
    if shown is None:
        raise Refused("undecodable", "no still could be taken")
    picture: Image.Image = shown.to_image()  # type: ignore[no-untyped-call]
    return picture
