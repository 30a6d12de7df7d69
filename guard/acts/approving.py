"""Approving a plan, or once more a phase of it where it stops: what is signed, and what that comes to."""

from __future__ import annotations

from guard.acts import opening, words
from guard.acts.brought import change_of, judged_of, rows
from guard.acts.ground import beside_of, documents, plan_of, standing
from guard.acts.proposal import Against, Proposal, id_of, payload_of
from guard.acts.unsettled import unsettled
from guard.carried.flaws import pages_read
from guard.doors.git.landed import file_at
from guard.errors import UsageError
from guard.escape import shown
from guard.lint import lint
from guard.model.asking import of_phase, of_plan, stop
from guard.model.comparison import compare
from guard.model.digests import phase_digests, plan_digest
from guard.model.draft import Draft
from guard.model.finding import Next, finding
from guard.model.owning import belongs
from guard.model.question import RULES
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from guard.acts.ground import Documents, Ground
    from guard.acts.proposal import Lines
    from guard.model.approving import Asked
    from guard.model.digests import Beside
    from guard.model.finding import Finding
    from guard.model.plan import Phase, Plan
    from guard.model.question import Question
    from guard.replay import Replay

MOST = 6  # parts of an edit that are told
ASSUMED = frozenset(RULES.values())  # questions of assumptions, which lint asks as well


class Said(NamedTuple):
    """What whoever signs says beside the thing itself."""

    by: str
    key: str  # type and base64; "" where it is elsewhere
    reason: str
    at: int
    expires: int
    accepts: tuple[str, ...] = ()
    reading: tuple[str, ...] | None = None  # as a payload has it that was signed; None: as it is kept here

    def payload(self, ground: Ground, what: Mapping[str, object]) -> dict[str, Any]:
        """The approval of what is named."""
        told = {**what, "expires": self.expires, "reason": self.reason}
        return payload_of("approval", ground.policy.id, self.by, self.at, told)


class Subject(NamedTuple):
    """A plan, or a phase of it, as one commit has it."""

    ground: Ground
    found: Documents
    plan: Plan
    phase: Phase | None
    stands: Beside
    replay: Replay
    questions: tuple[Question, ...]
    reading: tuple[str, ...]  # by a model: its name, the digest of what it was sent, and each doubt that stands
    landing: str  # of a phase: the digest of what was read, which would land in it

    @property
    def name(self) -> str:
        return self.plan.id if self.phase is None else f"{self.plan.id}/{self.phase.name}"

    @property
    def again(self) -> str:
        return f"guard approve {self.name}" + (f" --at {shown(self.found.rev)}" if self.found.rev else "")


def subject(ground: Ground, target: str, rev: str) -> Subject | Against:
    """What `PLAN` or `PLAN/PHASE` names at that commit; one with faults is nothing to say yes to."""
    found = documents(ground, rev)
    name, slash, of = target.partition("/")
    plan = plan_of(found, name)
    phase = next((one for one in plan.phases if one.name == of), None)
    if slash and phase is None:
        known = ", ".join([one.name for one in plan.phases])
        raise UsageError(f"plan {plan.id} has no phase '{shown(of)}'; it has {known}")
    flaws = _flaws(ground, found, plan)
    if any([one.rule == "G230" for one in flaws]):
        return Against(tuple(flaws))  # phases in a circle have no digest
    stands = beside_of(ground, found, plan)
    replay = standing(found, plan, stands)
    if phase is not None and not stop(plan, phase, ground.policy, replay.world.also):
        raise UsageError(f"{target} does not stop: a yes to its plan opens it: guard approve {plan.id}")
    return Subject(ground, found, plan, phase, stands, replay, *unsettled(ground, found, plan, replay, phase))


def faults(of: Subject, accepts: tuple[str, ...]) -> tuple[Finding, ...]:
    """What is wrong with the plan, but for the open questions that are accepted."""
    accepted = [one.name for one in of.questions if one.id in accepts and one.rule in ASSUMED]
    spared = tuple([f"/assume/{name}" for name in accepted])
    flaws = _flaws(of.ground, of.found, of.plan, spared)
    return tuple(flaws)


def _flaws(ground: Ground, found: Documents, plan: Plan, spared: tuple[str, ...] = ()) -> list[Finding]:
    """Every flaw that lint finds in the plan as it would stand, less those at places that are spared."""
    others = {name: other for name, other in found.plans.items() if name != plan.id}
    pages = pages_read(ground.repository, {plan.id: plan}, lambda page: file_at(ground.repository, found.commit, page))
    told = []
    for flaw in lint(Draft(ground.policy, plan, others, pages, ground.now)):
        if not any([flaw.place == place or flaw.place.startswith(f"{place}/") for place in spared]):
            steps = (Next(plan.owner, flaw.mend),)
            told.append(
                finding(flaw.rule, f"plan {plan.id}: {flaw.what}", f"{flaw.why}  ({plan.at(flaw.place)})", steps)
            )
    return told


