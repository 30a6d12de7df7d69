"""The decision table: every row of it, the repository it is about, and what guard says there.

A row is the role of the key that signed the approval at hand, what kind of change it is, what the policy asks, where
the phase stands, and the door. Whoever signs, signs all that could be asked for: the plan, the phase and the landing.
`open` means that others have approved already; then the approval at hand is one more.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import NamedTuple

from guard import trust
from guard.doors.taken import drop, take
from guard.model.claim import Claim
from guard.model.log import Approval
from guard.model.trigger import Trigger
from guard.pipeline import judge
from guard.trust.beside import phases_signed
from tests.forge import TRUSTED, Edit, Forge, Work, claiming, forge
from tests.replay.stories import PLAN_FILE, POLICY_FILE, done, key
from tests.repos import EXECUTABLE, FILE

TABLE = Path(__file__).with_name("table.tsv")
ROLES = {
    "nobody": "",
    "the plan's owner": "dana",
    "another of the team": "erin",
    "another team": "omar",
    "an agent": "claude",
    "unlisted": "mallory",
    "a machine": "deploy",
}
POLICIES = ("none", "shadow", "keyless", "plan 1")
PHASES = ("waiting", "ready", "open", "over")
DOORS = ("commit", "merge")
TABLES = b"create table users (id bigint primary key, name text not null);\n"
COLUMN = b"alter table users add column given text;\n"


class Kind(NamedTuple):
    """One kind of change: what it edits, and the phase that it claims."""

    edit: Edit
    phase: str = ""
    phases: tuple[str, ...] = PHASES  # where the phase may stand
    why: str = ""  # why it can stand nowhere else


def _policy(kind: str) -> bytes:
    said = {name: f"key: {key(number)}, " for number, name in enumerate(("dana", "erin", "kim", "omar"), 1)}
    keys = dict.fromkeys(said, "") if kind == "keyless" else said
    teams = {"dana": "platform", "erin": "platform", "kim": "platform", "omar": "billing"}
    people = "".join([f"  {name}: {{{keys[name]}teams: [{team}]}}\n" for name, team in teams.items()])
    return f"""\
