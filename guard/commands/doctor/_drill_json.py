"""`guard doctor --drill --format json`: what came of a drill, for programs (its schema: guard schema drill)."""

from __future__ import annotations

import os

from guard import __version__
from guard.commands._data import dumped
from guard.commands.doctor._drill_answers import caught
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.commands.doctor._drill_answers import Drilled, Heard, Table

SCHEMA_VERSION = 1


def as_json(table: Table) -> str:
    """All that the table tells, and how the merge door judged each."""
    trusted, here, control = table.trusted, table.here, table.control
    data = {
        "schema_version": SCHEMA_VERSION,
        "guard": __version__,
        "exit_code": table.exit_code(),
        "caught": table.caught(),
        "trusted": {"ref": shown(os.fsencode(trusted.ref)), "commit": trusted.oid.decode()},
        "policy": trusted.policy.version,
        "shadow": trusted.policy.shadow,
        "hooks": {"ran": list(table.put), "left": list(here.left), "by": here.by or None},
        "control": _row("a change in scope, as it should be", control, control.stopped()),
        "tried": [
            {**_row(one.what, one, sorted(one.broken() - control.broken())), "caught": caught(one, control)}
            for one in table.tried
        ],
    }
    return dumped(data)


def _row(what: str, one: Drilled, rules: Iterable[str]) -> dict[str, object]:
    verdict = one.verdict
    merge = {"outcome": verdict.outcome, "may_merge": verdict.may_merge, "rules": list(rules)}
    server = None if one.server is None else _heard(one.server)
    return {"what": what, "commit": _heard(one.commit), "push": _heard(one.push), "merge": merge, "server": server}


def _heard(said: Heard) -> dict[str, object]:
    return {"answer": said.answer, "refused": said.refused, "rules": list(said.rules)}
