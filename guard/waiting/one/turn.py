"""What an answer or a yes opens, and what stays closed: told by what carries the act out, before it is signed."""

from __future__ import annotations

import shlex

from guard.acts import approving, attesting, landings, policies
from guard.acts.approving import Said
from guard.acts.proposal import Against
from guard.errors import GuardError, UsageError
from guard.waiting.one.answered import answered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.proposal import Lines, Proposal
    from guard.waiting.one.source import Source

OPENS = ("opens", "covers", "completes", "says", "answers", "lands")
STAYS = ("in turn", "stops", "missing", "stale", "open", "not", "closes", "undoes", "beware")
MOST = 12


def told(of: Source) -> Iterator[tuple[str, str]]:
    """Of an act what it says itself; of an answer what it does to the plan; and what else holds the same up."""
    row = of.row
    counts = any([plan.id == row.plan for plan in of.ground.trusted.plans])
    if row.kind == "question" and counts and (row.settles or not row.lands):
        yield from answered(of)
    elif row.kind == "landing" and not row.lands:
        yield "opens", "it counts as a landing that somebody approved from then on; no phase of any plan"
        yield "not", f"what it did stays done; who does not stand by it takes it back: git revert {row.name}"
    elif row.kind != "question":
        yield from [(label, words) for label, words in _of_act(of) if label in (*OPENS, *STAYS)]
    if row.lands:
        yield from _branch(of)


def _of_act(of: Source) -> Lines:
    """As whoever signs will be told; nothing is signed here."""
    words = shlex.split(of.row.run) if of.row.run.startswith(("guard approve ", "guard attest ")) else []
    if not words:
        return ()
    people = [name for name in of.row.who if name in of.ground.policy.people or name in of.ground.policy.machines]
    if not people:
        return (("missing", "nobody who is listed can say it"),)
    try:
        found = _evidence(of, words, people[0]) if words[1] == "attest" else _approval(of, words, people[0])
    except UsageError as wrong:
        raise GuardError("G813", str(wrong), of.row.where, "look at what waits once more") from wrong
    if isinstance(found, Against):
        return tuple([("stays", f"{one.what}  [{one.rule}]") for one in found.findings])
    return found.lines


def _approval(of: Source, words: list[str], by: str) -> Proposal | Against:
    ground = of.ground
    person = ground.policy.people.get(by)
    expires = ground.now + ground.policy.approvals.expire
    said = Said(by, (person.key if person is not None else "") or "", "", ground.now, expires)
    target, rev = words[2], _option(words, "--at")
    if "--unplanned" in words:
        return landings.proposal(landings.work(ground, target), said)
    if target == "policy":
        return policies.proposal(ground, rev, said)
    subject = approving.subject(ground, target, rev)
    return subject if isinstance(subject, Against) else approving.proposal(subject, said)


def _evidence(of: Source, words: list[str], by: str) -> Proposal:
    ground = of.ground
    named = ("--plan", "--phase", "--env", "--service", "--commit")
    plan, phase, env, service, commit = [_option(words, name) for name in named]
    rest = [word for word in words if word.startswith("--") and word not in named]
    values = tuple([(word[2:], int(_option(words, word))) for word in rest if _option(words, word).isdigit()])
    claim = attesting.Claim(words[2], plan, phase, env, service, commit, values)
    policy = ground.policy
    signer = policy.machines.get(by) or policy.people.get(by)
    key = (signer.key if signer is not None else "") or ""
    return attesting.proposal(ground, attesting.checked(ground, claim), by, key, ground.now)


def _option(words: list[str], name: str) -> str:
    return next((words[at + 1] for at, word in enumerate(words[:-1]) if word == name), "")


def _branch(of: Source) -> Iterator[tuple[str, str]]:
    """What keeps the branch from landing beside this."""
    from guard.waiting.branches import stopping

    assert of.weighed is not None
    mine = frozenset(of.findings)
    others = [one for one in stopping(of.weighed) if one not in mine]
    told = list(dict.fromkeys([f"{one.what}  [{one.rule}]" for one in others]))
    if not told:
        yield "lands", f"{of.row.where} may land then: nothing else keeps it"
    yield from [("stays", words) for words in told[:MOST]]
    if len(told) > MOST:
        yield "stays", f"and {len(told) - MOST:,} more"
