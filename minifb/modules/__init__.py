"""The seven modules; they meet only at each other's `public.py`."""
