"""The section that tells agents what to do here: between two marks in the file they read, and renewed there."""

from __future__ import annotations

import os

from guard.doors.git.landed import file_at
from guard.drafts import plain
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.commands.init._found import Found
    from guard.doors.git.repository import Repository

BEGIN = b"<!-- guard: begin. Written by guard init --agents-md, which renews it: your own words stand outside. -->"
END = b"<!-- guard: end -->"
OPENS = b"<!-- guard: begin"
FILES = (b"AGENTS.md", b"CLAUDE.md")
LARGEST = 1 << 20
SECTION = """\
## Changes here follow a plan

guard holds every commit to a declared plan. Its messages say what is wrong, why, and after `next` who does what.

- Before you edit: `guard next --format agent` tells where things stand, and what you may do now.
- Take a phase up before you work in it: `guard next --take PHASE`.
- Stay inside it. What the phase does not name belongs to another one, or to nobody yet: leave it out and say so.
- When you have staged your work: `guard check --staged`. Before you hand it over: `guard check --range ..HEAD`.
- A line after `next` that begins with `you:` is yours to do. Lines with a name are for that person.
- When a person must approve, sign or answer: end your turn, and tell them the command that stands beside their name.
- What you do not know and the plan takes for granted: `guard ask "your question"`, and go on with something else.
- `.guard/`, CI and owner files change in a landing of their own, which their owner approves.
"""


def targets(here: Found) -> tuple[bytes, ...]:
    """The files that stand already; else the one that the agent here reads. A link is not written through."""
    standing = [name for name in FILES if os.path.lexists(os.path.join(os.fsencode(here.top), name))]
    own = [name for name in standing if not os.path.islink(os.path.join(os.fsencode(here.top), name))]
    if own:
        return tuple(own)
    if standing:
        what, mend = "the file that agents read is a link", "guard writes into plain files: put the file itself there"
        raise GuardError("G813", what, shown(standing[0]), mend)
    return (FILES[1] if "claude" in here.around.agents else FILES[0],)


def renewed(root: str, name: bytes) -> tuple[bytes | None, bytes]:
    """The file as it is, None where there is none, and as it is to be; its own line ends are kept."""
    old = plain.contents(root, name, LARGEST)
    if old is not None and len(old) > LARGEST:
        raise GuardError("G813", "the file that agents read is larger than 1 MB", shown(name), "split it")
    ends = b"\r\n" if old and b"\r\n" in old else b"\n"
    section = b"\n".join([BEGIN, SECTION.encode().rstrip(b"\n"), END]).replace(b"\n", ends)
    if not old:
        return old, section + ends
    if OPENS not in old and END not in old:
        gap = b"" if old.endswith(b"\n") else ends
        return old, old + gap + ends + section + ends
    return old, _between(old, section, name)


def uncommitted(repository: Repository, here: Found) -> tuple[bytes, ...]:
    """The files in which guard's section stands, and does not stand so in HEAD; line ends may differ."""
    head = repository.refs.head()
    found = []
    for name in FILES:
        path = os.path.join(os.fsencode(here.top), name)
        text = None if os.path.islink(path) or not os.path.isfile(path) else plain.contents(here.top, name, LARGEST)
        section = _section(text or b"")
        oid = file_at(repository, head, name) if section and head else None
        committed = next(iter(repository.up_to([oid], LARGEST)))[1] if oid is not None else None
        if section and _section(committed or b"") != section:
            found.append(name)
    return tuple(found)


def _section(text: bytes) -> bytes:
    """What stands between the marks, b"" where they do not; as one kind of line ends has it."""
    inside, end, _ = text.replace(b"\r\n", b"\n").partition(OPENS)[2].partition(END)
    return inside if end else b""


def _between(old: bytes, section: bytes, name: bytes) -> bytes:
    """One pair of marks, the first before the second; anything else is somebody's to mend."""
    start, end = old.find(OPENS), old.find(END)
    if old.count(OPENS) != 1 or old.count(END) != 1 or end < start:
        what, mend = (
            "the marks of guard's section do not stand once each",
            "take what is left of them out, and ask again",
        )
        raise GuardError("G813", what, shown(name), mend)
    return old[:start] + section + old[end + len(END) :]
