"""The use cases of posts: one method, one transaction. One file per noun; `Posts` is all of them."""

from minifb.modules.posts.service.comments import CommentCases
from minifb.modules.posts.service.members import MemberCases
from minifb.modules.posts.service.posts import PostCases
from minifb.modules.posts.service.reactions import ReactionCases


class Posts(PostCases, CommentCases, ReactionCases, MemberCases):
    """What people say, and who may see it."""
