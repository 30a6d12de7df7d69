"""What is signed elsewhere: the request as it is written here, and as it comes back to be signed or recorded."""

from __future__ import annotations

import os

from guard.acts import words
from guard.commands import _request
from guard.doors.files import content, opened, put, within
from guard.doors.log.chain import LARGEST, PAYLOAD, SIGNATURE
from guard.errors import GuardError, UsageError
from guard.escape import shell_word, shown
from guard.folding import folded
from guard.report import columns, write
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.acts.proposal import Proposal
    from guard.doors.git.place import Place


class Signed(NamedTuple):
    """Bytes, and a signature over them, from wherever."""

    text: bytes
    signature: bytes


def under(asked: argparse.Namespace) -> str:
    """What says once more which documents count."""
    named = (("--trust", asked.trust), ("--trusted", asked.trusted))
    return "".join([f" {option} {shell_word(os.fsencode(word))}" for option, word in named if word])


def written(asked: argparse.Namespace, command: str, made: Proposal, known: str, at: Place) -> int:
    """The bytes alone, and how they are signed and brought back. Nothing that is there is written over.

    `known`: by which it is known, with all it comes to, once somebody has read it.
    """
    path = asked.request
    if within(path, (at.git_dir, at.common_dir)):
        raise _unwritten(path, "it would lie in the git directory", "name a file outside of it: --request FILE")
    try:
        put(path, made.bytes)
    except FileExistsError as error:
        raise _unwritten(path, "there is a file of this name", "name another file: --request FILE") from error
    except OSError as error:
        mend = "name a file in a folder you can write to: --request FILE"
        raise _unwritten(path, error.strerror or "", mend) from error
    place = shell_word(os.fsencode(path))
    if asked.format == "json":
        rev = f" --at {shell_word(os.fsencode(made.lands))}" if made.lands else ""  # all else stands in the file
        _request.tell(made, shown(os.fsencode(path)), f"{command}{rev} --sign {place}{under(asked)} --shown {known}")
        return 0
    lines = [part for line in words.lines_of(made) for part in folded(line, columns())]
    lines += ["", f"written to {place}; where the key of {made.payload['by']} is:"]
    lines += [f"  ssh-keygen -Y sign -f KEY -n {made.namespace} {place}", "then here, with the signature beside it:"]
    write("\n".join([*lines, f"  {made.again} --signed {place}{under(asked)}"]) + "\n")
    return 0


def _unwritten(path: str, why: str, mend: str) -> GuardError:
    return GuardError("G820", f"the request could not be written: {why}", shown(os.fsencode(path)), mend)


def own(path: str) -> bytes:
    """A request that whoever is here wrote: their own file, and no link to another."""
    try:
        with opened(path) as file:
            stands, found = os.lstat(path), os.fstat(file.fileno())
            text = file.read(LARGEST[PAYLOAD] + 1)
    except OSError as error:
        raise _unfit(path, f"it cannot be read: {error.strerror}") from None
    if not os.path.samestat(stands, found):
        raise _unfit(path, "it is a link")
    if found.st_uid != os.geteuid():
        raise _unfit(path, "it belongs to somebody else")
    return text


def _unfit(path: str, why: str) -> UsageError:
    what = f"{shown(os.fsencode(path))} is not signed: {why}"
    return UsageError(f"{what}; --sign FILE takes FILE as --request wrote it here")


def read(path: str) -> Signed:
    """A request as it was written, and the signature beside it."""
    found = []
    for name, most in ((path, LARGEST[PAYLOAD]), (f"{path}.sig", LARGEST[SIGNATURE])):
        try:
            found.append(content(name, most + 1))
        except OSError as error:
            what = f"{shown(os.fsencode(name))} cannot be read: {error.strerror}"
            raise UsageError(
                f"{what}; --signed FILE takes FILE as it was written, and its signature FILE.sig"
            ) from None
    return Signed(*found)
