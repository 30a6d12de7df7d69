"""The landing of the trusted branch that changed a file, or one line of it, last."""

from __future__ import annotations

from guard.model.change import EXECUTABLE, FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.change import FileChange
    from guard.model.step import Step
    from guard.standing import Standing

LARGEST = 4 << 20  # bytes of a file whose lines are followed
MOST_LINES = 3000  # between what both ends of two versions share; comparing takes as long as the square of it


def landed(standing: Standing, path: bytes, line: int | None) -> tuple[Step | None, str]:
    """The last step that changed it, None for none since guard was adopted; and why that is not known, or ""."""
    for step in reversed(standing.replay.steps):
        change = next((one for one in step.landing.changes if one.path == path), None)
        if change is None:
            continue
        if line is None:
            return step, ""
        before = _before(standing, change, line)
        if before is None:
            return None, f"the lines of {step.landing.commit[:12].decode()} are too many to be compared"
        if before == 0:
            return step, ""
        line = before
    return None, ""


def _before(standing: Standing, change: FileChange, line: int) -> int | None:
    """The line it was before this change; 0: the change wrote it. None where that cannot be said."""
    if change.old_mode not in (FILE, EXECUTABLE) or change.new_mode not in (FILE, EXECUTABLE):
        return 0
    if change.old == change.new:
        return line
    (_, old), (_, new) = standing.repository.up_to([change.old, change.new], LARGEST)
    return None if old is None or new is None else followed(lines_of(old), lines_of(new), line)


def lines_of(text: bytes) -> list[bytes]:
    """As git counts them."""
    lines = text.split(b"\n")
    return lines[:-1] if lines[-1] == b"" else lines


def followed(old: list[bytes], new: list[bytes], line: int) -> int | None:
    """The line of `old` that line `line` of `new` was, from 1; 0 where it is new, None where it takes too long."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if line <= start:
        return line
    if line > len(new) - end:
        return line - len(new) + len(old)
    ours, theirs = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(ours), len(theirs)) > MOST_LINES:
        return None
    from difflib import SequenceMatcher

    at = line - 1 - start
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        if block.b <= at < block.b + block.size:
            return start + block.a + at - block.b + 1
    return 0
