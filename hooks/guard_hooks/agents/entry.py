"""Where a harness starts guard: `python -I -S entry.py FOLDER... -- NAME [--on-error allow|deny]`.

As quick as an installed git hook, and isolated like one (guard_hooks.entry). What cannot be loaded cannot answer in the
words of a harness: it says so, and blocks with the one exit code that they have in common.
"""

from __future__ import annotations

import gc
import os
import sys

gc.disable()  # one short run that keeps most of what it makes

at = sys.argv.index("--")
sys.path += sys.argv[1:at]  # after the standard library: no package beside guard stands in for a part of it
words = sys.argv[at + 1 :]

try:
    from guard_hooks.loading import Together

    together = Together("agents", sys.argv[1:at])
    sys.meta_path.insert(0, together)
    from guard_hooks.agents.door import main
except BaseException as error:  # taken away, left behind by another Python, or written by half
    sys.stderr.write(f"guard: STOP, it cannot be loaded: {error}; a person installs it again: guard install --agent\n")
    sys.stderr.flush()
    passes = "--on-error=allow" in " ".join(words).replace("--on-error allow", "--on-error=allow").split()
    os._exit(0 if passes else 2)

code = main(words)
if sys.stderr is not None:
    sys.stderr.flush()
together.keep(("guard.doors.git.run", "guard_hooks.agents.shell"))  # most edits need neither
os._exit(code)  # everything is written and closed; tearing the interpreter down would take as long as judging
