"""Pictures: read within bounds, put upright and into sRGB, written anew in the sizes that are served.

Nothing but pixels goes from the file that came into the files that are made.
"""

import contextlib
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minifb.modules.media.workers import bare, thumbhash
from minifb.modules.media.workers.work import Made, MadeVariant, Refused, Report, Work

if TYPE_CHECKING:
    from PIL import Image

FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/heic": "HEIF",
    "image/avif": "AVIF",
}
"""What is read at all, by the name its reader has in Pillow."""
MOVING = frozenset({"GIF", "WEBP"})
ANIMATION_SIDE, ANIMATION_PIXELS = 640, 20_000_000
"""Longest side of an animation that is kept, and all its pictures together: long ones are smaller."""
FRAME_MS = 100
"""How long a picture of an animation stays where the file gives less than browsers believe."""
FRAME_MS_LEAST = 20
PROFILE_MAX = 4 << 20
"""Bytes of a colour profile that is looked at."""
ORIENTATION = 0x0112
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "webp": ("image/webp", {"format": "WEBP", "quality": 80, "method": 2}),
    "jpg": ("image/jpeg", {"format": "JPEG", "quality": 82, "progressive": True}),
    "avif": ("image/avif", {"format": "AVIF", "quality": 60, "speed": 8, "max_threads": 1}),
}


def make(work: Work, report: Report) -> Made:
    """Make of a picture what is served."""
    variants: list[MadeVariant] = []
    with read(work) as source:
        size, frames, orientation = source.size, getattr(source, "n_frames", 1), _orientation(source)
        if source.format not in MOVING:
            frames = 1
        if frames > 1:
            variants.append(_animation(source, frames, work, report))
        largest = _shown(source, max(work.pictures.sizes), orientation)
        details = {"format": source.format, "mode": source.mode}
    report(0.5)
    variants += _sizes(largest, work, report)
    width, height = size if orientation <= 4 else size[::-1]
    return Made(
        variants=variants,
        width=width,
        height=height,
        placeholder=thumbhash.of(largest),
        frames=frames,
        details=details,
    )


def read(work: Work) -> "Image.Image":
    """Open a picture that keeps to the bounds; its pixels are not read yet, and only as what it was recognised as."""
    from PIL import AvifImagePlugin, Image

    form = FORMATS.get(work.type)
    if form is None:
        raise Refused("unsupported_codec", work.type)
    if form == "HEIF":
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    wishes = work.pictures
    pixels_max = wishes.jpeg_pixels_max if form == "JPEG" else wishes.pixels_max
    # Some readers take memory as they open: Pillow knows the bound too, and its warnings are errors here.
    Image.MAX_IMAGE_PIXELS = pixels_max
    warnings.simplefilter("error")
    # Many cameras write it badly, and it is read as the JPEG that it begins with.
    warnings.filterwarnings("ignore", message="Image appears to be a malformed MPO")
    try:
        image = Image.open(work.source, formats=(form,))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_many_pixels", str(error)) from error
    if image.width * image.height > pixels_max or max(image.size) > wishes.side_max:
        image.close()
        raise Refused("too_many_pixels", f"{image.size}")
    return image


def save(image: "Image.Image", folder: str, name: str, **ways: Any) -> MadeVariant:
    """Write a picture under a name whose ending says how, and make sure that nothing else is in the file."""
    kind, form = WAYS[name.rpartition(".")[2]]
    path = Path(folder, name)
    aside = path.with_name(name + ".new")
    if kind == "image/jpeg" and image.mode != "RGB":
        from PIL import Image

        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    image.save(aside, **form | ways)
    bare.check(aside.read_bytes(), kind)
    aside.replace(path)
    return MadeVariant(name, kind, image.width, image.height, name)


