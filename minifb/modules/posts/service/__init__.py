"""The use cases of posts: one method, one transaction. One file per noun; `Posts` is all of them."""

from minifb.modules.posts.service.audiences import AudienceCases
from minifb.modules.posts.service.comments import CommentCases
from minifb.modules.posts.service.copies import CopyCases
from minifb.modules.posts.service.drafts import DraftCases
from minifb.modules.posts.service.excerpts import ExcerptCases
from minifb.modules.posts.service.feed.cases import FeedCases
from minifb.modules.posts.service.media import MediaCases
from minifb.modules.posts.service.members import MemberCases
from minifb.modules.posts.service.polls import PollCases
from minifb.modules.posts.service.posts import PostCases
from minifb.modules.posts.service.reactions import ReactionCases
from minifb.modules.posts.service.reports import ReportCases
from minifb.modules.posts.service.shares import ShareCases
from minifb.modules.posts.service.shelves import ShelfCases


class Posts(
    DraftCases,
    PostCases,
    PollCases,
    FeedCases,
    ShareCases,
    ShelfCases,
    ExcerptCases,
    AudienceCases,
    CommentCases,
    ReactionCases,
    ReportCases,
    MediaCases,
    CopyCases,
    MemberCases,
):
    """What people say, and who may see it."""
