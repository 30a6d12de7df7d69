"""Tools that nobody here knows, of which the owners of the policy say that they only read (`reading_tools`).

Such a call is let pass, but for what it is told that no reading needs: a text to put into a file, or a command. By
these it is judged as any other.
"""

from __future__ import annotations

from guard_hooks.agents.call import TWO, Decision

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.trust import Trusted
    from guard_hooks.agents.call import Call

# What stands in front of a name here, and what a policy has for it: no tool gives itself one of them.
FORMS = {"beforeMCPExecution ": "MCP:", "PreToolUse ": "", "preToolUse ": ""}


def name_of(call: Call) -> str:
    """The tool as its harness calls it, and as a policy lists it."""
    for form, told in FORMS.items():
        if call.tool.startswith(form):
            return told + call.tool.removeprefix(form)
    return call.tool


def held(trusted: Trusted, call: Call) -> Call | Decision:
    """The edit or the command that it is held to, or the decision: it only reads, or it is a question."""
    if call.unread or not trusted.policy.only_reads(name_of(call)):
        from guard_hooks.agents.questions import unknown

        return unknown(call, trusted)
    if call.command:
        return call._replace(event="shell", unread=TWO if call.writes else "")
    if not call.writes:
        return Decision("allow")
    return call._replace(event="edit", unread=call.writes if call.writes == TWO or not call.edits else "")
