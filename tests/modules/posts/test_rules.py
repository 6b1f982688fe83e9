"""What posts decides, without a database."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minifb.kernel.refusals import Invalid
from minifb.kernel.texts import handles, plain, spans
from minifb.modules.posts.public import Audience, Can
from minifb.modules.posts.rules.comments import DEPTH_MAX, Said, drawn, has_place, place_under
from minifb.modules.posts.rules.reactions import replaced
from minifb.modules.posts.rules.visibility import Seen, can, checked, may_see

AUDIENCES = ("public", "friends", "friendsExcept", "specific", "list", "onlyMe")
FLAGS = list(itertools.product((False, True), repeat=3))


def seen(kind: str, **facts: object) -> Seen:
    """A post by "author" beside a viewer."""
    return Seen(id="p", author_id="author", audience_kind=kind, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", AUDIENCES)
@pytest.mark.parametrize("friends", [False, True])
def test_a_block_comes_before_everything(kind: str, friends: bool) -> None:
    """Whoever is blocked, either way, sees nothing, whatever the audience and the friendship say."""
    assert not may_see("viewer", seen(kind, friends=friends, blocked=True, named=True))


@pytest.mark.parametrize("kind", AUDIENCES)
@pytest.mark.parametrize("facts", [{"state": "deleted"}, {"state": "removed"}, {"author_hidden": True}])
def test_what_is_gone_is_gone_for_everybody(kind: str, facts: dict[str, object]) -> None:
    """A deleted or removed post, or one of a hidden author, is shown to nobody, its author included."""
    for viewer in ("viewer", "author", ""):
        assert not may_see(viewer, seen(kind, friends=True, named=True, **facts))


@pytest.mark.parametrize(
    ("kind", "stranger", "friend", "named_friend", "nobody"),
    [
        ("public", True, True, True, True),
        ("friends", False, True, True, False),
        ("friendsExcept", False, True, False, False),
        ("specific", False, False, True, False),
        ("list", False, False, False, False),
        ("onlyMe", False, False, False, False),
    ],
)
def test_who_an_audience_is(kind: str, stranger: bool, friend: bool, named_friend: bool, nobody: bool) -> None:
    """Each audience lets in exactly whom its name says, and always the author."""
    assert may_see("viewer", seen(kind)) is stranger
    assert may_see("viewer", seen(kind, friends=True)) is friend
    assert may_see("viewer", seen(kind, friends=True, named=True)) is named_friend
    assert may_see("", seen(kind)) is nobody
    assert may_see("author", seen(kind))


def test_a_list_is_friends_on_it() -> None:
    """A post for a list is seen by those on it, as long as they are friends of its author."""
    assert may_see("viewer", seen("list", friends=True, listed=True))
    assert not may_see("viewer", seen("list", friends=False, listed=True))


def test_what_nobody_signed_in_may_do() -> None:
    """A stranger reads a public post and can do nothing to it; its author can do everything."""
    post = seen("public")
    assert can("", post) == Can(share=False)
    assert can("viewer", post) == Can(comment=True, react=True, share=True)
    assert can("author", post) == Can(comment=True, react=True, edit=True, delete=True, share=True)


def test_a_comment_one_may_not_read_is_a_bare_place() -> None:
    """Of a comment by somebody blocked nothing is drawn but the place its replies need."""
    comment = Said(id="c", post_id="p", under_id="p", author_id="x", text="secret", replies=1, blocked=True)
    shown = drawn("viewer", comment, seen("public"))
    assert (shown.deleted, shown.text, shown.author, shown.counts.reactions) == (True, "", None, {})
    assert not has_place(msgspec.structs.replace(comment, replies=0))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hi @ann!", [("mention", 3, 7)]),
        ("mail ann@example.org", []),
        ("#Fun #fun2 #42 a#b", [("tag", 0, 4), ("tag", 5, 10)]),
        ("see https://example.org/a_(b)). Yes", [("link", 4, 29)]),
        ("https://example.org/#tag?@ann", [("link", 0, 29)]),
        ("😀 @ann #日本", [("mention", 2, 6), ("tag", 7, 10)]),
        ("@annabel @an", []),
        ("https:// http://", []),
    ],
)
def test_what_the_parts_of_a_text_mean(text: str, found: list[tuple[str, int, int]]) -> None:
    """Mentions of known members, hashtags and links are found, counted in code points."""
    assert [(s.kind, s.start, s.end) for s in spans(text, {"ann": "id"})] == found


@given(st.text(st.sampled_from("@#/:.ht ps)(ann_1😀\n"), max_size=80) | st.text(max_size=200))
def test_spans_stay_inside_the_text(text: str) -> None:
    """Whatever is written, spans lie in order inside the text, do not overlap, and links begin like links."""
    at = 0
    for span in spans(text, {"ann": "id"}):
        assert at <= span.start < span.end <= len(text)
        assert span.kind != "link" or text[span.start : span.end].lower().startswith(("http://", "https://"))
        at = span.end


@pytest.mark.parametrize("text", ["", " \n ", "a\x00b", "\x1b[31m", "\ud800"])
def test_a_text_says_something(text: str) -> None:
    """Empty texts and control characters are refused."""
    with pytest.raises(Invalid):
        plain(text)


def test_too_many_mentions_are_refused() -> None:
    """A text mentions, tags and links at most twenty times each."""
    handles("@ann " * 20)
    with pytest.raises(Invalid):
        handles("@ann " * 21)


@pytest.mark.parametrize(
    "audience",
    [
        Audience("public", ids=["a"]),
        Audience("specific"),
        Audience("friendsExcept", ids=[]),
        Audience("list", ids=["a", "b"]),
        Audience("specific", ids=[str(number) for number in range(501)]),
    ],
)
def test_an_audience_names_what_its_kind_needs(audience: Audience) -> None:
    """An audience with ids it does not take, or without those it needs, is refused."""
    with pytest.raises(Invalid):
        checked(audience)


@given(st.lists(st.sampled_from(["like", "love", None]), max_size=30))
def test_counts_are_what_was_done(acts: list[str | None]) -> None:
    """However often one reacts, replaces and takes back, one reaction at most is counted."""
    counts, mine = {"haha": 2}, None
    for act in acts:
        counts, mine = replaced(counts, mine, act), act  # type: ignore[arg-type]
        assert counts == {"haha": 2} | ({mine: 1} if mine else {})


def test_a_thread_ends_going_deeper() -> None:
    """Below the deepest level replies go on beside the one they answer."""
    deepest = Said(id="c", post_id="p", under_id="b", author_id="x", depth=DEPTH_MAX)
    assert place_under("p", None) == ("p", 0)
    assert place_under("p", msgspec.structs.replace(deepest, depth=3)) == ("c", 4)
    assert place_under("p", deepest) == ("b", DEPTH_MAX)
