"""Cursor: hooks of `.cursor/hooks.json`.

Its hooks for permissions take silence for a broken hook, so each of them is answered, always. It puts a question to
the person where a command or a tool of a server is run; elsewhere it reads `ask` and goes on, so there it is told no.
A command is shown twice: a question at the first is let pass where the second one surely asks guard again.
"""

from __future__ import annotations

import os

from guard_hooks.agents.call import Answer, Call, Edit, strange
from guard_hooks.agents.fields import (
    NO_FOLDER,
    Names,
    below,
    command_of,
    folder_of,
    gone,
    other,
    others,
    present,
    said,
    settled,
    table,
    texts,
    whole,
    written,
)
from guard_hooks.agents.patch import UNREAD, edits_of
from guard_hooks.agents.words import NOTHING, one, reason, sure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from guard_hooks.agents.call import Decision, Event, Payload

NAME = "cursor"
SOURCES = (
    "https://cursor.com/docs/hooks.md",
    "https://github.com/termaxa/termaxa/pull/106",  # payloads of Write and Delete, captured
    "https://github.com/preloop/preloop/pull/415",  # the event for commands follows the one for tools
    "https://github.com/aovestdipaperino/tokensave/issues/187",  # an answer without a permission blocks
)
VERIFIED = True
READS = frozenset({
    "Read", "ReadFile", "Grep", "Glob", "LS", "Ls", "SemanticSearch", "ReadLints", "TodoWrite", "WebSearch", "WebFetch",
    "AskQuestion", "SwitchMode", "Await", "AwaitShell",  # seen in no document of its maker
    "Task",  # a subagent's own calls are each shown to a hook
})  # fmt: skip

SETTINGS = ".cursor/hooks.json"
SHELL, SERVER = "beforeShellExecution", "beforeMCPExecution"
EVENTS: dict[str, Event] = {
    "preToolUse": "other", SHELL: "shell", SERVER: "other", "subagentStart": "read",
    "beforeReadFile": "read", "beforeTabFileRead": "read",
    "sessionStart": "start", "beforeSubmitPrompt": "start", "stop": "end", "subagentStop": "read",
    "sessionEnd": "read", "postToolUse": "read", "postToolUseFailure": "read", "preCompact": "read",
    "afterShellExecution": "read", "afterMCPExecution": "read", "afterFileEdit": "read", "afterTabFileEdit": "read",
    "afterAgentResponse": "read", "afterAgentThought": "read",
}  # fmt: skip
NOTED = frozenset(name for name in EVENTS if name.startswith(("after", "post", "sessionEnd", "preCompact")))
PASS = '{"permission": "allow"}'
PATHS = ("file_path", "path", "target_file", "target_notebook")
WRITE = Names(
    PATHS, ("content", "contents", "file_text"), ("old_string", "old_str"), ("new_string", "new_str"), ("replace_all",)
)
WRITERS = frozenset({"Write", "StrReplace", "Edit", "MultiEdit", "EditNotebook", "TabWrite"})


def read(payload: Payload) -> Call:
    """What Cursor is about to do."""
    data = table(payload)
    name = said(data, "hook_event_name")
    folder = folder_of(data, "cwd", "workspace_roots")
    call = Call(EVENTS.get(name, "other"), name, folder)
    roots = _roots(data.get("workspace_roots"))
    if name == "preToolUse":
        given = data.get("tool_input")
        root = roots[0] if len(roots) == 1 else ""
        call = whole(_tool(said(data, "tool_name"), table(given), folder), given)._replace(root=root)
    elif name == SHELL:
        command, unread = command_of({"command": data.get("command")})
        call = call._replace(command=command, unread=unread)
    elif name == SERVER:
        given = data.get("tool_input")
        call = whole(strange(call._replace(tool=f"{SERVER} {said(data, 'tool_name')}"), table(given)), given)
    elif name not in EVENTS:
        call = call._replace(unread="guard does not know this event of it")
    elif data.get("loop_count") not in (None, 0) or data.get("status") in ("aborted", "error"):
        call = call._replace(event="read")  # it was told already, or a person stopped it: nothing makes it go on
    if not folder_of(data, "cwd") and len(roots) > 1 and call.event in ("edit", "shell", "other"):
        call = _in_some(call, roots, below("", table(data.get("tool_input")), "working_directory", "cwd"))
    session, agent = said(data, "conversation_id", "session_id"), said(data, "subagent_id", "subagent_type")
    return settled(call._replace(session=session, agent=agent))


