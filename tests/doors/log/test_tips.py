"""Where the log stands: refs that are damaged are no empty log, and what was seen here is never gone unnoticed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.doors.log import seen
from guard.doors.log.tips import remote_of, tip
from guard.errors import GuardError
from tests.chains import NAME, algorithm, chain, log
from tests.repos import Maker, make_repository, tried

TRACKING = b"refs/remotes/origin/guard-log"
TRUSTED = "refs/remotes/origin/main"


@pytest.fixture
def made(tmp_path: Path, request: pytest.FixtureRequest) -> Maker:
    return make_repository(tmp_path / "repository", algorithm(request.node.name))


def stands(made: Maker, trusted: str = TRUSTED, pinned: str = "") -> bytes | GuardError:
    def ask() -> bytes:
        with made.opened() as repository:
            return tip(repository, trusted, pinned)

    return tried(ask)


def saw(made: Maker, tip: bytes, **remotes: bytes) -> None:
    seen.put(os.fsdecode(made.git_dir), seen.Seen(tip, tuple(sorted(remotes.items()))))


def refused(found: bytes | GuardError, rule: str, mend: str = "") -> None:
    assert isinstance(found, GuardError), found
    assert found.rule == rule
    assert mend in found.mend


# the branch here and the one fetched


def test_no_log_at_all(made: Maker) -> None:
    assert stands(made) == b""
    made.ref(b"refs/heads/main", chain(made, 1)[0])
    made.ref(b"refs/heads/guard-logs", chain(made, 1)[0])
    made.ref(b"refs/tags/refs/heads/guard-log", chain(made, 1)[0])  # what git would take for it
    made.ref(b"refs/tags/guard-log", chain(made, 1)[0])
    assert stands(made) == b""


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("local", "remote", "later"), [(2, None, 2), (None, 2, 2), (2, 2, 2), (3, 1, 3), (0, 2, 2), (0, 3, 3)]
)
def test_the_later_one_counts(made: Maker, local: int | None, remote: int | None, later: int, packed: bool) -> None:
    commits = chain(made, 4)
    for name, at in ((NAME, local), (TRACKING, remote)):
        if at is not None:
            made.ref(name, commits[at])
    if packed:
        made.git("pack-refs", "--all", "--prune")
        assert not os.path.exists(os.path.join(made.git_dir, NAME))
    assert stands(made) == commits[later]


def test_entries_here_and_entries_there(made: Maker) -> None:
    commits = chain(made, 2)
    made.ref(NAME, chain(made, 1, commits[1], "here")[0])
    made.ref(TRACKING, chain(made, 1, commits[1], "there")[0])
    refused(stands(made), "G503", "guard log sync")


def test_two_logs_that_share_nothing(made: Maker) -> None:
    made.ref(NAME, chain(made, 1, name="here")[0])
    made.ref(TRACKING, chain(made, 1, name="there")[0])
    refused(stands(made), "G503")


@pytest.mark.parametrize(
    ("trusted", "remote"),
    [
        ("refs/remotes/origin/main", "origin"),
        ("refs/remotes/upstream/main", "upstream"),
        ("refs/remotes/upstream/a/b", "upstream"),
        ("refs/heads/main", "origin"),
        ("upstream/main", "origin"),
        ("refs/remotes/main", "origin"),
        ("--trust /a/b", "origin"),
        ("", "origin"),
    ],
)
def test_the_remote_is_that_of_the_trusted_branch(trusted: str, remote: str) -> None:
    assert remote_of(trusted) == remote


def test_the_log_of_another_remote_does_not_count(made: Maker) -> None:
    log(made, 3, b"refs/remotes/upstream/guard-log")
    assert stands(made) == b""
    assert stands(made, "refs/remotes/upstream/main") == chain(made, 3)[-1]


# refs that are damaged


def write(path: bytes, content: bytes) -> None:
    if os.path.lexists(path):
        os.unlink(path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def packed(made: Maker, name: bytes, cut: int, tail: bytes = b"") -> None:
    made.git("pack-refs", "--all", "--prune")
    path = os.path.join(made.git_dir, b"packed-refs")
    with open(path, "rb") as file:
        whole = file.read()
    at = whole.index(name)
    write(path, whole[: at + cut] + tail)


DAMAGED: dict[str, Callable[[Maker, bytes, bytes, bytes], None]] = {
    "empty": lambda made, path, name, oid: write(path, b""),
    "cut short": lambda made, path, name, oid: write(path, oid[:-1]),
    "cut to a few digits": lambda made, path, name, oid: write(path, oid[:7] + b"\n"),
    "zeros": lambda made, path, name, oid: write(path, made.zero + b"\n"),
    "NUL bytes": lambda made, path, name, oid: write(path, b"\0" * 41),
    "odd bytes": lambda made, path, name, oid: write(path, b"\xff\xfe" + oid),
    "another word": lambda made, path, name, oid: write(path, b"main\n"),
    "a commit that is not here": lambda made, path, name, oid: write(path, b"1" * made.width + b"\n"),
    "a blob": lambda made, path, name, oid: write(path, made.blob(b"x") + b"\n"),
    "a tree": lambda made, path, name, oid: write(path, made.tree({}) + b"\n"),
    "a tag": lambda made, path, name, oid: write(
        path, made.put(b"tag", b"object %s\ntype commit\ntag x\ntagger A <a@b> 0 +0000\n\nx\n" % oid) + b"\n"
    ),
    "symbolic": lambda made, path, name, oid: [
        write(path, b"ref: refs/heads/main\n"),
        made.ref(b"refs/heads/main", oid),
    ][0],
    "symbolic, leading nowhere": lambda made, path, name, oid: write(path, b"ref: refs/heads/gone\n"),
    "a symbolic link": lambda made, path, name, oid: [os.unlink(path), os.symlink(b"main", path)][0],
    "an empty folder": lambda made, path, name, oid: [os.unlink(path), os.makedirs(path)][0],
    "a folder of refs": lambda made, path, name, oid: [os.unlink(path), made.ref(name + b"/x", oid)][0],
    "packed refs cut off in its name": lambda made, path, name, oid: packed(made, name, 5),
    "packed refs cut off after its name": lambda made, path, name, oid: packed(made, name, len(name)),
    "packed refs cut off in its commit": lambda made, path, name, oid: packed(made, name, -9),
    "packed refs with odd bytes": lambda made, path, name, oid: packed(made, name, len(name), b"\n\xff\n"),
    "its commit is empty": lambda made, path, name, oid: write(made.loose(oid), b""),
    "its commit is cut off": lambda made, path, name, oid: os.truncate(made.loose(oid), 20),
}


@pytest.mark.parametrize("name", [NAME, TRACKING])
@pytest.mark.parametrize("fault", DAMAGED)
def test_a_damaged_ref_is_no_empty_log(made: Maker, name: bytes, fault: str) -> None:
    (oid,) = log(made, 1, name)
    path = os.path.join(made.git_dir, name)
    DAMAGED[fault](made, path, name, oid)
    behind = "its commit" in fault or "not here" in fault  # the ref itself is well
    again = "git push origin --delete guard-log/x" if fault == "a folder of refs" else "aside, then fetch it again"
    mend = "git fetch --refetch" if behind else "git branch guard-log" if name == NAME else again
    # git reads no ref at all where packed refs are odd
    refused(stands(made), *(("G801",) if "packed" in fault else ("G501", mend)))
    other = NAME if name == TRACKING else TRACKING
    if "packed" not in fault and "its commit" not in fault:
        made.ref(other, chain(made, 2)[-1])
        refused(stands(made), "G501")


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"", b"\r"), (b"", b" "), (b"", b"~"), (b"", b".lock"), (b"", b".."), (b" ", b""), (b"", b"\t# x")],
)
@pytest.mark.parametrize("name", [NAME, TRACKING])
def test_a_line_of_packed_refs_that_git_passes_over(made: Maker, name: bytes, before: bytes, after: bytes) -> None:
    """git warns that it ignores a ref with a broken name: that is no repository without a log."""
    log(made, 1, name)
    made.git("pack-refs", "--all", "--prune")
    path = os.path.join(made.git_dir, b"packed-refs")
    with open(path, "rb") as file:
        whole = file.read()
    write(path, whole.replace(name, before + name + after))
    refused(stands(made), "G501", "aside")


@pytest.mark.parametrize("other", [b"refs/heads/guard-logs", b"refs/tags/refs/heads/guard-log", b"refs/heads/odd\r"])
def test_a_line_of_packed_refs_for_another_ref(made: Maker, other: bytes) -> None:
    path = os.path.join(made.git_dir, b"packed-refs")
    write(path, b"# pack-refs with: peeled fully-peeled sorted \n%s %s\n" % (chain(made, 1)[0], other))
    assert stands(made) == b""


def test_packed_refs_that_end_before_its_line_are_told_by_what_was_seen(made: Maker) -> None:
    """The line is gone without a trace: no reader can tell this file from one of a repository without a log."""
    commits = log(made, 2)
    saw(made, commits[-1])
    made.git("pack-refs", "--all", "--prune")
    write(os.path.join(made.git_dir, b"packed-refs"), b"# pack-refs with: peeled fully-peeled sorted \n")
    refused(stands(made), "G502", commits[-1].decode())


def test_packed_refs_that_were_written_anew_at_once(made: Maker) -> None:
    """git tells them by time, number and size of the file: within one second that may be the same of two of them."""
    commits = log(made, 3)
    made.git("pack-refs", "--all", "--prune")
    path = os.path.join(made.git_dir, b"packed-refs")
    with made.opened() as repository:
        for at in (2, 1, 2, 0):
            with open(path, "r+b") as file:
                text = file.read()
                file.seek(text.index(NAME) - made.width - 1)
                file.write(commits[at])
            os.utime(path, (1_000_000_000, 1_000_000_000))
            assert tip(repository, TRUSTED) == commits[at]


def test_a_shallow_clone(made: Maker) -> None:
    commits = log(made, 3)
    made.write(b".git/shallow", commits[1] + b"\n")
    refused(stands(made), "G501", "--unshallow")


def test_a_shallow_clone_without_a_log(made: Maker) -> None:
    made.ref(b"refs/heads/main", chain(made, 2)[-1])
    made.write(b".git/shallow", chain(made, 2)[-1] + b"\n")
    assert stands(made) == b""


# what was seen


@pytest.mark.parametrize("known", [0, 1, 2])
def test_a_log_that_goes_on_from_what_was_seen(made: Maker, known: int) -> None:
    commits = log(made, 3)
    saw(made, commits[known])
    assert stands(made) == commits[2]


LOST: dict[str, Callable[[Maker, list[bytes]], object]] = {
    "rolled back": lambda made, commits: made.ref(NAME, commits[1]),
    "rolled back to the first entry": lambda made, commits: made.ref(NAME, commits[0]),
    "forked": lambda made, commits: made.ref(NAME, chain(made, 5, commits[1], "other")[-1]),
    "begun anew": lambda made, commits: made.ref(NAME, chain(made, 5, name="other")[-1]),
    "begun anew, and fetched": lambda made, commits: [
        os.unlink(os.path.join(made.git_dir, NAME)),
        made.ref(TRACKING, chain(made, 5, name="other")[-1]),
    ],
    "deleted": lambda made, commits: os.unlink(os.path.join(made.git_dir, NAME)),
    "deleted, and only an older one fetched": lambda made, commits: [
        os.unlink(os.path.join(made.git_dir, NAME)),
        made.ref(TRACKING, commits[1]),
    ],
}


@pytest.mark.parametrize("how", LOST)
@pytest.mark.parametrize("gone", [False, True], ids=["objects stay", "objects gone"])
def test_a_log_that_lost_what_was_seen(made: Maker, how: str, gone: bool) -> None:
    commits = log(made, 3)
    saw(made, commits[2])
    LOST[how](made, commits)
    if gone:
        os.unlink(made.loose(commits[2]))
    refused(stands(made), "G502", "guard log sync" if gone else f"git branch -f guard-log {commits[2].decode()}")


def test_what_was_seen_of_a_remote_is_not_gone_either(made: Maker) -> None:
    saw(made, b"", origin=chain(made, 2)[-1])
    refused(stands(made), "G502")


def test_entries_that_are_put_on_top_of_others_count_before_and_after(made: Maker) -> None:
    trunk = chain(made, 2)
    old, new = chain(made, 1, trunk[1], "own")[0], chain(made, 2, trunk[1], "others")[-1]
    seen.put(os.fsdecode(made.git_dir), seen.Seen(old, (), new))
    for at in (old, new, chain(made, 1, new, "later")[0]):
        made.ref(NAME, at)
        assert stands(made) == at
    made.ref(NAME, trunk[1])
    refused(stands(made), "G502")


# the first entry


def test_the_first_entry_is_the_one_the_policy_names(made: Maker) -> None:
    commits = log(made, 3)
    assert stands(made, pinned=commits[0].decode()) == commits[2]


@pytest.mark.parametrize("pinned", ["1" * 40, "1" * 64, "", "main", "sha256:" + "0" * 64])
def test_another_first_entry(made: Maker, pinned: str) -> None:
    commits = log(made, 3)
    found = stands(made, pinned=pinned or commits[1].decode())
    refused(found, "G504")


def test_no_log_is_no_other_log(made: Maker) -> None:
    assert stands(made, pinned="1" * 40) == b""


# the mark


def test_the_mark_moves_on_and_never_back(made: Maker) -> None:
    commits = log(made, 4)
    common = os.fsdecode(made.git_dir)
    with made.opened() as repository:
        for at, wanted in ((1, 1), (3, 3), (2, 3), (3, 3)):
            seen.write(repository, commits[at])
            assert seen.read(common) == seen.Seen(commits[wanted], first=commits[0])
        seen.write(repository, chain(made, 5, commits[1], "other")[-1])
        assert seen.read(common) == seen.Seen(commits[3], first=commits[0])
        for at, wanted in ((1, 1), (2, 2), (0, 2)):
            seen.write(repository, commits[at], "origin")
            assert seen.read(common) == seen.Seen(commits[3], (("origin", commits[wanted]),), first=commits[0])
        seen.write(repository, commits[0], "up/stream")
        assert seen.read(common).of("up/stream") == commits[0]


def test_the_second_mark_goes_once_the_log_has_moved_on(made: Maker) -> None:
    trunk = chain(made, 2)
    old, new = chain(made, 1, trunk[1], "own")[0], chain(made, 2, trunk[1], "others")[-1]
    common = os.fsdecode(made.git_dir)
    with made.opened() as repository:
        seen.put(common, seen.Seen(old, (), new))
        seen.write(repository, old)
        assert seen.read(common) == seen.Seen(old, (), new)
        seen.write(repository, new)
        assert seen.read(common) == seen.Seen(new, first=trunk[0])


MARKS: dict[str, bytes] = {
    "empty": b"",
    "cut off": b'{"tip": "1111',
    "no JSON": b"tip\n",
    "a list": b"[]\n",
    "no tip": b'{"remotes": {}}\n',
    "no remotes": b'{"tip": ""}\n',
    "something more": b'{"tip": "", "remotes": {}, "more": 1}\n',
    "a tip that is none": b'{"tip": "main", "remotes": {}}\n',
    "a tip that is too short": b'{"tip": "1234", "remotes": {}}\n',
    "a tip that is no text": b'{"tip": 1, "remotes": {}}\n',
    "a remote that is none": b'{"tip": "", "remotes": {"origin": 1}}\n',
    "two values": b'{"tip": "", "remotes": {}}{}\n',
    "not ASCII": b'{"tip": "\xff", "remotes": {}}\n',
    "deep": b"[" * 60_000,
    "NUL bytes": b"\0" * 100,
}


@pytest.mark.parametrize("fault", MARKS)
def test_a_damaged_mark_is_not_nothing_seen(made: Maker, fault: str) -> None:
    log(made, 2)
    made.write(b".git/guard/log/seen", MARKS[fault])
    refused(stands(made), "G501", "ls-remote")


def test_a_branch_below_its_name_is_taken_away_where_it_is(made: Maker) -> None:
    """At the remote by its owners, who forbid it; in words that no name of a branch can add to."""
    (oid,) = chain(made, 1)
    for name, mend in (
        (b"refs/heads/guard-log/x", "git branch -D guard-log/x"),
        (
            b"refs/remotes/origin/guard-log/x;y",
            "git push origin --delete 'guard-log/x;y'; then, here, git fetch --prune origin",
        ),
    ):
        made.git("update-ref", "--stdin", stdin=b"create %s %s\n" % (name, oid))
        refused(stands(made), "G501", mend)
        made.git("update-ref", "-d", os.fsdecode(name))


@pytest.mark.parametrize("what", ["a folder", "a link", "a pipe"])
def test_a_mark_that_is_no_file_is_not_nothing_seen(made: Maker, what: str) -> None:
    log(made, 2)
    path = os.path.join(made.git_dir, b"guard", b"log", b"seen")
    os.makedirs(os.path.dirname(path))
    if what == "a folder":
        os.mkdir(path)
    elif what == "a link":
        os.symlink(b"gone", path)
    else:
        os.mkfifo(path)
    refused(stands(made), "G501")


def test_the_mark_is_written_whole_and_leaves_nothing_beside_it(made: Maker) -> None:
    commits = log(made, 2)
    saw(made, commits[0], origin=commits[0])
    folder = os.path.join(made.git_dir, b"guard", b"log")
    assert os.listdir(folder) == [b"seen"]
    with open(os.path.join(folder, b"seen"), "rb") as file:
        text = file.read().decode()
    oid = commits[0].decode()
    assert text == f'{{"remotes": {{"origin": "{oid}"}}, "tip": "{oid}"}}\n'


def test_a_folder_that_cannot_be_written_leaves_the_mark_where_it_is(made: Maker) -> None:
    commits = log(made, 2)
    made.write(b".git/guard", b"a file where the folder would be")
    with made.opened() as repository:
        seen.write(repository, commits[1])
    shutil.rmtree(os.path.join(made.git_dir, b"guard"), ignore_errors=True)
    assert os.path.isfile(os.path.join(made.git_dir, b"guard"))


def test_the_first_entry_is_remembered_with_the_tip(made: Maker) -> None:
    commits = log(made, 3)
    other = log(made, 2, b"refs/heads/other")
    with made.opened() as repository:
        seen.write(repository, commits[2])
        before = repository.processes
        assert tip(repository, TRUSTED, commits[0].decode()) == commits[2]
        assert repository.processes == before
        refused(tried(lambda: tip(repository, TRUSTED, commits[1].decode())), "G504")
        made.ref(NAME, chain(made, 1, commits[2], "later")[0])
        refused(tried(lambda: tip(repository, TRUSTED, other[0][:-1].decode() + "0")), "G504")


def test_a_log_that_begins_elsewhere_since_its_entries_were_put_on_top(made: Maker) -> None:
    old, new = chain(made, 2, name="own"), chain(made, 3, name="theirs")
    made.ref(NAME, new[2])
    with made.opened() as repository:
        seen.write(repository, old[1])
        seen.put(os.fsdecode(made.git_dir), seen.read(os.fsdecode(made.git_dir))._replace(beside=new[1]))
        seen.write(repository, new[2])
        assert seen.read(os.fsdecode(made.git_dir)) == seen.Seen(new[2], first=new[0])
        refused(tried(lambda: tip(repository, TRUSTED, old[0].decode())), "G504")


def test_where_nothing_moved_it_takes_no_process(made: Maker) -> None:
    commits = log(made, 3)
    made.ref(TRACKING, commits[2])
    saw(made, commits[2])
    with made.opened() as repository:
        before = repository.processes
        assert tip(repository, TRUSTED) == commits[2]
        assert repository.processes == before
