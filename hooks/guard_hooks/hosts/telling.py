"""A verdict as a host reads it: its log with annotations, the summary of the job, the outputs of the step, and files.

What a repository or an event holds reaches the files of a runner only as values that guard has formed itself: outcomes,
numbers, digests and paths of guard's own. A delimiter that nobody can know ends each of them all the same.
"""

from __future__ import annotations

import os
from contextlib import suppress

from guard.errors import GuardError
from guard.escape import shown
from guard.formats import markdown
from guard.model.verdict import EXIT_CODES, not_judged
from guard.report import deliver, hand_over, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guard.model.verdict import Verdict
    from guard_hooks.hosts.task import Options

NAMES = {  # outputs of the step
    "json": "report-file",
    "sarif": "sarif-file",
    "statement": "statement-file",
    "predicate": "predicate-file",
}
SHADOW = "mode: shadow, said by this job: it passes whatever is found"


def tell(verdict: Verdict, host: str, options: Options, temp: str) -> int:
    """Everything that is told of a verdict, and the exit code of the job. The log is last, and says what counts."""
    verdict = softened(verdict, options)
    try:
        _hand_over(verdict, host, options, temp)
    except GuardError as error:
        verdict = softened(not_judged("merge", error), options)
        _put_right(verdict, host, options, temp)
    if options.mode:
        note(SHADOW)
    log(verdict, host)
    return verdict.exit_code


def softened(verdict: Verdict, options: Options) -> Verdict:
    """`mode: shadow` of the job passes whatever is told, but for a bug; what it would have been is told, too."""
    bug = verdict.would_exit == EXIT_CODES["bug"]
    return verdict if not options.mode or bug else verdict._replace(exit_code=0)


def _hand_over(verdict: Verdict, host: str, options: Options, temp: str) -> None:
    """The files that were asked for, then those of the runner."""
    written = files(verdict, options, temp)
    if host == "github":
        outputs({**facts(verdict), **written})
        summary(_page(verdict, options))


def _put_right(verdict: Verdict, host: str, options: Options, temp: str) -> None:
    """What was written before one of them could not be: each says by now that nothing was judged, as far as it can."""
    written = dict.fromkeys(NAMES.values(), "")
    for one in options.files:
        with suppress(GuardError):
            written |= files(verdict, options._replace(files=(one,)), temp)
    if host == "github":
        with suppress(GuardError):
            outputs({**facts(verdict), **written})
        with suppress(GuardError):
            summary(_page(verdict, options))


def _page(verdict: Verdict, options: Options) -> str:
    """For the summary of the job, which has more room than a comment."""
    page = markdown.render(verdict, most=markdown.SUMMARY - len(SHADOW) - 10)
    return f"> **{SHADOW}**\n\n{page}" if options.mode else page


def log(verdict: Verdict, host: str) -> None:
    """What stands in the log of the job."""
    deliver(verdict, "github" if host == "github" else "text")


def files(verdict: Verdict, options: Options, temp: str) -> dict[str, str]:
    """Write what was asked for; of each output of the step where it is."""
    written: dict[str, str] = {}
    for name, path in options.files:
        where = within(path, temp)
        if name in ("statement", "predicate"):
            _attested(verdict, name, where, options.now)
        else:
            deliver(verdict, name, where)
        if name in NAMES:
            written[NAMES[name]] = where
    return written


def _attested(verdict: Verdict, name: str, where: str, now: int | None) -> None:
    """The verdict as others attest it: the statement, or the part that signing tools put one of their own around."""
    import time

    from guard.records.statement import as_text, statement_of

    statement = statement_of(verdict, int(time.time()) if now is None else now, said=now is not None)
    hand_over(as_text(statement if name == "statement" else statement["predicate"]), where)


def within(path: str, temp: str) -> str:
    """A path as the job means it: a relative one lies in the runner's folder, and none is of two lines."""
    if not path.isprintable():
        what = "a file of this name is not written: a character in it cannot be shown"
        raise GuardError("G820", what, shown(path), "name another one in the workflow")
    return os.path.join(temp or os.getcwd(), path)


def facts(verdict: Verdict) -> dict[str, str]:
    """What later steps go by."""
    stopping = verdict.stopping()
    return {
        "verdict": verdict.outcome,
        "exit-code": str(verdict.exit_code),
        "would-exit": str(verdict.would_exit),
        "findings": str(len(verdict.findings)),
        "waits": str(len([found for found in stopping if found.outcome == "needs-person"])),
        "landing": verdict.basis.landing,
    }


def summary(text: str) -> None:
    """Into the summary of the job, where the runner has one."""
    _append("GITHUB_STEP_SUMMARY", text)


def outputs(values: Mapping[str, str]) -> None:
    """Outputs of the step."""
    from secrets import token_hex

    rows = []
    for name, value in values.items():
        end = f"guard-{token_hex(16)}"
        rows.append(f"{name}<<{end}\n{value}\n{end}\n")
    _append("GITHUB_OUTPUT", "".join(rows))


def note(text: str) -> None:
    """One line for the log of the job. `##[` is read as a command wherever it stands."""
    write(f"guard: {shown(text).replace('##[', '# #[')}\n")


def _append(variable: str, text: str) -> None:
    path = os.environ.get(variable, "")
    if not path:
        return
    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        mend = f"let the steps before this one leave the file alone that {variable} names"
        raise GuardError("G820", "the runner's file cannot be written", variable, mend) from error