def _animation(source: "Image.Image", frames: int, work: Work, report: Report) -> MadeVariant:
    """Keep a picture moving, in a size that is not too much."""
    wishes = work.pictures
    if frames > wishes.frames_max or frames * source.width * source.height > wishes.frames_pixels_max:
        raise Refused("animation_too_long", f"{frames} of {source.size}")
    orientation = _orientation(source)
    width, height = _fit(source.size, ANIMATION_SIDE)
    longest = int(max(width, height) * min(1.0, (ANIMATION_PIXELS / (frames * width * height)) ** 0.5))
    pictures, times = [], []
    for at in range(frames):
        source.seek(at)
        pictures.append(_shown(source, longest, orientation))
        time = source.info.get("duration") or 0
        times.append(int(time) if time >= FRAME_MS_LEAST else FRAME_MS)
        report(0.3 * (at + 1) / frames)
    # A GIF that says nothing is shown once; for WebP nothing means for ever.
    loop = int(source.info.get("loop", 1))
    source.seek(0)
    moving = {"save_all": True, "append_images": pictures[1:], "duration": times, "loop": loop}
    return save(pictures[0], work.folder, "animated.webp", quality=70, method=0, **moving)


def _sizes(largest: "Image.Image", work: Work, report: Report) -> list[MadeVariant]:
    """Write each size, the best first, each made of the one before; none is larger than the picture."""
    wishes = work.pictures
    endings = ("avif", "webp", "jpg") if wishes.avif else ("webp", "jpg")
    made: list[MadeVariant] = []
    steps = _steps(max(largest.size), wishes.sizes)
    image = largest
    smaller = [largest]
    for done, step in enumerate(reversed(steps), 1):
        image = _reduce(image, _fit(largest.size, step))
        smaller.append(image)
        made += [save(image, work.folder, f"{step}.{ending}") for ending in endings]
        report(0.5 + 0.4 * done / len(steps))
    for side in reversed(_steps(min(largest.size), wishes.squares)):
        source = next((one for one in reversed(smaller) if min(one.size) >= side), largest)
        square = _square(source, side)
        made += [save(square, work.folder, f"square-{side}.{ending}") for ending in endings]
    return made


def _steps(own: int, sizes: tuple[int, ...]) -> list[int]:
    """Choose the sizes up to the first that holds the picture as it is."""
    ordered = sorted(sizes)
    return [size for at, size in enumerate(ordered) if at == 0 or ordered[at - 1] < own]


def _fit(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """Scale a size down so that its longest side fits; never up."""
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _reduce(image: "Image.Image", size: tuple[int, int]) -> "Image.Image":
    """Scale a picture down, reading no more of a JPEG than that takes."""
    from PIL import Image

    if size != image.size:
        image.draft(None, size)
    image = _plain(image)
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _shown(source: "Image.Image", longest: int, orientation: int) -> "Image.Image":
    """Give a picture as it is to be seen, no larger than this: upright, in the colours of screens, and nothing else."""
    image = _reduce(source, _fit(source.size, longest))
    return _only_pixels(_upright(_srgb(image, source.info.get("icc_profile")), orientation))


def _plain(image: "Image.Image") -> "Image.Image":
    """Give a picture in one of the modes that can be scaled: grey, RGB, RGBA, CMYK."""
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode.startswith("I") or image.mode == "F":
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _srgb(image: "Image.Image", profile: bytes | None) -> "Image.Image":
    """Turn the colours of a profile into those every screen means; a profile that cannot be read is left aside."""
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and len(profile) <= PROFILE_MAX:
        from io import BytesIO

        from PIL import ImageCms

        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(given):
                turned = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=wanted)
                if turned is not None:
                    return turned
    return image.convert(wanted)


def _orientation(image: "Image.Image") -> int:
    """Tell how a camera was held: 1 to 8; upright where nobody can say."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            told = image.getexif().get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - what a broken note brings down is the note, not the picture
        return 1
    return told if isinstance(told, int) and 1 <= told <= 8 else 1


def _upright(image: "Image.Image", orientation: int) -> "Image.Image":
    """Turn a picture the way it was seen."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image if orientation == 1 else image.transpose(turns[orientation])


def _square(image: "Image.Image", side: int) -> "Image.Image":
    """Cut the middle out, and scale it down; never up."""
    shorter = min(image.size)
    left, top = (image.width - shorter) // 2, (image.height - shorter) // 2
    side = min(side, shorter)
    return _reduce(image.crop((left, top, left + shorter, top + shorter)), (side, side))


def _only_pixels(image: "Image.Image") -> "Image.Image":
    """Copy the pixels of a picture into a new one, which knows nothing else."""
    from PIL import Image

    return Image.frombytes(image.mode, image.size, image.tobytes())
