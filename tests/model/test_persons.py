"""Approvals as signatures show them: by whom, with which key, whether somebody was there, and from when to when."""

from __future__ import annotations

from typing import Any

import pytest

from guard.model.approving import SKEW, Asked, Given, accepted, given, signers
from guard.model.log import Entry
from guard.model.persons import is_person, persons
from tests.model.standing import DAY, NOW, PEOPLE, approval, plan, policy, recorded

A, B = "sha256:a", "sha256:b"
KEYS = {name: of["key"] for name, of in PEOPLE.items() if "key" in of}
SOLO = {"people": {"dana": PEOPLE["dana"]}}
TOUCHED, TYPED = {"presence": "touch"}, {"presence": "pin"}


def asked(need: int = 1, teams: tuple[str, ...] = (), owner: str = "", presence: str = "", **more: Any) -> Asked:
    return Asked("phase", "p/one", A, need, teams, owner, presence, **more)


def yes(by: str, key: str = "", digest: str = A, **more: Any) -> Entry:
    """As the log hands it over: with the key, and with the teams of that time."""
    teams = more.pop("teams", tuple(PEOPLE.get(by, {}).get("teams", ())))
    shown, of, name = more.pop("presence", ""), more.pop("of", "phase"), more.pop("name", "p/one")
    accepts, reason, version = more.pop("accepts", ()), more.pop("reason", ""), more.pop("version", 0)
    act = approval(of, name, digest, by, **more)._replace(accepts=accepts, reason=reason, version=version)
    return Entry(f"{by} {key} {of} {digest} {shown} {act.at} {name}", act, b"", key or KEYS[by], shown, teams)


def told(what: Asked, *entries: Entry, now: int = NOW, **keys: object) -> Given:
    return given(what, entries, policy(**keys), now)


LEFT = {"people": {"kim": PEOPLE["kim"], "omar": PEOPLE["omar"]}}
TWO = asked(2)
ROWS: dict[str, tuple[Any, ...]] = {
    # one person, one key
    "two people, two keys": (TWO, yes("kim"), yes("omar"), "given"),
    "one person with two keys, one after another": (TWO, yes("kim"), yes("kim", "ssh-ed25519 new"), "missing"),
    "two names with one key": (TWO, yes("kim"), yes("kimberly", KEYS["kim"], teams=("identity",)), "missing"),
    "two names with one key, and somebody else": (
        TWO,
        yes("kim"),
        yes("kimberly", KEYS["kim"], teams=("identity",)),
        yes("omar"),
        "given",
    ),
    "two names that once had one key": (
        TWO,
        yes("kim"),
        yes("kimberly", "ssh-ed25519 new"),
        yes("kimberly", KEYS["kim"], B),
        "missing",
    ),
    "a name with the key that somebody has today": (TWO, yes("kim"), yes("k", KEYS["kim"]), "missing"),
    "three names on a string": (
        TWO,
        yes("kim"),
        yes("k2", "ssh-ed25519 n"),
        yes("k1", KEYS["kim"], B),
        yes("k1", "ssh-ed25519 n", B, at=11),
        "missing",
    ),
    "an unknown key is one of its own": (TWO, Entry("1", yes("kim").act), Entry("2", yes("omar").act), "given"),
    # who has left
    "one who has left, and signed while she was here": (asked(), yes("dana"), LEFT, "given"),
    "one who never was here": (asked(), Entry("1", approval("phase", "p/one", A, "eve")), LEFT, "missing"),
    "one whose key was taken away": (asked(), yes("rosa", "ssh-ed25519 r"), "given"),
    "one without a key, and no signature is known": (asked(), Entry("1", yes("rosa", "k").act), "missing"),
    "one who speaks for the team she was of": (
        asked(1, ("platform",)),
        yes("dana", teams=("platform",)),
        LEFT,
        "given",
    ),
    "one who has come to the team since": (asked(1, ("identity",)), yes("kim", teams=("billing",)), "missing"),
    "one who is an agent now": (asked(), yes("bot", "ssh-ed25519 old", teams=("identity",)), "missing"),
    "one who signed with a key that an agent has now": (asked(), yes("kim", "ssh-ed25519 f"), "missing"),
    "a machine": (asked(), yes("deploy", "ssh-ed25519 d"), "missing"),
    # one's own work
    "the owner's own": (asked(owner="dana"), yes("dana"), "missing"),
    "the owner's own, who is alone": (asked(owner="dana"), yes("dana"), SOLO, "given"),
    "the owner's own, who has left": (asked(owner="dana"), yes("dana"), LEFT, "missing"),
    "the owner's own, who has left, as did the whole team": (
        asked(owner="dana"),
        yes("dana"),
        {"people": {"omar": PEOPLE["omar"]}},
        "given",
    ),
    "the owner's own, under another name": (
        asked(owner="dana"),
        yes("dd", KEYS["dana"], teams=("identity",)),
        "missing",
    ),
    "the owner's own, with the key of before": (
        asked(owner="dana"),
        yes("dd", "ssh-ed25519 old", teams=("identity",)),
        yes("dana", "ssh-ed25519 old", B),
        "missing",
    ),
    # presence
    "a touch": (asked(presence="touch"), yes("kim", **TOUCHED), "given"),
    "a PIN is a touch, too": (asked(presence="touch"), yes("kim", **TYPED), "given"),
    "a PIN": (asked(presence="pin"), yes("kim", **TYPED), "given"),
    "a touch is no PIN": (asked(presence="pin"), yes("kim", **TOUCHED), "missing"),
    "no touch": (asked(presence="touch"), yes("kim"), "missing"),
    "no touch, then one": (asked(presence="touch"), yes("kim"), yes("kim", at=11, **TOUCHED), "given"),
    "a touch of one of two": (asked(2, presence="touch"), yes("kim", **TOUCHED), yes("omar"), "missing"),
    "no touch, and over": (asked(presence="touch"), yes("kim", expires=NOW), "missing"),
    "nobody asks for a touch": (asked(), yes("kim", **TYPED), "given"),
    # times
    "as far ahead as clocks may be": (asked(), yes("kim", at=NOW + SKEW), "given"),
    "a second more": (asked(), yes("kim", at=NOW + SKEW + 1), "missing"),
    "dated years ahead, so that it never ends": (asked(), yes("kim", at=NOW * 9, expires=NOW * 99), "missing"),
    "dated ahead, and another of today": (asked(), yes("kim", at=NOW * 9), yes("kim"), "given"),
    "over, and another dated ahead": (asked(), yes("kim", expires=NOW), yes("kim", at=NOW * 9), "expired"),
    "until it says so itself": (asked(), yes("kim", expires=NOW + 1), "given"),
    "until the policy says so": (asked(), yes("kim", at=NOW - DAY), {"approvals": {"expire": DAY}}, "expired"),
    "for another digest and dated ahead": (asked(), yes("kim", digest=B, at=NOW * 9), "stale"),
}


