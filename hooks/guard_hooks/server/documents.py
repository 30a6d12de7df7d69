"""The documents that a push leaves on the trusted branch: what comes next is judged by them, or by nothing at all."""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import Change, ChangeSet
from guard.model.finding import Next, finding
from guard.model.verdict import not_judged, weigh
from guard.pipeline import weigh_change
from guard_hooks.server import ground as grounds
from guard_hooks.server.told import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.policy import Policy
    from guard.model.verdict import Verdict
    from guard.trust import Trusted
    from guard_hooks.server.ground import Ground

NAMES = 5  # people that are named
OWN, POLICY = b".guard/", b".guard/policy.yaml"
EDITS = ("G260", "G261", "G262")  # which are of a document and the one before it
THERE = "its owner mends it on the trusted branch: "
IN_IT = "mend it in the commit that brings it, and push again: "


def adopting(ground: Ground, tip: bytes) -> Told:
    """The policy comes with this push: what stands on the branch by then is taken as it is, documents in order."""
    branch = shown(ground.setting.trusted)
    try:
        if not grounds.adopted(ground.repository, tip):
            return Told(not_judged("merge", _no_policy(branch)))
        trusted = _read(ground, tip)
        wrong = _faults(ground, tip) or _unchangeable(branch, trusted.policy) or _unjudged(ground, tip)
    except GuardError as error:
        return Told(not_judged("merge", error))
    if wrong is not None:
        return Told(wrong)
    people = [shown(os.fsencode(name)) for name in trusted.policy.people]
    more = f" and {len(people) - NAMES:,} more" if len(people) > NAMES else ""
    said = f"people of it: {', '.join(people[:NAMES])}{more}" if people else "it names nobody yet"
    lines = f"guard: adopted: policy version {trusted.policy.version} on {branch}; {said}\n"
    return Told(
        None, "", f"{lines}guard: what stands there now is taken as it is; every landing from here on is judged\n"
    )


def left(ground: Ground, before: bytes, tip: bytes) -> Told | None:
    """Why the branch may not be left with these documents, in shadow mode either; None where it may.

    Under documents that this server cannot go by, nothing could land any more: not even what mends them.
    """
    repository = ground.repository
    stood, stands = [repository.entries(repository.tree(commit)).get(b".guard") for commit in (before, tip)]
    if stood == stands:
        return None
    branch = shown(ground.setting.trusted)
    try:
        if not grounds.adopted(repository, tip):
            raise _gone(branch)
        wrong = _unchangeable(branch, _read(ground, tip).policy) or _unjudged(ground, tip)
    except GuardError as error:
        wrong = not_judged("merge", error)
    return None if wrong is None else Told(wrong, f"what comes after {tip[:12].decode()} could not be judged")


def _unjudged(ground: Ground, tip: bytes) -> Verdict | None:
    """Why a landing of nothing at all could not be judged under these documents; None where it could."""
    verdict = grounds.weighed(ground, tip, tip)
    return verdict if verdict.outcome == "cannot-establish" and verdict.exit_code else None


def _read(ground: Ground, tip: bytes) -> Trusted:
    """The documents at a commit that is to come, and the log that they name; errors say what to do before it does."""
    try:
        _, trusted = grounds.documents(ground, tip)
    except GuardError as error:
        mend = IN_IT + error.mend.removeprefix(THERE)
        if error.rule == "G812":
            name = shown(ground.setting.trusted.removeprefix(grounds.HEADS))
            mend = f"{IN_IT}branch: {name}, which is the trusted one on this server"
        raise GuardError(error.rule, error.what, error.where, mend) from error
    try:
        grounds.pinned(ground, trusted)
    except GuardError as error:
        if not ground.log:
            raise
        mend = f"{IN_IT}log: is the first entry of the log that stands here (guard log verify tells it), or is left out"
        raise GuardError(error.rule, error.what, error.where, mend) from error
    return trusted


def _unchangeable(branch: str, policy: Policy) -> Verdict | None:
    """A policy in which nobody has a key could never be changed here: each edit of it asks for a yes."""
    if policy.shadow or any([person.key for person in policy.people.values()]):
        return None
    why = "an edit of the policy or a plan needs a yes, and nobody could give one here: no person in it has a key"
    steps = (
        Next("you", "an owner makes a key and lists it, before this is pushed again: guard enroll NAME"),
        Next("you", "or lets the policy tell and refuse nothing until keys are there: mode: shadow"),
    )
    return weigh("merge", (finding("G647", f"{branch}: {policy.where}", why, steps, POLICY),))


def _no_policy(branch: str) -> GuardError:
    mend = (
        f"an owner of {branch} writes {POLICY.decode()}, commits it on that branch and pushes it: guard schema policy"
        " tells what stands in it, guard check what is wrong with it"
    )
    return GuardError("G644", "this server judges what lands, and there is no policy to judge by", branch, mend)


def _gone(branch: str) -> GuardError:
    what = "this server judges what lands, and would be left with no policy to judge by"
    mend = "put it back in a commit of its own, and push again: git restore --source=COMMIT -SW -- .guard"
    return GuardError("G644", what, f"{branch}: {POLICY.decode()}", mend)


def _faults(ground: Ground, tip: bytes) -> Verdict | None:
    """What is wrong with guard's own documents at a commit, as if all of them came with it; None where nothing is."""
    whole = ground.repository.whole(tip)
    own = tuple([change for change in whole.changes if change.path.startswith(OWN)])
    trigger, trusted = grounds.documents(ground._replace(log=b""), tip)
    before = trusted._replace(adopted=False, plans=())
    change = Change(ChangeSet("landing", tip, own), (), (), b"", tip, b"")
    verdict = weigh_change(ground.repository, trigger, before, change)
    wrong = [found for found in verdict.findings if found.rule.startswith("G2") and found.rule not in EDITS]
    told = tuple([found._replace(blocks="merge") for found in wrong if found.outcome == "violation"])
    return weigh("merge", told, verdict.basis) if told else None
