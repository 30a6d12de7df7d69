"""Rows about plans in prose: what `guard questions` takes for 400 lines, warm, against Python's start.

The plan speaks of files that are there, has tables, lists, fences and phases, and is looked at first: a page of which
nothing was asked would be timed for nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bench.repositories import path_of
from bench.runner import Unexpected, pair, run, said

if TYPE_CHECKING:
    from bench.rows import Bench
    from bench.table import Result

LINES = 400
WARM, SQL = 12, 22  # times `python -c pass`
PHASE = """\
## Phase {number}: step {number} of the move

Owner: dana. The change in `{first}` comes first, then `{second}` follows with the same release.
It touches {number} files and is taken back by deploying the release before it.

- Deploy `{first}` to both zones, one after the other.
- Read the log of `{second}` for an hour and write the result down in the log of the migration.

| file | why |
|------|-----|
| `{first}` | writes the old place |
| `{second}` | reads it |

```sh
git log --oneline -- {first}
```

"""
FENCE = "```sql\nSELECT count(*) FROM users WHERE email IS NULL;\n```\n\n"


def rows(bench: Bench, *, name: str) -> list[Result]:
    """Without SQL, and with one fence of it."""
    from bench.rows import against

    place = bench.repository("small")
    found = []
    for words, extra, target in (("", "", WARM), (", one SQL fence", FENCE, SQL)):
        page = bench.folder / f"plan{'-sql' if extra else ''}.md"
        page.write_text(_plan(extra))
        command = bench.guard(place, "questions", str(page))._replace(expected=(0, 3))
        _asked(said(command, command.argvs[0], lines=1), page)
        run(command)  # the inventories are warm after it
        found.append(against(f"{name}{words}", "x P", pair(bench.start(place), command, bench.rounds), target))
    return found


def _asked(first: str, page: Path) -> None:
    if not first.startswith("guard: ") or "asked of the tree" not in first:
        raise Unexpected(f"guard should tell what it asks about {page.name}; it said {first!r}")


def _plan(extra: str) -> str:
    """A page of so many lines."""
    text = "# Move the users\n\nOwner: dana.\n\n" + extra
    number = 0
    while text.count("\n") < LINES:
        number += 1
        text += PHASE.format(number=number, first=path_of(2 * number), second=path_of(2 * number + 1))
    return "\n".join(text.split("\n")[:LINES]) + "\n"
