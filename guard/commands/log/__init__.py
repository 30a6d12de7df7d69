"""`guard log`: what was approved, attested, revoked and recorded: shown, verified, replayed, handed to an auditor."""

from __future__ import annotations

import importlib

from guard.errors import UsageError
from guard.escape import shown
from guard.words import meant, teach

WORDS = {  # word -> "module:function", loaded when it is used
    "show": "guard.commands.log.show:main",
    "verify": "guard.commands.log.verify:main",
    "record": "guard.commands.log.record:main",
    "sign": "guard.commands.log.sign:main",
    "replay": "guard.commands.log.replay:main",
    "bundle": "guard.commands.log.bundle:main",
    "sync": "guard.commands.log.sync:main",
}
HELP = """\
usage: guard log {show,verify,record,sign,replay,bundle,sync} ...

The log is branch guard-log: approvals, evidence, revocations and records of landings, each signed, one on another.
guard approve, guard attest and guard revoke write to it; a job after each merge records what landed.

  guard log show [ENTRY]         every entry in order: who, what, when, and what counts for nothing; or one whole
  guard log verify               every signature and every link looked at again, cold
  guard log record [COMMIT]      what guard says of a landing, and every fact it rests on, as a file; no key is needed
  guard log sign FILE ...        the job that holds a machine's key looks such files up again, signs and appends them
  guard log replay [WHICH ...]   each recorded landing judged once more, offline: the same bytes, or what differs
  guard log bundle -o FILE       all that a replay needs in one file, and each decision in a sentence, for an auditor
  guard log sync [REMOTE]        bring the log here and the one of a remote together

guard log WORD --help tells more, exit codes included.
"""


def main(words: list[str]) -> int:
    """One of the words above."""
    if not words or words[0] in ("-h", "--help", "help"):
        teach(HELP)
        return 0 if words else 2
    if words[0] not in WORDS:
        raise UsageError(f"guard log has no word '{shown(words[0])}'{meant(words[0], WORDS)} (guard log --help)")
    module, _, function = WORDS[words[0]].partition(":")
    code: int = getattr(importlib.import_module(module), function)(words[1:])
    return code
