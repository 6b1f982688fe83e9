"""The routes of auth: decode, one use case, encode; one file for each noun."""

from minifb.kernel.http.policy import Route
from minifb.modules.auth.api import (
    accounts,
    community,
    deletion,
    emails,
    invites,
    keys,
    login,
    members,
    passkeys,
    passwords,
    registration,
    sessions,
    totp,
)

ROUTES: tuple[Route, ...] = (
    *community.ROUTES,
    *registration.ROUTES,
    *login.ROUTES,
    *sessions.ROUTES,
    *passwords.ROUTES,
    *emails.ROUTES,
    *accounts.ROUTES,
    *totp.ROUTES,
    *passkeys.ROUTES,
    *keys.ROUTES,
    *invites.ROUTES,
    *members.ROUTES,
    *deletion.ROUTES,
)
