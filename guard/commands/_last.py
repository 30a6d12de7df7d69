"""`guard check --last N`: what guard would have said of the last landings, under today's policy or the one to come.

What each format says of them stands in `_past*.py` beside this; here the landings are walked and judged.
"""

from __future__ import annotations

import sys

from guard import carried, trust
from guard.binding import agreed
from guard.commands._past import Listed as Owned
from guard.commands._past import Step, codeowners, landings, link_of, nobody, past
from guard.commands._past_under import under
from guard.doors.git import origin
from guard.doors.git.landed import file_at
from guard.doors.git.repository import Repository
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.joining import case_of
from guard.model.change import Change, Commit
from guard.model.claim import claims
from guard.model.policy import default_policy
from guard.model.ranking import cut
from guard.model.trigger import Trigger
from guard.model.verdict import Basis, Verdict, not_judged, weigh
from guard.pipeline import weigh_change, weighed
from guard.report import hand_over

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from guard.commands._outputs import Output
    from guard.commands._past import Past

OURS = b".guard/"
PLACES = (b".github/CODEOWNERS", b"CODEOWNERS", b"docs/CODEOWNERS", b".gitlab/CODEOWNERS")  # where hosts look, in turn
LARGEST = 3 << 20  # bytes of CODEOWNERS; of a larger one GitHub takes no notice
SUBJECT = 100  # characters of what a landing calls itself


def report(asked: argparse.Namespace, outputs: tuple[Output, ...]) -> int:
    """Judge each of the last N first-parent steps by itself; a report, never a refusal."""
    if asked.last < 1:
        raise UsageError("--last takes a number of landings, 1 or more (guard check --help)")
    link = None if asked.link is None else link_of(asked.link)
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
        counting, tip = _standing(repository, trigger)
        today = under(repository, counting)
        steps = list(_judged(repository, trigger, today.trusted, tip, asked.last))
        told = past(today, steps, link or "", _owned(repository, tip))
        if told.shares and link is None:
            told = told._replace(link=_link(repository, today.trusted))
    for output in outputs:
        hand_over(_told(output.format, told), output.file, "guard check --last N -o FILE")
    return 5 if any(step.verdict.outcome == "cannot-establish" for step in steps) else 0


def _standing(repository: Repository, trigger: Trigger) -> tuple[trust.Trusted, bytes]:
    """The documents of today and the branch to walk: the trusted one, or HEAD where nothing says which that is."""
    head = repository.refs.head()
    nothing = GuardError("G805", "there is no commit here yet", "HEAD", "make the first commit")
    if trigger.trust is not None:
        if not head:
            raise nothing
        from guard.trust.directory import read_directory

        return read_directory(repository, trigger), head
    try:
        ref, oid = trust.trusted_commit(repository, trigger)
    except GuardError:
        if not head and trigger.trusted is None and not repository.refs.branches():
            raise nothing from None
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
        paths = tuple([one.path for one in landing.changes])
        subject = cut(shown(commit.message.partition(b"\n")[0]), SUBJECT)
        by, begins = origin.committer(repository, commit.oid), not commit.parents
        yield Step(commit.oid.decode(), subject, paths, by, verdict, begins, commit.at)
    _progress(0, 0)


def _link(repository: Repository, trusted: trust.Trusted) -> str:
    """Where the forge that the branch, or the clone, is of shows a commit; "" where nobody knows."""
    from guard.commands._past_forge import page_of

    return page_of(origin.address(repository, trusted.ref))


def _owned(repository: Repository, tip: bytes) -> Owned:
    """What CODEOWNERS says today, in the first of the places where hosts look for it."""
    for path in PLACES:
        oid = file_at(repository, tip, path)
        if oid is not None:
            ((_, data),) = repository.up_to([oid], LARGEST)
            told = path.decode()
            return codeowners(data, told) if data is not None else Owned(nobody, f"{told} is larger than 3 MB")
    return Owned(nobody)


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


def _told(format: str, told: Past) -> str:  # noqa: A002  the option's name
    """As text, JSON or a page for people landing by landing; in any other format as one verdict."""
    if format == "markdown":
        from guard.commands._past_page import page

        return page(told)
    if format in ("text", "json"):
        from guard.commands import _past_told

        return _past_told.json(told) if format == "json" else _past_told.text(told)
    from guard.formats import render

    return render(_whole(told), format)


def _whole(told: Past) -> Verdict:
    """All landings as one: each finding with its commit, and none of them blocks. A step that was not read does.

    Where the history begins is counted nowhere, so nothing that was found there is among them.
    """
    trusted, steps, start = told.under.trusted, told.steps, told.beginning()
    findings = [
        found._replace(
            commit=found.commit or step.commit.encode(),
            blocks=found.blocks if found.outcome in ("cannot-establish", "bug") else "nothing",
        )
        for step in steps
        for found in (step.verdict.findings if step is not start else ())
    ]
    judged = f"the last {landings(len(steps))} of {trusted.ref}, each by itself"
    policy = f"version {trusted.policy.version}" if trusted.adopted else ""
    tip, base = (steps[0].commit, steps[-1].commit) if steps else ("", "")
    basis = Basis(judged, trusted.ref, trusted.oid.decode(), policy, "", "", base, tip)
    return weigh("merge", tuple(findings), basis, adopted=trusted.adopted)
