"""The manifest of notifications."""

from minifb.kernel.module import Module
from minifb.modules.auth.public import AuthQuestions, UserDataErased
from minifb.modules.messages.public import MessagesQuestions
from minifb.modules.notifications import api, consumers, migrations, public, tables
from minifb.modules.notifications.public import NotificationCreated, NotificationsQuestions, NotificationWithdrawn
from minifb.modules.notifications.rules.settings import NotificationsSettings
from minifb.modules.notifications.service import Notifications
from minifb.modules.posts.public import PostsQuestions
from minifb.modules.users.public import UsersQuestions

MODULE = Module(
    name="notifications",
    summary="Telling members what concerns them: in the app, by mail, by push.",
    port=3700,
    public=public,
    tables=tables.METADATA,
    migrations=migrations.STEPS,
    settings=NotificationsSettings,
    service=Notifications,
    answers=NotificationsQuestions,
    asks=(AuthQuestions, UsersQuestions, PostsQuestions, MessagesQuestions),
    routes=api.ROUTES,
    publishes=(NotificationCreated, NotificationWithdrawn, UserDataErased),
    consumes=consumers.CONSUMES,
    jobs=consumers.JOBS,
    workers=consumers.WORKERS,
)
