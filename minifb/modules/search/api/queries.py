"""What a query and the filters beside it look like in a request."""

from typing import Annotated

from litestar.params import QueryParameter

from minifb.kernel.http.policy import Limit, Policy
from minifb.modules.search.rules.queries import Given
from minifb.modules.search.rules.wanted import Sort

Words = Annotated[
    str,
    QueryParameter(
        name="q",
        max_length=2_000,
        description=(
            'Words, all of which must be there, the last one also as a beginning; `"phrases"`; `-without`; '
            "`from:@ana` or `from:me`; `#tag`; `after:` and `before:` a day, month or year (UTC); "
            "`has:photo`, `video`, `audio`, `link` or `poll`. At most 200 characters and 10 words, phrases and filters."
        ),
    ),
]
Names = Annotated[str, QueryParameter(name="q", max_length=2_000, description="Names, or how they begin.")]
From = Annotated[str | None, QueryParameter(name="from", max_length=64, description="By this member, or by `me`.")]
Tag = Annotated[str | None, QueryParameter(name="tag", max_length=101, description="With this tag.")]
Before = Annotated[str | None, QueryParameter(name="before", max_length=32, description="From before this day.")]
After = Annotated[str | None, QueryParameter(name="after", max_length=32, description="From this day on.")]
Having = Annotated[
    str | None, QueryParameter(name="has", max_length=16, description="`photo`, `video`, `audio`, `link` or `poll`.")
]
Order = Annotated[Sort, QueryParameter(name="sort", description="The best first, or the newest.")]

SEARCH = Policy(permission="search.read", rule="what one may see", limit=Limit("search", 30, 60))


def given(author: str | None, tag: str | None, has: str | None, before: str | None, after: str | None) -> Given:
    """Gather the filters that stand beside a query."""
    return Given(
        authors=(author,) if author else (),
        tags=(tag,) if tag else (),
        has=(has,) if has else (),
        before=before or None,
        after=after or None,
    )