id: "0123abcd"
version: 1
mode: {"shadow" if kind == "shadow" else "enforce"}
people:
{people}machines: {{deploy: {{key: {key(9)}, attests: [deployed, complete]}}}}
agents: {{claude: {{owner: dana, purpose: migrations, key: {key(8)}}}}}
owners: {{/.guard/**: platform, /src/**: platform, /db/**: platform, "table:users": platform}}
needs_plan: [schema.*, data.*, file.mode]
routine: [{{paths: [/docs/**], does: [file.*]}}]
approvals: {{plan: {0 if kind == "keyless" else 1}}}
""".encode()


PLAN = b"""\
plan: work
version: 1
owner: dana
why: Rework the sources
scope: {paths: [/src/**, /db/**]}
phases:
  first: {does: [file.mode]}
  code: {after: {first: deployed}, does: [file.modify]}
  expand: {after: {first: deployed}, does: [schema.column.add], creates: [column:users.given, column:users.family]}
  careful: {after: {first: deployed}, does: [file.add], stop: somebody looks}
  last: {after: {code: deployed, expand: deployed, careful: deployed}, does: [file.delete]}
"""
FILES = {
    b"src/run": b"run\n",
    b"src/code": b"1\n",
    b"src/gone": b"x\n",
    b"db/0001.sql": TABLES,
    b"tools/run": b"run\n",
    b"tools/text": b"1\n",
    b"docs/d": b"d\n",
}
FIRST: Edit = {b"src/run": (EXECUTABLE, b"run\n")}
CODE: Edit = {b"src/code": b"2\n"}
EXPAND: Edit = {b"db/0002.sql": COLUMN}
CAREFUL: Edit = {b"src/new": b"n\n"}
LAST: Edit = {b"src/gone": None}
NEVER = "nothing has landed in it, so nothing can be taken back"

KINDS = {
    "routine": Kind({b"docs/d": b"dd\n"}),
    "protected document": Kind({PLAN_FILE: PLAN.replace(b"version: 1", b"version: 2").replace(b"sources", b"source")}),
    "in scope and does": Kind({b"src/code": b"3\n"}, "code"),
    "schema, open phase": Kind(
        {b"db/0003.sql": b"alter table users add column family text;\n"}, "expand", ("open",), "its phase is open"
    ),
    "schema, waiting phase": Kind(
        {b"db/0003.sql": b"alter table users add column family text;\n"}, "expand", ("waiting",), "its phase waits"
    ),
    "stop phase": Kind({b"src/newer": b"n\n"}, "careful"),
    "unplanned, needs a plan": Kind({b"tools/run": (EXECUTABLE, b"run\n")}),
    "unplanned, free": Kind({b"tools/text": b"2\n"}),
    "exact revert": Kind({b"src/run": (FILE, b"run\n")}, "", ("open", "over"), NEVER),
}


class Row(NamedTuple):
    """One row; the last three columns are what guard says, or `-` and why it cannot be."""

    role: str
    kind: str
    policy: str
    phase: str
    door: str
    may_commit: str = "-"
    may_merge: str = "-"
    sentence: str = ""


def rows() -> Iterator[Row]:
    """The full product, in the order of the table."""
    for policy, phase, kind, door, role in product(POLICIES, PHASES, KINDS, DOORS, ROLES):
        row = Row(role, kind, policy, phase, door)
        why = impossible(row)
        yield row._replace(sentence=f"impossible: {why}") if why else row


def impossible(row: Row) -> str:
    """Why there is no such case; "" where there is."""
    kind = KINDS[row.kind]
    if row.policy == "none" and row.phase != "waiting":
        return "without a policy no plan counts, and no phase stands anywhere; see waiting"
    if row.policy == "none" and row.role != "nobody":
        return "without a policy nobody's key is known, so no approval is read"
    if row.policy == "none" and row.kind in ("schema, open phase", "exact revert"):
        return "without a policy there are no phases"
    if row.policy == "keyless" and row.role in ("the plan's owner", "another of the team", "another team"):
        return "the policy lists no key of a person, so no approval by one can be read"
    if row.policy == "keyless" and row.phase == "ready":
        return "where nobody's approval is asked, a phase that waits for no other is open"
    return "" if row.phase in kind.phases else kind.why


def read() -> list[Row]:
    """The table as it stands in the file."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t") == list(Row._fields)
    return [Row(*line.split("\t")) for line in lines[1:]]


def written(table: Iterable[Row]) -> str:
    return "".join(["\t".join(row) + "\n" for row in (Row(*Row._fields), *table)])


# the repositories


@contextmanager
def place(policy: str, phase: str) -> Iterator[Forge]:
    """Main as a row finds it."""
    documents = {} if policy == "none" else {POLICY_FILE: _policy(policy), PLAN_FILE: PLAN}
    with forge({**FILES, **documents}) as made:
        if policy != "none" and phase != "waiting":
            _landed(made, FIRST, "first")
        if phase == "over":
            for edit, name in ((CODE, "code"), (EXPAND, "expand"), (CAREFUL, "careful"), (LAST, "last")):
                _landed(made, edit, name)
        if phase in ("open", "over") and policy in ("shadow", "plan 1"):
            _approve(made, "kim", "")
        made.clone.ref(b"refs/heads/main", made.tips["main"])
        yield made


def _landed(made: Forge, edit: Edit, name: str) -> None:
    made.bypass(Work(edit, claiming(f"work/{name}")))
    done(f"work/{name}")(made)


def _approve(made: Forge, by: str, landing: str) -> None:
    """This key signs all that can be asked for: the plan, each phase, and the landing."""
    trigger = Trigger("range", trusted=TRUSTED)
    with made.looking():
        trusted = trust.read(made.repository, trigger, TRUSTED, made.tips["main"])
        digests = phases_signed(made.repository, trusted, trusted.oid)
    until = made.now + 7 * 24 * 60 * 60
    phases = tuple([(node.partition("/")[2], digest) for node, digest in digests.items()])
    made.writes(Approval("plan", "work", "sha256:of the plan", phases, (), until, by, made.now))
    for node, digest in digests.items():
        made.writes(Approval("phase", node, digest, (), (), until, by, made.now))
    if landing:
        made.writes(Approval("landing", "", landing, (), (), until, by, made.now))


def answers(policy: str, phase: str, asked: Iterable[Row]) -> Iterator[Row]:
    """These rows, which are about one repository, answered."""
    with place(policy, phase) as made:
        entries = list(made.entries)
        prepared: tuple[str, str] | None = None
        tip = b""
        for row in sorted(asked, key=lambda row: (row.kind, row.door)):
            kind = KINDS[row.kind]
            if prepared != (row.kind, row.door):
                prepared = (row.kind, row.door)
                claim = claiming(f"work/{kind.phase}") if kind.phase else b"work\n"
                tip = made.pull("next", Work(kind.edit, claim))
                landing = made.landing(made.tips["main"], tip)
                if row.door == "commit":
                    _stage(made, tip, kind.phase)
            made.entries[:] = entries
            if ROLES[row.role]:
                _approve(made, ROLES[row.role], landing)
            yield _answer(made, row, tip)


def _stage(made: Forge, tip: bytes, phase: str) -> None:
    """The index as if that commit were about to be made; its phase is taken up."""
    made.clone.git("read-tree", tip.decode())
    git_dir = os.fsdecode(made.clone.git_dir)
    take(git_dir, Claim("work", phase)) if phase else drop(git_dir)


def _answer(made: Forge, row: Row, tip: bytes) -> Row:
    if row.door == "merge":
        trigger = Trigger("range", base=TRUSTED, tip=tip.decode(), trusted=TRUSTED, now=made.now + 60)
    else:
        trigger = Trigger("staged", trusted=TRUSTED, now=made.now + 60)
    with made.looking():
        verdict = judge(trigger)
    first = next(iter(verdict.findings), None)
    said = "pass" if first is None else re.sub(r"\b[0-9a-f]{12}\b", "COMMIT", f"{first.rule} {first.what}")
    words = {True: "yes", False: "no"}
    return row._replace(may_commit=words[verdict.may_commit], may_merge=words[verdict.may_merge], sentence=said)


def groups(table: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Rows that can be, by the repository they are about."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in table:
        if not impossible(row):
            found.setdefault((row.policy, row.phase), []).append(row)
    return found
