"""Pictures: whatever a phone or a camera makes becomes the sizes that are served, and nothing else is in them."""

import struct
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from minifb.modules.media.workers import bare, pictures, thumbhash
from minifb.modules.media.workers.work import Code, Limits, Made, PictureWishes, Refused, Work
from tests.pictures import SECRET, corners, encoded, heic, moving, opened, photo, telling

LIMITS = Limits(memory_bytes=0, cpu_seconds=0, file_bytes=0, seconds=0)
TYPES = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif", "HEIF": "heic"}
UPRIGHT = ["dark", "red", "green", "yellow"]


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker sets its libraries up for good: here they are put back."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    with warnings.catch_warnings():
        yield


def make(folder: Path, form: str, data: bytes, **wishes: Any) -> Made:
    """Work on a picture."""
    folder.mkdir(exist_ok=True)
    source = folder / "source"
    source.write_bytes(data)
    return pictures.make(
        Work(
            kind="image",
            type=f"image/{TYPES[form]}",
            source=str(source),
            folder=str(folder),
            limits=LIMITS,
            pictures=PictureWishes(**wishes),
        ),
        lambda _: None,
    )


def served(folder: Path, made: Made) -> dict[str, bytes]:
    """Give the files that were made."""
    return {one.name: (folder / one.path).read_bytes() for one in made.variants}


@pytest.mark.parametrize("form", TYPES)
def test_nothing_of_who_and_where_is_left(tmp_path: Path, form: str) -> None:
    """Place, camera, comments and colour profiles of a picture are in none of the files that are served."""
    told = b"MM\0*\0\0\0\x08\0\x01\x01\x0f\0\x02" + struct.pack(">II", len(SECRET), 26) + bytes(4) + SECRET
    data = heic(photo(640, 480), told=[told]) if form == "HEIF" else telling(form)
    assert SECRET in data
    for name, file in served(tmp_path, make(tmp_path, form, data, avif=True)).items():
        picture = opened(file)
        assert not set(picture.info) & {"exif", "xmp", "icc_profile", "comment", "dpi"}, name
        assert not any(trace in file for trace in (SECRET, b"Exif", b"http://", b"xmpmeta", b"ICC_PROFILE")), name


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(tmp_path: Path, orientation: int) -> None:
    """However the camera was held, the picture is seen as it was taken."""
    turned = pictures._upright(photo(320, 240), {6: 8, 8: 6}.get(orientation, orientation))
    assert (corners(turned) == UPRIGHT) == (orientation == 1)
    made = make(tmp_path, "JPEG", telling("JPEG", turned, orientation))
    assert (made.width, made.height) == (320, 240)
    assert all(corners(opened(file)) == UPRIGHT for file in served(tmp_path, made).values())


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_other_formats_stand_upright_too(tmp_path: Path, form: str) -> None:
    """A picture that only says how it is to be turned is turned, whatever its format, and once."""
    turned = photo(320, 240).transpose(Image.Transpose.ROTATE_90)
    data = heic(turned, turn=3) if form == "HEIF" else telling(form, turned, 6)
    made = make(tmp_path, form, data)
    assert (made.width, made.height) == (320, 240)
    assert corners(opened(served(tmp_path, made)["320.jpg"])) == UPRIGHT


def test_sizes_of_a_large_picture(tmp_path: Path) -> None:
    """A large picture is made in each size, the best first, and in squares of its middle."""
    made = make(tmp_path, "JPEG", encoded(photo(2400, 1600), "JPEG"))
    sizes = {one.name: (one.width, one.height) for one in made.variants}
    assert list(sizes)[:8] == [f"{size}.{end}" for size in (1600, 1080, 640, 320) for end in ("webp", "jpg")]
    assert sizes["1600.webp"] == (1600, 1067)
    assert sizes["320.jpg"] == (320, 213)
    assert (sizes["square-480.webp"], sizes["square-160.jpg"]) == ((480, 480), (160, 160))
    assert {name: opened(file).size for name, file in served(tmp_path, made).items()} == sizes


@pytest.mark.parametrize(
    ("size", "largest", "square"), [((500, 200), "640", "480"), ((100, 60), "320", "160"), ((1, 1), "320", "160")]
)
def test_a_small_picture_is_not_enlarged(tmp_path: Path, size: tuple[int, int], largest: str, square: str) -> None:
    """The largest size of a small picture is its own."""
    made = make(tmp_path, "PNG", encoded(photo(*size), "PNG"))
    sizes = {one.name: (one.width, one.height) for one in made.variants}
    assert made.variants[0].name == f"{largest}.webp"
    assert sizes[f"{largest}.webp"] == size
    assert sizes[f"square-{square}.webp"] == (min(size), min(size))
    assert "square-160.webp" in sizes


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_read(tmp_path: Path, mode: str) -> None:
    """Black and white, grey of 8 and 16 bits, palettes, transparency and print colours all come out as they look."""
    picture = photo(200, 160, mode) if mode != "I;16" else Image.new("I;16", (200, 160), 0xC000)
    form = "JPEG" if mode == "CMYK" else "PNG"
    files = served(tmp_path, make(tmp_path, form, encoded(picture, form)))
    out = opened(files["320.jpg"])
    if mode == "I;16":
        assert abs(out.convert("L").getpixel((100, 80)) - 0xC0) <= 3  # type: ignore[operator]
    elif mode in {"RGB", "P", "CMYK"}:
        assert corners(out) == UPRIGHT
    assert opened(files["320.webp"]).mode == ("RGBA" if mode == "RGBA" else "RGB")


