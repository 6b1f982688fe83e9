"""Frames reach every socket a member has open, and a socket that does not read is closed."""

import asyncio

import pytest

from minifb.kernel.http.live import BYTES_MAX, MESSAGES_MAX, SOCKETS_MAX, TOO_SLOW, Live, TooManySockets
from minifb.kernel.http.policy import Actor


def opened(live, name, session="", at_once=None):
    """Open a socket."""
    return live.register(Actor(id=name, session=session), 0, at_once)


async def test_a_frame_reaches_every_socket_of_those_told():
    """Each tab of each member that is told gets the frame; nobody else does."""
    live = Live()
    tabs = [opened(live, "ann"), opened(live, "ann"), opened(live, "bob")]
    stranger = opened(live, "eve")
    live.tell(["ann", "bob", "nobody"], {"type": "hello"})
    assert [await tab.get() for tab in tabs] == [b'{"type":"hello"}'] * 3
    assert live.count() == 4
    stranger.close(1000)
    assert await stranger.get() is None


async def test_a_socket_waits_for_the_next_frame():
    """Reading waits until there is something."""
    live = Live()
    tab = opened(live, "ann")
    waiting = asyncio.create_task(tab.get())
    await asyncio.sleep(0)
    live.tell(["ann"], {"n": 1})
    assert await waiting == b'{"n":1}'


async def test_a_socket_that_does_not_read_is_closed():
    """Past 256 frames, or a mebibyte, a socket is closed and resumes by cursor."""
    live = Live()
    slow, heavy = opened(live, "ann"), opened(live, "bob")
    for _ in range(MESSAGES_MAX + 1):
        live.tell(["ann"], {})
    live.tell(["bob"], {"text": "x" * BYTES_MAX})
    assert (await slow.get(), slow.close_code) == (None, TOO_SLOW)
    assert (await heavy.get(), heavy.close_code) == (None, TOO_SLOW)


async def test_whoever_left_is_forgotten():
    """A socket that is gone is not counted, and its member is not present."""
    live = Live()
    tab = opened(live, "ann")
    live.unregister(tab)
    live.unregister(tab)
    assert (live.count(), live.present("ann")) == (0, False)


async def test_signing_out_hangs_up():
    """All sockets of a member are told the code to close with."""
    live = Live()
    tabs = [opened(live, "ann"), opened(live, "ann")]
    live.hang_up("ann", 4401)
    assert [(await tab.get(), tab.close_code) for tab in tabs] == [(None, 4401)] * 2


async def test_one_session_hangs_up_alone():
    """Signing out on one device leaves the others connected."""
    live = Live()
    phone, laptop = opened(live, "ann", "phone"), opened(live, "ann", "laptop")
    live.hang_up("ann", 4401, ["phone", "another"])
    assert (phone.close_code, laptop.close_code) == (4401, None)
    live.hang_up_where(lambda mailbox: mailbox.actor.session == "laptop", 4401)
    assert laptop.close_code == 4401


async def test_a_member_has_so_many_sockets_and_no_more():
    """The eleventh is refused; one that closes makes room."""
    live = Live()
    tabs = [opened(live, "ann") for _ in range(SOCKETS_MAX)]
    with pytest.raises(TooManySockets):
        opened(live, "ann")
    opened(live, "bob")
    live.unregister(tabs[3])
    opened(live, "ann")


async def test_who_comes_and_goes_is_told():
    """The first socket of a member and the end of the last are told; what is between them is not."""
    live, told = Live(), []
    live.watch(lambda member_id, present: told.append((member_id, present)))
    one, other = opened(live, "ann"), opened(live, "ann")
    live.unregister(one)
    assert told == [("ann", True)]
    live.unregister(other)
    live.unregister(other)
    assert told == [("ann", True), ("ann", False)]


async def test_a_socket_can_be_left_out():
    """What one tab did is told to the others alone."""
    live = Live()
    one, other = opened(live, "ann"), opened(live, "ann")
    live.tell(["ann"], {"n": 1}, but=one)
    live.tell(["ann"], {"n": 2})
    assert [await one.get(), await other.get()] == [b'{"n":2}', b'{"n":1}']


async def test_a_server_that_stops_takes_no_socket():
    """Whoever connects while the server stops is sent away like the others."""
    live = Live()
    before = opened(live, "ann")
    live.hang_up_all(1012)
    assert (before.close_code, opened(live, "bob").close_code) == (1012, 1012)


async def test_what_can_go_at_once_does_not_wait_and_nothing_overtakes():
    """A frame is written when it is told; while the reader lags it waits, and later ones wait behind it."""
    live, wire, ready = Live(), [], asyncio.Event()
    tab = opened(live, "ann", at_once=lambda frame: ready.is_set() and wire.append(frame) is None)

    async def write():
        while (frame := await tab.get()) is not None:
            await ready.wait()
            wire.append(frame)

    ready.set()

    live.tell(["ann"], 1)
    writing = asyncio.create_task(write())
    await asyncio.sleep(0)
    live.tell(["ann"], 2)
    ready.clear()
    live.tell(["ann"], 3)
    await asyncio.sleep(0)
    ready.set()
    live.tell(["ann"], 4)
    await asyncio.sleep(0.01)
    live.tell(["ann"], 5)
    tab.close(1000)
    await writing
    assert wire == [b"1", b"2", b"3", b"4", b"5"]
