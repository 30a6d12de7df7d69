"""Verdicts that show every part of a report, and the golden files of each in every format.

python tests/formats/verdicts.py    writes what the formats say now into tests/formats/golden; read the difference
"""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[2])]

from guard.errors import GuardError
from guard.formats import render
from guard.model.finding import Finding, Next, finding, settled
from guard.model.operation import Operation
from guard.model.verdict import Basis, Pending, Turn, Unknown, Verdict, not_judged, weigh

GOLDEN = Path(__file__).parent / "golden"
VERSION = "1.2.3"  # of the guard that judges in a golden file
ENDINGS = {
    "text": "txt",
    "json": "json",
    "sarif": "sarif",
    "github": "log",
    "gitlab": "codequality",
    "junit": "xml",
    "markdown": "md",
}
BASE, TIP = "a" * 40, "b" * 40
COMMIT = b"c" * 40

STAGED = Basis("3 files staged", "refs/heads/main", BASE, "version 4", "move version 3", "expand", BASE, "index")
RANGE = Basis("2 commits since main, 3 files", "refs/heads/main", BASE, "version 4", "move version 3", "", BASE, TIP)
PLACED = RANGE._replace(
    phase="contract", document=b".guard/plans/move.yaml", line=12, landing=f"sha256:{'d' * 64}", log="e" * 40
)
NO_POLICY = Basis("3 files staged", "refs/heads/main", BASE, "", "", "", "an empty tree", "index")
DIRECTORY = Basis("1 file staged", "--trust /srv/trust", "", "version 4", "", "", BASE, "index")
UNKNOWN = (Unknown("who approved the plan", "no signature is checked"), Unknown("the order of phases", "no evidence"))
WHY = "plan move: scope.paths is /src/**  (.guard/plans/move.yaml:6)"


def outside(path: bytes, word: str, commit: bytes = b"") -> Finding:
    mend = Next("you", "take it out of this commit: git restore --staged", path)
    owner = Next("dana", "if it belongs to the migration, changes the plan in a commit of its own")
    return finding("G101", f"{word}: file.add", WHY, (mend, owner), path, commit=commit)


PROTECTED = finding(
    "G107",
    ".gitattributes is changed",
    "it steers what is checked",
    (Next("you", "end your turn and ask dana, omar; you cannot do this part"), Next("dana", "reads the change")),
    b".gitattributes",
)
DOCUMENT = finding(
    "G202",
    ".guard/plans/a.yaml:4:3: unknown key path",
    "3 | scope:\n4 |   path: []\n  |   ^",
    (Next("you", "write paths"),),
    b".guard/plans/a.yaml",
    4,
)
STALE = PROTECTED._replace(outcome="stale")
HOSTILE = (
    outside(b"a\x1b[2K", "$'a\\x1b[2K'"),
    outside(b"\xff", "$'\\xff'"),
    outside(b"it's", "'it'\\''s'"),
    outside("größe".encode(), "'größe'"),
)
UNPLANNED = finding(
    "G102",
    "db/1.sql adds schema.column.add on table:users (owner: identity)",
    "policy: schema.* needs a plan; none of yours covers it",
    (Next("you", "guard plan new split-name"), Next("dana", "guard approve split-name")),
    b"db/1.sql",
    7,
)
CHANGE = finding("G105", "61 files change, 50 at most", "plan move: scope.max.files is 50", (Next("you", "land less"),))
ACCEPTED = settled(
    finding(
        "G421", "A2: names come as given family", "nothing settles it", (Next("dana", "guard approve move"),)
    )._replace(fingerprint="0123456789abcdef"),
    "dana accepted it: sampled 5,000 rows",
)
PHASES = (
    Turn("expand", "complete", (), (), False, False),
    Turn("dual-write", "landed", ("expand",), (), False, False),
    Turn("look", "open", (), (), False, False),
    Turn(
        "vault", "unknown", (), (Pending("move/look: drained; no evidence of it", (), "guard next move"),), False, False
    ),
    Turn(
        "backfill",
        "ready",
        ("dual-write", "other/last"),
        (Pending("a person's yes to move/backfill", ("dana", "omar"), "guard approve move/backfill"),),
        True,
        False,
    ),
    Turn(
        "contract",
        "waiting",
        ("backfill",),
        (Pending("move/backfill: backfilled; no evidence of it", ("deploy",), "guard attest backfilled"),),
        True,
        True,
    ),
)
MENDED = GuardError("G804", "an object is missing", "src/a", "fetch it: git fetch origin")

