"""Appending: what an entry is written as, and what keeps it from being written."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from guard.doors.git import collecting
from guard.doors.git.repository import Repository
from guard.doors.log import index, lock, seen
from guard.doors.log.append import Moved, append
from guard.doors.log.chain import links
from guard.doors.log.tips import tip
from guard.errors import GuardError
from tests.chains import AT, NAME, SIGNATURE, algorithm, chain, log, payload, put, sound, tree, walked
from tests.repos import GIT, Maker, make_repository, tried

LOCK = b"refs/heads/guard-log.lock"
KEPT = [b"lock", b"seen", b"seen.lock"]


@pytest.fixture
def made(tmp_path: Path, request: pytest.FixtureRequest) -> Maker:
    return make_repository(tmp_path / "repository", algorithm(request.node.name))


@pytest.fixture
def plain(tmp_path: Path) -> Maker:
    return make_repository(tmp_path / "repository")


def inside(made: Maker, name: bytes | str) -> bytes:
    return os.path.join(made.git_dir, os.fsencode(name))


def add(repository: Repository, at: bytes, number: object = "new", record: bytes = b"") -> bytes:
    return append(repository, payload(number), SIGNATURE, record, at, f"entry {number}", AT)


def refused(found: object, *words: str) -> None:
    assert isinstance(found, GuardError), found
    assert found.rule == "G507", found
    for word in words:
        assert word in f"{found.what} | {found.where} | {found.mend}"


# what is written


def test_entries_stand_as_they_were_given(made: Maker) -> None:
    with made.opened() as repository:
        commits = [put(repository, 0), put(repository, 1, b'{"a": 1}'), put(repository, 2)]
        found = links(repository, tip(repository, ""))
    assert [link.commit for link in found] == commits
    assert [link.payload for link in found] == [payload(number) for number in range(3)]
    assert {link.signature for link in found} == {SIGNATURE}
    assert made.git("cat-file", "blob", found[1].record) == b'{"a": 1}'
    assert walked(made.top) == [payload(number) for number in range(3)]
    sound(made.top)


def test_a_commit_for_people(plain: Maker) -> None:
    with plain.opened() as repository:
        first = append(repository, payload(0), SIGNATURE, b"", b"", "approval of plan\nsplit\x1b[2K by dana", AT)
        second = add(repository, first)
    shown = plain.git("log", "--reverse", "--format=%an <%ae> %at | %cn <%ce> %ct | %B", "guard-log").decode()
    who = f"guard <guard@localhost> {AT}"
    assert shown == f"{who} | {who} | approval of plan\\x0asplit\\x1b[2K by dana\n\n{who} | {who} | entry new\n\n"
    assert plain.git("reflog", "show", "--format=%H %gs", "guard-log").splitlines() == [
        second + b" append: entry new",
        first + b" append: approval of plan\\x0asplit\\x1b[2K by dana",
    ]


def test_it_takes_two_processes(plain: Maker) -> None:
    with plain.opened() as repository:
        put(repository, 0)
        at = tip(repository, "")
        before = repository.processes
        add(repository, at)
        assert repository.processes == before + 2


def test_a_record_larger_than_any_pipe(plain: Maker) -> None:
    record = os.urandom(2 << 20).hex().encode()
    with plain.opened() as repository:
        put(repository, 0, record)
        (link,) = links(repository, tip(repository, ""))
    assert plain.git("cat-file", "blob", link.record) == record


@pytest.mark.parametrize(
    ("what", "sizes"),
    [
        ("payload.json", ((64 << 10) + 1, 1, 0)),
        ("payload.json.sig", (1, (16 << 10) + 1, 0)),
        ("record.json", (1, 1, (4 << 20) + 1)),
    ],
)
def test_what_no_reader_would_take_is_not_written(plain: Maker, what: str, sizes: tuple[int, int, int]) -> None:
    with plain.opened() as repository:
        texts = [b"x" * size for size in sizes]
        refused(tried(lambda: append(repository, *texts, b"", "words", AT)), what)  # type: ignore[call-arg]
        assert tip(repository, "") == b""


def test_no_hook_and_no_program_of_the_repository_runs(plain: Maker) -> None:
    mark = os.path.join(plain.top, b"ran")
    script = b"#!/bin/sh\necho >> " + mark + b"\n"
    for hook in ("reference-transaction", "post-commit", "pre-commit", "update", "post-update"):
        plain.write(f".git/hooks/{hook}", script)
        os.chmod(inside(plain, f"hooks/{hook}"), 0o755)
    plain.git("config", "core.fsmonitor", os.fsdecode(inside(plain, "hooks/update")))
    plain.git("update-ref", "refs/heads/other", chain(plain, 1)[0])
    assert os.path.exists(mark), "the hook works"
    os.unlink(mark)
    with plain.opened() as repository:
        put(repository, 0)
        put(repository, 1)
    assert not os.path.exists(mark)


# the tip


def test_a_tip_that_is_another_by_now(made: Maker) -> None:
    with made.opened() as repository:
        first = put(repository, 0)
        second = add(repository, first, 1)
        for other in (b"", first, chain(made, 1)[0]):
            with pytest.raises(Moved):
                add(repository, other, 2)
        assert tip(repository, "") == second
    assert len(walked(made.top)) == 2


@pytest.mark.parametrize("local", [None, 0, 1, 2])
def test_a_branch_that_is_behind_the_fetched_one_goes_on_from_there(made: Maker, local: int | None) -> None:
    commits = log(made, 3, b"refs/remotes/origin/guard-log")
    if local is not None:
        made.ref(NAME, commits[local])
    with made.opened() as repository:
        new = put(repository, 9)
        assert tip(repository, "") == new
    assert walked(made.top) == [*[payload(f"entry {number}") for number in range(3)], payload(9)]


def test_the_log_of_the_remote_of_the_trusted_branch(plain: Maker) -> None:
    commits = log(plain, 3, b"refs/remotes/upstream/guard-log")
    with plain.opened() as repository:
        with pytest.raises(Moved):
            add(repository, commits[2])
        append(repository, payload(9), SIGNATURE, b"", commits[2], "x", AT, "refs/remotes/upstream/main")
    assert len(walked(plain.top)) == 4


def test_a_log_that_forked_takes_nothing(plain: Maker) -> None:
    commits = log(plain, 3)
    plain.ref(b"refs/remotes/origin/guard-log", chain(plain, 2, commits[0], "other")[-1])
    with plain.opened() as repository:
        found = tried(lambda: add(repository, commits[2]))
    assert isinstance(found, GuardError) and found.rule == "G503"


def test_a_packed_branch(plain: Maker) -> None:
    with plain.opened() as repository:
        put(repository, 0)
        plain.git("pack-refs", "--all", "--prune")
        put(repository, 1)
        plain.git("pack-refs", "--all", "--prune")
        put(repository, 2)
    assert len(walked(plain.top)) == 3


# work trees


@pytest.mark.parametrize("how", ["here", "not born", "in a linked work tree"])
def test_a_branch_that_is_checked_out(plain: Maker, how: str) -> None:
    if how == "here":
        log(plain, 1)
        plain.git("checkout", "--quiet", "guard-log")
    elif how == "not born":
        plain.git("symbolic-ref", "HEAD", "refs/heads/guard-log")
    else:
        log(plain, 1)
        plain.git("worktree", "add", "--quiet", "../linked", "guard-log")
    with plain.opened() as repository:
        at = tip(repository, "")
        refused(tried(lambda: add(repository, at)), "checked out", "switch")
        assert tip(repository, "") == at


def test_from_a_linked_work_tree(plain: Maker) -> None:
    plain.ref(b"refs/heads/main", chain(plain, 1)[0])
    plain.git("worktree", "add", "--quiet", "--detach", "../linked", "main")
    linked = Maker(os.path.join(os.path.dirname(plain.top), b"linked"))
    with linked.opened() as repository:
        put(repository, 0)
    assert sorted(os.listdir(inside(plain, "guard/log"))) == KEPT
    assert len(walked(plain.top)) == 1


# locks


def marked(made: Maker, oid: bytes) -> None:
    made.write(".git/guard/log/appending", oid + b"\n")


def appended(made: Maker) -> tuple[object, list[str], float]:
    """What came of one append, what it told, and how long it would have waited."""
    said: list[str] = []
    waited: list[float] = []
    with made.opened() as repository, pytest.MonkeyPatch.context() as patch:
        patch.setattr(lock.Held.__init__, "__defaults__", (waited.append,))
        at = tip(repository, "")
        result = tried(lambda: append(repository, payload(9), SIGNATURE, b"", at, "x", AT, say=said.append))
    return result, said, sum(waited)


@pytest.mark.parametrize("content", ["", "half", "whole"])
def test_the_lock_of_an_append_that_died_is_removed(made: Maker, content: str) -> None:
    log(made, 2)
    oid = b"1" * made.width
    marked(made, oid)
    made.write(b".git/" + LOCK, {"": b"", "half": oid[:20], "whole": oid + b"\n"}[content])
    result, said, waited = appended(made)
    assert isinstance(result, bytes)
    assert len(said) == 1 and "cut short" in said[0]
    assert waited < 0.1
    assert sorted(os.listdir(inside(made, "guard/log"))) == KEPT
    assert len(walked(made.top)) == 3


OTHER = b"2" * 40 + b"\n"


@pytest.mark.parametrize(("content", "mark"), [(b"", False), (OTHER, False), (OTHER, True)])
def test_a_lock_of_somebody_else_stays(plain: Maker, content: bytes, mark: bool) -> None:
    commits = log(plain, 2)
    if mark:
        marked(plain, b"1" * 40)
    plain.write(b".git/" + LOCK, content)
    result, said, waited = appended(plain)
    refused(result, "guard-log.lock", "seconds by another program")
    assert said == []
    assert 1.9 < waited < 3
    assert os.path.exists(inside(plain, LOCK))
    with plain.opened() as repository:
        assert tip(repository, "") == commits[-1]


def test_an_old_lock_of_somebody_else_is_removed(plain: Maker) -> None:
    log(plain, 2)
    plain.write(b".git/" + LOCK, b"")
    an_hour_ago = time.time() - 3600
    os.utime(inside(plain, LOCK), (an_hour_ago, an_hour_ago))
    result, said, _ = appended(plain)
    assert isinstance(result, bytes)
    assert said == ["a lock on guard-log was left 60 minutes ago; it is removed"]


def test_a_lock_from_the_future_is_no_old_one(plain: Maker) -> None:
    log(plain, 2)
    plain.write(b".git/" + LOCK, b"")
    ten_years = time.time() + 10 * 365 * 86400
    os.utime(inside(plain, LOCK), (ten_years, ten_years))
    refused(appended(plain)[0], "held for 0 seconds")


def test_a_lock_that_its_owner_lets_go_is_waited_for(plain: Maker) -> None:
    log(plain, 2)
    plain.write(b".git/" + LOCK, b"")
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            os.unlink(inside(plain, LOCK))

    with plain.opened() as repository, pytest.MonkeyPatch.context() as patch:
        patch.setattr(lock.Held.__init__, "__defaults__", (pause,))
        put(repository, 9)
    assert len(pauses) == 3


@pytest.mark.parametrize("name", ["packed-refs.lock", "HEAD.lock", "config.lock", "index.lock", "shallow.lock"])
def test_other_locks_of_git_hinder_nobody(plain: Maker, name: str) -> None:
    log(plain, 2)
    plain.git("pack-refs", "--all", "--prune")
    plain.write(f".git/{name}", b"")
    result, said, waited = appended(plain)
    assert isinstance(result, bytes)
    assert (said, waited) == ([], 0)


def test_a_marker_alone_is_nothing(plain: Maker) -> None:
    log(plain, 2)
    for content in (b"", b"\0", b"1" * 40):
        plain.write(".git/guard/log/appending", content)
        result, said, waited = appended(plain)
        assert isinstance(result, bytes)
        assert (said, waited) == ([], 0)


def test_another_append_is_waited_for_and_not_for_ever(plain: Maker) -> None:
    log(plain, 2)
    with plain.opened() as repository, lock.Held(repository.place, print):
        result, _, waited = appended(plain)
    refused(result, "guard/log/lock", "held the log for 60 seconds")
    assert 60 <= waited < 61


def test_the_gits_of_an_append_hold_its_lock(plain: Maker) -> None:
    """Or a second append would begin while the git of one that was killed still works."""
    with plain.opened() as repository:
        held = lock.Held(repository.place, print)
        child = repository.runner.talk(("cat-file", "--batch"))
        held.close()
        refused(appended(plain)[0], "held the log")
        child.stop()
        assert isinstance(appended(plain)[0], bytes)


@pytest.mark.parametrize("name", ["guard/log/appending", "refs/heads/guard-log.lock", "gc.pid"])
def test_a_pipe_beside_the_log_makes_nobody_wait(plain: Maker, name: str) -> None:
    os.makedirs(os.path.dirname(inside(plain, name)), exist_ok=True)
    os.mkfifo(inside(plain, name))
    with plain.opened() as repository:
        refused(tried(lambda: put(repository, 0)), "it is no plain file", name)
        assert tip(repository, "") == b""


def test_a_lock_that_is_a_link_is_not_opened(plain: Maker, tmp_path: Path) -> None:
    os.makedirs(inside(plain, "guard/log"))
    os.symlink(tmp_path / "elsewhere", inside(plain, "guard/log/lock"))
    with plain.opened() as repository:
        refused(tried(lambda: put(repository, 0)))
        assert tip(repository, "") == b""


@pytest.mark.parametrize("which", ["guard/log", "guard"])
def test_a_folder_of_the_log_that_leads_elsewhere_is_neither_read_nor_written(
    plain: Maker, which: str, tmp_path: Path
) -> None:
    """What another log saw is not what this one saw; and nothing is not what was seen here."""
    (commit,) = log(plain, 1)
    (tmp_path / "elsewhere").mkdir()
    os.makedirs(os.path.dirname(inside(plain, which)), exist_ok=True)
    os.symlink(tmp_path / "elsewhere", inside(plain, which))
    common = os.fsdecode(plain.git_dir)
    with plain.opened() as repository:
        for act in (
            lambda: tip(repository, ""),
            lambda: add(repository, commit),
            lambda: seen.write(repository, commit),
            lambda: seen.put(common, seen.Seen(commit)),
            lambda: seen.Changing(common),
            lambda: seen.Moving(repository, commit, commit).__enter__(),
        ):
            found = tried(act)
            assert isinstance(found, GuardError) and found.rule == "G501" and "not a link" in found.mend
        index.write(common, commit, ())
    assert os.listdir(tmp_path / "elsewhere") == []


@pytest.mark.parametrize("name", ["seen.part", "index.json.PID"])
def test_a_link_where_a_file_is_begun_is_not_written_through(plain: Maker, name: str, tmp_path: Path) -> None:
    (commit,) = log(plain, 1)
    os.makedirs(inside(plain, "guard/log"))
    os.symlink(tmp_path / "elsewhere", inside(plain, f"guard/log/{name.replace('PID', str(os.getpid()))}"))
    with plain.opened() as repository:
        seen.write(repository, commit)
    index.write(os.fsdecode(plain.git_dir), b"", ())
    assert not (tmp_path / "elsewhere").exists()


# garbage collection


def alive(made: Maker, pid: int | str = "", host: str = "", age: float = 0) -> None:
    made.write(".git/gc.pid", f"{pid or os.getpid()} {host or os.uname().nodename}".encode())
    when = time.time() - age
    os.utime(inside(made, "gc.pid"), (when, when))


@pytest.mark.parametrize(
    ("pid", "host", "age", "wanted"),
    [
        ("", "", 0, True),
        ("", "elsewhere", 0, True),
        (1, "", 0, True),
        ("", "", 13 * 3600, False),
        (2**22 + 1, "", 0, False),
        (10**30, "", 0, False),
        ("x", "", 0, False),
        ("1 2", "", 0, False),
    ],
)
def test_a_collection_is_told_as_git_tells_it(
    plain: Maker, pid: int | str, host: str, age: float, wanted: bool
) -> None:
    alive(plain, pid, host, age)
    assert collecting.running(os.fsdecode(plain.git_dir)) == wanted


def test_no_collection(plain: Maker) -> None:
    assert not collecting.running(os.fsdecode(plain.git_dir))


def keeps(made: Maker) -> list[bytes]:
    return [name for name in os.listdir(inside(made, "objects/pack")) if name.endswith(b".keep")]


def test_a_collection_at_work_takes_nothing(made: Maker) -> None:
    """As `git gc --prune=now` that looked before the branch moved: it drops every loose object it does not know."""
    alive(made)
    with made.opened() as repository:
        put(repository, 0)
        for folder in os.listdir(inside(made, "objects")):
            if len(folder) == 2:
                for name in os.listdir(inside(made, b"objects/" + folder)):
                    os.unlink(inside(made, b"objects/%s/%s" % (folder, name)))
        assert walked(made.top) == [payload(0)]
        assert len(keeps(made)) == 1
        os.unlink(inside(made, "gc.pid"))
        put(repository, 1)
    assert keeps(made) == []
    assert walked(made.top) == [payload(0), payload(1)]
    sound(made.top)


def test_packs_that_somebody_else_keeps_stay_kept(plain: Maker) -> None:
    log(plain, 2)
    plain.git("repack", "-a", "-d", "-q")
    (pack,) = [name for name in os.listdir(inside(plain, "objects/pack")) if name.endswith(b".pack")]
    plain.write(b".git/objects/pack/" + pack[:-5] + b".keep", b"mine\n")
    with plain.opened() as repository:
        put(repository, 5)
    assert len(keeps(plain)) == 1


PRUNING = """#!/bin/sh
case " $* " in
    *" update-ref "*)
        if [ ! -e {mark} ]; then
            touch {mark}
            {when}
        fi ;;
