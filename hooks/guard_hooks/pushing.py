"""A push that is about to leave: every ref of it is judged, as far as a clone can tell what the other side has.

git names each ref on standard input. What breaks a rule stops the push; what only blocks the merge is told, and goes
through, for a branch that is pushed has not landed. A push to the trusted branch itself lands, so whatever would block
the merge stops it.
"""

from __future__ import annotations

import os
import sys

from guard import trust
from guard.doors.log import tips
from guard.doors.log.faults import BRANCH
from guard.doors.log.wake import WAKE
from guard.errors import GuardError
from guard.escape import shell_word, shown
from guard.model.finding import Next, finding
from guard.model.rule import RULES
from guard.model.trigger import Trigger
from guard.model.verdict import not_judged, weigh
from guard.pipeline import judge_in
from guard.value import NamedTuple
from guard_hooks.server import ground as grounds
from guard_hooks.server.pushed import HEX, Update
from guard_hooks.server.told import Told, code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.verdict import Verdict

HEADS, TAGS, NOTES, REMOTES = b"refs/heads/", b"refs/tags/", b"refs/notes/", b"refs/remotes/"
APART = "G816"  # no history in common: what cannot be merged at all has no merge to wait for, such as pages of a site
FINDINGS = 3  # that are told of what goes through
STOPPED = "guard: nothing of this push leaves\n"


class Pushing(NamedTuple):
    """One push of this clone, and what it is judged on."""

    repository: Repository
    git: str | None
    remote: str  # its name, or its address where it has none
    trusted: str  # the full name of the trusted ref
    oid: bytes  # where it stands here


def pushed(git: str | None, given: list[str]) -> int:
    """The hook pre-push: REMOTE URL, and on standard input a line for each ref."""
    from guard.doors.git.repository import Repository
    from guard.report import write

    with Repository(git) as repository:
        updates, remote, among = _asked(repository, given)
        trusted, oid = trust.trusted_commit(repository, Trigger("range", git=git))
        one = Pushing(repository, git, remote, trusted, oid)
        told = [] if not updates and not among else _told(one, updates, among)
    number = code(told)
    write("".join([one.text() for one in told]) + (STOPPED if number else ""))
    return number


def _asked(repository: Repository, given: list[str]) -> tuple[tuple[Update, ...], str, bool]:
    """What git told; or, of those that keep it to themselves, what can be known of the push."""
    from guard_hooks import sweeping

    if not given:
        return sweeping.of_framework(repository), sweeping.remote(), True
    text = sys.stdin.buffer.read() if sys.stdin is not None else b""
    if not text:  # nothing is pushed, or nobody handed it on; the hook of guard install hands on an empty line
        return (), given[0], True
    return read(text, repository.place.width), given[0], False


def read(text: bytes, width: int) -> tuple[Update, ...]:
    """The lines that git writes: LOCAL OID REF OLD each, of which only the first word may hold a blank."""
    found = []
    for line in text.split(b"\n"):
        words = line.rsplit(b" ", 3)
        if line and (len(words) != 4 or not all([_is_id(words[at], width) for at in (1, 3)])):
            mend = "let git itself start this hook: guard install puts it where git looks for it"
            what = f"{shown(line[:200])} is not LOCAL OID REF OLD"
            raise GuardError("G646", what, "what this hook was told", mend)
        if line:
            new, ref, old = words[1:]
            found.append(Update(ref, old.strip(b"0") and old, new.strip(b"0") and new))
    return tuple(found)


def _is_id(word: bytes, width: int) -> bool:
    return len(word) == width and HEX.issuperset(word)


def _told(push: Pushing, updates: tuple[Update, ...], among: bool) -> list[Told]:
    """What is said of each ref; one commit is judged once, however many names it goes by."""
    if not grounds.adopted(push.repository, push.oid):
        return [Told(None, words=f"guard: no .guard/policy.yaml on {shown(push.trusted)}: this push is not judged\n")]
    told: list[Told] = []
    verdicts: dict[bytes, Verdict] = {}
    for update in updates:
        told += _of(push, update, verdicts)
    if among:
        from guard_hooks import sweeping

        held = {update.new for update in updates}
        for update in sweeping.lacking(push.repository, push.remote):
            told += _of(push, update, verdicts, said=sweeping.MAY) if update.new not in held else []
        told.append(Told(None, words=sweeping.WORDS))
    return told


