"""Outbound: what only this server can reach is not reached through it."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from minifb.kernel.http.outbound import BYTES_MAX, NoAnswer, NotCalled, Outbound, is_public
from minifb.kernel.settings import CannotStart

OWN = "https://social.example"


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.0.1", "192.0.0.170", "192.168.1.1",
        "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:a00:1::", "2001::1", "2001:db8::1", "fc00::1",
        "fd12::1", "fe80::1", "fec0::1", "ff02::1", "5f00::1",
    ],
)  # fmt: skip
def test_what_is_not_on_the_internet_is_private(address: str) -> None:
    """Loopback, local networks and whatever wraps them are private, also what the standard library calls global."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "142.250.1.95", "2606:4700::1111", "64:ff9b::1.1.1.1", "2002:101:101::1"]
)
def test_what_is_on_the_internet_is_public(address: str) -> None:
    """Machines of the public internet may be called, also through a translation to IPv6."""
    assert is_public(ipaddress.ip_address(address))


Answering = Callable[[bytes], bytes]


@pytest.fixture
async def somebody() -> AsyncIterator[tuple[int, list[bytes], list[bytes]]]:
    """A server on this machine: its port, what it answers, and what it was asked."""
    answers: list[bytes] = [b"HTTP/1.1 200 OK\r\nX-Said: yes\r\nContent-Length: 2\r\n\r\nhi"]
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answers[0])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], answers, asked
    server.close()


async def ask(outbound: Outbound, url: str) -> Any:
    """Ask once."""
    try:
        return await outbound.ask("GET", url, {})
    finally:
        await outbound.close()


async def test_a_named_network_may_be_called(somebody: Any) -> None:
    """The operator may name private networks; an answer comes with its status, headers and body."""
    port, _, asked = somebody
    answer = await ask(Outbound(["127.0.0.0/8", "::1/128"], OWN), f"http://localhost:{port}/x?y=1")
    assert (answer.status, answer.headers["x-said"], answer.body) == (200, "yes", b"hi")
    assert asked[0].startswith(b"GET /x?y=1 HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0", "[::1]", "[::ffff:127.0.0.1]"]
)
async def test_this_machine_is_not_called_by_any_name(somebody: Any, host: str) -> None:
    """However loopback is written, nothing is sent there."""
    port, _, asked = somebody
    with pytest.raises(NotCalled):
        await ask(Outbound([], OWN), f"http://{host}:{port}/")
    assert asked == []


async def test_one_private_address_among_others_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that stands for a public and a private machine is not called at all."""

    async def both(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("1.1.1.1", "10.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", both, raising=False)
    with pytest.raises(NotCalled):
        await ask(Outbound([], OWN), "https://changes.example/")


async def test_a_redirect_leads_nowhere(somebody: Any) -> None:
    """A redirect is an answer like others: nobody goes where it points."""
    port, answers, asked = somebody
    answers[0] = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"
    assert (await ask(Outbound(["127.0.0.1/32"], OWN), f"http://127.0.0.1:{port}/")).status == 302
    assert len(asked) == 1


async def test_far_too_much_is_no_answer(somebody: Any) -> None:
    """Nobody fills the memory with an answer."""
    port, answers, _ = somebody
    answers[0] = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (BYTES_MAX + 1)
    with pytest.raises(NoAnswer):
        await ask(Outbound(["127.0.0.1/32"], OWN), f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "url", ["https://social.example/x", "ftp://1.1.1.1/", "https://", "/x", "HTTPS://Social.Example:443"]
)
async def test_what_is_no_address_is_not_called(url: str) -> None:
    """Our own address, and what is none, is refused before anything is looked up."""
    with pytest.raises(NotCalled):
        await ask(Outbound([], OWN), url)


async def test_only_ports_of_the_web() -> None:
    """A public machine is called on the ports of the web alone."""
    outbound = Outbound([], OWN)
    assert [port for port in (22, 25, 80, 443, 6379) if outbound.may_call("1.1.1.1", port)] == [80, 443]


async def test_nobody_there_is_no_answer() -> None:
    """A machine that does not answer is told from one that may not be called."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NoAnswer):
        await ask(Outbound(["127.0.0.1/32"], OWN), f"http://127.0.0.1:{port}/")


def test_what_is_no_network_stops_the_start() -> None:
    """A network that is written wrong is said at the start."""
    with pytest.raises(CannotStart, match=r"outbound\.allow"):
        Outbound(["10.0.0.1/8"], OWN)
