"""`python -I -m guard_hooks HOOK`: how the pre-commit framework and other runners call a hook of guard."""

from __future__ import annotations

import sys

from guard_hooks.git_hooks import checked

sys.exit(checked(sys.argv[1:]))
