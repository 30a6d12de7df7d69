"""The log as the rest of guard sees it: approvals, evidence, revocations and records of landings, in their order.

Who signed an entry, and that the signature holds, is settled before it comes here (guard.trust.log); what the signer
may say is not.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Approval(NamedTuple):
    """A person's word for one digest."""

    of: str  # "plan", "phase", "landing" or "policy"
    name: str  # the plan, PLAN/PHASE, or of a landing the plan it belongs to
    digest: str
    phases: tuple[tuple[str, str], ...]  # of a plan: the digest of each of its phases
    accepts: tuple[str, ...]
    expires: int
    by: str
    at: int
    version: int = 0  # of the document; 0 where it has none
    reason: str = ""  # in the signer's own words
    reading: tuple[str, ...] = ()  # what a model read before: its name, the digest of what it was sent, each doubt
    landing: str = ""  # of a phase: the digest of the landing that was read; of a plan its text was


class Evidence(NamedTuple):
    """A fact about the world, attested."""

    fact: str
    plan: str
    phase: str
    env: str
    service: str  # "" where none was named
    commit: bytes
    values: tuple[tuple[str, int], ...]
    how: str  # "observed" or "attested"
    by: str
    at: int


class Revocation(NamedTuple):
    """An approval or evidence struck out."""

    entry: str
    by: str
    at: int


class Recorded(NamedTuple):
    """What landed and what it was held to, as a machine recorded it."""

    landing: str
    commit: bytes
    parent: bytes
    plan: str
    phase: str
    outcome: str
    by: str
    at: int
    branch: bytes = b""  # where the trusted branch stood when it was signed; b"": at that landing
    log: bytes = b""  # the entry of the log it was judged at; b"": none


Act = Approval | Evidence | Revocation | Recorded
ACTS: dict[str, type[Act]] = {  # as payloads name them
    "approval": Approval,
    "evidence": Evidence,
    "landing": Recorded,
    "revocation": Revocation,
}


class Entry(NamedTuple):
    """One entry that counts: the digest of what was signed, what that says, and what the signature shows."""

    id: str
    act: Act
    commit: bytes = b""  # the commit of the log that carries it
    key: str = ""  # the key it is signed with, type and base64
    presence: str = ""  # "touch" or "pin" where the signature proves that somebody was there
    teams: tuple[str, ...] = ()  # those the signer spoke for when it was signed
    kind: str = ""  # what the signer was then: "person", "machine", or "somebody" of whom nobody knows; "" asks today
    struck: bool = False  # a later entry revokes it
    spent: bool = False  # the landing it approves has landed with it, and is brought once more


class Void(NamedTuple):
    """One entry that counts for nothing: whoever may write to the branch can put anything into it."""

    id: str
    commit: bytes
    rule: str
    why: str
    words: str  # what it says of itself, for people


class Log(NamedTuple):
    """All of it in order; `missing` says why there is none to read, "" where there is."""

    entries: tuple[Entry, ...] = ()
    missing: str = ""
    tip: bytes = b""  # the commit it was read at
    void: tuple[Void, ...] = ()
    cut: bytes = b""  # an entry that a record was judged at, and that this log does not hold before that record
    ahead: bytes = b""  # a landing it records that the trusted branch, as it stands here, does not hold
    fetch: str = ""  # where there is none to read: the command that may bring one

    def standing(self) -> tuple[Entry, ...]:
        """All of it, and of each approval and evidence whether something later strikes it out.

        None is left out: what a struck one spoke against is not so again because nobody stands by it any more.
        """
        struck: set[str] = set()
        told: list[Entry] = []
        for entry in reversed(self.entries):
            if isinstance(entry.act, Revocation):
                struck.add(entry.act.entry)
            told.append(entry._replace(struck=True) if entry.id in struck and _strikable(entry.act) else entry)
        return tuple(reversed(told))


def _strikable(act: Act) -> bool:
    """A revocation cannot be revoked, nor can what landed."""
    return isinstance(act, Approval | Evidence)


NO_LOG = Log(missing="there is no log here: no branch guard-log, neither of this repository nor fetched")


def _approval(data: dict[str, Any]) -> Approval:
    phases = tuple(sorted(data.get("phases", {}).items()))
    named, accepts = data.get("name", ""), tuple(data.get("accepts", ()))
    said = (data["expires"], data["by"], data["at"], data.get("version", 0), data["reason"], reading_of(data))
    landing = data.get("reading", {}).get("landing", "")
    return Approval(data["of"], named, data["digest"], phases, accepts, *said, landing)


def reading_of(data: dict[str, Any]) -> tuple[str, ...]:
    """The reading by a model that an approval has; () where it has none."""
    said = data.get("reading")
    return () if said is None else (said["model"], said["request"], *said["doubts"])


def _evidence(data: dict[str, Any]) -> Evidence:
    return Evidence(
        data["fact"],
        data["plan"],
        data["phase"],
        data["env"],
        data.get("service", ""),
        data["commit"].encode(),
        tuple(sorted(data.get("values", {}).items())),
        data["how"],
        data["by"],
        data["at"],
    )


def _revocation(data: dict[str, Any]) -> Revocation:
    return Revocation(data["entry"], data["by"], data["at"])


def _recorded(data: dict[str, Any]) -> Recorded:
    plan, phase = data.get("plan", ""), data.get("phase", "")
    commit, parent = data["commit"].encode(), data["parent"].encode()
    stood, log = data["branch"].encode(), data["log"].encode()
    return Recorded(data["landing"], commit, parent, plan, phase, data["outcome"], data["by"], data["at"], stood, log)


_FROM: dict[str, Callable[[dict[str, Any]], Act]] = {
    "approval": _approval,
    "evidence": _evidence,
    "landing": _recorded,
    "revocation": _revocation,
}


def act_from(data: dict[str, Any]) -> Act:
    """A valid payload (guard schema log-approval and its like) as a value."""
    return _FROM[data["act"]](data)


def words(act: Act) -> str:
    """What an entry says of itself, in a few words."""
    match act:
        case Approval(of="policy"):
            return f"approval of the policy, version {act.version}, by {act.by}"
        case Approval():
            return f"approval of {act.of} {act.name or act.digest[:19]} by {act.by}"
        case Evidence():
            of = f" of {act.service}" if act.service else ""
            numbers = "".join([f", {name}={value}," for name, value in act.values])
            return f"evidence that {act.plan}/{act.phase} is {act.fact} in {act.env}{of}{numbers} by {act.by}"
        case Revocation():
            return f"revocation of {act.entry[:19]} by {act.by}"
        case _:
            return f"record of the landing {act.commit[:12].decode()} by {act.by}"
