"""Reading the log: what it leaves behind, what it says beside the entries, and who never reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from guard.doors.git.repository import Repository
from guard.model.evidence import clock
from guard.model.log import NO_LOG, Log
from guard.model.trigger import Trigger
from guard.pipeline import judge_in
from guard.trust import log as log_door
from guard.trust.directory import read_directory
from tests.repos import SYMLINK, Maker, new_repository, tried
from tests.signed import BEGUN, BRANCH, SignedLog, documents, fates, policy
from tests.signing import key

DANA, OMAR, CI, NEW, OLD = (key("ed25519", name) for name in ("dana", "omar", "ci", "new", "old"))
POLICY = b".guard/policy.yaml"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def log() -> Iterator[SignedLog]:
    with new_repository() as made:
        yield SignedLog(made)


@pytest.fixture(params=["sha1", "sha256"])
def either(request: pytest.FixtureRequest) -> Iterator[SignedLog]:
    with new_repository(request.param) as made:
        yield SignedLog(made)


def test_no_log(log: SignedLog) -> None:
    assert log.read() == NO_LOG
    with log.made.opened() as repository:
        trusted = documents(repository)
        assert log_door.verify(repository, trusted) == NO_LOG
        assert log_door.read_at(repository, trusted, b"") == NO_LOG
    assert not os.path.exists(os.path.join(log.made.git_dir, b"guard"))


def test_what_is_read(either: SignedLog) -> None:
    log = either
    log.step()
    record = log.put(log.landing(plan="work", phase="add"))
    said = log.put(log.approval(reason="caf\u00e9"))
    log.put(log.approval("mallory"), DANA)
    found = log.read()
    assert [entry.id for entry in found.entries] == [record, said]
    assert [entry.commit for entry in found.entries] == log.commits[:2]
    assert [entry.key for entry in found.entries] == [CI.line, DANA.line]
    assert [entry.teams for entry in found.entries] == [(), ("platform",)]
    assert [entry.kind for entry in found.entries] == ["machine", "person"]
    assert (found.tip, found.missing, found.ahead) == (log.commits[-1], "", b"")
    (void,) = found.void
    assert (void.rule, void.commit, void.words) == ("G511", log.commits[2], void.words)
    assert void.why == "it says mallory, and is signed with the key of dana"
    assert void.words.startswith("approval of landing sha256:aaaaaaaaaaaa by mallory")


def seen(log: SignedLog) -> str:
    with open(os.path.join(log.made.git_dir, b"guard/log/seen"), encoding="ascii") as file:
        tip = json.load(file)["tip"]
    assert isinstance(tip, str)
    return tip


def test_what_was_verified_is_remembered(log: SignedLog) -> None:
    log.put(log.approval())
    log.read()
    assert seen(log) == log.commits[-1].decode()
    log.put(b"{}")
    assert not isinstance(tried(log.read), Log)
    assert seen(log) == log.commits[0].decode()  # what is no log moves no mark
    log.back(1)
    log.put(log.evidence())
    with log.made.opened() as repository:
        log_door.verify(repository, documents(repository))
    assert seen(log) == log.commits[-1].decode()


def test_a_mark_that_has_moved_on_meanwhile_is_left(log: SignedLog, monkeypatch: pytest.MonkeyPatch) -> None:
    log.put(log.approval())
    log.read()
    tip = log.commits[-1]
    log.put(log.evidence())
    log.read()
    monkeypatch.setattr(log_door, "_tip", lambda *_: tip)  # this one began to read before the other had written
    assert log.read().tip == tip
    assert seen(log) == log.commits[-1].decode()


def test_the_log_as_it_stood(log: SignedLog) -> None:
    id_ = log.put(log.approval())
    log.put(log.revocation(id_))
    for warm in (False, True):
        with log.made.opened() as repository:
            trusted = documents(repository)
            found = log_door.read_at(repository, trusted, log.commits[0])
            assert ([entry.id for entry in found.entries], found.tip) == ([id_], log.commits[0])
            assert warm or log_door.read(repository, trusted).tip == log.commits[1]


def test_a_trust_directory_knows_of_no_branch(log: SignedLog, tmp_path: Path) -> None:
    """Its policy alone counts; where a landing stands on a branch, nobody asks."""
    log.step(policy({"omar": OMAR}))
    log.put(log.landing(commit="1" * 40, parent="2" * 40))
    log.put(log.approval("omar"), OMAR)
    log.put(log.landing(1))
    log.put(log.approval("dana"))
    (tmp_path / "policy.yaml").write_text(json.dumps(policy({"dana": DANA})))
    with log.made.opened() as repository:
        found = log_door.read(repository, read_directory(repository, Trigger("range", trust=str(tmp_path))))
    assert list(fates(found).values()) == ["counts", "counts", "counts", "G512"]
    assert (found.ahead, [one.commit for one in found.void]) == (b"", [log.commits[1]])


def test_teams_are_those_of_both_policies_around_it(log: SignedLog) -> None:
    """Of one who is gone: what somebody stopped to speak for meanwhile, was no longer spoken for."""

    def dana(*teams: str) -> dict[str, object]:
        return {**policy(), "people": {"dana": {"key": DANA.line, "teams": list(teams)}}}

    log.step(dana("identity", "platform"))
    log.put(log.landing())
    log.put(log.approval())
    log.step(dana("platform", "billing"))
    log.put(log.landing())
    log.step(policy({"omar": OMAR}))
    (teams,) = [entry.teams for entry in log.read().entries if entry.act.by == "dana"]
    assert teams == ("platform",)
    log.step(dana("billing"))
    (teams,) = [entry.teams for entry in log.read().entries if entry.act.by == "dana"]
    assert teams == ("billing",)  # who is listed today speaks for the teams of today


def test_times_are_those_of_the_log(log: SignedLog) -> None:
    log.put(log.evidence(at=BEGUN + 500))
    log.put(log.evidence(at=BEGUN + 100))
    log.put(log.approval(at=BEGUN + 9000))
    log.put(log.evidence("ci", at=BEGUN + 9999), NEW)  # void: it tells no time
    log.put(log.evidence(at=BEGUN + 600))
    log.put(log.approval(at=BEGUN + 9001))
    assert [entry.act.at - BEGUN for entry in log.read().entries] == [500, 500, 600, 600, 9001]


def test_taking_a_machine_out_of_the_policy_sets_no_clock_back(log: SignedLog) -> None:
    log.step(policy(machines={"ci": CI, "old": OLD}))
    log.put(log.landing())
    log.put(log.revocation(log.put(log.evidence("old"), OLD), "old", at=BEGUN + 9000), OLD)
    for rules in (policy(machines={"ci": CI, "old": OLD}), policy()):
        log.step(rules)
        with log.made.opened() as repository:
            trusted = documents(repository)
            assert clock(log_door.read(repository, trusted).entries, trusted.policy) == BEGUN + 9000


def test_ahead_of_the_branch(log: SignedLog) -> None:
    log.step()
    log.put(log.landing())
    log.step()
    log.put(log.landing())
    log.put(log.landing(), NEW)  # by nobody
    newest = log.line.pop()
    log.made.ref(b"refs/heads/main", log.line[-1])
    found = log.read()
    assert found.ahead == newest
    assert list(fates(found).values()) == ["counts", "counts", "G512"]
    missing = log.landing(commit="1" * 40, parent=newest.decode())
    log.put(missing)
    assert log.read().ahead == b"1" * 40


def a_file_for_its_folder(log: SignedLog) -> None:
    del log.files[POLICY]
    log.step(None, {b".guard": b"x"})
    del log.files[b".guard"]


GONE: dict[str, Callable[[SignedLog], object]] = {
    "no YAML": lambda log: log.step(None, {POLICY: b"\tno: policy"}),
    "larger than any": lambda log: log.step({**policy(), "x": "x" * (300 << 10)}),
    "none": lambda log: [log.files.pop(POLICY), log.step()],
    "a link": lambda log: [log.files.update({POLICY: (SYMLINK, log.files[POLICY][1])}), log.step()],
    "a file for its folder": lambda log: [
        log.files.pop(POLICY),
        log.step(None, {b".guard": b"x"}),
        log.files.pop(b".guard"),
    ],
}


@pytest.mark.parametrize("name", GONE)
def test_a_policy_that_could_not_be_read_listed_nobody(log: SignedLog, name: str) -> None:
    log.step(policy({"dana": DANA, "omar": OMAR}))
    log.put(log.landing())
    log.put(log.approval())
    GONE[name](log)
    log.put(log.landing())
    log.step(policy({"omar": OMAR}))
    assert list(fates(log.read()).values()) == ["counts", "counts", "G512"]


AROUND: dict[str, Callable[[SignedLog, str], object]] = {
    "before it": lambda log, name: [
        GONE[name](log),
        log.put(log.landing()),
        log.put(log.revocation(log.put(log.approval("omar")))),
    ],
    "after it": lambda log, name: [
        log.step(policy({"omar": OMAR})),
        log.put(log.landing()),
        log.put(log.revocation(log.put(log.approval("omar")))),
        GONE[name](log),
        log.put(log.landing()),
    ],
    "and who recorded the landing before it": lambda log, name: [
        log.step(policy({"dana": DANA, "omar": OMAR}, {"ci": NEW})),
        log.put(log.landing(), NEW),
        log.put(log.revocation(log.put(log.approval("omar")))),
        GONE[name](log),
        log.step(policy({"omar": OMAR})),
        log.put(log.landing()),
    ],
}


@pytest.mark.parametrize("name", GONE)
@pytest.mark.parametrize("where", AROUND)
def test_what_was_revoked_stays_so_where_nobody_can_read_who_was_listed(log: SignedLog, where: str, name: str) -> None:
    """Nobody is believed for what it says, and its key tells of nobody. Where there was no policy, there was nobody."""
    AROUND[where](log, name)
    log.step(policy({"omar": OMAR}))
    found = log.read()
    (told,) = [at for at, words in enumerate(log.ids) if words in revocations(log)]
    unread = name in ("no YAML", "larger than any", "a link")
    assert fates(found)[log.commits[told]] == ("counts" if unread else "G512")
    assert [one.struck for one in found.standing() if one.key == OMAR.line] == [unread]
    assert [(one.kind, one.key) for one in found.entries if one.id == log.ids[told]] == [("somebody", "")] * unread


def revocations(log: SignedLog) -> list[str]:
    texts = [log.made.git("cat-file", "blob", f"{commit.decode()}:payload.json") for commit in log.commits]
    return [id_ for id_, text in zip(log.ids, texts, strict=True) if json.loads(text)["act"] == "revocation"]


def test_a_policy_of_then_that_is_lost_is_an_error(log: SignedLog) -> None:
    """It might have listed who revoked."""
    log.step(policy({"dana": DANA, "omar": OMAR}))
    log.put(log.landing())
    log.put(log.approval())
    lost = log.files[b".guard/policy.yaml"][1]
    log.step(policy({"omar": OMAR}))
    os.unlink(log.made.loose(lost))
    found = tried(log.read)
    assert not isinstance(found, Log)
    assert found.rule == "G804"


WHY: dict[str, tuple[Callable[[SignedLog], object], str]] = {
    "an approval by a machine": (
        lambda log: log.put(log.approval("ci")),
        "ci may not sign it: it takes a person's word",
    ),
    "a record by a person": (
        lambda log: [log.step(), log.put(log.landing(by="dana"))],
        "dana may not sign it: it takes a machine's word",
    ),
    "a machine takes back another's word": (
        lambda log: log.put(log.revocation(log.put(log.approval()), "ci")),
        "ci is a machine, which takes back only what it said itself",
    ),
    "another's key": (lambda log: log.put(log.approval(), CI), "it says dana, and is signed with the key of ci"),
    "nobody's key": (
        lambda log: log.put(log.approval(), NEW),
        "no policy that counted then, or counts today, lists this key for dana",
    ),
    "a key of two": (
        lambda log: [log.step(policy({"dana": DANA, "omar": DANA})), log.put(log.approval())],
        "its key stands under dana and omar, so nobody knows who signed",
    ),
    "another namespace": (
        lambda log: log.put(log.approval(), namespace="git"),
        "it is signed in namespace git, and this act takes guard-approval-v1",
    ),
    "another repository": (
        lambda log: log.put(log.approval(repository="elsewhere")),
        "it is made for repository elsewhere, and this is 5f0c2b7e",
    ),
    "an older version": (
        lambda log: [log.put(log.approval(of="policy", version=at)) for at in (2, 1)],
        "version 1 of it, and version 2 was approved before",
    ),
    "no signature": (
        lambda log: log.put(log.approval(), signature=b"none"),
        "its signature is none: it does not begin with the line -----BEGIN SSH SIGNATURE-----",
    ),
    "no step": (
        lambda log: [log.step(), log.put(log.landing(parent=log.line[-1].decode()))],
        "{0} to {0} is no step of the trusted branch",
    ),
}


@pytest.mark.parametrize("name", WHY)
def test_why_it_counts_for_nothing(log: SignedLog, name: str) -> None:
    write, wanted = WHY[name]
    write(log)
    (void,) = log.read().void
    assert void.why == wanted.format(log.line[-1][:12].decode())


# The commit door


@pytest.fixture
def staged(log: SignedLog) -> SignedLog:
    """A file is staged, and the log is one that nobody can go by."""
    log.made.write(".git/HEAD", b"ref: refs/heads/main\n")
    log.made.stage({**log.files, **log.made.files({b"docs/a": b"a\n"})})
    log.put(b"{}")
    return log


def test_a_commit_does_not_ask_the_log(staged: SignedLog, monkeypatch: pytest.MonkeyPatch) -> None:
    def judged() -> tuple[str, int]:
        with staged.made.opened() as repository:
            verdict = judge_in(repository, Trigger("staged", trusted="refs/heads/main"))
            return verdict.outcome, repository.processes

    with_log = judged()
    os.unlink(os.path.join(staged.made.git_dir, BRANCH))
    assert judged() == with_log
    assert with_log[0] == "pass"
    assert not os.path.exists(os.path.join(staged.made.git_dir, b"guard/log"))


LOADED = """\
import sys
sys.path[:0] = sys.argv[1:]
from guard.cli import main
code = main(["check", "--staged", "--trusted", "refs/heads/main"])
print(code, sorted(name for name in sys.modules if name.startswith(("guard.doors.log", "guard.doors.sig", "crypt"))))
"""


def test_a_commit_loads_nothing_of_it(staged: SignedLog) -> None:
    words = [sys.executable, "-I", "-c", LOADED, str(ROOT)]
    done = subprocess.run(words, cwd=os.fsdecode(staged.made.top), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


def test_opened_elsewhere(made_twice: tuple[Maker, SignedLog]) -> None:
    """A linked work tree has the log of its repository."""
    made, log = made_twice
    made.git("worktree", "add", "-q", "--detach", "../linked", "refs/heads/main")
    with chdir(os.path.join(os.path.dirname(made.top), b"linked")), Repository() as repository:
        assert len(log_door.read(repository, documents(repository)).entries) == 1
    assert seen(log) == log.commits[-1].decode()


@pytest.fixture
def made_twice() -> Iterator[tuple[Maker, SignedLog]]:
    with new_repository() as made:
        log = SignedLog(made)
        log.put(log.approval())
        yield made, log
