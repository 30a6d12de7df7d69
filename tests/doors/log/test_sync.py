"""The log here and the log of a remote made one: what comes, what goes, what is refused, and what is never lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guard.doors.git.repository import Repository
from guard.doors.log import join, seen, sync
from guard.doors.log.append import Moved
from guard.doors.log.sync import ROUNDS, Synced
from guard.doors.log.tips import tip
from guard.errors import GuardError
from tests.chains import NAME, chain, payload, put, sound, thorough, walked
from tests.repos import GIT, Maker, make_repository, tried

TRUSTED = "refs/remotes/origin/main"


class Team:
    """Two clones of one bare remote, a and b."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = folder / "remote.git"
        os.rename(make_repository(folder / "bare").git_dir, self.remote)
        self.there("config", "core.bare", "true")
        self.a, self.b = self.clone("a"), self.clone("b")

    def clone(self, name: str) -> Maker:
        made = make_repository(self.folder / name)
        with open(os.path.join(made.git_dir, b"config"), "a") as file:
            file.write(f'[remote "origin"]\n\turl = {self.remote}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n')
        return made

    def there(self, *words: str | bytes) -> None:
        """Plain git, in the remote."""
        subprocess.run([GIT, *words], cwd=self.remote, check=True)

    def hook(self, name: str, script: str) -> None:
        path = self.remote / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def synced(
    made: Maker,
    check: Callable[[bytes], object] = lambda _: None,
    pause: Callable[[float], None] = lambda _: None,
    said: list[str] | None = None,
) -> Synced | GuardError:
    with made.opened() as repository:
        told = [] if said is None else said
        return tried(lambda: sync.sync(repository, "origin", check, told.append, pause))


def add(made: Maker, *numbers: object) -> bytes:
    with made.opened() as repository:
        return [put(repository, number) for number in numbers][-1]


def counts(found: Synced | GuardError) -> tuple[int, int, int]:
    assert isinstance(found, Synced), found
    return found[:3]


def refused(found: Synced | GuardError, rule: str, *words: str) -> None:
    assert isinstance(found, GuardError), found
    assert found.rule == rule, found
    for word in words:
        assert word in f"{found.what} | {found.where} | {found.mend}"


def texts(*numbers: object) -> list[bytes]:
    return [payload(number) for number in numbers]


def marks(made: Maker) -> seen.Seen:
    return seen.read(os.fsdecode(made.git_dir))


def verify(made: Maker) -> bytes:
    """What a reader does: look where the log stands, and remember it."""
    with made.opened() as repository:
        found = tip(repository, TRUSTED)
        seen.write(repository, found)
        return found


# both ways


def test_nothing_anywhere(team: Team) -> None:
    assert synced(team.a) == Synced(0, 0, 0, b"")


def test_what_is_here_goes_there_and_comes_to_others(team: Team) -> None:
    last = add(team.a, 1, 2)
    assert synced(team.a) == Synced(0, 2, 0, last)
    assert synced(team.a) == Synced(0, 0, 0, last)
    assert synced(team.b) == Synced(2, 0, 0, last)
    assert walked(team.remote) == walked(team.b.top) == texts(1, 2)
    last = add(team.b, 3)
    assert synced(team.b) == Synced(0, 1, 0, last)
    assert synced(team.a) == Synced(1, 0, 0, last)
    assert [marks(made).of("origin") for made in (team.a, team.b)] == [last, last]


def test_own_entries_are_put_on_top_of_theirs(team: Team) -> None:
    add(team.a, 1)
    synced(team.a)
    synced(team.b)
    add(team.a, "a1", "a2")
    last = add(team.b, "b1", "b2", "b3")
    verify(team.b)
    messages = team.b.git("log", "--format=%B%an%ae%at", "guard-log")
    assert counts(synced(team.a)) == (0, 2, 0)
    before = team.b.git("rev-parse", f"{last.decode()}^{{tree}}")
    assert counts(synced(team.b)) == (2, 3, 3)
    assert walked(team.remote) == walked(team.b.top) == texts(1, "a1", "a2", "b1", "b2", "b3")
    assert team.b.git("rev-parse", "guard-log^{tree}") == before
    assert messages.splitlines()[0] in team.b.git("log", "--format=%B%an%ae%at", "guard-log")
    assert verify(team.b) == marks(team.b).tip
    assert counts(synced(team.a)) == (3, 0, 0)
    assert verify(team.a) == verify(team.b)
    sound(team.a.top)
    sound(team.b.top)


