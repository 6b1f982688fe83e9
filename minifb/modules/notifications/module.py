"""Notifications: telling members what happened. Planned: this is its face, nothing answers yet."""

from minifb.kernel.module import Module
from minifb.modules.notifications import public

MODULE = Module(
    name="notifications",
    summary="Telling members what happened: in the app, by mail, by push.",
    port=3700,
    status="planned",
    public=public,
    answers=public.NotificationsQuestions,
    publishes=(public.NotificationCreated,),
)
