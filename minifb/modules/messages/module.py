"""The manifest of messages."""

from minifb.kernel.module import Module
from minifb.modules.auth.public import UserDataErased
from minifb.modules.media.public import AttachmentAdded, AttachmentRemoved, MediaQuestions
from minifb.modules.messages import api, consumers, migrations, public, tables
from minifb.modules.messages.public import (
    ConversationChanged,
    ConversationCreated,
    ConversationRead,
    MessageDeleted,
    MessageEdited,
    MessageReacted,
    MessageRestored,
    MessageSent,
)
from minifb.modules.messages.rules.settings import MessagesSettings
from minifb.modules.messages.service import Messages
from minifb.modules.users.public import UsersQuestions

MODULE = Module(
    name="messages",
    summary="Conversations of two or of many, live.",
    port=3400,
    public=public,
    tables=tables.METADATA,
    migrations=migrations.STEPS,
    settings=MessagesSettings,
    service=Messages,
    answers=public.MessagesQuestions,
    asks=(UsersQuestions, MediaQuestions),
    routes=api.ROUTES,
    publishes=(
        ConversationCreated,
        ConversationChanged,
        ConversationRead,
        MessageSent,
        MessageEdited,
        MessageDeleted,
        MessageReacted,
        MessageRestored,
        AttachmentAdded,
        AttachmentRemoved,
        UserDataErased,
    ),
    consumes=consumers.CONSUMES,
    jobs=consumers.JOBS,
    workers=consumers.WORKERS,
)
