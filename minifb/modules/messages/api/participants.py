"""Routes of participants: who is in a group, and what it is called."""

from litestar import delete, get, post, put

from minifb.kernel.http.policy import Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.messages.api.asks import CHANGE, OWN, Asker, Cursor, Size
from minifb.modules.messages.public import Conversation, Participant
from minifb.modules.messages.rules.conversations import ConversationChange
from minifb.modules.messages.rules.participants import NewParticipants, NewRole
from minifb.modules.messages.service import Messages

PARTICIPANTS = Limit("participants", 120, 3600)


@put("/messages/conversations/{id:str}", operation_id="changeConversation", summary="Rename a group", tags=["groups"])
async def change(request: Asker, messages: Messages, id: str, data: ConversationChange) -> Conversation:
    """Call a group something else; everybody in it may."""
    return await messages.change_group(actor_of(request), id, data)


@get(
    "/messages/conversations/{id:str}/participants",
    operation_id="participants",
    summary="Who is in a conversation",
    tags=["groups"],
)
async def participants(
    request: Asker, messages: Messages, id: str, limit: Size = 20, cursor: Cursor = None
) -> Page[Participant]:
    """List who is in a conversation, who was there longest first."""
    return await messages.participants_of(actor_of(request), id, limit, cursor)


@post(
    "/messages/conversations/{id:str}/participants",
    operation_id="addParticipants",
    summary="Bring members into a group",
    tags=["groups"],
    status_code=200,
)
async def add(request: Asker, messages: Messages, id: str, data: NewParticipants) -> Conversation:
    """Bring members into a group; those who are no friends are asked first, and read what comes after."""
    return await messages.add_participants(actor_of(request), id, data.user_ids)


@put(
    "/messages/conversations/{id:str}/participants/{user_id:str}",
    operation_id="changeParticipant",
    summary="Change what a member of a group may do",
    tags=["groups"],
)
async def put_role(request: Asker, messages: Messages, id: str, user_id: str, data: NewRole) -> Conversation:
    """Make a member an admin of a group, or no longer one; admins may."""
    return await messages.put_role(actor_of(request), id, user_id, data.role)


@delete(
    "/messages/conversations/{id:str}/participants/{user_id:str}",
    operation_id="removeParticipant",
    summary="Leave a group, or remove a member",
    tags=["groups"],
    status_code=204,
)
async def remove(request: Asker, messages: Messages, id: str, user_id: str) -> None:
    """Leave a group, or, as an admin, take a member out of it; what was said until then stays readable for them."""
    await messages.remove_participant(actor_of(request), id, user_id)


ROUTES = (
    Route(change, CHANGE),
    Route(participants, OWN),
    Route(
        add,
        Policy(
            permission="messages.write",
            rule="one's own groups, members one may see",
            limit=PARTICIPANTS,
            once="natural",
        ),
    ),
    Route(put_role, CHANGE),
    Route(remove, CHANGE),
)
