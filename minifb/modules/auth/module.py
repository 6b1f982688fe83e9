"""The manifest of auth."""

from minifb.kernel.module import Module
from minifb.modules.auth import api, consumers, migrations, public, tables
from minifb.modules.auth.public import (
    AuthQuestions,
    MailRequested,
    SessionRevoked,
    UserActivated,
    UserDataErased,
    UserDeleted,
    UserEmailVerified,
    UserLogin,
    UserLogout,
    UserRegistered,
    UserRegistrationCancelled,
    UserRenamed,
    UserRestored,
    UserRoleChanged,
    UserSuspended,
)
from minifb.modules.auth.rules.settings import AuthSettings
from minifb.modules.auth.service import Auth

MODULE = Module(
    name="auth",
    summary="Who somebody is: accounts, sessions, second factors, roles.",
    port=3100,
    public=public,
    tables=tables.METADATA,
    migrations=migrations.STEPS,
    settings=AuthSettings,
    service=Auth,
    answers=AuthQuestions,
    routes=api.ROUTES,
    publishes=(
        UserRegistered,
        UserActivated,
        UserRegistrationCancelled,
        UserLogin,
        UserLogout,
        UserEmailVerified,
        UserRenamed,
        UserRoleChanged,
        UserSuspended,
        UserRestored,
        SessionRevoked,
        UserDeleted,
        UserDataErased,
        MailRequested,
    ),
    consumes=consumers.CONSUMES,
    jobs=consumers.JOBS,
)