def given_of(row: tuple[Any, ...]) -> Given:
    what, *rest, _ = row
    keys = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    return told(what, *rest, **keys)


@pytest.mark.parametrize("name", ROWS)
def test_given(name: str) -> None:
    found = given_of(ROWS[name])
    assert found.state == ROWS[name][-1], found
    assert (found.state == "given") == (found.why == "")
    assert not set(found.by) & set(found.who)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row[-1] == "given"])
def test_revoked_it_is_not_given(name: str) -> None:
    what, *rest, _ = ROWS[name]
    keys = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    struck = [one._replace(struck=True) for one in rest]
    assert told(what, *struck, **keys) == told(what, **keys)


@pytest.mark.parametrize("name", ROWS)
def test_each_alone_revoked_gives_no_more(name: str) -> None:
    what, *rest, wanted = ROWS[name]
    keys = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    for one in rest:
        struck = [other._replace(struck=other is one or other.struck) for other in rest]
        assert wanted == "given" or told(what, *struck, **keys).state != "given", one.id


def test_two_names_of_one_key_are_told() -> None:
    found = told(TWO, yes("kim"), yes("kimberly", KEYS["kim"]))
    assert found.why == "1 of 2 have approved it; kim and kimberly signed with one key"
    assert found.who == ("dana", "omar"), "kim has said it already"


def test_no_touch_is_told_and_who_has_a_key_that_shows_one() -> None:
    sk = "sk-ssh-ed25519@openssh.com s"
    people = {"people": {**PEOPLE, "omar": {"teams": ["billing"], "key": sk}}}
    found = told(asked(presence="touch"), yes("kim"), **people)
    assert (found.why, found.who) == ("kim's approval shows no touch", ("omar",))
    found = told(asked(2, presence="pin"), yes("kim", **TYPED), yes("omar", sk, **TOUCHED), **people)
    assert found.why == "1 of 2 have approved it; omar's approval shows no PIN"
    assert told(asked(presence="touch")).who == ("dana", "kim", "omar"), "where no key shows one, all are named"


