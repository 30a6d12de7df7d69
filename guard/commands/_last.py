"""`guard check --last N`: what guard would have said of the last landings, under today's policy or built-in rules."""

from __future__ import annotations

import sys

from guard import carried, trust
from guard.binding import agreed
from guard.commands._data import dumped
from guard.doors.git.repository import Repository
from guard.errors import GuardError, UsageError
from guard.model.change import Change, Commit
from guard.model.claim import claims
from guard.model.finding import Finding
from guard.model.plan import STRICT
from guard.model.policy import default_policy
from guard.model.rule import RULES
from guard.model.trigger import Trigger
from guard.model.verdict import Basis, Verdict, not_judged, weigh
from guard.pipeline import case_of, weigh_change, weighed
from guard.report import hand_over
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from guard.commands._outputs import Output

MOST = 5
OURS = b".guard/"
ADOPT = (
    "next   you: write .guard/policy.yaml (guard schema policy) with mode: shadow, "
    "and guard tells this of every new change"
)


class Step(NamedTuple):
    """One landing of the past: its commit, how much it changed, and what guard would say."""

    commit: str
    files: int
    verdict: Verdict


def report(asked: argparse.Namespace, outputs: tuple[Output, ...]) -> int:
    """Judge each of the last N first-parent steps by itself; a report, never a refusal."""
    if asked.last < 1:
        raise UsageError("--last takes a number of landings, 1 or more (guard check --help)")
    trigger = Trigger(
        "commit",
        plan=asked.plan,
        phase=asked.phase,
        trust=asked.trust,
        trusted=asked.trusted,
        git=asked.git,
        order=False,
    )
    with Repository(asked.git) as repository:
        trusted, tip = _standing(repository, trigger)
        steps = list(_judged(repository, trigger, trusted, tip, asked.last))
    for output in outputs:
        hand_over(_told(output.format, trusted, steps), output.file, "guard check --last N -o FILE")
    return 5 if any(step.verdict.outcome == "cannot-establish" for step in steps) else 0


def _standing(repository: Repository, trigger: Trigger) -> tuple[trust.Trusted, bytes]:
    """The documents of today and the branch to walk: the trusted one, or HEAD where nothing says which that is."""
    head = repository.refs.head()
    if trigger.trust is not None:
        if not head:
            raise GuardError("G805", "there is no commit here yet", "HEAD", "make the first commit")
        from guard.trust.directory import read_directory

        return read_directory(repository, trigger), head
    try:
        ref, oid = trust.trusted_commit(repository, trigger)
    except GuardError:
        if not head or trigger.trusted is not None:
            raise
        ref, oid = "HEAD", head
    return trust.read(repository, trigger, ref, oid), oid


def _judged(repository: Repository, trigger: Trigger, trusted: trust.Trusted, tip: bytes, count: int) -> Iterator[Step]:
    steps = repository.last(tip, count)
    for number, (commit, landing) in enumerate(steps, 1):
        _progress(number, len(steps))
        old = commit.parents[0] if commit.parents else b""
        change = Change(landing, (), _claiming(commit, trusted), old, commit.oid)
        try:
            verdict = _weighed(repository, trigger, trusted, change)
        except GuardError as error:
            verdict = not_judged("merge", error)
        yield Step(commit.oid.decode(), len(landing.changes), verdict)
    _progress(0, 0)


def _weighed(repository: Repository, trigger: Trigger, trusted: trust.Trusted, change: Change) -> Verdict:
    """Under the documents of today; documents that change are held against those that counted before they did.

    Against today's each version of the past would fall. What comes with the policy itself is an edit of nothing.
    """
    ours = any([one.path.startswith(OURS) for one in change.landing.changes])
    if not (ours and trusted.adopted) or trigger.trust is not None:
        return weigh_change(repository, trigger, trusted, change)
    none = trusted._replace(oid=b"", adopted=False, policy=default_policy(""), plans=())
    before = trust.read(repository, trigger, trusted.ref, change.old) if change.old else none
    case = case_of(repository, trigger, trusted, change)
    faults, edits = carried.documents(repository, before, case.landing, change)
    return weighed(trigger, trusted, change, case._replace(faults=faults, edits=edits if before.adopted else ()))


