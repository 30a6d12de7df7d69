"""Answers to what a plan takes for granted, gathered and written together: what is refused, and the text that results.

An answer is text of the plan and no act: nobody signs it. What counts is the plan as it lands, and the yes to that.
"""

from __future__ import annotations

from guard import drafts
from guard.acts import words
from guard.acts.ground import Documents, standing
from guard.compile import read_document
from guard.document.amending import NotAmended, Value, amended
from guard.escape import hidden, shown
from guard.model.assumption import Settler, settler
from guard.model.case import Binding
from guard.model.change import Change, ChangeSet
from guard.model.kind import PLAN
from guard.model.plan import Plan, plan_from
from guard.model.question import RULES
from guard.replay import replay
from guard.replay.places import Places
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from guard.acts.ground import Ground
    from guard.drafts import File, Folder
    from guard.model.assumption import Settled
    from guard.model.digests import Beside
    from guard.model.policy import Policy
    from guard.replay import Replay

LONGEST = 500  # letters of an answer
PATTERNS = ("name", "inventory")  # what the tree is asked for


class Sheet(NamedTuple):
    """A plan as it stands in the work tree, and where everything would stand with it."""

    ground: Ground
    policy: Policy  # whose people answer: the one that counts, else the one of the work tree
    file: File
    plan: Plan
    beside: Beside
    stands: Replay


class Answer(NamedTuple):
    """What is to settle one assumption, and what the plan said of that before."""

    name: str
    says: str
    before: str | None
    settled_by: str


class Refused(NamedTuple):
    """An answer that is not written, and what whoever gave it can do instead."""

    name: str
    what: str
    why: str
    mend: str


def sheet(ground: Ground, policy: Policy, folder: Folder, file: File) -> Sheet:
    """The plan among those that count, in the place of its older self where one stands."""
    plan = file.value
    assert isinstance(plan, Plan)  # whoever calls has told its faults
    plans = {one.id: one for one in ground.trusted.plans} | {plan.id: plan}
    trusted = ground.trusted._replace(policy=policy, plans=tuple(plans.values()))
    at, stands = ground.replay.at, drafts.beside(folder, plan)
    found = replay(ground.repository, ground.trigger, trusted, ground.log, at, ground.now)
    documents = Documents("", at, file.where, policy, plans, found)
    return Sheet(ground, policy, file, plan, stands, standing(documents, plan, stands))


def unfit(by: str, answer: str) -> str:
    """What is wrong with an answer of this person; "" where nothing is."""
    if hidden(answer):
        return "holds what cannot be seen, or is more than one line"
    said = words.plain(answer)
    wrong = words.unfit(said) or (f"is longer than {LONGEST} letters" if len(said) > LONGEST else "")
    if not wrong and settler(f"{by}: {said}") != Settler("person", by, said):
        wrong = "settles nothing: say what was looked at, and what it showed"
    return wrong


def held(of: Sheet, said: Mapping[str, str], by: str, replaces: bool) -> tuple[list[Answer], list[Refused]]:
    """Each answer that may stand, and each that may not. What the tree is asked for is nobody's to say."""
    answers, refused = [], []
    now = {one.name: one for one in settled(of, of.plan, said)}
    for one in of.plan.assumptions:
        if one.name not in said:
            continue
        text = f"{by}: {words.plain(said[one.name])}"
        against = None if one.settled_by in (None, text) else _against(now[one.name], one.settled_by or "", replaces)
        if against is None:
            answers.append(Answer(one.name, one.says, one.settled_by, text))
        else:
            refused.append(against)
    return answers, refused


def _against(now: Settled, old: str, replaces: bool) -> Refused | None:
    """Why what settles it already stays; None where it may go."""
    kind = settler(old).kind
    if kind == "unreadable":  # as a template leaves it: nothing has settled anything
        return None
    if kind in PATTERNS and now.state not in RULES:
        what = f"{now.name} is settled by {shown(old)}, which the tree is asked for: {now.why}"
        why = "what can be looked up counts more than anybody's word"
        mend = f"let the plan say what holds, or ask for what does: {now.at}"
        return Refused(now.name, what, why, mend)
    if replaces:
        return None
    what = f'{now.name} says already what settles it: "{shown(old)}"'
    why = "an answer is taken away by nobody who has not seen it"
    return Refused(now.name, what, why, "where another is to stand in its place, say so: --replace")


def settled(of: Sheet, plan: Plan, names: Iterable[str]) -> tuple[Settled, ...]:
    """How these assumptions stand, asked of the tree of HEAD."""
    ground, at = of.ground, of.stands.at
    tip = ground.repository.refs.head() or at
    nothing = Change(ChangeSet("landing", tip, ()), (), (), tip, tip or None, at)
    asked = plan._replace(assumptions=tuple([one for one in plan.assumptions if one.name in set(names)]))
    trusted = ground.trusted._replace(policy=of.policy)
    places = Places(ground.repository, trusted, of.stands.states, at, nothing)
    return places.settled(Binding(asked, (), ()), of.stands.exits)


def version(of: Sheet, answers: Iterable[Answer]) -> int:
    """Which one the plan is to have: what means something else than the plan that counts has a higher one (G260)."""
    plan, every = of.plan, _new(answers)
    stood = next((one for one in of.ground.trusted.plans if one.id == plan.id), None)
    if not every or stood is None or plan.version > stood.version:
        return plan.version
    same = _wanted(plan.data, every, plan.version) == stood.data
    return plan.version if same else stood.version + 1


def answered(file: File, plan: Plan, answers: Iterable[Answer], numbered: int) -> tuple[bytes, Plan]:
    """The text with these answers and this version, and the plan it is; NotAmended where anything else would change."""
    every, read = _new(answers), file.read
    if not every:
        return read.text, plan
    values = [Value(("assume", one.name), "settled_by", one.settled_by) for one in every]
    values += [Value((), "version", numbered)] if numbered != plan.version else []
    text = amended(read.text, values)
    after = read_document(PLAN.name, read.name, text)
    if after.data is None:
        first = after.faults[0]
        raise NotAmended(f"{read.name}:{first.line}", f"the plan would have a fault: {first.message}")
    if after.data != _wanted(plan.data, every, numbered):
        raise NotAmended(read.name, "the plan would then mean something else as well; write it there by hand")
    return text, plan_from(after.data, after.name, after.lines)


def _new(answers: Iterable[Answer]) -> list[Answer]:
    """Those that the plan does not say already."""
    return [one for one in answers if one.before != one.settled_by]


def _wanted(data: dict[str, Any], answers: list[Answer], numbered: int) -> dict[str, Any]:
    """What the plan is to mean, in its canonical form."""
    assume = data["assume"] | {one.name: {**data["assume"][one.name], "settled_by": one.settled_by} for one in answers}
    return {**data, "assume": assume, "version": numbered}
