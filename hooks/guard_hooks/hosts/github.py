"""GitHub Actions: `guard hook github` reads the event, does the job, and tells it as a runner reads it."""

from __future__ import annotations

# Job -> "module:function", resolved when asked for; each takes a guard_hooks.hosts.task.Task, returns an exit code.
JOBS: dict[str, str] = {}
