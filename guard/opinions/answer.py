"""What of an answer counts: a fixed order of questions to it, each of which can take a flag away, and none add one.

Whatever the bytes are, what comes of them are flags with quotes that stand in the text, or a cause of failure.
"""

from __future__ import annotations

import json
import re

from guard.model.inquiry import Miss
from guard.model.opinion import EVIDENCE, KINDS, SEVERITIES, Dropped
from guard.opinions.marks import plain
from guard.opinions.prompt import ABSTAINED
from guard.opinions.quoting import clean, folded, located
from guard.opinions.repeating import asked_already
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Literal

    from guard.model.doubt import Doubt
    from guard.opinions.pieces import Piece
    from guard.opinions.quoting import Folded
    from guard.opinions.request import Request

    Looked = Literal["there", "absent", "unknown"]

FLAGS = 200  # in one answer
LETTERS = 20_000  # of one text in it
HEARD = 2000  # of its words, which are told in far fewer
_FLAG = frozenset(
    ("kind", "unit", "line", "quote", "why_uncertain", "question", "evidence_to_settle", "evidence_type", "severity")
)
_LABEL = re.compile(r"\b[Uu](?:nit )?(\d{1,6})\b")


class Checks(NamedTuple):
    """What the caller knows: what rules have asked, how a name is looked up, and the least a flag may weigh."""

    doubts: tuple[Doubt, ...] = ()
    look_up: Callable[[str], Looked] = lambda quote: "unknown"
    floor: str = "low"


class Raised(NamedTuple):
    """One flag that stands in the text."""

    kind: str
    piece: Piece
    start: int
    end: int
    why: str
    question: str
    settles: str
    evidence: str
    severity: str
    absent: bool = False


class Answer(NamedTuple):
    """All that count, and how many did not."""

    raised: tuple[Raised, ...]
    dropped: Dropped
    abstained: tuple[Piece, ...] = ()


def answer(text: str, request: Request, checks: Checks) -> Answer | Miss:
    """The questions, in their order: form, the request it belongs to, coverage, what was planted, then flag by flag."""
    data = _formed(text)
    if isinstance(data, Miss):
        return data
    if data["request"] != request.nonce:
        return Miss("nonce")
    told = {*data["units_read"]}
    unread = [label for label in request.labels if label not in told]
    if unread:
        return Miss("coverage", f"{len(request.labels) - len(unread)} of {len(request.labels)} units")
    missed = request.planted - {flag["unit"] for flag in data["flags"]}
    if missed:
        return Miss("canary", f"{len(missed)} of {len(request.planted)}")
    own = [flag for flag in data["flags"] if flag["unit"] not in request.planted]
    found = _founded(own, request)
    unfounded = len(own) - len(found)
    if unfounded * 2 > len(own):
        return Miss("unreliable", f"{unfounded} of {len(own)} quotes")
    return _kept(found, request, checks, Dropped(unfounded=unfounded), data["abstained"])


def _formed(text: str) -> Any:
    """The answer as it was asked for, to the key; else a cause."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Miss("schema", "it is no JSON")
    if not isinstance(data, dict) or data.keys() != {"request", "units_read", "flags", "abstained"}:
        return Miss("schema", "its keys")
    if not _short(data["request"]) or not _all(data["units_read"], _short, LETTERS):
        return Miss("schema", "units_read")
    if not _all(data["flags"], _is_flag, FLAGS):
        return Miss("schema", "flags")
    return data if _all(data["abstained"], _is_abstained, LETTERS) else Miss("schema", "abstained")


def _all(value: object, of: Callable[[Any], bool], most: int) -> bool:
    return isinstance(value, list) and len(value) <= most and all(map(of, value))


def _short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LETTERS


def _is_flag(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() != _FLAG or type(value["line"]) is not int:
        return False
    words = all(_short(one) for key, one in value.items() if key != "line")
    closed = value["kind"] in KINDS if words else False
    return closed and value["evidence_type"] in EVIDENCE and value["severity"] in SEVERITIES


def _is_abstained(value: Any) -> bool:
    named = isinstance(value, dict) and value.keys() == {"unit", "reason"} and _short(value["unit"])
    return named and _short(value["reason"]) and value["reason"] in ABSTAINED


def _founded(flags: Iterable[dict[str, Any]], request: Request) -> list[tuple[dict[str, Any], Piece, int, int]]:
    """Those whose quote stands in the unit they name."""
    found = []
    texts: dict[str, Folded] = {}
    for flag in flags:
        label = flag["unit"]
        piece = request.labels.get(label)
        if piece is None:
            continue
        if label not in texts:
            texts[label] = folded(piece.text)
        place = located(flag["quote"], texts[label])
        if place is not None:
            found.append((flag, piece, *place))
    return found


def _kept(
    found: list[tuple[dict[str, Any], Piece, int, int]],
    request: Request,
    checks: Checks,
    dropped: Dropped,
    abstained: list[dict[str, str]],
) -> Answer:
    raised = []
    there = asked = planted = 0
    for flag, piece, start, end in found:
        words = [flag[key][:HEARD] for key in ("why_uncertain", "question", "evidence_to_settle")]
        if any([_names_planted(text, request) for text in words]):
            planted += 1
            continue
        looked = checks.look_up(plain(piece.text)[start:end]) if flag["kind"] == "inferred_identifier" else "unknown"
        if looked == "there":
            there += 1
        elif asked_already(flag["kind"], piece, checks.doubts):
            asked += 1
        else:
            said = [clean(_lines(text, request)) for text in words]
            weight = _weight(flag["severity"], piece, checks.floor, looked == "absent")
            last = (flag["evidence_type"], weight, looked == "absent")
            raised.append(Raised(flag["kind"], piece, start, end, said[0], said[1], said[2], *last))
    left = tuple([request.labels[one["unit"]] for one in abstained if one["unit"] in request.labels])
    real = tuple([piece for piece in left if piece.line])
    return Answer(tuple(raised), dropped._replace(there=there, asked=asked, planted=planted), real)


def _names_planted(text: str, request: Request) -> bool:
    """Whether a flag about something else leans on a sentence that guard planted."""
    said = " ".join(text.lower().split())
    if any([f"U{number}" in request.planted for number in _LABEL.findall(text)]):
        return True
    return any([request.labels[label].text.lower().rstrip(".") in said for label in request.planted])


def _lines(text: str, request: Request) -> str:
    """Labels of a request mean nothing to a reader: lines do."""

    def line(match: re.Match[str]) -> str:
        piece = request.labels.get(f"U{match[1]}")
        return match.group() if piece is None or not piece.line else f"line {piece.line}"

    return _LABEL.sub(line, text)


def _weight(severity: str, piece: Piece, floor: str, absent: bool) -> str:
    """Raised where a wrong guess cannot be taken back; never below the floor."""
    least = "high" if piece.irreversible or absent else floor
    return max(severity, least, key=SEVERITIES.index)
