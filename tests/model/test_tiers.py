"""What a set-up can honestly promise: of each key at hand what an approval with it proves, and what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from guard.model.tiers import Held, Line, approvals, exit_code
from tests.model.standing import MACHINES, PEOPLE, policy

SK = "sk-ssh-ed25519@openssh.com AAAA"
DANA = {"people": {"dana": PEOPLE["dana"]}, "machines": None, "agents": None}
ON_DEVICE = {**DANA, "people": {"dana": {"teams": ["identity"], "key": SK}}}


def told(held: dict[str, Held], **keys: Any) -> list[Line]:
    return list(approvals(policy(**keys), held))


KEY = PEOPLE["dana"]["key"]
HELD: dict[str, tuple[Held | None, str, str, str]] = {
    "elsewhere": (None, "ok", "proves that a person saw that digest", ""),
    "no passphrase": (
        Held("bare", "~/k"),
        "attention",
        "no passphrase (~/k); approvals are self-asserted",
        "-p -f ~/k",
    ),
    "in ssh-agent": (Held("agent", "~/k"), "attention", "ssh-agent signs without asking (~/k)", "ssh-add -d"),
    "in ssh-agent alone": (Held("agent", ""), "attention", "ssh-agent signs without asking; ", "ssh-add -d"),
    "a passphrase": (Held("passphrase", "~/k"), "ok", "asks for its passphrase (~/k): nothing signs unnoticed", ""),
    "nobody can tell": (Held("unknown", "~/k", "it hangs"), "unknown", "(~/k): it hangs", "ssh-keygen -y"),
}


@pytest.mark.parametrize("name", HELD)
def test_what_an_approval_proves(name: str) -> None:
    held, state, words, mend = HELD[name]
    first = told({} if held is None else {KEY: held}, **DANA)[0]
    assert (first.section, first.state) == ("approvals", state)
    assert first.what.startswith("dana: ")
    assert words in first.what
    assert mend in first.mend
    assert bool(first.mend) == (state != "ok")


@pytest.mark.parametrize(
    ("presence", "words"), [({}, "may say that it was touched"), ({"plan": "touch"}, "says of itself")]
)
def test_a_key_on_a_device(presence: dict[str, str], words: str) -> None:
    first = told({SK: Held("device", "~/k")}, **ON_DEVICE, approvals={"plan": 1, "presence": presence})[0]
    assert (first.state, words in first.what) == ("ok", True)


def test_a_key_that_is_nobody_s_is_nobody_s() -> None:
    assert told({"ssh-ed25519 other": Held("bare", "~/k")}, **DANA) == told({}, **DANA)


def test_the_key_of_a_machine_that_is_at_hand() -> None:
    found = told({MACHINES["deploy"]["key"]: Held("passphrase", "~/d")})
    assert [(line.state, line.what) for line in found if line.what.startswith("deploy")] == [
        (
            "attention",
            "deploy: the key of this machine is at hand here (~/d); whatever runs as you can attest as deploy",
        )
    ]
    assert not any([line.what.startswith("batch") for line in found])


def test_an_agent_that_is_listed_as_a_person_approves_nothing() -> None:
    found = told({KEY: Held("bare", "~/k")}, **{**DANA, "agents": {"dana": {"owner": "dana", "purpose": "x"}}})
    assert [line.what.partition(",")[0] for line in found] == ["nobody is listed with a key"]


@pytest.mark.parametrize(("count", "state"), [(0, "ok"), (1, "missing")])
def test_where_nobody_has_a_key(count: int, state: str) -> None:
    people = {"people": {"rosa": {"teams": ["a"]}}, "machines": None}
    (only,) = told({}, **people, approvals={"plan": count, "irreversible": count})
    assert only.state == state
    assert ("guard enroll" in only.mend) == bool(count)


def test_presence() -> None:
    levels = {"irreversible": "touch", "policy": "pin"}
    asked = told({}, **ON_DEVICE, approvals={"presence": levels})[1:]
    assert [(line.state, line.what) for line in asked] == [
        ("ok", "presence: an approval of what cannot be taken back takes a touch; dana can show one"),
        ("ok", "presence: an approval of the policy takes a pin; dana can show one"),
    ]
    nobody = told({}, **DANA, approvals={"presence": {"plan": "touch"}})[1]
    assert (nobody.state, "nobody has a key that shows one" in nobody.what) == ("missing", True)
    assert "no approval takes a touch" in told({}, **DANA)[1].what


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ((), 0),
        (("ok",), 0),
        (("ok", "attention"), 3),
        (("missing", "ok"), 3),
        (("unknown", "missing", "ok"), 5),
        (("attention", "unknown"), 5),
    ],
)
def test_exit_code(states: tuple[Any, ...], code: int) -> None:
    assert exit_code([Line("tools", state, "x") for state in states]) == code
