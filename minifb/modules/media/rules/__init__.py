"""What media decides by itself: pure, no I/O, no clock. A file per noun."""