VERDICTS: dict[str, Verdict] = {
    "pass": weigh(
        "commit",
        (),
        STAGED,
        {b"src/a": (Operation("file.add"),), b"src/b": (Operation("file.modify"), Operation("file.mode"))},
        ("the names, kinds and links of 2 changed paths", "paths and operations against plan move"),
        UNKNOWN,
    ),
    "pass-of-a-trust-directory": weigh("commit", (), DIRECTORY),
    "violation": weigh(
        "commit", (outside(b"a", "a"), outside(b"b/c", "b/c"), DOCUMENT), STAGED, not_established=UNKNOWN
    ),
    "violation-with-a-later-one": weigh("commit", (outside(b"a", "a"), PROTECTED), STAGED),
    "pass-with-a-later-one": weigh("commit", (PROTECTED,), STAGED),
    "needs-person": weigh("merge", (PROTECTED,), RANGE),
    "stale": weigh("run", (STALE,), RANGE),
    "of-commits": weigh("merge", (outside(b"a", "a", COMMIT), outside(b"b", "b")), RANGE),
    "of-every-kind": weigh(
        "merge",
        (ACCEPTED, CHANGE._replace(blocks="run"), UNPLANNED, outside(b"b", "b", COMMIT), CHANGE),
        PLACED,
        established=("the names, kinds and links of 2 changed paths",),
        not_established=UNKNOWN,
        phases=PHASES,
    ),
    "of-hostile-names": weigh(
        "commit",
        HOSTILE,
        STAGED,
        {b"a\x1b[2K": (Operation("file.add"),), b"\xff": (Operation("schema.column.drop", 7, "table:users", "up"),)},
    ),
    "of-many": weigh("commit", tuple(outside(b"f%d" % number, f"f{number}") for number in range(1200)), STAGED),
    "shadow": weigh("commit", (outside(b"a", "a"),), STAGED, shadow=True),
    "not-adopted": weigh(
        "commit", (outside(b"a", "a"), outside(b"b", "b"), PROTECTED), NO_POLICY, not_established=UNKNOWN, adopted=False
    ),
    "not-adopted-and-nothing-to-say": weigh("commit", (), NO_POLICY, adopted=False),
    "cannot-establish": not_judged("commit", MENDED),
    "cannot-establish-in-shadow-mode": not_judged("merge", MENDED, shadow=True),
    "bug": not_judged("commit", GuardError("G899", "KeyError inside guard", "/tmp/guard-bug-1.log", "report it")),
}


def rendered(name: str, format: str) -> str:  # noqa: A002  the option's own name
    """The verdict in this format as that version would say it, with a word that everybody knows and pages of a line."""
    with (
        patch("guard.formats.json_.__version__", VERSION),
        patch("guard.formats.sarif.__version__", VERSION),
        patch("guard.formats.sarif.page", lambda rule: f"# {rule}\n\nfacts\n\nIt is found.\n\n## How to mend it\n"),
        patch("guard.formats.github.token", lambda: "guard-0123456789abcdef"),
    ):
        return render(VERDICTS[name], format)


def golden(name: str, format: str) -> Path:  # noqa: A002
    return GOLDEN / f"{name}.{ENDINGS[format]}"


def kept(format: str) -> list[str]:  # noqa: A002
    """The verdicts with a golden file: where a report is as long as a book, none is kept of the longest."""
    return [name for name in VERDICTS if name != "of-many" or format in ("text", "github", "markdown")]


if __name__ == "__main__":
    for format in ENDINGS:  # noqa: A001
        for name in kept(format):
            golden(name, format).write_text(rendered(name, format), encoding="utf-8")
