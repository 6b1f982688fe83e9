"""A question to Tantivy: put together from parts.

How well words fit is a fixed number for each, not how rare they are: that would tell of posts the asker may not see.
"""

from collections.abc import Collection, Iterable
from typing import Any

from msgspec.structs import replace

from minifb.modules.search.rules.documents import PUBLIC, friendly
from minifb.modules.search.rules.wanted import Sight, Term, Wanted

EXACT, BEGINNING, TYPO, OWN = 1.0, 0.8, 0.4, 0.5
FEW = 500
"""Up to so many values are looked up one by one; more in one walk over all of them."""


def best(searcher: Any, schema: Any, wanted: Wanted) -> list[tuple[float, Any]]:
    """Find the best documents for a question, as what each is worth and its place in the index.

    What is nearly a word is looked for, which takes long, only where the word itself stands in too few.
    """
    exact = replace(wanted, terms=tuple(replace(term, typos=0) for term in wanted.terms))
    found = _found(searcher, schema, exact)
    if len(found) < wanted.limit and exact != wanted:  # as many as one asks for first, so that all pages agree
        found = _found(searcher, schema, wanted)
    return found[wanted.offset :]


def _found(searcher: Any, schema: Any, wanted: Wanted) -> list[tuple[float, Any]]:
    """Find the best documents from the first on, each once, for the most that it is worth.

    What everybody may find and what is near are asked for apart: Tantivy skips through either by the rarer of its
    parts, and through both in one only by walking over all that anybody may see.
    """
    parts, most = _Parts(schema), wanted.offset + wanted.limit
    order = {"order_by_field": "at"} if wanted.sort == "newest" else {"weight_by_field": "day"}
    worth: dict[tuple[int, int], tuple[float, Any]] = {}
    for way in parts.ways(wanted.sight):
        for score, place in searcher.search(parts.wanted(wanted, way), limit=most, count=False, **order).hits:
            name = (place.segment_ord, place.doc)
            if name not in worth or worth[name][0] < score:
                worth[name] = (score, place)
    return sorted(worth.values(), key=lambda hit: hit[0], reverse=True)[:most]


class _Parts:
    """The parts of a query over a schema."""

    def __init__(self, schema: Any) -> None:
        from tantivy import FieldType, Occur, Query

        self.schema, self.query, self.kinds = schema, Query, FieldType
        self.must, self.should, self.not_ = Occur.Must, Occur.Should, Occur.MustNot

    def wanted(self, wanted: Wanted, way: Any) -> Any:
        parts = [(self.must, way)]
        parts += [(self.must, self._term(term)) for term in wanted.terms]
        parts += [(self.must, self._worth(self._is("tags", tag))) for tag in sorted(wanted.tags)]
        parts += [(self.must, self._worth(self._is("has", has))) for has in sorted(wanted.has)]
        if wanted.authors:
            parts.append((self.must, self._worth(self._among("author", wanted.authors))))
        if wanted.since is not None or wanted.before is not None:
            at = self.query.range_query(
                self.schema, "at", self.kinds.Integer, wanted.since, wanted.before, include_upper=wanted.before is None
            )
            parts.append((self.must, self._worth(at)))
        parts += [(self.not_, self._term(term)) for term in wanted.without]
        parts += [(self.not_, self._is("tags", tag)) for tag in sorted(wanted.not_tags)]
        parts += [(self.not_, self._is("has", has)) for has in sorted(wanted.not_has)]
        if unwanted := wanted.not_authors | wanted.sight.unseen:
            parts.append((self.not_, self._among("author", unwanted)))
        if wanted.sight.unseen and wanted.kind == "comments":
            parts.append((self.not_, self._among("owner", wanted.sight.unseen)))
        return self.query.boolean_query(parts)

    # ── who may see it ──

    def ways(self, sight: Sight) -> list[Any]:
        """Say in which ways the viewer may find something; what they and their friends say is worth more."""
        everybody = self._worth(self._is("circle", PUBLIC))
        if not sight.viewer_id:
            return [everybody]
        near = [self._worth(self._is("circle", f"to:{sight.viewer_id}"))]
        if sight.friends:
            # One walk over friends' documents both lets through and counts for more.
            circles = self._among("circle", [PUBLIC, *friendly(sight)])
            both = [
                (self.must, self._worth(self._among("owner", sight.friends), OWN)),
                (self.must, self._worth(circles)),
                (self.not_, self._is("but", sight.viewer_id)),
            ]
            near.append(self.query.boolean_query(both))
        near.append(self._worth(self._is("owner", sight.viewer_id), OWN))
        return [everybody, self.query.boolean_query([(self.should, way) for way in near])]

    # ── words ──

    def _term(self, term: Term) -> Any:
        """Match a word, its beginning or what is nearly it; or several words side by side."""
        if len(term.words) > 1:
            phrase = self.query.phrase_prefix_query if term.prefix else self.query.phrase_query
            return self._worth(phrase(self.schema, "words", list(term.words)), EXACT)
        [word] = term.words
        ways = [self._worth(self.query.term_query(self.schema, "words", word), EXACT)]
        if term.prefix:
            ways.append(self._worth(self.query.phrase_prefix_query(self.schema, "words", [word]), BEGINNING))
        if term.typos:
            near = self.query.fuzzy_term_query(self.schema, "words", word, distance=term.typos, prefix=term.prefix)
            ways.append(self._worth(near, TYPO))
        return ways[0] if len(ways) == 1 else self.query.disjunction_max_query(ways)

    # ── values ──

    def _worth(self, query: Any, score: float = 0.0) -> Any:
        return self.query.const_score_query(query, score)

    def _is(self, field: str, value: str) -> Any:
        return self.query.term_query(self.schema, field, value, index_option="basic")

    def _among(self, field: str, values: Collection[str] | Iterable[str]) -> Any:
        some = sorted(values)
        if len(some) > FEW:
            return self.query.term_set_query(self.schema, field, some)
        return self.query.boolean_query([(self.should, self._is(field, value)) for value in some])