esac
exec {git} "$@"
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_objects_that_were_taken_are_written_again(plain: Maker, tmp_path: Path, when: str) -> None:
    prune = f"{GIT} --git-dir={os.fsdecode(plain.git_dir)} prune --expire=now"
    lose = f"rm -rf {os.fsdecode(plain.git_dir)}/objects/??"
    then = prune if when == "before" else f'{GIT} "$@" && {lose}; exit'
    script = tmp_path / "git"
    script.write_text(PRUNING.format(mark=tmp_path / "mark", when=then, git=GIT))
    script.chmod(0o755)
    with plain.opened(str(script)) as repository:
        put(repository, 0)
    assert (tmp_path / "mark").exists()
    assert walked(plain.top) == [payload(0)]
    sound(plain.top)


# what is damaged already


@pytest.mark.parametrize("which", ["commit", "tree", "payload"])
@pytest.mark.parametrize("content", [b"", b"odd"])
def test_a_damaged_object_that_is_there_already_is_not_taken_for_ours(plain: Maker, which: str, content: bytes) -> None:
    with plain.opened() as repository:
        first = put(repository, 0)
        second = add(repository, first, 1)
    oids = {
        "commit": second,
        "tree": plain.git("rev-parse", second.decode() + "^{tree}").strip(),
        "payload": plain.git("rev-parse", second.decode() + ":payload.json").strip(),
    }
    os.unlink(inside(plain, "guard/log/seen"))  # as if it never was
    plain.ref(NAME, first)
    os.chmod(plain.loose(oids[which]), 0o644)
    with open(plain.loose(oids[which]), "wb") as file:
        file.write(content)
    with plain.opened() as repository:
        refused(tried(lambda: add(repository, first, 1)))
    with plain.opened() as repository:
        assert tip(repository, "") == first


