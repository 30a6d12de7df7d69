"""git in a shell command: settings, paths and remotes that do more than they seem to."""

from __future__ import annotations

import pytest

from guard_hooks.agents.shell import Written, writes

GLOBAL, SECTION = "what git goes by in every repository", "a section of git's settings gets another name"
PROGRAM = "a setting of git says which program it starts"
# Why nobody can tell
UNREAD = {
    # settings
    "git config --rename-section foo guard": SECTION,
    "git config rename-section foo remote.here": SECTION,
    "git config --global user.name x": GLOBAL,
    "git config set --system user.name x": GLOBAL,
    "git config man.man.path /tmp/x": PROGRAM,
    "git -c browser.x.path=/tmp/x help -w log": PROGRAM,
    "git config trace2.normalTarget a": "a setting of git says where it writes",
}
LEAVES_ALONE = [
    "git config user.name x",
    "git config --global user.name",
    "git config --global --get user.name",
    "git config --global --list",
]


@pytest.mark.parametrize("command", UNREAD)
def test_what_nobody_can_tell_is_said(command: str) -> None:
    assert UNREAD[command] in writes(command).unread


@pytest.mark.parametrize("command", LEAVES_ALONE)
def test_leaves_alone(command: str) -> None:
    assert writes(command)._replace(moves=()) == Written()
