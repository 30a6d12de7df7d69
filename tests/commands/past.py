"""A repository with a past, for what is told of it: owners in CODEOWNERS, in a policy, and nobody's; hostile names.

.venv/bin/python -m tests.commands.past    writes what is told now into tests/commands/golden; read the difference
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.repos import GIT, make_repository
from tests.running import Place

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"text": "txt", "markdown": "md"}
ADA, BO = "Ada Author <ada@example.org>", "Bo `x` <img src=y> ![z](http://z) <bo@example.org>"
GITHUB = "GitHub <noreply@github.com>"
OWNED = """\
*                @acme/everybody
/db/             @acme/data @dana
/src/            @acme/app
/scripts/
/.github/
"""
WORKFLOW = "on: push\njobs: {test: {runs-on: ubuntu-latest, steps: [{run: make test}]}}\n"
KEY = "AKIA" + "Z7QX3M5N2P4R6T2V"  # of the shape of a key, and nobody's
STORY: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (ADA, ADA, "Begin", {"README.md": "an app\n", ".github/CODEOWNERS": OWNED, "src/app.py": "VERSION = 1\n"}),
    (ADA, ADA, "Users have a table", {"db/migrations/0001.sql": "CREATE TABLE users (id bigint, name text);\n"}),
    (ADA, ADA, "Say it in the README", {"README.md": "an app with users\n"}),
    (BO, BO, "Deploy\n\nwith a key", {"scripts/deploy.sh": f"#!/bin/sh\nexport AWS_ACCESS_KEY_ID={KEY}\n"}),
    (BO, BO, "<!-- x --> ![a](http://b) `c`", {".github/workflows/ci.yml": WORKFLOW, "src/app.py": "VERSION = 2\n"}),
    (
        "Cy Clicker <cy@example.org>",
        GITHUB,
        "Fewer names",
        {"db/migrations/0002.sql": "ALTER TABLE users DROP COLUMN name;\n"},
    ),
    (
        ADA,
        ADA,
        "Both",
        {"db/migrations/0003.sql": "ALTER TABLE users ADD COLUMN given text;\n", "src/given.py": "G = 1\n"},
    ),
)
POLICY = """\
id: sample-house
version: 1
people:
  dana: {teams: [platform]}
owners:
  /.guard/**: platform
  /.github/**: platform
  table:users: identity
"""


def made(folder: Path, remote: str = "", policy: bool = False) -> Place:
    """The story, on a branch main; where `policy`, with a policy that names owners at its end."""
    here = Place(folder, "past")
    make_repository(here.top)
    story = (*STORY, (ADA, ADA, "Adopt", {".guard/policy.yaml": POLICY})) if policy else STORY
    said = "".join([_commit(number, *told) for number, told in enumerate(story, 1)])
    subprocess.run([GIT, "fast-import", "--quiet"], cwd=here.top, input=said.encode(), check=True)
    if remote:
        here.git("config", "remote.origin.url", remote)
    return here


def _commit(number: int, author: str, committer: str, message: str, files: dict[str, str]) -> str:
    lines = [
        f"commit refs/heads/main\nmark :{number}\n",
        f"author {_plain(author)} {1767323045 + number} +0000\n",
        f"committer {_plain(committer)} {1767323045 + number} +0000\n",
        f"data {len(message)}\n{message}\n",
        *([f"from :{number - 1}\n"] if number > 1 else []),
    ]
    for path, text in files.items():
        lines.append(f"M 100644 inline {path}\ndata {len(text)}\n{text}\n")
    return "".join(lines)


def _plain(person: str) -> str:
    """git takes no angle brackets in a name."""
    name, _, address = person.rpartition(" <")
    return f"{name.translate({60: None, 62: None})} <{address}"


def told(here: Place, format: str) -> str:  # noqa: A002  the option's name
    answer = here.guard("check", "--last", "20", "--format", format)
    assert (answer.code, answer.err) == (0, ""), answer
    return answer.out


def golden(format: str) -> Path:  # noqa: A002
    return GOLDEN / f"past.{ENDINGS[format]}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="guard-past-") as root:
        place = made(Path(root), "https://ada:secret@github.com/acme/app.git")
        for name in ENDINGS:
            golden(name).parent.mkdir(exist_ok=True)
            golden(name).write_text(told(place, name), encoding="utf-8")
            sys.stdout.write(golden(name).read_text(encoding="utf-8"))
