"""People talking in real time."""
