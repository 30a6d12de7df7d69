"""The readers of files, the whole list of them; each blob is read once by each, in a process of its own.

A reader is a module with `how(file, around)`, which tells from a path what the file is read as ("" where it is not),
and `read(data, how)`, which gives kind, name and line of all that it names. It runs in the process that reads, so that
no parser can take guard down with it; it raises UnreadError for what it cannot read.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.reading.rows import Packed

    Answer = tuple[Packed, str]  # names with their lines by kind, and why there may be more
    Asked = tuple[str, str, str]  # reader, what the file is read as, blob id
    Answers = dict[Asked, Answer]

READERS = {
    "code": "guard.inventories.reading.code",
    "asks": "guard.inventories.reading.asks",
    "flags": "guard.inventories.reading.flags",
    "manifests": "guard.inventories.reading.manifests",
    "targets": "guard.inventories.reading.targets",
    "deployed": "guard.inventories.reading.deployed",
    "jobs": "guard.inventories.reading.jobs",
    "codeowners": "guard.inventories.reading.codeowners",
    "glossary": "guard.inventories.reading.glossary",
    "dumps": "guard.inventories.reading.dumps",
}
LARGEST = 4 << 20  # bytes of a file that is read
TOO_LARGE = f"it is larger than {LARGEST:,} bytes"
