"""The routes of users: decode, one use case, encode; one file per noun."""

from minifb.kernel.http.policy import Route
from minifb.modules.users.api import blocks, friends, profiles, search

ROUTES: tuple[Route, ...] = (
    *profiles.ROUTES,
    *search.ROUTES,
    *friends.ROUTES,
    *blocks.ROUTES,
)
