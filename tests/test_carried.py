"""Documents that a change set carries, in real repositories: their faults, what their edit comes to, what lint says."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from guard.model.finding import Finding
from guard.model.lookalike import skeleton
from guard.model.verdict import Verdict
from tests.edited import PLAN, PLAN_FILE, POLICY, POLICY_FILE, STANDING, Edit, House, house, replaced, rules_on
from tests.repos import SUBMODULE, SYMLINK

pytestmark = pytest.mark.usefixtures("read_here")

NEXT_FILE = b".guard/plans/next.yaml"
NEXT = PLAN.replace(b"plan: work", b"plan: next")
TIGHTER = replaced(PLAN, (b", /docs/**", b""))
WIDER = replaced(PLAN, (b", /docs/**", b", /docs/**, /rules/**"))
RUNBOOK = b"# Runbook\n\n## Restore\n"
WAY = b"    irreversible: docs/runbook.md#restore\n"


@pytest.fixture(scope="module")
def here() -> Iterator[House]:
    with house() as made:
        yield made


def called(name: str, text: bytes = PLAN) -> tuple[bytes, bytes]:
    """A plan of another id, and the path it stands at."""
    return f".guard/plans/{name}.yaml".encode(), text.replace(b"plan: work", b"plan: " + name.encode())


def only(verdict: Verdict, rule: str) -> Finding:
    (found,) = [found for found in verdict.findings if found.rule == rule]
    return found


ALONE = {"G107"}
TOLD: dict[str, tuple[Edit, dict[bytes, set[str]]]] = {
    "tighter": ({PLAN_FILE: TIGHTER}, {PLAN_FILE: ALONE}),
    "tighter, version stays": (
        {PLAN_FILE: TIGHTER.replace(b"version: 2", b"version: 1")},
        {PLAN_FILE: {"G107", "G260"}},
    ),
    "looser": ({PLAN_FILE: WIDER}, {PLAN_FILE: {"G107", "G264"}}),
    "neither": ({PLAN_FILE: replaced(PLAN, (b"owner: dana", b"owner: omar"))}, {PLAN_FILE: {"G107", "G265"}}),
    "layout alone": ({PLAN_FILE: b"# new\n" + PLAN.replace(b", ", b",  ")}, {PLAN_FILE: ALONE}),
    "version alone": ({PLAN_FILE: replaced(PLAN)}, {PLAN_FILE: ALONE}),
    "version by many": ({PLAN_FILE: WIDER.replace(b"version: 2", b"version: 900")}, {PLAN_FILE: {"G107", "G264"}}),
    "version leaps": (
        {PLAN_FILE: WIDER.replace(b"version: 2", b"version: 10002")},
        {PLAN_FILE: {"G107", "G260", "G264"}},
    ),
    "version beyond all there are": (
        {PLAN_FILE: PLAN.replace(b"version: 1", b"version: 1000000001")},
        {PLAN_FILE: {"G107", "G202"}},
    ),
    "brought": ({NEXT_FILE: NEXT}, {NEXT_FILE: {"G107", "G264"}}),
    "brought with a fault": ({NEXT_FILE: NEXT + b"grant: all\n"}, {NEXT_FILE: {"G107", "G203"}}),
    "too large to read": ({NEXT_FILE: NEXT + b"#" * 300_000}, {NEXT_FILE: {"G107", "G219"}}),
    "taken away": ({PLAN_FILE: None}, {PLAN_FILE: {"G107", "G265"}}),
    "goes on under another id": (
        {PLAN_FILE: None, NEXT_FILE: NEXT},
        {PLAN_FILE: {"G107", "G265"}, NEXT_FILE: {"G107", "G261", "G264"}},
    ),
    "goes, and another with other phases comes": (
        {PLAN_FILE: None, NEXT_FILE: NEXT.replace(b"  do:", b"  other:")},
        {PLAN_FILE: {"G107", "G265"}, NEXT_FILE: {"G107", "G264"}},
    ),
    "its namesake in a folder below goes, and another comes": (
        {b".guard/plans/old/work.yaml": None, NEXT_FILE: NEXT},
        {b".guard/plans/old/work.yaml": ALONE, NEXT_FILE: {"G107", "G264"}},
    ),
    "looks like another": (dict([called("w0rk")]), {b".guard/plans/w0rk.yaml": {"G107", "G263", "G264"}}),
    "looks like one that comes along": (
        dict([called("split-1"), called("split-l")]),
        {
            b".guard/plans/split-1.yaml": {"G107", "G263", "G264"},
            b".guard/plans/split-l.yaml": {"G107", "G263", "G264"},
        },
    ),
    "sounds like another": (dict([called("works")]), {b".guard/plans/works.yaml": {"G107", "G264"}}),
    "used before": (dict([called("spent")]), {b".guard/plans/spent.yaml": {"G107", "G262", "G264"}}),
    "a link in its place": ({PLAN_FILE: (SYMLINK, b"")}, {PLAN_FILE: {"G107", "G202", "G265"}}),
    "a submodule in its place": ({PLAN_FILE: (SUBMODULE, b"1" * 40)}, {PLAN_FILE: {"G107", "G122", "G202", "G265"}}),
    "in a folder below": ({b".guard/plans/new/work.yaml": PLAN}, {b".guard/plans/new/work.yaml": {"G107", "G202"}}),
    "with another ending": ({b".guard/plans/next.yml": NEXT}, {b".guard/plans/next.yml": {"G107", "G202"}}),
    "a policy with another ending": ({b".guard/policy.yml": POLICY}, {b".guard/policy.yml": {"G107", "G202"}}),
    "a policy in other letter case": (
        {b".guard/Policy.yaml": POLICY},
        {b".guard/Policy.yaml": {"G107", "G113", "G202"}},
    ),
    "called otherwise than its file": ({NEXT_FILE: PLAN}, {NEXT_FILE: {"G107", "G205"}}),
    "a story beside it": ({b".guard/plans/work.md": b"# Why\n"}, {b".guard/plans/work.md": {"G107", "G265"}}),
    "another page beside it": ({b".guard/plans/notes.md": b"# Why\n"}, {b".guard/plans/notes.md": ALONE}),
    "a policy taken away": ({POLICY_FILE: None}, {POLICY_FILE: {"G107", "G264"}}),
    "a policy with a fault, and a plan": (
        {POLICY_FILE: b"mode: off\n" + POLICY, NEXT_FILE: NEXT.replace(b"owner: dana", b"owner: nobody")},
        {POLICY_FILE: {"G107", "G212"}, NEXT_FILE: {"G107", "G264"}},
    ),
    "another id": (
        {POLICY_FILE: replaced(POLICY, (b"0123abcd", b"89abcdef"))},
        {POLICY_FILE: {"G107", "G261", "G265"}},
    ),
    "a default written out": ({POLICY_FILE: POLICY + b"mode: enforce\n"}, {POLICY_FILE: ALONE}),
    "a manifest with a fault": ({b".guard/manifests/a.json": b"{"}, {b".guard/manifests/a.json": {"G107", "G201"}}),
}


@pytest.fixture(scope="module")
def lived_in() -> Iterator[House]:
    """main, on which a plan `spent` stood and was taken away, and a file lies in a folder below the plans."""
    with house() as made:
        path, text = called("spent")
        made.lands_on_main({path: text, b".guard/plans/old/work.yaml": PLAN})
        made.lands_on_main({path: None})
        yield made


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_of_documents(name: str, lived_in: House) -> None:
    edit, wanted = TOLD[name]
    if edit.get(PLAN_FILE) == (SYMLINK, b""):
        edit = {PLAN_FILE: (SYMLINK, lived_in.made.blob(b"../../app/a.py"))}
    verdict = lived_in.change(edit)
    told = {path: rules_on(verdict, path) for path in edit}
    assert told == wanted
    assert {found.path for found in verdict.findings} == set(edit)
    assert not verdict.may_merge


def test_the_sentence_says_what_becomes_looser(here: House) -> None:
    found = only(here.change({PLAN_FILE: WIDER}), "G264")
    assert found.what == ".guard/plans/work.yaml becomes looser: scope.paths gains /rules/**"
    assert [step.who for step in found.next] == ["you", "dana"]


def test_compared_with_the_tip_of_main_not_with_where_the_branch_began() -> None:
    with house() as made:
        tip = made.branch({PLAN_FILE: WIDER})
        made.lands_on_main({PLAN_FILE: TIGHTER})
        found = only(made.judged(tip), "G260")
        assert "its version stays 2" in found.what
        assert "scope.paths gains /docs/**" in only(made.judged(tip), "G264").what


def test_what_main_changed_meanwhile_is_no_edit() -> None:
    with house() as made:
        tip = made.branch({b"app/a.py": b"b\n"})
        made.lands_on_main({PLAN_FILE: WIDER, POLICY_FILE: POLICY + b"merges: squash\n"})
        verdict = made.judged(tip)
        assert (verdict.outcome, verdict.findings) == ("pass", ())


def test_an_edit_put_back_is_none(here: House) -> None:
    verdict = here.change({PLAN_FILE: WIDER}, {PLAN_FILE: PLAN})
    assert {(found.rule, found.path) for found in verdict.findings} == {("G107", PLAN_FILE)}


def test_without_a_policy_nothing_is_compared() -> None:
    with house({b"app/a.py": b"a\n"}) as made:
        verdict = made.change({POLICY_FILE: POLICY, PLAN_FILE: PLAN})
        assert not verdict.adopted
        assert verdict.may_merge
        assert "G264" not in rules_on(verdict, POLICY_FILE)


def test_a_document_that_is_not_here_is_not_passed_over(here: House) -> None:
    verdict = here.change({NEXT_FILE: (b"100644", b"1" * 40)})
    assert [found.rule for found in verdict.findings] == ["G804"]
    assert verdict.outcome == "cannot-establish"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("split-1", "split-l", True),
        ("split-i", "split-l", True),
        ("m0ve", "move", True),
        ("splitname", "split-name", True),
        ("modem", "modern", True),
        ("modem", "moder-n", True),
        ("vvork", "work", True),
        ("cloud", "c1oud", True),
        ("cloud", "c-loud", True),
        ("5plit", "split", True),
        ("split-name", "split-names", False),
        ("split-1", "split-2", False),
        ("work", "works", False),
        ("move-a", "move-b", False),
    ],
)
def test_ids_that_a_reader_takes_for_one_another(one: str, other: str, alike: bool) -> None:
    assert (skeleton(one) == skeleton(other)) == alike


def test_two_that_look_alike_and_stand_already_are_left_alone() -> None:
    path, other = called("w0rk")
    with house({**STANDING, path: other}) as made:
        assert rules_on(made.change({PLAN_FILE: TIGHTER}), PLAN_FILE) == ALONE


# lint of what would land


RING = NEXT.replace(
    b"  do:\n    does: [file.add, file.modify, file.symlink]\n",
    b"  one: {after: {two: deployed}, does: [file.add]}\n  two: {after: {one: deployed}, does: [file.add]}\n",
)


def test_flaws_of_a_plan_block_the_merge_and_no_commit(here: House) -> None:
    verdict = here.change({NEXT_FILE: RING})
    found = only(verdict, "G230")
    assert (found.path, found.line, found.blocks) == (NEXT_FILE, 10, "merge")
    assert found.what.startswith(".guard/plans/next.yaml:10:17: ")
    assert found.next[0].run
    assert (verdict.may_commit, verdict.may_merge) == (True, False)


def test_a_plan_is_linted_under_the_policy_that_lands_with_it(here: House) -> None:
    plan = NEXT.replace(b"owner: dana", b"owner: kim")
    both = here.change({NEXT_FILE: plan, POLICY_FILE: replaced(POLICY, (b"  omar:", b"  kim: {}\n  omar:"))})
    assert "G234" in rules_on(here.change({NEXT_FILE: plan}), NEXT_FILE)
    assert "G234" not in rules_on(both, NEXT_FILE)


def test_a_plan_is_linted_beside_those_that_land_with_it(here: House) -> None:
    path, other = called("other")
    waits = NEXT.replace(b"    does:", b"    after: {other/do: complete}\n    does:")
    assert "G231" in rules_on(here.change({NEXT_FILE: waits}), NEXT_FILE)
    assert "G231" not in rules_on(here.change({NEXT_FILE: waits, path: other}), NEXT_FILE)


@pytest.mark.parametrize(
    ("pages", "flawed"),
    [
        ({}, True),
        ({b"docs/runbook.md": RUNBOOK}, False),
        ({b"docs/runbook.md": b"# Runbook\n"}, True),
        ({b"docs/runbook.md": None}, True),
    ],
    ids=["no page", "a page with the heading", "a page without it", "a page that is no file"],
)
def test_a_way_back_is_looked_up_as_it_would_stand(pages: Edit, flawed: bool, here: House) -> None:
    pages = {path: (SYMLINK, here.made.blob(b"d.md")) if text is None else text for path, text in pages.items()}
    verdict = here.change({NEXT_FILE: NEXT + WAY, **pages})
    assert ("G240" in rules_on(verdict, NEXT_FILE)) == flawed


@pytest.mark.parametrize("page", [b"docs/runbook.md", b"RUNBOOK.md"])
def test_a_way_back_that_stands_already_is_found(page: bytes) -> None:
    with house({**STANDING, page: RUNBOOK}) as made:
        plan = NEXT + WAY.replace(b"docs/runbook.md", page)
        assert "G240" not in rules_on(made.change({NEXT_FILE: plan}), NEXT_FILE)
        assert "G240" in rules_on(made.change({NEXT_FILE: plan, page: None}), NEXT_FILE)


LEADING = {**STANDING, PLAN_FILE: PLAN + WAY, b"docs/runbook.md": RUNBOOK}
ASTRAY: dict[str, tuple[Edit, bool]] = {
    "the page goes": ({b"docs/runbook.md": None}, True),
    "its heading goes": ({b"docs/runbook.md": b"# Runbook\n"}, True),
    "a link takes its place": ({b"docs/runbook.md": (SYMLINK, b"0" * 40)}, True),
    "it moves": ({b"docs/runbook.md": None, b"docs/Runbook.md": RUNBOOK}, True),
    "it grows": ({b"docs/runbook.md": RUNBOOK + b"more\n"}, False),
    "another page goes": ({b"docs/d.md": None}, False),
}


@pytest.mark.parametrize("name", ASTRAY)
def test_a_page_that_a_standing_plan_needs(name: str) -> None:
    edit, told = ASTRAY[name]
    with house(LEADING) as made:
        if name == "a link takes its place":
            edit = {b"docs/runbook.md": (SYMLINK, made.made.blob(b"elsewhere.md"))}
        verdict = made.change(edit)
        assert ("G240" in rules_on(verdict, b"docs/runbook.md")) == told
        if told:
            assert "once this has landed, plan work: the way back" in only(verdict, "G240").what


def test_a_story_is_signed_with_its_plan(here: House) -> None:
    found = only(here.change({b".guard/plans/work.md": b"# work\n"}), "G265")
    assert (found.path, "every phase leans on it" in found.what) == (b".guard/plans/work.md", True)
    assert "G265" not in rules_on(here.change({b".guard/plans/nobody.md": b"# x\n"}), b".guard/plans/nobody.md")


def manifest(count: int) -> bytes:
    rows = [{"id": f"{number:016x}", "path": "app/a.py"} for number in range(count)]
    whole = {"schema_version": 1, "plan": "work", "name": "reads", "query": f"sha256:{'a' * 64}", "count": count}
    return json.dumps({**whole, "rows": rows}).encode()


def test_a_manifest_that_shrinks_is_told() -> None:
    path = b".guard/manifests/work.reads.json"
    with house({**STANDING, path: manifest(112)}) as made:
        assert "had 112 places and has 3 places" in only(made.change({path: manifest(3)}), "G265").what
        assert "had 112 places and has no places" in only(made.change({path: None}), "G265").what


# standing plans that become unsafe


def test_a_policy_that_forgets_the_owner_of_a_standing_plan_is_told(here: House) -> None:
    edit = replaced(POLICY, (b"  dana: {teams: [platform]}", b"  kim: {teams: [platform]}"))
    found = only(here.change({POLICY_FILE: edit}), "G234")
    assert (found.path, found.blocks) == (POLICY_FILE, "merge")
    assert "once this has landed, plan work: " in found.what
    assert "dana" in found.what


def test_a_plan_that_lands_with_the_policy_is_told_for_itself(here: House) -> None:
    policy = replaced(POLICY, (b"  dana: {teams: [platform]}", b"  kim: {teams: [platform]}"))
    verdict = here.change({POLICY_FILE: policy, PLAN_FILE: replaced(PLAN, (b"owner: dana", b"owner: kim"))})
    assert not {"G234"} & (rules_on(verdict, POLICY_FILE) | rules_on(verdict, PLAN_FILE))


def test_a_plan_taken_away_that_a_standing_one_waits_for_is_told() -> None:
    path, late = called("late", PLAN.replace(b"    does:", b"    after: {work/do: complete}\n    does:"))
    with house({**STANDING, path: late}) as made:
        found = only(made.change({PLAN_FILE: None}), "G231")
        assert found.path == PLAN_FILE
        assert "once this has landed, plan late: " in found.what
        assert "G231" not in rules_on(made.change({PLAN_FILE: TIGHTER}), PLAN_FILE)


def test_what_was_wrong_with_a_standing_plan_before_is_not_told_of_the_policy() -> None:
    path, flawed = called("flawed", PLAN.replace(b"owner: dana", b"owner: nobody"))
    with house({**STANDING, path: flawed}) as made:
        edit = replaced(POLICY, (b"  omar:", b"  kim: {}\n  omar:"))
        assert rules_on(made.change({POLICY_FILE: edit}), POLICY_FILE) == {"G107", "G265"}
