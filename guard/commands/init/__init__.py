"""`guard init`: looks at a repository, and writes the smallest policy that says what it found; in shadow mode."""

from __future__ import annotations

import os
import sys

from guard.commands import _terminal
from guard.commands.init import _agents_md, _found, _policy, _step
from guard.commands.init._writing import Edit, diff
from guard.commands.init._writing import write as put
from guard.compile import read_document
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.doors.signatures import hand
from guard.drafts import plain
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.kind import KINDS
from guard.model.policy import POLICY_FILE
from guard.model.verdict import EXIT_CODES
from guard.report import refusal, write
from guard.schema import schema
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.commands.init._found import Found

COMMAND = "guard init"
DESCRIPTION = (
    "Look at this repository, and write the smallest policy that says what was found: .guard/policy.yaml, in shadow\n"
    "mode, so that nothing is stopped yet. Looked at are the files that git tracks, CODEOWNERS, CI, hooks, agents,\n"
    "committers and the public keys at hand here. The change is shown first; at a terminal it is asked for once.\n"
    "Nothing that stands there is written over, and nothing is committed: a second run has nothing to do.\n"
)
EPILOG = (
    "examples:\n"
    "  guard init                                 look, show, ask, write\n"
    "  guard init --dry-run                       look and show; nothing is written\n"
    "  guard init --name dana --key ~/.ssh/id_ed25519.pub --teams identity,platform\n"
    "  guard init --agents-md                     also tell agents what to do here: AGENTS.md or CLAUDE.md\n\n"
    "exit codes: 0 written, shown, or nothing to do; 2 usage; 3 whoever was asked said no; 5 cannot establish\n"
)
PLANS = b".guard/plans/README.md"
OF_PLANS = (
    "Plans stand here: one NAME.yaml for each migration, its story beside it in NAME.md.\n"
    "guard plan new NAME begins one; guard plan lint tells what is wrong with it.\n"
)


def parser() -> Words:
    """The options of `guard init`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("--name", metavar="NAME", help="you, as the policy is to call you; else by git's user.name")
    words.add_argument("--teams", metavar="TEAM[,TEAM]", help="the teams you speak for; the first owns the policy")
    words.add_argument("--key", metavar="FILE", help="your public key, to be listed; without it none is")
    words.add_argument("--plans", action="store_true", help="begin the folder of plans too")
    words.add_argument("--agents-md", action="store_true", help="write, or renew, the section that agents read")
    how = words.add_mutually_exclusive_group()
    how.add_argument("--yes", action="store_true", help="do not ask at a terminal")
    how.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    words.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")
    return words


def main(words: list[str]) -> int:
    """Look, show, ask, write."""
    asked = parser().parse_args(words)
    for name in [asked.name, *_teams(asked)]:
        _readable(name)
    try:
        key = hand.public(asked.key) if asked.key else ""
        with Repository(usable_git(asked.git)) as repository:
            here = _found.found(repository)
            by = _policy.adopter(here, asked.name, tuple(_teams(asked)), key)
            sections = _agents_md.uncommitted(repository, here)
            state = _step.State(_step.committed(repository), _step.landed(repository), by, sections)
        edits = tuple(_edits(asked, here, state))
        write("\n".join(_found.told(here)) + "\n\n")
        return _done(asked, here, edits, state)
    except GuardError as error:
        return refusal(error, "merge")


def _teams(asked: argparse.Namespace) -> list[str]:
    return asked.teams.split(",") if asked.teams is not None else []


def _readable(name: str | None) -> None:
    """A name as the policy takes it."""
    import re

    rule = schema("policy")["$defs"]["name"]
    if name is not None and not re.fullmatch(rule["pattern"].strip("^$"), name):
        raise UsageError(f"'{shown(name)}' is no name of a person or a team: {rule['x-words']} ({COMMAND} --help)")


def _edits(asked: argparse.Namespace, here: Found, state: _step.State) -> list[Edit]:
    """What is not there yet; of the section for agents what is to be otherwise."""
    found = []
    policy = POLICY_FILE.encode()
    if not _stands(here, policy) and not state.landed:  # a second one would have an id of its own
        text = _policy.text(here, state.by).encode()
        faults = read_document("policy", POLICY_FILE, text).faults
        assert not faults, faults  # what is written is read again before anybody sees it
        found.append(Edit(policy, None, text))
    if asked.plans and not _stands(here, PLANS):
        found.append(Edit(PLANS, None, OF_PLANS.encode()))
    for name in _agents_md.targets(here) if asked.agents_md else ():
        old, new = _agents_md.renewed(here.top, name)
        found += [Edit(name, old, new)] if old != new else []
    return found


def _stands(here: Found, path: bytes) -> bool:
    """It stands in the work tree. What git tracks and somebody took away is theirs to bring back."""
    if plain.contents(here.top, path, KINDS["policy"].size) is not None:
        return True
    if any([one.path == path for one in here.files]):
        what, mend = "git tracks it, and it is not in the work tree", f"bring it back: git restore -- {shown(path)}"
        raise GuardError("G813", what, shown(path), mend)
    return False


def _done(asked: argparse.Namespace, here: Found, edits: tuple[Edit, ...], state: _step.State) -> int:
    """Shown, asked for, written; and the one next command, by what stands there then."""
    if not edits:
        there = plain.there(here.top, POLICY_FILE.encode())
        what = f"{POLICY_FILE} stands here, and nothing is written over"
        if not there:
            what = f"{shown(os.fsencode(state.landed))} has a {POLICY_FILE}, and this branch left it before that"
        write(f"guard: nothing to do: {what}\n{_unwritten(asked)}")
    else:
        write("\n".join(diff(edits)) + "\n\n")
        files = ", ".join([shown(edit.path) for edit in edits])
        if asked.dry_run:
            write(f"guard: nothing is written; it would be {files}\n")
            return 0
        if not asked.yes and _terminal.attended() and not _agreed(files):
            write("guard: nothing is written\n")
            return EXIT_CODES["needs-person"]
        put(here.top, edits)
        write(f"guard: wrote {files}\n")
    write("".join([f"{line}\n" for line in _step.told(here, state, edits)]))
    return 0


def _unwritten(asked: argparse.Namespace) -> str:
    """What was said for a policy that is there already."""
    said = [word for word in ("name", "teams", "key") if getattr(asked, word)]
    if not said:
        return ""
    words = " and ".join([f"--{word}" for word in said])
    return f"guard: {words} is for the first policy; guard enroll NAME --key FILE prints the line of a person\n"


def _agreed(files: str) -> bool:
    """Asked once. Return alone is a yes: each file is new, or guard's own part of one, and git shows it."""
    write(f"write {files}? [Y/n] ")
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        write("\n")
        return False
    return line.strip().lower() in ("", "y", "yes")
