"""Job check: may this land? Judged, told, and the exit code of the verdict."""

from __future__ import annotations

from guard_hooks.hosts import telling
from guard_hooks.hosts.judging import verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.hosts.task import Task


def check(task: Task) -> int:
    """Whatever stops guard is told as a verdict, in every file that was asked for."""
    found = verdict(task)
    code = telling.tell(found, task.host, task.options, task.temp)
    if task.options.comment:
        from guard_hooks.forge.jobs import below

        below(task, found)
    return code
