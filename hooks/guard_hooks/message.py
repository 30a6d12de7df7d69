"""What is taken up, written into the message of a commit as trailers, where `git interpret-trailers` would put them.

Only work that is new is claimed: what git replays or joins (a rebase, a cherry-pick, a revert, a merge) has claims of
its own, or none. A message that claims anything already is left as it is: whether that fits is for the check to say.
Bytes are only ever added, and the file is replaced whole. No process is started.
"""

from __future__ import annotations

import os

from guard.doors.taken import NAME, taken
from guard.errors import GuardError
from guard.escape import shown
from guard.model.claim import claims, reverted, trailers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.claim import Claim

UNTOUCHED = "guard/untouched"  # what a message says before a person has written a word, while its editor is open
SCISSORS = b" ------------------------ >8 ------------------------"
COMMENTS = b"#;@!$%^&|:"  # what git chooses from where it is to choose; any other stands in the line of the scissors
GIT_MADE = (b"signed-off-by: ", b"(cherry picked from commit ")
KEY = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
NAMES = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
REPLAYED = ("rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD", "MERGE_HEAD")
ASIDE = "nothing was written into it, and no commit is made"


def prepare(file: str, source: str) -> int:
    """The hook prepare-commit-msg."""
    git_dir = folder_of(file)
    claim = next(iter(taken(git_dir)), None)
    asks = (*_asked(git_dir, claim), *_sessions(git_dir))
    nothing = claim is None and not asks
    if nothing or source == "merge" or any([os.path.lexists(os.path.join(git_dir, one)) for one in REPLAYED]):
        return 0
    if claim is not None and (not claim.plan or not NAMES.issuperset(claim.plan + claim.phase)):
        mend = "let go of it, and take a phase up again: guard next --drop, then guard next --take PHASE"
        where = shown(os.fsencode(os.path.join(git_dir, NAME)))
        raise GuardError("G813", "what was taken up is no name of a plan and a phase", where, mend)
    edited = os.environ.get("GIT_EDITOR") != ":"  # git says so where it opens no editor
    before = _read(file)
    after = claiming(before, claim, edited, asks)
    if after != before:
        if edited and source in ("", "template"):
            _write(os.path.join(git_dir, UNTOUCHED), _words(after), 0o600)
        _write(file, after, os.stat(file).st_mode & 0o777)
    return 0


def _asked(git_dir: str, claim: Claim | None) -> tuple[bytes, ...]:
    """The questions that wait here, a line each: of the plan that is taken up, or all where none is."""
    if not os.path.lexists(os.path.join(git_dir, "guard/asked.json")):
        return ()
    from guard.doors.asked import asked

    return tuple([one.line().encode() for one in asked(git_dir) if claim is None or one.plan == claim.plan])


def _sessions(git_dir: str) -> tuple[bytes, ...]:
    """What agents here were told since the last commit, by the digest of its last line: self-reported, and no claim."""
    if not os.path.isdir(os.path.join(git_dir, "guard/sessions")):
        return ()
    from guard_hooks.agents.session import since

    return tuple([f"Guard-Session: {one}".encode() for one in since(git_dir)])


def written(file: str) -> int:
    """The hook commit-msg: an editor that is left without a word is how people think better of a commit.

    git would not make it, were it not for what guard wrote; so neither does it now.
    """
    place = os.path.join(folder_of(file), UNTOUCHED)
    if not os.path.lexists(place):
        return 0
    untouched = _read(place)
    os.unlink(place)
    if _words(_read(file)) != untouched:
        return 0
    import sys

    sys.stderr.write("guard: nothing was said beside what guard wrote; the commit is given up, as without a message\n")
    return 1


def folder_of(file: str) -> str:
    """The git directory: git keeps every message that it hands to a hook at the top of it."""
    folder = os.path.dirname(os.path.abspath(file))
    if os.path.isfile(os.path.join(folder, "HEAD")):
        return folder
    from guard.doors.git.repository import Repository

    with Repository() as repository:
        return repository.place.git_dir


