"""Trees of small Go files, and a plan with sites and absent, for the tests of guard.sites: values, one repository."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guard.doors.git.repository import Repository
from guard.doors.git.trees import tree_of
from guard.model.change import ABSENT, FILE, FileChange
from guard.model.plan import Pattern, Plan, plan_from
from guard.sites import searching
from guard.sites.manifest import Manifest, manifest_of
from guard.sites.query import Query, query_digest, query_of
from guard.sites.scan import scan
from guard.sites.search import search_of
from tests.repos import Maker

Files = Mapping[str, str]


def go(*functions: str) -> str:
    return "\n\n".join(["package p", *functions, ""])


def function(name: str, *lines: str) -> str:
    return "\n".join([f"func {name}(u, v U) {{", *[f"\t{line}" for line in lines], "}"])


ONE = function("One", "f(u.Old)")
TWO = function("Two", "f(u.Old, v.Old)", "g()")
DONE = function("One", "f(u.New())")


def plan(expected: int = 3, pattern: str = "$U.Old", becomes: str | None = "$U.New()", **more: object) -> Plan:
    """The plan `move`, whose phase `switch` works through `reads`; `writes` must be absent."""
    sites: dict[str, object] = {"go": pattern, "in": ["/src/**"], "except": ["/src/kept.go"], "count": expected, **more}
    data = {
        "plan": "move",
        "version": 1,
        "owner": "dana",
        "why": "x",
        "scope": {"paths": ["/src/**"]},
        "sites": {"reads": {**sites, **({"becomes": becomes} if becomes else {})}},
        "absent": {"writes": {"go": "$U.Old = $V", "in": ["/**"], "except": ["/src/kept.go"]}},
        "phases": {"switch": {"does": ["file.*"], "sites": ["reads"]}, "later": {"does": ["file.*"]}},
    }
    return plan_from(data, ".guard/plans/move.yaml", {"/sites/reads": 6, "/absent/writes": 7})


PLAN = plan()
READS: Pattern = PLAN.sites[0]
WRITES: Pattern = PLAN.absent[0]


def committed(made: Maker, files: Mapping[str, str | bytes]) -> bytes:
    """A commit of exactly these files."""
    plain = {path.encode(): text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    return made.commit(made.tree(made.files(plain)))


def changes(made: Maker, old: Files, new: Files) -> list[FileChange]:
    """What lies between two sets of files."""
    found = []
    for path in sorted({*old, *new}):
        sides = [made.blob(files[path].encode()) if path in files else made.zero for files in (old, new)]
        modes = [FILE if path in files else ABSENT for files in (old, new)]
        status = b"A" if path not in old else b"D" if path not in new else b"M"
        if sides[0] != sides[1]:
            found.append(FileChange(path.encode(), status, *modes, *sides))
    return found


def manifest(repository: Repository, commit: bytes, pattern: Pattern = READS) -> Manifest:
    """What guard sites build would write."""
    found = scan(repository, tree_of(repository, commit), query_of(pattern), hint=False)
    stood: dict[tuple[bytes, str], int] = {}
    for one in found.worked:
        stood[one.path, one.place] = stood.get((one.path, one.place), 0) + 1
    return manifest_of("move", pattern.name, query_digest(query_of(pattern)), found.sites, stood)


def here(query: Query, files: Iterable[tuple[tuple[str, str], bytes]], many: bool) -> Iterator[tuple[Any, Any]]:
    """What `searched` gives, without a process; tests/sites/test_searching.py is about that."""
    for of, data in files:
        yield of, json.loads(searching._line(search_of(query), of[0], data))
