"""What an agent is about to do, and what is said to it: the same values for every harness."""

from __future__ import annotations

import os

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Literal, TypeGuard

    # "edit": files are written; "shell": a command is run; "read": nothing changes; "start": a session or a prompt of
    # a person begins; "end": the agent says it is done; "other": a tool that nobody here knows
    Event = Literal["edit", "shell", "read", "start", "end", "other"]
    Kind = Literal["allow", "ask", "deny"]
    Payload = dict[str, Any]
    # "link": a symlink to what the content says; "run": a file that can be run, "still": one that cannot; "either"
    Becomes = Literal["", "link", "run", "still", "either"]


class Edit(NamedTuple):
    """One file that would be written: where the harness says it is, and what it would hold."""

    path: str  # absolute, or from the folder of the call
    content: bytes | None = None  # all of it afterwards; None where the payload does not tell
    delete: bool = False
    becomes: Becomes = ""
    same: bool = False  # what it holds stays as it is


class Call(NamedTuple):
    """One thing an agent is about to do."""

    event: Event
    tool: str  # as the harness calls it
    folder: str  # absolute: where it is done
    edits: tuple[Edit, ...] = ()
    command: str = ""  # of a shell
    session: str = ""
    agent: str = ""  # of a subagent: its name or id
    unread: str = ""  # why the payload does not tell what would be done; such a call is never let through unsaid
    writes: str = ""  # of a tool that nobody here knows: what it is told that only what writes is told
    root: str = ""  # where the settings of the harness stand, if it says that beside the folder


class Decision(NamedTuple):
    """What guard says: to the harness in one word, to the agent in some lines that it can act on."""

    kind: Kind
    words: str = ""  # escaped already
    rule: str = ""  # the id of the finding it rests on
    context: str = ""  # told to the agent beside an "allow", where the harness has a place for it
    would: str = ""  # in shadow mode: what it would have been
    alone: str = ""  # of an "ask": the same words for a harness that can ask nobody; none: its words with what to do


class Answer(NamedTuple):
    """As the harness wants it: one JSON object or nothing, words for its log, and an exit code of its own."""

    out: str
    err: str = ""
    code: int = 0


# How the keys end that name files, in the input of a tool. Each tool reads one of them, and no two the same.
PLACES = ("path", "paths", "file", "files", "filename", "filenames", "notebook", "uri")
COMMANDS = ("command", "commands", "cmd", "script")
FOLDERS = ("cwd", "workdir", "working_directory", "workingdirectory", "directory", "dir_path", "dir", "folder")
# How keys end that name places, of tools that nobody here knows.
AT = (
    "args", "argv", "cwd", "dest", "destination", "dir", "directory", "dst", "folder", "from", "project", "repo",
    "repository", "root", "source", "src", "target", "to", "workdir", "workspace",
)  # fmt: skip
# What a tool is told beside the name of a file where it puts something into it, and how such keys end.
PUTS = frozenset((
    "text", "filetext", "oldtext", "newtext", "oldstring", "newstring", "oldstr", "newstr", "patch", "patchtext",
    "diff", "edits", "replacement", "newsource", "data", "append", "insert",
))  # fmt: skip
ENDS = ("content", "contents")
LONGEST = 8192  # letters of a path: twice what Linux takes, and each folder of it is looked at
NONE = "it names a file that there cannot be"
PUT = "it is told what to put into a file"
TWO = "it is told more than one command, or another folder, and nobody knows which it takes"


def possible(text: object) -> TypeGuard[str]:
    """Whether a path can be that: no longer than any system takes, no NUL in it, and no half of a character."""
    return sayable(text) and len(text) <= LONGEST


def sayable(text: object) -> TypeGuard[str]:
    """Whether a program can be told it as a word."""
    if not isinstance(text, str) or not text or "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def beside(given: Payload, own: tuple[str, ...] = ()) -> list[object]:
    """What is named as a file at any depth, but by its own keys; whatever stands there, also what can be no path."""
    found: list[object] = []
    left: list[tuple[object, bool]] = [(value, _names(key)) for key, value in given.items() if key not in own]
    while left:
        value, named = left.pop()
        if isinstance(value, dict):
            left += [(part, _names(key)) for key, part in value.items()]
        elif isinstance(value, list):
            left += [(part, named) for part in value]
        elif named and not (value is None or value == "" or isinstance(value, bool)):
            found.append(_plain(value) if isinstance(value, str) else value)
    return found[::-1]


def _plain(text: str) -> str:
    """The path of a file's address; what is none stays as it is."""
    if text[:5].lower() != "file:":
        return text
    from urllib.parse import unquote

    path = text[5:]
    if path.startswith("//"):  # a machine's name, or none
        path = path[2:][path[2:].find("/") :] if "/" in path[2:] else ""
    return unquote(path.partition("?")[0].partition("#")[0]) or text


def strange(call: Call, given: Payload) -> Call:
    """A call of a tool that nobody here knows: what it names tells where it is asked about.

    Its owners may say that it only reads. Then it is held to what it is told that no reading needs.
    """
    named = [one for one in beside(given) if isinstance(one, str)]
    told = list(_told(given))
    places = [*filter(possible, named), *_near(call.folder, [*told, *[("path", one) for one in named]])]
    edits = tuple([Edit(path) for path in dict.fromkeys(places)])
    call = call._replace(unread=call.unread or ("" if all(map(possible, named)) else NONE))
    commands = [value for key, value in told if key.endswith(COMMANDS)]
    plain = [key.replace("_", "").replace("-", "") for key, _ in told]
    writes = PUT if any([key in PUTS or key.endswith(ENDS) for key in plain]) else ""
    if len(commands) == 1 and sayable(commands[0]):
        return call._replace(event="other", edits=edits, command=commands[0], writes=writes)
    return call._replace(event="other", edits=edits, writes=TWO if commands else writes)


def _near(folder: str, told: list[tuple[str, object]]) -> Iterator[str]:
    """Places that it is told of by whatever name; of a folder, something in it."""
    for key, value in told:
        key = key.replace("_", "").replace("-", "")
        for text in [value] if isinstance(value, str) else value if isinstance(value, list) else ():
            path = os.path.expanduser(_plain(text)) if isinstance(text, str) and key not in PUTS else ""
            if not possible(path) or key.endswith(ENDS) or not (os.path.isabs(path) or key.endswith((*PLACES, *AT))):
                continue
            place = os.path.join(folder, path)
            if os.path.isdir(place):
                yield os.path.join(place, "_")
            elif os.path.isabs(path) or os.path.lexists(place):
                yield path


def _told(given: object) -> Iterator[tuple[str, object]]:
    """Each of its keys at any depth, in small letters, with what it says; none that says nothing."""
    left = [given]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            yield from [(key.lower(), part) for key, part in value.items() if part not in (None, "", [], {}, False)]
        if isinstance(value, dict | list):
            left += value.values() if isinstance(value, dict) else value


def unsure(given: Payload, own: tuple[str, ...] = ("command",)) -> str:
    """Why nobody knows what a shell would run, or where: it is told by names that are none of its own."""
    odd = [key for key, value in given.items() if key not in own and not (value is None or value == "")]
    return TWO if any([key.lower().endswith(COMMANDS) or key.lower() in FOLDERS for key in odd]) else ""


def _names(key: str) -> bool:
    return key.lower().endswith(PLACES)
