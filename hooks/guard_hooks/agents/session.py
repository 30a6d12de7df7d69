"""What an agent was told, a line each, in the git directory of its work tree: which tool, which files, and why not.

Self-reported, and no more than that: whoever can write here can write anything. Each line names the digest of the one
before it, so that what was taken out or changed in between shows; the digest of the last one travels in the message of
the next commit. No contents and no commands are kept. A line that breaks off stays as it is, and shows as well.
"""

from __future__ import annotations

import os
from time import sleep, time

from guard.digest import sha256_of
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard_hooks.agents.call import Call, Decision, Edit

FOLDER = "guard/sessions"
LARGEST = 4 << 20  # bytes of one file; then a session goes on in another one
PARTS = 8  # files of one session; then nothing more is written
LONGEST = 8192  # bytes of one line
MOST = 50  # sessions that are kept
PATHS = 20  # files of one call that are named
ENDS = 3  # times that something is said at the end of a turn, in one session
NAMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
NONE = "0" * 64
TRIES, PAUSE = 200, 0.01  # for somebody else to have written their line; then this one is not
FULL = "the record of this session is full"
HELD = "somebody else holds it"


def append(git_dir: str, call: Call, edits: Iterable[Edit], decision: Decision) -> str:
    """One line more; or why it is not there. A record that cannot be written stops nobody: it proves nothing either."""
    try:
        return _append(git_dir, call, edits, decision)
    except OSError as error:
        return (error.strerror or "it cannot be written").lower()


def _append(git_dir: str, call: Call, edits: Iterable[Edit], decision: Decision) -> str:
    folder = os.path.join(git_dir, FOLDER)
    if not os.path.isdir(folder):
        os.makedirs(folder, 0o700, exist_ok=True)
    before = NONE
    for part in range(PARTS):
        path = os.path.join(folder, f"{named(call.session)}{f'.{part}' if part else ''}.jsonl")
        if not os.path.lexists(path):
            _prune(folder)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            if not _locked(handle):
                return HELD
            size = os.fstat(handle).st_size
            before = digest(last_of(handle, size)) if size else before
            if size < LARGEST:
                broke = size and os.pread(handle, 1, size - 1) != b"\n"  # whoever wrote it was stopped in the middle
                line = b"\n" * bool(broke) + _line(call, edits, decision, before)
                return "" if os.write(handle, line) == len(line) else "it was cut short"
        finally:
            os.close(handle)
    return FULL


def _locked(handle: int) -> bool:
    """Several agents of one session write here, a line each, and hold it until they close it; nobody for ever."""
    for _ in range(TRIES):
        try:
            os.lockf(handle, os.F_TLOCK, 0)
        except (BlockingIOError, PermissionError):
            sleep(PAUSE)
        else:
            return True
    return False


def named(session: str) -> str:
    """The file of a session; a name that is none of ours is known by its digest."""
    if session and len(session) <= 64 and NAMES.issuperset(session):
        return session
    return "s" + sha256_of(session.encode("utf-8", "backslashreplace"))[:32] if session else "unnamed"


def last_of(handle: int, size: int) -> bytes:
    """The last line, as it stands; nothing where there is none."""
    start = max(size - 2 * LONGEST, 0)
    text = os.pread(handle, size - start, start)
    return text.removesuffix(b"\n").rpartition(b"\n")[2]


def digest(line: bytes) -> str:
    return sha256_of(line)


def _line(call: Call, edits: Iterable[Edit], decision: Decision, before: str) -> bytes:
    """Written by hand, as `json` takes as long to load as all the rest: every text is escaped already."""
    paths = [_quoted(_shown(edit.path)) for edit in edits]
    told = ",".join(paths[:PATHS])
    more = f',"more":{len(paths) - PATHS}' if len(paths) > PATHS else ""
    said = {"event": call.event, "tool": _shown(call.tool), "agent": _shown(call.agent), "decision": decision.kind}
    said |= {"would": decision.would} if decision.would else {}
    rows = ",".join([f'"{key}":{_quoted(value)}' for key, value in {**said, "rule": decision.rule}.items()])
    text = f'{{"at":{int(time())},{rows},"paths":[{told}]{more},"before":"{before}"}}'
    if len(text) > LONGEST:
        text = f'{{"at":{int(time())},{rows},"paths":[],"more":{len(paths)},"before":"{before}"}}'
    return text.encode("ascii", "backslashreplace") + b"\n"


