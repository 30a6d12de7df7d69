"""Revoking an approval or evidence: what is struck out, and what closes with it."""

from __future__ import annotations

from guard.acts import opening, words
from guard.acts.proposal import Proposal, id_of, payload_of
from guard.errors import UsageError
from guard.escape import shown
from guard.grammar import moment
from guard.model.finding import Next, finding
from guard.model.log import Approval, Evidence
from guard.model.log import words as said_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.ground import Ground
    from guard.acts.proposal import Lines
    from guard.model.finding import Finding
    from guard.model.log import Entry
    from guard.model.policy import Policy

MOST = 4  # entries that are named


def struck(ground: Ground, named: str) -> Entry:
    """The entry of this id, or of one that begins so; a word that names none, or several, is a wrong one."""
    every, word = {entry.id: entry for entry in ground.log.standing()}, shown(named)
    found = words.named(named, every)
    if found is None:
        what = f"an entry is named by its id, or by {words.SHORT} digits of it at least, not '{word}'"
        raise UsageError(f"{what}; guard log show lists them")
    if len(found) > 1:
        raise UsageError(f"several entries begin with {word}: {', '.join(found[:MOST])}; write more digits")
    if not found:
        void = next((one for one in ground.log.void if words.named(named, [one.id])), None)
        counts = f"it counts for nothing already: {void.why} [{void.rule}]" if void else "guard log show lists them"
        missing = f" ({ground.log.missing})" if ground.log.missing else ""
        raise UsageError(f"no entry {word} counts in the log{missing}; {counts}")
    entry = every[found[0]]
    if not isinstance(entry.act, Approval | Evidence):
        raise UsageError(f"{word} is a {said_of(entry.act)}: only approvals and evidence are revoked")
    if entry.struck:
        raise UsageError(f"{word} is struck out already: {said_of(entry.act)}")
    return entry


def against(policy: Policy, entry: Entry, by: str, machine: bool) -> tuple[Finding, ...]:
    """A machine takes back what it said itself, and nothing else."""
    if not machine or entry.act.by == by:
        return ()
    what = f"{by} is a machine, and did not say this: {said_of(entry.act)}"
    why = f"a machine takes back only its own word; a person whom the policy lists takes back any  ({policy.where})"
    return (finding("G521", what, why, (Next("you", "leave it to a person: guard revoke " + entry.id),)),)


def proposal(ground: Ground, entry: Entry, by: str, key: str, reason: str, at: int) -> Proposal:
    """The revocation, ready to be signed."""
    payload = payload_of("revocation", ground.policy.id, by, at, {"entry": entry.id, "reason": reason})
    id_ = id_of(payload)
    turn = opening.added(ground.replay, payload, (id_, key, ""))
    person = ground.policy.people.get(by)
    lines = (
        *_about(entry),
        *_taken(entry, opening.told(turn)),
        ("for good", "a revocation cannot be revoked: what it strikes out is said once more, or not at all"),
        *words.signing(payload, key, person.teams if person is not None else ()),
    )
    title, again = f"no longer: {said_of(entry.act)}", f"guard revoke {entry.id}"
    return Proposal(payload, title, lines, "", again, id_, turn.after, _plan(entry))


def _plan(entry: Entry) -> str:
    """The plan that the entry is about; "" where it is about none."""
    if isinstance(entry.act, Evidence):
        return entry.act.plan
    return entry.act.name.partition("/")[0] if isinstance(entry.act, Approval) else ""


def _about(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "strikes", f"{said_of(entry.act)}, {moment.exact(entry.act.at)}"
    yield "entry", entry.id
    if isinstance(entry.act, Approval) and entry.act.reason:
        yield "said", words.seen(entry.act.reason)


def _taken(entry: Entry, told: Lines) -> Lines:
    """What closes; a landing or a policy that was approved is so no longer, which moves no phase."""
    moves = tuple([row for row in told if row != ("opens", "nothing yet")])
    if isinstance(entry.act, Approval) and entry.act.of in ("landing", "policy"):
        return (*moves, ("closes", f"this {entry.act.of} is approved no longer by {entry.act.by}"))
    return moves or (("closes", "nothing: no phase rests on it now"),)
