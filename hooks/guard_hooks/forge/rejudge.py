"""The log has grown: every open pull request judged anew, and the check run again of those that would end otherwise.

What is found here decides nothing: the forge runs the check once more, and that one judges. So the check stays what a
ruleset expects it to be, a run of its own workflow (docs/adr/0026-an-approval-judges-again.md).
"""

from __future__ import annotations

import time

from guard.doors.forge import Denied
from guard.errors import GuardError
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guard.model.verdict import Verdict
    from guard_hooks.forge import Desk, Pull, Run

    Judge = Callable[[str], Verdict | None]  # of a head; None where the forge has it no more

DAYS = 30  # for which GitHub repeats a run, and how often
TIMES = 50
OFTEN = 10  # from here on a check that keeps failing for reasons of its own is given time, whoever asks
HOUR = 3600
WAIT = 300  # seconds for runs that are under way
LOOK = 15
ANEW = "its author pushes to it, or closes and opens it again: then a new check begins"
LATER = "the schedule of the workflow looks again; or run it by hand"
RIGHTS = "permissions: {actions: write} in the workflow (GitLab: GUARD_TOKEN with scope api); then run it again"
HEARD = "its check waits for a maintainer's leave, or ended without a verdict"


class Told(NamedTuple):
    """What came of one pull request, in words; `rule` and `mend` where it needs somebody."""

    number: int
    words: str
    again: bool = False
    rule: str = ""
    mend: str = ""


class Rejudging:
    """One round over the open pull requests of a forge."""

    def __init__(
        self,
        desk: Desk,
        judge: Judge,
        passes: Callable[[Verdict], bool],  # what the check would make of it
        patient: bool,  # by schedule: a check that ran often is left alone the longer
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._desk = desk
        self._judge = judge
        self._passes = passes
        self._patient = patient
        self._clock = clock
        self._pause = pause
        self._start = clock()
        self._verdicts: dict[str, Verdict | None] = {}
        self._ejected: dict[int, int] = {}

    def round(self, pulls: list[Pull]) -> Iterator[Told]:
        """Of each what came of it; those whose check runs just now come last. GuardError: the forge does not answer."""
        try:
            self._ejected = self._desk.ejected() if pulls else {}
        except Denied:  # a permission that only this needs
            self._ejected = {}
        waiting = []
        for pull in pulls:
            told = self._one(pull)
            if told is None:
                waiting.append(pull)
            else:
                yield told
        while waiting and self._clock() - self._start < WAIT:
            self._pause(LOOK)
            still = []
            for pull in waiting:
                told = self._one(pull)
                if told is None:
                    still.append(pull)
                else:
                    yield told
            waiting = still
        for pull in waiting:
            words = (
                f"its check has been under way for more than {WAIT // 60} minutes, and may not know the newest entry"
            )
            yield Told(pull.number, words, rule="G614", mend=LATER)

    def _one(self, pull: Pull) -> Told | None:
        """None while its check runs, and may have read the log before it was as it is now."""
        try:
            run = self._desk.run(pull)
            if run is None:
                return Told(pull.number, f"no check ran for its head yet: {ANEW}")
            if run.state == "held":
                return Told(pull.number, HEARD)
            if run.state == "under way":
                return Told(pull.number, "its check runs already") if run.began >= self._start else None
            return self._compared(pull, run)
        except Denied as denied:
            words = f"the forge does not show its check: {denied}"
            return Told(pull.number, words, rule="G611", mend="name the workflow of the check as it is; " + RIGHTS)
        except GuardError as error:
            if error.rule == "G610":
                raise
            return Told(pull.number, error.what, rule=error.rule, mend=error.mend)

    def _compared(self, pull: Pull, run: Run) -> Told:
        if pull.head not in self._verdicts:
            self._verdicts[pull.head] = self._judged(pull)
        verdict = self._verdicts[pull.head]
        if verdict is None:
            return Told(pull.number, "its head moved meanwhile: its own check judges that")
        passes, outcome = self._passes(verdict), verdict.outcome
        if passes == run.passed:
            return self._same(pull, run, passes, outcome)
        changed = "passes now" if passes else f"passed, and no longer does: {outcome}"
        patient = self._patient or OFTEN <= run.attempt < TIMES
        if patient and self._clock() - run.began < HOUR * run.attempt:
            return Told(
                pull.number, f"{changed}; its check ran not long ago, for the {run.attempt}. time: it runs again later"
            )
        return self._again(pull, run, changed)

    def _judged(self, pull: Pull) -> Verdict | None:
        """A bug of guard in one of them keeps the others from nothing: of that one it is no pass."""
        try:
            return self._judge(pull.head)
        except GuardError:
            raise
        except Exception as error:
            from guard.report import bug

            return bug(error, "merge")

    def _same(self, pull: Pull, run: Run, passes: bool, outcome: str) -> Told:
        if not passes:
            return Told(pull.number, f"waits as before: {outcome}")
        if self._ejected.get(pull.number, 0) > run.began:
            return Told(
                pull.number, "passes; its entry of the merge queue failed meanwhile: put it into the queue again"
            )
        return Told(pull.number, "passes as before")

    def _again(self, pull: Pull, run: Run, changed: str) -> Told:
        days = int(self._clock() - run.created) // 86400
        if days >= DAYS or run.attempt >= TIMES:
            why = f"it is {days} days old" if days >= DAYS else f"it ran {run.attempt} times"
            return Told(pull.number, f"{changed}; its check cannot run again, {why}", rule="G613", mend=ANEW)
        try:
            self._desk.again(run)
        except Denied as denied:
            newest = self._desk.run(pull)
            if newest is not None and newest.state == "under way":  # somebody was faster
                return Told(pull.number, f"{changed}; its check runs again already", again=True)
            if denied.status in (401, 404) or "accessible" in denied.words or "scope" in denied.words:
                return Told(pull.number, f"{changed}; the token may not run its check again", rule="G611", mend=RIGHTS)
            words = f"{changed}; the forge does not run its check again: {denied.words}"
            return Told(pull.number, words, rule="G613", mend=ANEW)
        return Told(pull.number, f"{changed}; its check runs again", again=True)
