"""What landed outside of guard is held against every phase it may belong to: evidence of that phase must hold it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.forge import Work, claiming, forge
from tests.replay.stories import (
    ADDING,
    CHANGE,
    CHANGING,
    FILL,
    LOOSE,
    MORE,
    ORDERS,
    REMOVE,
    SINGLE,
    STANDING,
    TOP,
    TOPS,
    WRITTEN,
    Event,
    attests,
    done,
    lands,
    pushed,
)

Case = tuple[Mapping[bytes, bytes], tuple[Event, ...], str, tuple[str, ...]]  # how the last step is, and what it may be
ROWS: dict[str, Case] = {
    "the work of a phase, with a file beside it": (
        ORDERS,
        (*WRITTEN, pushed(Work({**SINGLE.edit, **TOP}))),
        "outside",
        ("uids/stop-writes",),
    ),
    "the work of two phases at once": (
        ORDERS,
        (*WRITTEN, pushed(Work({**SINGLE.edit, **FILL.edit}))),
        "outside",
        ("uids/backfill", "uids/stop-writes"),
    ),
    "a claim of a phase that is not there": (
        STANDING,
        (lands(Work(CHANGE, claiming("work/nonsense"))),),
        "outside",
        ("work/change",),
    ),
    "claims of two phases": (
        STANDING,
        (lands(Work(CHANGE, claiming("work/add") + claiming("work/change"))),),
        "outside",
        ("work/change",),
    ),
    "a claim of a phase that does something else": (
        STANDING,
        (lands(Work(CHANGE, claiming("work/add"))),),
        "outside",
        ("work/change",),
    ),
    "edits before their turn, where all work needs a plan": (
        STANDING,
        (lands(Work(CHANGE)),),
        "outside",
        ("work/change",),
    ),
    "edits before their turn, as on every day": (LOOSE, (lands(Work(CHANGE)),), "free", ()),
    "edits out of the scope of every plan": (STANDING, (lands(Work(TOPS)),), "outside", ()),
    "in its turn": (STANDING, (lands(ADDING), lands(Work(CHANGE))), "covers", ()),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_a_step_may_be(name: str) -> None:
    standing, happens, how, perhaps = ROWS[name]
    with forge(standing) as made:
        for event in happens:
            event(made)
        told = made.replayed()
        last = told.steps[-1]
        assert (last.how, last.perhaps) == (how, perhaps)
        held = {node for node in told.states if last.landing in told.world.held(node)}
        assert held == {*perhaps, *([last.node] if last.node else [])}


def test_evidence_from_before_it_is_none_and_evidence_of_it_is() -> None:
    """A push past everything that may be more of a phase which was complete and deployed."""
    with forge(STANDING) as made:
        lands(ADDING)(made)
        done("work/add")(made)
        assert made.replayed().states["work/change"].is_open
        pushed(Work(MORE, b"quick\n\nGuard-Phase: nonsense\n"))(made)
        assert made.replayed().states["work/add"].name == "landed"
        attests("complete", "work/add")(made)
        told = made.replayed().states
        assert (told["work/add"].name, told["work/change"].name) == ("complete", "waiting")
        assert not made.judged(made.pull("next", CHANGING)).may_merge, "it is not deployed"
        attests("deployed", "work/add")(made)
        assert made.judged(made.pull("next", CHANGING)).may_merge


def test_whoever_says_that_a_phase_is_complete_looks_at_what_changed_its_files_since() -> None:
    """Where that belongs to no phase, it is no landing of it: a deployment of it is not asked for again."""
    with forge(LOOSE) as made:
        removing = lands(Work(REMOVE, claiming("work/remove")))
        for event in (lands(ADDING), done("work/add"), lands(CHANGING), done("work/change"), removing):
            event(made)
        assert made.replayed().states["work/change"].name == "complete"
        lands(Work({b"src/old": b"5\n"}))(made)
        told = made.replayed()
        assert (told.steps[-1].how, told.states["work/change"].name) == ("free", "landed")
        attests("complete", "work/change")(made)
        told = made.replayed()
        assert (told.states["work/change"].name, told.states["work/remove"].is_open) == ("complete", True)
