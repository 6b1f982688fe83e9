"""The way in: guards, problems, cursors, limits, policy."""
