"""Requests that lie about themselves: their length, their parts, their end."""

from collections.abc import Callable, Iterable, Iterator

from tests.pictures import encoded, photo
from tests.security.bombs import gif, head, jpeg, webp
from tests.security.cases import END, FORM, MARK, Case, Outcome, Wire, part
from tests.security.disguises import plain

MIB = 1 << 20
ROW = bytes(64 * 1024)
CHUNKED = {"content-type": FORM, "transfer-encoding": "chunked"}
LONGEST = 640
"""Mebibytes after which the sender of what has no end gives up: more than any limit of this server."""


def sized(body: bytes, length: int | None = None) -> dict[str, str]:
    """Say how long a body is, or something else."""
    return {"content-type": FORM, "content-length": str(len(body) if length is None else length)}


def chunk(data: bytes) -> bytes:
    """Write a piece of a body whose length nobody told."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def wire(group: str, name: str, body: bytes, outcome: Outcome = "refused", length: int | None = None) -> Wire:
    """Send a body under a length of our choice; who promised more than there is hangs up in the end."""
    return Wire(group, name, sized(body, length), lambda: [body], outcome, waits=length is None or length <= len(body))


def size_lies() -> Iterator[Case | Wire]:
    """What says it is larger or smaller than it is."""
    good = part(encoded(photo(90, 60), "JPEG")) + END
    # The last line end may be missing; without more of it there is no form.
    yield wire("size lies", "a body said to be one byte less", good, "either", len(good) - 1)
    yield wire("size lies", "a body said to be half", good, "refused", len(good) // 2)
    yield wire("size lies", "a body said to be nothing", good, "refused", 0)
    for name, more in {"one byte more": 1, "much more": 10_000_000}.items():
        yield wire("size lies", f"a body said to be {name}", good, "refused", len(good) + more)
    for said in ("-1", "1e3", "0x10", "99999999999999999999", "12, 13", "+5", ""):
        yield Wire("size lies", f"a length of {said!r}", {"content-type": FORM, "content-length": said}, lambda: [good])
    both = {**sized(good), "transfer-encoding": "chunked"}
    yield Wire("size lies", "two ways to tell the length", both, lambda: [chunk(good), b"0\r\n\r\n"])
    png = plain("PNG")
    yield Case("size lies", "a PNG said to be larger", png[:8] + head(4_000, 4_000, colour=2) + png[33:])
    yield Case("size lies", "a PNG said to be smaller", png[:8] + head(2, 2, colour=2) + png[33:], "either")
    yield Case("size lies", "a PNG of no size", png[:8] + head(0, 0, colour=2) + png[33:])
    yield Case("size lies", "a JPEG said to be larger", jpeg(5_000, 5_000), "either")
    yield Case("size lies", "a JPEG of no size", jpeg(0, 0))
    yield Case("size lies", "a WebP said to be larger", webp(3_000, 3_000), "either")
    yield Case("size lies", "a GIF on a larger canvas", gif(3_000, 3_000, 1), "made")


def without_end(start: bytes, row: bytes = ROW) -> Callable[[], Iterable[bytes]]:
    """Send a beginning and then the same for ever, in pieces whose number nobody told."""

    def pieces() -> Iterator[bytes]:
        yield chunk(start)
        piece = chunk(row)
        for _ in range(LONGEST * MIB // len(row)):
            yield piece

    return pieces


def endless() -> Iterator[Wire]:
    """Bodies that do not end."""
    starts = {
        "JPEG": b"\xff\xd8\xff",
        "PNG": plain("PNG"),
        "GIF": b"GIF89a",
        "WebP": b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        "AVIF": plain("AVIF"),
        "HEIC": plain("HEIF"),
        "Ogg": b"OggS",
        "WAV": b"RIFF\xff\xff\xff\xffWAVE",
        "MP3": b"ID3\4\0\0",
        "text": MARK,
        "zeros": ROW,
    }
    for name, start in starts.items():
        yield Wire("endless", f"{name} without end", CHUNKED, without_end(part(start)[:-2]))
    yield Wire("endless", "parts without end", CHUNKED, without_end(part(plain("JPEG")), part(plain("JPEG"))))
    yield Wire(
        "endless", "descriptions without end", CHUNKED, without_end(b"", part(b"x", b'form-data; name="alt"') * 99)
    )
    alt = part(b"", b'form-data; name="alt"')[:-2]
    yield Wire("endless", "a description without end", CHUNKED, without_end(alt, b"x" * 65_536))
    yield Wire("endless", "a line before the form without end", CHUNKED, without_end(b"x", b"x" * 65_536))
    yield Wire("endless", "lines before the form without end", CHUNKED, without_end(b"x", b"x\r\n" * 9_999))
    yield Wire("endless", "a boundary without end", CHUNKED, without_end(b"--hostile", b"-" * 65_536))
    named = b'--hostile\r\nContent-Disposition: form-data; name="file"; filename="'
    yield Wire("endless", "a name without end", CHUNKED, without_end(named, b"x" * 65_536))
    many = b'--hostile\r\nContent-Disposition: form-data; name="file"\r\n'
    yield Wire("endless", "headers without end", CHUNKED, without_end(many, b"X-A: b\r\n" * 9_999))
    tiny = {"content-type": FORM, "transfer-encoding": "chunked"}
    yield Wire("endless", "pieces of one byte", tiny, lambda: (b"1\r\nx\r\n" * 10_000 for _ in range(50)), waits=False)


def parts() -> Iterator[Wire]:
    """Forms with parts twice over, without names, within each other, or none."""
    good = encoded(photo(90, 60), "JPEG")
    file, alt = part(good), part(b"a picture", b'form-data; name="alt"')
    forms: dict[str, tuple[bytes, Outcome]] = {
        "two files": (file + file + END, "refused"),
        "ten files": (file * 10 + END, "refused"),
        "a thousand files": (part(b"\xff\xd8\xff") * 1_000 + END, "refused"),
        "two descriptions": (file + alt + alt + END, "either"),
        "only a description": (alt + END, "refused"),
        "nothing": (END, "refused"),
        "no form at all": (good, "refused"),
        "no end": (file, "refused"),
        "half an end": (file + END[:5], "refused"),
        "more after the end": (file + END + MARK, "either"),
        "a file under another name": (part(good, b'form-data; name="image"; filename="a.jpg"') + END, "refused"),
        "a file without a name": (part(good, b'form-data; filename="a.jpg"') + END, "refused"),
        "a file that is no file": (part(good, b'form-data; name="file"') + END, "either"),
        "a part without a description": (b"--hostile\r\n\r\n" + good + b"\r\n" + END, "refused"),
        "two names in one": (part(good, b'form-data; name="file"; name="alt"; filename="a.jpg"') + END, "either"),
        "two ways to name it": (
            part(good, b"form-data; name=file; filename=\"a\"; filename*=UTF-8''%2e%2e") + END,
            "either",
        ),
        "a form within the form": (
            part(file + END, more=b"Content-Type: multipart/mixed; boundary=x\r\n") + END,
            "refused",
        ),
        "a part that says it is encoded": (part(good, more=b"Content-Transfer-Encoding: base64\r\n") + END, "either"),
        "a part with bare line feeds": (file.replace(b"\r\n", b"\n") + END, "refused"),
        "a line in a name": (part(good, b'form-data; name="file"; filename="a\r\nX-Evil: 1"') + END, "either"),
    }
    for name, (body, outcome) in forms.items():
        yield wire("parts", name, body, outcome)
