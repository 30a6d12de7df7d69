"""Which hooks of guard git starts out of its settings, and which stand there and are not started."""

from __future__ import annotations

import pytest

from guard.model.configured import configured
from guard.model.shim import NAMES

CALL = "/v/bin/python -I -S /v/guard_hooks/entry.py /v/lib '/v/my lib' -- {} --git /usr/bin/git"


def stands(name: str, command: str = CALL) -> tuple[tuple[str, str], ...]:
    return (f"hook.guard-{name}.event", name), (f"hook.guard-{name}.command", command.format(name))


def test_all_that_guard_install_writes_is_started() -> None:
    found = configured([row for name in NAMES for row in stands(name)])
    assert (tuple(found.started), found.idle) == (NAMES, ())
    assert found.started["pre-push"][4:7] == ("/v/lib", "/v/my lib", "--")


def test_where_nothing_of_guard_stands_nothing_is_told() -> None:
    others = (("hook.lint.event", "pre-commit"), ("hook.lint.command", "make lint"), ("hook.jobs", "4"))
    assert configured(others) == configured(()) == ({}, ())


ON = stands("pre-commit")
STARTED = {
    "of two commands the last counts": (("hook.guard-pre-commit.command", "true"), *ON),
    "it is turned off, and on again": (
        *ON,
        ("hook.guard-pre-commit.enabled", "false"),
        ("hook.guard-pre-commit.enabled", "true"),
    ),
    "another event is turned off": (*ON, ("hook.pre-push.enabled", "false")),
    "another hook is turned off": (*ON, ("hook.lint.enabled", "false")),
    "an event beside its own": (*ON, ("hook.guard-pre-commit.event", "pre-push")),
    "events taken back before its own": (("hook.guard-pre-commit.event", ""), *ON),
}
IDLE = {
    "turned off": (*ON, ("hook.guard-pre-commit.enabled", "false")),
    "turned off in other words": (*ON, ("hook.guard-pre-commit.enabled", "No")),
    "turned off by nothing": (*ON, ("hook.guard-pre-commit.enabled", "")),
    "its event is turned off": (*ON, ("hook.pre-commit.enabled", "off")),
    "turned off before it is written": (("hook.guard-pre-commit.enabled", "0"), *ON),
    "its events are taken back": (*ON, ("hook.guard-pre-commit.event", "")),
    "another event": (("hook.guard-pre-commit.event", "post-commit"), ON[1]),
    "no event": (ON[1],),
    "no command": (ON[0],),
    "another command behind it": (*ON, ("hook.guard-pre-commit.command", "true")),
    "a command that is no more than begun as guard's": stands("pre-commit", CALL + " || true"),
    "a command with another before it": stands("pre-commit", "exit 0; " + CALL),
    "a command that asks for another hook": stands("pre-commit", CALL.replace("{}", "post-commit")),
    "a command that a shell reads more into": stands("pre-commit", CALL.replace("/usr/bin/git", "$(git)")),
    "a command that no shell can read": stands("pre-commit", CALL + " '"),
}


@pytest.mark.parametrize("case", STARTED)
def test_what_git_starts(case: str) -> None:
    assert (tuple(configured(STARTED[case]).started), configured(STARTED[case]).idle) == (("pre-commit",), ())


@pytest.mark.parametrize("case", IDLE)
def test_what_stands_there_and_is_not_started_as_it_was_written(case: str) -> None:
    assert configured(IDLE[case]) == ({}, ("pre-commit",))
