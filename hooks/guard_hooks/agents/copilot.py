"""GitHub Copilot: hooks of `.github/hooks/`, as its command line, its cloud agent and VS Code run them.

The case of an event's name in that file chooses the form: camelCase says nothing of its event and is answered flat;
PascalCase, which VS Code makes of both, names it and is answered as VS Code wants it. Some versions take any exit code
but 0 for a no, older ones any for a yes: so it is 0 always, and the object says the rest. To let a call pass is to
say nothing: an `allow` would spare the person a question that Copilot has of its own.
"""

from __future__ import annotations

from guard_hooks.agents.call import Answer, Call
from guard_hooks.agents.fields import (
    OTHER_SHELL,
    Names,
    command_of,
    folder_of,
    other,
    others,
    said,
    settled,
    table,
    texts,
    whole,
    written,
)
from guard_hooks.agents.patch import UNREAD, edits_of
from guard_hooks.agents.words import one, reason, sure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from guard_hooks.agents.call import Decision, Event, Payload

NAME = "copilot"
SOURCES = (
    "https://github.com/github/docs/blob/main/content/copilot/reference/hooks-reference.md",
    "https://github.com/rjmurillo/ai-agents/issues/2610",  # what its tools are told, captured
    "https://docs.github.com/en/copilot/reference/cli-command-reference",  # its tools
    "https://github.com/nizos/probity/issues/56",  # its patches, captured
    "https://github.com/rtk-ai/rtk/pull/3630",  # its exit codes, and how the second form is answered
    "https://code.visualstudio.com/docs/copilot/customization/hooks",
    "https://code.visualstudio.com/docs/agents/reference/hooks-reference",  # how the end of a turn is answered there
)
VERIFIED = True
# store_memory is none of them: it writes
READS = frozenset({
    "view", "Read", "read_file", "grep", "Grep", "grep_search", "glob", "Glob", "file_search", "list_dir",
    "semantic_search", "get_errors", "web_fetch", "WebFetch", "web_search", "ask_user", "report_intent", "update_todo",
    "read_bash", "stop_bash", "list_bash", "read_powershell", "stop_powershell", "list_powershell",
    "rg", "skill", "sql", "session_store_sql", "exit_plan_mode", "task_complete", "think", "read_agent", "list_agents",
    "fetch_copilot_cli_documentation",  # sql asks a database of the session's own
    "show_file",  # no source has it
    "task", "Task",  # a subagent's own calls are each shown to a hook
})  # fmt: skip
# of its tool that may also rename; no source tells what each is called
LOOKS = frozenset({
    "goToDefinition", "findReferences", "hover", "documentSymbol", "workspaceSymbol", "goToImplementation",
    "incomingCalls", "outgoingCalls",
})  # fmt: skip

EVENTS: dict[str, Event] = {
    "PreToolUse": "other", "SessionStart": "start", "UserPromptSubmit": "start", "SubagentStart": "start",
    "Stop": "end", "SubagentStop": "read", "PostToolUse": "read", "PostToolUseFailure": "read", "SessionEnd": "read",
    "PreCompact": "read", "ErrorOccurred": "read", "Notification": "read",
}  # fmt: skip
# what each event that does not say its name is told, and no other is; the first that fits
SIGNS: tuple[tuple[str, str, Event], ...] = (
    ("toolResult", "postToolUse", "read"), ("error", "errorOccurred", "read"), ("toolName", "preToolUse", "other"),
    ("stopReason", "agentStop", "end"), ("reason", "sessionEnd", "read"), ("trigger", "preCompact", "read"),
    ("agentName", "subagentStart", "start"), ("source", "sessionStart", "start"),
    ("prompt", "userPromptSubmitted", "start"),
)  # fmt: skip
BOTH = "it is told of two tools, or in two ways, and nobody knows which counts"
NESTED = "PreToolUse "  # in front of a tool's name: the answer is of the second form
SHELLS = frozenset({"bash", "Bash", "run_in_terminal"})
PATHS = ("path", "file_path", "filePath")
NEW = Names(PATHS, ("file_text", "content"))
PUT = Names(PATHS, (), ("old_str", "old_string", "oldString"), ("new_str", "new_string", "newString"))
WRITERS = {
    "create": NEW, "Write": NEW, "create_file": NEW, "edit": PUT, "Edit": PUT, "replace_string_in_file": PUT,
    "insert_edit_into_file": Names(PATHS),
}  # fmt: skip
WAYS = {"create": NEW, "str_replace": PUT, "insert": Names(PATHS)}  # of one tool that has them all


