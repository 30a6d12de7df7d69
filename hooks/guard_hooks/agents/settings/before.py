"""What stood in settings before guard wrote into them, so that it can stand there again to the byte.

It lies in guard's own folder of this clone, by the text that guard made of it: text that somebody has edited since is
not in there, and guard's entries are taken out of it one by one.
"""

from __future__ import annotations

import os

from guard.digest import sha256_of

FOLDER = "guard/settings"
ABSENT, STOOD = b"0", b"1"  # how an entry begins: there was no file, or one with what follows
MOST = 1 << 20  # bytes of settings


def remember(common_dir: str, name: str, before: bytes | None, after: bytes) -> None:
    """Write it down; settings are written whether or not that can be done."""
    path = _path(common_dir, name, after)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(ABSENT if before is None else STOOD + before)
    except OSError:
        return


def remembered(common_dir: str, name: str, now: bytes) -> tuple[bool, bytes | None]:
    """Whether guard made this text, and what stood there then; None for no file."""
    from guard.doors.files import content

    try:
        found = content(_path(common_dir, name, now), MOST + 2)
    except OSError:
        return False, None
    if found == ABSENT:
        return True, None
    return found[:1] == STOOD, found[1:]


def forget(common_dir: str, name: str) -> None:
    """Nothing is left of it."""
    folder = os.path.join(common_dir, FOLDER)
    try:
        for one in os.listdir(folder):
            if one.startswith(f"{name}-"):
                os.unlink(os.path.join(folder, one))
        os.rmdir(folder)
        os.rmdir(os.path.dirname(folder))
    except OSError:  # none was there, or something else of guard is
        return


def _path(common_dir: str, name: str, text: bytes) -> str:
    return os.path.join(common_dir, FOLDER, f"{name}-{sha256_of(text)}")
