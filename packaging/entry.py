"""Where the single file starts: the same `main` that the installed command calls."""

import multiprocessing

from minifb.__main__ import main

if __name__ == "__main__":
    # A frozen program that a pool starts again must become a worker, not a second server.
    multiprocessing.freeze_support()
    main()