ENDING = """#!/bin/sh
case " $* " in *" {word} "*) {before} {end} ;; esac
exec {git} "$@"
"""


@pytest.mark.parametrize("word", ["unpack-objects", "update-ref", "for-each-ref"])
@pytest.mark.parametrize("end", ["exit 1", "exit 128", "kill -9 $$"])
@pytest.mark.parametrize("done", [False, True], ids=["before it did anything", "after it did all"])
def test_a_git_that_fails(plain: Maker, tmp_path: Path, word: str, end: str, done: bool) -> None:
    commits = log(plain, 2)
    if word == "for-each-ref":  # what makes git list its refs: this name could be taken for ours
        plain.ref(b"refs/tags/refs/heads/guard-log", commits[0])
    script = tmp_path / "git"
    script.write_text(ENDING.format(word=word, before=f'{GIT} "$@";' if done else "", end=end, git=GIT))
    script.chmod(0o755)
    with plain.opened(str(script)) as repository:
        found = tried(lambda: add(repository, commits[-1], 5))
    with plain.opened() as repository:
        at = tip(repository, "")
        if word == "update-ref" and done:
            assert at == found, "the branch was moved, whatever git said then"
        else:
            assert isinstance(found, GuardError)
            assert (found.rule, at) == ("G501" if word == "for-each-ref" else "G507", commits[-1])
        put(repository, 6)
    sound(plain.top)


