"""Frames reach every socket a member has open, and a socket that does not read is closed."""

import asyncio

from minifb.kernel.http.live import BYTES_MAX, MESSAGES_MAX, TOO_SLOW, Live


async def test_a_frame_reaches_every_socket_of_those_told():
    """Each tab of each member that is told gets the frame; nobody else does."""
    live = Live()
    tabs = [live.register("ann"), live.register("ann"), live.register("bob")]
    stranger = live.register("eve")
    live.tell(["ann", "bob", "nobody"], {"type": "hello"})
    assert [await tab.get() for tab in tabs] == [b'{"type":"hello"}'] * 3
    assert live.count() == 4
    stranger.close(1000)
    assert await stranger.get() is None


async def test_a_socket_waits_for_the_next_frame():
    """Reading waits until there is something."""
    live = Live()
    tab = live.register("ann")
    waiting = asyncio.create_task(tab.get())
    await asyncio.sleep(0)
    live.tell(["ann"], {"n": 1})
    assert await waiting == b'{"n":1}'


async def test_a_socket_that_does_not_read_is_closed():
    """Past 256 frames, or a mebibyte, a socket is closed and resumes by cursor."""
    live = Live()
    slow, heavy = live.register("ann"), live.register("bob")
    for _ in range(MESSAGES_MAX + 1):
        live.tell(["ann"], {})
    live.tell(["bob"], {"text": "x" * BYTES_MAX})
    assert (await slow.get(), slow.close_code) == (None, TOO_SLOW)
    assert (await heavy.get(), heavy.close_code) == (None, TOO_SLOW)


async def test_whoever_left_is_forgotten():
    """A socket that is gone is not counted, and its member is not present."""
    live = Live()
    tab = live.register("ann")
    live.unregister("ann", tab)
    live.unregister("ann", tab)
    assert (live.count(), live.present("ann")) == (0, False)


async def test_signing_out_hangs_up():
    """All sockets of a member are told the code to close with."""
    live = Live()
    tabs = [live.register("ann"), live.register("ann")]
    live.hang_up("ann", 4401)
    assert [(await tab.get(), tab.close_code) for tab in tabs] == [(None, 4401)] * 2
