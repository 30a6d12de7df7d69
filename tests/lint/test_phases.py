"""Phases that do nothing, and windows that never open."""

from __future__ import annotations

import pytest

from tests.lint.drafts import Finds, Leaves, check, named

FINDS = [
    *(
        Finds(
            f"a discovery with {key}",
            "G233",
            f"/phases/a/{key}",
            (f"a does nothing, and yet has {key}",),
            ("after: {a: complete}", f"{key}: ..."),
            f"  a: {{does: [], {key}: {value}}}\n  b: {{does: [file.add]}}\n",
            "sites: {s: {text: old, in: /src/**, count: 1}}\n",
        )
        for key, value in {
            "creates": '["symbol:old"]',
            "drops": '["symbol:old"]',
            "sites": "s",
            "irreversible": "docs/runbook.md#restore",
            "window": "01:00-02:00 UTC",
        }.items()
    ),
    Finds(
        "work outside that creates",
        "G233",
        "/phases/a/creates",
        ("a is done outside",),
        (),
        '  a: {outside: x, creates: ["symbol:old"]}\n  b: {does: [file.add]}\n',
    ),
    Finds(
        "a plan in which nothing is done",
        "G233",
        "/phases",
        ("no phase of plan p does anything",),
        ("a: {does: [file.modify]}",),
        "  a: {does: []}\n",
    ),
    Finds(
        "a window whose days are over before they begin",
        "G243",
        "/phases/a/window",
        ("2026-03-31..2026-03-01", "never opens"),
        ("a: {window:", "UTC"),
        "  a: {does: [file.add], window: 01:00-02:00 UTC 2026-03-31..2026-03-01}\n",
    ),
    Finds(
        "a window that is over",
        "G243",
        "/phases/a/window",
        ("it is over",),
        (),
        "  a: {does: [file.add], window: 01:00-02:00 UTC 2026-03-01..2026-03-31}\n",
        now=1_785_000_000,
    ),
    Finds(
        "one window of two",
        "G243",
        "/phases/a/window",
        ("mon 01:00-02:00",),
        (),
        "  a: {does: [file.add], window: [sat 01:00-02:00 UTC, mon 01:00-02:00 UTC 2026-03-03..2026-03-04]}\n",
    ),
]
LEAVES = [
    Leaves("a discovery", "G233", "  a: {does: []}\n  b: {does: [file.add]}\n"),
    Leaves("a plan of work outside", "G233", "  a: {outside: x}\n"),
    Leaves("work outside in a window", "G233", "  a: {outside: x, window: 01:00-02:00 UTC}\n"),
    Leaves("a window", "G243", "  a: {does: [file.add], window: sat-sun 01:00-05:00 UTC}\n", now=1_785_000_000),
    Leaves(
        "a window of which nobody said that it is over",
        "G243",
        "  a: {does: [file.add], window: 01:00-02:00 UTC 2026-03-01..2026-03-31}\n",
    ),
]


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