def asked_of(of: Subject) -> Asked:
    """Whose yes it takes, and what their signatures must show."""
    world, phase = of.replay.world, of.phase or of.plan.phases[0]
    node = f"{of.plan.id}/{phase.name}"
    return of_plan(world, of.plan, node) if of.phase is None else of_phase(world, of.plan, phase, node)


def proposal(of: Subject, said: Said) -> Proposal:
    """The approval, ready to be signed."""
    payload = _payload(of, said)
    id_, level = id_of(payload), asked_of(of).presence
    turn = opening.added(of.replay, payload, (id_, said.key, level))
    title = f"yes to phase {of.name}" if of.phase is not None else f"yes to plan {of.name}, version {of.plan.version}"
    person = of.ground.policy.people.get(said.by)
    lines = (
        *_about(of, payload),
        *opening.of_plan(of.plan, turn, of.name if of.phase is not None else ""),
        *_lands(of, payload, (id_, said.key, level)),
        ("expires", f"asks again {words.until(said.expires, of.ground.now)}"),
        *_open(of, said),
        *words.signing(payload, said.key, person.teams if person is not None else ()),
    )
    return Proposal(payload, title, lines, level, of.again, payload["digest"], turn.after, of.plan.id, of.found.rev)


def _payload(of: Subject, said: Said) -> dict[str, Any]:
    phases = phase_digests(of.plan, of.stands)
    told: dict[str, object] = {"name": of.name, "version": of.plan.version}
    if of.phase is None:
        told |= {"of": "plan", "digest": plan_digest(of.plan, of.stands), "phases": phases}
    else:
        told |= {"of": "phase", "digest": phases[of.phase.name]}
    read = _reading(of, said)
    if read:
        model, request, *doubts = read
        landing = {"landing": of.landing} if of.landing else {}
        told["reading"] = {"model": model, "request": request, "doubts": doubts, **landing}
    return said.payload(of.ground, told | ({"accepts": sorted(said.accepts)} if said.accepts else {}))


def _about(of: Subject, payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The document it is about, and what of it the digest covers."""
    yield "about", f"{words.seen(of.plan.why)}  (owner {of.plan.owner})"
    yield "stands", f"{of.plan.where}, as {of.found.where} has it"
    beside = [f"{of.plan.id}.md"] if of.stands.narrative else []
    beside += [f"manifest {name}" for name in of.stands.manifests]
    covers = "the plan as it means" if of.phase is None else "the phase, with what it leans on and what comes before it"
    yield "digest", f"{words.short(payload['digest'])}...: {covers}" + (f", with {', '.join(beside)}" if beside else "")
    if of.phase is None:
        yield "phases", ", ".join([f"{name} {words.short(one)}" for name, one in payload["phases"].items()])
    else:
        yield "does", ", ".join(of.phase.does) or words.seen(of.phase.outside or "nothing that lands")
    standing = {plan.id: plan for plan in of.ground.trusted.plans}.get(of.plan.id)
    if of.found.rev and (standing is None or standing.data != of.plan.data):
        yield from edited("plan", None if standing is None else standing.data, of.plan.data)


def _lands(of: Subject, payload: dict[str, Any], identity: tuple[str, str, str]) -> Iterator[tuple[str, str]]:
    """A plan that is still to land: that it may, with what is signed beside it."""
    if of.found.rev and of.phase is None:
        entry = opening.entry_of(payload, identity, of.ground.policy)
        change = change_of(of.ground, of.found.commit)
        mine = of.plan.id
        yield from rows(of.ground, change, judged_of(of.ground, change), entry, lambda path: belongs(path)[0] == mine)


def edited(kind: str, before: dict[str, object] | None, after: dict[str, object]) -> Iterator[tuple[str, str]]:
    """What becomes looser, what has to be read, what becomes tighter, against what counts now."""
    change = compare(kind, before, after)
    for label, told in (("looser", change.looser), ("to read", change.unclear), ("tighter", change.tighter)):
        yield from [(label, one) for one in told[:MOST]]
        if len(told) > MOST:
            yield label, f"and {len(told) - MOST:,} more"


def _open(of: Subject, said: Said) -> Lines:
    """What a model read before, the questions that the plan leaves open, and which of them this accepts."""
    model, _, *doubts = _reading(of, said) or ("", "")
    what = f", what {shown(of.found.rev)} would land: {words.short(of.landing)}..." if of.landing else ""
    read = (("read", f"by {words.seen(model)}{what}; {len(doubts):,} of its doubts stand"),) if model else ()
    open_ = [
        (
            "accepts" if one.id in said.accepts else "open",
            f"{one.name} ({one.id}): {words.seen(one.says)}; {words.seen(one.why)}",
        )
        for one in of.questions
    ]
    return (*read, *open_)


def _reading(of: Subject, said: Said) -> tuple[str, ...]:
    """As it was signed, where it was; else as it is kept here."""
    return of.reading if said.reading is None else said.reading
