"""Starts the command line: `python -m minifb`, the script `minifb`, and the one-file program."""

from minifb.cli import main

if __name__ == "__main__":
    main()
