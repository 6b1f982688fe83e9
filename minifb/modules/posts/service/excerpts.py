"""Excerpts: what others who tell of posts and comments ask about them."""

import msgspec

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.modules.posts.public import Comment, Post
from minifb.modules.posts.rules.comments import Said, drawn, may_read
from minifb.modules.posts.service.bodies import bodies_of
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import comments

EXCERPT = 120
"""Most code points of an excerpt, with the sign that there is more."""
_POST = msgspec.json.Decoder(Post)


class ExcerptCases(Ground):
    """The beginning of what may be seen."""

    @read
    def excerpts(self, tx: Tx, viewer_id: str, ids: list[str]) -> dict[str, str]:
        """Give the beginning of those of these posts and comments that this viewer may see; others are absent."""
        posts = self.visible(tx, viewer_id, ids, counted=False)
        texts = {one: body.text for one, body in bodies_of(tx, list(posts.values())).items()} if posts else {}
        rest = [one for one in ids if one not in posts]
        texts |= {one.id: one.text for one in self._readable(tx, viewer_id, rest)}
        return {one: _beginning(text) for one, text in texts.items()}

    @read
    def shown(self, tx: Tx, viewer_id: str, post_ids: list[str]) -> dict[str, Post]:
        """Draw those of these posts that this viewer may see; others are absent."""
        posts = list(self.visible(tx, viewer_id, post_ids).values())
        drawn_posts = self.draw(tx, viewer_id, posts) if posts else []
        return {post.id: _POST.decode(json) for post, json in zip(posts, drawn_posts, strict=True)}

    @read
    def shown_comments(self, tx: Tx, viewer_id: str, comment_ids: list[str]) -> dict[str, Comment]:
        """Draw those of these comments that this viewer may see; others are absent."""
        found = [one for one in comments.said(tx, viewer_id, comment_ids).values() if may_read(one)]
        posts = self.visible(tx, viewer_id, {one.post_id for one in found}, counted=False) if found else {}
        items = [drawn(viewer_id, one, posts[one.post_id]) for one in found if one.post_id in posts]
        return {one.id: one for one in self.unmention(tx, viewer_id, items)}

    @read
    def seers(self, tx: Tx, id: str, viewer_ids: list[str]) -> list[str]:
        """Tell which of these viewers may see a post or comment, in the order they were named."""
        if comments.said(tx, "", [id]):
            return [one for one in viewer_ids if self._readable(tx, one, [id])]
        return [one for one in viewer_ids if self.visible(tx, one, [id], counted=False)]

    @read
    def commenters(self, tx: Tx, post_id: str, limit: int) -> list[str]:
        """Tell who commented on a post, at most so many, the latest first."""
        return comments.commenters(tx, post_id, limit)

    def _readable(self, tx: Tx, viewer_id: str, ids: list[str]) -> list[Said]:
        """Read those of these comments that a viewer may read, under posts that they may see."""
        found = [one for one in comments.said(tx, viewer_id, ids).values() if may_read(one)] if ids else []
        visible = self.visible(tx, viewer_id, {one.post_id for one in found}, counted=False) if found else {}
        return [one for one in found if one.post_id in visible]


def _beginning(text: str) -> str:
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1].rstrip()}…"
