"""Which checks run again once the log has grown: what changed, what is under way, what the forge repeats no more."""

from __future__ import annotations

import pytest

from guard.errors import GuardError
from guard.model.verdict import EXIT_CODES, Verdict, not_judged
from guard_hooks.forge.rejudge import Rejudging, Told
from tests.forge_api import NOW, Api, Run
from tests.hooks.forge.test_desks import HOSTS, desk

HEAD = "a" * 40
DAY = 86400


def verdict(outcome: str) -> Verdict:
    made = not_judged("merge", GuardError("G501", "what", "where", "mend"))
    return made._replace(outcome=outcome, exit_code=EXIT_CODES[outcome])  # type: ignore[index, arg-type]


class Round:
    """One round over the forge, under a clock of its own."""

    def __init__(self, api: Api, host: str = "github", patient: bool = False) -> None:
        self.api, self.host, self.patient = api, host, patient
        self.outcomes: dict[str, str] = {}
        self.judged: list[str] = []
        self.waited = 0
        self.ends: dict[int, tuple[Run, str]] = {}  # after so many seconds this run is over

    def judge(self, head: str) -> Verdict | None:
        self.judged.append(head)
        outcome = self.outcomes.get(head, "pass")
        if outcome == "raises":
            raise ValueError("a bug")
        return None if outcome == "gone" else verdict(outcome)

    def pause(self, seconds: float) -> None:
        self.waited += int(seconds)
        for after, (run, conclusion) in self.ends.items():
            if self.waited >= after and run.status != "completed":
                run.ends(conclusion)

    def told(self) -> dict[int, Told]:
        asking = desk(self.api, self.host)
        made = Rejudging(
            asking,
            self.judge,
            lambda one: one.exit_code == 0,
            self.patient,
            lambda: self.api.now + self.waited,
            self.pause,
        )
        return {one.number: one for one in made.round(asking.pulls())}

    def one(self) -> Told:
        (found,) = self.told().values()
        return found


def began(api: Api, conclusion: str | None, ago: int = 3600, attempt: int = 1, created: int = 0) -> Run:
    """Pull request 3, with a check that began so long ago."""
    run = api.check(api.opened(3, HEAD))
    run.began, run.created, run.attempt = NOW - ago, NOW - (created or ago), attempt
    return run if conclusion is None else run.ends(conclusion)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    ("conclusion", "outcome", "again", "words"),
    [
        ("failure", "pass", True, "passes now; its check runs again"),
        ("success", "violation", True, "passed, and no longer does: violation; its check runs again"),
        ("success", "stale", True, "passed, and no longer does: stale"),
        ("success", "needs-person", True, "passed, and no longer does: needs-person"),
        ("success", "cannot-establish", True, "passed, and no longer does: cannot-establish"),
        ("success", "raises", True, "passed, and no longer does: bug"),
        ("failure", "raises", False, "waits as before: bug"),
        ("failure", "needs-person", False, "waits as before: needs-person"),
        ("success", "pass", False, "passes as before"),
        ("success", "gone", False, "its head moved meanwhile"),
        ("failure", "gone", False, "its head moved meanwhile"),
        ("action_required", "pass", False, "its check waits for a maintainer's leave"),
    ],
)
def test_what_would_end_otherwise_runs_again(
    api: Api, host: str, conclusion: str, outcome: str, again: bool, words: str
) -> None:
    run = began(api, conclusion)
    one = Round(api, host)
    one.outcomes[HEAD] = outcome
    told = one.one()
    assert (told.again, told.rule) == (again, "")
    assert told.words.startswith(words)
    assert (run.attempt, len(api.posted())) == (1 + again, int(again))


def test_a_check_that_was_cancelled_or_ran_out_of_time_is_no_green_one(api: Api) -> None:
    for conclusion in ("cancelled", "timed_out", "neutral", "skipped", "startup_failure"):
        api.runs.clear()
        began(api, conclusion)
        assert Round(api).one().again


def test_no_check_ran_yet(api: Api) -> None:
    api.opened(3, HEAD)
    told = Round(api).one()
    assert "no check ran for its head yet" in told.words and told.rule == ""


def test_one_head_is_judged_once(api: Api) -> None:
    for number in (3, 4, 5):
        api.check(api.opened(number, HEAD)).ends("failure")
    one = Round(api)
    assert [told.again for told in one.told().values()] == [True] * 3
    assert one.judged == [HEAD]


# Under way


@pytest.mark.parametrize("host", HOSTS)
def test_what_is_under_way_is_waited_for_and_compared(api: Api, host: str) -> None:
    run = began(api, None, ago=30)
    api.check(api.opened(4, "b" * 40)).ends("failure")
    one = Round(api, host)
    one.ends[45] = (run, "failure")
    told = one.told()
    assert list(told) == [4, 3], "others do not wait for it"
    assert told[3].again and one.waited == 45


def test_what_began_after_this_round_reads_the_log_as_it_is(api: Api) -> None:
    began(api, None, ago=-5)
    one = Round(api)
    assert one.one().words == "its check runs already"
    assert (one.waited, one.judged) == (0, [])


