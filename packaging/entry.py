"""Where the single file starts: the command line, or a worker of the media module, for which it starts itself again."""

import multiprocessing
import sys

if __name__ == "__main__":
    if sys.argv[1:] == ["_worker"]:
        from minifb.modules.media.workers.__main__ import main
    else:
        # A frozen program that a pool starts again must become a worker, not a second server.
        multiprocessing.freeze_support()
        from minifb.__main__ import main
    main()