def told(git_dir: str, call: Call, edits: Iterable[Edit], decision: Decision) -> bool:
    """Whether this was said at an end of this session already, or so often that nothing more is said there."""
    said = [line for line in _lines(git_dir, call.session) if b'"event":"end",' in line]
    return len(said) >= ENDS or _about(_line(call, edits, decision, NONE)) in [_about(line) for line in said]


def watched(git_dir: str, session: str) -> bool:
    """Whether something of this session was let pass in shadow mode alone."""
    return any([b',"would":"' in line for line in _lines(git_dir, session)])


def begun(git_dir: str, session: str) -> int:
    """When something that can write was first asked in this session; 0 where nothing was, or nobody can tell."""
    first = next(iter(_lines(git_dir, session)), b"")
    at = first.removeprefix(b'{"at":').partition(b",")[0]
    return int(at) if at.isdigit() and len(at) < 16 else 0


def _lines(git_dir: str, session: str) -> Iterator[bytes]:
    """What stands in the record of a session."""
    for part in range(PARTS):
        path = os.path.join(git_dir, FOLDER, f"{named(session)}{f'.{part}' if part else ''}.jsonl")
        try:
            with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
                yield from file.read(2 * LARGEST).splitlines()
        except OSError:
            return


def _about(line: bytes) -> bytes:
    """What a line says, but for when, and after which."""
    return line.partition(b'"decision":')[2].rpartition(b'"before":')[0]


def _shown(text: str) -> str:
    return shown(text[:1024])


def _quoted(text: str) -> str:
    """A JSON string of a text with no control character in it."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join([char if char.isascii() else _spelled(char) for char in plain]) + '"'


def _spelled(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join([f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)])


def _prune(folder: str) -> None:
    """The oldest sessions go where there are many."""
    names = [name for name in os.listdir(folder) if name.endswith(".jsonl")]
    if len(names) < MOST:
        return
    try:
        paths = sorted([os.path.join(folder, name) for name in names], key=lambda path: os.lstat(path).st_mtime)
        for path in paths[: len(names) - MOST + 1]:
            os.unlink(path)
    except OSError:  # somebody else does the same
        return


def since(git_dir: str) -> tuple[str, ...]:
    """The digests of sessions that were told something since HEAD moved last; for the message of a commit.

    One whose lines do not follow each other is told as what it is.
    """
    folder = os.path.join(git_dir, FOLDER)
    if not os.path.isdir(folder):
        return ()
    try:
        moved = os.stat(os.path.join(git_dir, "logs/HEAD")).st_mtime_ns
    except OSError:
        moved = 0
    found = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".jsonl"):
            line = _newest(os.path.join(folder, name), moved)
            found += [f"sha256:{digest(line)}{_cut(folder, name)}"] if line else []
    return tuple(found)


def _cut(folder: str, name: str) -> str:
    """Where its lines do not follow each other, in words."""
    stem, _, part = name.removesuffix(".jsonl").partition(".")
    before = NONE
    try:
        if part:
            earlier = f"{stem}{f'.{int(part) - 1}' if part != '1' else ''}.jsonl"
            with open(os.path.join(folder, earlier), "rb") as file:
                before = digest(last_of(file.fileno(), os.fstat(file.fileno()).st_size))
        number = broken(os.path.join(folder, name), before)
    except (OSError, ValueError):
        return " cut"
    return f" cut at line {number}" if number else ""


def _newest(path: str, moved: int) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        known = os.fstat(handle)
        return last_of(handle, known.st_size) if known.st_mtime_ns >= moved else b""
    except OSError:
        return b""
    finally:
        os.close(handle)


def broken(path: str, before: str = NONE) -> int:
    """The number of the first line that does not name the one before it; 0 where all of them do."""
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if not line.startswith(b"{") or not line.endswith(f'"before":"{before}"}}\n'.encode()):
                return number
            before = digest(line.removesuffix(b"\n"))
    return 0
