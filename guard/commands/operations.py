"""`guard operations`: what a change set, or files, do; nothing is held to anything."""

from __future__ import annotations

import argparse
import json
import os

from guard import __version__
from guard.commands.check import trigger
from guard.doors.git.run import usable_git
from guard.errors import UsageError
from guard.escape import shown
from guard.formats.json_ import operation_data
from guard.model.operation import Judged, Operation
from guard.model.vocabulary import VERSION
from guard.report import hand_over
from guard.words import Words

DESCRIPTION = (
    "Tell what a change does: schema.column.drop, data.backfill, identity.rbac and so on, each with its place.\n\n"
    "With PATH: what these files would do if they were added and nothing stood beside them, whatever they are in git. "
    "A link is told and not read. Without a selector and PATH: the staged change if there is any, else everything "
    "since the trusted branch.\n"
)
EPILOG = (
    "examples:\n"
    "  guard operations --staged\n"
    "  guard operations --range origin/main..HEAD --format json\n"
    "  guard operations db/migrations/0043_drop_name.up.sql --dialect postgres\n"
    "  guard explain schema.column.drop                  what an operation means, and what comes before and after\n\n"
    "exit codes: 0 told, whatever it is; 2 usage, 5 cannot establish, 70 a bug of guard\n"
)
DIALECTS = ("postgres", "mysql", "sqlite")


def parser() -> Words:
    """The options of `guard operations`."""
    words = Words("guard operations", DESCRIPTION, EPILOG)
    what = words.add_mutually_exclusive_group()
    what.add_argument("--staged", action="store_true", help="the change in the index")
    what.add_argument("--range", metavar="BASE..HEAD", help="what a range lands; no BASE: the trusted branch")
    what.add_argument("--commit", metavar="REV", help="one commit, as if it landed alone")
    words.add_argument("paths", nargs="*", metavar="PATH", help="files, each taken as added")
    words.add_argument("--dialect", choices=DIALECTS, help="the dialect of the SQL in the files given")
    words.add_argument("--trust", metavar="DIR", help="a directory outside the work tree that holds policy and plans")
    words.add_argument("--trusted", metavar="REF", help="the trusted branch, such as refs/remotes/origin/main")
    words.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    words.add_argument("-o", "--output", metavar="FILE", help="write it to a file instead of standard output")
    words.set_defaults(plan=None, phase=None, now=None)
    return words


def main(words: list[str]) -> int:
    """Read once, tell once."""
    asked = parser().parse_args(words)
    if asked.paths and (asked.staged or asked.range is not None or asked.commit is not None):
        raise UsageError("name files or a change set, not both (guard operations --help)")
    if asked.dialect and not asked.paths:
        mend = "of a change set the policy says it: dialects: {/db/**: postgres}"
        raise UsageError(f"--dialect goes with files; {mend} (guard operations --help)")
    what, judged = _files(asked) if asked.paths else _change(asked)
    render = _json if asked.format == "json" else _text
    hand_over(render(what, judged), asked.output, "guard operations -o FILE")
    return 0


def _files(asked: argparse.Namespace) -> tuple[str, Judged]:
    from guard.effects.files import judged_files

    judged = judged_files([os.fsencode(path) for path in asked.paths], asked.dialect or "")
    number = len(judged.operations)
    return f"{number:,} file{'' if number == 1 else 's'}, as if added", judged


def _change(asked: argparse.Namespace) -> tuple[str, Judged]:
    from guard.pipeline import operations_of

    usable_git(asked.git)
    basis, judged = operations_of(trigger(asked))
    return basis.judged, judged


def _text(what: str, judged: Judged) -> str:
    """One line an operation, below its path."""
    lines = [f"guard: {what}"]
    for path, operations in sorted(judged.operations.items()):
        lines += ["", shown(path)]
        lines += [_line(operation) for operation in operations]
    return "\n".join(lines) + "\n"


def _line(operation: Operation) -> str:
    """What is so is said by its name alone. No attribute is the value of a secret: detectors put none there."""
    place = "" if operation.line is None else str(operation.line)
    columns = f" ({', '.join(shown(column) for column in operation.columns)})" if operation.columns else ""
    words = [shown(operation.object or "") + columns]
    words += [name if value == "true" else f"{name}={shown(value)}" for name, value in operation.attributes]
    words += ["down, undoes the up" if operation.mirrors else operation.direction or ""]
    return f"{place:>6}  {operation.id:<30}  {'  '.join(filter(None, words))}".rstrip()


def _json(what: str, judged: Judged) -> str:
    told = [
        operation_data(path, operation)
        for path, operations in sorted(judged.operations.items())
        for operation in operations
    ]
    data = {"schema_version": 1, "guard": __version__, "vocabulary": VERSION, "read": what, "operations": told}
    return json.dumps(data, indent=2, ensure_ascii=True) + "\n"
