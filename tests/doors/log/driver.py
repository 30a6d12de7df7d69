"""A process that appends: started by the tests of the log's door, in the repository it stands in, to be killed there.

    driver.py append NAME COUNT     so many entries, each told once it is acknowledged
    driver.py sync NAME COUNT       the same, brought together with origin after each
    driver.py wait NAME             one entry to be ready; then for every byte read, one more
    driver.py fork NAME             for every byte read, a process of its own that appends until it is killed

It tells a line for each entry: its payload, or why it is not recorded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))))

from guard.doors.git.repository import Repository
from guard.doors.log.append import Moved, append
from guard.doors.log.sync import sync
from guard.doors.log.tips import tip
from guard.errors import GuardError

SIGNATURE = b"-----BEGIN SSH SIGNATURE-----\nbm90IHNpZ25lZA==\n-----END SSH SIGNATURE-----\n"


def told(line: str) -> None:
    try:
        os.write(1, line.encode() + b"\n")
    except OSError:  # a fault meant for guard has hit the driver
        os._exit(0)


def asked() -> Iterator[bytes]:
    """A line for each thing to do, until there are no more."""
    try:
        while os.read(0, 1):
            yield b""
    except OSError:
        os._exit(0)


def put(repository: Repository, payload: str) -> None:
    while True:
        try:
            at = tip(repository, "refs/remotes/origin/main")
            append(repository, payload.encode(), SIGNATURE, b"", at, f"entry {payload}", 1_767_323_046, say=said)
            return
        except Moved:
            continue


def said(words: str) -> None:
    sys.stderr.write(words + "\n")


def tried(repository: Repository, payload: str, bring: bool) -> None:
    """One entry, told once it is recorded; with `bring`, brought to origin however often that takes."""
    try:
        put(repository, payload)
        told(payload)
    except GuardError as error:
        told(f"{error.rule} {error.what} | {error.where} | {error.mend}")
    except Exception as error:
        told(f"BUG {error!r}")
        raise
    while bring:
        try:
            sync(repository, "origin", lambda _: None)
            return
        except GuardError as error:
            if error.rule not in ("G507",):
                raise
            said(error.what)


def fork(name: str) -> None:
    """Processes in groups of their own, one after the other, which need not load anything first."""
    for number, _ in enumerate(asked()):
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            told(f"pid {os.getpid()}")
            with Repository() as repository:
                for each in range(1_000_000):
                    tried(repository, f"{name} {number} {each}", False)
        os.waitpid(child, 0)
        told("over")


def main(mode: str, name: str, count: str = "0", git: str = "") -> None:
    if mode == "fork":
        fork(name)
        return
    with Repository(git or None) as repository:
        if mode == "wait":
            tried(repository, f"{name} first", False)
            for number, _ in enumerate(asked()):
                tried(repository, f"{name} {number}", False)
        for number in range(int(count)):
            tried(repository, f"{name} {number}", mode == "sync")


if __name__ == "__main__":
    main(*sys.argv[1:])