def claiming(text: bytes, claim: Claim | None, edited: bool, asks: tuple[bytes, ...] = ()) -> bytes:
    """The message with the claim in it, and what waits for an answer.

    `asks` are lines of other kinds. `edited` says that a person will see it, with comments below.
    """
    message, below = parts(text, edited)
    claimed = [] if claim is None or claims([message]) else [line.encode() for line in trailers(claim)]
    stands = [line.strip() for line in message.split(b"\n")]
    said = [*claimed, *[line for line in asks if line not in stands]]
    if not said or reverted(message):  # a clean revert leaves no mark but its words
        return text
    body = message.rstrip()
    line, found, blank = message[len(body) :].partition(b"\n")
    end = b"\r\n" if line.endswith(b"\r") else b"\n"
    lines = b"".join([line + end for line in said])
    if not body:  # the first line is for a person's words; without an editor there will be none, and git says so
        return (message or end) + end + lines + end + below if edited else text
    apart = b"" if _ends_in_trailers(body) else end
    return body + line + (found or end) + apart + lines + blank + below


def parts(text: bytes, edited: bool) -> tuple[bytes, bytes]:
    """The message, and what git takes away below it: comments of the editor, and all that is under the scissors."""
    lines = text.split(b"\n")
    ends = [line.removesuffix(b"\r") for line in lines]
    cut = next((at for at, line in enumerate(ends) if line.endswith(SCISSORS) and _is_prefix(line)), None)
    prefix = b"" if cut is None else ends[cut].removesuffix(SCISSORS)
    keep = len(lines) if cut is None else cut
    if edited:
        keep = _without_comments(lines[:keep], prefix)
    at = min(sum([len(line) + 1 for line in lines[:keep]]), len(text))
    return text[:at], text[at:]


def _is_prefix(line: bytes) -> bool:
    prefix = line.removesuffix(SCISSORS)
    return bool(prefix) and b" " not in prefix


def _without_comments(lines: list[bytes], prefix: bytes) -> int:
    """How many lines there are before the comments at the end begin."""
    last = next((line for line in reversed(lines) if line.strip()), b"")
    if not prefix and last[:1] in COMMENTS:
        prefix = last[:1]
    if not prefix:
        return len(lines)
    keep = len(lines)
    while keep and (not lines[keep - 1].strip() or lines[keep - 1].startswith(prefix)):
        keep -= 1
    while keep < len(lines) and not lines[keep].strip():
        keep += 1
    return keep


def _ends_in_trailers(body: bytes) -> bool:
    """The last paragraph is one of trailers; the first of a message never is: that is its title."""
    lines = body.split(b"\n")
    start = next((at for at in range(len(lines), 0, -1) if not lines[at - 1].strip()), 0)
    if not start:
        return False
    made = trailing = other = 0
    for line in lines[start:]:
        key, colon, _ = line.partition(b":")
        if line.lower().startswith(GIT_MADE):
            made += 1
            trailing += 1
        elif line[:1] in (b" ", b"\t"):  # it goes on from the line before
            other += 0 if trailing else 1
        elif colon and key.rstrip() and not key.rstrip().strip(KEY):
            trailing += 1
        else:
            other += 1
    return trailing > 0 and (not other or (made > 0 and trailing * 3 >= other))


def _words(text: bytes) -> bytes:
    """What a message says, whatever blank lines and comments stand around it."""
    message, _ = parts(text, edited=True)
    lines = [line.rstrip() for line in message.split(b"\n")]
    return b"\n".join([line for line in lines if line and not line.startswith(b"#")])


def _read(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError as error:
        what = f"the message of this commit cannot be read: {error.strerror}"
        raise GuardError("G820", what, shown(os.fsencode(file)), "mend the permissions of that file") from error


def _write(file: str, text: bytes, mode: int) -> None:
    """Whole or not at all."""
    partial = f"{file}.{os.getpid()}"
    try:
        try:
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                opened.write(text)
            os.chmod(partial, mode)
            os.replace(partial, file)
        finally:
            if os.path.lexists(partial):
                os.unlink(partial)
    except OSError as error:
        what = f"what is taken up could not be written into the message: {error.strerror}; {ASIDE}"
        raise GuardError("G820", what, shown(os.fsencode(file)), "mend the permissions of that folder") from error
