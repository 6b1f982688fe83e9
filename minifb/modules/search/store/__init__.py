"""The statements of search: a file per noun."""
