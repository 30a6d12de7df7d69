"""`guard log record`: what guard says of a landing, with every fact it rests on, written to a file to be signed."""

from __future__ import annotations

import os

from guard.commands.log._looking import looking, options, replaceable
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.claim import Claim
from guard.records.branch import missing, question
from guard.records.judging import bytes_of, judged
from guard.report import hand_over, write
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.commands.log._looking import Looking

COMMAND = "guard log record"
DESCRIPTION = (
    "Judge a landing of the trusted branch as the merge door did, under the documents that stood before it and the\n"
    "log as it is now, and write down what was said with every fact it rests on. It takes no key: another job looks\n"
    "the file up again and signs it (guard log sign).\n"
)
EPILOG = (
    "examples:\n"
    "  guard log record -o record.json                the newest landing\n"
    "  guard log record main~2 -o record.json         an older one\n"
    "  guard log record --all -o records              every one that has none yet, a file each\n\n"
    "exit codes: 0 written, whatever guard says of the landing; 2 usage; 5 cannot establish\n"
)
BEGINS = b'{"documents":'  # a record, by the first of its keys


def parser() -> Words:
    """The options of `guard log record`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("commit", metavar="COMMIT", nargs="?", help="a step of the trusted branch; else its newest")
    words.add_argument(
        "--all", action="store_true", help="every landing since guard was adopted that no record is of, in order"
    )
    words.add_argument("--plan", metavar="ID", help="the plan the landing belongs to, where nothing it says tells that")
    words.add_argument("--phase", metavar="NAME", help="the phase of the plan")
    words.add_argument("-o", "--output", metavar="FILE", help="where to; with --all a folder")
    options(words, "the time to judge at, such as 2026-12-01T08:00:00Z; else now")
    return words


def main(words: list[str]) -> int:
    """Judge and write."""
    asked = parser().parse_args(words)
    if asked.all and (asked.commit or asked.plan or asked.phase or not asked.output):
        raise UsageError(f"--all takes a folder, -o FOLDER, and no landing or phase beside it ({COMMAND} --help)")
    with looking(asked, COMMAND) as here:
        claim = Claim(asked.plan or "", asked.phase or "")
        if not asked.all:
            _one(here, here.repository.resolve(asked.commit) if asked.commit else here.branch.trusted.oid, claim, asked)
            return 0
        commits = missing(here.repository, here.branch)
        _folder(asked.output)
        for commit in commits:
            name = f"{here.branch.places[commit]:06}-{commit[:12].decode()}.json"
            _one(here, commit, claim, asked, os.path.join(asked.output, name))
    if not commits:
        write("guard: every landing of the trusted branch is recorded\n")
    return 0


def _one(here: Looking, commit: bytes, claim: Claim, asked: argparse.Namespace, output: str | None = None) -> None:
    """One record, whole or not at all; what is said of it goes where the record does not."""
    output = output or asked.output
    if output not in (None, "-"):
        replaceable(here, output, BEGINS)
    record = judged(here.repository, question(here.branch, commit, here.now, claim))
    text = bytes_of(record)
    hand_over(text.decode(), output, f"{COMMAND} -o FILE")
    if output not in (None, "-"):
        outcome = record["outcome"]
        held = "/".join([word for word in ((outcome["plan"] or "").partition(" ")[0], outcome["phase"]) if word])
        of = f", {held}" if held else ""
        told = f"guard: {commit[:12].decode()}: {outcome['outcome']}{of}"
        write(f"{told}  ({len(text):,} bytes in {shown(os.fsencode(output))})\n")


def _folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        what = f"the records could not be written: {error.strerror}"
        raise GuardError("G820", what, shown(os.fsencode(path)), "name a folder you can write to: -o FOLDER") from error
