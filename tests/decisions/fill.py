"""Writes table.tsv anew from what guard says now: `.venv/bin/python -m tests.decisions.fill`. Read what changed."""

from __future__ import annotations

from tests.decisions.rows import TABLE, Row, answers, groups, rows, written


def fill() -> None:
    """Every row; the order of the file is that of the product."""
    table = list(rows())
    found: dict[tuple[str, ...], Row] = {}
    for (policy, phase), asked in groups(table).items():
        found |= {row[:5]: row for row in answers(policy, phase, asked)}
    TABLE.write_text(written([found.get(row[:5], row) for row in table]), encoding="utf-8")


if __name__ == "__main__":
    fill()
