"""What auth decides, without I/O, clock or randomness; one file for each noun."""
