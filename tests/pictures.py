"""Pictures for tests, drawn when they are needed: nothing is downloaded, nothing is random."""

import struct
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"52.5200N 13.4050E Hannah's camera"
"""What a file says about who made it and where, and no file that is served may say."""
GPS_IFD, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def photo(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Draw a picture whose corners can be told apart: dark top left, red top right, green bottom left, blue in all."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (across, down, Image.new("L", (width, height), 90)))
    return picture.convert(mode) if mode != "RGBA" else _half_clear(picture)


def _half_clear(picture: Image.Image) -> Image.Image:
    picture = picture.convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    return picture


def encoded(picture: Image.Image, form: str, **more: Any) -> bytes:
    """Write a picture in a format."""
    out = BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def telling(form: str, picture: Image.Image | None = None, orientation: int = 1) -> bytes:
    """Write a picture that tells all a file can, in every way its format has: place, camera, comment, colours."""
    picture = picture or photo(640, 480)
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, SECRET.decode()
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0), 29: SECRET.decode()})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more: dict[str, Any] = {"exif": exif, "xmp": xmp, "icc_profile": icc}
    if form in {"JPEG", "GIF"}:
        more["comment"] = SECRET
    if form == "GIF":
        del more["exif"], more["icc_profile"]
    if form == "PNG":
        more["pnginfo"] = notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", SECRET.decode())
        notes.add_itxt("Author", SECRET.decode(), zip=True)
    return encoded(picture, form, **more)


def moving(form: str, frames: int = 4, size: tuple[int, int] = (64, 48), **more: Any) -> bytes:
    """Write an animation: a bright square that walks through the dark."""
    pictures = []
    for at in range(frames):
        picture = Image.new("RGB", size, (20, 20, at % 256))
        picture.paste((255, 200, 0), (at % size[0], 4, at % size[0] + 8, 12))
        pictures.append(picture)
    return encoded(pictures[0], form, save_all=True, append_images=pictures[1:], **{"duration": 80, "loop": 0, **more})


def opened(data: bytes) -> Image.Image:
    """Read a picture whole."""
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def corners(picture: Image.Image) -> list[str]:
    """Name what `photo` drew in the corners: top left, top right, bottom left, bottom right."""
    width, height = picture.size
    names = {(False, False): "dark", (True, False): "red", (False, True): "green", (True, True): "yellow"}
    spots = ((0.05, 0.05), (0.95, 0.05), (0.05, 0.95), (0.95, 0.95))
    points = [picture.convert("RGB").getpixel((int(x * width), int(y * height))) for x, y in spots]
    return [names[point[0] > 128, point[1] > 128] for point in points if isinstance(point, tuple)]


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Write one piece of a PNG."""
    import zlib

    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def box(kind: bytes, *parts: bytes) -> bytes:
    """Write one box of a HEIF or MP4 file."""
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def heic(picture: Image.Image, *, turn: int = 0, told: Sequence[bytes] = ()) -> bytes:
    """Write a picture as phones do: one HEVC frame in HEIF; `turn` quarters to the left, and `told` as Exif."""
    config, frame = _hevc(picture)
    width, height = picture.size
    items = [(b"hvc1", frame), *((b"Exif", b"\0\0\0\6Exif\0\0" + text) for text in told)]
    properties = [box(b"hvcC", config), box(b"ispe", bytes(4), struct.pack(">II", width, height))]
    if turn:
        properties.append(box(b"irot", bytes([turn])))
    links = bytes([0x80 | 1, 2, *range(3, len(properties) + 1)])
    association = struct.pack(">IHB", 1, 1, len(properties)) + links
    ftyp = box(b"ftyp", b"heic", bytes(4), b"mif1heic")

    def meta(start: int) -> bytes:
        places, entries = b"", b""
        for number, (kind, data) in enumerate(items, 1):
            places += struct.pack(">HHHII", number, 0, 1, start, len(data))
            entries += box(b"infe", b"\2\0\0\0", struct.pack(">HH", number, 0), kind, b"\0")
            start += len(data)
        parts = [
            box(b"hdlr", bytes(8), b"pict", bytes(13)),
            box(b"pitm", bytes(4), struct.pack(">H", 1)),
            box(b"iloc", bytes(4), b"\x44\x00", struct.pack(">H", len(items)), places),
            box(b"iinf", bytes(4), struct.pack(">H", len(items)), entries),
            box(b"iprp", box(b"ipco", *properties), box(b"ipma", bytes(4), association)),
        ]
        if told:
            parts.append(box(b"iref", bytes(4), box(b"cdsc", struct.pack(">HHH", 2, 1, 1))))
        return box(b"meta", bytes(4), *parts)

    start = len(ftyp) + len(meta(0)) + 8
    return ftyp + meta(start) + box(b"mdat", *(data for _, data in items))


def _hevc(picture: Image.Image) -> tuple[bytes, bytes]:
    """Encode one frame; give its decoder's configuration and its bytes, both as MP4 and HEIF keep them."""
    import av

    film = BytesIO()
    with av.open(film, "w", format="mp4") as made:
        track = made.add_stream("libx265", rate=1, options={"x265-params": "log-level=none:keyint=1"})
        track.width, track.height, track.pix_fmt = *picture.size, "yuv420p"
        track.codec_context.codec_tag = "hvc1"
        frame = av.VideoFrame.from_image(picture.convert("RGB"))  # type: ignore[no-untyped-call]
        made.mux(track.encode(frame))
        made.mux(track.encode(None))
    data = film.getvalue()
    return _inside(data, b"hvcC"), _inside(data, b"mdat")


def _inside(data: bytes, kind: bytes) -> bytes:
    at = data.index(kind)
    return data[at + 4 : at - 4 + int.from_bytes(data[at - 4 : at], "big")]
