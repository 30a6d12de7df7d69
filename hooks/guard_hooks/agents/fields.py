"""Parts of a harness's payload, read strictly: what is missing, or of another form, is never taken for anything."""

from __future__ import annotations

import os

from guard.doors.files import opened
from guard.value import NamedTuple
from guard_hooks.agents.call import TWO, Call, Edit, beside, possible, strange, unsure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.call import Payload

MOST = 4 << 20  # bytes of a file that are read to tell what an edit leaves of it
NAME = 200  # letters of a tool's name, or of a session's
NO_FOLDER = "it does not say in which folder"
NO_PATH = "it names no file that there could be"
NO_COMMAND = "it holds no command"
NO_OBJECT = "what it is told has no parts that guard can read"
OTHER_SHELL = "its command is for a shell that guard does not read"


class Names(NamedTuple):
    """By which names a tool is told its file, the whole text of it, or what stands there and what is put instead."""

    path: tuple[str, ...]
    whole: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    every: tuple[str, ...] = ()  # a switch: put instead of each of them


def plain(text: str) -> str:
    """The text with no half of a character in it: a harness writes none either."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def table(value: object) -> Payload:
    """An object; a text that holds one is read. Whatever else stands there has no parts."""
    if isinstance(value, str) and value.lstrip()[:1] == "{":
        from guard.doors.scanner import load

        try:
            value = load(value.strip(), strict=True)
        except (ValueError, StopIteration, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}


def texts(data: Payload, names: tuple[str, ...]) -> list[str]:
    """The different texts that stand by these names."""
    found = [plain(value) for name in names if isinstance(value := data.get(name), str)]
    return list(dict.fromkeys(found))


def said(data: Payload, *names: str) -> str:
    """What is only told: a name, an id. The first of them that is a text."""
    return next((found[:NAME] for found in texts(data, names) if found), "")


def folder_of(data: Payload, *names: str) -> str:
    """Where it is done, as the first of these names says; "" where none of them holds an absolute path."""
    for name in names:
        value = data.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str) and os.path.isabs(value) and possible(value):
            return value
    return ""


def settled(call: Call) -> Call:
    """A call that is done somewhere: where it does not say so, the folder guard was started in, and a question."""
    asked = not call.folder and call.event in ("edit", "shell", "other")
    return call._replace(folder=call.folder or _here(), unread=call.unread or (NO_FOLDER if asked else ""))


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:  # it is gone
        return os.sep


def below(folder: str, data: Payload, *names: str) -> str:
    """Another folder that a tool is told to work in; "" where it is told of one that there cannot be."""
    for name in names:
        value = data.get(name)
        if value not in (None, ""):
            place = os.path.join(folder, value) if possible(value) else ""
            return place if os.path.isabs(place) else ""
    return folder


def written(data: Payload, folder: str, names: Names) -> tuple[tuple[Edit, ...], str]:
    """The file that a tool writes, under each name it is given, whoever's name that is; and what is missing to tell."""
    given = [data[name] for name in names.path if name in data]
    every = (*given, *beside(data, names.path))
    paths = list(dict.fromkeys(filter(possible, every)))
    if not given or not all(map(possible, every)):  # what it names beside that still tells what it is held to
        return tuple([Edit(path) for path in paths]), NO_PATH
    text = _left(data, folder, paths[0], names) if len(paths) == 1 else None
    return tuple([Edit(path, text) for path in paths]), ""


def others(data: Payload, edits: tuple[Edit, ...], unread: str) -> tuple[tuple[Edit, ...], str]:
    """The files of a patch, and whatever else it is given by a name of files: some reader may take that."""
    found = beside(data)
    more = tuple([Edit(path) for path in dict.fromkeys(filter(possible, found))])
    return (*edits, *more), unread or ("" if all(map(possible, found)) else NO_PATH)


def gone(data: Payload, names: tuple[str, ...]) -> tuple[tuple[Edit, ...], str]:
    """The file that a tool deletes."""
    edits, unread = written(data, "", Names(names))
    return tuple([edit._replace(delete=True) for edit in edits]), unread


def command_of(data: Payload, *folders: str) -> tuple[str, str]:
    """What a shell is told to run; and what is missing. `folders` are its own names for where it is run."""
    found = texts(data, ("command",))
    if len(found) != 1 or not found[0].strip():
        return "", NO_COMMAND
    where = [value for name in folders if (value := data.get(name)) not in (None, "")]
    return found[0], unsure(data, ("command", *folders)) or (
        TWO if where.count(where[0] if where else "") < len(where) else ""
    )


def other(tool: str, given: Payload, folder: str, reads: frozenset[str]) -> Call:
    """A tool that only reads, or one that nobody here knows."""
    if tool in reads:
        return Call("read", tool, folder)
    return strange(Call("other", tool, folder, unread="" if tool else "it names no tool"), given)


def whole(call: Call, told: object) -> Call:
    """The same; a question where what a tool that nobody knows is told has no parts to look at."""
    empty = told in (None, {}) or (isinstance(told, str) and told.strip() in ("", "{}"))
    odd = call.event == "other" and not empty and not table(told)
    return call._replace(unread=call.unread or NO_OBJECT) if odd else call


def _left(data: Payload, folder: str, path: str, names: Names) -> bytes | None:
    """What the file holds afterwards; None where what the tool is told does not tell it for certain."""
    whole, old, new = texts(data, names.whole), texts(data, names.old), texts(data, names.new)
    if len(whole) == 1 and not old and not new:
        return whole[0].encode()
    if whole or len(old) != 1 or len(new) != 1:
        return None
    return replaced(folder, path, old[0], new[0], any([data.get(name) is True for name in names.every]))


def replaced(folder: str, path: str, old: str, new: str, every: bool) -> bytes | None:
    """A file with a text put instead of another; None where it cannot be told, or the harness would choose a place."""
    if not old:
        return None if os.path.lexists(os.path.join(folder, path)) else new.encode()
    before = present(folder, path)
    if before is None or b"\r" in before:  # ends of lines are made alike, each harness in its way
        return None
    times = before.count(old.encode())
    return before.replace(old.encode(), new.encode()) if times == 1 or (times and every) else None


def present(folder: str, path: str) -> bytes | None:
    """The text of a file as it stands; None where it is too large, or lies outside of the folder."""
    top = os.path.realpath(folder)
    place = os.path.realpath(os.path.join(top, path))
    if not os.path.isabs(folder) or not place.startswith(os.path.join(top, "")):
        return None
    try:
        with opened(place) as file:
            text = file.read(MOST + 1)
    except OSError:
        return None
    return text if len(text) <= MOST else None
