"""The exact bytes of one request: what a model is told, the facts, and the text with its marks.

The same text, model, secret and number give the same bytes, so that what `guard plan show-request` prints is what goes
over the wire, and an answer that was kept is found again. They are ASCII: any terminal shows them as they are.
"""

from __future__ import annotations

import json

from guard.model.inquiry import Inquiry
from guard.opinions import canaries, marks
from guard.opinions.marks import Dice, Marks, plain
from guard.opinions.prompt import PROMPT_VERSION, SYSTEM, schema
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from guard.opinions.facts import Facts
    from guard.opinions.pieces import Part, Piece

MAX_TOKENS = 12_000  # of an answer, the model's thinking included
EFFORT = "medium"
ELSEWHERE = "2026-10-21"  # the version of the API, which a body names where the model stands in the address


class Asking(NamedTuple):
    """How one part is asked about."""

    model: str
    through: str
    secret: bytes
    sample: int = 1
    again: int = 0  # how many times it was asked before


class Request(NamedTuple):
    """One request, and what is needed to read its answer."""

    inquiry: Inquiry
    nonce: str
    part: Part
    facts: Facts
    labels: Mapping[str, Piece]  # what stands under each label, in order; the planted ones too
    planted: frozenset[str]
    asking: Asking


def build(part: Part, facts: Facts, asking: Asking) -> Request:
    """The request about one part."""
    content = _content(part, facts, asking)
    pieces, planted = canaries.plant(part.pieces, Dice(asking.secret, "canaries", content))
    labels = {f"U{number}": piece for number, piece in enumerate(pieces, 1)}
    texts = [plain(text) for piece in pieces for text in (piece.text, piece.key)]
    told = facts.told(labels)
    drawn = marks.draw(asking.secret, content, [*texts, told])
    body = _body(asking, _message(drawn, told, labels))
    inquiry = Inquiry(marks.digest(body), body, asking.model)
    hidden = frozenset([label for label, at in zip(labels, range(len(pieces)), strict=True) if at in planted])
    return Request(inquiry, drawn.nonce, part, facts, labels, hidden, asking)


def _content(part: Part, facts: Facts, asking: Asking) -> bytes:
    """All that a request follows from but its secret: what marks and planted sentences are drawn for."""
    shown = [[piece.kind, piece.key, piece.text] for piece in part.pieces]
    asked = [asking.model, asking.through, asking.sample, asking.again, PROMPT_VERSION, EFFORT, MAX_TOKENS]
    said = json.dumps([asked, part.number, shown, facts.told({})], ensure_ascii=True)
    return marks.digest(said.encode()).encode()


def _body(asking: Asking, message: str) -> bytes:
    body: dict[str, Any] = {
        "max_tokens": MAX_TOKENS,
        "system": [{"type": "text", "text": SYSTEM, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": [{"type": "text", "text": message}]}],
        "output_config": {"format": {"type": "json_schema", "schema": schema()}, "effort": EFFORT},
    }
    if asking.through in ("bedrock", "vertex"):
        body["anthropic_version"] = ELSEWHERE
    else:
        body["model"] = asking.model
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _message(drawn: Marks, facts: str, labels: Mapping[str, Piece]) -> str:
    lines = [f"<<<facts {drawn.nonce}", facts, f"facts {drawn.nonce}>>>", "", f"<<<text {drawn.nonce}"]
    number = 0
    for label, piece in labels.items():
        for text in plain(_formed(piece)).split("\n"):
            number += 1
            lines.append(f"{label}|{number}|{drawn.mark}|{text}")
    return "\n".join([*lines, f"text {drawn.nonce}>>>", "", f"The id of this request is {drawn.nonce}.", ""])


def _formed(piece: Piece) -> str:
    """Its text, with what its form tells a reader; never a line more."""
    before = {"heading": "# ", "item": "- ", "row": "| ", "comment": "(comment) ", "code": "(code) "}
    start = f"{piece.key}: " if piece.kind == "field" and piece.key else before.get(piece.kind, "")
    start = f"(added to {piece.key}) " if piece.kind == "added" else start
    return f"{'> ' if piece.quoted else ''}{start}{piece.text}"
