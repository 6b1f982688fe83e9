"""Pure decisions of search."""