def test_a_name_that_was_taken_by_a_folder_of_branches(plain: Maker) -> None:
    plain.ref(b"refs/heads/guard-log/x", chain(plain, 1)[0])
    with plain.opened() as repository:
        found = tried(lambda: add(repository, b""))
    assert isinstance(found, GuardError) and found.rule == "G501"


# what was seen


def taken_off(made: Maker, at: bytes) -> object:
    """What a reader says once the branch was set back to an earlier entry by other means."""
    made.ref(NAME, at)
    with made.opened() as repository:
        return tried(lambda: tip(repository, ""))


@pytest.mark.parametrize("read", [False, True], ids=["from the first entry on", "on top of what was read"])
def test_an_entry_that_was_recorded_here_is_missed_when_it_is_gone(made: Maker, read: bool) -> None:
    if read:
        first = log(made, 2)[-1]
        with made.opened() as repository:
            seen.write(repository, first)
    else:
        with made.opened() as repository:
            first = put(repository, 0)
    with made.opened() as repository:
        second = add(repository, first, 1)
        third = add(repository, second, 2)
        assert tip(repository, "") == third
    for at in (second, first):
        found = taken_off(made, at)
        assert isinstance(found, GuardError) and (found.rule, third.decode() in found.mend) == ("G502", True)
    made.ref(NAME, third)
    with made.opened() as repository:
        assert tip(repository, "") == third


