"""Texts to read and answers to them, as a model would give them: for the tests of what is sent and what counts."""

from __future__ import annotations

import json
from typing import Any

from guard.model.doubt import Added, Doubt, Paper
from guard.model.known import Known, Register
from guard.model.prose import Fence, Prose, Step, Unit
from guard.opinions.facts import facts
from guard.opinions.pieces import Part, parts, pieces
from guard.opinions.request import Asking, Request, build

MODEL = "claude-sonnet-5-5"
SECRET = b"a secret of the tests, and of nobody else"
STEPS = (
    Step("backfill", "Phase backfill", 3),
    Step("contract", "Phase contract", 7, after=("backfill",), irreversible="docs/runbook.md"),
)


def unit(number: int, text: str, line: int, kind: Any = "sentence", **fields: Any) -> Unit:
    return Unit(number, kind, text, line, **fields)


PROSE = Prose(
    "plan.md",
    10,
    (
        unit(1, "Split the name of a user", 1, "heading"),
        unit(2, "Names come as given name and family name.", 2, under=("Split the name of a user",)),
        unit(3, "Phase backfill", 3, "heading"),
        unit(4, "Copy users.display_name into users.given_name in batches.", 4, "item", step="backfill"),
        unit(5, "Set INTERNAL_BILLING_ENABLED to false before it starts.", 5, "item", step="backfill"),
        unit(6, "Phase contract", 7, "heading"),
        unit(7, "Drop users.display_name once the old readers are gone.", 8, "item", step="contract"),
        unit(8, "Somebody watches the error rate, and somebody else the queue.", 9, "item", step="contract"),
    ),
    fences=(Fence("sql", "ALTER TABLE users\n  DROP COLUMN display_name;\n", 11, step="contract"),),
    steps=STEPS,
)
KNOWN = Known(
    "the tree of 1a2b3c4d",
    {
        "column": Register("column", {"users.display_name": "db/schema.sql:3", "users.email": "db/schema.sql:4"}),
        "flag": Register("flag", {}, missing="nothing tells of flags"),
    },
)
ADDED = (Added(b"db/0042.sql", 1, "ALTER TABLE users"), Added(b"db/0042.sql", 2, "DROP COLUMN display_name;"))
PAPER = Paper(PROSE, KNOWN, ADDED)
ASKS = (Doubt("G711", 2, "come as", "it guesses", "Do they?", "show it"),)


def one_part(paper: Paper = PAPER) -> Part:
    found = parts(pieces(paper.prose, paper.added))
    assert isinstance(found, tuple) and len(found) == 1
    return found[0]


def request(paper: Paper = PAPER, doubts: tuple[Doubt, ...] = ASKS, **asked: Any) -> Request:
    part = one_part(paper)
    told = facts(paper.prose, paper.known, doubts, part.pieces)
    return build(part, told, Asking(**{"model": MODEL, "through": "anthropic", "secret": SECRET, **asked}))


def label(of: Request, number: int) -> str:
    """What a unit is called in a request."""
    return next(name for name, piece in of.labels.items() if piece.number == number)


def flag(of: Request, number: int, quote: str, kind: str = "unresolved_assumption", **fields: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "unit": label(of, number) if number else "",
        "line": 1,
        "quote": quote,
        "why_uncertain": "Nothing shows it.",
        "question": "Is it so?",
        "evidence_to_settle": "A count.",
        "evidence_type": "repo_query",
        "severity": "medium",
        **fields,
    }


def caught(of: Request) -> list[dict[str, Any]]:
    """The flags of somebody who reads: one for each planted sentence."""
    return [{**flag(of, 1, "x"), "unit": name, "quote": of.labels[name].text} for name in sorted(of.planted)]


def answer_to(of: Request, *flags: dict[str, Any], **fields: Any) -> dict[str, Any]:
    whole = {"request": of.nonce, "units_read": list(of.labels), "flags": [*caught(of), *flags], "abstained": []}
    return {**whole, **fields}


def message(text: str, **fields: Any) -> dict[str, Any]:
    """As it comes over the wire."""
    return {
        "id": "msg_01",
        "type": "message",
        "role": "assistant",
        "model": MODEL,
        "content": [{"type": "thinking", "thinking": "", "signature": ""}, {"type": "text", "text": text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 3000, "output_tokens": 800, "output_tokens_details": {"thinking_tokens": 300}},
        **fields,
    }


def over_the_wire(of: Request, *flags: dict[str, Any], **fields: Any) -> bytes:
    return json.dumps(message(json.dumps(answer_to(of, *flags)), **fields)).encode()
