"""What an agent is told of commands that go round a hook or a protection: what they do, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from guard_hooks.agents.call import Call
from guard_hooks.agents.judging import judged
from guard_hooks.agents.rounds import WORDS
from guard_hooks.agents.shell import writes
from tests.harnessed import taken_up, work
from tests.running import WAYS_ROUND, Place


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = work(tmp_path_factory.mktemp("rounds"))
    taken_up(made, "tidy/only")
    return made


TOLD = {
    "git clean -fdx": ("it deletes every file here that git does not know", "was in no commit", "git clean -ndx"),
    "git clean -fd .": ("it deletes every file here that git does not know", "was in no commit", "git clean -ndx"),
    "git push -f": ("overwrites what others may have on a branch", "would be gone", "git pull --rebase"),
    "git push origin +main": ("overwrites what others may have on a branch", "would be gone", "git pull --rebase"),
    "pytest --basetemp=.git/hooks": ("it writes inside of git's own folder", "no commit shows it", "guard next"),
    "cd .git && make": ("it works inside of git's own folder", "no commit shows it", "guard next"),
    "git commit -nm x": ("it leaves out the hooks", "judged here as they are made", "commit plainly"),
    "echo {} > .git/guard/taken.json": ("it changes by hand which phase", "git's own folder", "guard next"),
    "git push --force; git commit -n": ("it leaves out the hooks", "would be gone", "commit plainly"),
}


@pytest.mark.parametrize("command", TOLD)
def test_it_is_told_what_it_would_do_and_what_to_do_instead(ground: Place, command: str) -> None:
    told = judged(Call("shell", "Bash", str(ground.top), command=command), "deny")
    assert told.kind == "deny"
    assert all([words in told.words for words in TOLD[command]]), told.words
    assert not WAYS_ROUND.search(told.words), told.words


def test_what_is_named_may_be_cleaned_away_and_a_look_is_free(ground: Place) -> None:
    for command in ("git clean -ndx", "git clean -fd src/made"):
        told = judged(Call("shell", "Bash", str(ground.top), command=command), "deny")
        assert told.kind == "allow", told.words


def test_each_of_them_is_said_of_some_command() -> None:
    assert set(WORDS) <= {one for command in TOLD for one in writes(command).git}


HELD = {
    "pytest -q --junitxml=.guard/policy.yaml": ("deny", ".guard/policy.yaml is protected"),
    "jest --unheard-of=.claude/settings.json": ("deny", ".claude/settings.json is protected"),
    "pytest --junitxml=other/report.xml": ("deny", "other/report.xml"),
    "pytest --basetemp=src": ("deny", "file.delete"),
    "pytest --basetemp=src/made --junitxml=src/report": ("allow", ""),
    "go build -o src/made ./...": ("allow", ""),
    "make --eval=x": ("ask", "names a program, or code"),
    "make -f /tmp/x": ("ask", "from elsewhere"),
    "cp --target-dir other src/a": ("deny", "other/a"),
    "cp --target-dir src other/c": ("allow", ""),
    "pytest -q; make test; npm test; go test ./...; cargo test; ruff check .; tsc --noEmit": ("allow", ""),
}


@pytest.mark.parametrize("command", HELD)
def test_what_is_told_to_be_written_is_held_to_the_phase(ground: Place, command: str) -> None:
    told = judged(Call("shell", "Bash", str(ground.top), command=command), "deny")
    kind, words = HELD[command]
    assert (told.kind, words in told.words) == (kind, True), told.words
    assert kind != "allow" or not told.words
