"""From text to valid data: what compiles, what is wrong and at which place, and documents that a change set carries."""

from __future__ import annotations

import pytest

from guard.carried.document import Carried, faults
from guard.compile import compile_document, read_document
from guard.errors import GuardError
from guard.escape import shown
from guard.model.case import Fault
from guard.model.kind import KINDS
from guard.model.plan import STRICT
from tests.cases import added

POLICY = b"""\
id: 5f0c2b7e
version: 7
guard: ">=0.1,<1"
people:
  dana: {teams: [platform]}
owners:
  /.guard/**: platform
  table:users: platform
needs_plan: [schema.*, "*"]
routine:
  - {paths: [/docs/**, /*.md], does: [file.add, file.modify]}
"""
PLAN = b"""\
plan: move
version: 3
owner: dana
why: Move it
scope:
  paths: [/src/**]
  never: [/src/frozen/**]
  max: {files: 60}
phases:
  expand: {does: [file.add, file.modify]}
  contract: {does: [file.delete]}
"""


def carried_faults(kind: str, path: bytes, text: bytes | None) -> tuple[Fault, ...]:
    """What a change set that carries this document is told; None stands for a link."""
    read = None if text is None else read_document(kind, shown(path), text)
    return faults(Carried(added(path), KINDS[kind], read))


NAMES = {"policy": ".guard/policy.yaml", "plan": ".guard/plans/move.yaml"}
TEXTS = {"policy": POLICY, "plan": PLAN}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_whole_document_has_no_fault(kind: str) -> None:
    read = read_document(kind, NAMES[kind], TEXTS[kind])
    assert read.faults == ()
    assert read.data is not None
    assert carried_faults(kind, NAMES[kind].encode(), TEXTS[kind]) == ()


def test_what_is_compiled_is_data_and_the_line_of_every_key() -> None:
    made = compile_document("plan", NAMES["plan"], PLAN)
    assert set(made) == {"data", "lines"}
    assert made["data"] == {
        "plan": "move",
        "version": 3,
        "owner": "dana",
        "why": "Move it",
        "scope": {"paths": ["/src/**"], "never": ["/src/frozen/**"], "max": {**STRICT, "files": 60}},
        "phases": {"expand": {"does": ["file.add", "file.modify"]}, "contract": {"does": ["file.delete"]}},
    }
    lines = made["lines"]
    assert isinstance(lines, dict)
    assert {at: lines[at] for at in ("/plan", "/scope/paths", "/scope/max/files", "/phases/contract/does")} == {
        "/plan": 1,
        "/scope/paths": 6,
        "/scope/max/files": 8,
        "/phases/contract/does": 11,
    }


# kind | what is replaced | by what | rule, line, column | words of the message | of the hint
GRAMMAR = {
    "an operation that is none": ("policy", "schema.*", "Schema.*", ("G204", 9, 14), "Schema.*", "schema.*"),
    "a star inside an operation": (
        "policy",
        "schema.*",
        "schema.*.x",
        ("G204", 9, 14),
        "* stands alone",
        "file.modify",
    ),
    "a routine path that is none": ("policy", "/*.md", "/?.md", ("G204", 11, 24), "/?.md", "/docs/*.md"),
    "a routine operation that is none": ("policy", "file.add", "file..add", ("G204", 11, 39), "file..add", "*"),
    "an owned path that is none": (
        "policy",
        "/.guard/**:",
        "/.guard/:",
        ("G204", 7, 3),
        "does not end with /",
        "a path",
    ),
    "a scope path that is none": (
        "plan",
        "[/src/**]",
        "[/src/**, /a//b]",
        ("G204", 6, 20),
        "no empty component",
        "/docs",
    ),
    "a path never touched that is none": ("plan", "/frozen/**", "/fro**", ("G204", 7, 11), "** stands only", "/docs"),
    "an operation of a phase that is none": (
        "plan",
        "file.delete",
        "file.delete!",
        ("G204", 11, 21),
        "file.delete!",
        "*",
    ),
    "a plan under another name": (
        "plan",
        "plan: move",
        "plan: moves",
        ("G205", 1, 1),
        "a file named for move",
        "plan: move",
    ),
    "a key that the schema does not know": ("plan", "never:", "nevr:", ("G203", 7, 3), "unknown key nevr", "never"),
    "a pin that cannot be read": ("policy", ">=0.1,<1", "~=0.1", ("G204", 3, 1), "guard is", "comparisons"),
    "an owner that is neither path nor resource": ("policy", "table:users", "users", ("G204", 8, 3), "users", "path"),
    "not strict YAML": ("plan", "why: Move it", "why: &a Move it", ("G211", 4, 6), "", ""),
    "a key twice": ("policy", "version: 7", "version: 7\nversion: 8", ("G210", 3, 1), "version", ""),
}


