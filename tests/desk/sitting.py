"""A person at a real terminal in the sample house: how they find a row, and come to what would be signed."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from tests.commands.acting import STOPPED, House
from tests.desk.ghost import ENTER, Ghost, ghost
from tests.signing import KEYGEN, key

WHY = "read it, and counted the names"
TALL = (160, 90)  # all that is signed stands on one screen
NOW = "2026-12-01T08:00:00Z"
ROW = "the approval of plan split-name"
SIGNS = "digits of the digest, as they stand above"
SETTLED, ALL = 7, 9  # rows, with and without what settles the assumptions
PRESSES = (" overdue", " now", " later")
PLAN = ".guard/plans/split-name.yaml"
BACK = "Enter goes back to the desk"


class Sat:
    """The house of omar, whose key lies where ssh-keygen looks for it, and a terminal in it."""

    def __init__(self, house: House, home: Path) -> None:
        self.house, self.home = house, home
        self.checked_out()

    @property
    def top(self) -> str:
        return os.fsdecode(self.house.made.top)

    def checked_out(self) -> None:
        """The work tree as the branch has it."""
        self.house.made.git("reset", "--quiet", "--hard")

    def settled(self) -> None:
        """The plan leaves nothing open, so it can be approved."""
        self.house.land({PLAN.encode(): STOPPED.encode()}, "every assumption is settled")
        self.checked_out()

    def keeps(self, passphrase: str = "") -> None:
        """A key in the folder where people keep theirs."""
        folder = self.home / ".ssh"
        folder.mkdir(mode=0o700)
        key("ed25519", "omar").file(folder, passphrase=passphrase)

    def at(
        self, *words: str, size: tuple[int, int] = TALL, more: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Ghost]:
        environment = {**os.environ, "TEXTUAL_ANIMATIONS": "none", **(more or {})}
        return ghost("triage", "--now", NOW, *words, cwd=self.top, environment=environment, size=size)

    def entries(self) -> list[dict[str, object]]:
        """As `guard log show` tells them."""
        told = self.house.guard("log", "show", "--format", "json")
        return list(json.loads(told.out)["entries"])

    def signed(self, part: str = "") -> bytes:
        """What the last entry of the log holds that a key signed; or the signature."""
        return self.house.made.git("show", f"refs/heads/guard-log:payload.json{part}")

    def holds(self, text: bytes) -> bool:
        """ssh-keygen, asked without guard, says that the last entry's signature is of this text."""
        file = self.home / "signature"
        file.write_bytes(self.signed(".sig"))
        words = [KEYGEN, "-Y", "check-novalidate", "-n", "guard-approval-v1", "-s", str(file)]
        return subprocess.run(words, input=text, capture_output=True, check=False).returncode == 0


def goes(one: Ghost, words: str, rows: int = SETTLED, told: str = "") -> None:
    """To the row in which these words stand, once all have come; then they, or what is told of it, stand beside it."""
    screen = one.until(f"3 everyone {rows}", words, all_there, gone=["looking..."])
    one.type("j" * next(at for at, line in enumerate(listed(screen)) if words in line))
    one.until(lambda text: told in text if told else text.count(words) == 2)


def listed(screen: str) -> list[str]:
    """The rows of the list."""
    return [line for line in screen.splitlines() if line.startswith(PRESSES)]


def all_there(screen: str) -> bool:
    """As many rows are drawn as the tab says: a terminal is read in the middle of a frame as well."""
    counted = re.search(r"1 mine (\d+)", screen)
    return counted is not None and len(listed(screen)) == int(counted[1])


def shown(one: Ghost) -> str:
    """To the screen that shows all that is signed, as somebody goes there."""
    goes(one, ROW)
    one.type(ENTER)
    one.until("[G403]", "what to do", gone=["looking..."])
    one.type("y")
    one.until("why, in your own words")
    one.type(WHY + ENTER)
    return one.until(SIGNS, "exactly this is signed")


def digits(screen: str) -> str:
    found = re.search(r"sha256:([0-9a-f]{64})", screen)
    assert found, screen
    return found[1]


def payload(screen: str) -> bytes:
    """All that stands below the words that say so: every line is full but the last, blanks at its end included."""
    lines = [line[1:] for line in screen.partition("exactly this is signed\n")[2].splitlines()]
    last = next(at for at, line in enumerate(lines) if not line.strip())
    width = max(map(len, lines[:last]))
    return "".join([*[line.ljust(width) for line in lines[: last - 1]], lines[last - 1]]).encode()
