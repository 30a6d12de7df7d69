"""Findings as a report shows them that may not hold them all: worst first, each at a place, each known again later."""

from __future__ import annotations

from guard.escape import seen_lines
from guard.model.policy import POLICY_FILE
from guard.model.rule import RULES
from guard.model.verdict import STOPS, WORST_FIRST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from guard.model.finding import Finding
    from guard.model.trigger import Door
    from guard.model.verdict import Basis, Verdict

    Level = Literal["error", "warning", "note"]

BROKEN = ("bug", "cannot-establish", "violation")
LENGTH = 32  # hexadecimal digits of a mark


def ranked(verdict: Verdict) -> tuple[Finding, ...]:
    """What closes this door, then what closes a later one, then what closes none; of each the worst first."""

    def rank(found: Finding) -> tuple[int, int]:
        stops, later = found.blocks in STOPS[verdict.door], found.blocks != "nothing"
        return (0 if stops else 1 if later else 3 if found.settled else 2), WORST_FIRST.index(found.outcome)

    return tuple(sorted(verdict.findings, key=rank))


def level(found: Finding, door: Door) -> Level:
    """How loud it is told: what is broken and closes this door is an error; what waits for a person, a warning."""
    if found.blocks == "nothing":
        return "note"
    stops, broken = found.blocks in STOPS[door], found.outcome in BROKEN
    return "error" if stops and broken else "warning" if stops or broken else "note"


def place(found: Finding, basis: Basis) -> tuple[bytes, int]:
    """A file and a line, from 1, for readers that know no finding without: else the plan's, else the policy's."""
    if found.path and _inside(found.path):
        return found.path, found.line or 1
    if basis.document and _inside(basis.document):
        return basis.document, max(basis.line, 1)
    return POLICY_FILE.encode(), 1


def _inside(path: bytes) -> bool:
    """No reader can take it for a place outside the repository, or for another file of it."""
    return not {b"", b".", b".."} & set(path.split(b"/"))


def title(found: Finding) -> str:
    """The rule, by its id and its name."""
    return f"{found.rule} {RULES[found.rule].title}"


def lines(found: Finding) -> list[str]:
    """All it says in words, nothing hidden in them: what, why, who settled it, and next who does what."""
    settled = [f"settled: {found.settled}"] if found.settled else []
    steps = [f"next, {step.who}: {step.words()}" for step in found.next]
    return [line for text in (found.what, found.why, *settled, *steps) for line in seen_lines(text)]


def cut(text: str, most: int) -> str:
    """No longer than a reader takes, and seen to be cut."""
    return text if len(text) <= most else text[: most - 3] + "..."


def marks(findings: Iterable[Finding]) -> list[str]:
    """A mark for each by which it is known in the next report: no two alike, the same in whatever order they come.

    It is made of the rule, the path and the sentence, numbers of lines left out; so it stays while lines and commits
    move. Those that agree in all of it are counted, as their lines have them.
    """
    from hashlib import sha256

    every = list(findings)
    groups: dict[tuple[bytes, ...], list[int]] = {}
    for at, found in enumerate(every):
        groups.setdefault((found.rule.encode(), found.path or b"", _sentence(found)), []).append(at)
    told = [""] * len(every)
    for key, places in groups.items():
        places.sort(key=lambda at: (every[at].line or 0, every[at].what, every[at].why, every[at].commit))
        start = sha256(b"\0".join([b"%d:%s" % (len(part), part) for part in key]))
        for number, at in enumerate(places):
            mark = start.copy()
            mark.update(b"\0%d" % number)
            told[at] = mark.hexdigest()[:LENGTH]
    return told


def _sentence(found: Finding) -> bytes:
    """What it says without where; of a finding about no one path, without amounts too, which grow with each commit."""
    import re

    if found.fingerprint:
        return found.fingerprint.encode()
    where = r"(?<=:)\d+|(?<=\bline )\d+" if found.path else r"\d[\d,.]*"
    return re.sub(where, "", found.what).encode("utf-8", "surrogatepass")
