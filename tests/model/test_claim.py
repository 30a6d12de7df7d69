"""Claims of commit messages, wherever they stand, and what a message says it takes back."""

from __future__ import annotations

import pytest

from guard.model.claim import LONGEST, Claim, claims, reverted, trailers

ONE, TWO = Claim("split", "expand"), Claim("split", "contract")
SAID: dict[str, tuple[bytes, list[Claim]]] = {
    "none": (b"Add the column\n", []),
    "empty": (b"", []),
    "both": (b"Add\n\nGuard-Plan: split\nGuard-Phase: expand\n", [ONE]),
    "the plan alone": (b"Add\n\nGuard-Plan: split\n", [Claim("split", "")]),
    "the phase alone": (b"Add\n\nGuard-Phase: expand\n", [Claim("", "expand")]),
    "in any letters": (b"guard-plan: split\nGUARD-PHASE: expand", [ONE]),
    "without a blank": (b"Guard-Plan:split\nGuard-Phase:expand", [ONE]),
    "with line ends of Windows": (b"Add\r\n\r\nGuard-Plan: split\r\nGuard-Phase: expand\r\n", [ONE]),
    "indented, as a squash writes messages": (b"* Add\n\n    Guard-Plan: split\n    Guard-Phase: expand\n", [ONE]),
    "in the middle": (b"Add\n\nGuard-Plan: split\nGuard-Phase: expand\n\nAnd more words.\n", [ONE]),
    "other lines between": (b"Guard-Plan: split\nSigned-off-by: x\nGuard-Phase: expand", [ONE]),
    "twice the same": (b"Guard-Plan: split\nGuard-Phase: expand\n" * 2, [ONE]),
    "two phases": (b"Guard-Plan: split\nGuard-Phase: expand\n\nGuard-Plan: split\nGuard-Phase: contract", [ONE, TWO]),
    "two plans": (b"Guard-Plan: split\nGuard-Plan: other", [Claim("split", ""), Claim("other", "")]),
    "a phase after another": (b"Guard-Plan: split\nGuard-Phase: expand\nGuard-Phase: x", [ONE, Claim("", "x")]),
    "a word within a line is none": (b"See the Guard-Plan: split\n", []),
    "a key that only begins so is none": (b"Guard-Planner: split\n", []),
    "no bytes of UTF-8": (b"Guard-Plan: \xff\n", [Claim("�", "")]),
    "hidden characters stay, and fit nothing": ("Guard-Plan: spl\u200bit\n".encode(), [Claim("spl\u200bit", "")]),
    "empty lines claim nothing": (b"Guard-Plan:\nGuard-Phase:\n", []),
}


@pytest.mark.parametrize("name", SAID)
def test_claims(name: str) -> None:
    message, wanted = SAID[name]
    assert list(claims([message])) == wanted


def test_claims_of_several_messages_are_each_told_once() -> None:
    both = [SAID["both"][0], b"nothing", SAID["both"][0], SAID["two phases"][0]]
    assert claims(both) == (ONE, TWO)


def test_a_long_name_is_cut() -> None:
    (claim,) = claims([b"Guard-Plan: " + b"x" * 100_000])
    assert len(claim.plan) == LONGEST


@pytest.mark.parametrize("claim", [ONE, Claim("split", ""), Claim("", "expand")])
def test_what_is_written_is_read_again(claim: Claim) -> None:
    assert claims(["\n".join(["Add", "", *trailers(claim)]).encode()]) == (claim,)


OID = b"0123456789abcdef0123456789abcdef01234567"
REVERTED: dict[str, tuple[bytes, set[bytes]]] = {
    "as git writes it": (b'Revert "Add"\n\nThis reverts commit %s.\n' % OID, {OID}),
    "short": (b"This reverts commit 0123456.", {b"0123456"}),
    "too short": (b"This reverts commit 012345.", set()),
    "no id": (b"This reverts commit HEAD~1", set()),
    "nothing after it": (b"This reverts commit ", set()),
    "two": (b"This reverts commit %s.\nThis reverts commit abcdef0,\n" % OID, {OID, b"abcdef0"}),
    "of a merge": (b"This reverts commit %s, reversing\nchanges made to abc." % OID, {OID}),
    "in small letters": (b"this reverts commit %s" % OID.upper(), {OID}),
    "none": (b"Add", set()),
}


@pytest.mark.parametrize("name", REVERTED)
def test_reverted(name: str) -> None:
    message, wanted = REVERTED[name]
    assert reverted(message) == wanted
