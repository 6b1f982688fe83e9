"""The statements of users, one file per noun."""
