"""The settings of harnesses of agents: where each asks guard, and what stands there then; written and read again.

Settings are a team's, so guard is called by its name in them; a call by absolute paths stands in settings of one
machine. An entry that fails must stop the agent wherever its harness has a word for that.
"""

from __future__ import annotations

from guard.digest import sha256_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Literal

    Place = tuple[str | int, ...]
    Entry = tuple[tuple[str, ...], Mapping[str, Any]]
    Kind = Literal["", "shared", "absolute", "other"]
    State = Literal["none", "whole", "parts", "other"]

COMMAND = "@COMMAND@"  # in an entry, where the call of guard stands
SHARED = "guard hook {}"
ENTRY = "guard_hooks/agents/entry.py"  # what a call by absolute paths starts
SECONDS = 60  # guard answers in a fraction of one; a machine that stalls is no reason to wait for ever
OPTIONS = ("--on-error", "--git")  # that a call may end with, each with a value
MARK = "// Written by guard."  # how the plugin begins
# The plugin as guard writes it, digested: its text is of the hooks, which what looks at a set-up does not load.
PLUGIN = "8200b889a568f26803da6742e6099e87817bf52586bd8c269f042fdb5f33cc69"
DENY, ALLOW = 'const ON_ERROR = "deny"\n', 'const ON_ERROR = "allow"\n'


class Harness(NamedTuple):
    """One harness: its name for people, what tells that it is used here, and what guard writes for it."""

    title: str
    file: str  # in the repository; "/" between its parts
    signs: tuple[str, ...]  # a name that ends with / is a folder
    entries: tuple[Entry, ...] = ()  # of each the list it belongs to, and what it is; none: the file is a plugin
    begins: Mapping[str, Any] = {}  # what a file has to say of itself
    local: str = ""  # settings of this machine alone, where it has such a file
    off: tuple[tuple[tuple[str, ...], object], ...] = ()  # what turns all hooks off, there
    opens: bool = False  # where guard cannot be started, it lets the call pass
    unverified: bool = True  # of what guard knows of its wire format, something was shown by no source
    note: str = ""  # what else it takes until it asks


def _group(event: str, **more: object) -> Entry:
    """Claude Code's form, which others took over: hooks in groups; a group without a matcher is for every tool."""
    hook = {"type": "command", "command": COMMAND, **({"timeout": SECONDS} | more)}
    return ("hooks", event), {"hooks": [hook]}


def _plain(event: str, **more: object) -> Entry:
    return ("hooks", event), {"command": COMMAND, "timeout": SECONDS, **more}


def _copilot(event: str) -> Entry:
    return ("hooks", event), {"type": "command", "bash": COMMAND, "powershell": COMMAND, "timeoutSec": SECONDS}


def _kiro(name: str, trigger: str, **more: object) -> Entry:
    action = {"type": "command", "command": COMMAND}
    return ("hooks",), {"name": name, "trigger": trigger, **more, "action": action, "timeout": SECONDS}


HARNESSES: dict[str, Harness] = {
    # https://code.claude.com/docs/en/hooks; onFailure: its changelog, 2.1.295: what cannot start, ends with another
    # code or takes too long is a no. Versions before that read past it.
    "claude-code": Harness(
        "Claude Code",
        ".claude/settings.json",
        (".claude/", "CLAUDE.md"),
        (_group("PreToolUse", onFailure="block"), _group("SessionStart"), _group("Stop")),
        local=".claude/settings.local.json",
        off=((("disableAllHooks",), True),),
    ),
    # https://github.com/openai/codex/blob/main/codex-rs/config/src/hook_config.rs
    "codex": Harness(
        "Codex",
        ".codex/hooks.json",
        (".codex/",),
        (_group("PreToolUse"), _group("SessionStart"), _group("Stop")),
        opens=True,
        note="Codex starts no hook of a repository before a person has trusted it: /hooks in Codex",
    ),
    # https://cursor.com/docs/hooks: failClosed makes a no of a hook that fails. A shell command is shown twice: each
    # of the two has been seen to be missed.
    "cursor": Harness(
        "Cursor",
        ".cursor/hooks.json",
        (".cursor/", ".cursorrules"),
        (
            *[_plain(name, failClosed=True) for name in ("preToolUse", "beforeShellExecution", "beforeMCPExecution")],
            *[_plain(name) for name in ("sessionStart", "stop")],
        ),
        {"version": 1},
    ),
    # https://geminicli.com/docs/hooks/reference: it counts milliseconds
    "gemini": Harness(
        "Gemini CLI",
        ".gemini/settings.json",
        (".gemini/", "GEMINI.md"),
        tuple([_group(event, timeout=SECONDS * 1000) for event in ("BeforeTool", "SessionStart", "AfterAgent")]),
        off=((("hooksConfig", "enabled"), False),),
        opens=True,
        unverified=False,
    ),
    # https://docs.github.com/en/copilot/reference/hooks-configuration
    "copilot": Harness(
        "Copilot",
        ".github/hooks/guard.json",
        (".github/hooks/", ".github/copilot-instructions.md"),
        tuple([_copilot(event) for event in ("preToolUse", "sessionStart", "agentStop")]),
        {"version": 1},
    ),
    # https://kiro.dev/docs/cli/v3/hooks/: its matcher is a regular expression
    "kiro": Harness(
        "Kiro",
        ".kiro/hooks/guard.json",
        (".kiro/",),
        (
            _kiro("guard-before-a-tool", "PreToolUse", matcher=".*"),
            _kiro("guard-at-the-start", "SessionStart"),  # none at the end: nothing says that it is told anything there
        ),
        {"version": "v1"},
        opens=True,
    ),
    # https://opencode.ai/v1/docs/plugins/
    "opencode": Harness(
        "OpenCode", ".opencode/plugins/guard.js", (".opencode/", "opencode.json", "opencode.jsonc"), ()
    ),
}


