"""Who people are to each other: profiles, friendships, blocks."""
