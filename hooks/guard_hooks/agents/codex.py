"""Codex: hooks of `.codex/hooks.json`, as its own parser of them reads and writes.

A key it does not know makes it drop the whole answer and go on, so an answer holds nothing but what its event has. It
parses `ask` and goes on as well, and rejects an `allow` that changes nothing: silence is how it is told to go on. Of a
command it says the session's folder, not another one that the command may be run in.
"""

from __future__ import annotations

from guard_hooks.agents.call import Answer, Call
from guard_hooks.agents.fields import below, command_of, folder_of, other, others, said, settled, table, texts, whole
from guard_hooks.agents.patch import UNREAD, edits_of
from guard_hooks.agents.words import one, reason, sure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from guard_hooks.agents.call import Decision, Event, Payload

NAME = "codex"
SOURCES = (
    "https://github.com/openai/codex/blob/main/codex-rs/hooks/src/engine/output_parser.rs",
    "https://github.com/openai/codex/blob/main/codex-rs/hooks/src/events/pre_tool_use.rs",
    "https://github.com/openai/codex/blob/main/codex-rs/apply-patch/src/parser.rs",
    "https://developers.openai.com/codex/hooks",
    "https://github.com/openai/codex/issues/20204",  # tools that only read or talk; most show no hook yet
    "https://github.com/openai/codex/issues/32360",  # the folder of a command is not told
)
VERIFIED = True
# a subagent's own calls are each shown to a hook
READS = frozenset({
    "list_dir", "spawn_agent", "tool_search", "update_plan", "view_image", "web_search", "request_user_input",
    "list_mcp_resources", "list_mcp_resource_templates", "read_mcp_resource", "tool_suggest", "get_goal",
})  # fmt: skip

EVENTS: dict[str, Event] = {
    "PreToolUse": "other",
    "SessionStart": "start", "SubagentStart": "start", "UserPromptSubmit": "start",
    "Stop": "end",
    "PostToolUse": "read", "PreCompact": "read", "PostCompact": "read", "SessionEnd": "read", "Interrupt": "read",
    "StopFailure": "read", "SubagentStop": "read",
}  # fmt: skip


def read(payload: Payload) -> Call:
    """What Codex is about to do."""
    data = table(payload)
    name = said(data, "hook_event_name")
    event = EVENTS.get(name, "other")
    folder = folder_of(data, "cwd")
    session, agent = said(data, "session_id"), said(data, "agent_id", "agent_type")
    if name != "PreToolUse":
        again = data.get("stop_hook_active") is True  # it was told already; nothing is gained by telling it for ever
        unread = "" if name in EVENTS else "guard does not know this event of it"
        return settled(Call("read" if again else event, name, folder, (), "", session, agent, unread))
    given = data.get("tool_input")
    call = whole(_tool(said(data, "tool_name"), table(given), folder), given)
    return settled(call._replace(session=session, agent=agent))


def _tool(tool: str, given: Payload, folder: str) -> Call:
    if tool == "apply_patch":
        patch = texts(given, ("command", "input", "patch"))
        edits, unread = others(given, *(edits_of(patch[0], folder) if len(patch) == 1 else ((), UNREAD)))
        return Call("edit", tool, folder, edits, unread=unread)
    if tool == "Bash":
        command, unread = command_of(given, "workdir", "cwd")
        return Call("shell", tool, below(folder, given, "workdir", "cwd"), command=command, unread=unread)
    return other(tool, given, folder, READS)


def answer(call: Call, decision: Decision) -> Answer:
    """What Codex is told: nothing, or why not."""
    words = reason(decision, asks=False)
    if call.event == "end":
        return Answer(one(decision="block", reason=words)) if decision.kind != "allow" else Answer("")
    if call.event == "start":
        if decision.kind != "allow" and call.tool == "UserPromptSubmit":
            return Answer(one(decision="block", reason=words))
        context = decision.context if decision.kind == "allow" else words
        return Answer(_of(call.tool, additionalContext=context) if context else "")
    if decision.kind == "allow":
        told = decision.context if call.event != "read" else ""
        return Answer(_of("PreToolUse", additionalContext=told) if told else "")
    return Answer(_of("PreToolUse", permissionDecision="deny", permissionDecisionReason=words))


def failed(words: str, on_error: Literal["allow", "deny"]) -> Answer:
    """What it is told where guard itself failed."""
    if on_error == "allow":
        return Answer("", sure(words))
    return Answer(_of("PreToolUse", permissionDecision="deny", permissionDecisionReason=sure(words)), sure(words))


def _of(event: str, **told: str) -> str:
    return one(hookSpecificOutput={"hookEventName": event, **told})
