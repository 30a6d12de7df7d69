"""What the commands print as data, for programs: one object, in ASCII, paths without loss."""

from __future__ import annotations

import json
from binascii import b2a_base64

from guard.escape import shown


def dumped(data: dict[str, object]) -> str:
    """One object and a line feed, in ASCII: nothing in it moves a cursor."""
    return json.dumps(data, indent=2, ensure_ascii=True) + "\n"


def path_of(path: bytes) -> dict[str, object]:
    """A path as text where it is its own text; else escaped, with its bytes beside it."""
    told = shown(path)
    return (
        {"path": told}
        if told.encode() == path
        else {"path": told, "path_base64": b2a_base64(path, newline=False).decode()}
    )
