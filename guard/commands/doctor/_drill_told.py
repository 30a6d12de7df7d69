"""What a drill came to: a row for each evasion, what follows from it, and the one next command."""

from __future__ import annotations

import os

from guard.escape import shown
from guard.folding import folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands.doctor._drill_answers import Drilled, Table

TRIED, COMMIT, PUSHED, DOOR = 43, 19, 19, 14  # columns


def told(table: Table, width: int) -> Iterator[str]:
    """All of it, line by line."""
    shadow, control = table.trusted.policy.shadow, table.control
    number = table.caught()
    door = "would be stopped at the merge door" if shadow else "are caught at the merge door"
    yield f"guard doctor --drill: {number} of {len(table.tried)} {door}"
    yield from [part for line in _ground(table) for part in folded(line, width)]
    yield ""
    server = control.server is not None
    yield _row("", "tried", "hooks at commit", "hooks at push", "merge door", "server" if server else "")
    passed = "passes" if control.verdict.may_merge else f"waits {' '.join(control.stopped())}"
    yield _cells("", "a change in scope, as it should be", control, passed, None)
    for at, one in enumerate(table.tried, 1):
        said = f"{'told' if shadow else 'caught'} {' '.join(sorted(one.broken() - control.broken()))}"
        held = not one.verdict.may_merge and one.broken() - control.broken()
        yield _cells(str(at), one.what, one, said if held else f"NOT CAUGHT ({one.verdict.outcome})", control)
    yield ""
    yield from [part for line in _meaning(table, number == len(table.tried)) for part in folded(line, width)]


def _ground(table: Table) -> Iterator[str]:
    """Under what it was tried, and what was not."""
    trusted, here = table.trusted, table.here
    judged = f"{shown(os.fsencode(trusted.ref))} {trusted.oid[:12].decode()}, policy version {trusted.policy.version}"
    yield f"in a throwaway clone of {judged}; nothing of this repository was touched"
    if here.by:
        yield f"hooks as here: {here.by}; guard's own stand in for them: {', '.join(table.put)}"
    else:
        yield f"hooks as here: {', '.join(table.put) or 'none of guard'}"
    if here.left:
        yield f"not run: {', '.join(here.left)}, which are not as guard writes them"


def _cells(number: str, tried: str, one: Drilled, door: str, control: Drilled | None) -> str:
    """What the change in scope meets as well, such as a yes that is missing, stands in its row alone."""
    server = one.server.words(control and control.server) if one.server else ""
    commit, push = one.commit.words(control and control.commit), one.push.words(control and control.push)
    return _row(number, tried, commit, push, door, server)


def _row(number: str, tried: str, commit: str, push: str, door: str, server: str) -> str:
    cells = ((tried, TRIED), (commit, COMMIT), (push, PUSHED), (door, DOOR), (server, 0))
    return f"{number:>3}  {''.join([f'{cell} '.ljust(width) for cell, width in cells])}".rstrip()


def _meaning(table: Table, all_caught: bool) -> Iterator[str]:
    """What follows from it, and the one next command."""
    yield "why    hooks see what git shows them; the merge door judges all that arrives, however it was made"
    yield "       guard check --range is that door: it decides where CI runs it and the host requires it"
    if not all_caught:
        yield "next   whoever owns the policy: what is not caught is routine under it: guard why PATH tells"
    elif table.trusted.policy.shadow:
        yield "next   whoever owns the policy: takes mode: shadow out, once what it reports is right"
    elif "pre-commit" not in table.put:
        yield "next   you: guard install"
    else:
        yield "next   you: guard doctor"
