"""Readings by a model that approvals have: of the text of a plan, or of one very landing in a phase."""

from __future__ import annotations

from typing import Any

import pytest

from guard.model.approving import Asked, readings
from guard.model.log import Approval
from tests.model.standing import DAY, NOW, approval, entries, policy

A, B = "sha256:a", "sha256:b"
LANDING, OTHER = "sha256:1", "sha256:2"
PHASE = Asked("phase", "p/one", A, 1, (), "dana")
READ = ("m", "sha256:r", "f" * 16)


def yes(by: str = "kim", digest: str = A, landing: str = LANDING, of: str = "phase", **more: Any) -> Approval:
    made = approval(of, "p/one" if of == "phase" else "p", digest, by, **more)
    return made._replace(reading=READ, landing=landing)


ROWS: dict[str, tuple[list[Approval], bool]] = {
    "of this landing": ([yes()], True),
    "twice the same": ([yes(), yes(at=11)], True),
    "of another landing": ([yes(landing=OTHER)], False),
    "of a text": ([yes(landing="")], False),
    "of the phase as it stood before": ([yes(digest=B)], False),
    "by the owner, whose mate has a key": ([yes("dana")], False),
    "it has expired": ([yes(expires=NOW - DAY)], False),
    "in the approval of the plan": ([yes(of="plan", phases={"one": A})], False),
    "a yes without one": ([approval("phase", "p/one", A, "kim")._replace(landing=LANDING)], False),
}


@pytest.mark.parametrize("name", ROWS)
def test_of_a_landing(name: str) -> None:
    acts, counts = ROWS[name]
    assert readings(PHASE, entries(*acts), policy(), NOW, LANDING) == ((READ,) if counts else ())


def test_one_of_a_landing_is_none_of_the_text_of_a_plan() -> None:
    document = Asked("document", "p", A, 1, (), "dana", version=1)
    of_text, of_landing = [yes(of="plan", landing=landing)._replace(version=1) for landing in ("", LANDING)]
    assert readings(document, entries(of_text), policy(), NOW) == (READ,)
    assert readings(document, entries(of_landing), policy(), NOW) == ()
