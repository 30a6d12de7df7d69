"""Documents that guard writes itself: manifests, and the payloads of the log. What fits, and what does not."""

from __future__ import annotations

import json

import pytest

from guard.compile import read_document
from guard.schema import schema, validate_data

DIGEST, OTHER, OID = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}", "c" * 40
SIGNED = {"schema_version": 1, "repository": "5f0c2b7e", "by": "dana", "at": 1_795_000_000}
MANIFEST: dict[str, object] = {
    "schema_version": 1,
    "plan": "split-name",
    "name": "reads",
    "query": DIGEST,
    "count": 1,
    "rows": [{"id": "0123456789abcdef", "path": "internal/users/store.go", "owners": ["identity"]}],
}
WHOLE: dict[str, dict[str, object]] = {
    "manifest": MANIFEST,
    "log-approval": {
        **SIGNED,
        "act": "approval",
        "of": "plan",
        "name": "split-name",
        "version": 3,
        "digest": DIGEST,
        "phases": {"expand": OTHER},
        "accepts": ["0123456789abcdef"],
        "expires": 1_797_000_000,
        "reason": "read it against the schema",
    },
    "log-evidence": {
        **SIGNED,
        "act": "evidence",
        "fact": "backfilled",
        "plan": "split-name",
        "phase": "backfill",
        "env": "production",
        "service": "api",
        "commit": OID,
        "how": "observed",
        "values": {"remaining": 0},
    },
    "log-revocation": {**SIGNED, "act": "revocation", "entry": DIGEST, "reason": "the key was lost"},
    "log-landing": {
        **SIGNED,
        "act": "landing",
        "landing": DIGEST,
        "commit": OID,
        "parent": OID,
        "plan": "split-name",
        "phase": "expand",
        "outcome": "pass",
        "guard": "0.1.0",
        "rules": OTHER,
        "inputs": {".guard/policy.yaml": DIGEST},
        "record": DIGEST,
        "branch": "0" * 40,
        "log": "",
    },
}


@pytest.mark.parametrize("kind", WHOLE)
def test_whole_ones_fit(kind: str) -> None:
    assert validate_data(kind, WHOLE[kind]) == ()


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind in WHOLE for key in schema(kind)["required"]])
def test_nothing_required_may_be_left_out(kind: str, key: str) -> None:
    short = {name: value for name, value in WHOLE[kind].items() if name != key}
    (said,) = validate_data(kind, short)
    assert f"lacks the key {key}" in said


WRONG = {
    "a key of another format": ("log-approval", "verdict", "pass"),
    "an act in another's schema": ("log-approval", "act", "evidence"),
    "a digest cut short": ("log-approval", "digest", DIGEST[:-1]),
    "a digest of another kind": ("log-approval", "digest", "sha1:" + "a" * 40),
    "an approval of nothing known": ("log-approval", "of", "everything"),
    "an approval that never expires": ("log-approval", "expires", "never"),
    "a fact nobody knows": ("log-evidence", "fact", "merged"),
    "a count below nothing": ("log-evidence", "values", {"remaining": -1}),
    "a count with a fraction": ("log-evidence", "values", {"remaining": 0.5}),
    "a commit by its branch": ("log-evidence", "commit", "main"),
    "a revocation of a name": ("log-revocation", "entry", "split-name"),
    "a landing with another outcome": ("log-landing", "outcome", "approved"),
    "a manifest of nothing": ("manifest", "count", 0),
    "a later format": ("manifest", "schema_version", 2),
    "a row without identity": ("manifest", "rows", [{"path": "a.go"}]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit(name: str) -> None:
    kind, key, value = WRONG[name]
    said = validate_data(kind, {**WHOLE[kind], key: value})
    assert said
    assert all(key in line for line in said)


def rows(*places: tuple[str, str]) -> list[dict[str, str]]:
    return [{"path": path, "id": place * 16} for path, place in places]


UNTRUE: dict[str, tuple[dict[str, object], str, str]] = {
    "a count that is not its rows": ({"count": 2}, "G202", "count is 2, and there are 1 rows"),
    "one place twice": ({"count": 2, "rows": rows(("a", "1"), ("a", "1"))}, "G202", "each place once"),
    "rows out of order": ({"count": 2, "rows": rows(("b", "1"), ("a", "1"))}, "G202", "in the order"),
    "ids out of order": ({"count": 2, "rows": rows(("a", "2"), ("a", "1"))}, "G202", "in the order"),
    "a path out of the repository": ({"rows": rows(("../a", "1"))}, "G204", "../a is no path"),
    "a path from the top of the disk": ({"rows": rows(("/a", "1"))}, "G204", "/a is no path"),
    "the name of another": ({"name": "writes"}, "G205", "split-name.writes"),
}


@pytest.mark.parametrize("name", UNTRUE)
def test_a_manifest_is_held_to_itself(name: str) -> None:
    changes, rule, words = UNTRUE[name]
    text = json.dumps({**MANIFEST, **changes}).encode()
    (fault,) = read_document("manifest", ".guard/manifests/split-name.reads.json", text).faults
    assert (fault.rule, words in fault.message) == (rule, True)


def test_a_manifest_is_read_as_json() -> None:
    name = ".guard/manifests/split-name.reads.json"
    assert read_document("manifest", name, json.dumps(MANIFEST).encode()).data == MANIFEST
    twice = json.dumps(MANIFEST)[:-1] + ', "count": 2}'
    assert [fault.rule for fault in read_document("manifest", name, twice.encode()).faults] == ["G210"]