def altered(kind: str, old: str, new: str) -> bytes:
    assert TEXTS[kind].count(old.encode()) == 1
    return TEXTS[kind].replace(old.encode(), new.encode())


@pytest.mark.parametrize("name", GRAMMAR)
def test_what_is_wrong_is_told_at_its_place(name: str) -> None:
    kind, old, new, place, words, hint = GRAMMAR[name]
    (fault,) = read_document(kind, NAMES[kind], altered(kind, old, new)).faults
    assert (fault.rule, fault.line, fault.column) == place
    assert words in fault.message
    assert hint in fault.hint
    assert fault.frame.splitlines()[-1].strip(" |") == "^"


@pytest.mark.parametrize("name", GRAMMAR)
def test_the_same_where_a_change_set_carries_it(name: str) -> None:
    kind, old, new, (rule, line, column), words, hint = GRAMMAR[name]
    path = NAMES[kind].encode()
    (fault,) = carried_faults(kind, path, altered(kind, old, new))
    assert (fault.rule, fault.path, fault.line, fault.column) == (rule, path, line, column)
    assert words in fault.message
    assert hint in fault.hint
    assert fault.frame


@pytest.mark.parametrize("name", GRAMMAR)
def test_where_it_counts_nothing_can_be_judged_by_it(name: str) -> None:
    kind, old, new, (_, line, column), words, hint = GRAMMAR[name]
    with pytest.raises(GuardError) as caught:
        compile_document(kind, NAMES[kind], altered(kind, old, new))
    error = caught.value
    assert (error.rule, error.where) == ("G813", NAMES[kind])
    assert error.what.startswith(f"{line}:{column} ")
    assert words in error.what
    assert error.mend.startswith("its owner mends it on the trusted branch")
    assert hint in error.mend


def test_grammar_faults_are_told_in_the_order_of_the_text() -> None:
    text = altered("plan", "/src/**]", "/src/?]").replace(b"file.add", b"File")
    told = read_document("plan", NAMES["plan"], text).faults
    assert [(fault.line, fault.column) for fault in told] == [(6, 11), (10, 19)]


def test_schema_faults_come_before_the_name() -> None:
    text = altered("plan", "plan: move", "plan: moves").replace(b"never:", b"nevr:")
    assert [fault.line for fault in read_document("plan", NAMES["plan"], text).faults] == [7]


@pytest.mark.parametrize(("count", "more"), [(3, None), (4, "; and 1 more"), (9, "; and 6 more")])
def test_of_many_faults_three_are_told(count: int, more: str | None) -> None:
    paths = ", ".join([f"/{number}?" for number in range(count)])
    with pytest.raises(GuardError) as caught:
        compile_document("plan", NAMES["plan"], altered("plan", "[/src/**]", f"[{paths}]"))
    assert caught.value.what.count("has no meaning in a path pattern") == 3
    assert (" more" in caught.value.what) == (more is not None)
    assert more is None or caught.value.what.endswith(more)


def test_text_that_cannot_be_read_at_all_is_no_document() -> None:
    read = read_document("policy", NAMES["policy"], b"a: [")
    assert read.data is None
    assert {fault.rule for fault in read.faults} == {"G201"}
    with pytest.raises(GuardError, match="G813"):
        compile_document("policy", NAMES["policy"], b"\xff")


def test_a_hostile_word_is_told_escaped() -> None:
    text = altered("plan", "plan: move", "plan: moves")
    (fault,) = read_document("plan", ".guard/plans/a\x1b[2K.yaml", text).faults
    assert "\x1b" not in fault.message + fault.hint + fault.frame


NO_DOCUMENT = {
    "a link or a submodule": ("policy", b".guard/policy.yaml", None),
    "a plan that is a link": ("plan", b".guard/plans/move.yaml", None),
    "a plan that ends in yml": ("plan", b".guard/plans/move.yml", PLAN),
    "a plan in a folder below": ("plan", b".guard/plans/old/move.yaml", PLAN),
}


@pytest.mark.parametrize("name", NO_DOCUMENT)
def test_what_guard_will_not_read_once_landed(name: str) -> None:
    kind, path, text = NO_DOCUMENT[name]
    (fault,) = carried_faults(kind, path, text)
    assert (fault.rule, fault.path, fault.line, fault.column) == ("G202", path, 1, 1)
    assert "plain file" in fault.hint
    assert fault.message
    assert fault.frame


@pytest.mark.parametrize("path", [b".guard/plans/move.yaml", b".guard/plans/a\xff.yaml", b".guard/plans/a\nb.yaml"])
def test_a_plan_is_called_what_its_file_is_called(path: bytes) -> None:
    told = carried_faults("plan", path, PLAN)
    assert [fault.line for fault in told] == ([] if path == b".guard/plans/move.yaml" else [1])
