"""What the approval of a landing takes: as many people as what it does asks for, and all who own what it changes."""

from __future__ import annotations

import pytest

from guard.model.change import ChangeSet
from guard.model.operation import Judged, Operation
from guard.replay.progress import of_landing
from tests.model.standing import policy

POLICY = policy(
    owners={"/db/**": "platform", "table:users": ["identity", "billing"]}, approvals={"plan": 1, "irreversible": 2}
)
ADD = Operation("schema.column.add", 1, "table:users", "up", ("nick",))
DROP = Operation("schema.table.drop", 1, "table:public.Users", "up")


def landing(path: bytes, *operations: Operation) -> Judged:
    told = {path: operations}
    return Judged(ChangeSet("landing", b"", ()), {}, {}, told, frozenset(), (path,))


@pytest.mark.parametrize(
    ("judged", "need", "teams"),
    [
        (landing(b"app/a.py", Operation("file.modify")), 1, ()),
        (landing(b"db/a.sql", Operation("file.modify")), 1, ("platform",)),
        (landing(b"app/a.sql", ADD), 1, ("identity", "billing")),
        (landing(b"app/a.sql", DROP), 2, ("identity", "billing")),
        (landing(b"db/a.sql", DROP), 2, ("identity", "billing", "platform")),
        (landing(b"app/a.sql", DROP._replace(mirrors=True)), 1, ()),
        (landing(b"app/a.sql", Operation("opaque.procedural")), 2, ()),
    ],
)
def test_whose_yes_a_landing_takes(judged: Judged, need: int, teams: tuple[str, ...]) -> None:
    asked = of_landing("sha256:0", judged, POLICY)
    assert (asked.need, asked.teams, asked.owner) == (need, teams, "")


def test_without_keys_somebody_must_say_yes_all_the_same() -> None:
    keyless = policy(approvals=None, people={"dana": {"teams": ["identity"]}})
    assert of_landing("sha256:0", landing(b"app/a.py", Operation("file.modify")), keyless).need == 1
