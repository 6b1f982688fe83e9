"""The manifest of users."""

from minifb.kernel.module import Module
from minifb.modules.auth.public import UserDataErased
from minifb.modules.media.public import AttachmentAdded, AttachmentRemoved, MediaQuestions
from minifb.modules.users import api, consumers, migrations, public, tables
from minifb.modules.users.public import (
    FriendListChanged,
    FriendRemoved,
    FriendRequestAccepted,
    FriendRequestCancelled,
    FriendRequestDeclined,
    FriendRequestSent,
    UserBlocked,
    UserDeactivated,
    UserFollowed,
    UserMuted,
    UserPrivacyChanged,
    UserProfileCreated,
    UserProfileRejected,
    UserProfileUpdated,
    UserReactivated,
    UsersQuestions,
    UserUnblocked,
    UserUnfollowed,
    UserUnmuted,
)
from minifb.modules.users.rules.settings import UsersSettings
from minifb.modules.users.service import Users

MODULE = Module(
    name="users",
    summary="Profiles, and who people are to each other.",
    port=3200,
    public=public,
    tables=tables.METADATA,
    migrations=migrations.STEPS,
    settings=UsersSettings,
    service=Users,
    answers=UsersQuestions,
    asks=(MediaQuestions,),
    routes=api.ROUTES,
    publishes=(
        UserProfileCreated,
        UserProfileRejected,
        UserProfileUpdated,
        UserPrivacyChanged,
        UserDeactivated,
        UserReactivated,
        FriendRequestSent,
        FriendRequestAccepted,
        FriendRequestDeclined,
        FriendRequestCancelled,
        FriendRemoved,
        UserBlocked,
        UserUnblocked,
        UserFollowed,
        UserUnfollowed,
        UserMuted,
        UserUnmuted,
        FriendListChanged,
        AttachmentAdded,
        AttachmentRemoved,
        UserDataErased,
    ),
    consumes=consumers.CONSUMES,
    jobs=consumers.JOBS,
)
