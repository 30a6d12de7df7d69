"""Where an installed hook starts: `python -I -S entry.py FOLDER... -- HOOK ...`.

Python runs isolated (-I) and without `site` (-S): nothing of the guarded repository, the environment or a .pth file is
imported, and the start costs a quarter less. The folders to import from were written into the hook by `guard install`.
"""

from __future__ import annotations

import gc
import os
import sys

gc.disable()  # one short run that keeps most of what it makes: collecting would only walk it again and again

at = sys.argv.index("--")
sys.path += sys.argv[1:at]  # after the standard library: no package beside guard stands in for a part of it
words = sys.argv[at + 1 :]

try:
    from guard_hooks.loading import Together

    together = Together(os.path.basename(words[0]) if words else "none", sys.argv[1:at])
    sys.meta_path.insert(0, together)
    from guard_hooks.git_hooks import HOOKS, NATIVE, OF_SERVER, main
except ImportError as error:  # taken away, or left behind by another Python
    sys.stderr.write(f"guard: STOP, it cannot be loaded: {error}; install it again, then: guard install\n")
    sys.stderr.flush()
    os._exit(5)

code = main(words)
sys.stdout.flush()
if words and words[0] in (*HOOKS, *NATIVE, *OF_SERVER):
    together.keep(("guard.compile",))  # documents are compiled once
os._exit(code)  # everything is written and closed; tearing the interpreter down would take as long as git does
