"""What notifications say."""

import pytest

from minifb.modules.notifications.rules.words import SAID_MAX, Detail, Speech, say, shortened

SAYINGS = {
    "Ana asked to be your friend": Speech("friend.request", "member", ["Ana"], 1, None, Detail()),
    "Ana and Ben reacted to your post: “Hi”": Speech("reaction", "post", ["Ana", "Ben"], 2, "Hi", Detail()),
    "Ana and 3 others shared your post: “Hi”": Speech("share", "post", ["Ana", "Ben"], 4, "Hi", Detail()),
    "Ana and 1 other shared your post": Speech("share", "post", ["Ana"], 2, "", Detail()),
    "Ana reacted 😆 to your comment: “Hi”": Speech("reaction", "comment", ["Ana"], 1, "Hi", Detail(reaction="haha")),
    "Ana mentioned you in a comment: “@you”": Speech("mention", "comment", ["Ana"], 1, "@you", Detail()),
    "Ana has a birthday today": Speech("birthday", "member", ["Ana"], 1, None, Detail()),
    "Your post was removed by the staff": Speech("moderation", "post", [], 0, None, Detail(what="removed")),
}


@pytest.mark.parametrize(("line", "speech"), SAYINGS.items(), ids=SAYINGS)
def test_what_happened_is_said_in_one_line(line: str, speech: Speech) -> None:
    """Who did what to what, and how it begins."""
    assert say(speech) == line


def test_a_long_text_is_shortened() -> None:
    """Of what somebody said only the beginning is told, on one line."""
    short = shortened("Dear all,\n\n" + "and so on " * 40)
    assert short.startswith("Dear all, and so on")
    assert len(short) <= SAID_MAX
    assert short.endswith("…")
