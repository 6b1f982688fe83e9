"""The statements of media. A file per noun."""
