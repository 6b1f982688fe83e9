"""Routes of what one wants of a conversation for oneself."""

from litestar import delete, put

from minifb.kernel.http.policy import Route, actor_of
from minifb.modules.messages.api.asks import CHANGE, Asker
from minifb.modules.messages.public import Conversation
from minifb.modules.messages.rules.wishes import Quiet, Wish
from minifb.modules.messages.service import Messages

ONE = "/messages/conversations/{id:str}"


@put(f"{ONE}/mute", operation_id="muteConversation", summary="Mute a conversation", tags=["conversations"])
async def mute(request: Asker, messages: Messages, id: str, data: Quiet) -> Conversation:
    """Be reminded of nothing in it, for some minutes or until one says otherwise; it is still counted."""
    return await messages.want(actor_of(request), id, Wish("mute", data.minutes))


@delete(f"{ONE}/mute", operation_id="unmuteConversation", summary="Unmute", tags=["conversations"], status_code=204)
async def unmute(request: Asker, messages: Messages, id: str) -> None:
    """Be reminded again."""
    await messages.want(actor_of(request), id, Wish("unmute"))


@put(f"{ONE}/archive", operation_id="archiveConversation", summary="Archive a conversation", tags=["conversations"])
async def archive(request: Asker, messages: Messages, id: str) -> Conversation:
    """Put a conversation away until somebody says something in it."""
    return await messages.want(actor_of(request), id, Wish("archive"))


@delete(
    f"{ONE}/archive",
    operation_id="unarchiveConversation",
    summary="Take a conversation out of the archive",
    tags=["conversations"],
    status_code=204,
)
async def unarchive(request: Asker, messages: Messages, id: str) -> None:
    """Take a conversation out of the archive."""
    await messages.want(actor_of(request), id, Wish("unarchive"))


@put(f"{ONE}/pin", operation_id="pinConversation", summary="Pin a conversation", tags=["conversations"])
async def pin(request: Asker, messages: Messages, id: str) -> Conversation:
    """Keep a conversation at the top of the list."""
    return await messages.want(actor_of(request), id, Wish("pin"))


@delete(f"{ONE}/pin", operation_id="unpinConversation", summary="Unpin", tags=["conversations"], status_code=204)
async def unpin(request: Asker, messages: Messages, id: str) -> None:
    """Let it stand where it would."""
    await messages.want(actor_of(request), id, Wish("unpin"))


@put(f"{ONE}/unread", operation_id="markUnread", summary="Mark a conversation unread", tags=["conversations"])
async def unread(request: Asker, messages: Messages, id: str) -> Conversation:
    """Mark a conversation as something to come back to; nobody else's view of what one read changes."""
    return await messages.want(actor_of(request), id, Wish("unread"))


@put(f"{ONE}/accept", operation_id="acceptConversation", summary="Accept a request", tags=["conversations"])
async def accept(request: Asker, messages: Messages, id: str) -> Conversation:
    """Take part in a conversation that somebody began who is no friend; writing in it accepts it too."""
    return await messages.accept(actor_of(request), id)


@put(f"{ONE}/ignore", operation_id="ignoreConversation", summary="Ignore a request", tags=["conversations"])
async def ignore(request: Asker, messages: Messages, id: str) -> Conversation:
    """Hear no more of a request; whoever wrote does not learn of it."""
    return await messages.want(actor_of(request), id, Wish("ignore"))


@delete(
    ONE,
    operation_id="deleteConversation",
    summary="Delete a conversation for oneself",
    tags=["conversations"],
    status_code=204,
)
async def drop(request: Asker, messages: Messages, id: str) -> None:
    """Remove all that was said so far, for oneself alone; what is said later brings the conversation back."""
    await messages.want(actor_of(request), id, Wish("delete"))


ROUTES = tuple(
    Route(handler, CHANGE) for handler in (mute, unmute, archive, unarchive, pin, unpin, unread, accept, ignore, drop)
)
