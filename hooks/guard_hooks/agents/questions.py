"""What a person is asked, and what the agent does meanwhile: once where its harness can ask, once where it cannot.

Each step can be done by whoever it names. A step of an agent signs nothing, and lists, trusts and installs nothing.
"""

from __future__ import annotations

from guard.escape import shown
from guard_hooks.agents.call import TWO, Decision
from guard_hooks.agents.telling import Step, message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.trust import Trusted
    from guard_hooks.agents.call import Call
    from guard_hooks.agents.place import Ground

TITLE = "a person must settle this"
POLICY = b".guard/policy.yaml"
WHOEVER = "whoever you work for"
SHOW = f"end your turn, and show this to {WHOEVER}"
ANSWERS = Step("a person", "answers here, yes or no")
ENDS = "end your turn and say what it was for"
SIGNS = " is for a person to run"
LONGEST = 300  # letters of a command that is told again
# What a reason says of a command that could be said so that it can be read.
UNPLAIN = (
    "computed", "not closed", "does not end", "too deep", "too long", "more words", "not plain", "cut short",
    "in a variable", "shells differ", "it counts with",
)  # fmt: skip
PLAINLY = "say it plainly: programs and files by their names, a command at a time"
AGAIN = {
    "shell": "give it again as one command, in one folder",
    "edit": "give it again: one file in a call, by its path, with all that it is to hold",
}


def question(
    rule: str, what: list[str], why: str, instead: str = "", alone: str = "", more: Iterable[Step] = ()
) -> Decision:
    """`instead` is what the agent can do without an answer, `alone` what it does where nobody can be asked."""
    others = list(more)
    no = Step("you", f"where it is no: {instead}; or {ENDS}" if instead else f"where it is no: {ENDS}")
    by_itself = [Step("you", step) for step in (instead, alone) if step]
    words = message(TITLE, rule, what, why, [ANSWERS, no, *others])
    return Decision("ask", words, rule, alone=message(TITLE, rule, what, why, [*by_itself, *others]))


def unknown(call: Call, trusted: Trusted) -> Decision:
    """A tool that nobody here knows; its owners may say that it only reads."""
    if call.unread:
        return question("", ["a call that cannot be read"], call.unread, alone=SHOW)
    from guard_hooks.agents.reading import name_of

    name = shown(name_of(call))
    owner = ", ".join(trusted.policy.people_for(POLICY)) or "whoever owns .guard/policy.yaml"
    what = [f"{name} is a tool that guard does not know"]
    why = "nobody can tell what it writes, so a person looks first, or says once that it only reads"
    asks = f"end your turn, and ask {owner} whether {name} only reads, and may be listed"
    lists = Step(owner, f"where it only reads, may list it: reading_tools: [{name}] in .guard/policy.yaml")
    return question("", what, why, alone=asks, more=[lists])


def unreadable(call: Call, reasons: list[str], before: Decision, ground: Ground, trusted: Trusted) -> Decision:
    """A command, or an edit, of which nobody can tell what it writes; `before` is what is said of the rest of it."""
    what = [f"{shown(call.tool)}: {shown('; '.join(reasons))}"]
    why = "what it does cannot be told from what is said"
    if len(reasons) == 1 and reasons[0].endswith(SIGNS):
        found = _signed(call, reasons[0], ground, trusted)
    elif call.unread and not call.command:
        found = _odd(call, what, why)
    else:
        plain = PLAINLY if any([sign in one for one in reasons for sign in UNPLAIN]) else ""
        run = _told(call.command)
        ask = f"end your turn, and ask {WHOEVER} to run{f': {run}' if run else ' it: show them the command'}"
        found = question("", what, f"{why}, so a person looks first", plain, ask)
    if not before.words:
        return found._replace(rule=before.rule)
    alone = f"{before.alone or before.words}\n\n{found.alone}"
    return found._replace(words=f"{before.words}\n\n{found.words}", rule=before.rule, alone=alone)


def _odd(call: Call, what: list[str], why: str) -> Decision:
    """What it is told has no meaning, or two."""
    again = AGAIN.get(call.event, "")
    if not again or (call.unread != TWO and call.unread.endswith(("in which folder", "does not read"))):
        return question("", what, why, alone=SHOW)
    return question("", what, why, again)


def _signed(call: Call, reason: str, ground: Ground, trusted: Trusted) -> Decision:
    """A command of guard's that only people run: nobody's yes makes it an agent's."""
    from guard_hooks.agents.openness import whose

    run = _told(call.command)
    words = run.split()
    if words[:1] != ["guard"] or not set(run) <= PLAIN:  # more than this one command
        run = shown(reason.removesuffix(SIGNS))
    who = whose(ground, trusted, run) or "a person"
    what = [f"{run}{SIGNS}"]
    why = "what it says counts as the word of whoever says it, and an agent's word counts for nothing"
    steps = [Step("you", "end your turn; you cannot do this part"), Step(who, run)]
    return Decision("ask", message(TITLE, "", what, why, steps), alone=message(TITLE, "", what, why, steps))


PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._/=:@,+-")


def _told(command: str) -> str:
    """A command in one line, to be run as it is told; nothing where it cannot be that."""
    text = command.strip()
    return text if len(text) <= LONGEST and text.isprintable() and shown(text) == text else ""
