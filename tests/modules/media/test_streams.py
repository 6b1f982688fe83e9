"""Films go out over a real network at the speed of whoever watches, and cost the server nothing to speak of."""

import asyncio
import hashlib
import os
import re
from pathlib import Path

import httpx2
import pytest

from minifb.kernel.clock import SetClock, SystemClock
from tests.journeys.server import Server
from tests.modules.media.shelves import shelve
from tests.world import PASSWORD, open_world

MIB = 1024 * 1024
FILM = 48 * MIB
SLOW = 30

pytestmark = pytest.mark.slow


def memory(server: Server) -> int:
    """Tell how much memory a server has, in bytes."""
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024


async def slow_reader(server: Server, address: str, token: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Begin to watch a film, and stop taking it after its first bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1024)
    writer.write(f"GET {address} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n\r\n".encode())
    assert b" 200 " in await reader.readline()
    return reader, writer


async def test_slow_viewers_cost_nothing(tmp_path, template):
    """While many watch a film slowly the server's memory stays flat and everybody else is answered."""
    data = os.urandom(FILM)
    now = SetClock(SystemClock().now())  # what nothing holds is swept after a day
    async with open_world(tmp_path / "data", now, template=template) as world:
        address = await shelve(world, await world.person("ann"), data)
    server, watching = Server(tmp_path / "data"), []
    try:
        server.start()
        async with httpx2.AsyncClient(base_url=server.url, timeout=20, trust_env=False) as client:
            told = (await client.post("/auth/login", json={"username": "ann", "password": PASSWORD})).json()
            token = told["accessToken"]
            client.headers["authorization"] = f"Bearer {token}"
            assert (await client.get(address, headers={"range": "bytes=0-9"})).content == data[:10]
            before = memory(server)
            watching = [await slow_reader(server, address, token) for _ in range(SLOW)]
            await asyncio.sleep(0.5)
            whole = hashlib.sha256()
            async with client.stream("GET", address) as answer:
                async for piece in answer.aiter_bytes():
                    whole.update(piece)
            assert whole.digest() == hashlib.sha256(data).digest()
            assert memory(server) - before < SLOW * 2 * MIB  # a few pieces each, however long the film
            for _ in range(2):  # whoever closes the page leaves a place: more would not be let in at once
                for _, writer in watching:
                    writer.close()
                await asyncio.sleep(0.5)
                watching = [await slow_reader(server, address, token) for _ in range(SLOW)]
    finally:
        for _, writer in watching:
            writer.close()
        server.stop()
