"""Pictures, film and sound."""
