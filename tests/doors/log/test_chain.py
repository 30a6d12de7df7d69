"""The chain of the log as git has it: what is an entry and what is none, named with the last good one before it."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.doors.log.chain import LARGEST, Link, links
from guard.errors import GuardError
from tests.chains import SIGNATURE, algorithm, chain, log, payload, tree
from tests.repos import EXECUTABLE, FILE, FOLDER, PERSON, SUBMODULE, SYMLINK, Maker, make_repository, tried


@pytest.fixture
def made(tmp_path: Path, request: pytest.FixtureRequest) -> Maker:
    return make_repository(tmp_path / "repository", algorithm(request.node.name))


def read(made: Maker, tip: bytes, after: bytes = b"") -> list[Link] | GuardError:
    with made.opened() as repository:
        return tried(lambda: links(repository, tip, after))


def blobs(made: Maker, *names: bytes, mode: bytes = FILE) -> list[tuple[bytes, bytes, bytes]]:
    texts = {b"payload.json": payload(1), b"payload.json.sig": SIGNATURE}
    return [(mode, name, made.blob(texts.get(name, b"{}"))) for name in names]


BOTH = (b"payload.json", b"payload.json.sig")


# leaves alone


@pytest.mark.parametrize("count", [1, 2, 700])
def test_every_entry_in_its_order(made: Maker, count: int) -> None:
    commits = log(made, count)
    found = read(made, commits[-1])
    assert isinstance(found, list)
    assert [link.commit for link in found] == commits
    assert [link.parent for link in found] == [b"", *commits[:-1]]
    assert [link.payload for link in found] == [payload(f"entry {number}") for number in range(count)]
    assert {(link.signature, link.record) for link in found} == {(SIGNATURE, b"")}


@pytest.mark.parametrize("known", [0, 1, 3, 4])
def test_what_came_after_an_entry(made: Maker, known: int) -> None:
    commits = log(made, 5)
    found = read(made, commits[-1], commits[known])
    assert isinstance(found, list)
    assert [link.commit for link in found] == commits[known + 1 :]
    assert [link.parent for link in found] == commits[known:-1]


LEFT_ALONE: dict[str, Callable[[Maker], bytes]] = {
    "with a record": lambda made: tree(made, 1, record=b"{}"),
    "with a record of the size it may have": lambda made: tree(made, 1, record=b"r" * LARGEST[b"record.json"]),
    "with payload and signature of the size they may have": lambda made: made.tree(
        made.files({b"payload.json": b"p" * LARGEST[b"payload.json"], b"payload.json.sig": b"s" * (16 << 10)})
    ),
    "with empty files": lambda made: made.tree(made.files({b"payload.json": b"", b"payload.json.sig": b""})),
    "with what looks like a tree in its payload": lambda made: made.tree(
        made.files({b"payload.json": b"100644 record.json\0" + b"x" * 20, b"payload.json.sig": b"s"})
    ),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_an_entry(made: Maker, name: str) -> None:
    first = chain(made, 1)[0]
    commit = made.commit(LEFT_ALONE[name](made), [first])
    last = chain(made, 1, commit, "later")[0]
    found = read(made, last)
    assert isinstance(found, list)
    assert [link.commit for link in found] == [first, commit, last]
    assert bool(found[1].record) == ("record" in name)


def test_the_message_and_the_names_in_a_commit_are_worth_nothing(made: Maker) -> None:
    body = b"tree %s\nauthor A <> 0 +0000\ncommitter \xff <x@y> 99999999999999 -1234\n\n\xff\n\n\ngpgsig none\n" % tree(
        made
    )
    commit = made.put(b"commit", body)
    found = read(made, commit)
    assert isinstance(found, list)
    assert [link.commit for link in found] == [commit]


# finds: trees


TREES: dict[str, Callable[[Maker], bytes]] = {
    "empty": lambda made: made.raw_tree([]),
    "no signature": lambda made: made.raw_tree(blobs(made, b"payload.json")),
    "no payload": lambda made: made.raw_tree(blobs(made, b"payload.json.sig")),
    "a record and no signature": lambda made: made.raw_tree(blobs(made, b"payload.json", b"record.json")),
    "another file": lambda made: made.raw_tree(blobs(made, b"a", *BOTH)),
    "another file after": lambda made: made.raw_tree(blobs(made, *BOTH, b"record.json", b"z")),
    "another file in place of the record": lambda made: made.raw_tree(blobs(made, *BOTH, b"z")),
    "two signatures": lambda made: made.raw_tree(blobs(made, *BOTH, b"payload.json.sig.2")),
    "a name twice": lambda made: made.raw_tree(blobs(made, *BOTH, b"payload.json.sig")),
    "names out of order": lambda made: made.raw_tree(blobs(made, *reversed(BOTH))),
    "another spelling": lambda made: made.raw_tree(blobs(made, b"Payload.json", b"payload.json.sig")),
    "executable": lambda made: made.raw_tree(blobs(made, *BOTH, mode=EXECUTABLE)),
    "group writable": lambda made: made.raw_tree(blobs(made, *BOTH, mode=b"100664")),
    "zero padded": lambda made: made.raw_tree(blobs(made, *BOTH, mode=b"0100644")),
    "a link": lambda made: made.raw_tree(
        [(SYMLINK, b"payload.json", made.blob(b"/etc/passwd")), *blobs(made, BOTH[1])]
    ),
    "a submodule": lambda made: made.raw_tree([(SUBMODULE, b"payload.json", b"1" * made.width), *blobs(made, BOTH[1])]),
    "a folder": lambda made: made.raw_tree([*blobs(made, *BOTH), (FOLDER, b"record.json", made.raw_tree([]))]),
    "a folder that says it is a file": lambda made: made.raw_tree(
        [*blobs(made, BOTH[0]), (FILE, b"payload.json.sig", made.raw_tree([]))]
    ),
    "a record that is no file": lambda made: made.raw_tree(
        [*blobs(made, *BOTH), (FILE, b"record.json", made.raw_tree([]))]
    ),
    "cut short": lambda made: made.put(b"tree", b"100644 payload.json\0" + b"x" * (made.width // 2 - 1)),
    "more bytes after it": lambda made: made.put(
        b"tree",
        b"".join([b"%s %s\0%s" % (mode, name, bytes.fromhex(oid.decode())) for mode, name, oid in blobs(made, *BOTH)])
        + b"1",
    ),
    "the entry in a folder": lambda made: made.tree({b"entry/payload.json": blobs(made, b"payload.json")[0][::2]}),
    "a payload larger than it may be": lambda made: made.tree(
        made.files({b"payload.json": b"p" * (LARGEST[b"payload.json"] + 1), b"payload.json.sig": b"s"})
    ),
    "a signature larger than it may be": lambda made: tree(made, 1, signature=b"s" * ((16 << 10) + 1)),
    "a record larger than it may be": lambda made: tree(made, 1, record=b"r" * ((4 << 20) + 1)),
    "a thousand files": lambda made: made.raw_tree(blobs(made, *[b"%04d" % number for number in range(1000)])),
}


@pytest.mark.parametrize("name", TREES)
@pytest.mark.parametrize("before", [0, 2])
def test_a_tree_that_is_no_entry(made: Maker, name: str, before: int) -> None:
    good = chain(made, before)[-1] if before else b""
    bad = made.commit(TREES[name](made), [good] if good else [])
    tip = chain(made, 2, bad, "later")[-1]
    refused(read(made, tip), bad, good)


def refused(found: list[Link] | GuardError, bad: bytes, good: bytes) -> None:
    assert isinstance(found, GuardError)
    assert (found.rule, found.where) == ("G505", f"refs/heads/guard-log, commit {bad[:12].decode()}")
    assert (good.decode() or "git push origin --delete guard-log") in found.mend


# finds: commits

LINES = (b"author " + PERSON, b"committer " + PERSON)
COMMITS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "a signature of the commit": lambda top, up: b"\n".join([top, up, *LINES, b"gpgsig abc", b" def"]) + b"\n\nx",
    "an encoding": lambda top, up: b"\n".join([top, up, *LINES, b"encoding latin1"]) + b"\n\nx",
    "a header nobody knows": lambda top, up: b"\n".join([top, up, *LINES, b"hidden x"]) + b"\n\nx",
    "no author": lambda top, up: b"\n".join([top, up, LINES[1]]) + b"\n\nx",
    "two authors": lambda top, up: b"\n".join([top, up, LINES[0], *LINES]) + b"\n\nx",
    "author and committer the other way round": lambda top, up: b"\n".join([top, up, LINES[1], LINES[0]]) + b"\n\nx",
    "a NUL byte": lambda top, up: b"\n".join([top, up, *LINES]) + b"\n\nx\0y",
    "a parent after the author": lambda top, up: b"\n".join([top, up, LINES[0], up, LINES[1]]) + b"\n\nx",
    "a message of a megabyte": lambda top, up: b"\n".join([top, up, *LINES]) + b"\n\n" + b"x" * (1 << 20),
}


@pytest.mark.parametrize("name", COMMITS)
def test_a_commit_that_is_no_entry(made: Maker, name: str) -> None:
    good = chain(made, 2)[-1]
    bad = made.put(b"commit", COMMITS[name](b"tree " + tree(made, 5), b"parent " + good))
    refused(read(made, chain(made, 2, bad, "later")[-1]), bad, good)


@pytest.mark.parametrize("twice", [False, True], ids=["of two lines", "of one line with itself"])
def test_a_merge(made: Maker, twice: bool) -> None:
    trunk = chain(made, 3)
    side = trunk[1] if twice else chain(made, 2, trunk[0], "side")[-1]
    bad = made.commit(tree(made, 7), [trunk[2], side])
    refused(read(made, chain(made, 2, bad, "later")[-1]), bad, trunk[2])


def test_an_octopus_of_logs_that_share_nothing(made: Maker) -> None:
    tips = [chain(made, 2, name=name)[-1] for name in ("a", "b", "c")]
    bad = made.commit(tree(made, 7), tips)
    refused(read(made, bad), bad, tips[0])


def test_of_several_faults_the_oldest_is_named(made: Maker) -> None:
    good = chain(made, 2)[-1]
    bad = made.commit(TREES["another file"](made), [good])
    second = made.commit(tree(made, 2), [bad, good])
    third = made.put(b"commit", COMMITS["an encoding"](b"tree " + tree(made, 5), b"parent " + second))
    refused(read(made, third), bad, good)


def test_what_came_after_an_entry_is_held_against_it(made: Maker) -> None:
    trunk = chain(made, 3)
    side = chain(made, 2, trunk[0], "side")
    found = read(made, side[-1], trunk[2])
    assert isinstance(found, GuardError) and found.rule == "G502"
    alone = chain(made, 2, name="alone")
    found = read(made, alone[-1], trunk[2])
    assert isinstance(found, GuardError) and found.rule == "G502"
    found = read(made, trunk[1], trunk[2])
    assert isinstance(found, GuardError) and found.rule == "G502"


def test_a_merge_after_a_known_entry(made: Maker) -> None:
    trunk = chain(made, 3)
    bad = made.commit(tree(made, 7), [trunk[2], chain(made, 1, name="side")[0]])
    refused(read(made, bad, trunk[1]), bad, trunk[2])
    refused(read(made, bad, trunk[2]), bad, trunk[2])


# finds: objects


@pytest.mark.parametrize("which", ["commit", "tree", "payload.json", "payload.json.sig", "record.json"])
@pytest.mark.parametrize("fault", ["missing", "empty", "cut off", "odd", "another"])
def test_an_object_that_is_missing_or_damaged(made: Maker, which: str, fault: str) -> None:
    first = chain(made, 1)[0]
    top = tree(made, 1, record=b"{}")
    commit = made.commit(top, [first])
    tip = chain(made, 1, commit, "later")[0]
    named = {"commit": commit, "tree": top}
    oid = named.get(which) or made.git("rev-parse", f"{commit.decode()}:{which}").strip()
    damage(made, oid, fault)
    found = read(made, tip)
    if which == "record.json" and fault in (
        "cut off",
        "another",
    ):  # whoever replays it reads it, and compares its digest
        assert isinstance(found, list)
        return
    assert isinstance(found, GuardError)
    assert found.rule == "G501"


def damage(made: Maker, oid: bytes, fault: str) -> None:
    path = made.loose(oid)
    with open(path, "rb") as file:
        stored = zlib.decompress(file.read())
    kind, _, content = stored.partition(b" ")[0], *stored.partition(b"\0")[1:]
    changed = content.replace(b"author Ada", b"author Eve") if kind == b"commit" else content[:-1] + b"0"
    other = zlib.compress(b"%s %d\0%s" % (kind, len(changed), changed))
    whole = zlib.compress(stored)
    os.unlink(path)
    if fault != "missing":
        with open(path, "wb") as file:
            file.write({"empty": b"", "cut off": whole[:-4], "odd": b"odd", "another": other}[fault])


def test_a_parent_written_over_in_place_hides_nothing(made: Maker) -> None:
    trunk = chain(made, 4)
    path = made.loose(trunk[3])
    with open(path, "rb") as file:
        stored = zlib.decompress(file.read())
    os.unlink(path)
    with open(path, "wb") as file:
        file.write(zlib.compress(stored.replace(trunk[2], trunk[1])))
    assert made.git("rev-list", "--count", trunk[3].decode()) == b"3\n", "git itself does not notice"
    found = read(made, trunk[3])
    assert isinstance(found, GuardError)
    assert found.rule == "G501"


@pytest.mark.parametrize("how", ["replace", "graft"])
def test_what_replaces_a_commit_for_git_is_not_followed(made: Maker, how: str) -> None:
    trunk = log(made, 4)
    if how == "replace":
        made.git("replace", trunk[3].decode(), made.commit(tree(made, 9), [trunk[0]]).decode())
    else:
        made.write(b".git/info/grafts", trunk[3] + b" " + trunk[0] + b"\n")
    assert made.git("rev-list", "--count", "guard-log") == b"2\n"
    found = read(made, trunk[3])
    assert isinstance(found, list)
    assert [link.commit for link in found] == trunk


def test_a_log_that_is_cut_off_in_a_shallow_clone(made: Maker) -> None:
    trunk = log(made, 4)
    made.write(b".git/shallow", trunk[2] + b"\n")
    found = read(made, trunk[3])
    assert isinstance(found, GuardError)
    assert (found.rule, "--unshallow" in found.mend) == ("G501", True)


def test_it_takes_one_process(made: Maker) -> None:
    tip = log(made, 50)[-1]
    with made.opened() as repository:
        before = repository.processes
        assert len(links(repository, tip)) == 50
        assert repository.processes == before + 1
