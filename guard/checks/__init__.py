"""Family: checks, one file each: Case -> Iterable[Finding], pure.

The tuple below is the whole list: order is the order of the report, removal shows in review, and nothing in a guarded
repository can add itself.
"""

from __future__ import annotations

from guard.model.change import SUBMODULE, SYMLINK
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Kind


class Check(NamedTuple):
    """One check: `check` in the file of its name."""

    name: str
    of: Callable[[Case], object]  # what it looks at: where a case has none of it, the check is not even loaded


def _everything(_: Case) -> bool:
    return True


def _of_kind(wanted: Callable[[Kind], bool]) -> Callable[[Case], bool]:
    return lambda case: any([wanted(kind) for judged in case.judged() for kind in judged.kinds])


def _read(case: Case) -> bool:
    """Something was read in a file."""
    return any([judged.effects for judged in case.judged()])


CHECKS = (
    Check("names", _of_kind(lambda kind: kind.status == b"A")),
    Check("collisions", lambda case: case.clashes),
    Check("links", _of_kind(lambda kind: kind.new_mode in (SYMLINK, SUBMODULE))),
    Check("documents", lambda case: case.faults),
    Check("edits", lambda case: case.edits),
    Check("secrets", _read),
    Check("protected", lambda case: any([judged.protected for judged in case.judged()])),
    Check("claims", lambda case: case.binding.apart),
    Check("ahead", lambda case: case.progress and case.progress.world.ahead),
    Check("back", lambda case: case.progress),
    Check("binding", _everything),
    Check("phases", lambda case: case.progress),
    Check("shared", lambda case: case.progress),
    Check("assumptions", lambda case: case.settled and not case.goes_back()),
    Check("questions", lambda case: case.raised),
    Check("readings", lambda case: case.policy.model and (case.texts or case.progress)),
    Check("asks", lambda case: case.asks and not case.goes_back()),
    Check("sites", lambda case: case.sites),
    Check("scope", lambda case: case.binding.plan and not case.goes_back()),
    Check("naming", lambda case: case.binding.plan and _read(case) and not case.goes_back()),
    Check("order", lambda case: (case.policy.order or _read(case)) and not case.goes_back()),
    Check("migrations", lambda case: _read(case) and not case.goes_back()),
    Check("budget", lambda case: case.binding.plan and not case.goes_back()),
    Check("total", lambda case: case.progress and case.progress.spent and not case.goes_back()),
    Check("history", lambda case: case.commits),
)


def examine(case: Case) -> tuple[Finding, ...]:
    """Every finding of every check, in the order of the list; what a landing and its commits share is told once.

    Where a person has settled it of the one and not of the other, it is told as what still stands.
    """
    told: dict[tuple[str, bytes | None, str, str], Finding] = {}
    for one in CHECKS:
        for found in asked(one, case) if one.of(case) else ():
            name = (found.rule, found.path, found.what, found.fingerprint)
            before = told.setdefault(name, found)
            if before.settled and not found.settled:
                told[name] = found
    return tuple(told.values())


def asked(one: Check, case: Case) -> Iterable[Finding]:
    """What one check finds."""
    module: Any = __import__(f"guard.checks.{one.name}", fromlist=("check",))
    found: Iterable[Finding] = module.check(case)
    return found
