"""The statements of the feed: what it chooses from, what its ranker asks, what members do about it."""
