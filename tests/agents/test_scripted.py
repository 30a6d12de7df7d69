"""An agent that knows nothing but guard's messages carries the column split of the sample monolith to its end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.running import WAYS_ROUND
from tests.scripted import MAIN, Agent, Ended, Room, carried, monolith
from tests.scripted_work import MAILS, ORDERS, WORK

pytestmark = pytest.mark.usefixtures("read_here")

STOPS = [  # in its order: what it had worked on, and what it ended its turn for
    ("", "rosa: guard approve split-name"),
    ("expand", "dana: land split-name-expand"),
    ("", "deploy: deployed expand shop", "deploy: deployed expand worker"),
    ("dual-write", "dana: land split-name-expand"),
    ("", "deploy: complete dual-write"),
    ("", "deploy: deployed dual-write shop", "deploy: deployed dual-write worker"),
    ("", "a time"),
    ("", "rosa: guard approve split-name/backfill"),
    ("", 'dana: guard plan answer split-name A2="..." --replace'),
    ("", "rosa: guard approve split-name/backfill"),  # as the plan says now what its answer is
    ("backfill", "dana: land split-name-backfill-2"),
    ("", "deploy: complete backfill"),
    ("", "deploy: backfilled backfill"),
    ("switch-reads", "dana: land split-name-backfill-2"),
    ("", "deploy: deployed switch-reads shop", "deploy: deployed switch-reads worker"),
    ("", "a time"),
    ("", *[f"{name}: guard approve split-name/stop-writes" for name in ("omar", "rosa", "teo")]),
    ("stop-writes", "dana: land split-name-stop-writes"),
    ("", "deploy: complete stop-writes"),
    ("", "deploy: deployed stop-writes shop", "deploy: deployed stop-writes worker"),
    ("", "a time"),
    ("", "rosa: guard approve split-name/contract"),
    ("", *[f"{name}: guard approve split-name/contract" for name in ("omar", "teo")]),  # it takes two
    ("contract", "dana: land split-name-contract"),
    ("", "dana: guard plan status split-name"),  # which is complete
]
ATTEST = re.compile(r"guard attest (\w+) --plan split-name --phase (\S+)(?: --env production)?(?: --remaining 0)?")
MAY_RUN = ("guard next --take", "guard next --drop", "guard ask", "guard check", "git")


def test_it_carries_the_split_to_the_end_and_stops_where_it_must(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, others = monolith(tmp_path, capsys)
    agent = Agent(made, "split-name", WORK)
    before = made.git("show", f"{MAIN}:{ORDERS}")
    stops = []
    for ended in carried(agent, others):
        stops.append(words(ended))
        hasty(made, ended)
    assert stops == STOPS
    assert [command for command in agent.ran if not command.startswith(MAY_RUN)] == []
    assert "git restore --staged -- internal/orders/cancel.go" in agent.ran, "it did what the finding says"
    assert made.git("show", f"{MAIN}:{ORDERS}") == before
    assert "user.FullName()" in made.git("show", f"{MAIN}:{MAILS}")
    assert "user.Name" not in made.git("grep", "-h", "user", MAIN, "--", "internal")
    assert "6 of 6 phases complete" in agent.texts[-1]
    assert not [text for text in agent.texts if text.count("\n") > 40 or len(text) > 4096 or WAYS_ROUND.search(text)]
    held = made.works("guard log verify")
    assert held.out.startswith("guard: 19 entries verified, 19 count\n"), held.out


def test_what_a_finding_says_is_somebody_elses_is_handed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The yes to the plan has expired by the time that the work is done."""
    made, others = monolith(tmp_path, capsys)
    slow = {node: steps[:1] for node, steps in WORK.items() if node == "split-name/expand"}
    slow = {node: (step._replace(days=61),) for node, (step,) in slow.items()}
    agent, stops = Agent(made, "split-name", slow), []
    for ended in carried(agent, others):
        stops.append(words(ended))
        if len(stops) == 3:
            break
    assert stops == [
        ("", "rosa: guard approve split-name"),
        ("expand", "rosa: guard approve split-name"),
        ("expand", "dana: land split-name-expand"),
    ]


def words(ended: Ended) -> tuple[str, ...]:
    """What it comes to, without what every command of its kind says."""
    handed = [f"{who}: {ATTEST.sub(attested, step).removesuffix(f' on {MAIN}')}" for who, step in ended.handed]
    return (
        ended.phase.removeprefix("split-name/"),
        *[one.replace(" --service", "") for one in handed],
        *["a time"][: ended.until],
    )


def attested(found: re.Match[str]) -> str:
    return f"{found[1]} {found[2]}"


def hasty(made: Room, ended: Ended) -> None:
    """Where a person has to say yes, nothing that waits for it is taken up meanwhile."""
    for step in dict.fromkeys([step for _, step in ended.handed if step.startswith("guard approve split-name/")]):
        answer = made.sh(f"guard next --take {step.split()[2]}")
        assert answer.code in (3, 4) and "not taken up" in answer.out, answer.said