def test_one_that_is_still_to_come_says_when() -> None:
    found = told(asked(1, ("identity",)), yes("kim", at=NOW + DAY))
    assert found.why == (
        "kim's approval is not valid before 1970-01-13 13:46:40 UTC; it takes somebody of team identity"
    )


def test_who_may_sign_where_the_owner_has_left_or_goes_by_other_names() -> None:
    assert signers(asked(owner="dana"), policy()) == ("kim", "omar")
    assert signers(asked(owner="dana"), policy(**LEFT), (yes("dana"),)) == ("kim", "omar")
    other = {"people": {**PEOPLE, "omar": {"teams": ["identity"], "key": "ssh-ed25519 old"}}}
    assert signers(asked(owner="dana"), policy(**other)) == ("kim", "omar")
    assert signers(asked(owner="dana"), policy(**other), (yes("dana", "ssh-ed25519 old"),)) == ("kim",)


def test_persons() -> None:
    log = [yes("a", "1"), yes("b", "2"), yes("c", "2"), yes("d", "3"), yes("c", "3"), Entry("x", recorded())]
    found = persons(log, policy(**SOLO))
    assert {name: found[name] for name in "abcd"} == {"a": "a", "b": "b", "c": "b", "d": "b"}
    assert found["dana"] == "dana"
    assert persons(reversed(log), policy(**SOLO)) == found


@pytest.mark.parametrize(
    ("by", "key", "wanted"),
    [
        ("dana", "", True),
        ("dana", "ssh-ed25519 old", True),
        ("rosa", "", False),
        ("rosa", "ssh-ed25519 r", True),
        ("eve", "", False),
        ("eve", "ssh-ed25519 e", True),
        ("bot", "ssh-ed25519 f", False),
        ("bot", "", False),
        ("deploy", "ssh-ed25519 d", False),
    ],
)
def test_is_person(by: str, key: str, wanted: bool) -> None:
    assert is_person(Entry("1", approval("plan", "p", A, by), key=key), policy()) == wanted


@pytest.mark.parametrize(
    ("by", "kind", "wanted"),
    [
        ("dana", "person", True),
        ("eve", "person", True),
        ("deploy", "person", True),  # a machine has the name of somebody who has left
        ("bot", "person", False),
        ("dana", "machine", False),
        ("eve", "machine", False),
        ("dana", "somebody", False),
    ],
)
def test_is_person_asks_who_it_was_then(by: str, kind: str, wanted: bool) -> None:
    assert is_person(Entry("1", approval("plan", "p", A, by), key="ssh-ed25519 k", kind=kind), policy()) == wanted


# levels of presence, by what is asked


@pytest.mark.parametrize(
    ("does", "presence", "level"),
    [
        ("file.modify", {"plan": "touch"}, {"plan": "touch"}),
        ("data.backfill", {"plan": "touch"}, {"plan": "touch", "phase": ""}),
        ("data.backfill", {"stop": "touch"}, {"plan": "", "phase": "touch"}),
        ("data.backfill", {"irreversible": "touch"}, {"plan": "", "phase": ""}),
        ("schema.column.drop", {"irreversible": "touch"}, {"plan": "", "phase": "touch"}),
        ("schema.column.drop", {"irreversible": "touch", "stop": "pin"}, {"plan": "", "phase": "pin"}),
        ("schema.column.drop", {"irreversible": "pin", "stop": "touch"}, {"plan": "", "phase": "pin"}),
        ("schema.column.drop", {"unplanned": "pin", "policy": "touch"}, {"plan": "", "phase": ""}),
    ],
)
def test_levels(does: str, presence: dict[str, str], level: dict[str, str]) -> None:
    """Whatever shows less than the level leaves the phase waiting, and that very level opens it."""
    under = policy(approvals={"plan": 1, "irreversible": 1, "presence": presence})
    one = plan({"one": {"does": [does]}})
    found = {}
    for of in ("plan", "phase"):
        for shown in ("", "touch", "pin"):
            shows = {"plan": "pin", "phase": "pin", of: shown}
            whole = approval("plan", "p", "sha256:whole", "kim", phases={"one": "sha256:p/one"})
            acts = {"plan": whole, "phase": approval("phase", "p/one", "sha256:p/one", "kim", at=11)}
            log = tuple([Entry(of, acts[of], key=KEYS["kim"], presence=shows[of], teams=("identity",)) for of in acts])
            told = _waits(one, log, under)
            if not told:
                found[of] = shown
                break
    stops = does != "file.modify"
    assert found == ({"plan": "", "phase": ""} | level if stops else {"plan": level["plan"], "phase": ""})