def test_what_does_not_end_is_told(api: Api) -> None:
    began(api, None, ago=30)
    one = Round(api)
    told = one.one()
    assert (told.rule, told.again) == ("G614", False) and "more than 5 minutes" in told.words
    assert one.waited == 300


# What the forge repeats no more


@pytest.mark.parametrize(
    ("conclusion", "outcome", "created", "attempt", "rule"),
    [
        ("failure", "pass", 31 * DAY, 1, "G613"),
        ("success", "violation", 31 * DAY, 1, "G613"),
        ("failure", "pass", DAY, 50, "G613"),
        ("failure", "pass", 29 * DAY, 49, ""),
        ("failure", "violation", 31 * DAY, 50, ""),
        ("success", "pass", 31 * DAY, 50, ""),
    ],
)
def test_thirty_days_and_fifty_times(
    api: Api, conclusion: str, outcome: str, created: int, attempt: int, rule: str
) -> None:
    began(api, conclusion, created=created, attempt=attempt)
    one = Round(api)
    one.outcomes[HEAD] = outcome
    told = one.one()
    assert told.rule == rule
    assert bool(rule) == ("closes and opens it again" in told.mend)
    if rule:
        assert api.posted() == []


def test_a_token_that_may_not_is_told_for_each(api: Api) -> None:
    began(api, "failure")
    api.check(api.opened(4, "b" * 40)).ends("success")
    api.may = set()
    told = Round(api).told()
    assert (told[3].rule, told[4].rule) == ("G611", "")
    assert "actions: write" in told[3].mend


def test_a_no_in_other_words(api: Api) -> None:
    began(api, "failure")

    def closed(method: str, path: str) -> None:
        if method == "POST":
            api.instead = [(422, {}, b'{"message": "::error::too old"}')]

    api.before = closed
    told = Round(api).one()
    assert told.rule == "G613" and told.words.endswith("the forge does not run its check again: error too old")


def test_somebody_was_faster(api: Api) -> None:
    run = began(api, "failure")

    def faster(method: str, path: str) -> None:
        if method == "POST":
            run.status, run.conclusion = "queued", None

    api.before = faster
    told = Round(api).one()
    assert (told.again, told.rule) == (True, "") and "runs again already" in told.words


@pytest.mark.parametrize(
    ("ago", "attempt", "again"),
    [(3500, 1, False), (3700, 1, True), (3700, 2, False), (7300, 2, True), (35900, 10, False), (36100, 10, True)],
)
def test_by_schedule_a_check_that_ran_often_is_left_alone_the_longer(
    api: Api, ago: int, attempt: int, again: bool
) -> None:
    began(api, "failure", ago=ago, attempt=attempt)
    told = Round(api, patient=True).one()
    assert (told.again, told.rule) == (again, "")
    if not again:
        assert "it runs again later" in told.words
        assert Round(api).one().again == (attempt < 10), "a push of guard-wake does not wait, but for what runs often"


# The merge queue


@pytest.mark.parametrize(
    ("at", "conclusion", "told"), [(0, "failure", True), (-7200, "failure", False), (0, "success", False)]
)
def test_who_was_thrown_out_of_the_queue_is_told(api: Api, at: int, conclusion: str, told: bool) -> None:
    began(api, "success")
    run = Run(99, "guard.yml", "merge_group", "c" * 40, f"gh-readonly-queue/main/pr-3-{HEAD}").ends(conclusion)
    run.created = NOW + at
    api.runs.append(run)
    found = Round(api).one()
    assert ("put it into the queue again" in found.words, found.again, found.rule) == (told, False, "")


# The forge fails


def test_a_forge_that_falls_silent_ends_the_round(api: Api) -> None:
    began(api, "failure")
    one = Round(api)

    def silent(method: str, path: str) -> None:
        if path.endswith("/runs"):
            api.instead = [(502, {}, b"")]

    api.before = silent
    with pytest.raises(GuardError, match="G610"):
        one.told()


def test_an_answer_that_cannot_be_read_stops_only_its_own(api: Api) -> None:
    run = began(api, "failure")
    run.created = -(10**13)
    other = api.check(api.opened(4, "b" * 40)).ends("failure")
    api.before = lambda method, path: None
    with pytest.MonkeyPatch.context() as patch:
        from tests import forge_api

        kept = forge_api.stamp
        patch.setattr(forge_api, "stamp", lambda at: kept(at) if at > 0 else "never")
        told = Round(api).told()
    assert told[3].rule == "G612"
    assert told[4].again and other.attempt == 2


def test_a_workflow_of_another_name_is_told(api: Api) -> None:
    api.opened(3, HEAD)
    one = Round(api)
    made = Rejudging(desk(api, "github", "gone.yml"), one.judge, lambda _: True, False, lambda: NOW, one.pause)
    (told,) = made.round(desk(api, "github").pulls())
    assert told.rule == "G611" and "name the workflow" in told.mend


def test_no_open_pull_request(api: Api) -> None:
    assert Round(api).told() == {}
    assert len(api.asked) == 1
