"""Claude Code: what its hooks are told before a tool runs, and how it is answered.

An "allow" prints no decision: one would take the person's own permission prompt away. What stops is printed as the
JSON of the event, and the exit code is always 0, for any other is taken for a failure and lets the call pass.
"""

from __future__ import annotations

import os

from guard_hooks.agents.call import Answer, Call, Edit, beside, possible, sayable, strange, unsure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from guard_hooks.agents.call import Decision, Payload

NAME = "claude-code"
SOURCES = ("https://code.claude.com/docs/en/hooks", "https://code.claude.com/docs/en/tools-reference")
# Tools that write no file of the work tree and run no command, as its tools reference lists them. EnterWorktree and
# ExitWorktree are none: the one makes a branch and a folder below .claude, the other may take one away with its work.
READS = frozenset(
    """
    Read Glob Grep LS NotebookRead LSP WebFetch WebSearch ToolSearch AskUserQuestion Agent Task Skill SlashCommand
    TodoRead TodoWrite TaskCreate TaskGet TaskList TaskOutput TaskStop TaskUpdate BashOutput KillShell KillBash
    ListMcpResourcesTool ReadMcpResourceTool EnterPlanMode ExitPlanMode CronCreate CronDelete CronList SendMessage
    StructuredOutput
    """.split()  # noqa: SIM905  a list of words is read as one
)
SHELLS = frozenset(("Bash", "Monitor"))
STARTS = ("SessionStart", "UserPromptSubmit")
ENDS = ("Stop",)
# Events that tell of what is done, or ask nothing that guard could answer: silence leaves all as it is.
TELLS = frozenset(
    """
    Setup UserPromptExpansion PermissionRequest PermissionDenied PostToolUse PostToolUseFailure PostToolBatch
    Notification SubagentStart SubagentStop TaskCreated TaskCompleted StopFailure TeammateIdle InstructionsLoaded
    ConfigChange CwdChanged FileChanged WorktreeCreate WorktreeRemove PreCompact PostCompact SessionEnd Elicitation
    ElicitationResult
    """.split()  # noqa: SIM905  a list of words is read as one
)
MOST = 16 << 20  # bytes of a file that an edit is tried on
NO_FOLDER = "the payload does not say in which folder"
NO_PATH = "the payload names no file"
ODD_PATH = "the payload names something as a file that is none"


def read(payload: Payload) -> Call:
    """What it is about to do; what the payload does not tell is said."""
    event = _text(payload, "hook_event_name")
    tool = _text(payload, "tool_name")
    folder = _text(payload, "cwd")
    told = possible(folder) and os.path.isabs(folder)
    call = Call(
        "read",
        tool or event,
        folder if told else _here(),
        session=_text(payload, "session_id"),
        agent=_text(payload, "agent_type") or _text(payload, "agent_id"),
    )
    if event in STARTS:
        return call._replace(event="start", tool=event)
    if event in ENDS:
        again = payload.get("stop_hook_active") is True  # it was told already
        return call._replace(event="read" if again else "end", tool=event)
    if event in TELLS:
        return call._replace(tool=event)
    if event and event != "PreToolUse":
        return call._replace(event="other", unread="guard does not know this event of it")
    if not tool:
        return call._replace(event="other", unread="the payload names no tool")
    given = payload.get("tool_input")
    call = _of_tool(call, given if isinstance(given, dict) else {})
    if call.event == "other" and given and not isinstance(given, dict):
        call = call._replace(unread="what it is told has no parts that guard can read")
    return call._replace(unread=call.unread or ("" if told or call.event == "read" else NO_FOLDER))


