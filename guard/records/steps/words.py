"""Entries of the log in words, as they spoke for a landing: by whom, of what, when; and what became of them since."""

from __future__ import annotations

from guard.acts.words import short
from guard.escape import shown
from guard.grammar import moment
from guard.model.log import Approval, Evidence
from guard.records.steps.step import DIGEST, count, fact, few, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.model.log import Entry
    from guard.records.steps.step import Fact
    from guard.records.steps.then import Then

    Row = dict[str, Any]  # of an entry in a record: its id, and what its signature showed then

FITS = {
    True: ", which is how it stood",
    False: ", and it stood otherwise by then: it says nothing of this",
    None: "; whether it still stood so cannot be told here",
}
SHOWS = {"touch": "a touch of a security key", "pin": "the PIN of a security key"}


def rows(then: Then) -> list[Row]:
    """The entries that the record names, in the order of the log."""
    return list(then.turn.get("entries", ()))


def of_row(then: Then, row: Row) -> Entry | None:
    """That entry in the log as it is here; None: it is not in it."""
    return then.log.entries.get(text(row["id"]))


def unknown(then: Then) -> list[Fact]:
    """Entries that spoke then, and that the log here does not hold."""
    gone = [text(row["id"]) for row in rows(then) if of_row(then, row) is None]
    return [fact("an entry", f"{one[:DIGEST]} spoke for it, and the log here does not hold it") for one in gone]


def evidence(then: Then, row: Row, said: Evidence) -> Fact:
    """Who attested what, when."""
    who = f"{said.by}, {_kind(row)}," if row.get("kind") else said.by
    of = f" of {said.service}" if said.service else ""
    values = "".join([f", {name}={number:,}" for name, number in said.values])
    what = f"{said.fact} of {said.plan}/{said.phase} in {said.env}{of}{values}"
    words = f"{who} {said.how} {what}, for {said.commit[:12].decode()}, on {moment.said(said.at)}"
    return fact("evidence", shown(words) + _became(then, row))


def approval(then: Then, row: Row, said: Approval) -> Iterator[Fact]:
    """Who said yes to which digest, why, with what shown, and for how long."""
    teams = f", of {' and '.join([text(team) for team in row['teams']])}" if row.get("teams") else ""
    yield fact("by", shown(f"{said.by}{teams}, on {moment.said(said.at)}") + _became(then, row))
    version = f" version {said.version}" if said.version else ""
    phase = then.node().partition("/")[2]
    covers = [f"; phase {name} as {of[:DIGEST]}" for name, of in said.phases if name == phase]
    stood = FITS[fits(then, said)] if then.node() and said.of in ("plan", "phase") else ""
    what = f"{said.of} {said.name}" if said.name else "this very landing" if said.of == "landing" else f"the {said.of}"
    yield fact("to", shown(f"{what}{version}, {said.digest[:DIGEST]}{''.join(covers)}{stood}"))
    yield fact("reason", shown(said.reason) or "none")
    yield fact("presence", SHOWS.get(row.get("presence", ""), "the signature shows none"))
    yield fact("expiry", _expiry(then, said))
    if said.accepts:
        yield fact("accepts", f"{count(len(said.accepts), 'question')}: {few(map(shown, said.accepts))}")
    if said.reading:
        model, request, *doubts = said.reading
        yield fact("reading", f"by {shown(model)} of {shown(request[:DIGEST])}: {count(len(doubts), 'doubt')}")


def fits(then: Then, said: Approval) -> bool | None:
    """Whether it is of the phase as its plan had it when this was judged; None where nobody can tell that here."""
    phase = then.node().partition("/")[2]
    if said.of == "landing":
        return True
    given = dict(said.phases).get(phase) if said.of == "plan" else said.digest
    return given == then.digests[phase] if phase in then.digests else None


def until(then: Then, said: Approval) -> int:
    """When it asks again: as it says, and never later than the policy of then lets any count."""
    longest = [said.at + then.policy.approvals.expire] if then.policy is not None else []
    return min([said.expires, *longest])


def over(then: Then, said: Approval) -> bool:
    """It had expired when the landing was judged."""
    return bool(then.record["now"] >= until(then, said))


def _expiry(then: Then, said: Approval) -> str:
    end = f"asks again on {moment.said(until(then, said))}"
    doubt = "; the policy cannot be read here, and may have let it count for less long" if then.policy is None else ""
    return f"{end}: {'over' if over(then, said) else 'not over'} when this was judged{doubt}"


def _kind(row: Row) -> str:
    return {"person": "a person", "machine": "a machine"}.get(row["kind"], "of whom nobody knows what they were")


def _became(then: Then, row: Row) -> str:
    """Its id; and whether it was struck out then, or is since."""
    id_ = text(row["id"])
    told = f"  (entry {short(id_)}"
    if row.get("struck"):
        return f"{told}, revoked before this was judged)"
    by = then.log.struck.get(id_)
    return f"{told}, revoked since by {shown(by.act.by)} in {short(by.id)})" if by is not None else f"{told})"