def test_what_is_clear_stays_clear(tmp_path: Path) -> None:
    """A picture one can see through stays so in WebP, and lies on white paper in JPEG."""
    files = served(tmp_path, make(tmp_path, "PNG", encoded(Image.new("RGBA", (90, 90), (0, 0, 0, 0)), "PNG")))
    assert opened(files["320.webp"]).getpixel((45, 45))[3] == 0  # type: ignore[index]
    assert opened(files["320.jpg"]).getpixel((45, 45)) == (255, 255, 255)


def test_colours_are_what_their_profile_means(tmp_path: Path) -> None:
    """The numbers of a picture mean what its colour profile says; on every screen they look the same."""
    icc = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    icc = icc.replace(b"s\0R\0G\0B", b"o\0d\0d\0B").replace(b"sRGB built-in", b"oddB built-in")
    red, green = icc.index(b"rXYZ"), icc.index(b"gXYZ")
    icc[red : red + 4], icc[green : green + 4] = b"gXYZ", b"rXYZ"  # now red is green and green is red
    data = encoded(Image.new("RGB", (64, 64), (250, 0, 0)), "PNG", icc_profile=bytes(icc))
    pixel = opened(served(tmp_path, make(tmp_path, "PNG", data))["320.jpg"]).getpixel((32, 32))
    assert isinstance(pixel, tuple)
    assert pixel[1] > 200 > 60 > pixel[0]


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_what_moves_keeps_moving(tmp_path: Path, form: str) -> None:
    """An animation is kept with its pictures and its pace, beside still sizes of its first picture."""
    made = make(tmp_path, form, moving(form, 5, (800, 600)))
    files = served(tmp_path, made)
    assert (made.frames, made.variants[0].name) == (5, "animated.webp")
    picture = opened(files["animated.webp"])
    assert (picture.size, picture.n_frames) == ((640, 480), 5)  # type: ignore[attr-defined]
    assert (picture.info["duration"], picture.info["loop"]) == (80, 0)
    assert getattr(opened(files["640.webp"]), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("form", "data", "wishes", "code"),
    [
        ("PNG", encoded(photo(101, 100), "PNG"), {"pixels_max": 10_000}, "too_many_pixels"),
        ("WEBP", encoded(photo(101, 100), "WEBP"), {"pixels_max": 10_000}, "too_many_pixels"),
        ("JPEG", encoded(photo(101, 100), "JPEG"), {"jpeg_pixels_max": 10_000}, "too_many_pixels"),
        ("HEIF", heic(photo(128, 128)), {"pixels_max": 10_000}, "too_many_pixels"),
        ("AVIF", encoded(photo(300, 20), "AVIF"), {"side_max": 299}, "too_many_pixels"),
        ("GIF", moving("GIF", 5), {"frames_max": 4}, "animation_too_long"),
        ("WEBP", moving("WEBP", 5), {"frames_pixels_max": 4 * 64 * 48}, "animation_too_long"),
    ],
)
def test_what_is_too_much_is_refused(
    tmp_path: Path, form: str, data: bytes, wishes: dict[str, int], code: Code
) -> None:
    """A picture of more points or frames than allowed is refused, before it is read."""
    with pytest.raises(Refused) as refused:
        make(tmp_path, form, data, **wishes)
    assert refused.value.code == code


def test_a_picture_is_read_as_what_it_was_recognised_as(tmp_path: Path) -> None:
    """No reader but that of its own format ever sees a file."""
    with pytest.raises(Exception, match="cannot identify"):
        make(tmp_path, "PNG", encoded(photo(20, 20), "JPEG"))


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF"])
def test_a_file_that_tells_more_is_not_served(form: str) -> None:
    """What is made is looked at once more: a file with anything besides its picture would never be served."""
    kind = f"image/{form.lower()}"
    bare.check(encoded(photo(64, 64), form), kind)
    with pytest.raises(bare.NotBare):
        bare.check(telling(form), kind)


@pytest.mark.parametrize(
    ("clear", "expected"),
    [(255, "macFPYyPQoV7h3dWl2mIdn638Lln"), (40, "27mFNIwon1J7h1dn+ahYn3uHdjCcBIdcBQ==")],
)
def test_the_placeholder_is_a_thumbhash(clear: int, expected: str) -> None:
    """The placeholder is, bit by bit, what other implementations of thumbhash give and read."""
    picture = Image.new("RGBA", (31, 23), (40, 90, 160, clear))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((3, 2, 11, 17), fill=(250, 180, 30))
    draw.ellipse((14, 9, 29, 21), fill=(20, 140, 60))
    assert thumbhash.of(picture) == expected
