"""Every attack in tests/conformance, at every stage it applies to: outcome, exit code, rule, path, and nothing else.

`make test` runs a quarter of the controls and a twelfth of the attacks, each at one of the stages `staged` and `range`
where both ask the same; of few a real `git commit` with the hook in it, which takes longest and says least that is new.
Of attacks on a signed log that try one way it runs the first, of every other way, and of jobs on a CI host those that
are listed here. It is the same in every run; `make fuzz` runs all.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conformance_cases import CASES as TOLD
from tests.conformance_cases import Case, faults, load_cases
from tests.conformance_runner import problems
from tests.conformance_workshop import Workshop
from tests.conftest import EXAMPLES, share

CASES = load_cases()
HOOKS, CONTROLS = 32, 8  # of the hook stages, one of so many is run by `make test`: of attacks, and of controls
# of attacks on a signed log that try one way, the first
FIRST = {case.expected["row"]: case.name for case in reversed(CASES) if case.signed() and "control-" not in case.name}
OTHER = {"staged": "range", "range": "staged"}
JOBS = {
    *("base-branch-of-the-authors-own", "clone-at-hand-that-says-where-main-is", "control-queue-of-three"),
    *("control-record-of-a-landing-signed", "evil-merge", "green-run-again-after-the-approval-was-taken-back"),
    *("path-of-a-command-in-the-old-form", "path-that-would-be-html-in-the-summary"),
    "path-that-writes-an-output-of-the-step",
    *("queue-entry-behind-one-that-widens-the-plan", "queue-of-two-that-break-the-total-together"),
    *("record-of-what-never-landed-to-sign", "settings-of-git-that-the-head-brings", "tag-pushed-of-what-never-landed"),
    *("variables-that-send-git-elsewhere", "workflow-command-behind-a-line-feed"),
}


def soon(case: Case, stage: str) -> bool:
    """Whether `make test` runs it."""
    if stage == "ci":
        return case.name in JOBS
    stages, lot = case.stages(), zlib.crc32(case.name.encode())
    if stage == "gate":
        return lot % 2 == 0
    if case.signed() and not case.name.startswith("control-"):
        return FIRST[case.expected["row"]] == case.name and (lot >> 8) % 2 == 0
    if (lot >> 8) % (4 if case.name.startswith("control-") else 12):
        return False
    if "env" in case.expected or {"args", "env"} & stages[stage].keys():
        return True
    if stage == "hook":
        return lot % (CONTROLS if case.name.startswith("control-") else HOOKS) == 0
    return OTHER.get(stage) not in stages or lot % 2 == ("range", "staged").index(stage)


JUDGED = [
    pytest.param(case, stage, id=f"{case.name}-{stage}", marks=() if soon(case, stage) else pytest.mark.fuzz)
    for case in CASES
    for stage in case.stages()
    if EXAMPLES or soon(case, stage)
]


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    asked = [case.name for case in CASES for stage in case.stages() if EXAMPLES or soon(case, stage)]
    made = Workshop(tmp_path_factory.mktemp("conformance"), {name for name in asked if asked.count(name) == 1})
    yield made
    made.close()


@pytest.mark.parametrize(("case", "stage"), JUDGED)
def test_case(case: Case, stage: str, workshop: Workshop) -> None:
    found = problems(case, stage, workshop)
    assert not found, f"{case.name} at {stage}: {case.expected['attack']}\n" + "\n".join(found)


def where_it_merges(case: Case) -> dict[str, Any]:
    """What a case must show of a whole history: as a range, or in a job where that is all it is about."""
    stages = case.stages()
    return stages["range"] if "range" in stages else stages["ci"]


READ = {case.name: case for case in CASES if case.signed() and where_it_merges(case)["outcome"] != "cannot-establish"}


@pytest.mark.fuzz
@pytest.mark.parametrize("name", share(READ, 16))
def test_entries_count_for_nothing_by_the_rule_that_is_meant(name: str, workshop: Workshop) -> None:
    case = READ[name]
    work = workshop.fresh(case, keeps=False)
    args = where_it_merges(case).get("args", ())
    trusted = args[args.index("--trusted") :][:2] if "--trusted" in args else []
    answer = workshop.ask(["log", "verify", "--format", "json", *trusted], work, workshop.environment())
    void = json.loads(answer.out)["void"]
    assert [one["rule"] for one in void] == case.expected.get("void", []), void


def test_jobs_that_are_run_soon_are_there() -> None:
    assert {case.name for case in CASES if "ci" in case.stages()} >= JOBS


def test_the_table_of_jobs_counts_them() -> None:
    rows = [line.split(" | ") for line in (TOLD / "README.md").read_text(encoding="utf-8").split("\n")]
    told = {row[0].removeprefix("| "): row[-1].removesuffix(" |") for row in rows if row[0].startswith("| E")}
    of_hosts = [case.expected["row"] for case in CASES if case.expected["row"].startswith("E")]
    assert told == {row: str(of_hosts.count(row)) for row in of_hosts}


def test_cases_are_well_formed() -> None:
    assert {case.name: found for case in CASES if (found := faults(case))} == {}
