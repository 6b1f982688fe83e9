"""The feed: what is asked of it, and what is kept of it for a while."""
