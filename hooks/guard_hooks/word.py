"""`guard hook NAME`: how git on a server, a CI host or a harness of agents comes in, each by the name it has."""

from __future__ import annotations

import importlib

from guard.errors import UsageError
from guard.escape import shown
from guard.nearest import nearest
from guard.report import columns, laid, write
from guard_hooks.git_hooks import HOOKS, checked

# Name -> "module:function", resolved when that name is used. Each takes the words after the name, returns an exit code.
WAYS: dict[str, str] = {
    "github": "guard_hooks.hosts.github:main",
    "gitlab": "guard_hooks.hosts.gitlab:main",
    "pre-receive": "guard_hooks.server:hook_pre_receive",
    "update": "guard_hooks.server:hook_update",
    "claude-code": "guard_hooks.agents.door:claude_code",
    "codex": "guard_hooks.agents.door:codex",
    "cursor": "guard_hooks.agents.door:cursor",
    "gemini": "guard_hooks.agents.door:gemini",
    "copilot": "guard_hooks.agents.door:copilot",
    "kiro": "guard_hooks.agents.door:kiro",
    "opencode": "guard_hooks.agents.door:opencode",
}

HELP = """\
usage: guard hook NAME [options]

One way in for each place a change arrives from. People type none of these: git, a CI host or an agent's harness does.

"""
ABOUT: dict[str, str] = {  # a line for each name
    "github": "a job of GitHub Actions: what lands is checked, recorded, signed",
    "gitlab": "a job of GitLab CI: the same",
    "pre-receive": "a server of git asks for every push, before any of it is taken",
    "update": "the same, one ref at a time: good ones are taken where others are refused",
    "claude-code": "a harness asks before its agent acts: Claude Code",
    "codex": "the same: Codex",
    "cursor": "the same: Cursor",
    "gemini": "the same: Gemini CLI",
    "copilot": "the same: Copilot, on the command line and in its cloud",
    "kiro": "the same: Kiro",
    "opencode": "the same: OpenCode, through the plugin that guard writes",
}


def main(words: list[str]) -> int:
    """Look the name up, hand over the rest."""
    if not words or words[0] in ("-h", "--help"):
        width = max(map(len, WAYS), default=0) + 2
        rows = "".join([f"  {name.ljust(width)}{ABOUT[name]}\n" for name in WAYS])
        rows += f"\nThe hooks of git itself are asked for by their own names: {', '.join(HOOKS)}.\n"
        write(laid(f"{HELP}{rows}\nguard hook NAME --help tells more.\n", columns()))
        return 0 if words else 2
    if words[0] in HOOKS and not any([word in ("-h", "--help") for word in words[1:]]):
        return checked(words)
    if words[0] not in WAYS:
        near = nearest(words[0], WAYS)
        meant = f"; did you mean {near}?" if near else ""
        raise UsageError(f"no hook '{shown(words[0])}'{meant} (guard hook --help lists them)")
    module, _, function = WAYS[words[0]].partition(":")
    code: int = getattr(importlib.import_module(module), function)(words[1:])
    return code
