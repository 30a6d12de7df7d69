"""Nothing missing helps (P1), end to end: answers of a plan and rows of a manifest, one taken away at a time.

The other positive facts of the replay are in test_properties.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from guard.sites import searching
from guard.sites.manifest import Manifest, written
from tests.conftest import EXAMPLES
from tests.forge import Work, claiming, forge
from tests.replay.stories import POLICY, POLICY_FILE, attests, done
from tests.sites.trees import function, go, here, manifest

PLAN_FILE, READS_FILE = b".guard/plans/move.yaml", b".guard/manifests/move.reads.json"
PLAN = b"""\
plan: move
version: 1
owner: dana
why: Read by the new name
scope: {paths: [/src/**, /db/**]}
sites:
  reads: {go: "$U.Old", in: /src/**, except: [/src/kept.go], becomes: "$U.New()", count: 3}
absent:
  writes: {go: "$U.Old = $V", in: /**, except: [/src/kept.go]}
assume:
  A1: {says: nobody writes it, settled_by: writes}
  A2: {says: a name is a text, settled_by: "inventory: column:users.old type=text"}
  A3: {says: names are short, settled_by: "dana: looked at five thousand"}
phases:
  begin: {does: [file.add]}
  switch: {after: {begin: deployed}, does: [file.modify], sites: reads}
  finish: {after: {switch: deployed}, does: [file.delete]}
"""
ONE, TWO = function("One", "f(u.Old)"), function("Two", "f(u.Old, v.Old)", "g()")
A, B = b"src/a.go", b"src/b.go"
FILES = {
    A: go(TWO).encode(),
    B: go(ONE).encode(),
    b"src/end.txt": b"x\n",
    b"db/migrations/0001_users.up.sql": b"create table users (id bigint primary key, old text not null);\n",
    b"db/migrations/0001_users.down.sql": b"drop table users;\n",
    POLICY_FILE: POLICY + b"dialects: {/db/**: postgres}\n",
}
SWITCHED = {A: FILES[A].replace(b".Old", b".New()"), B: FILES[B].replace(b".Old", b".New()")}
NEXT = {  # what each phase would land, the one before it done
    "begin": Work({b"src/new.txt": b"x\n"}, claiming("move/begin")),
    "switch": Work({A: SWITCHED[A]}, claiming("move/switch")),
    "finish": Work({b"src/end.txt": None}, claiming("move/finish")),
}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "searched", here)


def _built() -> Manifest:
    with forge(FILES) as made:
        return manifest(made.repository, made.start)


def poorer(plan: bytes, rows: Manifest) -> Iterator[tuple[str, bytes, bytes | None]]:
    """The documents with one positive fact less."""
    for line in plan.splitlines(keepends=True):
        if b"settled_by" in line:
            answer = line[line.index(b", settled_by") : line.rindex(b"}")]
            yield f"{line.split()[0].decode()} without what settles it", plan.replace(answer, b""), written(rows)
    for number in range(len(rows.rows)):
        left = rows._replace(rows=rows.rows[:number] + rows.rows[number + 1 :])
        yield f"row {number} gone", plan, written(left)
    yield "no row", plan, written(rows._replace(rows=()))
    yield "no manifest", plan, None


def stopped(phase: str, plan: bytes, rows: bytes | None, switched: Mapping[bytes, bytes] = SWITCHED) -> list[str]:
    """The rules that stop what lands in a phase; the phases before it are done, as far as anybody says."""
    standing = {**FILES, PLAN_FILE: plan} | ({READS_FILE: rows} if rows is not None else {})
    with forge(standing) as made:
        if phase != "begin":
            made.bypass(NEXT["begin"])
            done("move/begin")(made)
        if phase == "finish":
            made.bypass(Work(switched, claiming("move/switch")))
            attests("deployed", "move/switch")(made)
        verdict = made.judged(made.pull("next", NEXT[phase]))
        rules = [found.rule for found in verdict.findings if found.blocks != "nothing"]
        assert verdict.may_merge == (not rules)
        return rules


@pytest.mark.parametrize("phase", NEXT)
def test_p1_with_every_answer_and_every_row_it_lands(phase: str) -> None:
    assert stopped(phase, PLAN, written(_built())) == []


LESS = list(poorer(PLAN, _built()))


@pytest.mark.fuzz
@pytest.mark.parametrize("phase", NEXT)
def test_p1_with_one_less_it_does_not(phase: str) -> None:
    """`make test` tries every third, `make fuzz` all. Rows are asked of once work on them has begun."""
    for words, plan, rows in LESS if EXAMPLES else LESS[list(NEXT).index(phase) :: 6]:
        assert stopped(phase, plan, rows) or (phase == "begin" and "settles" not in words), words


def test_p1_a_row_gone_from_the_count_too_leaves_its_place_to_be_found() -> None:
    """What no manifest lists still stands in the tree, and so the phase is not worked off."""
    rows = _built()
    left = rows._replace(rows=tuple([row for row in rows.rows if row.path == A]))
    plan = PLAN.replace(b"count: 3", b"count: 2")
    assert stopped("finish", plan, written(left), {A: SWITCHED[A]}) == ["G401"]
    assert stopped("finish", plan, written(left)) == []
