"""Tools that nobody here knows, of which the owners of the policy say that they only read (`reading_tools`).

Such a call is let pass, but for what it is told that no reading needs: a text to put into a file, or a command. By
these it is judged as any other. A name that is listed with `*` vouches for no tool that says itself that it changes or
runs something: a server brings such a one with its next version, and nobody has looked at it.
"""

from __future__ import annotations

from guard_hooks.agents.call import TWO, Decision

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.trust import Trusted
    from guard_hooks.agents.call import Call

# What stands in front of a name here, and what a policy has for it: no tool gives itself one of them.
FORMS = {"beforeMCPExecution ": "MCP:", "PreToolUse ": "", "preToolUse ": ""}

# What a tool says of itself in a word of its name; of issues and the like "create" and "update" say nothing of files.
CHANGES = frozenset(
    """
    append apply batch call chmod chown commit copy cp delete dispatch drop edit eval exec execute format insert install
    invoke kill link ln merge mkdir modify move mv overwrite patch prune push put refactor remove rename replace reset
    restore revert rm rmdir run save script sed sh shell spawn symlink terminal touch truncate undo unlink upload write
    """.split()  # noqa: SIM905  a list of words is read as one
)
# Words of them that are things as well, where a tool only gets one: a commit, a run, a merge request.
THINGS = frozenset(("batch", "call", "commit", "copy", "format", "link", "merge", "patch", "run", "script"))
GETS = frozenset(
    ("check", "count", "describe", "explain", "fetch", "find", "get", "list", "read", "search", "show", "view")
)
BOTH = frozenset(("and", "or", "then"))
OF_FILES = frozenset(("add", "create", "generate", "make", "new", "set", "update"))  # where it names a file as well


def name_of(call: Call) -> str:
    """The tool as its harness calls it, and as a policy lists it."""
    for form, told in FORMS.items():
        if call.tool.startswith(form):
            return told + call.tool.removeprefix(form)
    return call.tool


def held(trusted: Trusted, call: Call) -> Call | Decision:
    """The edit or the command that it is held to, or the decision: it only reads, or it is a question."""
    name = name_of(call)
    if call.unread or not trusted.policy.only_reads(name) or _changes(name, call, trusted):
        from guard_hooks.agents.questions import unknown

        return unknown(call, trusted)
    if call.command:
        return call._replace(event="shell", unread=TWO if call.writes else "")
    if not call.writes:
        return Decision("allow")
    return call._replace(event="edit", unread=call.writes if call.writes == TWO or not call.edits else "")


def _changes(name: str, call: Call, trusted: Trusted) -> bool:
    """It is listed with a `*` alone, and what the `*` stands for says that it does more than reading."""
    listed = trusted.policy.reading_tools
    if name in listed:
        return False
    said = max([len(one) - 1 for one in listed if one[-1:] == "*" and name.startswith(one[:-1])])
    every = [word for word, end in _words(name) if end > said]
    words = set(every)
    if GETS.issuperset(every[:1]) and words.isdisjoint(BOTH):
        words -= THINGS
    return not words.isdisjoint(CHANGES) or (bool(call.edits) and not words.isdisjoint(OF_FILES))


def _words(name: str) -> list[tuple[str, int]]:
    """The words of a name, `moveFile` and `move_file` alike, with where each ends."""
    found, word = list[tuple[str, int]](), ""
    for at, char in enumerate(f"{name} "):
        if word and (not char.isalpha() or (char.isupper() and word[-1].islower())):
            found.append((word.lower(), at))
            word = ""
        word += char if char.isalpha() else ""
    return found
