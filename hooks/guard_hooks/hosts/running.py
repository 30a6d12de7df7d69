"""From words and variables to a job that runs, the same for every host."""

from __future__ import annotations

import importlib
import os

from guard.doors.git.run import usable_git
from guard.errors import GuardError
from guard.model.verdict import not_judged
from guard.report import bug
from guard_hooks.hosts import telling
from guard_hooks.hosts.payload import unread
from guard_hooks.hosts.words import parser, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guard_hooks.hosts.task import Options, Task

# Job -> "module:function", resolved when asked for; each takes a guard_hooks.hosts.task.Task, returns an exit code.
JOBS: dict[str, str] = {
    "check": "guard_hooks.hosts.check:check",
    "record": "guard_hooks.hosts.record:record",
    "sign": "guard_hooks.hosts.sign:sign",
    "rejudge": "guard_hooks.forge.jobs:rejudge",
    "comment": "guard_hooks.forge.jobs:comment",
}
SECRET = ("GITHUB_TOKEN", "GH_TOKEN", "CI_JOB_TOKEN", "GUARD_TOKEN", "GUARD_KEY", "ACTIONS_RUNTIME_TOKEN")


def run(
    host: str, given: list[str], about: tuple[str, str], task_of: Callable[[Mapping[str, str], Options], Task]
) -> int:
    """One job. Whatever keeps it from judging is told in the form of a verdict, where it is one that judges."""
    options = told(host, parser(host, *about, JOBS), given, os.environ, JOBS)
    env = dict(os.environ)
    for name in SECRET:  # no process that is started from here on has them
        os.environ.pop(name, None)
    temp = env.get("RUNNER_TEMP", "")
    try:
        usable_git(options.git or None)
        task = task_of(env, options)
    except GuardError as error:
        return _stopped(host, options, temp, error)
    except Exception as error:
        return telling.tell(bug(error, "merge"), host, options, temp)
    module, _, function = JOBS[options.job].partition(":")
    try:
        code: int = getattr(importlib.import_module(module), function)(task)
    except GuardError as error:
        return _stopped(host, options, temp, error)
    return code


def _stopped(host: str, options: Options, temp: str, error: GuardError) -> int:
    """Told as a verdict: in all that was asked for where the job is one that judges, else in its log."""
    verdict = not_judged("merge", error)
    if options.job == "check":
        return telling.tell(verdict, host, options, temp)
    telling.log(verdict, host)
    return verdict.exit_code


def basic(user: str, token: str) -> str:
    """The line of HTTP that a token makes; "" without one. What is no token is not sent, and not shown."""
    from base64 import b64encode

    if not token:
        return ""
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise unread("the token has characters that none has", "the token of the job")
    return f"AUTHORIZATION: basic {b64encode(f'{user}:{token}'.encode()).decode()}"
