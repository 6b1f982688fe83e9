"""SQL of auth: each function takes a `Tx` and gives structs; one file for each noun."""