def _waits(one: Any, log: tuple[Entry, ...], under: Any) -> list[str]:
    from guard.model.asking import approvals
    from tests.model.standing import world

    made = world(one, policy=under)
    made = made._replace(facts=made.facts._replace(entries=log))
    return [wait.why for wait in approvals(made, one, one.phases[0], "p/one")]


# what a landing brings


DOCUMENT = Asked("document", "p", A, 1, ("identity",), "dana", "touch", 3, "sha256:l")
BROUGHT: dict[str, tuple[Any, ...]] = {
    "nobody": (DOCUMENT, "missing"),
    "this very plan": (DOCUMENT, yes("kim", of="plan", name="p", version=3, **TOUCHED), "given"),
    "without a touch": (DOCUMENT, yes("kim", of="plan", name="p", version=3), "missing"),
    "by its owner": (DOCUMENT, yes("dana", of="plan", name="p", version=3, **TOUCHED), "missing"),
    "by another team": (DOCUMENT, yes("omar", of="plan", name="p", version=3, **TOUCHED), "missing"),
    "another digest of this version": (DOCUMENT, yes("kim", digest=B, of="plan", name="p", version=3), "stale"),
    "the version before": (DOCUMENT, yes("kim", digest=B, of="plan", name="p", version=2), "missing"),
    "another plan": (DOCUMENT, yes("kim", of="plan", name="q", version=3, **TOUCHED), "missing"),
    "a phase of it": (DOCUMENT, yes("kim", of="phase", name="p/one", version=3, **TOUCHED), "missing"),
    "a policy of that digest": (DOCUMENT, yes("kim", of="policy", name="", version=3, **TOUCHED), "missing"),
    "the landing it comes with": (DOCUMENT, yes("kim", digest="sha256:l", of="landing", name="", **TOUCHED), "given"),
    "that landing without a touch": (DOCUMENT, yes("kim", digest="sha256:l", of="landing", name=""), "missing"),
    "another landing": (DOCUMENT, yes("kim", digest=A, of="landing", name="", **TOUCHED), "missing"),
    "this very policy": (
        DOCUMENT._replace(of="policy", name="", owner=""),
        yes("dana", of="policy", name="", version=3, **TOUCHED),
        "given",
    ),
    "a plan of that digest is no policy": (
        DOCUMENT._replace(of="policy", name="", owner=""),
        yes("kim", of="plan", name="p", version=3, **TOUCHED),
        "missing",
    ),
    "a file, with its landing": (
        Asked("file", "", "", 1, (), "", "", 0, "sha256:l"),
        yes("kim", digest="sha256:l", of="landing", name=""),
        "given",
    ),
    "a file, and a touch is asked of what no plan covers": (
        Asked("file", "", "", 1, (), "", "", 0, "sha256:l"),
        yes("kim", digest="sha256:l", of="landing", name=""),
        {"approvals": {"presence": {"unplanned": "touch"}}},
        "missing",
    ),
    "one of the plan and one of the landing": (
        DOCUMENT._replace(need=2, teams=("identity", "billing")),
        yes("kim", of="plan", name="p", version=3, **TOUCHED),
        yes("omar", digest="sha256:l", of="landing", name="", **TOUCHED),
        "given",
    ),
}


@pytest.mark.parametrize("name", BROUGHT)
def test_what_a_landing_brings(name: str) -> None:
    found = given_of(BROUGHT[name])
    assert found.state == BROUGHT[name][-1], found


# questions


def test_questions_accepted_by_an_approval_that_counts() -> None:
    ones = ("1" * 16, "2" * 16)

    def of(entry: Entry, **keys: Any) -> Any:
        return accepted(asked(owner="dana", presence=keys.pop("presence", "")), [entry], policy(**keys), NOW)

    assert of(yes("kim", accepts=ones, reason="both are fine")) == dict.fromkeys(ones, ("kim", "both are fine"))
    assert of(yes("kim")) == {}
    for entry in (
        yes("dana", accepts=ones),
        yes("kim", digest=B, accepts=ones),
        yes("kim", name="p/two", accepts=ones),
        yes("kim", expires=NOW, accepts=ones),
        yes("kim", at=NOW * 2, accepts=ones),
        yes("bot", "ssh-ed25519 f", accepts=ones),
        yes("kim", accepts=ones)._replace(struck=True),
    ):
        assert of(entry) == {}, entry
    assert of(yes("kim", accepts=ones), presence="touch") == {}
