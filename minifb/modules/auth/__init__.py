"""Who you are: accounts, sign-in, sessions, keys."""
