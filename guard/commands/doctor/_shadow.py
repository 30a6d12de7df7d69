"""What agents were let do in shadow mode alone, as the records of their sessions in this work tree have it."""

from __future__ import annotations

import os
from collections import Counter
from itertools import islice

from guard.model.rule import RULES
from guard.model.tiers import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "guard/sessions"  # guard_hooks.agents.session
LARGEST = 4 << 20  # bytes of one record that are looked at
MOST = 100  # records
RULES_TOLD = 3
WOULD = {"deny": "refused", "ask": "asked about", "allow": "spoken of"}


def lines(git_dir: str) -> Iterator[Line]:
    """One, where there is something to tell: it says what enforcing would have stopped."""
    kinds, rules = Counter[str](), Counter[str]()
    for would, rule in _noted(git_dir):
        kinds[would] += 1
        rules[rule] += 1
    if not kinds:
        return
    told = ", ".join([f"{kinds[kind]:,} {words}" for kind, words in WOULD.items() if kinds[kind]])
    known = [f"{rule} {RULES[rule].title} ({count:,})" for rule, count in rules.most_common() if rule in RULES]
    by = f"; most by {', '.join(known[:RULES_TOLD])}" if known else ""
    yield Line("trust", "ok", f"in shadow mode agents were let do what would have been stopped: {told}{by}")


def _noted(git_dir: str) -> Iterator[tuple[str, str]]:
    """What each call would have been, and by which rule. Self-reported: whoever can write here can write anything."""
    from json import loads

    try:
        names = sorted(os.listdir(os.path.join(git_dir, FOLDER)))
    except OSError:
        return
    for name in islice([name for name in names if name.endswith(".jsonl")], MOST):
        for line in _read(os.path.join(git_dir, FOLDER, name)).splitlines():
            if b',"would":"' in line:
                try:
                    told = loads(line)
                except (ValueError, RecursionError):  # one that broke off
                    continue
                if isinstance(told, dict) and told.get("would") in tuple(WOULD):
                    yield told["would"], str(told.get("rule"))


def _read(path: str) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return b""
    with open(handle, "rb") as file:
        try:
            return file.read(LARGEST)
        except OSError:
            return b""
