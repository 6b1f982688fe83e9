"""What messages decides, from facts alone. One file per noun; no I/O, no clock, no chance."""