@thorough
def test_two_logs_that_began_by_themselves(team: Team) -> None:
    add(team.a, "a1", "a2")
    add(team.b, "b1", "b2")
    verify(team.b)
    synced(team.a)
    assert counts(synced(team.b)) == (2, 2, 2)
    assert walked(team.remote) == walked(team.b.top) == texts("a1", "a2", "b1", "b2")
    verify(team.b)


@thorough
def test_entries_that_they_have_already_are_not_put_again(team: Team) -> None:
    add(team.a, 1, "same", "a")
    synced(team.a)
    add(team.b, "same", "b", 1)
    assert counts(synced(team.b)) == (3, 1, 1)
    assert walked(team.remote) == texts(1, "same", "a", "b")


@thorough
def test_all_own_entries_are_there_already_in_another_order(team: Team) -> None:
    add(team.a, 1, 2)
    synced(team.a)
    add(team.b, 2, 1)
    last = verify(team.b)
    assert counts(synced(team.b)) == (2, 0, 0)
    assert walked(team.b.top) == texts(1, 2)
    assert verify(team.b) != last


@thorough
def test_somebody_elses_signature_under_our_payload_does_not_stand_for_ours(team: Team) -> None:
    from guard.doors.log.append import append

    with team.a.opened() as repository:
        append(repository, payload(1), b"rubbish", b"", b"", "x", 1)
    synced(team.a)
    add(team.b, 1)
    assert counts(synced(team.b)) == (1, 1, 1)
    assert walked(team.remote) == texts(1, 1)


# nothing unverified


def test_what_is_fetched_is_verified_before_the_branch_moves(team: Team) -> None:
    add(team.a, 1)
    synced(team.a)
    synced(team.b)
    old, new = verify(team.b), add(team.a, 2)
    synced(team.a)
    asked: list[bytes] = []

    def check(at: bytes) -> None:
        asked.append(at)
        assert team.b.git("rev-parse", "guard-log").strip() == old
        raise GuardError("G505", "no", "there", "mend")

    refused(synced(team.b, check), "G505")
    assert asked == [new]
    assert (marks(team.b).of("origin"), verify(team.b)) == (old, old)
    assert counts(synced(team.b, asked.append)) == (1, 0, 0)
    synced(team.b, asked.append)
    assert asked == [new, new], "once is enough"


@thorough
def test_own_entries_are_not_verified_for_others(team: Team) -> None:
    add(team.a, 1)
    assert counts(synced(team.a, lambda _: pytest.fail("nothing was fetched"))) == (0, 1, 0)


# the remote lost entries


def test_a_remote_that_was_rolled_back(team: Team) -> None:
    last = add(team.a, 1, 2, 3)
    synced(team.a)
    team.there("update-ref", NAME, "guard-log~2")
    refused(synced(team.a), "G502", f"git push origin {last.decode()}:refs/heads/guard-log")
    assert verify(team.a) == last


def test_a_remote_that_deleted_its_log(team: Team) -> None:
    last = add(team.a, 1)
    synced(team.a)
    team.there("update-ref", "-d", NAME)
    refused(synced(team.a), "G502", last.decode())
    add(team.b, 2)
    assert counts(synced(team.b)) == (0, 1, 0), "who never saw it cannot know"
    refused(synced(team.a), "G502")
    assert walked(team.a.top) == texts(1)


@thorough
def test_a_log_that_was_only_fetched_and_is_gone_from_the_remote(team: Team) -> None:
    add(team.a, 1)
    synced(team.a)
    team.b.git("fetch", "--quiet", "origin")
    team.there("update-ref", "-d", NAME)
    refused(synced(team.b), "G502")


def test_a_mark_that_neither_side_holds(team: Team) -> None:
    commits = chain(team.a, 4)
    team.a.ref(NAME, commits[3])
    verify(team.a)
    team.a.ref(NAME, commits[1])
    refused(synced(team.a), "G502", commits[3].decode())


