"""`guard check`: judge a change set and say what it may do."""

from __future__ import annotations

import argparse

from guard.commands._outputs import Output, as_asked, listed, told
from guard.doors.cache import allowed
from guard.doors.git.run import usable_git
from guard.errors import GuardError, UsageError
from guard.joining import door_of
from guard.model.trigger import Selector, Trigger
from guard.model.verdict import EXIT_CODES, Verdict, not_judged
from guard.pipeline import judge
from guard.report import bug, deliver, hand_over
from guard.words import Words, clock, moment

DESCRIPTION = (
    "Judge a change set against the policy and plans of the trusted branch.\n\n"
    "Without a selector: the staged change if there is any, else everything since the trusted branch; "
    "the first line says which.\n"
    "The commit door (--staged) is closed by violations; "
    "the merge door (--range, --commit) also by what a person must settle.\n"
)
EPILOG = (
    "examples:\n"
    "  guard check --staged                              may this be committed?\n"
    "  guard check --range origin/main..HEAD             may this branch be merged?\n"
    "  guard check --range ..HEAD --plan split-name --phase expand\n"
    "  guard check --last 50                             what guard would have said of the last 50 landings\n"
    "  guard check --last 200 --format markdown -o past.md    the same as a page for a team, owner by owner\n"
    "  guard check --format json -o report.json\n"
    "  guard check --format sarif=guard.sarif --format json=guard.json      text here, the rest in files\n\n"
    "exit codes: 0 pass, 1 violation, 2 usage, 3 a person must settle something, 4 stale, 5 cannot establish, "
    "70 a bug of guard\n"
)
INSTEAD = "guard check -o FILE"


def parser() -> Words:
    """The options of `guard check`."""
    words = Words("guard check", DESCRIPTION, EPILOG)
    what = words.add_mutually_exclusive_group()
    what.add_argument("--staged", action="store_true", help="the change in the index, as the next commit would take it")
    what.add_argument(
        "--range", metavar="BASE..HEAD", help="every commit of a range, and what it lands; no BASE: the trusted branch"
    )
    what.add_argument("--commit", metavar="REV", help="one commit, as if it landed alone")
    what.add_argument(
        "--last",
        metavar="N",
        type=int,
        help="a report on the last N landings of the trusted branch; exit 0, or 5 if one could not be read",
    )
    words.add_argument(
        "--link",
        metavar="URL",
        help="with --last: the page of a commit, with {commit} in it; else told from the remote, if its host is known",
    )
    words.add_argument(
        "--plan", metavar="ID", help="the plan this change set belongs to; without it the only one that stands"
    )
    words.add_argument("--phase", metavar="NAME", help="the phase of the plan")
    words.add_argument(
        "--trust",
        metavar="DIR",
        help="policy and plans from a directory outside the work tree, laid out as .guard; nothing else is read",
    )
    words.add_argument("--trusted", metavar="REF", help="the trusted branch, such as refs/remotes/origin/main")
    words.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")
    words.add_argument("--now", metavar="TIME", help="the time to judge at, such as 2026-12-01T08:00:00Z; else now")
    _shown(words)
    words.add_argument(
        "--exit-zero",
        action="store_true",
        help="exit 0 whatever the verdict, for jobs that only upload a report; 2 and 70 stay",
    )
    return words


def _shown(words: Words) -> None:
    """How the verdict is shown, and where it goes."""
    words.add_argument(
        "--format",
        metavar="NAME[=FILE]",
        type=as_asked,
        action="append",
        default=[],
        help=f"how to show the verdict: {listed()} (default: text); with =FILE in a file beside it, and once for each",
    )
    words.add_argument("-o", "--output", metavar="FILE", help="write the report to a file instead of standard output")
    words.add_argument(
        "--statement", metavar="FILE", help="write the verdict as an in-toto statement too, ready to be attested"
    )
    words.add_argument("--predicate", metavar="FILE", help="write the predicate of that statement alone")


def main(words: list[str]) -> int:
    """Judge once, show it wherever it was asked for."""
    asked = parser().parse_args(words)
    outputs = told(asked.format, asked.output, [asked.statement, asked.predicate])
    if asked.last is not None:
        return _last(asked, outputs)
    if asked.link is not None:
        raise UsageError("--link is for the report of --last (guard check --help)")
    verdict = _verdict(asked)
    _show(verdict, outputs[:-1])
    _state(verdict, asked)
    _show(verdict, outputs[-1:])  # what is said on standard output is said of files that are there
    return 0 if asked.exit_zero and verdict.exit_code != EXIT_CODES["bug"] else verdict.exit_code


def _show(verdict: Verdict, outputs: tuple[Output, ...]) -> None:
    for output in outputs:
        deliver(verdict, output.format, output.file, INSTEAD, output.option)


def _state(verdict: Verdict, asked: argparse.Namespace) -> None:
    """The verdict as others attest it: whole, and the part that signing tools put a statement of their own around."""
    if asked.statement is None and asked.predicate is None:
        return
    from guard.records.statement import as_text, statement_of

    now = moment(asked.now, "guard check")
    statement = statement_of(verdict, clock() if now is None else now, said=now is not None)
    if asked.statement is not None:
        hand_over(as_text(statement), asked.statement, what="statement", option="--statement FILE")
    if asked.predicate is not None:
        hand_over(as_text(statement["predicate"]), asked.predicate, what="predicate", option="--predicate FILE")


def _last(asked: argparse.Namespace, outputs: tuple[Output, ...]) -> int:
    from guard.commands._last import report

    if asked.statement is not None or asked.predicate is not None:
        raise UsageError("a statement is of one landing, and --last of many (guard check --help)")
    try:
        usable_git(asked.git)
        code = report(asked, outputs)
    except GuardError as error:
        verdict = not_judged("merge", error)
        _show(verdict, outputs)
        code = verdict.exit_code
    return 0 if asked.exit_zero else code


def _verdict(asked: argparse.Namespace) -> Verdict:
    """Whatever stops guard is a verdict too, so that it is shown in the format and the file asked for."""
    question = trigger(asked)
    try:
        usable_git(asked.git)
        return judge(question)
    except GuardError as error:
        return not_judged(door_of(question), error)
    except Exception as error:
        return bug(error, door_of(question))


def trigger(asked: argparse.Namespace) -> Trigger:
    """The words of the command line as one question."""
    base: str | None = None
    tip: str | None = None
    selector: Selector = "auto"
    if asked.staged:
        selector = "staged"
    elif asked.commit is not None:
        if not asked.commit:  # a variable of CI that is not set; HEAD is not what was asked for
            raise UsageError("--commit takes a commit, and this is empty (guard check --help)")
        selector, tip = "commit", asked.commit
    elif asked.range is not None:
        selector = "range"
        base, tip = _range(asked.range)
    cache = selector == "staged" and allowed()
    now = moment(asked.now, "guard check")
    said = (asked.plan, asked.phase, asked.trust, asked.trusted, asked.git)
    return Trigger(selector, base, tip, *said, cache, now, here=True)


def _range(text: str) -> tuple[str | None, str]:
    base, dots, tip = text.partition("..")
    if not dots or tip.startswith("."):
        raise UsageError(f"a range is BASE..HEAD, such as origin/main..HEAD, not {text!r} (guard check --help)")
    return base or None, tip or "HEAD"
