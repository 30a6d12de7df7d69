"""Gemini CLI: hooks of `settings.json`. It knows no question, and takes nothing but one object of JSON."""

from __future__ import annotations

from guard_hooks.agents.call import Answer, Call
from guard_hooks.agents.fields import Names, below, command_of, folder_of, other, said, settled, table, whole, written
from guard_hooks.agents.words import NOTHING, one, reason, sure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from guard_hooks.agents.call import Decision, Event, Payload

NAME = "gemini"
SOURCES = (
    "https://geminicli.com/docs/hooks/reference",
    "https://github.com/google-gemini/gemini-cli/blob/main/docs/hooks/reference.md",
    "https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/file-system.md",
    "https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/shell.md",
    "https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/tools/tool-names.ts",
    "https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/agents/local-executor.ts",
)
VERIFIED = True
# save_memory is none of them: it writes
READS = frozenset({
    "read_file", "read_many_files", "list_directory", "glob", "grep_search", "search_file_content",
    "google_web_search", "web_fetch", "write_todos", "ask_user", "get_internal_docs", "activate_skill",
    "enter_plan_mode", "exit_plan_mode", "update_topic", "complete_task", "tracker_get_task", "tracker_list_tasks",
    "tracker_visualize",
    "codebase_investigator", "cli_help",  # subagents: their own calls are each shown to a hook
})  # fmt: skip

EVENTS: dict[str, Event] = {
    "BeforeTool": "other", "SessionStart": "start", "BeforeAgent": "start", "AfterAgent": "end",
    "AfterTool": "read", "SessionEnd": "read", "Notification": "read", "PreCompress": "read",
    "BeforeModel": "read", "AfterModel": "read", "BeforeToolSelection": "read",
}  # fmt: skip
WRITE = Names(("file_path",), ("content",))
# how often it may be there was once said by a number; then a text that stands there more than once is not told
REPLACE = Names(("file_path",), (), ("old_string",), ("new_string",), ("allow_multiple",))


def read(payload: Payload) -> Call:
    """What Gemini CLI is about to do."""
    data = table(payload)
    name = said(data, "hook_event_name")
    folder, session = folder_of(data, "cwd"), said(data, "session_id")
    if name != "BeforeTool":
        event = EVENTS.get(name, "other")
        again = data.get("stop_hook_active") is True  # it was told already; nothing is gained by telling it for ever
        unread = "" if name in EVENTS else "guard does not know this event of it"
        return settled(Call("read" if again else event, name, folder, session=session, unread=unread))
    given = data.get("tool_input")
    call = whole(_tool(said(data, "tool_name"), table(given), folder), given)
    return settled(call._replace(session=session))


def _tool(tool: str, given: Payload, folder: str) -> Call:
    if tool in ("write_file", "replace"):
        edits, unread = written(given, folder, WRITE if tool == "write_file" else REPLACE)
        return Call("edit", tool, folder, edits, unread=unread)
    if tool == "run_shell_command":
        command, unread = command_of(given, "dir_path", "directory")
        place = below(folder, given, "dir_path", "directory")
        return Call("shell", tool, place, command=command, unread=unread)
    return other(tool, given, folder, READS)


def answer(call: Call, decision: Decision) -> Answer:
    """What Gemini CLI is told."""
    if decision.kind != "allow":
        words = reason(decision, asks=False)
        if call.tool == "SessionStart":  # it is never stopped
            return Answer(_context(call.tool, words))
        return Answer(one(decision="deny", reason=words))
    if call.event == "start" and decision.context:
        return Answer(_context(call.tool, decision.context))
    told = decision.context if call.event in ("edit", "shell", "other") else ""
    return Answer(one(systemMessage=told) if told else NOTHING)  # the person's: nothing is told to the agent there


def failed(words: str, on_error: Literal["allow", "deny"]) -> Answer:
    """What it is told where guard itself failed."""
    return Answer(NOTHING if on_error == "allow" else one(decision="deny", reason=sure(words)), sure(words))


def _context(event: str, words: str) -> str:
    return one(hookSpecificOutput={"hookEventName": event, "additionalContext": words})