@thorough
def test_a_mark_that_only_the_remote_holds(team: Team) -> None:
    last = add(team.a, 1, 2, 3)
    verify(team.a)
    synced(team.a)
    team.a.git("update-ref", NAME.decode(), "guard-log~2")
    assert counts(synced(team.a)) == (2, 0, 0)
    assert verify(team.a) == last


@thorough
def test_a_branch_that_is_lost_here_comes_back(team: Team) -> None:
    last = add(team.a, 1, 2)
    verify(team.a)
    synced(team.a)
    team.a.git("update-ref", "-d", NAME.decode())
    assert counts(synced(team.a)) == (2, 0, 0)
    assert verify(team.a) == last


# the way there


def test_a_remote_that_cannot_be_asked(team: Team) -> None:
    add(team.a, 1)
    team.a.git("remote", "set-url", "origin", os.fspath(team.folder / "gone"))
    refused(synced(team.a), "G507", "origin", "git ls-remote", "does not appear to be a git repository")


@thorough
@pytest.mark.parametrize("remote", ["nowhere", "-x", "--upload-pack=touch ran", "a b", ""])
def test_a_remote_that_is_none(team: Team, remote: str) -> None:
    add(team.a, 1)
    with team.a.opened() as repository:
        found = tried(lambda: sync.sync(repository, remote, lambda _: None))
    assert isinstance(found, GuardError)
    assert found.rule in ("G507", "G501")
    assert not os.path.exists(os.path.join(team.a.top, b"ran"))


def test_a_remote_that_refuses(team: Team) -> None:
    add(team.a, 1)
    team.hook("pre-receive", "echo not on a Friday >&2; exit 1")
    pauses: list[float] = []
    refused(synced(team.a, pause=pauses.append), "G507", "pre-receive hook declined", "nothing is lost")
    assert len(pauses) == sync.STUBBORN
    assert walked(team.a.top) == texts(1)


@thorough
def test_a_remote_that_refuses_this_branch_alone(team: Team) -> None:
    add(team.a, 1)
    team.hook("update", 'test "$1" != refs/heads/guard-log')
    refused(synced(team.a), "G507", "hook declined")


@thorough
def test_a_remote_that_takes_something_else_each_time(team: Team) -> None:
    """Another clone is always faster: ten rounds, each on top of what it pushed, and nothing is lost."""
    add(team.b, "own")
    number = iter(range(100))

    def faster(_: float) -> None:
        add(team.a, next(number))
        assert counts(synced(team.a))[1] == 1

    faster(0)
    with racing(team, lambda: faster(0)):
        refused(synced(team.b), "G507", "stale info", "guard log sync")
    assert len(walked(team.remote)) == ROUNDS + 1
    found = synced(team.b)
    assert counts(found) == (0, 1, 0)
    assert walked(team.remote) == texts(*range(ROUNDS + 1), "own")


@contextmanager
def racing(team: Team, before: Callable[[], None]) -> Iterator[None]:
    """Something happens each time b is about to push."""
    push = sync.far.push

    def late(*words: object) -> None:
        if os.path.samefile(words[1].top, team.b.top):  # type: ignore[attr-defined]
            before()
        push(*words)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync.far, "push", late)
        yield


def test_who_is_overtaken_once_comes_through(team: Team) -> None:
    add(team.b, "own 1", "own 2")
    ran: list[int] = []

    def once() -> None:
        if not ran:
            ran.append(1)
            add(team.a, "theirs")
            synced(team.a)

    said: list[str] = []
    with racing(team, once):
        assert counts(synced(team.b, said=said)) == (1, 2, 2)
    assert walked(team.remote) == walked(team.b.top) == texts("theirs", "own 1", "own 2")
    assert said == [
        "pushing 2 to origin",
        "origin did not take them: [rejected] (stale info)",
        "fetching the log of origin",
        "verifying what was fetched",
        "putting 2 own on top of 1 fetched",
        "pushing 2 to origin",
    ]


