"""The statements of messages, one file per noun."""
