"""Messages: conversations of two or of many, live. Planned: this is its face, nothing answers yet."""

from minifb.kernel.module import Module
from minifb.modules.messages import public

MODULE = Module(
    name="messages",
    summary="Conversations of two or of many, live.",
    port=3400,
    status="planned",
    public=public,
    answers=public.MessagesQuestions,
    publishes=(
        public.ConversationCreated,
        public.MessageSent,
        public.MessageEdited,
        public.MessageDeleted,
    ),
)