def entries(name: str, command: str) -> Iterator[Entry]:
    """What stands in its settings where guard is installed, with this call."""
    for place, item in HARNESSES[name].entries:
        yield place, _put(item, command)


def _put(value: Any, command: str) -> Any:
    if isinstance(value, dict):
        return {key: _put(part, command) for key, part in value.items()}
    if isinstance(value, list):
        return [_put(part, command) for part in value]
    return command if value == COMMAND else value


def kind(command: object, name: str) -> Kind:
    """Whether this is a call of guard for that harness: by its name, by absolute paths, or of another guard."""
    from shlex import split

    try:
        words = split(command) if isinstance(command, str) else []
    except ValueError:  # a quotation without its end
        return ""
    words = [part for word in words for part in (word.split("=", 1) if word.startswith(OPTIONS) else [word])]
    while words[-2:-1] and words[-2] in OPTIONS:
        del words[-2:]
    if words == SHARED.format(name).split():
        return "shared"
    if words[1:3] == ["-I", "-S"] and "".join(words[3:4]).endswith(ENTRY) and words[-2:] == ["--", name]:
        return "absolute"
    return "other" if words[-2:] == ["hook", name] else ""


def calls(data: object, name: str) -> Iterator[tuple[Place, str, Kind]]:
    """Every call of guard in its settings, with its place."""
    yield from _calls(data.get("hooks") if isinstance(data, dict) else None, name, ("hooks",))


def _calls(value: object, name: str, place: Place) -> Iterator[tuple[Place, str, Kind]]:
    if isinstance(value, str):
        found = kind(value, name) if place[-1] in ("command", "bash", "powershell") else ""
        if found:
            yield place, value, found
        return
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _calls(part, name, (*place, key))


def state(data: object, name: str, how: Kind) -> State:
    """How far guard's entries, of this kind of call, stand in settings."""
    found = list(calls(data, name))
    own = [one for one in found if one[2] in ("shared", "absolute")]
    if not own:
        return "other" if found else "none"
    wanted = list(entries(name, COMMAND))
    there = all([item in [_called(one, name, how) for one in _list(data, place)] for place, item in wanted])
    return "whole" if there and len(own) == sum([_count(item) for _, item in wanted]) else "parts"


def plugin_state(text: str) -> State:
    """The same of the plugin."""
    if not text.startswith(MARK):
        return "other"
    return "whole" if sha256_of(text.replace(ALLOW, DENY).encode()) == PLUGIN else "parts"


def _list(data: Any, place: tuple[str, ...]) -> list[Any]:
    for key in place:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, list) else []


def _called(value: Any, name: str, how: Kind) -> Any:
    """The same with what an entry has for the call in place of each call of this kind."""
    if isinstance(value, dict):
        return {key: _called(part, name, how) for key, part in value.items()}
    if isinstance(value, list):
        return [_called(part, name, how) for part in value]
    return COMMAND if isinstance(value, str) and kind(value, name) == how else value


def _count(value: Any) -> int:
    if isinstance(value, dict | list):
        return sum([_count(part) for part in (value.values() if isinstance(value, dict) else value)])
    return int(value == COMMAND)
