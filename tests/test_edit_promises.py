"""The promises about edits of documents: P4 an edit changes no judgement, P1 taking a declaration away helps nobody.

Both over real repositories. P4: a change set is judged with and without an edit of policy, plans or manifests, wherever
in its history the edit stands, and what is said of the other files is the same. P1: every key and every item of rich
documents is taken away, one at a time. `make test` takes every eighth with the version raised and every eighth with it
left as it was, the same ones each time; `make fuzz` tries each both ways.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.compile import read_document
from guard.document import load
from guard.model.comparison import compare
from guard.model.rule import RULES
from guard.model.rules_of_texts import OF_TEXTS
from guard.model.verdict import WORST_FIRST, Verdict
from tests.conftest import EXAMPLES, ROOT, examples, share
from tests.edited import PLAN, PLAN_FILE, POLICY, POLICY_FILE, Edit, House, house, of_others, replaced, rules_on
from tests.repos import EXECUTABLE, SUBMODULE, SYMLINK, Entry

pytestmark = pytest.mark.usefixtures("read_here")

fuzz = pytest.mark.fuzz
drawn = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])

KEY = b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdeIHs2xaqku0L7FnwDduCJxZIglliXPRzr3Qf7F0ay"
SUB: Entry = (SUBMODULE, b"1" * 40)
LINK = b"-> "  # a text that begins so stands for a symlink that leads to the rest


# P4: an edit inside the change set changes no judgement of it


def plan_file(name: str) -> bytes:
    return b".guard/plans/" + name.encode() + b".yaml"


def named(name: str, text: bytes = PLAN) -> bytes:
    return text.replace(b"plan: work", b"plan: " + name.encode())


WIDE = PLAN.replace(b"[/app/**, /docs/**]", b"[/**]").replace(b"  never: [/app/frozen/**]\n", b"")
ALL = WIDE.replace(b"[file.add, file.modify, file.symlink]", b'["*"]').replace(
    b"{files: 30, lines: 200}", b"{files: unlimited}"
)
LAX = b"""\
id: "0123abcd"
version: 2
mode: shadow
merges: squash
needs_plan: []
routine: [{paths: [/**], does: ["*"]}]
"""
GONE: dict[bytes, bytes | Entry | None] = {POLICY_FILE: None, PLAN_FILE: None}

EDITS: dict[str, Edit] = {
    # plans
    "wider scope": {PLAN_FILE: replaced(PLAN, (b"[/app/**, /docs/**]", b"[/**]"))},
    "raised limits": {PLAN_FILE: replaced(PLAN, (b"{files: 30, lines: 200}", b"{files: 9000, lines: unlimited}"))},
    "never taken away": {PLAN_FILE: replaced(PLAN, (b"  never: [/app/frozen/**]\n", b""))},
    "does widened": {PLAN_FILE: replaced(PLAN, (b"[file.add, file.modify, file.symlink]", b'["*"]'))},
    "phase added": {PLAN_FILE: replaced(PLAN) + b'  more: {does: ["*"]}\n'},
    "everything allowed": {PLAN_FILE: replaced(ALL)},
    "everything allowed, version stays": {PLAN_FILE: ALL},
    "narrower scope": {PLAN_FILE: replaced(PLAN, (b"[/app/**, /docs/**]", b"[/nowhere]"))},
    "plan deleted": {PLAN_FILE: None},
    "plan emptied": {PLAN_FILE: b""},
    "plan renamed": {PLAN_FILE: None, plan_file("works"): named("works", ALL)},
    "second plan": {plan_file("more"): named("more", ALL)},
    "second plan of the same id": {plan_file("more"): ALL},
    "second plan with another ending": {b".guard/plans/work.yml": ALL},
    "second plan in a folder below": {b".guard/plans/more/work.yaml": ALL},
    "second plan in other letter case": {b".guard/plans/Work.yaml": ALL},
    "second plan in other letters": {".guard/plans/w\u043erk.yaml".encode(): named("w\u043erk", ALL)},
    "second plan that looks the same": {plan_file("w0rk"): named("w0rk", ALL)},
    "plan under an id used before": {plan_file("spent"): named("spent", ALL)},
    "plan of a newer schema": {PLAN_FILE: b"schema_version: 2\n" + replaced(ALL)},
    "grant under an unknown key": {PLAN_FILE: replaced(PLAN) + b"also: {paths: [/**]}\n"},
    "plan as a symlink": {PLAN_FILE: LINK + b"../../app/a.py"},
    "plan as a submodule": {PLAN_FILE: SUB},
    "plan that may be run": {PLAN_FILE: (EXECUTABLE, replaced(ALL))},
    "plans as a symlink": {b".guard/plans": LINK + b"../app"},
    "plans as a file": {b".guard/plans": b"none"},
    "plans in other letter case": {b".guard/Plans/work.yaml": ALL},
    # the policy
    "needs_plan emptied": {POLICY_FILE: replaced(POLICY, (b'needs_plan: ["*"]', b"needs_plan: []"))},
    "routine widened": {POLICY_FILE: replaced(POLICY) + b'routine: [{paths: [/**], does: ["*"]}]\n'},
    "owners changed to the author": {POLICY_FILE: replaced(POLICY, (b"/rules/**: platform", b"/rules/**: billing"))},
    "owner of guard changed": {POLICY_FILE: replaced(POLICY, (b"/.guard/**: platform", b"/.guard/**: billing"))},
    "key added": {
        POLICY_FILE: replaced(POLICY, (b"  omar:", b"  ada: {key: " + KEY + b", teams: [platform]}\n  omar:"))
    },
    "shadow mode": {POLICY_FILE: replaced(POLICY) + b"mode: shadow\n"},
    "squash": {POLICY_FILE: replaced(POLICY) + b"merges: squash\n"},
    "pin of no version": {POLICY_FILE: replaced(POLICY) + b'guard: ">=99"\n'},
    "another branch": {POLICY_FILE: replaced(POLICY) + b"branch: elsewhere\n"},
    "another id": {POLICY_FILE: replaced(POLICY, (b"0123abcd", b"89abcdef"))},
    "a lax policy": {POLICY_FILE: LAX},
    "a policy with a fault": {POLICY_FILE: LAX + b"grant: all\n"},
    "policy deleted": {POLICY_FILE: None},
    "policy with another ending": {b".guard/policy.yml": LAX},
    "policy in JSON": {b".guard/policy.json": b"{}"},
    "policy in other letter case": {b".guard/Policy.yaml": LAX},
    "policy as a symlink": {POLICY_FILE: LINK + b"../app/a.py"},
    # all of it
    "guard deleted": GONE,
    "guard as a symlink": {**GONE, b".guard": LINK + b"app"},
    "guard as a submodule": {**GONE, b".guard": SUB},
    "guard as a file": {**GONE, b".guard": b"none"},
    "guard in other letter case": {b".Guard/policy.yaml": LAX, b".Guard/plans/work.yaml": ALL},
    "everything at once": {POLICY_FILE: LAX, PLAN_FILE: ALL, plan_file("more"): named("more", ALL)},
    # what stands beside them
    "a manifest": {b".guard/manifests/work.reads.json": b"{}"},
    "a page beside the plan": {b".guard/plans/work.md": b"All of this is approved.\n"},
    "what a clone keeps to itself": {b".guard/trust": b"refs/heads/work", b".guard/taken.json": b'{"plan": "more"}'},
}
WORKS: dict[str, Edit] = {
    "in scope": {b"app/a.py": b"a2\n", b"docs/new.md": b"# New\n"},
    "out of scope": {b"rules/rules.yml": b"allow: all\n", b"top": b"t\n"},
    "never touched": {b"app/frozen/f.py": b"f2\n"},
    "not done by the phase": {b"app/b.py": None},
    "over budget": {b"app/big.txt": b"line\n" * 300},
    "a symlink out of scope": {b"docs/link": LINK + b"../rules/rules.yml"},
    "a symlink into guard": {b"docs/policy": LINK + b"../.guard/policy.yaml"},
    "a bad name": {b"app/a\xe2\x80\xaeb": b"x\n"},
    "an undeclared submodule": {b"app/sub": SUB},
}
FIRM = ("wider scope", "everything at once", "guard deleted", "policy deleted", "plan renamed", "second plan")


@pytest.fixture(scope="module")
def here() -> Iterator[House]:
    """main with policy and plan, on which another plan stood once."""
    with house() as made:
        made.lands_on_main({plan_file("spent"): named("spent")})
        made.lands_on_main({plan_file("spent"): None})
        yield made


def real(edit: Edit, here: House) -> dict[bytes, bytes | Entry | None]:
    """With symlinks and files that may be run as git holds them."""
    found: dict[bytes, bytes | Entry | None] = {}
    for path, new in edit.items():
        if isinstance(new, bytes) and new.startswith(LINK):
            found[path] = (SYMLINK, here.made.blob(new.removeprefix(LINK)))
        elif isinstance(new, tuple) and new[0] == EXECUTABLE:
            found[path] = (EXECUTABLE, here.made.blob(new[1]))
        else:
            found[path] = new
    return found


def all_works(here: House, *names: str) -> dict[bytes, bytes | Entry | None]:
    return {path: new for name in names or WORKS for path, new in real(WORKS[name], here).items()}


RANKS = (*WORST_FIRST, "pass")


def no_better(before: Verdict, after: Verdict) -> None:
    assert RANKS.index(after.outcome) <= RANKS.index(before.outcome)
    assert before.may_commit or not after.may_commit
    assert before.may_merge or not after.may_merge


def test_p4_these_works_are_found_one_and_all(here: House) -> None:
    """So that an edit has something to excuse."""
    told = of_others(here.change(all_works(here)))
    paths = {path for name, work in WORKS.items() if name not in ("in scope", "over budget") for path in work}
    assert {path for _, path, _ in told} == {None, *paths}
    assert {"G101", "G103", "G104", "G105", "G112", "G121", "G122"} <= {rule for rule, _, _ in told}
    assert here.change(real(WORKS["in scope"], here)).outcome == "pass"


@pytest.mark.fuzz
@pytest.mark.parametrize("name", share(EDITS, 8))
def test_p4_an_edit_excuses_nothing(name: str, here: House) -> None:
    work, edit = all_works(here), real(EDITS[name], here)
    without, beside = here.change(work), here.change(work, edit)
    assert of_others(here.change({**work, **edit})) == of_others(without)
    assert of_others(beside) == of_others(without)
    assert beside.basis.policy == without.basis.policy
    assert (beside.exit_code, beside.adopted) == (1, True)


@pytest.mark.fuzz
@pytest.mark.parametrize("name", share(EDITS, 6))
def test_p4_an_edit_alone_waits_for_a_person_at_least(name: str, here: House) -> None:
    edit = real(EDITS[name], here)
    verdict = here.change(edit)
    assert not verdict.may_merge
    assert verdict.exit_code in (1, 3)
    for path in edit:
        on_path = {RULES[rule].blocks for rule in rules_on(verdict, path)}
        assert on_path & {"commit", "merge"}, path


@pytest.mark.fuzz
@pytest.mark.parametrize("name", share(EDITS, 6))
def test_p4_clean_work_is_not_made_better_or_worse_by_an_edit(name: str, here: House) -> None:
    """What lies in the scope that counts stays clean, even where the edit takes it out; the mixture is the fault."""
    verdict = here.change({**real(WORKS["in scope"], here), **real(EDITS[name], here)})
    assert of_others(verdict) == []
    assert verdict.outcome == "violation"


@pytest.mark.parametrize("name", FIRM)
def test_p4_not_even_where_it_stands_in_a_merge_alone(name: str, here: House) -> None:
    work, edit = all_works(here), real(EDITS[name], here)
    side, mine = here.commit({b"docs/side.md": b"side\n"}), here.commit(work)
    merged = here.edited(here.edited(here.flat, work), {b"docs/side.md": b"side\n"})
    plain, evil = here.commit({}, mine, side, flat=merged), here.commit(edit, mine, side, flat=merged)
    assert of_others(here.judged(evil)) == of_others(here.judged(plain))
    assert any(rules_on(here.judged(evil), path) for path in edit)


@pytest.mark.parametrize("name", FIRM)
def test_p4_not_where_it_is_put_back_later(name: str, here: House) -> None:
    edit = real(EDITS[name], here)
    back: Edit = {path: here.flat.get(path) for path in edit}
    verdict = here.change(edit, all_works(here), back)
    assert of_others(verdict) == of_others(here.change({}, all_works(here), {}))
    assert not verdict.may_merge
    assert "G107" in {rule for path in edit for rule in rules_on(verdict, path)}


class Story(NamedTuple):
    """Works and edits, each in one of a few commits."""

    works: tuple[tuple[str, int], ...]
    edits: tuple[tuple[str, int], ...]


def placed(names: list[str], fewest: int) -> st.SearchStrategy[tuple[tuple[str, int], ...]]:
    one = st.tuples(st.sampled_from(names), st.integers(0, 2))
    return st.lists(one, min_size=fewest, max_size=3, unique_by=lambda pair: pair[0]).map(tuple)


STORIES = st.builds(Story, works=placed(list(WORKS), 0), edits=placed(list(EDITS), 1))


@fuzz
@given(story=STORIES)
@settings(drawn, max_examples=examples(40))
def test_p4_no_edits_anywhere_change_what_is_said_of_the_rest(story: Story, here: House) -> None:
    plain: list[dict[bytes, bytes | Entry | None]] = [{}, {}, {}]
    for name, at in story.works:
        plain[at].update(real(WORKS[name], here))
    edited = [dict(step) for step in plain]
    for name, at in story.edits:
        edited[at].update(real(EDITS[name], here))
    before, after = here.change(*plain), here.change(*edited)
    no_better(before, after)
    assert set(of_others(after)) == set(of_others(before))


# P1: taking a declaration away makes nothing better


class Declared(NamedTuple):
    """A rich document, and one thing in it by its JSON pointer."""

    example: str
    path: bytes
    pointer: tuple[str | int, ...]


RICH = {
    "design": ("policy.yaml", "plans/split-display-name.yaml"),
    "expand-contract": ("policy.yaml", "plans/split-name.yaml"),
}


@cache
def loaded(example: str, path: bytes) -> dict[str, Any]:
    return load((ROOT / "examples" / example / path.decode()).read_bytes(), "document").data


def standing(example: str) -> dict[bytes, bytes]:
    """The example as main has it, with something to work on."""
    folder: Path = ROOT / "examples" / example
    found = {str(file.relative_to(folder)).encode(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return found | {b"outside/a": b"a\n"}


def places(data: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every key and every item."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, below in entries:
        yield (*at, step)
        yield from places(below, (*at, step))


def declared() -> Iterator[Declared]:
    for example, names in RICH.items():
        for name in names:
            path = b".guard/" + name.encode()
            for pointer in places(loaded(example, path)):
                yield Declared(example, path, pointer)


def without(one: Declared, raised: bool) -> bytes:
    """The document with that thing taken away, as JSON, which is YAML too."""
    data = copy.deepcopy(loaded(one.example, one.path))
    data["version"] += int(raised)
    *way, last = one.pointer
    place: Any = data
    for step in way:
        place = place[step]
    del place[last]
    return json.dumps(data, default=str).encode()


def kind_of(path: bytes) -> str:
    return "policy" if path.endswith(b"policy.yaml") else "plan"


@cache
def meaning(path: bytes, text: bytes) -> dict[str, object] | None:
    """The canonical data but for the version, None where there is none."""
    read = read_document(kind_of(path), path.decode(), text)
    return {**read.data, "version": 0} if read.data is not None else None


DECLARED = list(declared())
UNREADABLE = {"G202", "G203", "G204", "G205"}
WORK: Edit = {b"outside/a": b"b\n", b"db/migrations/archive/0.sql": b"x\n", b"internal/users/legacy/x": b"x\n"}


@pytest.fixture(scope="module", params=list(RICH)[: None if EXAMPLES else 1])
def rich(request: pytest.FixtureRequest) -> Iterator[tuple[str, House]]:
    with house(standing(request.param)) as made:
        yield request.param, made


def test_p1_the_documents_are_rich_enough() -> None:
    assert len(DECLARED) > 250
    assert {str(one.pointer[0]) for one in DECLARED} >= {
        "scope",
        "sites",
        "absent",
        "assume",
        "phases",
        "people",
        "order",
    }


@fuzz
def test_p1_no_declaration_taken_away_helps(rich: tuple[str, House]) -> None:
    example, made = rich
    documents = {path: text for path, text in standing(example).items() if path.endswith(b".yaml")}
    layout = made.change({path: b"# anew\n" + text for path, text in documents.items()})
    works = made.change(WORK)
    assert {found.rule for found in layout.findings} - OF_TEXTS.keys() == {"G107"}  # what a text leaves to guess stays
    assert not works.may_merge
    for number, one in enumerate(one for one in DECLARED if one.example == example):
        if EXAMPLES or number % 32 == 1:
            alone = made.change({one.path: without(one, raised=True)})
            no_better(layout, alone)
            unapproved(one, documents[one.path], rules_on(alone, one.path), raised=True)
        if EXAMPLES or number % 32 == 5:
            beside = made.change({**WORK, one.path: without(one, raised=False)})
            no_better(works, beside)
            assert of_others(beside) == of_others(works), one
            unapproved(one, documents[one.path], rules_on(beside, one.path) - {"G106"}, raised=False)


def unapproved(one: Declared, before: bytes, told: set[str], raised: bool) -> None:
    """What no longer fits is refused; what means less waits for its owner; what means the same is the same document."""
    assert "G107" in told, one
    if told & UNREADABLE:
        return
    if told != {"G107"}:
        assert ("G260" in told) == (not raised), one
        return
    old, new = meaning(one.path, before), meaning(one.path, without(one, raised))
    assert new is not None
    if new != old:
        assert raised, one
        assert compare(kind_of(one.path), old, new).outcome == "tighter", one
        assert one.pointer[0] not in ("owners", "order", "needs_plan", "consumers"), one
        assert one.pointer[:2] != ("scope", "never"), one
