"""How often accounts may be asked for things; what is counted per account or address typed is auth's own."""

from minifb.kernel.http.policy import READS, WRITES, Limit

__all__ = ["KEYS", "LOGIN", "MAIL", "PASSWORD", "PROOF", "READS", "REFRESH", "REGISTER", "WRITES"]

# Looser per address than per account: a family shares an address.
LOGIN = Limit("log-in", 100, 300, per="address")
REGISTER = Limit("register", 200, 3600, per="address")
REFRESH = Limit("refresh", 300, 300, per="address")
MAIL = Limit("mail", 25, 300, per="address")
PROOF = Limit("proof", 30, 300)
PASSWORD = Limit("password change", 10, 3600)
KEYS = Limit("new keys", 10, 3600)
