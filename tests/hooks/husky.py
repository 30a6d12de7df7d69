"""husky as npm installs it, with guard's lines in it: `make doors` alone runs this, for it asks a registry."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from guard_hooks.via import HUSKY_LINE
from tests.conftest import FIXED
from tests.hooks.test_doors_runners import STAGES, all_doors, remote
from tests.running import ADOPTED, place, run


def main() -> int:
    """0 where it takes what it may and refuses the rest; without npm it says that it is not run."""
    npm = shutil.which("npm")
    if npm is None:
        print("husky: not run: no npm here")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        made = remote(
            place(Path(folder), {**ADOPTED, **{f".husky/{name}": HUSKY_LINE.format(name) for name in STAGES}})
        )
        made.write({"package.json": '{"name": "shop", "private": true}\n'})
        made.write({".git/info/exclude": "node_modules\npackage*\n"})
        made.environment |= {name: value for name, value in FIXED.items() if name.startswith("GIT_")}
        for words in (["install", "--save-dev", "--no-audit", "--no-fund", "husky@9"], ["exec", "--", "husky"]):
            answer = run([npm, *words], made.top, made.environment)
            assert answer.code == 0, answer.said
        assert made.git("config", "core.hooksPath") == ".husky/_"
        all_doors(made)
        version = json.loads((made.top / "node_modules/husky/package.json").read_text())["version"]
    print(f"husky {version}: commits, merges and pushes what it may, and refuses the rest")
    return 0


if __name__ == "__main__":
    sys.exit(main())
