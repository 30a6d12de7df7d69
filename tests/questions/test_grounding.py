"""Names against their tree: clean plans are left alone, and of each kind nearly every wrong name is found."""

from __future__ import annotations

import pytest

from tests.questions import grounding


@pytest.mark.parametrize("plan", grounding.PLANS)
def test_a_clean_plan_is_left_alone(plan: str) -> None:
    world, text = grounding.PLANS[plan]
    assert [(one.rule, one.line, one.quote) for one in grounding.doubts(world, grounding.plain(text))] == []


@pytest.mark.parametrize("number", [20, pytest.param(100, marks=pytest.mark.later)])
def test_of_each_kind_wrong_names_are_found_and_right_ones_are_not_doubted(number: int) -> None:
    for kind, came in grounding.came(seed=20, number=number, controls=30 * number // 100).items():
        assert came.mutants == number, kind
        assert came.recall >= 0.95, (kind, came.missed)
        assert came.precision >= 0.95, (kind, came.wrong)
