"""The schemas of policy and plan: what fits, what does not and where, with the nearest word; nothing is fetched."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from guard import schema
from guard.compile.forms import FORMS, GRAMMARS
from guard.document import Fault, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("policy", "plan")
RULES = ("G202", "G203", "G204")

POLICY = """\
id: 5f0c2b7e
version: 7
guard: ">=0.1,<1"
branch: main
mode: enforce
people:
  dana: {teams: [identity, platform]}
  omar: {teams: []}
owners:
  /.guard/**: platform
  table:users: identity
  table:invoices: [billing, identity]
needs_plan: [schema.*, data.*, identity.*, secret.*, opaque.*]
routine:
  - {paths: [/docs/**], does: [file.*]}
  - {paths: [/go.mod, /go.sum], does: [dep.*]}
merges: squash
"""
PLAN = """\
plan: split-display-name
version: 3
owner: dana
why: Split users.display_name into given_name and family_name
scope: {paths: [/db/**], never: [/db/legacy/**], max: {files: 60, lines: 1500, bytes: unlimited, commits: 0}}
phases:
  discover: {does: []}
  expand: {does: [file.add, file.*]}
"""
FITS = [
    ("policy", POLICY),
    ("policy", "id: abcd_1-2\nversion: 1\n"),
    ("policy", "id: '12345678'\nversion: 1\nneeds_plan: []\nowners: {}\npeople: {}\nroutine: []\n"),
    ("policy", "id: 5f0c2b7e\nversion: 1\nguard: ==1.2.3\nbranch: release/2.x\nmode: shadow\nmerges: merge\n"),
    ("plan", PLAN),
    ("plan", "plan: a\nversion: 1\nowner: b\nwhy: c\nscope: {paths: [/**]}\nphases: {p: {does: ['*']}}\n"),
]


def faults(kind: str, text: str) -> tuple[Fault, ...]:
    found = schema.validate(kind, load(text.encode(), "p"), text.encode(), GRAMMARS)
    assert all(fault.rule in RULES and fault.hint and fault.frame.endswith("^") for fault in found)
    assert all((fault.rule == "G203") == fault.message.startswith("unknown key") for fault in found)
    return found


@pytest.mark.parametrize(("kind", "text"), FITS)
def test_fits(kind: str, text: str) -> None:
    assert faults(kind, text) == ()
    assert schema.validate_data(kind, load(text.encode(), "p").data) == ()


# kind, what to replace in the full document, with what, line, column, words of the message, words of the hint
UNFIT = [
    ("policy", "version: 7", "verson: 7", 2, 1, "unknown key verson; did you mean version?", "version"),
    ("policy", "branch:", "zzz:", 4, 1, "unknown key zzz", "the keys are id, version"),
    ("policy", "branch: main", "Branch: main", 4, 1, "did you mean branch?", "branch"),
    ("policy", "branch: main", "schema_version: 9", 4, 1, "unknown key schema_version", "version"),
    ("policy", "id: 5f0c2b7e\n", "", 1, 1, "the document lacks the key id", "add id"),
    ("policy", "version: 7\n", "", 1, 1, "the document lacks the key version", "add version: Grows"),
    ("policy", "id: 5f0c2b7e", "id: 12345678", 1, 1, "id is 12345678", "quotes"),
    ("policy", "id: 5f0c2b7e", "id: short", 1, 1, 'id is "short"', "8 to 64"),
    ("policy", "id: 5f0c2b7e", 'id: "5f0c2b7e\\n"', 1, 1, "id is", "8 to 64"),
    ("policy", "version: 7", "version: 0", 2, 1, "version is 0", "from 1"),
    ("policy", "version: 7", "version: '7'", 2, 1, 'version is "7"', "from 1"),
    ("policy", "version: 7", "version: true", 2, 1, "version is true", "from 1"),
    ("policy", "version: 7", "version:", 2, 1, "version is empty", "from 1"),
    ("policy", '">=0.1,<1"', "latest", 3, 1, "guard is", "comparisons"),
    ("policy", '">=0.1,<1"', '">=0.1,"', 3, 1, "guard is", "comparisons"),
    ("policy", "branch: main", "branch: a b", 4, 1, "branch is", "name of a branch"),
    ("policy", "branch: main", "branch: -x", 4, 1, "branch is", "name of a branch"),
    ("policy", "mode: enforce", "mode: enfore", 5, 1, "did you mean enforce?", "write enforce"),
    ("policy", "mode: enforce", "mode: true", 5, 1, "mode is true; it must be enforce or shadow", "enforce or shadow"),
    ("policy", "merges: squash", "merges: rebase", 17, 1, "merge or squash", "write"),
    ("policy", "  omar: {teams: []}", "  Omar: {teams: []}", 8, 3, "the key Omar in people", "lower-case"),
    ("policy", "  omar: {teams: []}", "  omar: {team: []}", 8, 10, "in people.omar; did you mean teams?", "teams"),
    ("policy", "  omar: {teams: []}", "  omar: {key: []}", 8, 10, "people.omar.key is an empty list", "public key"),
    ("policy", "  omar: {teams: []}", "  omar: billing", 8, 3, 'people.omar is "billing"', "a person"),
    ("policy", "  omar: {teams: []}", "  omar: {teams: [a, B]}", 8, 21, 'people.omar.teams[1] is "B"', "lower-case"),
    ("policy", "  /.guard/**:", "  .guard/**:", 10, 3, "the key .guard/** in owners", "a path"),
    ("policy", "table:users: identity", "table:users: []", 11, 3, "owners.table:users is an empty list", "a team"),
    ("policy", "table:users: identity", "table:users: 'a b'", 11, 3, "owners.table:users is", "write a-b"),
    ("policy", "table:users: identity", "table:users: {a: b}", 11, 3, "is a mapping", "a team"),
    ("policy", "[schema.*, data.*,", "[schema.*, 3,", 13, 24, "needs_plan[1] is 3", "an operation"),
    ("policy", "needs_plan: [schema.*", "needs_plan: ['', schema.*", 13, 14, "is an empty text", "an operation"),
    ("policy", "paths: [/docs/**]", "paths: [docs/**]", 15, 14, 'routine[0].paths[0] is "docs/**"', "begins with /"),
    ("policy", "paths: [/docs/**], ", "", 15, 5, "routine[0] lacks the key paths", "add paths"),
    ("policy", "does: [file.*]", "does: []", 15, 25, "routine[0].does is an empty list", "operations"),
    ("policy", "does: [file.*]", "do: [file.*]", 15, 25, "unknown key do in routine[0]", "does"),
    ("plan", "plan: split", "plan: Split", 1, 1, "plan is", "write split-display-name"),
    ("plan", "plan: split", "plan: \u0441plit", 1, 1, "plan is", "lower-case"),
    ("plan", "plan: split-display-name", "plan: ../x", 1, 1, "plan is", "lower-case"),
    ("plan", "owner: dana\n", "", 1, 1, "lacks the key owner", "add owner"),
    ("plan", "owner: dana", 'owner: "dana\\n"', 3, 1, "owner is", "write dana"),
    ("plan", "owner: dana", "owner: [dana]", 3, 1, "owner is a list of 1", "a name"),
    ("plan", "paths: [/db/**], ", "", 5, 1, "scope lacks the key paths", "add paths"),
    ("plan", "paths: [/db/**]", "paths: []", 5, 9, "scope.paths is an empty list", "list of paths"),
    ("plan", "paths: [/db/**]", "paths: /db/**", 5, 9, "scope.paths is", "list of paths"),
    ("plan", "never: [/db", "never: [db", 5, 34, "scope.never[0] is", "begins with /"),
    ("plan", "never:", "Never:", 5, 26, "did you mean never?", "never"),
    ("plan", "files: 60", "files: -1", 5, 56, "scope.max.files is -1", "unlimited"),
    ("plan", "files: 60", "files: no-limit", 5, 56, 'scope.max.files is "no-limit"', "unlimited"),
    ("plan", "files: 60", "files: true", 5, 56, "scope.max.files is true", "unlimited"),
    ("plan", "files: 60", "files: null", 5, 56, "scope.max.files is empty", "unlimited"),
    ("plan", "files: 60", 'files: "unlimited\\n"', 5, 56, "scope.max.files is", "unlimited"),
    ("plan", "files: 60", "file: 60", 5, 56, "did you mean files?", "files"),
    ("plan", "does: []", "do: []", 7, 14, "unknown key do in phases.discover", "does"),
    ("plan", "does: []", "", 7, 3, "phases.discover lacks one of does, outside", "add one of"),
    ("plan", "  discover:", "  Discover:", 7, 3, "the key Discover in phases", "lower-case"),
    (
        "plan",
        "phases:\n  discover: {does: []}\n  expand: {does: [file.add, file.*]}",
        "phases: {}",
        6,
        1,
        "empty",
        "phase",
    ),
]


@pytest.mark.parametrize(("kind", "old", "new", "line", "column", "message", "hint"), UNFIT)
def test_does_not_fit(kind: str, old: str, new: str, line: int, column: int, message: str, hint: str) -> None:
    whole = POLICY if kind == "policy" else PLAN
    assert old in whole
    found = [fault for fault in faults(kind, whole.replace(old, new, 1)) if message in fault.message]
    assert found, faults(kind, whole.replace(old, new, 1))
    assert (found[0].line, found[0].column) == (line, column)
    assert hint in found[0].hint


def test_all_faults_at_once_in_the_order_of_the_text() -> None:
    text = "plan: A\nscop: 1\nversion: 0\nphases: {p: {does: x, dos: z}}\n"
    found = faults("plan", text)
    assert [(fault.line, fault.column) for fault in found] == [(1, 1)] * 4 + [(2, 1), (3, 1), (4, 14), (4, 23)]
    assert {fault.message.split("key ")[-1] for fault in found if "lacks" in fault.message} == {"owner", "why", "scope"}


def test_hostile_words_are_escaped_and_bounded() -> None:
    text = 'id: "\\u202e\\u200b"\nversion: 1\n"\\u202ekey": 1\n' + "".join(f"k{n}: 1\n" for n in range(500))
    found = faults("policy", text)
    assert len(found) == 100
    assert all(not set("\u202e\u200b") & set(fault.message + fault.hint + fault.frame) for fault in found)


def test_a_very_long_key_or_value_stays_short_in_the_message() -> None:
    found = faults("policy", f"id: {'x' * 9000}\nversion: 1\n? {'k' * 250}\n: 1\n")
    assert all(len(fault.message) < 300 for fault in found)


def test_data_without_text_gets_pointers() -> None:
    said = schema.validate_data("plan", {"plan": "A", "scope": {"paths": ["x"]}})
    assert any(line.startswith('/plan: plan is "A"') for line in said)
    assert any(line.startswith("/: the document lacks the key owner") for line in said)
    assert schema.validate_data("plan", [])[0].startswith("/: the document is an empty list")


def test_unknown_kinds_are_refused() -> None:
    for kind in ("../policy", "", "Policy", "a/b"):
        with pytest.raises(ValueError):
            schema.schema_text(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_one_and_teaches(kind: str) -> None:
    whole = json.loads(schema.schema_text(kind))
    Draft202012Validator.check_schema(whole)
    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert whole["$id"].startswith("urn:")
    assert whole["title"]
    assert whole["description"]
    assert all(part.get("description") for part in whole["properties"].values())


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_refers_to_nothing_outside_and_lets_nothing_unknown_in(kind: str) -> None:
    for part in _parts(json.loads(schema.schema_text(kind))):
        assert str(part.get("$ref", "#/")).startswith("#/")
        assert not {"$dynamicRef", "patternProperties", "uniqueItems"} & set(part)
        assert part.get("format", "guard-path") in FORMS
        if part.get("type") == "object":
            assert part["additionalProperties"] is False or isinstance(part["additionalProperties"], dict)


@pytest.mark.parametrize("kind", KINDS)
def test_patterns_take_linear_time(kind: str) -> None:
    for part in _parts(json.loads(schema.schema_text(kind))):
        pattern = part.get("pattern")
        if isinstance(pattern, str):
            for piece in ("a", "/", "1", "1.", ">=1,", ">=1 , ", "a:", "-", "a-"):
                re.search(pattern, piece * (200_000 // len(piece)) + "\x00")


def test_a_remote_reference_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.schema.json").write_text('{"$ref": "http://127.0.0.1:9/x.json"}')
    monkeypatch.setattr(schema, "_folder", lambda: tmp_path)
    with pytest.raises(Exception, match=r"Unresolvable|127\.0\.0\.1"):
        schema.validate_data("x", {})


def _parts(node: object) -> Iterator[dict[str, object]]:
    if isinstance(node, dict):
        yield node
        for inner in node.values():
            yield from _parts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _parts(inner)
