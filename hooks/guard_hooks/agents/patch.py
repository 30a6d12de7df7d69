"""A patch of the form that begins with `*** Begin Patch`, read: the files it writes, moves and deletes.

Several harnesses have a tool for it, and their readers differ where a patch is not well formed. So nothing is guessed
here: a patch that two of them could read in two ways is not read at all, and a text that they could put together in
two ways is not told.
"""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.call import Edit
from guard_hooks.agents.fields import NO_PATH, plain, present

BEGIN, END, LAST = "*** Begin Patch", "*** End Patch", "*** End of File"
ADD, DELETE, UPDATE, MOVE = "*** Add File: ", "*** Delete File: ", "*** Update File: ", "*** Move to: "
HEADS = (ADD, DELETE, UPDATE)
ELSEWHERE = "*** Environment ID:"
UNREAD = "its patch is not of the form that guard reads"


class Part(NamedTuple):
    """What a patch says of one file."""

    head: str
    path: str
    lines: list[str]


class Chunk(NamedTuple):
    """Lines that stand together in a file, and what is put instead of them."""

    after: str | None  # a line that stands somewhere before them
    old: list[str]
    new: list[str]


def edits_of(text: str, folder: str) -> tuple[tuple[Edit, ...], str]:
    """The files a patch writes, and why that cannot be told."""
    parts, unread = _parts(plain(text).replace("\r\n", "\n"))
    edits: list[Edit] = []
    for part in parts:
        made = _edits(part, folder)
        unread = unread or ("" if made else UNREAD)
        edits.extend(made)
    paths = [edit.path for edit in edits]
    if unread or "\r" in text or len(set(paths)) != len(paths):  # one part goes by what another leaves
        edits = [edit._replace(content=None) for edit in edits]
    return tuple(edits), unread or ("" if edits else UNREAD)


def _parts(text: str) -> tuple[list[Part], str]:
    lines = text.strip().split("\n")
    if lines[0].strip() != BEGIN or lines[-1].strip() != END:
        return [], UNREAD
    parts: list[Part] = []
    for line in lines[1:-1]:
        told = line.strip()
        head = next((head for head in HEADS if told.startswith(head)), "")
        if told.startswith(ELSEWHERE):
            return parts, "its patch is for files of another machine"
        if head and line.startswith(head):
            parts.append(Part(head, line[len(head) :].rstrip(" "), []))
        elif not parts or (_odd(line, told) and not _inside(parts[-1], line)):
            return parts, UNREAD
        else:
            parts[-1].lines.append(line)
    return parts, "" if all([_could_be(part.path) for part in parts]) else NO_PATH


def _odd(line: str, told: str) -> bool:
    """Whether some readers take a line for a head or an end, and others for text."""
    return line.startswith("***") or told in (END, LAST) or told.startswith((*HEADS, MOVE))


def _inside(part: Part, line: str) -> bool:
    """Whether a line with stars is of the file it stands under."""
    first = not part.lines
    return part.head == UPDATE and (line.rstrip(" ") == LAST or (first and line.startswith(MOVE)))


def _could_be(path: str) -> bool:
    return bool(path) and path == path.strip() and path.isprintable()


def _edits(part: Part, folder: str) -> list[Edit]:
    """The edits of one part; none where it is not of the form."""
    if part.head == DELETE:
        return [] if any(part.lines) else [Edit(part.path, None, True)]
    if part.head == ADD:
        added = all([line.startswith("+") for line in part.lines])
        return [Edit(part.path, "".join([f"{line[1:]}\n" for line in part.lines]).encode())] if added else []
    moved = part.lines[:1] and part.lines[0].startswith(MOVE)
    chunks = _chunks(part.lines[1:] if moved else part.lines)
    content = None if chunks is None else _left(part.path, folder, *chunks)
    if not moved:
        return [Edit(part.path, content)]
    target = part.lines[0][len(MOVE) :].rstrip(" ")
    return [Edit(part.path, None, True), Edit(target, content)] if _could_be(target) else []


def _chunks(lines: list[str]) -> tuple[list[Chunk], bool] | None:
    """The chunks, and whether the last of them ends the file; None where readers differ in what they are."""
    chunks: list[Chunk] = []
    last = False
    for line in lines:
        if last or (line.startswith("@@") and line != "@@" and (line != line.strip() or line[2] != " ")):
            return None
        if line.startswith("@@"):
            chunks.append(Chunk(line[3:] or None, [], []))
        elif line.rstrip(" ") == LAST:
            last = True
        elif line[:1] not in ("", " ", "+", "-") or (not line.strip() and not (chunks and any(chunks[-1][1:]))):
            return None
        else:
            chunks = chunks or [Chunk(None, [], [])]
            _put(chunks[-1], line)
    return chunks, last


def _put(chunk: Chunk, line: str) -> None:
    if line[:1] != "+":
        chunk.old.append(line[1:])
    if line[:1] != "-":
        chunk.new.append(line[1:])


def _left(path: str, folder: str, chunks: list[Chunk], last: bool) -> bytes | None:
    """What the file holds with all the chunks put in; None where a reader would have to look for a place."""
    before = present(folder, path)
    if before is None or b"\r" in before:
        return None
    try:
        text = before.decode()
    except UnicodeDecodeError:
        return None
    if not chunks:
        return None if last else before
    text = f"\n{text}" if text.endswith("\n") else f"\n{text}\n"  # so that each line stands between two ends
    made, done = [], 1
    at = 0
    for number, chunk in enumerate(chunks):
        if chunk.after is not None:
            at = text.find(f"\n{chunk.after}\n", at)
            if at < 0:
                return None
            at += len(chunk.after) + 1
        lines = "\n".join(["", *chunk.old, ""])
        found = text.rfind(lines) if last and number == len(chunks) - 1 else text.find(lines, at)
        if not chunk.old or found < at or (last and number == len(chunks) - 1 and found + len(lines) != len(text)):
            return None
        made += [text[done : found + 1], *[f"{line}\n" for line in chunk.new]]
        done = found + len(lines)
        at = done - 1
    left = "".join([*made, text[done:]])
    return None if left in ("", "\n") or left.endswith("\n\n") else left.encode()
