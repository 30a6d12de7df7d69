"""What waits on branches that are still to land: each judged as at the merge door, and what a person must settle."""

from __future__ import annotations

from guard.doors.git.history import read_commits
from guard.errors import GuardError
from guard.escape import seen, shell_word, shown
from guard.joining import case_of
from guard.model.change import Change, revision
from guard.model.plan import PLANS_FOLDER
from guard.model.question import RULES as ASSUMED
from guard.model.question import fingerprint
from guard.model.verdict import STOPS
from guard.pipeline import weighed
from guard.replay.progress import replayed
from guard.value import NamedTuple
from guard.waiting.assumed import answer
from guard.waiting.one_act import act, joined, settling
from guard.waiting.row import Row, Unlooked, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.ground import Ground
    from guard.model.case import Case
    from guard.model.finding import Finding, Next
    from guard.model.plan import Assumption
    from guard.model.verdict import Verdict
    from guard.replay import Replay
    from guard.waiting.row import Kind

MOST = 12  # branches that are judged without being named
OF_PERSONS = ("needs-person", "stale")
UNPLANNED = ("G102",)
BY = {"G761": "model", "G770": "agent"}  # who asks


class Ahead(NamedTuple):
    """A branch that has not landed: its short name, every full name it goes by, and its tip."""

    name: str
    refs: tuple[str, ...]
    tip: bytes
    at: int


def ahead(ground: Ground, names: tuple[str, ...] = ()) -> tuple[list[Ahead], list[Unlooked]]:
    """Those of these names; without any the newest that have not landed, and what was not looked at."""
    repository, trusted = ground.repository, ground.trusted.oid
    if not trusted:
        return [], [Unlooked("branches", "what counts stands in a directory, and lands on no branch")]
    if names:
        tips = {name: repository.resolve(name) for name in names}
        times = {one.oid: one.at for one in read_commits(repository.objects, list(dict.fromkeys(tips.values())))}
        return [Ahead(name, (name,), tip, times[tip]) for name, tip in tips.items()], []
    found: dict[bytes, Ahead] = {}
    try:
        listed = repository.refs.branches(trusted)
    except GuardError as error:
        return [], [Unlooked("branches", f"{error.what}  ({error.where}); {error.mend}")]
    for one in listed:
        known = found.get(one.oid)
        if known is not None:
            found[one.oid] = known._replace(refs=(*known.refs, one.name))
        elif one.name != ground.ref and not _of_log(one.name):
            found[one.oid] = Ahead(_short(one.name), (one.name,), one.oid, one.at)
    left = len(found) - MOST
    why = "the newest are looked at; name one: --branch NAME"
    return list(found.values())[:MOST], [Unlooked(f"{left:,} older branches", why)] if left > 0 else []


class Weighed(NamedTuple):
    """A branch as the merge door sees it."""

    branch: Ahead
    change: Change
    case: Case
    verdict: Verdict


