"""The routes of search: decode, one use case, encode. A file per noun."""

from minifb.modules.search.api import analytics, comments, posts, recent, suggestions, trending, users

ROUTES = (
    *posts.ROUTES,
    *comments.ROUTES,
    *users.ROUTES,
    *suggestions.ROUTES,
    *recent.ROUTES,
    *trending.ROUTES,
    *analytics.ROUTES,
)
