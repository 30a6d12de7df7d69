"""The command line: a word is looked up, called once, and its answer becomes the exit code. Nothing is decided here."""

from __future__ import annotations

import sys

from guard import __version__
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.nearest import nearest
from guard.report import columns, failure, interrupted, laid, refusal, write

# The only place that names modules above it: word -> "module:function", resolved when that word is used.
COMMANDS: dict[str, str] = {
    "check": "guard.commands.check:main",
    "next": "guard.commands.next:main",
    "plan": "guard.commands.plan:main",
    "ask": "guard.commands.ask:main",
    "questions": "guard.commands.questions:main",
    "operations": "guard.commands.operations:main",
    "sites": "guard.commands.sites:main",
    "approve": "guard.commands.approve:main",
    "attest": "guard.commands.attest:main",
    "gate": "guard.commands.gate:main",
    "revoke": "guard.commands.revoke:main",
    "enroll": "guard.commands.enroll:main",
    "triage": "guard_tui.word:main",
    "init": "guard.commands.init:main",
    "doctor": "guard.commands.doctor:main",
    "log": "guard.commands.log:main",
    "why": "guard.commands.why:main",
    "explain": "guard.commands.explain:main",
    "schema": "guard.commands.schema:main",
    "eval": "guard.commands.eval:main",
    "demo": "guard.commands.demo:main",
    "hook": "guard_hooks.word:main",
    "install": "guard_hooks.install:main",
    "uninstall": "guard_hooks.install:uninstall",
}

HELP = f"""\
guard {__version__}: holds every change set to its declared plan

  guard check       judge the staged change, a range or a commit: may it be committed, or merged
  guard next        what may be done now, and by whom; --take takes a phase up, --drop lets go of it
  guard ask "..."   a question of your own about what a plan assumes: what leans on it waits
  guard plan        new, lint, answer, show, graph, status: written, checked, drawn; where it stands
  guard approve     a person's yes: to a plan, a phase that stops, an unplanned landing, the policy
  guard attest FACT what is so of a phase: deployed, backfilled, drained, rehearsed, complete
  guard gate        may a phase run now: what a deploy job asks; --verify looks at its receipt
  guard revoke ID   strike out what was approved or attested
  guard enroll NAME a key for a person, and the line of the policy that lists it
  guard triage      the desk: what waits for a person, and settling it; --plain, --count
  guard init        look at a repository, and write the smallest policy, in shadow mode
  guard doctor      what this set-up can honestly promise, and how to mend what it cannot
  guard log         show, verify, record, sign, replay, bundle, sync: who said what, and what passed
  guard sites       build, status and diff: the places a plan works off, and what is left of them
  guard questions   what a plan, or any page, leaves to guess: names, numbers, claims, ways back
  guard operations  what a change, or a file, does: schema.column.drop, data.backfill and the like
  guard install     put guard into the hooks here: commits are judged, messages say what is taken up
  guard uninstall   take it out again
  guard why PATH    what a change of a path is held to now, and what explains the last one
  guard explain ID  what a rule or an operation means, and what to do; without ID the list of them
  guard schema NAME the schema of a document: policy, plan, report and others
  guard eval        how good those questions are, on a corpus of plans with known mistakes
  guard demo        change sets of an agent, incidents and an approval, judged before your eyes

guard COMMAND --help tells more. Exit codes: 0 pass, 1 violation, 2 usage, 3 a person must settle
something, 4 stale, 5 guard cannot establish what it needs, 70 guard itself failed, 130 interrupted.
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command; whatever happens, the answer is an exit code and never a traceback."""
    try:
        return _answered(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:  # also one that comes while something else is told
        return interrupted()


def _answered(words: list[str]) -> int:
    try:
        return _run(words)
    except UsageError as error:
        sys.stderr.write(f"guard: {error}\n")
        return 2
    except GuardError as error:
        return refusal(error, "merge")
    except Exception as error:
        return failure(error)


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        write(laid(HELP, columns()))
        return 0 if words else 2
    if words[0] == "--version":
        write(f"guard {__version__}\n")
        return 0
    code: int = _command(words[0])(words[1:])
    return code


def _command(word: str):  # type: ignore[no-untyped-def]  # resolved at run time
    if word not in COMMANDS:
        near = nearest(word, COMMANDS)
        meant = f"; did you mean {near}?" if near else ""
        raise UsageError(f"no command '{shown(word)}'{meant} (guard --help lists them)")
    module, _, function = COMMANDS[word].partition(":")
    return getattr(__import__(module, fromlist=(function,)), function)
