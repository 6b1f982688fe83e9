"""An attack: hostile uploads are sent to a server, and whatever it then serves is looked at."""

import asyncio
import contextlib
import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import httpx2
import msgspec

from tests.pictures import SECRET, opened
from tests.security.cases import EICAR, MARK, Case, Wire

PATIENCE = 60.0
"""Seconds until what is not answered counts as hanging."""
SERVED = {"image/webp", "image/jpeg", "video/mp4", "audio/mp4"}
TRACES = (MARK, EICAR, SECRET, b"Exif\0", b"<html", b"<svg")


class Result(msgspec.Struct):
    """What became of an upload."""

    group: str
    name: str
    expected: str
    status: int
    """0: the server hung up."""
    code: str
    became: str = "refused"
    faults: list[str] = []

    def __str__(self) -> str:
        """Say it in a line."""
        told = f"{self.group}: {self.name}: {self.status} {self.code}, {self.became}, expected {self.expected}"
        return "; ".join([told, *self.faults])

    @property
    def good(self) -> bool:
        """Whether it became what it may, and nothing was wrong with it."""
        return not self.faults and self.status < 500 and self.expected in {"either", self.became}


class Attack:
    """Somebody signed in, with bad intentions."""

    def __init__(self, client: httpx2.AsyncClient, token: str) -> None:
        """Go at a server."""
        self.client = client
        self.headers = {"authorization": f"Bearer {token}"}

    async def run(self, cases: Iterable[Case | Wire], at_once: int = 1) -> list[Result]:
        """Send all of them, so many at once."""
        places = asyncio.Semaphore(at_once)

        async def one(case: Case | Wire) -> Result:
            async with places:
                return await self.send(case)

        return await asyncio.gather(*map(one, cases))

    async def send(self, case: Case | Wire) -> Result:
        """Send one of them, and look at what is served of it."""
        result = Result(case.group, case.name, case.outcome, 0, "")
        try:
            async with asyncio.timeout(PATIENCE):
                result.status, told = await (self.upload(case) if isinstance(case, Case) else self.talk(case))
                result.code = told.get("code", "")
                if result.status == 201:
                    medium = await self.ended(told["id"])
                    result.became = "made" if medium["status"] == "ready" else "refused"
                    result.code = medium["reason"] or ""
                    result.faults = await self.look(medium, case)
                    await self.client.delete(f"/media/{medium['id']}", headers=self.headers)
        except TimeoutError:
            result.faults = ["no answer"]
        except httpx2.TransportError as error:
            result.faults = [f"{type(error).__name__}: {error}"]
        return result

    async def upload(self, case: Case) -> tuple[int, dict[str, Any]]:
        """Send a file in a good form."""
        files = {"file": (case.filename, case.data, case.declared)}
        response = await self.client.post("/media/upload", files=files, headers=self.headers)
        return response.status_code, response.json()

    async def ended(self, id: str) -> Any:
        """Wait until it was worked on."""
        while True:
            medium = (await self.client.get(f"/media/{id}", headers=self.headers)).json()
            if medium["status"] != "processing":
                return medium
            await asyncio.sleep(0.05)

    async def look(self, medium: Any, case: Case | Wire) -> list[str]:
        """Find what is wrong with what is served of a medium."""
        sent = hashlib.sha256(case.data).digest() if isinstance(case, Case) else b""
        faults = []
        for variant in medium["variants"]:
            response = await self.client.get(variant["url"], headers=self.headers)
            body, name = response.content, variant["name"]
            if response.status_code != 200 or len(body) != variant["bytes"]:
                faults.append(f"{name}: {response.status_code}, {len(body)} bytes")
                continue
            if response.headers["content-type"] not in SERVED:
                faults.append(f"{name}: served as {response.headers['content-type']}")
            if response.headers.get("x-content-type-options") != "nosniff":
                faults.append(f"{name}: may be sniffed")
            if "sandbox" not in response.headers.get("content-security-policy", ""):
                faults.append(f"{name}: may run")
            if hashlib.sha256(body).digest() == sent:
                faults.append(f"{name}: served as it came")
            faults += [f"{name}: has {trace!r}" for trace in TRACES if trace in body]
            if variant["type"].startswith("image/"):
                faults += wrong_in(body, name, (variant["width"], variant["height"]))
        return faults

    # ── what no client would send ──

    async def talk(self, wire: Wire) -> tuple[int, dict[str, Any]]:
        """Send a request as it stands; stop as soon as it is answered."""
        where = urlsplit(str(self.client.base_url))
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        lines = [f"{name}: {value}" for name, value in {**self.headers, **wire.headers, "connection": "close"}.items()]
        head = "\r\n".join(["POST /media/upload HTTP/1.1", f"host: {where.netloc}", *lines, "", ""])
        answer = asyncio.create_task(reader.read(1 << 20))
        try:
            writer.write(head.encode())
            with contextlib.suppress(OSError):
                for piece in wire.body():
                    writer.write(piece)
                    await writer.drain()
                    if answer.done():
                        break
            if not wire.waits and not answer.done():
                return 0, {}
            with contextlib.suppress(OSError):
                return parsed(await answer + await reader.read())
            return 0, {}
        finally:
            answer.cancel()
            writer.close()


def parsed(answer: bytes) -> tuple[int, dict[str, Any]]:
    """Read an answer: its status, and what it says when it is JSON."""
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head:
        return 0, {}
    told: dict[str, Any] = {}
    with contextlib.suppress(msgspec.DecodeError):
        told = msgspec.json.decode(body)
    return int(head.split()[1]), told


def wrong_in(body: bytes, name: str, size: tuple[int, int]) -> list[str]:
    """Find what is wrong with a picture."""
    picture = opened(body)
    told = set(picture.info) & {"exif", "xmp", "icc_profile", "comment", "photoshop"}
    faults = [f"{name}: tells {told}"] if told else []
    return faults + ([f"{name}: {picture.size}, not {size}"] if picture.size != size else [])
