"""Every attack in tests/conformance, at every stage it applies to: outcome, exit code, rule, path, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conformance_cases import Case, faults, load_cases
from tests.conformance_runner import problems
from tests.conformance_workshop import Workshop

CASES = load_cases()
JUDGED = [(case, stage) for case in CASES for stage in case.stages()]


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    made = Workshop(tmp_path_factory.mktemp("conformance"))
    yield made
    made.close()


@pytest.mark.parametrize(("case", "stage"), JUDGED, ids=[f"{case.name}-{stage}" for case, stage in JUDGED])
def test_case(case: Case, stage: str, workshop: Workshop) -> None:
    found = problems(case, stage, workshop)
    assert not found, f"{case.name} at {stage}: {case.expected['attack']}\n" + "\n".join(found)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case_is_well_formed(case: Case) -> None:
    assert faults(case) == []
