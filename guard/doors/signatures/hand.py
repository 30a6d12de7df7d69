"""Keys that are at hand: what public keys a person has here, in files or in ssh-agent. No private part is ever read."""

from __future__ import annotations

import os

from guard.doors.files import content
from guard.errors import GuardError
from guard.escape import shown
from guard.grammar import Wrong
from guard.grammar.key import reason, spelled, without_comment
from guard.grammar.wire import Fields

LARGEST = 64 << 10  # bytes of a key file
FOLDER = "~/.ssh"
PRIVATE = b"-----BEGIN OPENSSH PRIVATE KEY-----\n"
MAGIC = b"openssh-key-v1\0"


def public(path: str) -> str:
    """The public key, type and base64, of a key file: the .pub itself, or the private one it stands beside."""
    text = _contents(path)
    if not text.startswith(b"-----"):
        return _line(text, path)
    if os.path.isfile(f"{path}.pub"):
        return _line(_contents(f"{path}.pub"), f"{path}.pub")
    found = _within(text)
    if not found:
        raise _no_key(path, "its public part cannot be told from it", f"ssh-keygen -y -f FILE > {shown(path)}.pub")
    return found


def in_folder(private: bool = False) -> dict[str, str]:
    """Every key in the folder where people keep theirs, and its public file; with `private`, its private one."""
    folder = os.path.expanduser(FOLDER)
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return {}
    found: dict[str, str] = {}
    for name in names:
        path = os.path.join(folder, name)
        if name.endswith(".pub") != private and os.path.isfile(path):
            try:
                found.setdefault(public(path), path)
            except GuardError:  # it is no key, or none of which the public part is told
                continue
    return found


def _contents(path: str) -> bytes:
    try:
        return content(path, LARGEST)
    except OSError as error:
        raise _no_key(path, f"it cannot be read: {error.strerror}", "name the file of a key: --key FILE") from error


def _line(text: bytes, path: str) -> str:
    line = text.decode("utf-8", "replace").strip()
    wrong = reason(line)
    if wrong is not None:
        raise _no_key(path, wrong, "name the file of a key as ssh-keygen wrote it: --key FILE")
    return without_comment(line)


def _within(text: bytes) -> str:
    """The public part that a private file in OpenSSH's own form holds for everybody to read; "" where it has none."""
    import base64
    import binascii

    body = b"".join(text.removeprefix(PRIVATE).partition(b"-----END")[0].split())
    try:
        blob = base64.b64decode(body, validate=True)
    except binascii.Error:
        return ""
    within = Fields(blob.removeprefix(MAGIC), "the key")
    try:
        for _ in range(3):  # cipher, derivation of its key, options of that
            within.take()
        within.number()  # of keys
        return spelled(within.take()) if blob.startswith(MAGIC) else ""
    except Wrong:
        return ""


def _no_key(path: str, why: str, mend: str) -> GuardError:
    return GuardError("G507", f"no key to sign with: {why}", shown(os.fsencode(path)), mend)
