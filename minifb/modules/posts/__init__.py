"""What people say, and who may see it: posts, comments, reactions, the feed."""
