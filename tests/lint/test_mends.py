"""The safe form is safe: written into the document it is told of, it mends the flaw and leads into no other one."""

from __future__ import annotations

import copy
import importlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from guard.lint import lint
from guard.model.draft import Draft, Flaw
from tests.conftest import share
from tests.lint.drafts import HEAD, PAGES, Finds, plan_of, policy_of

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py") if path.stem != Path(__file__).stem)
TABLES = {name: getattr(importlib.import_module(f"tests.lint.{name}"), "FINDS", []) for name in MODULES}
ROWS = {f"{table.removeprefix('test_')}: {row.name}": row for table, rows in TABLES.items() for row in rows}
OPEN = re.compile(
    r"\.\.\.|/PLACE|/PATH|\b(?:[A-Z]+-)?(?:NAME|TEAM|PLAN|PHASE|PLACE|AAAA+)\b"
)  # the reader's to fill in
HEADED = re.compile(r"[a-z][\w/.-]*: ")
LEFT = {  # table and row: why its safe form is not all there is to write
    "edges: a circle in a plan that comes before": "it is written in the other plan"
}


def phrase(mend: str) -> dict[str, Any] | None:
    """The YAML at the end of a safe form, where it is whole: keys of one word, nothing left to fill in."""
    for start in re.finditer(r"(?:^|(?<= ))(?=[a-z/])", mend):
        text = mend[start.start() :]
        if not HEADED.match(text):
            continue
        try:
            found = YAML(typ="safe", pure=True).load("{" + text + "}")
        except YAMLError:
            continue
        if all(isinstance(key, str) and " " not in key and value is not None for key, value in found.items()):
            return None if OPEN.search(text) else found
    return None


def merged(into: Any, new: Any) -> Any:
    if not isinstance(into, dict) or not isinstance(new, dict):
        return new
    return {**into, **{key: merged(into.get(key), value) for key, value in new.items()}}


def put(data: dict[str, Any], keys: list[str], value: Any) -> None:
    """The value where the keys lead; mappings grow together."""
    *above, last = keys
    for key in above:
        data = data.setdefault(key, {})
    data[last] = merged(data.get(last), value)


def written(flaw: Flaw, form: dict[str, Any], plan: dict[str, Any] | None, policy: dict[str, Any]) -> None:
    """Each key of the form where a reader would write it."""
    path = [part.replace("~1", "/").replace("~0", "~") for part in flaw.place.split("/")[1:]]
    if plan is not None and flaw.rule in ("G230", "G231", "G232") and path[2:3] == ["after"]:
        del plan["phases"][path[1]]["after"][path[3]]  # it is this edge that is written otherwise
    if plan is not None and flaw.rule == "G244" and path[-1] == "drops":
        del plan["phases"][path[1]]["drops"]  # it is dropped in a phase of its own
    for key, value in form.items():
        document = policy if plan is None else plan
        if key == path[-1] and not isinstance(value, dict):
            put(document, path, value)
        elif key in policy and (plan is None or key not in plan) and key != "version":
            put(policy, [key], value)
        elif key in policy.get("machines", {}):
            put(policy, ["machines", key], value)
        elif plan is None or key in ("sites", "absent", "scope", "assume", "owner"):
            put(document, [key], value)
        elif path[:2] in (["sites", key], ["absent", key], ["assume", key]):
            put(document, path[:2], value)
        else:
            put(document, ["phases", key], value)


def read(row: Finds) -> Draft:
    plan = plan_of(f"{HEAD}{row.head}phases:\n{row.phases}") if row.phases else None
    return Draft(policy_of(row.policy), plan, {other.id: other for other in map(plan_of, row.others)}, PAGES, row.now)


def mended(draft: Draft, flaw: Flaw, form: dict[str, Any]) -> Draft:
    """The draft with the form written into it."""
    policy, plan = copy.deepcopy(draft.policy.data), draft.plan and copy.deepcopy(draft.plan.data)
    written(flaw, form, plan, policy)
    if draft.plan is None or plan is None:
        return draft._replace(policy=policy_of(json.dumps(policy)))
    rest = [f"{key}: {json.dumps(value)}\n" for key, value in plan.items() if key != "plan"]
    text = "".join([f"plan: {draft.plan.id}\n", *rest])
    return draft._replace(policy=policy_of(json.dumps(policy)), plan=plan_of(text))


@cache
def forms(name: str) -> list[tuple[Draft, Flaw, dict[str, Any]]]:
    """What the safe forms of a row say; found out when a test asks, not in every process that collects this one."""
    row = ROWS[name]
    draft = read(row)
    found = [(flaw, phrase(flaw.mend)) for flaw in lint(draft) if flaw.rule == row.rule]
    return [(draft, flaw, form) for flaw, form in found if form is not None and fits(flaw, form)]


def fits(flaw: Flaw, form: dict[str, Any]) -> bool:
    """Mappings say where they go; a single word or list belongs to the key that the flaw is told of."""
    return all(isinstance(value, dict) or flaw.place.endswith(f"/{key}") for key, value in form.items())


@pytest.mark.fuzz
@pytest.mark.parametrize("name", share([name for name in ROWS if name not in LEFT], 5))
def test_a_safe_form_leads_into_no_other_flaw(name: str) -> None:
    """Where a row has none that is whole, there is nothing to write; the next test counts those."""
    for draft, flaw, form in forms(name):
        before = {of.rule for of in lint(draft)}
        after = lint(mended(draft, flaw, form))
        new = {of.rule for of in after} - before
        assert flaw not in after
        assert new == set(), [of for of in after if of.rule in new]


@pytest.mark.later
def test_most_safe_forms_are_whole_and_those_left_out_are_there() -> None:
    whole = {name for name in ROWS if forms(name)}
    assert len(whole - LEFT.keys()) > len(ROWS) / 2
    assert LEFT.keys() <= whole