def _roots(told: object) -> list[str]:
    """The folders that are open; "" for what can be none."""
    return [folder_of({"": one}, "") for one in told] if isinstance(told, list) else []


def _in_some(call: Call, roots: list[str], named: str) -> Call:
    """Several folders are open, and it does not say which of them is meant: each may be."""
    from guard_hooks.agents.place import around

    if not (named or (call.edits and all([os.path.isabs(one.path) for one in call.edits]))):
        call = call._replace(unread=call.unread or NO_FOLDER)
    edits = [
        edit if os.path.isabs(edit.path) else Edit(os.path.join(root, edit.path), delete=edit.delete)
        for edit in call.edits
        for root in (roots if not os.path.isabs(edit.path) else ("",))
    ]
    own = [root for root in roots if root and around(root) is not None]  # where somebody is held to something
    return call._replace(edits=tuple(edits), folder=named or (own or [call.folder])[0])


def _tool(tool: str, given: Payload, folder: str) -> Call:
    if tool.startswith("before"):  # no name of a tool makes its call one of the events that can ask
        return Call("other", f"preToolUse {tool}", folder)
    if tool == "Shell":
        command, unread = command_of(given, "working_directory", "cwd")
        place = below(folder, given, "working_directory", "cwd")
        return Call("shell", tool, place, command=command, unread=unread)
    if tool == "ApplyPatch":
        patch = texts(given, ("patch", "input", "command", "patch_text"))
        edits, unread = others(given, *(edits_of(patch[0], folder) if len(patch) == 1 else ((), UNREAD)))
        return Call("edit", tool, folder, edits, unread=unread)
    if tool in WRITERS or tool == "Delete":
        edits, unread = gone(given, PATHS) if tool == "Delete" else written(given, folder, WRITE)
        edits = tuple([edit._replace(path=_drive(edit.path)) for edit in edits])
        return Call("edit", tool, folder, edits, unread=unread)
    return other(tool, given, folder, READS)


def _drive(path: str) -> str:
    """On Windows a path has a slash before its drive."""
    return path[1:] if os.name == "nt" and path[:1] == "/" and path[2:3] == ":" else path


def answer(call: Call, decision: Decision) -> Answer:
    """What Cursor is told, of every event."""
    asks = call.tool == SHELL or call.tool.startswith(f"{SERVER} ")
    words, yes = reason(decision, asks), decision.kind == "allow"
    if call.tool == "sessionStart":
        context = decision.context if yes else words
        return Answer(one(additional_context=context) if context else NOTHING)
    if call.tool == "beforeSubmitPrompt":
        return Answer(one(**{"continue": yes}, **({} if yes else {"user_message": words})))
    if call.tool in ("stop", "subagentStop"):  # what is said goes to it as if its person had written it
        return Answer(NOTHING if yes or call.event != "end" else one(followup_message=words))
    if call.tool in NOTED:
        return Answer(NOTHING)
    if decision.kind == "ask" and (call.event, call.tool) == ("shell", "Shell") and _follows(call.root):
        return Answer(PASS)  # the question is put at the event that can
    return Answer(_permission("allow" if yes else "ask" if decision.kind == "ask" and asks else "deny", words))


def _follows(root: str) -> bool:
    """The hook for commands stands in the settings of the one folder that is open, as guard install writes it.

    Tools of servers have a hook of their own as well, but not wherever Cursor runs: there a question stays a no.
    """
    from guard.model.harness import entries, kind

    found = table((present(root, SETTINGS) or b"").decode("utf-8", "replace")) if root else {}
    there = table(found.get("hooks")).get(SHELL)
    wanted = [item for place, item in entries(NAME, "") if place[-1] == SHELL]
    return any([
        {**one, "command": ""} in wanted and kind(one.get("command"), NAME) in ("shared", "absolute")
        for one in (there if isinstance(there, list) else [])
        if isinstance(one, dict)
    ])  # fmt: skip


def failed(words: str, on_error: Literal["allow", "deny"]) -> Answer:
    """What it is told where guard itself failed."""
    return Answer(_permission(on_error, sure(words)), sure(words))


def _permission(kind: str, words: str) -> str:
    return PASS if kind == "allow" else one(permission=kind, user_message=words, agent_message=words)
