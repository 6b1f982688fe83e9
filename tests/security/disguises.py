"""Files that are not what they say, or are two things at once, or only half of one."""

import random
import zipfile
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from tests.pictures import box, encoded, heic, moving, photo, png_chunk, telling
from tests.security.cases import EICAR, MARK, Case, Outcome

FORMS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
ACTIVE = b"<!doctype html><html><body>" + MARK + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg">' + MARK + b"</svg>"


def plain(form: str, size: tuple[int, int] = (120, 80)) -> bytes:
    """Write a picture of a format."""
    return heic(photo(*size)) if form == "HEIF" else encoded(photo(*size), form)


def zipped(**files: bytes) -> bytes:
    """Write an archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def truncated() -> Iterator[Case]:
    """Pictures that break off."""
    for form in FORMS:
        data = plain(form, (640, 480))
        for part in (0.02, 0.5, 0.9):
            # Some readers show what came of a GIF; the others nothing.
            outcome: Outcome = "either" if form == "GIF" else "refused"
            yield Case("truncated", f"{form} at {part:.0%}", data[: int(len(data) * part)], outcome)
    film = moving("GIF", 20)
    yield Case("truncated", "an animation in its middle", film[: len(film) // 2], "either")
    film = moving("WEBP", 20)
    yield Case("truncated", "a moving WebP in its middle", film[: len(film) // 2])


def polyglots() -> Iterator[Case]:
    """Pictures that are something else too, for who reads them differently."""
    for form in FORMS:
        yield Case("polyglots", f"{form} and a page", plain(form) + ACTIVE, "either", "a.html", "text/html")
        yield Case("polyglots", f"{form} and an archive", plain(form) + zipped(a=MARK), "either", "a.zip")
    jpeg, png, gif = plain("JPEG"), plain("PNG"), plain("GIF")
    comment = b"\xff\xfe" + (len(ACTIVE) + 2).to_bytes(2, "big") + ACTIVE
    pages = {
        "JPEG with a page as its comment": jpeg[:2] + comment + jpeg[2:],
        "JPEG with a page as a note of its maker": jpeg[:2] + b"\xff\xed" + comment[2:] + jpeg[2:],
        "PNG with a page as a text": png[:33] + png_chunk(b"tEXt", b"a\0" + ACTIVE) + png[33:],
        "PNG with a page as a piece of its own": png[:33] + png_chunk(b"miNe", ACTIVE) + png[33:],
        "GIF with a page as its comment": encoded(photo(60, 40), "GIF", comment=ACTIVE[:255]),
        "GIF that is a script": b"GIF89a/*" + gif[8:-1] + b"*/=1;" + MARK,
        "PDF after a JPEG": jpeg + b"%PDF-1.7\n" + MARK,
        "AVIF with a page in a box": plain("AVIF") + box(b"html", ACTIVE),
    }
    for name, data in pages.items():
        yield Case("polyglots", name, data, "either", "a.html", "text/html")


def documents() -> Iterator[Case]:
    """Pages and drawings under the names of pictures."""
    texts = {
        "a drawing": SVG,
        "a drawing with a declaration": b'<?xml version="1.0"?>' + SVG,
        "a drawing of another kind": b"\xef\xbb\xbf" + SVG,
        "a drawing in 16 bits": SVG.decode().encode("utf-16"),
        "a drawing after spaces": b" \n\t" * 100 + SVG,
        "a drawing that asks for a file": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>',
        "a drawing that laughs": b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><svg>&b;</svg>",
        "a page": ACTIVE,
        "a page after a comment": b"<!-- GIF89a -->" + ACTIVE,
        "a page in capitals": ACTIVE.upper(),
        "a feed": b'<?xml version="1.0"?><rss>' + MARK + b"</rss>",
        "a stylesheet": b"body{background:url(javascript:x)}",
        "a script": b"alert(1)//" + MARK,
        "a module of PHP": b"<?php system($_GET['x']); ?>",
        "a shell script": b"#!/bin/sh\nid\n",
        "a PDF": b"%PDF-1.7\n" + MARK,
        "a mail": b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + ACTIVE,
    }
    for name, data in texts.items():
        yield Case("documents", name, data)
    for kind in ("image/svg+xml", "text/html", "application/xhtml+xml"):
        yield Case("documents", f"a drawing as {kind}", SVG, filename="a.svg", declared=kind)


def wrong_magic() -> Iterator[Case]:
    """Files that begin as one thing and go on as another."""
    starts = {
        "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        "PNG": b"\x89PNG\r\n\x1a\n",
        "GIF": b"GIF89a",
        "WEBP": b"RIFF\xff\xff\0\0WEBPVP8 ",
        "AVIF": box(b"ftyp", b"avif", bytes(4), b"avif"),
        "HEIF": box(b"ftyp", b"heic", bytes(4), b"mif1"),
        "MP4": box(b"ftyp", b"isom", bytes(4), b"isom"),
        "WEBM": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm",
        "WAV": b"RIFF\xff\xff\0\0WAVEfmt ",
        "OGG": b"OggS\0\2",
    }
    noise = random.Random(7).randbytes(5_000)
    for name, start in starts.items():
        yield Case("wrong magic", f"{name}, then noise", start + noise)
        yield Case("wrong magic", f"{name}, then a page", start + ACTIVE, filename="a.html", declared="text/html")


def telling_all() -> Iterator[Case]:
    """Pictures that tell where they were taken, by whom and with what, in every way there is."""
    for form in ("JPEG", "PNG", "WEBP", "GIF", "AVIF"):
        for turn in (1, 3, 6, 8) if form != "GIF" else (1, 1):
            data = telling(form, photo(120 + turn, 80), turn)
            yield Case("places", f"{form} held {turn}", data, "made")
    for turn in (0, 1):
        yield Case("places", f"HEIF turned {turn}", heic(photo(128, 64), turn=turn, told=[MARK * 20]), "made")


def other_formats() -> Iterator[Case]:
    """All the formats a picture library would open, and nobody needs."""
    picture = photo(64, 48)
    for form in ("BMP", "DDS", "DIB", "ICNS", "ICO", "QOI", "JPEG2000", "PCX", "PDF", "PPM", "SGI", "TGA", "TIFF"):
        yield Case("other formats", form, encoded(picture, form))
    yield Case("other formats", "EPS", encoded(picture, "EPS"))
    yield Case("other formats", "MSP", encoded(picture.convert("1"), "MSP"))
    yield Case("other formats", "XBM", encoded(picture.convert("1"), "XBM"))
    yield Case("other formats", "SPIDER", encoded(picture.convert("F"), "SPIDER"))
    yield Case("other formats", "PSD", b"8BPS\0\1" + bytes(6) + b"\0\3\0\0\0\x30\0\0\0\x40\0\x08\0\3" + bytes(9_300))
    yield Case("other formats", "JPEG XL", b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(500))
    # Cameras that take two pictures at once: the first is a JPEG like any other.
    pair = encoded(picture, "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "red")])
    yield Case("other formats", "MPO", pair, "made")


NAMES = (
    "../../../../etc/cron.d/x.jpg",
    "..\\..\\windows\\system32\\x.jpg",
    "/etc/passwd",
    "C:\\x.jpg",
    "\\\\server\\share\\x.jpg",
    "x.php.jpg",
    "x.jpg.php",
    "x.jpg%00.php",
    "x.svg",
    "x.html",
    ".htaccess",
    "CON",
    "nul.jpg",
    "a" * 900 + ".jpg",
    "\u202egpj.exe",
    "\u0430\u0440\u0440le.jpg",
    "x;rm -rf ~.jpg",
    "$(id).jpg",
    "' OR 1=1 --.jpg",
    "<img src=x onerror=a()>.jpg",
)


def names() -> Iterator[Case]:
    """Good pictures under bad names."""
    for name in NAMES:
        yield Case("names", name[:40], plain("JPEG"), "made", name)


def viruses() -> Iterator[Case]:
    """What virus scanners look for, alone, and within and behind pictures."""
    for name in ("x.com", "x.jpg", "x.png", "x.txt"):
        yield Case("viruses", f"alone as {name}", EICAR, filename=name)
    yield Case("viruses", "in an archive", zipped(x=EICAR))
    for form in FORMS:
        yield Case("viruses", f"behind {form}", plain(form) + EICAR, "either")
    for form in ("JPEG", "GIF"):
        yield Case("viruses", f"in the comment of {form}", encoded(photo(60, 40), form, comment=EICAR), "made")
    for form in ("JPEG", "PNG", "WEBP", "AVIF"):
        data = encoded(photo(60, 40), form, icc_profile=EICAR * 3)
        yield Case("viruses", f"as the colours of {form}", data, "either")
    for form, start in (("JPEG", b"\xff\xd8\xff"), ("PNG", b"\x89PNG\r\n\x1a\n"), ("GIF", b"GIF89a")):
        yield Case("viruses", f"after the first bytes of {form}", start + EICAR)


def empties() -> Iterator[Case]:
    """Nothing, and next to nothing."""
    kinds = {"jpg": "image/jpeg", "png": "image/png", "mp4": "video/mp4", "m4a": "audio/mp4", "svg": "image/svg+xml"}
    for end, kind in kinds.items():
        yield Case("empty", f"nothing as .{end}", b"", filename=f"x.{end}", declared=kind)
    for at in (1, 2, 3, 4, 8, 12, 16, 64):
        yield Case("empty", f"{at} zeros", bytes(at))
    starts = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"GIF87a", b"RIFF\4\0\0\0WEBP", b"OggS", b"ID3")
    for start in starts:
        yield Case("empty", f"only {start[:6]!r}", start)


def archives() -> Iterator[Case]:
    """Archives: nothing here reads them, whatever is in them."""
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    linked = BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    grown = zipped(zeros=bytes(30_000_000))
    files = {
        "one that leaves its folder": zipped(**{"../../evil.jpg": MARK}),
        "one with a path from the root": zipped(**{"/etc/evil": MARK}),
        "one with a path of Windows": zipped(**{"..\\evil": MARK}),
        "one with a link": linked.getvalue(),
        "one that grows a thousandfold": grown,
        "one of ten thousand files": zipped(**{str(at): b"" for at in range(10_000)}),
        "one in one in one": zipped(a=zipped(b=zipped(c=grown))),
        "one of pictures": zipped(**{"a.jpg": plain("JPEG")}),
        "one with the same name twice over": zipped(a=MARK) + zipped(a=EICAR),
        "one that says it is encrypted": zipped(a=MARK).replace(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0"),
    }
    for name, data in files.items():
        yield Case("archives", name, data, filename="export.zip", declared="application/zip")
    others = {
        "gzip": b"\x1f\x8b\x08",
        "bzip2": b"BZh9",
        "xz": b"\xfd7zXZ\0",
        "7z": b"7z\xbc\xaf\x27\x1c",
        "rar": b"Rar!\x1a\7",
    }
    others |= {
        "tar": b"a" + bytes(256) + b"ustar\0",
        "zstd": b"\x28\xb5\x2f\xfd",
        "cab": b"MSCF",
        "ar": b"!<arch>\n",
        "exe": b"MZ",
    }
    for name, start in others.items():
        yield Case("archives", name, start + MARK + bytes(600))
