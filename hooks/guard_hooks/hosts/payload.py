"""What an event says, read strictly: a part that is missing, or of another form, is never taken for anything."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import hidden, shown
from guard.twice import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 32 << 20  # bytes; hosts send no event larger than 25 MB
HEX = frozenset("0123456789abcdef")
WIDTHS = (40, 64)
HEADS, TAGS = "refs/heads/", "refs/tags/"
MEND = "run the job once more; where it says so again, report it with the name of the event: guard explain G601"


def read(path: str) -> object:
    """The JSON of a file."""
    import json

    from guard.doors.files import content

    where = "GITHUB_EVENT_PATH"
    if not path:
        raise unread("no event was handed to this job", where)
    try:
        text = content(path, MOST + 1)
    except OSError as error:
        raise unread(f"the event cannot be read: {error.strerror}", where) from error
    except ValueError as error:  # a NUL in the name
        raise unread("the event has no name of a file", where) from error
    if len(text) > MOST:
        raise unread(f"the event is larger than {MOST:,} bytes", where)
    try:
        return json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise unread("the event is no JSON that can be read", where) from error


def part(data: object, name: str) -> object:
    """What stands at `a.b.c`; None where any of it does not."""
    for key in name.split("."):
        data = data.get(key) if isinstance(data, dict) else None
    return data


def text(data: object, name: str) -> str:
    """A text that has to be there."""
    found = part(data, name)
    if not isinstance(found, str) or not found:
        raise unread("a part of it is missing, or is no text", name)
    return found


def said(data: object, name: str) -> str:
    """A text that is only told; whatever else stands there is none."""
    found = part(data, name)
    return found[:200] if isinstance(found, str) else ""


def number(data: object, name: str) -> int:
    """A number from one on."""
    found = part(data, name)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found < 1 << 53:
        raise unread("a part of it is missing, or is no number", name)
    return found


def commit(data: object, name: str) -> str:
    """The id of a commit, whole."""
    return an_id(text(data, name), name)


def an_id(found: str, name: str) -> str:
    if len(found) not in WIDTHS or not HEX.issuperset(found) or not found.strip("0"):
        raise unread("this is no id of a commit", f"{name}: {shown(found[:80])}")
    return found


def perhaps(data: object, name: str) -> str:
    """The id of a commit, "" where zeros stand for none."""
    found = text(data, name)
    return "" if len(found) in WIDTHS and not found.strip("0") else an_id(found, name)


def ref(data: object, name: str) -> str:
    """The full name of a ref."""
    return a_ref(text(data, name), name)


def a_ref(found: str, name: str) -> str:
    parts = found.split("/")
    odd = hidden(found) or any([sign in found for sign in (" ", "~", "^", ":", "?", "*", "[", "\\", "..", "@{")])
    odd = odd or any([not one or one.startswith(".") or one.endswith((".lock", ".")) for one in parts])
    if odd or parts[0] != "refs" or len(parts) < 3 or len(found) > 1000:
        raise unread("this is no name of a ref that guard can fetch", f"{name}: {shown(found[:200])}")
    return found


def a_branch(found: str, name: str) -> str:
    """The short name of a branch."""
    a_ref(f"{HEADS}{found}", name)
    if found == "HEAD" or found.startswith("-"):
        raise unread("this is no name of a branch", f"{name}: {shown(found)}")
    return found


def needed(env: Mapping[str, str], name: str) -> str:
    """A variable that the host sets."""
    found = env.get(name, "")
    if not found:
        raise unread("a variable that the host sets is not set here", name)
    return found


def unread(what: str, where: str) -> GuardError:
    return GuardError("G601", f"the event of this job cannot be read: {what}", where, MEND)