def test_cut_short_before_it_is_marked_the_mark_is_behind_the_log(
    plain: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never ahead of it: a log that lacks what was never acknowledged is no shorter one."""
    with plain.opened() as repository:
        first = put(repository, 0)

    class Ended(BaseException):
        """The process is gone."""

    def ended(*_: object) -> None:
        raise Ended

    with plain.opened() as repository, monkeypatch.context() as patch:
        patch.setattr(seen, "put", ended)
        with pytest.raises(Ended):
            add(repository, first, 1)
    assert seen.read(os.fsdecode(inside(plain, ""))).tip == first
    with plain.opened() as repository:
        second = tip(repository, "")
        assert second != first
        third = add(repository, second, 2)
    assert seen.read(os.fsdecode(inside(plain, ""))).tip == third


@pytest.mark.parametrize("why", ["it leads elsewhere", "nobody may write"])
def test_where_the_mark_cannot_be_moved_the_entry_is_recorded(plain: Maker, why: str, tmp_path: Path) -> None:
    with plain.opened() as repository:
        first = put(repository, 0)
    lock_file = inside(plain, "guard/log/seen.lock")
    os.unlink(lock_file)
    os.symlink(tmp_path / "nowhere", lock_file) if why == "it leads elsewhere" else os.mkdir(lock_file)
    with plain.opened() as repository:
        second = add(repository, first, 1)
        assert tip(repository, "") == second
    assert seen.read(os.fsdecode(inside(plain, ""))).tip == first


def test_the_mark_of_another_log_is_not_covered_up(plain: Maker) -> None:
    """What was seen stands beside what is appended to: it stays to be told."""
    with plain.opened() as repository:
        mine = put(repository, 0)
        other = add(repository, mine, 1)
    plain.ref(NAME, mine)
    with plain.opened() as repository:
        add(repository, mine, 2)
    assert seen.read(os.fsdecode(inside(plain, ""))).tip == other


def test_the_tree_of_an_entry_is_as_git_itself_writes_it(made: Maker) -> None:
    with made.opened() as repository:
        commit = put(repository, "x", b"{}")
    assert made.git("rev-parse", commit.decode() + "^{tree}").strip() == tree(made, "x", record=b"{}")