@thorough
def test_an_append_here_meanwhile_goes_along(team: Team) -> None:
    add(team.a, "theirs")
    synced(team.a)
    add(team.b, "own 1")
    on_top, ran = join._on_top, []

    def late(*words: object) -> object:
        if not ran:
            ran.append(add(team.b, "own 2"))
        return on_top(*words)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(join, "_on_top", late)
        assert counts(synced(team.b)) == (1, 2, 2)
    assert walked(team.remote) == texts("theirs", "own 1", "own 2")


def test_who_appends_here_without_end_is_told_as_what_keeps_it(team: Team) -> None:
    """Each time the branch is about to move somebody else has moved it, also in the last look."""
    add(team.a, "theirs")
    synced(team.a)
    add(team.b, "own")
    number, on_top = iter(range(100)), join._on_top

    def late(*words: object) -> object:
        add(team.b, next(number))
        return on_top(*words)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(join, "_on_top", late)
        refused(synced(team.b), "G507", "others append to the log here", "guard log sync")
    assert len(walked(team.b.top)) == ROUNDS + 2
    assert walked(team.remote) == texts("theirs")
    assert counts(synced(team.b)) == (1, ROUNDS + 2, ROUNDS + 2)


LOOK_ALIKE = (b"refs/tags/refs/heads/guard-log", b"refs/heads/refs/heads/guard-log", b"refs/tags/guard-log")


@pytest.mark.parametrize("names", [LOOK_ALIKE, LOOK_ALIKE[:1], LOOK_ALIKE[1:2]], ids=["all", "a tag", "a branch"])
def test_refs_of_the_remote_that_end_in_the_name_of_the_log_are_not_it(team: Team, names: tuple[bytes, ...]) -> None:
    """Neither in its way nor in its place; also where the log goes on from what they are at."""
    start = chain(team.a, 1)[0]
    for name in names:
        team.a.git("push", "--quiet", "origin", start + b":" + name)
    add(team.a, 0, 1)
    assert counts(synced(team.a)) == (0, 2, 0)
    add(team.b, 2)
    assert counts(synced(team.b)) == (2, 1, 1)
    assert walked(team.remote) == walked(team.b.top) == texts(0, 1, 2)
    for name in names:
        found = subprocess.run([GIT, "rev-parse", name], cwd=team.remote, check=True, capture_output=True)
        assert found.stdout.strip() == start
    assert b"refs/guard/pushed" not in team.b.git("for-each-ref")


# cut short


DROPPING = """\
import os, subprocess, sys
number = int(open({left!r}).read())
open({left!r}, "w").write(str(number - 1))
if number <= 0:
    os.execv({git!r}, [{git!r}, "receive-pack", *sys.argv[1:]])
child = subprocess.Popen([{git!r}, "receive-pack", *sys.argv[1:]], stdout=subprocess.PIPE, bufsize=0)
while True:  # what it has; then it does what it is asked, and its answer is lost
    size = child.stdout.read(4)
    os.write(1, size + child.stdout.read(max(int(size, 16) - 4, 0)))
    if size == b"0000":
        break
while child.stdout.read(1 << 16):
    pass
os._exit(child.wait() or 1)
"""


def dropping(team: Team, made: Maker, times: int) -> None:
    """The remote takes a push, and the connection is cut before it says so; so often."""
    left, code, script = (team.folder / name for name in ("left", "drop.py", "receive"))
    left.write_text(str(times))
    code.write_text(DROPPING.format(left=os.fspath(left), git=os.path.realpath(GIT)))
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S {code} "$@"\n')
    script.chmod(0o755)
    made.git("config", "remote.origin.receivepack", os.fspath(script))


def test_a_push_that_is_taken_and_never_answered_is_no_second_entry(team: Team) -> None:
    add(team.a, 1, 2)
    dropping(team, team.a, 1)
    said: list[str] = []
    assert counts(synced(team.a, said=said)) == (0, 2, 0)
    assert len([line for line in said if line.startswith("origin did not take them: ")]) == 1
    assert walked(team.remote) == walked(team.a.top) == texts(1, 2)
    assert marks(team.a).of("origin") == verify(team.a)


