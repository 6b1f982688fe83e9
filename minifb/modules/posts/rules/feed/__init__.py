"""The feed: what it chooses from, in what order it shows it, and how it says why."""
