"""Work on pictures, film and sound, done in a process of its own: it imports nothing of the module but these files."""
