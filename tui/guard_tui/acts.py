"""What would be signed about what is looked at: the words of `guard approve`, `guard attest` or `guard revoke`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

SIGNED = ("approve", "attest", "revoke")
UNPLANNED = "--unplanned"


class Act(NamedTuple):
    """One of the three, before anybody has said why."""

    word: str  # "approve", "attest" or "revoke"
    words: tuple[str, ...]  # what it is about, without a reason
    unplanned: bool = False  # the reason is that of a landing without a plan
    accepts: tuple[str, ...] = ()  # questions that are accepted as they stand

    def asked(self, me: str, reason: str, file: str, under: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The command that writes what would be signed, no signature; its own options go before those of `under`."""
        why = (UNPLANNED, reason) if self.unplanned else ("--reason", reason)
        accepts = [part for name in self.accepts for part in ("--accept", name)]
        who = ("--as", me) if me else ()
        return (self.word, *under, *self.words, *accepts, *who, *why, "--request", file, "--format", "json")


def act_of(data: Mapping[str, Any], word: str, accepts: Collection[str] = ()) -> Act | None:
    """The act of this kind that a row waits for; None where it waits for another, or for none."""
    words = _words(data["run"])
    if words[:1] != [word]:
        target = _plan(data) if word == "approve" and data["accepts"] and data["plan"] else None
        return None if target is None else Act("approve", target, accepts=tuple(accepts))
    rest, unplanned = words[1:], UNPLANNED in words
    for option in (UNPLANNED, "--accept", "--reason"):
        while option in rest:
            at = rest.index(option)
            rest = rest[:at] + rest[at + 2 :]
    own = tuple(accepts) if word == "approve" and not unplanned else ()
    return Act(word, tuple(rest), unplanned, own)


def _words(run: str) -> list[str]:
    """The words of the command in a step such as `reads the plan and approves it: guard approve split-name`."""
    _, found, rest = f" {run}".rpartition(" guard ")
    try:
        return shlex.split(rest) if found else []
    except ValueError:  # words for people, with a quotation mark in them
        return []


def _plan(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The plan that a question is about, as that commit has it where it is still to land."""
    return (data["plan"], "--at", data["commit"][:12]) if data["lands"] else (data["plan"],)
