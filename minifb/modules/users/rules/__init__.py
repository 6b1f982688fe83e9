"""What users decides, without I/O, clock or randomness; one file per noun."""
