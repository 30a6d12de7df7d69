"""Kiro: hooks of its command line, of the old form (in an agent's file) and of the new one (`.kiro/hooks/`).

It blocks by exit code 2 and takes its words from stderr. It has no question; 2 is what it has for one. Its editor's
builds before 1.0 tell a hook neither the tool nor the file: such a call cannot be judged, and is said to be unread.
"""

from __future__ import annotations

from guard_hooks.agents.call import Answer, Call
from guard_hooks.agents.fields import (
    OTHER_SHELL,
    Names,
    below,
    command_of,
    folder_of,
    gone,
    other,
    said,
    settled,
    table,
    whole,
    written,
)
from guard_hooks.agents.words import one, reason, sure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from guard_hooks.agents.call import Decision, Event, Payload

NAME = "kiro"
SOURCES = (
    "https://kiro.dev/docs/cli/hooks",
    "https://kiro.dev/docs/cli/v3/hooks/",
    "https://kiro.dev/docs/cli/reference/built-in-tools",
    "https://github.com/aws/amazon-q-developer-cli/blob/main/docs/hooks.md",
    "https://github.com/awslabs/aidlc-workflows/issues/763",  # what the new form is told, measured
    "https://github.com/kirodotdev/Kiro/issues/7375",  # what the editor before 1.0 is not
)
VERIFIED = True
READS = frozenset({
    "fs_read", "read", "read_file", "read_files", "list_directory", "file_search", "grep_search", "glob", "grep",
    "introspect", "thinking", "web_search", "web_fetch", "get_diagnostics", "knowledge",
    "todo_list",  # it writes, but nothing beside its own list
    "subagent", "use_subagent",  # a subagent's own calls are each shown to a hook
})  # fmt: skip
# of its tool `code`, which may also rename and rewrite; no source tells what each is called
LOOKS = frozenset({
    "search_symbols", "lookup_symbols", "get_document_symbols", "find_references", "goto_definition", "get_hover",
    "get_diagnostics", "get_completions", "pattern_search", "search_codebase_map", "generate_codebase_overview",
})  # fmt: skip

# both forms: their names differ in their first letter alone
EVENTS: dict[str, Event] = {
    "pretooluse": "other", "agentspawn": "start", "sessionstart": "start", "userpromptsubmit": "start",
    "stop": "read", "posttooluse": "read", "postfilesave": "read", "postfilecreate": "read", "postfiledelete": "read",
    "pretaskexec": "read", "posttaskexec": "read", "manual": "read",
}  # fmt: skip
WRITERS = frozenset({"fs_write", "write"})
SHELLS = frozenset({"execute_bash", "shell"})
OTHER_SHELLS = frozenset({"execute_cmd", "execute_pwsh"})
PATH = ("path",)
OLD = {  # by what its field `command` says
    "create": Names(PATH, ("file_text",)),
    "str_replace": Names(PATH, (), ("old_str",), ("new_str",)),
    "insert": Names(PATH),
    "append": Names(PATH),
}
NEW = {
    "fs_write": Names(PATH, ("text",)),
    "fs_append": Names(PATH),
    "str_replace": Names(PATH, (), ("oldStr",), ("newStr",), ("replace_all",)),
}
GONE = ("path", "targetFile", "target_file")


def read(payload: Payload) -> Call:
    """What Kiro is about to do."""
    data = table(payload)
    name = said(data, "hook_event_name")
    event = EVENTS.get(name.lower(), "other")
    folder, session = folder_of(data, "cwd"), said(data, "session_id")
    if name.lower() != "pretooluse":
        unread = "" if name.lower() in EVENTS else "guard does not know this event of it"
        return settled(Call(event, name, folder, session=session, unread=unread))
    given = data.get("tool_input")
    call = whole(_tool(said(data, "tool_name"), table(given), folder), given)
    return settled(call._replace(session=session, agent=said(data, "agent_id", "agent_name")))


def _tool(tool: str, given: Payload, folder: str) -> Call:
    if tool in OTHER_SHELLS:
        return Call("shell", tool, below(folder, given, "cwd"), unread=OTHER_SHELL)
    if tool in SHELLS:
        command, unread = command_of(given, "cwd")
        place = below(folder, given, "cwd")
        return Call("shell", tool, place, command=command, unread=unread)
    if tool == "delete_file":
        edits, unread = gone(given, GONE)
        return Call("edit", tool, folder, edits, unread=unread)
    way = said(given, "command")
    names = OLD.get(way) if tool in WRITERS and way else NEW.get(tool)
    if names is not None:
        edits, unread = written(given, folder, names)
        return Call("edit", tool, folder, edits, unread=unread)
    if tool in WRITERS:
        edits, _ = written(given, folder, Names(PATH))
        return Call("edit", tool, folder, edits, unread="it does not say how its file is written")
    looks = tool == "code" and said(given, "operation") in LOOKS
    return other(tool, given, folder, READS | {tool} if looks else READS)


def answer(call: Call, decision: Decision) -> Answer:
    """What Kiro is told: nothing, or by its exit code why not. What is said at the start goes to the agent as it is."""
    words = reason(decision, asks=False)
    if call.event == "start":  # nothing is blocked there
        context = decision.context if decision.kind == "allow" else words
        return Answer(one(guard=context) if context else "")
    if call.event == "read" and call.tool.lower() == "stop":
        return Answer("")
    return Answer("") if decision.kind == "allow" else Answer("", words, 2)


def failed(words: str, on_error: Literal["allow", "deny"]) -> Answer:
    """What it is told where guard itself failed; any other code would let the call through, with a warning."""
    return Answer("", sure(words), 2 if on_error == "deny" else 0)
