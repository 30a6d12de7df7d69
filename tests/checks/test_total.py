"""What all landings of a plan come to (G430)."""

from __future__ import annotations

import pytest

from guard.checks.total import check
from guard.model.case import Case, Measure
from guard.model.plan import Total
from guard.model.progress import Progress, Spent
from tests.cases import case, findings, modified, only, plan

NOTHING = Total(None, None, None, None)


def asked(total: Total, spent: Spent | None) -> Case:
    """A landing of a plan with this limit; of its progress only what was spent is looked at."""
    made = case(modified(b"a"), plan=plan()._replace(total=total))
    progress = Progress(*[None] * 7, flaws=(), spent=spent)  # type: ignore[arg-type]
    return made._replace(progress=progress)


FINDS = {
    "one landing too many": (Total(2, None, None, None), Spent(3, 9, None), "comes to 3 landings; 2 is the most"),
    "one file too many": (Total(None, 8, None, None), Spent(1, 9, None), "comes to 9 files; 8 is the most"),
    "lines": (Total(None, None, 5, None), Spent(1, 1, Measure(6, 6, 0, 0)), "comes to 6 lines; 5 is the most"),
    "certainly more": (Total(None, None, 5, None), Spent(1, 1, Measure(6, 9, 0, 0)), "at least 6 lines"),
    "perhaps more": (Total(None, None, 5, None), Spent(1, 1, Measure(2, 9, 0, 0)), "up to 9 lines"),
    "bytes": (Total(None, None, None, 1_000), Spent(1, 1, Measure(0, 0, 1_001, 1_001)), "comes to 1,001 bytes"),
    "nothing may land": (Total(0, None, None, None), Spent(1, 1, None), "comes to 1 landings; 0 is the most"),
}
LEAVES_ALONE = {
    "just as much": (Total(3, 9, None, None), Spent(3, 9, None)),
    "lines just as many": (Total(None, None, 6, None), Spent(1, 1, Measure(6, 6, 0, 0))),
    "no limit": (NOTHING, Spent(1_000, 10_000, None)),
    "a limit on something else": (Total(None, 10_000, None, None), Spent(1_000, 10_000, None)),
    "nobody counted": (Total(2, None, None, None), None),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    total, spent, words = FINDS[name]
    found = only(check, asked(total, spent))
    assert found.rule == "G430"
    assert words in found.what
    assert [step.who for step in found.next] == ["you", "dana"]


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, asked(*LEAVES_ALONE[name])) == []


def test_each_limit_is_told_by_itself() -> None:
    found = findings(check, asked(Total(1, 1, 1, 1), Spent(2, 2, Measure(2, 2, 2, 2))))
    assert [one.what.split("comes to ")[1].split(";")[0] for one in found] == [
        "2 landings",
        "2 files",
        "2 lines",
        "2 bytes",
    ]
