"""The manifest of media."""

from minifb.kernel.module import Module
from minifb.modules.auth.public import UserDataErased
from minifb.modules.media import api, consumers, migrations, public, tables
from minifb.modules.media.rules.settings import MediaSettings
from minifb.modules.media.service import Media
from minifb.modules.messages.public import MessagesQuestions
from minifb.modules.posts.public import PostsQuestions
from minifb.modules.users.public import UsersQuestions

MODULE = Module(
    name="media",
    summary="Pictures, film and sound.",
    port=3500,
    public=public,
    tables=tables.METADATA,
    migrations=migrations.STEPS,
    settings=MediaSettings,
    service=Media,
    answers=public.MediaQuestions,
    asks=(UsersQuestions, PostsQuestions, MessagesQuestions),
    routes=api.ROUTES,
    publishes=(
        public.MediaUploaded,
        public.MediaProcessed,
        public.MediaFailed,
        public.MediaDeleted,
        UserDataErased,
    ),
    consumes=consumers.CONSUMES,
    jobs=consumers.JOBS,
    workers=consumers.WORKERS,
)