class Door:
    """The merge door, at which several branches are judged: where the trusted branch stands is asked once for all."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._stands: Replay | None = None

    def rows(self, branch: Ahead) -> tuple[list[Row], list[Unlooked], Weighed | None]:
        """What a person must settle before it may land; that something is simply wrong with it, its author is told."""
        name = shown(branch.name)
        try:
            of = self.weigh(branch)
        except GuardError as error:
            return [], [Unlooked(f"branch {name}", f"{error.what}  ({error.where}); {error.mend}")], None
        if of.change.old == branch.tip:  # all of it has landed
            return [], [], None
        broken = [one for one in stopping(of) if one.outcome not in OF_PERSONS]
        told = joined([_row(self._ground, of, one, bool(broken)) for one in open_(of)])
        if not broken:
            return told, [], of
        rules = ", ".join(dict.fromkeys([one.rule for one in broken]))
        said = shell_word(f"..{branch.name}".encode("utf-8", "surrogateescape"))
        why = f"its author mends {len(broken):,} of its findings first, {rules}: guard check --range {said}"
        return told, [Unlooked(f"branch {name}", why)], of

    def weigh(self, branch: Ahead) -> Weighed:
        """Judged as any landing is."""
        ground, tip = self._ground, branch.tip
        repository, trusted = ground.repository, ground.trusted
        landed = repository.range(trusted.oid, tip)
        change = Change(landed.landing, landed.steps, landed.commits, landed.fork, tip, trusted.oid, revision(tip))
        trigger = ground.trigger._replace(selector="range", tip=branch.name, here=tip == repository.refs.head())
        if self._stands is None and change.old != tip:
            self._stands = replayed(repository, trigger, trusted, change)
        case = case_of(repository, trigger, trusted, change, self._stands if change.old != tip else None)
        return Weighed(branch, change, case, weighed(trigger, trusted, change, case))


def stopping(of: Weighed) -> list[Finding]:
    """What keeps it from landing."""
    return [one for one in of.verdict.findings if one.blocks in STOPS["merge"]]


def open_(of: Weighed) -> list[Finding]:
    """And of that what a person settles."""
    return [one for one in stopping(of) if one.outcome in OF_PERSONS]


def findings(ground: Ground, of: Weighed, row: Row) -> list[Finding]:
    """Those that a row of this branch was made of."""
    return [one for one in open_(of) if _row(ground, of, one, False).id == row.id]


def _row(ground: Ground, of: Weighed, found: Finding, broken: bool) -> Row:
    branch, verdict = of.branch, of.verdict
    mine = [step for step in found.next if step.who in ground.policy.people]
    file = found.path or b""
    plan = verdict.basis.plan.partition(" ")[0] or _plan_of(file)  # "split-name version 3"
    about = _assumption(ground, plan, found)
    raised = next((one for one in of.case.raised if one.question.id == found.fingerprint), None)
    kind = _kind(found)
    run = answer(plan, about.name) if about is not None else _run(mine or list(found.next))
    key = (run.replace(revision(branch.tip), ""),) if settling(kind, run) else (found.rule, _name(found), shown(file))
    return Row(
        id=named(kind, branch.name, *key),
        kind=kind,
        rule=found.rule,
        where=branch.name,
        commit=branch.tip.decode(),
        says=found.what if raised is None else seen(raised.doubt.what),
        why=found.why,
        who=tuple(dict.fromkeys([step.who for step in mine])),
        run=run,
        lands=True,
        plan=plan,
        phase=verdict.basis.phase if about is None else "",
        name=about.name if about is not None else found.fingerprint,
        quote=about.says if about is not None else raised.question.says if raised is not None else "",
        since=max(branch.at, 0),  # as its committer says
        path=shown(file),
        file=file,
        line=found.line or 0,
        accepts=found.fingerprint,
        settles=about.name if about is not None else "",
        holds=(f"branch {branch.name}",),
        asked=BY.get(found.rule, "policy" if kind in ("approval", "landing") else "rule"),
        urgency="later" if broken else "now",
    )


def _name(found: Finding) -> str:
    return found.fingerprint or found.what


def _run(steps: list[Next]) -> str:
    """The first command of whoever settles it, else the first step."""
    first = steps[0].words() if steps else ""
    return next((run for one in steps if (run := act(one.words()))), first)


def _assumption(ground: Ground, plan: str, found: Finding) -> Assumption | None:
    """What the plan takes for granted that a question goes by."""
    if found.rule not in ASSUMED.values():
        return None
    every = [one for of in ground.trusted.plans if of.id == plan for one in of.assumptions]
    return next((one for one in every if fingerprint(found.rule, one.says) == found.fingerprint), None)


def _kind(found: Finding) -> Kind:
    """By what settles it."""
    if found.fingerprint or found.rule[:2] == "G7":
        return "question"
    if found.rule in UNPLANNED:
        return "landing"
    runs = " ".join([step.run for step in found.next])
    if "guard approve" in runs:
        return "approval"
    return "evidence" if "guard attest" in runs else "other"


def _plan_of(path: bytes) -> str:
    folder, _, name = path.rpartition(b"/")
    return shown(name.rpartition(b".")[0]) if folder == PLANS_FOLDER.encode() else ""


def _short(ref: str) -> str:
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def _of_log(ref: str) -> bool:
    return ref == "refs/heads/guard-log" or (ref.startswith("refs/remotes/") and ref.endswith("/guard-log"))
