"""Every landing of the stories of a forge, and of the examples as they are played, is recorded and replayed.

`make test` takes the landings of a few stories, `make fuzz` all of them and those of the examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import chdir

import pytest

from guard.doors.git.repository import Repository
from tests.conftest import EXAMPLES
from tests.forge import Forge, forge
from tests.records.rolls import assert_identical, logged, record, replayed
from tests.replay.played import Act, Migration, Play, play
from tests.replay.playing_extract_billing import EXTRACT_BILLING
from tests.replay.playing_new_checkout import NEW_CHECKOUT
from tests.replay.playing_order_uids import ORDER_UIDS
from tests.replay.playing_rename_render import RENAME_RENDER
from tests.replay.playing_rotate_orders_db import ROTATE_ORDERS_DB
from tests.replay.playing_split_name import SPLIT_NAME
from tests.replay.quick import quick
from tests.replay.stories import Story, stories

STORIES = tuple(stories())
TOLD = STORIES if EXAMPLES else STORIES[7::29]
PLAYED: Mapping[str, Migration] = {
    one.example: one for one in (SPLIT_NAME, RENAME_RENDER, ROTATE_ORDERS_DB, NEW_CHECKOUT, EXTRACT_BILLING, ORDER_UIDS)
}


def landings(made: Forge) -> list[bytes]:
    """The steps of main after its beginning."""
    found = []
    at = made.tips["main"]
    while made.parents[at]:
        found.append(at)
        at = made.parents[at][0]
    return found[::-1]


@pytest.mark.fuzz
@pytest.mark.parametrize("story", TOLD, ids=[story.title for story in TOLD])
def test_the_landings_of_a_story_are_replayed(story: Story) -> None:
    """Recorded one after the other as they land, by a reader in this process; replayed at the end by guard as it is."""
    kept: list[tuple[bytes, int]] = []
    with forge(story.standing) as made:
        known: set[bytes] = set()
        for event in story.happens:
            event(made)
            with logged(made.entries), quick():
                for commit in landings(made):
                    if commit not in known:
                        count = len(made.entries)
                        kept.append((record(made.repository, "0123abcd", commit, made.now, count), count))
                        known.add(commit)
        with logged(made.entries), chdir(made.clone.top), Repository() as repository:
            tip = made.tips["main"]
            assert kept or not story.steps
            for text, _ in kept:
                assert_identical(replayed(repository, tip, text, len(made.entries)), story.title)


if EXAMPLES:

    @pytest.mark.fuzz
    @pytest.mark.parametrize("migration", PLAYED.values(), ids=PLAYED)
    def test_the_landings_of_an_example_are_replayed(migration: Migration, monkeypatch: pytest.MonkeyPatch) -> None:
        kept: list[tuple[bytes, int]] = []
        land = Play.land

        def landing(on: Play, act: Act) -> None:
            land(on, act)
            entries = on.book.log().entries
            with logged(entries), on.opened() as repository:
                kept.append((record(repository, on.policy.id, on.main, on.now, len(entries)), len(entries)))
                for text, count in kept[-1:] if len(kept) % 4 else kept:
                    assert_identical(replayed(repository, on.main, text, count), act.node)

        monkeypatch.setattr(Play, "land", landing)
        play(migration)
        assert len(kept) == len([act for act in migration.acts if act.files])
