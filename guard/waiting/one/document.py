"""The sentence that a row is about, in its document, as that stands at the commit which was looked at."""

from __future__ import annotations

from guard.doors.git.objects import missing
from guard.escape import shown
from guard.model.change import PLAIN
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.waiting.one.source import Source
    from guard.waiting.row import Row

LARGEST = 8 << 20  # bytes of a document, as elsewhere
AROUND = 8  # lines
MOST = 400  # lines of a block
LONGEST = 2_000  # letters of a line


class Document(NamedTuple):
    """Lines of it, and which of them it is about."""

    path: str
    commit: str
    first: int  # the number of the first line
    lines: tuple[str, ...]
    start: int
    end: int


def read(of: Source) -> Document | None:
    """None where it is about no document, or that is no text which can be read here."""
    row = of.row
    if not row.file or not of.ground.trusted.oid or not row.commit or row.kind == "landing":
        return None
    text = _text(of.ground.repository, row.commit.encode(), row.file)
    if text is None or b"\0" in text:
        return None
    lines = text.split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    start, end = _about(row, lines)
    first, last = max(1, start - AROUND), min(len(lines), end + AROUND)
    told = tuple([line_of(line)[0] for line in lines[first - 1 : last]])
    return Document(shown(row.file), row.commit, first, told, start, end) if told else None


def line_of(line: bytes) -> tuple[str, bool]:
    """A line with nothing hidden in it but tabs, which programs show as they like; and whether it was cut."""
    cut = len(line) > LONGEST * 4
    text = "\t".join([shown(part) for part in line[: LONGEST * 4].removesuffix(b"\r").split(b"\t")])
    text += "\\x0d" if line.endswith(b"\r") and not cut else ""
    cut = cut or len(text) > LONGEST
    return (f"{text[:LONGEST]}... ({len(line):,} bytes)" if cut else text), cut


def _text(repository: Repository, commit: bytes, path: bytes) -> bytes | None:
    folder, _, name = path.rpartition(b"/")
    mode, oid = repository.folders(repository.tree(commit), [folder]).get(folder, {}).get(name, (b"", b""))
    if mode not in PLAIN:
        return None
    for _, text in repository.up_to([oid.hex().encode()], LARGEST):
        return text
    raise missing(oid.hex().encode())


def _about(row: Row, lines: list[bytes]) -> tuple[int, int]:
    """The first and the last line: a block of YAML, a paragraph, else the line alone; without one, all of it."""
    count = max(len(lines), 1)
    at = min(row.line, count)
    if at < 1 or (row.kind == "approval" and not row.phase):
        return 1, min(count, MOST)
    if row.file.endswith((b".yaml", b".yml")):
        return at, _block(lines, at)
    if row.file.endswith(b".md"):
        return _paragraph(lines, at)
    return at, at


def _block(lines: list[bytes], at: int) -> int:
    """Up to the next line that stands no further in."""
    deep, end = _indent(lines[at - 1]), at
    for number, line in enumerate(lines[at : at + MOST], at + 1):
        if line.strip() and _indent(line) <= deep:
            break
        end = number if line.strip() else end
    return end


def _paragraph(lines: list[bytes], at: int) -> tuple[int, int]:
    start = end = at
    while start > 1 and at - start < MOST and lines[start - 2].strip():
        start -= 1
    while end < len(lines) and end - at < MOST and lines[end].strip():
        end += 1
    return start, end


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" "))
