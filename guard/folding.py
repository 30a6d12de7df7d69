"""Lines of a label and words, no wider than the terminal."""

from __future__ import annotations

LABEL = 10  # columns of what a line is about, at most


def folded(line: str, width: int) -> list[str]:
    """No wider than the terminal; commands stay whole, so that they can be copied."""
    from textwrap import wrap

    start = len(line) - len(line.lstrip())
    if start > LABEL:
        return [line]
    second = line[start:].find("  ")
    below = start + LABEL if 0 < second < LABEL else start + 2
    return wrap(line, width, subsequent_indent=" " * below, break_long_words=False, break_on_hyphens=False) or [line]