def _of_tool(call: Call, given: dict[str, Any]) -> Call:
    if call.tool in READS:
        return call
    if call.tool in SHELLS:
        command = _text(given, "command")
        fits = sayable(command)  # one with half a character in it is run as another
        unread = unsure(given) if fits else "the payload has no command"
        return call._replace(event="shell", command=command if fits else "", unread=unread)
    edit = EDITS.get(call.tool)
    others = beside(given)
    if edit is None:  # it is a question where one of these lies in a repository, wherever it is asked from
        return strange(call, given)
    path, content = edit(call, given)
    named = [one for one in others if possible(one) and one != path]  # another is judged, whoever reads it
    edits = [Edit(one, content if one == path else None) for one in dict.fromkeys([path, *named]) if possible(one)]
    odd = "" if all(map(possible, [path, *others])) else ODD_PATH
    return call._replace(event="edit", edits=tuple(edits), unread=odd if path else NO_PATH)


def _write(_: Call, given: dict[str, Any]) -> tuple[str, bytes | None]:
    content = given.get("content")
    return _text(given, "file_path"), _bytes(content) if isinstance(content, str) else None


def _edit(call: Call, given: dict[str, Any]) -> tuple[str, bytes | None]:
    path = _text(given, "file_path")
    return path, _edited(call, path, [given])


def _multi(call: Call, given: dict[str, Any]) -> tuple[str, bytes | None]:
    path, edits = _text(given, "file_path"), given.get("edits")
    return path, _edited(call, path, edits) if isinstance(edits, list) else None


def _notebook(_: Call, given: dict[str, Any]) -> tuple[str, bytes | None]:
    return _text(given, "notebook_path"), None  # of one cell; what the whole file will be is written by the tool


EDITS = {"Write": _write, "Edit": _edit, "MultiEdit": _multi, "NotebookEdit": _notebook}


def _edited(call: Call, path: str, edits: list[Any]) -> bytes | None:
    """The file with these texts put in place of others; None where that cannot be told from here."""
    from guard.doors.files import content

    try:
        before = content(os.path.join(call.folder, path), MOST + 1)
    except FileNotFoundError:
        before = b""
    except (OSError, ValueError):
        return None
    if len(before) > MOST:
        return None
    for edit in edits:
        old = _bytes(edit.get("old_string")) if isinstance(edit, dict) else None
        new = _bytes(edit.get("new_string")) if isinstance(edit, dict) else None
        if old is None or new is None:
            return None
        if b"\r\n" in before and old not in before:
            old, new = old.replace(b"\n", b"\r\n"), new.replace(b"\n", b"\r\n")
        if (old or before) and (not old or old not in before):
            return None
        every = edit.get("replace_all")
        if not (every is None or isinstance(every, bool)):  # some take a word for it, and nobody knows which
            return None
        before = before.replace(old, new, -1 if every else 1) if old else new
    return before


def answer(call: Call, decision: Decision) -> Answer:
    """What it prints."""
    if call.event == "end":
        stops = decision.kind != "allow"
        return Answer(_json({"decision": "block", "reason": decision.words}) if stops else "")
    if call.event == "start":
        told = call.tool in STARTS and decision.context
        return Answer(_object({"hookEventName": call.tool, "additionalContext": decision.context}) if told else "")
    if decision.kind != "allow":
        return Answer(_object(_decided(decision.kind, decision.words)))
    if decision.context and call.event != "read":
        return Answer(_object({"hookEventName": "PreToolUse", "additionalContext": decision.context}))
    return Answer("")


def failed(words: str, on_error: Literal["allow", "deny"]) -> Answer:
    """guard itself failed: it stops the call, or lets it pass and says so to the person."""
    if on_error == "deny":
        return Answer(_object(_decided("deny", words)), words)
    return Answer(_json({"systemMessage": words}), words)


def _decided(kind: str, words: str) -> dict[str, str]:
    return {"hookEventName": "PreToolUse", "permissionDecision": kind, "permissionDecisionReason": words}


def _object(specific: dict[str, str]) -> str:
    return _json({"hookSpecificOutput": specific})


def _json(said: dict[str, Any]) -> str:
    from json import dumps  # only where something is said: an edit that passes prints nothing

    return dumps(said)


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:  # it is gone
        return os.sep


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _bytes(text: object) -> bytes | None:
    """The bytes a text is written as; None where it is none, or holds half a letter."""
    try:
        return text.encode() if isinstance(text, str) else None
    except UnicodeEncodeError:
        return None