@thorough
def test_nor_where_others_go_on_from_it(team: Team) -> None:
    add(team.a, 1, 2)
    dropping(team, team.a, 1)

    def others(_: float) -> None:
        synced(team.b)
        add(team.b, 3)
        synced(team.b)

    assert counts(synced(team.a, pause=others)) == (1, 0, 0)
    assert walked(team.remote) == walked(team.a.top) == texts(1, 2, 3)


def test_nor_where_it_is_put_on_top_first(team: Team) -> None:
    add(team.b, "theirs")
    synced(team.b)
    add(team.a, 1, 2)
    dropping(team, team.a, 1)
    assert counts(synced(team.a)) == (1, 2, 2)
    assert walked(team.remote) == walked(team.a.top) == texts("theirs", 1, 2)


@thorough
def test_nor_where_every_answer_is_lost(team: Team) -> None:
    add(team.a, 1)
    dropping(team, team.a, 1000)
    assert counts(synced(team.a)) == (0, 1, 0)
    add(team.a, 2)
    assert counts(synced(team.a)) == (0, 1, 0)
    assert walked(team.remote) == texts(1, 2)


@thorough
def test_nor_where_this_process_ends_before_it_hears_of_it(team: Team) -> None:
    add(team.a, 1)
    dropping(team, team.a, 1)
    ended = pytest.raises(KeyboardInterrupt)
    with ended:
        synced(team.a, pause=lambda _: (_ for _ in ()).throw(KeyboardInterrupt()))
    assert counts(synced(team.a)) == (0, 0, 0)
    assert walked(team.remote) == texts(1)


@pytest.mark.parametrize("where", ["before the mark", "before the branch", "after the branch"])
def test_own_entries_are_never_lost_where_putting_them_on_top_is_cut_short(team: Team, where: str) -> None:
    add(team.a, "theirs")
    synced(team.a)
    add(team.b, "own")
    verify(team.b)
    target, name = {
        "before the mark": (seen.Moving, "__enter__"),
        "before the branch": (join, "advance"),
        "after the branch": (seen.Moving, "__exit__"),
    }[where]

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, name, cut)
        with pytest.raises(KeyboardInterrupt):
            synced(team.b)
    with team.b.opened() as repository:
        assert tip(repository, "refs/remotes/nowhere/main") == team.b.git("rev-parse", "guard-log").strip()
    assert walked(team.b.top) == (texts("theirs", "own") if where == "after the branch" else texts("own"))
    synced(team.b)
    assert walked(team.remote) == texts("theirs", "own")
    last = add(team.b, "more")
    assert verify(team.b) == last
    assert (marks(team.b).tip, marks(team.b).beside) == (last, b"")


@pytest.mark.later
def test_own_entries_are_never_lost_where_it_is_cut_short_twice(team: Team) -> None:
    """After the branch was moved, and the next time before it is: what it is at by then was never marked alone."""

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    add(team.a, 1)
    add(team.b, "own")
    verify(team.b)
    for number, (target, name) in enumerate(((seen.Moving, "__exit__"), (join, "advance"))):
        add(team.a, f"theirs {number}")
        synced(team.a)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(target, name, cut)
            with pytest.raises(KeyboardInterrupt):
                synced(team.b)
    assert verify(team.b) == team.b.git("rev-parse", "guard-log").strip()
    synced(team.b)
    assert walked(team.remote) == walked(team.b.top) == texts(1, "theirs 0", "theirs 1", "own")


@thorough
def test_an_append_between_the_two_looks_is_not_written_over(team: Team) -> None:
    add(team.a, "theirs")
    synced(team.a)
    add(team.b, "own")
    advance, ran = join.advance, []

    def late(repository: Repository, *words: object) -> None:
        if not ran:
            ran.append(1)
            plain = chain(team.b, 1, team.b.git("rev-parse", "guard-log").strip(), "plain git")
            team.b.git("update-ref", NAME, plain[0])
        advance(repository, *words)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(join, "advance", late)
        synced(team.b)
    assert walked(team.remote) == texts("theirs", "own", "plain git 0")


# how git is asked


