"""What guard makes of a forge: every story of stories.py, from the first commit to the next pull request.

`make test` tells one in four, `make fuzz` all of them.
"""

from __future__ import annotations

import pytest

from tests.conftest import EXAMPLES
from tests.forge import forge
from tests.replay.stories import Story, stories

STORIES = tuple(stories())
TOLD = STORIES if EXAMPLES else STORIES[::8]


@pytest.mark.fuzz
@pytest.mark.parametrize("story", TOLD, ids=[story.title for story in TOLD])
def test_a_story(story: Story) -> None:
    with forge(story.standing) as made:
        for event in story.happens:
            event(made)
        now = made.now + story.later
        told, verdict = made.answered(made.pull("next", story.next), now)
        assert [f"{step.how} {step.node}".strip() for step in told.steps] == list(story.steps)
        assert {node: told.states[node].name for node in story.states} == dict(story.states)
        stopping = dict.fromkeys([found.rule for found in verdict.findings if found.blocks != "nothing"])
        assert (" ".join(stopping) or "pass") == story.says, verdict.findings
        assert verdict.may_merge == (story.says == "pass")


def test_there_are_forty_and_each_has_a_title() -> None:
    assert len({story.title for story in STORIES}) == len(STORIES) >= 2 * 40
