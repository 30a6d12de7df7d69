"""`guard`, and `python -m guard`, which is the same: one run, and away."""

from __future__ import annotations

import gc
import os
import sys

from guard.cli import main

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

SELDOM = 50_000  # objects made before what refers to itself is looked for: a short run keeps most of what it makes


def run() -> NoReturn:
    """Run the command. Everything is written and closed then: to tear the interpreter down would only take time."""
    gc.set_threshold(SELDOM, 20, 20)
    code = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):  # gone, or never there: told already by whoever wrote to it
            continue
    os._exit(code)


if __name__ == "__main__":
    run()
