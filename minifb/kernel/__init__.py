"""What every module stands on. The kernel names no module."""