def _claiming(commit: Commit, trusted: trust.Trusted) -> tuple[Commit, ...]:
    """The commit, for what it claims; plans of its time may be gone, and then it is held to those of today."""
    if not commit.parents or agreed(claims([commit.message]), trusted.plans)[1]:
        return ()
    return (commit,)


def _progress(number: int, total: int) -> None:
    """On a terminal only, on standard error, and wiped when done."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[Kguard: reading landing {number} of {total}" if total else "\r\x1b[K")
        sys.stderr.flush()


def _told(format: str, trusted: trust.Trusted, steps: list[Step]) -> str:  # noqa: A002  the option's name
    """As text or JSON landing by landing; in any other format as one verdict."""
    if format in ("text", "json"):
        return _json(trusted, steps) if format == "json" else _text(trusted, steps)
    from guard.formats import render

    return render(_whole(trusted, steps), format)


def _whole(trusted: trust.Trusted, steps: list[Step]) -> Verdict:
    """All landings as one: each finding with its commit, and none of them blocks. A step that was not read does."""
    findings = [
        found._replace(
            commit=found.commit or step.commit.encode(),
            blocks=found.blocks if found.outcome in ("cannot-establish", "bug") else "nothing",
        )
        for step in steps
        for found in step.verdict.findings
    ]
    judged = f"the last {_landings(len(steps))} of {trusted.ref}, each by itself"
    policy = f"version {trusted.policy.version}" if trusted.adopted else ""
    tip, base = (steps[0].commit, steps[-1].commit) if steps else ("", "")
    basis = Basis(judged, trusted.ref, trusted.oid.decode(), policy, "", "", base, tip)
    return weigh("merge", tuple(findings), basis, adopted=trusted.adopted)


def _text(trusted: trust.Trusted, steps: list[Step]) -> str:
    under = (
        f"policy version {trusted.policy.version} of {trusted.ref}"
        if trusted.adopted
        else "the built-in rules (no .guard/policy.yaml yet)"
    )
    quiet = sum(1 for step in steps if not step.verdict.findings)
    large = [step for step in steps if step.files > STRICT["files"]]
    lines = [
        f"guard: the last {_landings(len(steps))} of {trusted.ref}, each by itself, under {under}",
        f"  {quiet:,} would have passed without a word",
    ]
    if large:
        widest = max(large, key=lambda step: step.files)
        lines.append(
            f"  {len(large):,} changed more than {STRICT['files']} files, a plan's strict default; "
            f"the widest {widest.commit[:12]}: {widest.files:,} files"
        )
    for rule, told in sorted(_by_rule(steps).items(), key=lambda item: -len(item[1])):
        count = _landings(len({step.commit for step, _ in told}))
        lines += ["", f"  {rule} {RULES[rule].title}: {count}  ({RULES[rule].outcome}; guard explain {rule})"]
        lines += [f"      {step.commit[:12]}  {found.what}" for step, found in told[:MOST]]
        if len(told) > MOST:
            lines.append(f"      and {len(told) - MOST:,} more (all of them: --format json)")
    if not trusted.adopted:
        lines += ["", ADOPT]
    return "\n".join(lines) + "\n"


def _landings(number: int) -> str:
    return f"{number:,} landing{'' if number == 1 else 's'}"


def _by_rule(steps: list[Step]) -> dict[str, list[tuple[Step, Finding]]]:
    told: dict[str, list[tuple[Step, Finding]]] = {}
    for step in steps:
        for found in step.verdict.findings:
            told.setdefault(found.rule, []).append((step, found))
    return told


def _json(trusted: trust.Trusted, steps: list[Step]) -> str:
    from guard.formats.json_ import document

    landings = [{"commit": step.commit, **document(step.verdict)} for step in steps]
    branch = {"ref": trusted.ref, "id": trusted.oid.decode()}
    return dumped({"schema_version": 1, "trusted": branch, "adopted": trusted.adopted, "landings": landings})
