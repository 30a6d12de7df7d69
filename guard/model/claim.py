"""Claims: which phase a commit says it belongs to. A claim carries no authority: it says which rules to hold it to.

Two lines of a commit message, wherever they stand in it: a squash merge puts the messages of many commits in one.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLAN, PHASE = b"guard-plan:", b"guard-phase:"
LONGEST = 200  # bytes of a name that is looked at; a longer one is a claim that fits nothing
REVERTS = b"this reverts commit "


class Claim(NamedTuple):
    """One claim; a part that was not said is ""."""

    plan: str
    phase: str

    def words(self) -> str:
        """As people name a phase."""
        return f"{self.plan}/{self.phase}" if self.plan and self.phase else self.plan or self.phase


def claims(messages: Iterable[bytes]) -> tuple[Claim, ...]:
    """Every different claim of these messages, as they stand."""
    return tuple(dict.fromkeys([claim for message in messages for claim in _claims(message)]))


def _claims(message: bytes) -> list[Claim]:
    """A plan and the phase after it are one claim; either may stand alone."""
    if b"uard-" not in message and b"UARD-" not in message:
        return []
    found: list[Claim] = []
    plan = ""
    for line in message.split(b"\n"):
        key, value = line.strip().lower(), _value(line)
        if key.startswith(PLAN):
            found += [Claim(plan, "")] if plan else []
            plan = value
        elif key.startswith(PHASE):
            found.append(Claim(plan, value))
            plan = ""
    found += [Claim(plan, "")] if plan else []
    return [claim for claim in found if claim.plan or claim.phase]


def _value(line: bytes) -> str:
    return line.partition(b":")[2].strip()[:LONGEST].decode("utf-8", "replace")


class Misnamed(NamedTuple):
    """Why a claim that looks like one of a phase that stands is none, and what to write instead."""

    what: str
    mend: str


FITS = Misnamed("", "")


def misnamed(claims: Iterable[Claim], phases: Mapping[str, list[str]]) -> Misnamed:
    """Of claims that do not come to one phase; `phases` are those of each plan."""
    for claim in claims:
        plan, slash, phase = (claim.plan or claim.phase).partition("/")
        if slash and phase in phases.get(plan, ()) and (not claim.plan or claim.phase in ("", phase)):
            lines = " and ".join(trailers(Claim(plan, phase)))
            return Misnamed("all in one line", f"plan and phase have a line each: {lines}")
        having = [of for of, names in phases.items() if claim.phase in names]
        if not claim.plan and len(having) > 1:
            lines = " or ".join(trailers(Claim(of, ""))[0] for of in having)
            what = f"a phase of several plans: {', '.join(having)}"
            return Misnamed(what, f"name the plan in a line of its own: {lines}")
    return FITS


def trailers(claim: Claim) -> tuple[str, ...]:
    """The lines that make this claim."""
    said = (("Guard-Plan", claim.plan), ("Guard-Phase", claim.phase))
    return tuple([f"{key}: {value}" for key, value in said if value])


def reverted(message: bytes) -> frozenset[bytes]:
    """The commits that a message says it takes back, as `git revert` writes it. Being believed, it only takes away."""
    found: set[bytes] = set()
    low = message.lower()
    at = low.find(REVERTS)
    while at >= 0:
        word = low[at + len(REVERTS) :].split(None, 1)[:1]
        oid = word[0].rstrip(b".,;") if word else b""
        if len(oid) >= 7 and not oid.strip(b"0123456789abcdef"):
            found.add(oid)
        at = low.find(REVERTS, at + 1)
    return frozenset(found)
