"""The steps of every landing of the stories of a forge, and of the examples as they are played: told in any case.

`make test` takes the landings of a few stories, `make fuzz` all of them and those of the examples.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import chdir

import pytest

from guard.doors.git.repository import Repository
from guard.escape import hidden
from guard.model.log import Entry, Revocation
from guard.model.log import Log as Read
from guard.records.replaying import IDENTICAL, Replayed
from guard.records.steps import Log, Step, steps
from tests.conftest import EXAMPLES
from tests.forge import forge
from tests.records.rolls import logged, named, record
from tests.records.test_steps import ASKED, HELD, LIMITS, OUTCOME, TITLES, TURN, YES
from tests.records.test_stories import PLAYED, STORIES, landings
from tests.replay.played import Act, Migration, Play, play
from tests.replay.quick import quick
from tests.replay.stories import Story

TOLD = STORIES if EXAMPLES else STORIES[3::29]
NEVER = {  # of what passed
    HELD: ("unclear", "unknown", "unread"),
    TURN: ("not met", "unknown", "left out", "unread"),
    YES: ("missing", "stale", "left out", "unknown", "unread"),
    ASKED: ("open", "left out", "unknown", "unread"),
    LIMITS: ("over", "not met", "left out", "unknown", "unread"),
}


def told(repository: Repository, text: bytes, entries: Sequence[Entry]) -> dict[str, Step]:
    """The steps of a record, with a log of tests; whatever is wrong in them is found here."""
    standing = Read(tuple(entries)).standing()
    struck = {one.act.entry: one for one in standing if isinstance(one.act, Revocation)}
    log = Log({one.id: one for one in standing}, {named(number): number for number in range(len(entries) + 1)}, struck)
    data = json.loads(text)
    of = Replayed(data["judged"]["commit"], "", IDENTICAL, data["outcome"]["outcome"])
    found = {step.title: step for step in steps(repository, log, text, of, None)}
    assert list(found) == TITLES
    assert [step.title for step in found.values() if step.state == "unread"] == []
    assert not [part for step in found.values() for one in step.facts for part in one if not part or hidden(part)]
    if found[OUTCOME].state == "pass":
        states = {title: found[title].state for title in NEVER}
        assert [(title, state) for title, state in states.items() if state in NEVER[title]] == []
    return found


@pytest.mark.fuzz
@pytest.mark.parametrize("story", TOLD, ids=[story.title for story in TOLD])
def test_the_landings_of_a_story_are_told(story: Story) -> None:
    kept: dict[bytes, bytes] = {}
    with forge(story.standing) as made:
        for event in story.happens:
            event(made)
            with logged(made.entries), quick():
                for commit in landings(made):
                    if commit not in kept:
                        kept[commit] = record(made.repository, "0123abcd", commit, made.now, len(made.entries))
        with logged(made.entries), chdir(made.clone.top), Repository() as repository:
            every = [told(repository, text, made.entries) for text in kept.values()]
    assert len(every) == len(kept) and (kept or not story.steps)


if EXAMPLES:

    @pytest.mark.fuzz
    @pytest.mark.parametrize("migration", PLAYED.values(), ids=PLAYED)
    def test_the_landings_of_an_example_are_told(migration: Migration, monkeypatch: pytest.MonkeyPatch) -> None:
        land, found = Play.land, list[dict[str, Step]]()

        def landing(on: Play, act: Act) -> None:
            land(on, act)
            entries = on.book.log().entries
            with logged(entries), on.opened() as repository:
                text = record(repository, on.policy.id, on.main, on.now, len(entries))
                found.append(told(repository, text, entries))

        monkeypatch.setattr(Play, "land", landing)
        play(migration)
        assert len(found) == len([act for act in migration.acts if act.files])
