"""The statements of notifications. One file per noun."""
