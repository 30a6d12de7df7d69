"""Objects by the thousand, missing, damaged, and from a git that dies in the middle of its answer."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import chdir
from itertools import product
from pathlib import Path

import pytest

from guard.doors.git.objects import ROUND
from guard.doors.git.repository import Repository
from guard.errors import GuardError
from tests.conftest import share
from tests.repos import FILE, GIT, SUBMODULE, Maker, called, failing_git, make_repository, tried
from tests.terminal import with_none


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    return make_repository(tmp_path / "repository")


def imported(made: Maker, contents: Iterator[bytes]) -> list[bytes]:
    """Many blobs through one fast-import; their ids in order."""
    stream, count = [], 0
    for count, content in enumerate(contents, 1):
        stream.append(b"blob\nmark :%d\ndata %d\n%s\n" % (count, len(content), content))
    made.git("fast-import", "--quiet", "--export-marks=marks", stdin=b"".join(stream))
    with open(os.path.join(made.top, b"marks"), "rb") as file:
        marks = dict(line.split() for line in file)
    return [marks[b":%d" % number] for number in range(1, count + 1)]


# rounds


def test_more_questions_and_answers_than_any_pipe_holds(made: Maker) -> None:
    texts = [b"%d\n" % number * (1 + number % 50) for number in range(6_000)]
    oids = imported(made, iter(texts))
    with made.opened() as repository:
        assert [blob and blob.content for blob in repository.contents(oids)] == texts
        asked = oids * 5
        assert len(asked) * 41 > 50 * ROUND
        assert [header and header.size for header in repository.headers(asked)] == [len(text) for text in texts] * 5
        assert repository.processes == 2


@pytest.mark.later
def test_large_objects_between_small_ones(made: Maker) -> None:
    texts = [os.urandom(4) * (1 << 19) if number % 10 == 0 else b"%d" % number for number in range(100)]
    oids = imported(made, iter(texts))
    with made.opened() as repository:
        assert [blob and blob.content for blob in repository.contents(oids * 2)] == texts * 2


def test_missing_ones_keep_their_place(made: Maker) -> None:
    here = made.blob(b"here")
    gone = [b"%040x" % number for number in range(3_000)]
    asked = [oid for pair in zip(gone, [here] * len(gone), strict=True) for oid in pair]
    with made.opened() as repository:
        assert [blob and blob.content for blob in repository.contents(asked)] == [None, b"here"] * len(gone)
        assert [header and header.oid for header in repository.headers(asked)] == [None, here] * len(gone)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"a missing\n", b"0" * 40 + b" blob 3\nabc\n", b"\0" * 9, b"x" * (1 << 16), b"x" * ((1 << 16) - 1)],
)
def test_contents_that_look_like_answers(made: Maker, content: bytes) -> None:
    oid, other = made.blob(content), made.blob(b"other")
    with made.opened() as repository:
        assert [blob and blob.content for blob in repository.contents([oid, other, oid])] == [
            content,
            b"other",
            content,
        ]


def test_kinds(made: Maker) -> None:
    tree = made.tree(made.files({b"a": b"1"}))
    commit = made.commit(tree)
    with made.opened() as repository:
        assert [header and header.kind for header in repository.headers([tree, commit, made.blob(b"1")])] == [
            b"tree",
            b"commit",
            b"blob",
        ]
        with pytest.raises(GuardError, match="G804"):
            repository.objects.content(tree, b"commit")


@pytest.mark.parametrize("name", [b"a\nb", b"a\0b", b"\n", b"HEAD\ninfo HEAD"])
@pytest.mark.parametrize("verb", ["headers", "contents"])
def test_a_name_cannot_smuggle_in_a_question(made: Maker, name: bytes, verb: str) -> None:
    oid = made.blob(b"1")
    with made.opened() as repository:
        with pytest.raises(GuardError) as error:
            list(getattr(repository, verb)([oid, name]))
        assert error.value.rule == "G805"
        assert [blob and blob.content for blob in repository.contents([oid])] == [b"1"]


@pytest.mark.parametrize(
    "name", [b"", b" ", b"HEAD:", b"--batch", b"-", b"HEAD HEAD", b"@{0}", b":/x", b":0:x", b"x" * 5_000, b"\xff"]
)
def test_odd_names_get_one_answer(made: Maker, name: bytes) -> None:
    """One answer each, or an error: the answers after it are never shifted by one."""
    oid = made.blob(b"1")
    with made.opened() as repository:
        try:
            told = list(repository.contents([name, oid]))
        except GuardError:
            return
        assert [blob and blob.content for blob in told] == [None, b"1"]


@pytest.mark.parametrize("verb", ["headers", "contents"])
def test_a_question_given_up_halfway_does_not_answer_the_next(made: Maker, verb: str) -> None:
    """An error in the middle of a round leaves answers unread; where the run goes on, they belong to nobody."""
    oids = [made.blob(b"%d" % number) for number in range(5)]
    with made.opened() as repository:
        given_up = getattr(repository, verb)(oids[:3])
        next(given_up)
        del given_up
        try:
            told = list(repository.contents(oids[3:]))
        except GuardError:
            return
        assert [blob and blob.oid for blob in told] == oids[3:]


def test_two_questions_at_once_do_not_mix(made: Maker) -> None:
    oids = [made.blob(b"%d" % number) for number in range(6)]
    with made.opened() as repository:
        try:
            pairs = list(zip(repository.contents(oids[:3]), repository.contents(oids[3:]), strict=True))
        except (GuardError, RuntimeError):  # nobody may ask like this; to refuse is as good as to answer
            return
        assert [(one and one.oid, two and two.oid) for one, two in pairs] == list(zip(oids[:3], oids[3:], strict=True))


# damage


@pytest.mark.parametrize("size", [10, 100_000])
@pytest.mark.parametrize("how", ["removed", "empty", "header", "half", "end", "garbage", "folder"])
def test_a_damaged_blob_is_missing_or_an_error(made: Maker, how: str, size: int) -> None:
    content = os.urandom(size)
    oid, other = made.blob(content), made.blob(b"other")
    path = made.loose(oid)
    with open(path, "rb") as file:
        stored = file.read()
    os.unlink(path)
    cut = {"empty": 0, "header": 5, "half": len(stored) // 2, "end": len(stored) - 1}
    if how == "folder":
        os.mkdir(path)
    elif how != "removed":
        made.write(path, b"garbage" * 5 if how == "garbage" else stored[: cut[how]])
    with made.opened() as repository:
        try:
            told = list(repository.contents([oid, other]))
        except GuardError:
            return
        assert told[0] is None
        assert told[1] is not None
        assert told[1].content == b"other"


def test_a_partial_clone_fetches_nothing(made: Maker, tmp_path: Path) -> None:
    """The remote of a partial clone is a program; judging the clone does not start it."""
    oid = made.blob(b"gone")
    made.ref(b"refs/heads/main", made.commit(made.tree({b"a": (FILE, oid), b"m": (SUBMODULE, b"1" * 40)})))
    os.unlink(made.loose(oid))
    fired = tmp_path / "fired"
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none",
        "remote.origin.url": f"ext::touch {fired}",
        "protocol.ext.allow": "always",
        "core.sshCommand": f"touch {fired}",
    }.items():
        made.git("config", key, value)
    subprocess.run([GIT, "cat-file", "-e", oid], cwd=made.top, capture_output=True)
    assert fired.exists(), "git itself starts it"
    fired.unlink()
    with made.opened() as repository:
        told = tried(lambda: list(repository.headers([oid])))
    assert told.rule in ("G804", "G808") if isinstance(told, GuardError) else told == [None]
    assert not fired.exists()


# a git that fails


def refused(made: Maker, git: str) -> GuardError:
    """All that guard asks of a repository in a staged and a range run, with this git."""

    def everything() -> None:
        with Repository(git) as repository:
            repository.start_staged()
            repository.staged()
            landed = repository.range(repository.resolve("base"), repository.resolve("HEAD"))
            list(repository.contents(change.new for change in landed.landing.changes))

    with chdir(made.top), pytest.raises(GuardError) as error:
        everything()
    return error.value


@pytest.fixture
def branch(made: Maker) -> Maker:
    base = made.commit(made.tree(made.files({b"a": b"1\n", b"b/c": b"2\n"})))
    tip = made.commit(made.tree(made.files({b"a": b"changed\n", b"b/d": b"2\n"})), (base,))
    made.ref(b"refs/heads/base", base)
    made.ref(b"refs/heads/main", tip)
    made.stage(made.files({b"a": b"staged\n", b"b/d": b"2\n", b"e": b"more\n"}))
    return made


STARTS = ("--show-object-format", "cat-file", "diff-index", "for-each-ref", "rev-list", "merge-base", "diff-tree")
ONE_LINE = ("rev-list", "merge-base", "for-each-ref")  # their whole answer here is a line or two


def test_every_git_that_fails_below_is_started(branch: Maker, tmp_path: Path) -> None:
    git = failing_git(tmp_path / "git", word="none", keep=0, code=0)
    with chdir(branch.top), Repository(git) as repository:
        repository.start_staged()
        assert len(repository.staged().changes) == 2
        assert len(repository.range(repository.resolve("base"), repository.resolve("HEAD")).landing.changes) == 3
    assert called(tmp_path / "git") == {"rev-parse", *STARTS[1:]}


def test_a_git_that_ctrl_c_reached_first_ends_all_of_it(branch: Maker, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        refused(branch, failing_git(tmp_path / "git", word="diff-index", keep=0, code=-2))


@pytest.mark.fuzz
@pytest.mark.parametrize(
    ("start", "keep", "code"), share(product(STARTS, [0, 1, 60, 130], [1, 128, 141, -9, -11]), 4), ids=str
)
def test_a_git_that_ends_badly_after_part_of_its_answer(
    branch: Maker, tmp_path: Path, start: str, keep: int, code: int
) -> None:
    error = refused(branch, failing_git(tmp_path / "git", word=start, keep=keep, code=code))
    assert error.rule.startswith("G8")
    assert error.mend


@pytest.mark.parametrize("keep", [1, 45, 60, 110])
@pytest.mark.parametrize("start", STARTS)
def test_a_git_that_stops_in_the_middle_and_says_all_is_well(
    branch: Maker, tmp_path: Path, start: str, keep: int
) -> None:
    if start in ONE_LINE and keep > 1:
        pytest.skip("this may be the whole answer")
    assert refused(branch, failing_git(tmp_path / "git", word=start, keep=keep, code=0)).rule.startswith("G8")


@pytest.mark.parametrize(
    "script",
    [
        "",
        "exit 0",
        "exit 1",
        "kill -9 $$",
        "yes",
        "cat /dev/zero | head -c 3000000",
        "echo fatal: x >&2; exit 128",
        "echo; exec cat",
    ],
)
def test_something_that_is_no_git(branch: Maker, tmp_path: Path, script: str) -> None:
    git = tmp_path / "git"
    git.write_text(f"#!/bin/sh\n{script}\n" if script != "yes" else "#!/bin/sh\nyes | head -c 3000000\n")
    git.chmod(0o755)
    assert refused(branch, str(git)).rule in ("G801", "G810", "G817")


@pytest.mark.parametrize("kind", ["missing", "relative", "folder", "not executable", "no program"])
def test_a_git_that_cannot_be_started(branch: Maker, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "git"
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes(b"\x7fELFgarbage")
        path.chmod(0o644 if kind == "not executable" else 0o755)
    assert refused(branch, "git" if kind == "relative" else str(path)).rule == "G810"


def test_nothing_is_left_behind(branch: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder, no open file and no child, whether all went well or not; in a process that had no child before."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    assert with_none(lambda: look_and_leave_nothing(branch, tmp_path)) is None


def look_and_leave_nothing(branch: Maker, tmp_path: Path) -> None:
    before = set(os.listdir("/dev/fd"))
    for start in (*STARTS, "none"):
        git = failing_git(tmp_path / "git", word=start, keep=30, code=128)
        if start == "none":
            with branch.opened(git) as repository:
                repository.start_staged()
                repository.staged()
        else:
            refused(branch, git)
        assert list((tmp_path / "tmp").iterdir()) == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert set(os.listdir("/dev/fd")) == before


# many small ones, read while git works on the next


def test_small_ones_in_their_order_with_what_is_missing_or_too_large(made: Maker) -> None:
    texts = [b"%d\n" % number * (1 + number % 50) for number in range(2_000)]
    oids = imported(made, iter(texts))
    large, tree = made.blob(b"x" * 200_001), made.tree({})
    asked = [oid for one in oids for oid in (one, b"1" * 40, large, tree)]
    wanted = [row for text in texts for row in (
        (b"blob", len(text), text), (b"", 0, b""), (b"blob", 200_001, b""), (b"tree", 0, b"")
    )]  # fmt: skip
    with made.opened() as repository:
        assert list(repository.objects.small(asked, 200_000)) == wanted
        assert list(repository.objects.small([], 10)) == []
        assert repository.processes == 2


def test_small_ones_that_nobody_reads_to_the_end_are_no_answer_to_the_next_question(made: Maker) -> None:
    oids = [made.blob(b"%d" % number) for number in range(1_000)]
    with made.opened() as repository:
        for taken in (1, 299, 300, 301, 700):
            answers = repository.objects.small(oids, 100)
            assert [next(answers)[2] for _ in range(taken)] == [b"%d" % number for number in range(taken)]
            assert [blob and blob.content for blob in repository.contents(oids[-2:])] == [b"998", b"999"]
            if taken > 300:
                with pytest.raises(RuntimeError):
                    list(answers)
        assert [header and header.size for header in repository.headers(oids[:1])] == [1]


@pytest.mark.parametrize("keep", [0, 1, 60])
def test_a_git_that_died_is_not_asked_again(made: Maker, tmp_path: Path, keep: int) -> None:
    oids = [made.blob(b"%d" % number) for number in range(10)]
    git = failing_git(tmp_path / "git", word="cat-file", keep=keep, code=1)
    with made.opened(git) as repository:
        for _ in range(3):
            error = tried(lambda: list(repository.objects.small(oids, 100)))
            assert isinstance(error, GuardError)
            assert error.rule.startswith("G8")
            assert isinstance(tried(lambda: list(repository.contents(oids))), GuardError)
