"""P1 at the gate: taking away what speaks for a phase never opens it; each fact is needed; and times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard import trust
from guard.acts.ground import Ground
from guard.doors.git.repository import Repository
from guard.gate import standing, times
from guard.gate.asked import Asked
from guard.gate.shut import shut
from guard.gate.standing import Here
from guard.grammar import window
from guard.model.log import Approval, Entry, Evidence, Log, Revocation
from guard.model.trigger import Trigger
from guard.replay import replay
from guard.trust import log as log_door
from tests.conftest import examples
from tests.gate.asking import Gated, at, gated

pytestmark = pytest.mark.xdist_group("gate")  # one worker, so that the house is built once
OPEN = at("2026-01-10 01:00")


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gated]:
    with gated(capsys, tmp_path, monkeypatch) as house:
        yield house


class Asking:
    """The gate asked of any log, in a repository that is opened and replayed once."""

    def __init__(self, repository: Repository, now: int = OPEN) -> None:
        trigger = Trigger("auto", now=now)
        ref, oid = trust.trusted_commit(repository, trigger)
        trusted = trust.read(repository, trigger, ref, oid)
        log = log_door.verify(repository, trusted)
        self.ground = Ground(
            repository, trigger, trusted, ref, log, replay(repository, trigger, trusted, log, oid, now), now
        )

    def here(self, entries: tuple[Entry, ...], env: str) -> Here:
        """Everything about the backfill under these entries alone."""
        from guard.model.said import Said
        from guard.model.state import derive

        log = self.ground.log._replace(entries=entries)
        world = self.ground.replay.world
        world = world._replace(facts=world.facts._replace(entries=Said(Log(entries).standing())))
        stands = self.ground.replay._replace(world=world, states=derive(world))
        ground = self.ground._replace(log=log, replay=stands)
        plan = ground.trusted.plans[0]
        phase = next(one for one in plan.phases if one.name == "backfill")
        asked = Asked("split-name", "backfill", env)
        return standing.here(ground, asked, plan, phase, ground.replay.at)

    def opens(self, entries: tuple[Entry, ...], env: str = "production") -> bool:
        return not list(shut(self.here(entries, env), self.ground.policy))


def speaks_for(entry: Entry) -> bool:
    """It can only help: a yes, or that something is so."""
    return isinstance(entry.act, Approval | Evidence)


@pytest.mark.fuzz
def test_nothing_missing_opens_it(made: Gated) -> None:
    """Whatever part of the log stands: with one yes or one fact less, or one of them revoked, it never opens.

    Evidence that is taken away here holds the landings; what says otherwise cannot be taken away.
    """
    with chdir(made.made.top), Repository() as repository:
        asking = Asking(repository)
    every = asking.ground.log.entries
    assert all(speaks_for(entry) for entry in every)

    @settings(max_examples=min(examples(30), 400))  # each asks a dozen times
    @given(st.tuples(*[st.booleans() | st.just(True) for _ in every]), st.sampled_from(["production", "staging"]))
    def less_is_never_more(kept: tuple[bool, ...], env: str) -> None:
        chosen = tuple([entry for entry, stands in zip(every, kept, strict=True) if stands])
        if asking.opens(chosen, env):
            return
        for gone in chosen:
            assert not asking.opens(tuple([entry for entry in chosen if entry is not gone]), env)
            assert not asking.opens((*chosen, Entry("r", Revocation(gone.id, "omar", OPEN), kind="person")), env)

    less_is_never_more()


def test_each_single_fact_is_needed(made: Gated) -> None:
    with chdir(made.made.top), Repository() as repository:
        asking = Asking(repository)
        every = asking.ground.log.entries
        assert asking.opens(every)
        needed = [entry for entry in every if not asking.opens(tuple([one for one in every if one is not entry]))]
        spare = [entry.act for entry in every if entry not in needed]
        assert [(act.phase, act.fact) for act in spare if isinstance(act, Evidence)] == [("expand", "deployed")] * 2
        assert len(spare) == 2  # what the phase before rested on, which is deployed itself by now


def test_what_the_branch_or_another_plan_says(made: Gated) -> None:
    with chdir(made.made.top), Repository() as repository:
        asking = Asking(repository)
        here = asking.here(asking.ground.log.entries, "production")
        for changed, rule in (
            (here._replace(ahead=b"1" * 40), "G506"),
            (here._replace(clock=OPEN + 1), "G407"),
            (here._replace(beside={"table:users": ("other/phase",)}), "G406"),
            (here._replace(floor=("split-name/contract", b"2" * 40)), "G625"),
            (here._replace(place=-1), "G622"),
            (here._replace(over="split-name/contract"), "G405"),
            (here._replace(now=OPEN - 1), "G624"),
        ):
            assert [one.rule for one in shut(changed, asking.ground.policy)] == [rule]


# Times


def test_a_receipt_ends_with_the_window_also_when_clocks_are_set() -> None:
    berlin = window.long_form("sat-sun 01:00-03:00 Europe/Berlin")
    spring = at("2026-03-29 00:30")  # 01:30 in Berlin; at 01:00 UTC the clocks go from 02:00 to 03:00
    assert times.shuts((berlin,), spring, spring + 3600) == at("2026-03-29 01:00")
    autumn = at("2026-10-25 00:30")  # 02:30 in Berlin; at 01:00 UTC the clocks go back to 02:00
    assert times.shuts((berlin,), autumn, autumn + 3600) == autumn + 3600
    plain = window.long_form("sat-sun 01:00-05:00 UTC")
    assert times.shuts((plain,), OPEN, OPEN + 600) == OPEN + 600
    assert times.shuts((), OPEN, OPEN + 600) == OPEN + 600


@settings(max_examples=examples(60))
@given(
    st.integers(OPEN, OPEN + 400 * 86400),
    st.integers(1, 3600),
    st.sampled_from(
        [
            "01:00-01:01 UTC",
            "mon-fri 22:00-02:00 Europe/Berlin",
            "02:15-02:45 America/New_York",
            "daily 00:00-24:00 UTC",
        ]
    ),
)
def test_a_window_is_open_until_a_receipt_ends(now: int, most: int, words: str) -> None:
    one = (window.long_form(words),)
    ends = times.shuts(one, now, now + most)
    if not times.within(one, now):
        assert ends == now
        return
    assert now < ends <= now + most
    assert all(times.within(one, second) for second in range(now, ends, 7)) and times.within(one, ends - 1)
    assert ends == now + most or not times.within(one, ends)
