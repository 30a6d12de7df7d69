"""What waits on branches that are still to land: each judged as at the merge door, and what a person must settle."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import Change, revision
from guard.model.plan import PLANS_FOLDER
from guard.model.verdict import STOPS
from guard.pipeline import weigh_change
from guard.value import NamedTuple
from guard.waiting.row import Row, Unlooked, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.ground import Ground
    from guard.model.finding import Finding, Next
    from guard.model.verdict import Verdict
    from guard.waiting.row import Kind

MOST = 12  # branches that are judged without being named
LISTED = 400  # that are asked whether they have landed
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
        return [_named(ground, name) for name in names], []
    found: dict[bytes, Ahead] = {}
    listed = repository.refs.branches()
    for one in listed[:LISTED]:
        if one.name == ground.ref or _of_log(one.name):
            continue
        known = found.get(one.oid)
        if known is not None:
            found[one.oid] = known._replace(refs=(*known.refs, one.name))
        elif not repository.contains(trusted, one.oid):
            if len(found) == MOST:
                left = len(listed) - listed.index(one)
                return list(found.values()), [
                    Unlooked(f"{left:,} older branches", "the newest are looked at; name one: --branch NAME")
                ]
            found[one.oid] = Ahead(_short(one.name), (one.name,), one.oid, one.at)
    left = len(listed) - LISTED
    more = (
        [Unlooked(f"{left:,} older branches", "the newest are looked at; name one: --branch NAME")] if left > 0 else []
    )
    return list(found.values()), more


def _named(ground: Ground, name: str) -> Ahead:
    tip = ground.repository.resolve(name)
    header = next(iter(ground.repository.range(ground.trusted.oid, tip).commits[-1:]), None)
    return Ahead(name, (name,), tip, header.at if header is not None else 0)


def rows(ground: Ground, branch: Ahead) -> tuple[list[Row], list[Unlooked]]:
    """What a person must settle before it may land; that something is simply wrong with it is said, for its author."""
    try:
        verdict = _verdict(ground, branch)
    except GuardError as error:
        return [], [Unlooked(f"branch {shown(branch.name)}", f"{error.what}  ({error.where}); {error.mend}")]
    stopping = [one for one in verdict.findings if one.blocks in STOPS["merge"]]
    open_ = [one for one in stopping if one.outcome in OF_PERSONS]
    broken = [one for one in stopping if one.outcome not in OF_PERSONS]
    told = [_row(ground, branch, verdict, one, bool(broken)) for one in open_]
    if not broken:
        return told, []
    rules = ", ".join(dict.fromkeys([one.rule for one in broken]))
    name = shown(branch.name)
    why = f"its author mends {len(broken):,} of its findings first, {rules}: guard check --range ..{name}"
    return told, [Unlooked(f"branch {name}", why)]


def _verdict(ground: Ground, branch: Ahead) -> Verdict:
    repository, trusted = ground.repository, ground.trusted
    landed = repository.range(trusted.oid, branch.tip)
    change = Change(landed.landing, landed.steps, landed.commits, landed.fork, branch.tip, trusted.oid, revision(branch.tip))
    trigger = ground.trigger._replace(selector="range", tip=branch.name, here=branch.tip == repository.refs.head())
    return weigh_change(repository, trigger, trusted, change)


def _row(ground: Ground, branch: Ahead, verdict: Verdict, found: Finding, broken: bool) -> Row:
    mine = [step for step in found.next if step.who in ground.policy.people]
    path = "" if found.path is None else found.path.decode("utf-8", "backslashreplace")
    kind = _kind(found)
    return Row(
        id=named(kind, branch.name, found.rule, found.fingerprint or found.what, path),
        kind=kind,
        rule=found.rule,
        where=branch.name,
        commit=branch.tip.decode(),
        says=found.what,
        why=found.why,
        who=tuple(dict.fromkeys([step.who for step in mine])),
        run=_run(mine or list(found.next)),
        lands=True,
        plan=verdict.basis.plan or _plan_of(path),
        phase=verdict.basis.phase,
        name=found.fingerprint,
        since=branch.at,
        path=path,
        line=found.line or 0,
        accepts=found.fingerprint,
        holds=(branch.name,),
        asked=BY.get(found.rule, "policy" if kind in ("approval", "landing") else "rule"),
        urgency="later" if broken else "now",
    )


def _run(steps: list[Next]) -> str:
    """The first command, else the first step in words."""
    return next((one.words() for one in steps if one.run.startswith("guard ")), steps[0].words() if steps else "")


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


def _plan_of(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return name.rpartition(".")[0] if folder == PLANS_FOLDER else ""


def _short(ref: str) -> str:
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def _of_log(ref: str) -> bool:
    return ref == "refs/heads/guard-log" or (ref.startswith("refs/remotes/") and ref.endswith("/guard-log"))
