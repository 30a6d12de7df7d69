"""Forms of a command that hide what it does: options that are cut short, words that a program reads in its own way."""

from __future__ import annotations

import pytest

from guard_hooks.agents.shell import Written, writes

HIDES = r"""
bash +n -c 'rm other/c'
sh +n -c 'rm other/c'
bash -n +n -c 'rm other/c'
bash -n +o noexec -c 'rm other/c'
bash -in -c 'rm other/c'
bash +n /tmp/x.sh
bash +n < f
find . -exec bash +n -c 'rm other/c' \;
"""
QUIET = """
bash -n scripts/a.sh
bash -nv scripts/a.sh
sh -n < a
bash -c 'ls'
bash -euo pipefail -c 'ls src'
bash +x -c 'ls'
"""


def lines(text: str) -> list[str]:
    """The commands of a text, one in a line; `^J` is the end of a line in one of them."""
    return [line.replace("^J", "\n") for line in text.splitlines() if line]


@pytest.mark.parametrize("command", lines(HIDES))
def test_what_a_form_hides_is_found_or_asked_about(command: str) -> None:
    written = writes(command)
    assert written.unread or written.git or "other/c" in written.paths


@pytest.mark.parametrize("command", lines(QUIET))
def test_forms_of_every_day_are_left_alone(command: str) -> None:
    assert writes(command)._replace(runs=()) == Written()
