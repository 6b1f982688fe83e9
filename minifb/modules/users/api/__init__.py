"""The routes of users: decode, one use case, encode; one file per noun."""

from minifb.kernel.http.policy import Route
from minifb.modules.users.api import (
    birthdays,
    blocks,
    follows,
    friends,
    lists,
    members,
    mutes,
    privacy,
    profiles,
    reports,
    search,
    suggestions,
)

ROUTES: tuple[Route, ...] = (
    *profiles.ROUTES,
    *privacy.ROUTES,
    *members.ROUTES,
    *search.ROUTES,
    *friends.ROUTES,
    *suggestions.ROUTES,
    *lists.ROUTES,
    *follows.ROUTES,
    *mutes.ROUTES,
    *birthdays.ROUTES,
    *blocks.ROUTES,
    *reports.ROUTES,
)
