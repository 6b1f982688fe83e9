"""The manifest of posts."""

from minifb.kernel.module import Module
from minifb.modules.auth.public import UserDataErased
from minifb.modules.media.public import AttachmentAdded, AttachmentRemoved, MediaQuestions
from minifb.modules.posts import api, consumers, migrations, public, tables
from minifb.modules.posts.public import (
    CommentAdded,
    CommentDeleted,
    CommentRestored,
    CommentUpdated,
    PostCreated,
    PostDeleted,
    PostLiked,
    PostRestored,
    PostsQuestions,
    PostUpdated,
    ReactionAdded,
    ReactionRemoved,
)
from minifb.modules.posts.rules.settings import PostsSettings
from minifb.modules.posts.service import Posts
from minifb.modules.users.public import UsersQuestions

MODULE = Module(
    name="posts",
    summary="What people say, and who may see it.",
    port=3300,
    public=public,
    tables=tables.METADATA,
    migrations=migrations.STEPS,
    settings=PostsSettings,
    service=Posts,
    answers=PostsQuestions,
    asks=(UsersQuestions, MediaQuestions),
    routes=api.ROUTES,
    publishes=(
        PostCreated,
        PostUpdated,
        PostDeleted,
        PostRestored,
        CommentAdded,
        CommentUpdated,
        CommentDeleted,
        CommentRestored,
        ReactionAdded,
        ReactionRemoved,
        PostLiked,
        AttachmentAdded,
        AttachmentRemoved,
        UserDataErased,
    ),
    consumes=consumers.CONSUMES,
    jobs=consumers.JOBS,
)
