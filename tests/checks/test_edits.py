"""Edits of policy and plans: version (G260), identity (G261 to G263), looser (G264), neither (G265)."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from guard.checks.edits import MOST_SHOWN, check
from guard.model.case import Edit
from guard.model.comparison import compare
from guard.model.finding import Next
from tests.cases import case, findings, only, places, policy

POLICY_FILE, PLAN_FILE = b".guard/policy.yaml", b".guard/plans/move.yaml"
PLAN: dict[str, Any] = {
    "plan": "move",
    "version": 3,
    "owner": "dana",
    "why": "Move it",
    "scope": {
        "paths": ["/app/**", "/docs/**"],
        "never": ["/app/frozen/**"],
        "max": {"files": 50, "lines": 1000, "bytes": 1048576, "commits": 50},
    },
    "phases": {"do": {"does": ["file.add", "file.modify"]}},
}
POLICY: dict[str, Any] = {
    "id": "5f0c2b7e",
    "version": 7,
    "mode": "enforce",
    "merges": "merge",
    "environment": "production",
    "people": {"dana": {"teams": ["platform"]}},
    "owners": {"/.guard/**": ["platform"]},
    "needs_plan": ["data.*", "schema.*"],
    "approvals": {"plan": 1, "irreversible": 1, "expire": 2592000, "answer_within": 172800},
}


def with_keys(document: dict[str, Any], at: str, value: object) -> dict[str, Any]:
    """A copy with another value at this place, keys divided by |."""
    whole = copy.deepcopy(document)
    *way, last = at.split("|")
    place = whole
    for key in way:
        place = place[key]
    place[last] = value
    return whole


def edit(
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
    kind: str = "plan",
    path: bytes = PLAN_FILE,
    formerly: bool = False,
    alike: tuple[str, ...] = (),
    renamed: str = "",
) -> Edit:
    return Edit(path, kind, old, new, compare(kind, old, new), formerly, alike, renamed)


def plan_edit(version: int, at: str = "", value: object = None) -> Edit:
    new = with_keys(PLAN, at, value) if at else copy.deepcopy(PLAN)
    return edit(PLAN, {**new, "version": version})


def policy_edit(version: int, at: str = "", value: object = None) -> Edit:
    new = with_keys(POLICY, at, value) if at else copy.deepcopy(POLICY)
    return edit(POLICY, {**new, "version": version}, "policy", POLICY_FILE)


NEW = edit(None, PLAN)
WIDER, FEWER_FILES = ["/app/**", "/docs/**", "/rules/**"], 40

FINDS = {
    "wider, version stays": (plan_edit(3, "scope|paths", WIDER), ["G260", "G264"]),
    "wider, version falls": (plan_edit(2, "scope|paths", WIDER), ["G260", "G264"]),
    "wider, version raised": (plan_edit(4, "scope|paths", WIDER), ["G264"]),
    "wider, version raised by many": (plan_edit(400, "scope|paths", WIDER), ["G264"]),
    "tighter, version stays": (plan_edit(3, "scope|max|files", FEWER_FILES), ["G260"]),
    "tighter, version falls": (plan_edit(1, "scope|max|files", FEWER_FILES), ["G260"]),
    "nothing but the version, which falls": (plan_edit(2), ["G260"]),
    "another owner": (plan_edit(4, "owner", "omar"), ["G265"]),
    "another owner, version stays": (plan_edit(3, "owner", "omar"), ["G260", "G265"]),
    "wider here, tighter there": (
        edit(PLAN, with_keys(with_keys({**PLAN, "version": 4}, "scope|paths", WIDER), "scope|max|files", 1)),
        ["G265"],
    ),
    "never emptied": (plan_edit(4, "scope|never", []), ["G264"]),
    "a limit unlimited": (plan_edit(4, "scope|max|lines", "unlimited"), ["G264"]),
    "does widened": (plan_edit(4, "phases|do|does", ["*"]), ["G264"]),
    "a phase more": (plan_edit(4, "phases|more", {"does": ["file.delete"]}), ["G264"]),
    "a new plan": (NEW, ["G264"]),
    "a plan that holds others, gone": (edit(PLAN, None), ["G265"]),
    "a new plan under an id used before": (edit(None, PLAN, formerly=True), ["G262", "G264"]),
    "a new plan that looks like another": (edit(None, PLAN, alike=("m0ve",)), ["G263", "G264"]),
    "a new plan that looks like two others": (edit(None, PLAN, alike=("m0ve", "mo-ve")), ["G263", "G263", "G264"]),
    "a plan that goes on under another id": (edit(None, PLAN, renamed="moving"), ["G261", "G264"]),
    "the policy's id": (policy_edit(8, "id", "11111111"), ["G261", "G265"]),
    "the policy's id, version stays": (policy_edit(7, "id", "11111111"), ["G260", "G261", "G265"]),
    "shadow mode": (policy_edit(8, "mode", "shadow"), ["G264"]),
    "needs_plan emptied": (policy_edit(8, "needs_plan", []), ["G264"]),
    "needs_plan emptied, version stays": (policy_edit(7, "needs_plan", []), ["G260", "G264"]),
    "routine widened": (policy_edit(8, "routine", [{"paths": ["/**"], "does": ["*"]}]), ["G264"]),
    "another owner of the policy itself": (policy_edit(8, "owners|/.guard/**", ["agents"]), ["G265"]),
    "another branch": (policy_edit(8, "branch", "agents"), ["G265"]),
    "a version pin": (policy_edit(8, "guard", ">=99"), ["G265"]),
    "the policy gone": (edit(POLICY, None, "policy", POLICY_FILE), ["G264"]),
}
LEAVES_ALONE = {
    "the same again": plan_edit(3),
    "nothing but the version, which grows": plan_edit(4),
    "tighter, version raised": plan_edit(4, "scope|max|files", FEWER_FILES),
    "tighter, version raised by many": plan_edit(40, "scope|never", ["/app/frozen/**", "/app/old/**"]),
    "a plan that holds nobody, gone": edit(with_keys(PLAN, "scope|never", []), None),
    "the policy asks for more": policy_edit(8, "needs_plan", ["*"]),
    "the policy asks for one approval more": policy_edit(8, "approvals|plan", 2),
    "the policy's layout": policy_edit(7),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, rules = FINDS[name]
    assert places(check, case(edits=(asked,))) == [(rule, asked.path, b"") for rule in rules]


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, case(edits=(LEAVES_ALONE[name],))) == []


def test_every_edit_is_told_for_itself() -> None:
    told = places(check, case(edits=(plan_edit(3, "scope|paths", WIDER), policy_edit(8, "mode", "shadow"))))
    assert told == [("G260", PLAN_FILE, b""), ("G264", PLAN_FILE, b""), ("G264", POLICY_FILE, b"")]


def test_no_edit_no_word() -> None:
    assert findings(check, case()) == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (plan_edit(3, "scope|paths", WIDER), ["stays 3", "write version: 4"]),
        (plan_edit(1, "scope|paths", WIDER), ["falls from 3 to 1", "write version: 4"]),
        (policy_edit(8, "id", "11111111"), ["from 5f0c2b7e to 11111111", "write id: 5f0c2b7e as before"]),
        (edit(None, PLAN, renamed="moving"), ["plan moving goes on", "keep .guard/plans/moving.yaml"]),
        (edit(None, PLAN, formerly=True), ["used before", "never used"]),
        (edit(None, PLAN, alike=("m0ve",)), ["looks like m0ve", "nobody takes for another"]),
    ],
)
def test_says_what_and_how_to_mend_it(asked: Edit, words: list[str]) -> None:
    found = findings(check, case(edits=(asked,)))[0]
    text = " ".join([found.what, *(step.words() for step in found.next)])
    assert [word for word in words if word not in text] == []


def test_looser_is_said_first_and_in_plain_words() -> None:
    new = with_keys(with_keys({**PLAN, "version": 4, "owner": "omar"}, "scope|max|files", 1), "scope|paths", WIDER)
    found = only(check, case(edits=(edit(PLAN, new),)))
    assert found.what == (
        ".guard/plans/move.yaml becomes neither tighter nor looser: looser: scope.paths gains /rules/**; "
        "to be read: owner: dana becomes omar; tighter: scope.max.files: 50 becomes 1"
    )


def test_a_long_list_says_how_much_more_there_is() -> None:
    paths = [*PLAN["scope"]["paths"], *(f"/more/{number}" for number in range(MOST_SHOWN + 3))]
    found = only(check, case(edits=(plan_edit(4, "scope|paths", paths),)))
    assert found.what.startswith(".guard/plans/move.yaml becomes looser: scope.paths gains /more/0; ")
    assert found.what.count("scope.paths gains") == MOST_SHOWN
    assert found.what.endswith("; and 3 more")


def test_what_comes_and_what_goes_is_called_so() -> None:
    new, gone = only(check, case(edits=(NEW,))), only(check, case(edits=(edit(PLAN, None),)))
    assert new.what.startswith(".guard/plans/move.yaml is new: scope.paths: the plan allows file.add, file.modify on ")
    assert gone.what == (
        ".guard/plans/move.yaml goes: looser: scope.never no longer holds /app/frozen/**; "
        "tighter: phases: nothing is allowed by this plan any more"
    )


def test_the_owners_of_the_file_are_asked() -> None:
    found = only(check, case(edits=(NEW,)))
    assert [step.who for step in found.next] == ["you", "dana"]
    assert found.next[0].run == "end your turn and ask dana; you cannot do this part"
    assert found.next[1] == Next("dana", "reads what becomes looser and merges it as its owner")
    keyed = policy(people={"dana": {"teams": ["platform"], "key": "ssh-ed25519 a"}})
    assert only(check, case(edits=(NEW,), policy=keyed)).next[1] == Next(
        "dana", "reads what becomes looser and approves it: guard approve move --at HEAD"
    )


@pytest.mark.parametrize(
    ("owners", "people", "asked"),
    [
        ({"/.guard/**": "void"}, {"dana": {"teams": ["platform"]}}, "ask void"),
        ({}, {}, "ask the people who own this repository"),
        ({}, {"omar": {}, "kim": {}}, "ask omar, kim"),
    ],
)
def test_where_nobody_is_listed_somebody_is_still_asked(
    owners: dict[str, str], people: dict[str, object], asked: str
) -> None:
    found = only(check, case(edits=(NEW,), policy=policy(owners=owners, people=people)))
    assert asked in found.next[0].run


def test_hostile_names_and_words_are_told_escaped() -> None:
    path = b".guard/plans/a\x1b]0;b.yaml"
    asked = edit(None, PLAN, path=path, alike=("x\u202ey",))
    for found in findings(check, case(edits=(asked,))):
        assert found.what.startswith(".guard/plans/a\\x1b]0;b.yaml")
        assert found.path == path