def test_nothing_else_comes_and_nothing_else_runs(team: Team) -> None:
    team.b.ref(b"refs/heads/main", chain(team.b, 1, name="main")[0])
    team.b.git("tag", "v1", "main")
    team.b.git("push", "--quiet", "origin", "main", "v1")
    add(team.b, 1)
    synced(team.b)
    mark = team.folder / "ran"
    for hook in ("reference-transaction", "pre-push", "post-merge", "post-rewrite", "post-checkout"):
        team.a.write(f".git/hooks/{hook}", f"#!/bin/sh\necho {hook} >> {mark}\n".encode())
        os.chmod(os.path.join(team.a.git_dir, b"hooks", hook.encode()), 0o755)
    team.a.git("config", "remote.origin.tagOpt", "--tags")
    team.a.git("config", "push.followTags", "true")
    team.a.git("config", "fetch.prune", "true")
    team.a.ref(b"refs/remotes/origin/old", chain(team.a, 1)[0])
    add(team.a, 2)
    assert counts(synced(team.a)) == (1, 1, 1)
    refs = team.a.git("for-each-ref", "--format=%(refname)").decode().split()
    assert refs == [
        "refs/guard/fetched/origin",
        "refs/heads/guard-log",
        "refs/remotes/origin/guard-log",
        "refs/remotes/origin/old",
    ]
    assert not mark.exists()
    assert not os.path.exists(os.path.join(team.a.git_dir, b"FETCH_HEAD"))


@thorough
def test_from_inside_a_hook(team: Team) -> None:
    """There git tells of the repository it works in, and that may be another one."""
    add(team.a, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_INDEX_FILE", os.fspath(team.folder / "nowhere"))
        patch.setenv("GIT_QUARANTINE_PATH", os.fspath(team.folder))
        patch.setenv("GIT_OBJECT_DIRECTORY", os.fspath(team.folder / "nowhere"))
        assert counts(synced(team.a)) == (0, 1, 0)


@thorough
def test_the_ssh_of_the_user_is_the_one_that_is_used(team: Team) -> None:
    script = team.folder / "ssh"
    script.write_text('#!/bin/sh\necho "$1" > ' + os.fspath(team.folder / "host") + '\nshift\nexec sh -c "$*"\n')
    script.chmod(0o755)
    team.a.git("remote", "set-url", "origin", f"somewhere:{team.remote}")
    add(team.a, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_SSH_COMMAND", os.fspath(script))
        patch.setenv("GIT_SSH_VARIANT", "simple")
        assert counts(synced(team.a)) == (0, 1, 0)
    assert (team.folder / "host").read_text() == "somewhere\n"


@thorough
def test_the_tracking_branch_follows_the_remote(team: Team) -> None:
    """Or a log that its owners put right would stay wrong here for who fetched it while it was wrong."""
    first = add(team.b, 1)
    synced(team.b)
    synced(team.a)
    wrong = chain(team.a, 1, first, "wrong")[0]
    team.a.ref(b"refs/remotes/origin/guard-log", wrong)
    assert counts(synced(team.a)) == (0, 0, 0)
    assert verify(team.a) == first


def test_a_shallow_clone(team: Team) -> None:
    last = add(team.a, 1, 2)
    team.a.write(b".git/shallow", last + b"\n")
    refused(synced(team.a), "G501", "--unshallow")


@thorough
def test_a_branch_that_is_checked_out(team: Team) -> None:
    add(team.a, 1)
    synced(team.a)
    synced(team.b)
    add(team.a, 2)
    synced(team.a)
    team.b.git("checkout", "--quiet", "guard-log")
    refused(synced(team.b), "G507", "checked out")


def test_another_who_moves_the_branch_makes_it_look_again(team: Team) -> None:
    add(team.a, 1)
    joined = sync.join
    tries: list[int] = []

    def moving(*words: object) -> object:
        tries.append(1)
        if len(tries) < 3:
            raise Moved
        return joined(*words)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync, "join", moving)
        assert counts(synced(team.a)) == (0, 1, 0)


@thorough
def test_with_nothing_to_do_the_remote_is_asked_once(team: Team) -> None:
    add(team.a, 1)
    synced(team.a)
    with team.a.opened() as repository:
        before = repository.processes
        sync.sync(repository, "origin", lambda _: None)
        assert repository.processes <= before + 4
