"""Rows about plans in prose: what `guard questions` takes for 400 lines, warm, against Python's start; and what it
takes to learn what a large tree knows by name, against a loop that lets ast-grep parse every file of code in it.

The plan speaks of files that are there, has tables, lists, fences and phases, and is looked at first: a page of which
nothing was asked would be timed for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.bench import Bench, against
from bench.repositories import POLICY, begin, commit, file, git, imported, path_of, repository
from bench.runner import Command, Pairing, Unexpected, pair, run, said

if TYPE_CHECKING:
    from bench.table import Result

LINES = 400
WARM, SQL = 12, 22  # times `python -c pass`
COLD, CHANGED = 1.6, 0.5  # times parsing all code
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


class Named(NamedTuple):
    """A tree of many languages, to be asked what stands in it by name."""

    files: int
    lines: int  # of each file, about


TREE = Named(20_000, 150)
NAMES = 20  # files that the plan of this tree speaks of, every fourth with what it declares
FEW = 3  # rounds of what takes tens of seconds
TEXTS = {  # ending -> what stands at the top of a file, and what is said again and again below it
    "py": (
        "import os\n\nfrom app.core import Base\n\nLIMIT = int(os.environ.get('LIMIT_{n}', '10'))\n",
        """
class Store{n}x{k}(Base):
    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = {{}}

    def load_{k}(self, key: str, most: int = 3) -> list[str]:
        found = [row for row in self.rows.values() if row.key == key]
        if len(found) > most:
            raise ValueError(f"too many of {{key}}")
        return [str(row) for row in sorted(found)]

""",
    ),
    "go": (
        'package store\n\nimport "context"\n\nconst Limit{n} = {n}\n',
        """
type Store{n}x{k} struct {{
\tName string
\trows map[string]int
}}

func (s *Store{n}x{k}) Load{k}(ctx context.Context, key string) (int, error) {{
\tif row, ok := s.rows[key]; ok {{
\t\treturn row, nil
\t}}
\treturn 0, s.find(ctx, key)
}}
""",
    ),
    "ts": (
        "import {{ Base }} from '../core';\n\nexport const LIMIT_{n} = process.env.LIMIT_{n} ?? 'x';\n",
        """
export interface Row{n}x{k} {{ key: string; value: number }}
export class Store{n}x{k} extends Base {{
  private rows = new Map<string, Row{n}x{k}>();
  async load{k}(key: string, most = 3): Promise<Row{n}x{k}[]> {{
    const found = [...this.rows.values()].filter((row) => row.key === key);
    if (found.length > most) {{
      throw new Error(`too many of ${{key}}`);
    }}
    return found.map((row) => ({{ ...row, value: row.value + 1 }}));
  }}
}}
""",
    ),
    "md": ("# Page {n}\n", "\n## Part {k}\n\nWhat `load_{k}` reads of the store, and why.\n\n- one\n- two\n"),
    "yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings-{n}\ndata:\n",
        '  key_{k}: "{n}"\n  LIMIT_{k}: "3"\n  list_{k}:\n    - name: a\n',
    ),
    "sql": ("", "SELECT a, count(*)\n  FROM t{k}\n  JOIN u USING (id)\n WHERE n = {n}\n GROUP BY 1;\n\n"),
}
PARSE = """\
import subprocess
from ast_grep_py import SgRoot
languages = {"py": "python", "go": "go", "ts": "typescript"}
asked = ["git", "ls-files", "-z", *[f"*.{ending}" for ending in languages]]
for path in subprocess.run(asked, capture_output=True, check=True, text=True).stdout.split("\\0")[:-1]:
    with open(path, encoding="utf-8") as file:
        SgRoot(file.read(), languages[path.rpartition(".")[2]]).root()
"""
ORDER = ("py", "go", "ts", "py", "md", "go", "ts", "py", "yaml", "sql")
FENCE = "```sql\nSELECT count(*) FROM users WHERE email IS NULL;\n```\n\n"


def rows(bench: Bench, *, name: str) -> list[Result]:
    """Without SQL, and with one fence of it."""
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


def inventories(bench: Bench, *, name: str) -> list[Result]:
    """Everything read from the tree, as in CI, where nothing is kept; and again after one file of it has changed."""
    place = repository("named", TREE, bench.folder / "repositories", build)
    page = bench.folder / "plan-named.md"
    page.write_text(_speaking())
    parse = Command(((bench.installation.python, "-c", PARSE),), str(place), bench.environment)
    asked = bench.guard(place, "questions", str(page))._replace(expected=(0, 3))
    cold = asked._replace(environment={**bench.environment, "CI": "true"})
    _asked(said(cold, cold.argvs[0], lines=1), page)
    changed = asked._replace(before=lambda: _turn(place))
    found = [against(f"{name}, cold", "x parse", _rounds(parse, cold), COLD)]
    run(asked)
    return [*found, against(f"{name}, one file changed", "x parse", _rounds(parse, changed), CHANGED)]


def _rounds(floor: Command, other: Command) -> Pairing:
    return Pairing(*zip(*[(run(floor), run(other)) for _ in range(FEW)], strict=True))  # type: ignore[arg-type]


def _turn(place: Path) -> None:
    """`main` at the other one of two commits that differ in one file."""
    now, other = git(place, "rev-parse", "refs/heads/main", "refs/bench/other").split()
    git(place, "update-ref", "refs/heads/main", other)
    git(place, "update-ref", "refs/bench/other", now)


def build(place: Path, recipe: Named) -> None:
    """One fast-import of `main`, and of a commit beside it in which one file is another."""
    begin(place, "main")
    imported(place, _tree(recipe))
    git(place, "reset", "--quiet", "--hard", "refs/heads/main")


def _tree(recipe: Named) -> Iterator[bytes]:
    yield commit("refs/heads/main", 0, mark=1)
    for number in range(recipe.files):
        yield file(path_of(number, ORDER), _text(number, recipe.lines))
    yield file(".guard/policy.yaml", (POLICY % "postgres").encode())
    yield commit("refs/bench/other", 1, after=(1,))
    yield file(path_of(0, ORDER), _text(recipe.files, recipe.lines))


def _text(number: int, lines: int) -> bytes:
    head, part = TEXTS[ORDER[number % len(ORDER)]]
    times = lines // part.count("\n")
    return (head.format(n=number) + "".join([part.format(n=number, k=k) for k in range(times)])).encode()


def _speaking() -> str:
    """A plan about some files of that tree, and about some of what they declare."""
    text = "# Move the stores\n\nOwner: dana.\n"
    for turn in range(NAMES):
        number = turn * 970
        text += f"\n## Step {turn + 1}\n\nThe change in `{path_of(number, ORDER)}` can be taken back.\n"
        text += f"`Store{number}x1` gets a new method.\n" if turn % 4 == 0 else ""
    return text
