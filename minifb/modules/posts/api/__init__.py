"""The routes of posts: decode, one use case, encode. Hot ones send bytes that the use case drew. A file per noun."""

from minifb.modules.posts.api import comments, feed, posts, reactions

ROUTES = (*feed.ROUTES, *posts.ROUTES, *comments.ROUTES, *reactions.ROUTES)
