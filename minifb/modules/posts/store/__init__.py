"""The statements of posts, one file per noun."""
