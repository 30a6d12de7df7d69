"""One thing that waits, in lines: for a terminal, a pipe, a screen reader."""

from __future__ import annotations

from guard.escape import seen, shown
from guard.folding import folded
from guard.waiting.one.sides import counts, status
from guard.waiting.told import HOLDS, block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.waiting.one import One
    from guard.waiting.one.document import Document
    from guard.waiting.one.sides import Side

LABEL = 11
MARK = ">"
FILES = 40
BELOW = 4


def as_text(of: One, number: int, width: int) -> str:
    """The row, then all that a person looks at before settling it."""
    row, now = of.source.row, of.source.ground.now
    lines = list(block(row, number, now, width))
    lines += ["", *_row("asks", f"{of.asks.rule}, {of.asks.title} (asked by: {of.asks.by})", width)]
    lines += _row("means", of.asks.means, width)
    if of.document is not None:
        lines += ["", *_document(of.document)]
    pieces = [(one.what, f"{one.words}{_at(one.path, one.line)}") for one in of.evidence]
    held = [("holds", ", ".join(row.holds))] if len(row.holds) > HOLDS else []
    for rows in (held, pieces, of.opens, of.stays):
        lines += [""] if rows else []
        for label, words in rows:
            lines += _row(label, words, width)
    lines += _files(of, width)
    lines.append("")
    for who, run in of.next:
        lines += _row("next", f"{who}: {run}", width)
    lines += [f"  {'accept'.ljust(LABEL)}{seen(of.accept)}"] if of.accept else []  # whole, so that it can be copied
    for one in of.unlooked:
        lines += _row("not seen", f"{one.what}: {one.why}", width)
    return "\n".join(lines) + "\n"


def as_diff(of: Side) -> str:
    """A unified diff of one file; a tab stands as \\t, so that nothing in it moves."""
    head = f"--- {_name(of, 'a', of.old_mode)}\n+++ {_name(of, 'b', of.new_mode)}\n"
    if of.old_mode != of.new_mode:
        head = f"mode {of.old_mode} {of.new_mode}\n{head}"
    if of.binary:
        why = f"too large: {of.large:,} bytes, shown by: {of.rest}" if of.large is not None else "no text"
        return f"{head}{of.path} is {why}\n"
    more = f"\\ there is more of it than is shown here: {of.rest}\n" if of.cut else ""
    return head + "".join([_line(sign, text) for sign, text in of.lines]) + more


def _name(of: Side, side: str, mode: str) -> str:
    return "/dev/null" if mode == "000000" else f"{side}/{of.path}"


def _line(sign: str, text: str) -> str:
    text = text.replace("\t", "\\t")
    if sign != "@":
        return f"{sign}{text}\n"
    return f"@@ {text} @@\n" if text.startswith("-") else f"\\ {text}\n"


def _document(of: Document) -> Iterator[str]:
    """Its lines by their numbers; those it is about bear a mark."""
    yield f"  {of.path}, as {of.commit[:12]} has it:"
    wide = len(str(of.first + len(of.lines)))
    for number, line in enumerate(of.lines, of.first):
        mark = MARK if of.start <= number <= of.end else " "
        text = line.replace("\t", "    ")
        yield f"{mark.rjust(BELOW)} {number:>{wide}}  {text}".rstrip()


def _files(of: One, width: int) -> Iterator[str]:
    changes = of.landing.changes if of.landing is not None else ()
    if not changes:
        return
    yield ""
    many = counts(of.source.ground.repository, changes[:FILES])
    for change, (added, removed) in zip(changes[:FILES], many, strict=True):
        amount = f"+{added:,} -{removed:,}" if added is not None and removed is not None else "not counted"
        yield from _row(status(change), f"{shown(change.path)}  {amount}", width)
    if len(changes) > FILES:
        yield from _row("files", f"and {len(changes) - FILES:,} more", width)


def _row(label: str, words: str, width: int) -> list[str]:
    return folded("  " + label.ljust(LABEL) + seen(words), width)


def _at(path: str, line: int) -> str:
    return f"  ({seen(path)}{f':{line}' if line else ''})" if path else ""
