"""An entry is written once, only where it would count, and brought to the remote where the trusted branch is one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from guard import trust
from guard.acts import recording
from guard.acts.proposal import namespace, signed_bytes
from guard.doors.git.repository import Repository
from guard.doors.log import append as appending
from guard.errors import GuardError
from guard.model.log import Entry
from guard.model.trigger import Trigger
from tests.commands.acting import House, standing
from tests.repos import GIT, make_repository
from tests.signing import key

Payload = dict[str, Any]


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house:
        yield house


def payload(made: House, number: int = 0, **changes: object) -> Payload:
    """Evidence by a machine, as good as any."""
    return {
        "schema_version": 1, "act": "evidence", "repository": "sample-house", "fact": "deployed", "plan": "split-name",
        "phase": "expand", "env": "production", "commit": made.tip.decode(), "how": "observed", "by": "deploy",
        "at": made.now + number, **changes,
    }  # fmt: skip


def recorded(made: House, what: Payload, by: str = "deploy", space: str = "") -> Entry | GuardError:
    signature = key("ed25519", by).sign(signed_bytes(what), space or namespace(what))
    with made.made.opened() as repository:
        trusted = trust.read(repository, Trigger("auto"), *trust.trusted_commit(repository, Trigger("auto")))
        try:
            return recording.record(repository, trusted, what, signature)
        except GuardError as error:
            return error


def ids(made: House) -> list[str]:
    return [entry.id for entry in made.log().entries]


def test_an_entry_is_told_as_it_stands_in_the_log(made: House) -> None:
    first, again = recorded(made, payload(made)), recorded(made, payload(made))
    assert isinstance(first, Entry) and first == again
    assert made.log().entries == (first,)
    said = made.made.git("log", "-1", "--format=%an <%ae> %at%n%s", "guard-log").decode().splitlines()
    assert said == [
        f"guard <guard@localhost> {made.now}",
        "evidence that split-name/expand is deployed in production by deploy",
    ]


def test_what_was_revoked_is_not_recorded_by_bringing_it_again(made: House) -> None:
    """The request and its signature still lie about; the entry is there, and counts no more."""
    first = recorded(made, payload(made))
    assert isinstance(first, Entry)
    taken = {
        "schema_version": 1, "act": "revocation", "repository": "sample-house", "entry": first.id, "reason": "x",
        "by": "dana", "at": made.now,
    }  # fmt: skip
    assert isinstance(recorded(made, taken, "dana"), Entry)
    before = ids(made)
    found = recorded(made, payload(made))
    assert isinstance(found, GuardError)
    assert (found.rule, ids(made)) == ("G513", before)


WOULD_NOT_COUNT: dict[str, tuple[str, Callable[[House], Entry | GuardError]]] = {
    "by nobody who is listed": ("G512", lambda made: recorded(made, payload(made), by="mallory")),
    "by an agent": ("G512", lambda made: recorded(made, payload(made), by="claude")),
    "in another name": ("G511", lambda made: recorded(made, payload(made), by="dana")),
    "for another repository": ("G511", lambda made: recorded(made, payload(made, repository="another-house"))),
    "as another act": ("G511", lambda made: recorded(made, payload(made), space="guard-approval-v1")),
    "of no fact there is": ("G505", lambda made: recorded(made, payload(made, fact="finished"))),
    "a revocation of nothing": (
        "G515",
        lambda made: recorded(
            made,
            {"schema_version": 1, "act": "revocation", "repository": "sample-house", "entry": f"sha256:{'a' * 64}",
             "reason": "x", "by": "dana", "at": made.now},
            by="dana",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WOULD_NOT_COUNT)
def test_what_would_not_count_is_not_written(made: House, case: str) -> None:
    rule, record = WOULD_NOT_COUNT[case]
    told = record(made)
    assert isinstance(told, GuardError) and told.rule == rule, told
    assert ids(made) == []


def others_first(made: House, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """So many times somebody else appends between reading and writing."""
    real, left = appending.append, [times]

    def racing(repository: Repository, *words: Any) -> bytes:
        if left[0]:
            left[0] -= 1
            other = payload(made, 1000 + left[0])
            signature = key("ed25519", "deploy").sign(signed_bytes(other), namespace(other))
            real(repository, signed_bytes(other), signature, b"", words[3], "another", made.now)
        return real(repository, *words)

    monkeypatch.setattr(recording, "append", racing)


def test_who_comes_second_reads_the_log_again(made: House, monkeypatch: pytest.MonkeyPatch) -> None:
    others_first(made, monkeypatch, 2)
    told = recorded(made, payload(made))
    assert isinstance(told, Entry)
    assert len(ids(made)) == 3 and ids(made)[-1] == told.id


def test_who_never_comes_first_is_told(made: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "TRIES", 3)
    others_first(made, monkeypatch, 3)
    told = recorded(made, payload(made))
    assert isinstance(told, GuardError) and told.rule == "G507" and "others appended" in told.what
    assert len(ids(made)) == 3


def test_where_ssh_keygen_finds_otherwise_nothing_is_recorded(made: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording.keygen, "holds", lambda *_: False)
    told = recorded(made, payload(made))
    assert isinstance(told, GuardError) and told.rule == "G510"
    assert ids(made) == []


# Bringing it to the remote


@pytest.fixture
def cloned(made: House) -> House:
    """The trusted branch is that of a remote, which takes what is pushed."""
    origin = made.folder / "origin.git"
    make_repository(made.folder / "made")
    os.rename(made.folder / "made/.git", origin)
    with chdir(origin):
        os.system(f"{GIT} config core.bare true")
    made.made.git("remote", "add", "origin", str(origin))
    made.made.ref(b"refs/remotes/origin/main", made.tip)
    made.made.write(".git/guard/trusted", b"refs/remotes/origin/main\n")
    return made


def far(made: House) -> str:
    """The log of the remote."""
    return made.made.git("ls-remote", "origin", "refs/heads/guard-log").decode().partition("\t")[0]


def here(made: House) -> str:
    return made.made.git("rev-parse", "refs/heads/guard-log").decode().strip()


def test_what_is_recorded_is_brought_to_the_remote(cloned: House) -> None:
    told = cloned.machine("deployed", "split-name/expand")
    assert told.code == 0 and told.out.endswith("brought to origin\n")
    assert far(cloned) == here(cloned)


def test_where_no_remote_is_trusted_it_is_said_that_nobody_there_knows(cloned: House) -> None:
    """A clone that was begun here, and pushed: nothing says where its entries go."""
    cloned.made.write(".git/guard/trusted", b"refs/heads/main\n")
    told = cloned.machine("deployed", "split-name/expand")
    what = "guard: recorded in this clone alone; whoever goes by origin does not know of it\n"
    assert told.code == 0 and told.out.endswith(f"{what}next   you: guard log sync origin\n")
    assert far(cloned) == ""
    assert cloned.guard("log", "sync", "origin").code == 0 and far(cloned) == here(cloned)


@pytest.mark.parametrize(
    ("names", "told"), [(("up",), "up"), (("origin", "up"), "origin"), (("a", "b"), "a"), ((), "")]
)
def test_the_remote_that_it_could_go_to_is_named(cloned: House, names: tuple[str, ...], told: str) -> None:
    cloned.made.write(".git/guard/trusted", b"refs/heads/main\n")
    cloned.made.git("remote", "remove", "origin")
    for name in names:
        cloned.made.git("remote", "add", name, "/nowhere")
    said = cloned.machine("deployed", "split-name/expand")
    assert said.code == 0 and ("guard log sync" in said.out) is bool(names)
    assert said.out.endswith(f"next   you: guard log sync {told}\n") is bool(names)


def test_it_stays_here_where_that_is_asked_for(cloned: House) -> None:
    told = cloned.machine("deployed", "split-name/expand", "--no-sync")
    assert told.code == 0 and told.out.endswith("it stands here alone; bring it to origin: guard log sync\n")
    assert far(cloned) == ""
    assert cloned.machine("deployed", "split-name/expand", "--service", "api").code == 0
    assert far(cloned) == here(cloned)


def test_a_remote_that_cannot_be_reached_takes_nothing_back(cloned: House) -> None:
    os.rename(cloned.folder / "origin.git", cloned.folder / "away")
    told = cloned.machine("deployed", "split-name/expand")
    assert told.code == 0 and "guard: recorded here, and not brought to origin: " in told.out
    assert told.out.rstrip().endswith("guard log sync")
    assert len(ids(cloned)) == 1
