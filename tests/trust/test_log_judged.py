"""The log at the merge door: what lets a landing pass, what does not, and what makes the log pass nothing at all."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import chdir

import pytest

from guard.model.digests import phase_digests, plan_digest
from guard.model.trigger import Trigger
from guard.model.verdict import Verdict
from guard.pipeline import judge
from guard.trust.beside import beside
from tests.repos import Maker, new_repository
from tests.signed import BEGUN, BRANCH, Payload, SignedLog, documents, policy
from tests.signing import key

DANA, OMAR, NEW, STRANGE = (key("ed25519", name) for name in ("dana", "omar", "new", "strange"))
CLAUDE, TOUCH = key("ed25519", "claude"), key("sk-ed25519", "dana")
DAY = 86400
NOW = BEGUN + DAY
TRACKING = b"refs/remotes/origin/guard-log"
PLAN = """\
plan: work
version: {version}
owner: lee
why: Add a file
scope: {{paths: [/src/**, /{more}/**]}}
phases:
  add: {{does: [file.add]}}
"""
WORK = b"work\n\nGuard-Plan: work\nGuard-Phase: add\n"


def rules(**more: object) -> dict[str, object]:
    """One approval opens a plan; lee owns the work and has no key."""
    people = more.pop("people", {"dana": DANA, "omar": OMAR})
    assert isinstance(people, dict)
    said = policy(people, agents={"claude": CLAUDE}, needs_plan=["*"], approvals={"plan": 1}, **more)
    listed = said["people"]
    assert isinstance(listed, dict)
    return {**said, "people": {**listed, "lee": {"teams": ["work"]}}}


class Door(SignedLog):
    """A plan, a landing of its phase on a branch, and the log that says whether the plan is approved."""

    def __init__(self, made: Maker) -> None:
        super().__init__(made, rules(), {b".guard/plans/work.yaml": PLAN.format(version=1, more="tools").encode()})

    def widened(self) -> None:
        """The plan is another one, which has a version of its own."""
        self.step(None, {b".guard/plans/work.yaml": PLAN.format(version=2, more="lib").encode()})

    def yes(self, by: str = "dana", **said: object) -> Payload:
        """An approval of the plan as it stands."""
        with self.made.opened() as repository:
            trusted = documents(repository)
            (plan,) = trusted.plans
            stands = beside(repository, plan, trusted.oid)
            signed = {"digest": plan_digest(plan, stands), "phases": phase_digests(plan, stands)}
        return self.approval(by, **{"of": "plan", "name": "work", "version": plan.data["version"], **signed, **said})

    def judged(self, now: int = NOW, trusted: str = "refs/heads/main") -> Verdict:
        flat = {**self.files, **self.made.files({b"src/a": b"a\n"})}
        tip = self.made.commit(self.made.tree(flat), self.line[-1:], WORK)
        with chdir(self.made.top):
            return judge(Trigger("range", base=trusted, tip=tip.decode(), trusted=trusted, now=now))


@pytest.fixture
def door() -> Iterator[Door]:
    with new_repository() as made:
        yield Door(made)


def told(verdict: Verdict) -> tuple[str, str]:
    """The outcome, and the rules of what blocks the merge."""
    rules = [found.rule for found in verdict.findings if found.blocks != "nothing"]
    return verdict.outcome, " ".join(dict.fromkeys(rules))


def approved(door: Door) -> None:
    door.put(door.yes())


def on_a_device(door: Door) -> None:
    door.step(rules(people={"dana": TOUCH}))
    door.put(door.yes(), TOUCH)


def revoked(door: Door) -> None:
    door.put(door.revocation(door.put(door.yes())))


def revoked_and_approved_again(door: Door) -> None:
    id_ = door.put(door.yes())
    door.put(door.revocation(id_, "omar"))
    door.again(id_)


def revoked_and_approved_anew(door: Door) -> None:
    revoked(door)
    door.put(door.yes())


def for_another_plan(door: Door) -> None:
    door.put(door.yes(name="other"))


def for_other_content(door: Door) -> None:
    approved(door)
    door.widened()


def old_version_again(door: Door) -> None:
    """The plan is edited, approved, and put back: the first approval does not come back with it."""
    first = door.put(door.yes())
    door.widened()
    door.put(door.yes())
    door.again(first)


def old_version_signed_anew(door: Door) -> None:
    payload = door.yes()
    door.widened()
    door.put(door.yes())
    door.put({**payload, "at": payload["at"] + 60})


def two_machines(door: Door) -> None:
    approved(door)
    door.put(door.evidence(at=NOW + DAY))


def removed(door: Door) -> None:
    approved(door)
    door.step(rules(people={"omar": OMAR}))


def behind_a_machine(door: Door) -> None:
    """Dated ahead, so that it would count for longer; the machine that signed after it tells the time."""
    door.put(door.yes(at=BEGUN + 20 * DAY, expires=BEGUN + 200 * DAY))
    door.put(door.evidence(at=BEGUN + 60))


STORIES: dict[str, tuple[Callable[[Door], object], int, str]] = {
    "nothing is signed": (lambda door: None, NOW, "needs-person G403"),
    "approved": (approved, NOW, "pass"),
    "approved with a key on a device": (on_a_device, NOW, "pass"),
    "in the namespace of git": (lambda door: door.put(door.yes(), namespace="git"), NOW, "needs-person G403"),
    "by an agent": (lambda door: door.put(door.yes("claude"), CLAUDE), NOW, "needs-person G403"),
    "by an agent in dana's name": (lambda door: door.put(door.yes(), CLAUDE), NOW, "needs-person G403"),
    "by nobody": (lambda door: door.put(door.yes(), STRANGE), NOW, "needs-person G403"),
    "by the machine": (lambda door: door.put(door.yes("ci")), NOW, "needs-person G403"),
    "for another repository": (lambda door: door.put(door.yes(repository="another-policy")), NOW, "needs-person G403"),
    "for another plan": (for_another_plan, NOW, "needs-person G403"),
    "for other content": (for_other_content, NOW, "stale G404"),
    "expired": (approved, BEGUN + 31 * DAY, "stale G404"),
    "not yet valid": (lambda door: door.put(door.yes(at=NOW + DAY, expires=NOW + 9 * DAY)), NOW, "needs-person G403"),
    "revoked later": (revoked, NOW, "needs-person G403"),
    "revoked, and the same once more": (revoked_and_approved_again, NOW, "needs-person G403"),
    "revoked, and approved anew": (revoked_and_approved_anew, NOW, "pass"),
    "an old version once more": (old_version_again, NOW, "pass"),
    "an old version signed anew": (old_version_signed_anew, NOW, "pass"),
    "a clock set back": (two_machines, NOW, "cannot-establish G407"),
    "the key is removed since": (removed, NOW, "needs-person G403"),
    "dated ahead": (behind_a_machine, BEGUN + 31 * DAY, "stale G404"),
}


@pytest.mark.parametrize("name", STORIES)
def test_what_passes(door: Door, name: str) -> None:
    write, now, wanted = STORIES[name]
    write(door)
    assert " ".join(told(door.judged(now))).strip() == wanted


def test_a_touch_shows_only_where_the_signature_says_so(door: Door) -> None:
    """ssh-keygen finds such a signature good; what the policy asks of presence is another question than whose it is."""
    door.step(rules(people={"dana": TOUCH}))
    for flags in (0, 1, 4, 5):
        door.put(door.yes(), TOUCH, flags=flags)
    assert [entry.presence for entry in door.read().entries] == ["", "touch", "", "pin"]


# A log that nobody can go by passes nothing, whatever was approved in it


def begun_anew(door: Door) -> None:
    """The branch is gone, and another one begins with the same approval."""
    id_ = door.put(door.yes())
    door.put(door.revocation(id_))
    door.read()
    del door.commits[:]
    door.put(door.evidence())
    door.put(door.yes())


def begun_anew_in_a_fresh_clone(door: Door) -> None:
    """Nothing was seen here; the policy names the first entry."""
    revoked(door)
    door.step(rules(log=door.commits[0].decode()))
    del door.commits[:]
    door.put(door.evidence())
    door.put(door.yes())


def no_log_where_the_policy_names_one(door: Door) -> None:
    door.put(door.yes())
    door.step(rules(log=door.commits[0].decode()))
    os.unlink(os.path.join(door.made.git_dir, BRANCH))


def set_back(door: Door) -> None:
    """To where the approval was not revoked yet."""
    revoked(door)
    door.read()
    door.back(1)


def deleted(door: Door) -> None:
    approved(door)
    door.read()
    os.unlink(os.path.join(door.made.git_dir, BRANCH))


def forked(door: Door) -> None:
    """The revocation is on the remote's line alone."""
    revoked(door)
    door.made.ref(TRACKING, door.commits[-1])
    door.back(1)
    door.put(door.evidence())


def truncated(door: Door, content: bytes = b"") -> None:
    approved(door)
    with open(os.path.join(door.made.git_dir, BRANCH), "wb") as file:
        file.write(content)


def empty_object(door: Door) -> None:
    revoked(door)
    path = door.made.loose(door.commits[0])
    os.chmod(path, 0o644)
    with open(path, "wb"):
        pass


def lost_object(door: Door) -> None:
    revoked(door)
    os.unlink(door.made.loose(door.commits[0]))


def odd_mark(door: Door) -> None:
    approved(door)
    door.made.write(".git/guard/log/seen", b"{}")


def ahead(door: Door) -> None:
    """A landing is recorded that the branch as it stands here does not hold."""
    approved(door)
    before = door.files
    door.files = dict(before)
    door.step()
    door.put(door.landing())
    door.line.pop()
    door.files = before
    door.made.ref(b"refs/heads/main", door.line[-1])


PASSES_NOTHING: dict[str, tuple[Callable[[Door], object], str]] = {
    "an entry that is none": (lambda door: [approved(door), door.put(b"{}")], "G505"),
    "a merge": (lambda door: [approved(door), door.put(door.yes(), parents=[door.commits[0], door.line[0]])], "G505"),
    "begun anew": (begun_anew, "G502"),
    "begun anew, in a fresh clone": (begun_anew_in_a_fresh_clone, "G504"),
    "no log where the policy names one": (no_log_where_the_policy_names_one, "G504"),
    "set back": (set_back, "G502"),
    "deleted": (deleted, "G502"),
    "forked": (forked, "G503"),
    "a ref cut to nothing": (truncated, "G501"),
    "a ref of other bytes": (lambda door: truncated(door, b"\0" * 41), "G501"),
    "an empty object": (empty_object, "G501"),
    "a lost object": (lost_object, "G501"),
    "what was seen is unreadable": (odd_mark, "G501"),
    "ahead of the branch": (ahead, "G506"),
}


@pytest.mark.parametrize("name", PASSES_NOTHING)
def test_what_passes_nothing(door: Door, name: str) -> None:
    write, rule = PASSES_NOTHING[name]
    write(door)
    assert told(door.judged()) == ("cannot-establish", rule)


def test_a_landing_long_on_the_branch_is_held_to_what_stood_before_it(door: Door) -> None:
    """Also where this clone is older than the log: what was recorded since says nothing of it."""
    approved(door)
    door.files |= door.made.files({b"src/a": b"a\n"})
    landed = door.made.commit(door.made.tree(door.files), door.line[-1:], WORK)
    door.line.append(landed)
    door.made.ref(b"refs/heads/main", landed)
    ahead(door)
    with chdir(door.made.top):
        asked = Trigger("range", base=door.line[0].decode(), tip=landed.decode(), trusted="refs/heads/main", now=NOW)
        assert told(judge(asked)) == ("pass", "")


def test_an_index_written_by_the_agent(door: Door) -> None:
    """It says that the agent's key is dana's, and whoever asks where things stand may be told so; no verdict is."""
    door.put(door.yes(), CLAUDE)
    assert door.read().entries == ()
    place = os.path.join(os.fsdecode(door.made.git_dir), "guard", "log", "index.json")
    with open(place, encoding="utf-8") as file:
        rest = file.read().replace(CLAUDE.line.split(" ")[1], DANA.line.split(" ")[1]).partition(",")[2]
    with open(place, "w", encoding="utf-8") as file:
        file.write(f'{{"sum":"{zlib.crc32(rest.encode()):08x}",{rest}')
    assert len(door.read().entries) == 1
    verdict = door.judged()
    assert (verdict.outcome, [found.rule for found in verdict.stopping()]) == ("needs-person", ["G403"])
