"""The routes of posts: decode, one use case, encode. Hot ones send bytes that the use case drew. A file per noun."""

from minifb.modules.posts.api import (
    audiences,
    comments,
    drafts,
    feed,
    polls,
    posts,
    reactions,
    reports,
    shares,
    shelves,
)

ROUTES = (
    *feed.ROUTES,
    *audiences.ROUTES,
    *posts.ROUTES,
    *polls.ROUTES,
    *shares.ROUTES,
    *drafts.ROUTES,
    *shelves.ROUTES,
    *comments.ROUTES,
    *reactions.ROUTES,
    *reports.ROUTES,
)