def _of(push: Pushing, update: Update, verdicts: dict[bytes, Verdict], said: str = "") -> list[Told]:
    """Of one ref. `said` stands beside one of which nobody told that it is pushed."""
    if update.ref == BRANCH and not said:
        from guard_hooks.server.log import grows

        broken = grows(push.repository, update, update.old)
        return [broken] if broken is not None else []
    if update.ref in (BRANCH, WAKE) or update.ref.startswith(NOTES):
        return []  # which guard does not read
    if not said and is_trusted(push, update.ref):
        return landing(push, update)
    return beside(push, update, verdicts, said) if update.new else []


def is_trusted(push: Pushing, ref: bytes) -> bool:
    """This ref of that remote is the trusted branch; where the push goes to an address, the branch of its name is."""
    name = os.fsencode(push.trusted)
    if ref != branch_of(push.repository, push.trusted):
        return False
    of_another = name.startswith(REMOTES) and not name.startswith(b"%b%b/" % (REMOTES, os.fsencode(push.remote)))
    return not (of_another and push.remote in tips.remotes(push.repository))


def branch_of(repository: Repository, trusted: str) -> bytes:
    """The name that the trusted branch has where it is a branch: refs/heads/main for refs/remotes/origin/HEAD, too."""
    name = os.fsencode(trusted)
    if name.endswith(b"/HEAD"):
        name = os.fsencode(repository.refs.target(trusted)) or name
    return HEADS + name.removeprefix(REMOTES).partition(b"/")[2] if name.startswith(REMOTES) else name


def landing(push: Pushing, update: Update) -> list[Told]:
    """What moves the trusted branch, as the server would judge it: it only moves on, each landing against the last."""
    from guard_hooks.server import branch

    repository = push.repository
    branch_name = shown(update.ref)
    if update.old and next(repository.kinds([update.old])) != b"commit":
        why = "it stands at a commit that is not here: what would be lost cannot be seen"
        found = finding("G640", branch_name, why, (Next("you", "fetch it, and put your work on top: git fetch"),))
        return [Told(weigh("merge", (found,)))]
    if update.new and not any([grounds.adopted(repository, one) for one in (update.old, update.new) if one]):
        return []
    if not update.old and update.new:
        return [Told(None, words=f"guard: {branch_name} is new there; what stands on it is taken as it is\n")]
    try:
        log = tips.tip(repository, push.trusted)
    except GuardError as error:
        return [Told(not_judged("merge", error), branch_name)]
    ground = grounds.Ground(repository, grounds.Setting(update.ref), update.old, log, update.new, log)
    return branch.judged(ground, update)


def beside(push: Pushing, update: Update, verdicts: dict[bytes, Verdict], said: str = "") -> list[Told]:
    """A branch, a tag, or a name that only the other side understands: what it holds beyond the trusted branch."""
    name = shown(update.ref) + said
    header = next(push.repository.headers([update.new + b"^{commit}"]))
    if header is None:
        kind = shown(next(push.repository.kinds([update.new]))) or "nothing that is here"
        rule = "G643" if update.ref.startswith(TAGS) else "G648"
        why = f"it names a {kind}, and what lands is commits"
        step = Next("you", "push a name of a commit; nobody can judge this one")
        return [Told(weigh("merge", (finding(rule, name, why, (step,)),)))]
    if push.repository.contains(push.oid, header.oid):
        return []
    if header.oid not in verdicts:
        trigger = Trigger("range", tip=header.oid.decode(), git=push.git, here=True)
        verdicts[header.oid] = judge_in(push.repository, trigger)
    verdict = verdicts[header.oid]
    apart = {found.rule for found in verdict.stopping()} == {APART}
    if verdict.exit_code and not verdict.may_commit and not apart:
        return [Told(verdict, name)]
    if verdict.exit_code:
        return [Told(None, words=_lines(push, update, name, verdict))]
    report = Told(verdict, name).text()
    return [Told(None, words=report if verdict.would_exit else _first(name, report))]


def _first(name: str, report: str) -> str:
    """Of what passes, the line that says on what."""
    return f"guard: {name}: {report.split(chr(10))[1].removeprefix('guard: ')}\n"


def _lines(push: Pushing, update: Update, name: str, verdict: Verdict) -> str:
    """What goes through, and will be in the way of the merge."""
    stops = verdict.stopping()
    lines = [f"guard: {name} may leave. To be merged it still needs:"]
    lines += [f"  {RULES[found.rule].title}: {found.what} [{found.rule}]" for found in stops[:FINDINGS]]
    more = f"; {len(stops) - FINDINGS:,} more" if len(stops) > FINDINGS else ""
    short = update.ref.removeprefix(HEADS) if update.ref.startswith(HEADS) else update.new[:12]
    span = shell_word(os.fsencode(push.trusted.removeprefix("refs/remotes/")) + b".." + short)
    return "\n".join([*lines, f"  what to do{more}: guard check --range {span}"]) + "\n"
