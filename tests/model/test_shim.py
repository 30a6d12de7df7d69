"""Hook files: written and read again, and nothing that differs passes for one."""

from __future__ import annotations

import pytest

from guard.model.shim import NAMES, Shim, read

PLAIN = Shim("pre-commit", "/usr/bin/python3", "/opt/guard/entry.py", ("/opt/lib", "/opt/more"), "/usr/bin/git", False)


@pytest.mark.parametrize("hook", NAMES)
@pytest.mark.parametrize("husky", [False, True])
@pytest.mark.parametrize("folders", [(), ("/opt/lib",), ("/with a blank", "/it's", '/say "x"', "/$HOME", "/a;b")])
def test_what_is_written_is_read_again(hook: str, husky: bool, folders: tuple[str, ...]) -> None:
    one = Shim(hook, "/my python/bin/python", "/it's/entry.py", folders, "/usr/local/my git/git", husky)
    assert read(hook, one.text()) == one


@pytest.mark.parametrize("hook", NAMES)
def test_every_line_that_is_otherwise_is_told(hook: str) -> None:
    """A line gone, a line twice, a line more, and each line with a word more."""
    text = PLAIN._replace(hook=hook).text()
    lines = text.splitlines(keepends=True)
    for at in range(len(lines)):
        assert read(hook, "".join(lines[:at] + lines[at + 1 :])) is None, at
        assert read(hook, "".join(lines[: at + 1] + lines[at:])) is None, at
        assert read(hook, "".join([*lines[:at], "exit 0\n", *lines[at:]])) is None, at
        assert read(hook, "".join([*lines[:at], lines[at].replace("\n", " || true\n"), *lines[at + 1 :]])) is None, at
    assert read(hook, text + "\n") is None


def test_the_hook_of_another_name_is_none() -> None:
    assert read("commit-msg", PLAIN.text()) is None
    assert read("pre-push", PLAIN.text().replace("pre-commit", "pre-push")) is None


@pytest.mark.parametrize("text", ["", "#!/bin/sh\n", "python= entry=\nexec\n", "python='a entry=b\n", "exec a -- b\n"])
def test_what_is_no_hook_of_guard_is_none(text: str) -> None:
    assert read("pre-commit", text) is None