def read(payload: Payload) -> Call:
    """What Copilot is about to do."""
    data = table(payload)
    name, event = _event(data)
    folder = folder_of(data, "cwd")
    session, agent = said(data, "sessionId", "session_id"), said(data, "agentName", "agent_name", "agent_id")
    if name not in ("preToolUse", "PreToolUse"):
        again = data.get("stop_hook_active") is True  # it was told already; nothing is gained by telling it for ever
        unread = "" if event != "other" else "guard does not know this event of it"
        return settled(Call("read" if again else event, name, folder, (), "", session, agent, unread))
    given = data.get("toolArgs", data.get("tool_input"))
    call = whole(_tool(said(data, "toolName", "tool_name"), given, folder), given)
    beside = data.get("tool_input", given)
    if len(texts(data, ("toolName", "tool_name"))) > 1 or (table(given) or given) != (table(beside) or beside):
        call = call._replace(event="other" if call.event == "read" else call.event, unread=call.unread or BOTH)
    tool = call.tool if name == "preToolUse" and not call.tool.startswith(NESTED) else f"{name} {call.tool}"
    return settled(call._replace(tool=tool, session=session, agent=agent))


def _tool(tool: str, told: object, folder: str) -> Call:
    given = table(told)
    if tool == "powershell":
        return Call("shell", tool, folder, unread=OTHER_SHELL)
    if tool in SHELLS:
        command, unread = command_of(given)
        return Call("shell", tool, folder, command=command, unread=unread)
    if tool == "apply_patch":
        patch = texts({**given, "told": "" if given else told}, ("told", "input", "patch", "command"))
        patch = [text for text in patch if text]
        edits, unread = others(given, *(edits_of(patch[0], folder) if len(patch) == 1 else ((), UNREAD)))
        return Call("edit", tool, folder, edits, unread=unread)
    way = said(given, "command")
    names = WAYS.get(way) if tool == "str_replace_editor" else WRITERS.get(tool)
    if names is not None:
        edits, unread = written(given, folder, names)
        return Call("edit", tool, folder, edits, unread=unread)
    views = tool == "str_replace_editor" and way == "view"
    looks = tool == "lsp" and said(given, "operation") in LOOKS
    return other(tool, given, folder, READS | {tool} if views or looks else READS)


def _event(data: Payload) -> tuple[str, Event]:
    names = ("hook_event_name", "hookEventName")  # the second one in older versions of VS Code
    named = [name for name in texts(data, names) if name]
    if named:
        return (said(data, *names), EVENTS.get(named[0], "other")) if len(named) == 1 else ("", "other")
    for sign, name, event in SIGNS:
        if data.get(sign) is not None:
            return name, event
    return "", "other"


def answer(call: Call, decision: Decision) -> Answer:
    """What Copilot is told, in the form of its question: nothing, or what to do instead."""
    nested = call.tool.startswith(NESTED)
    words, yes = reason(decision, asks=True), decision.kind == "allow"
    if call.event == "start":
        context = decision.context if yes else words
        return Answer(_context(call.tool, context) if context else "")
    if call.event == "end":
        blocked = {"decision": "block", "reason": words}
        form = {"hookSpecificOutput": {"hookEventName": "Stop", **blocked}} if call.tool == "Stop" else blocked
        return Answer("" if yes else one(**form))
    if yes:
        return Answer("")
    told = {"permissionDecision": decision.kind, "permissionDecisionReason": words}
    return Answer(one(hookSpecificOutput={"hookEventName": "PreToolUse", **told}) if nested else one(**told))


def failed(words: str, on_error: Literal["allow", "deny"]) -> Answer:
    """What it is told where guard itself failed."""
    if on_error == "allow":
        return Answer("", sure(words))
    return Answer(one(permissionDecision="deny", permissionDecisionReason=sure(words)), sure(words))


def _context(event: str, words: str) -> str:
    if event[:1].isupper():
        return one(hookSpecificOutput={"hookEventName": event, "additionalContext": words})
    return one(additionalContext=words)
