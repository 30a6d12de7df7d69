"""Disks that are full, failing or read only, processes that may open nothing more: told, and nothing is recorded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.chains import put
from tests.doors.log.bench import (
    GITS,
    STRACE,
    Bench,
    appending,
    attached,
    calls,
    driver,
    needs_strace,
    renewed,
    traced,
    wrapped,
)

# What a call may be told: of each name, and of some only where it is asked for.
FAULTS = {
    **dict.fromkeys(("open", "openat", "creat"), ("EIO", "EMFILE", "ENFILE", "EROFS", "ENOSPC", "EDQUOT", "EACCES")),
    **dict.fromkeys(("write", "pwrite64", "writev"), ("ENOSPC", "EIO", "EDQUOT")),
    **dict.fromkeys(("fsync", "fdatasync"), ("EIO", "ENOSPC", "EDQUOT")),
    **dict.fromkeys(("rename", "renameat", "renameat2", "link", "linkat"), ("EIO", "EROFS", "ENOSPC", "EDQUOT")),
    **dict.fromkeys(("unlink", "unlinkat", "rmdir"), ("EIO", "EROFS")),
    **dict.fromkeys(("mkdir", "mkdirat"), ("ENOSPC", "EROFS", "EDQUOT")),
    **dict.fromkeys(("read", "pread64", "getdents64", "readlink"), ("EIO",)),
    **dict.fromkeys(("stat", "lstat", "fstat", "newfstatat", "access", "faccessat2"), ("EIO", "EACCES")),
    **dict.fromkeys(("close",), ("EIO",)),
    **dict.fromkeys(("mmap", "brk"), ("ENOMEM",)),
    **dict.fromkeys(("pipe", "pipe2", "dup", "dup2", "fcntl"), ("EMFILE",)),
    **dict.fromkeys(("clone", "clone3", "vfork", "fork"), ("EAGAIN",)),
    **dict.fromkeys(("flock",), ("ENOLCK", "EIO")),
    **dict.fromkeys(("chmod", "fchmod", "utime", "utimensat"), ("EROFS", "EIO")),
}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    with made.made.opened() as repository:
        put(repository, "first")
    return made


def told_well(bench: Bench, told: list[bytes]) -> bool:
    """One line: it is recorded, or it is not, and why; whether it said that it is not."""
    assert len(told) <= 1, told
    if not told:
        return False  # the fault has hit the driver itself
    if told[0].startswith((b"G", b"BUG")):
        assert told[0][:5] in (b"G501 ", b"G507 "), told
        return True
    return False


@traced
def test_all_is_on_the_disk_before_it_is_told(bench: Bench) -> None:
    """Every file is synced before it gets its name, and every folder with a new name in it before anybody hears."""
    said = bench.folder / "calls"
    words = ["-f", "-y", "-s", "256", "-o", str(said), "-e", "trace=fsync,rename,link,write,pwrite64"]
    child = driver(bench.made, "append", "synced", "1", before=[STRACE or "strace", *words])
    assert child.communicate()[0] == b"synced 0\n"
    synced: set[str] = set()
    named: list[str] = []
    told = False
    for line in said.read_text(errors="replace").splitlines():
        call, _, rest = line.split(None, 1)[1].partition("(")
        path = rest.partition("<")[2].partition(">")[0]
        if call == "fsync":
            synced.add(path)
        elif call in ("write", "pwrite64"):
            synced.discard(path)
            told = told or '"synced 0\\n"' in rest
        elif call in ("link", "rename"):
            old, new = rest.split('"')[1:4:2]
            assert old in synced, f"{new} has its name before it is on the disk"
            named.append(new)
            synced.discard(os.path.dirname(new))
        if told:
            break
    folders = {os.path.dirname(new) for new in named}
    # the signature stood there; that the entry was seen is marked last, once it is on the disk
    assert [new.rpartition("/")[2] for new in named[3:]] == ["guard-log", "seen"]
    assert told and folders <= synced


@pytest.mark.parametrize(
    ("word", "call", "error", "said"),
    [
        ("unpack-objects", "write", "ENOSPC", b"ended with 128"),
        ("unpack-objects", "fsync", "EIO", b"Input/output error"),
        ("unpack-objects", "mkdir", "EROFS", b"ended with 128"),
        ("update-ref", "write", "ENOSPC:when=1", b"guard-log.lock"),
        ("update-ref", "fsync", "EIO", b"guard-log.lock"),
        ("update-ref", "fsync", "EIO:when=1", b"guard-log.lock"),
        ("update-ref", "rename", "EROFS", b"guard-log"),
        ("for-each-ref", "getdents64", "EIO", b"G501 "),
    ],
)
@traced
def test_a_fault_of_the_disk(bench: Bench, word: str, call: str, error: str, said: bytes) -> None:
    (told,) = appending(bench, wrapped(bench, word, call, f"error={error}"))
    assert told[:5] in (b"G501 ", b"G507 ")
    assert said in told
    bench.heals()


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        ("fsync", "EIO", b"Input/output error"),
        ("openat", "EMFILE", b"Too many open files"),
        ("flock", "ENOLCK", b"No locks available"),
        ("pipe2", "EMFILE", b"Too many open files"),
        ("clone,clone3,vfork", "EAGAIN", b"Resource temporarily unavailable"),
    ],
)
@traced
def test_a_fault_of_its_own(bench: Bench, call: str, error: str, said: bytes) -> None:
    (told,) = attached(bench, call, f"error={error}")
    assert told[:5] in (b"G501 ", b"G507 ")
    assert said in told
    bench.heals()


@pytest.mark.soak
@pytest.mark.parametrize("word", GITS)
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
def test_every_fault_of_its_gits(bench: Bench, word: str, lasting: bool) -> None:
    needs_strace()
    appending(bench, wrapped(bench, word))
    refused = 0
    for call, number in calls(bench):
        if (word, call) == ("cat-file", "write"):
            continue  # it writes to a pipe, and no pipe was ever full or broken in this way
        for error in FAULTS.get(call, ()):
            inject = f"error={error}:when={number}{'+' if lasting else ''}"
            refused += told_well(bench, appending(bench, wrapped(bench, word, call, inject)))
            bench.heals()
            bench = renewed(bench)
    assert refused > 20


@pytest.mark.soak
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
def test_every_fault_of_its_own(bench: Bench, lasting: bool) -> None:
    needs_strace()
    attached(bench, "all", "")
    refused = 0
    for call, number in calls(bench):
        for error in FAULTS.get(call, ()):
            refused += told_well(bench, attached(bench, call, f"error={error}:when={number}{'+' if lasting else ''}"))
            bench.heals()
            bench = renewed(bench)
    assert refused > 20
