"""The published vectors of docs/canonical-form.md: computed again by guard, and by forty lines that know none of it.

    python tests/test_vectors.py --update     writes what guard makes of each document; read the difference

A vector is a document with its canonical form, its digest and those of its phases. `same_as` names a vector whose
digests it shares; `differs_from` one whose digest it does not, and `same_phases` lists the phases they share.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from guard.compile import read_document
from guard.digest import digest
from guard.drafts import blob_id
from guard.model.digests import ALONE, Beside, phase_digests, plan_digest
from guard.model.plan import plan_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FOLDER = Path(__file__).parent / "vectors"
PATHS = sorted(FOLDER.glob("*.json"))


def load(name: str) -> dict[str, Any]:
    vector: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return vector


def text_of(data: object) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def computed(vector: dict[str, Any]) -> dict[str, Any]:
    """What guard makes of the document and what stands beside it."""
    kind, document = vector["kind"], vector["document"].encode()
    called = re.search(r'(?:^|[,{])"?plan"?: ?"?([a-z-]+)', vector["document"], re.MULTILINE)
    name = f"{called[1]}.yaml" if called and kind == "plan" else "policy.yaml"
    read = read_document(kind, name, document)
    assert read.data is not None, read.faults
    made: dict[str, Any] = {"canonical": text_of(read.data)}
    if kind == "policy":
        return {**made, "digest": digest(kind, read.data)}
    plan, beside = plan_from(read.data, name, read.lines), ALONE
    if "beside" in vector:
        manifests = {
            of: digest("manifest", read_document("manifest", f"{plan.id}.{of}.json", text.encode()).data)
            for of, text in vector["beside"]["manifests"].items()
        }
        beside = Beside(blob_id(vector["beside"]["narrative"].encode()), manifests)
        made["narrative"], made["manifests"] = beside.narrative, manifests
    return {**made, "phases": phase_digests(plan, beside), "digest": plan_digest(plan, beside)}


@pytest.mark.parametrize("name", [path.stem for path in PATHS])
def test_guard_makes_of_it_what_is_published(name: str) -> None:
    vector = load(name)
    made = computed(vector)
    assert made == {key: vector[key] for key in made}
    assert set(vector) - set(made) <= {"about", "kind", "document", "beside", "same_as", "differs_from", "same_phases"}


@pytest.mark.parametrize("name", [path.stem for path in PATHS])
def test_the_canonical_form_is_a_document_and_its_own_canonical_form(name: str) -> None:
    vector = load(name)
    again = computed({**vector, "document": vector["canonical"]})
    assert again["canonical"] == vector["canonical"]
    assert again["digest"] == vector["digest"]


# By the page alone: this part imports nothing of guard.


def hashed(kind: str, text: str) -> str:
    return "sha256:" + hashlib.sha256(f"guard-{kind}-v1\n{text}".encode()).hexdigest()


def before(phases: dict[str, Any], name: str) -> set[str]:
    near = {other for other in phases[name].get("after", {}) if other in phases}
    return near.union(*(before(phases, other) for other in near))


def header(plan: dict[str, Any], name: str, vector: dict[str, Any]) -> dict[str, Any]:
    settling = {entry.get("settled_by") for entry in plan.get("assume", {}).values()}
    at_work = {name} | before(plan["phases"], name)
    named = settling | set(plan["phases"][name].get("sites", []))
    sites = {of: entry for of, entry in plan.get("sites", {}).items() if of in named}
    absent = {
        of: entry
        for of, entry in plan.get("absent", {}).items()
        if "from" not in entry or entry["from"] in at_work or of in settling
    }
    manifests = {of: it for of, it in vector.get("manifests", {}).items() if of in sites or of in absent}
    parts = {key: plan.get(key) for key in ("plan", "owner", "scope", "assume")}
    parts |= {"sites": sites, "absent": absent, "manifests": manifests, "narrative": vector.get("narrative")}
    return {key: part for key, part in parts.items() if part}


def by_the_page(vector: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The digest of a document and those of its phases, from its canonical form."""
    if vector["kind"] == "policy":
        return hashed("policy", vector["canonical"]), {}
    plan = json.loads(vector["canonical"])
    found: dict[str, str] = {}
    for name in sorted(plan["phases"], key=lambda name: len(before(plan["phases"], name))):
        phase = plan["phases"][name]
        after = {other: found[other] for other in phase.get("after", {}) if other in found}
        covered = {"header": header(plan, name, vector), "name": name, "phase": phase, "after": after}
        found[name] = hashed("phase", text_of(covered))
    return hashed("plan", text_of({"document": plan, "phases": found})), found


@pytest.mark.parametrize("name", [path.stem for path in PATHS])
def test_the_page_alone_is_enough_to_compute_it(name: str) -> None:
    vector = load(name)
    assert by_the_page(vector) == (vector["digest"], vector.get("phases", {}))
    if "beside" in vector:
        told = vector["beside"]["narrative"].encode()
        assert vector["narrative"] == hashlib.sha1(b"blob %d\0" % len(told) + told).hexdigest()


# What the pairs show


@pytest.mark.parametrize("name", [path.stem for path in PATHS if "same_as" in load(path.stem)])
def test_one_meaning_has_one_digest(name: str) -> None:
    vector, other = load(name), load(load(name)["same_as"])
    assert vector["document"] != other["document"]
    for key in ("canonical", "digest", "phases"):
        assert vector.get(key) == other.get(key)


@pytest.mark.parametrize("name", [path.stem for path in PATHS if "differs_from" in load(path.stem)])
def test_another_meaning_has_another_digest(name: str) -> None:
    vector, other = load(name), load(load(name)["differs_from"])
    assert vector["digest"] != other["digest"]
    phases, others = vector.get("phases", {}), other.get("phases", {})
    assert [of for of in phases if phases[of] == others[of]] == vector.get("same_phases", [])


def test_no_two_other_vectors_share_a_digest() -> None:
    digests = [load(path.stem)["digest"] for path in PATHS if "same_as" not in load(path.stem)]
    assert len(digests) == len(set(digests)) >= 12


def test_the_page_tells_of_every_vector() -> None:
    page = (FOLDER.parent.parent / "docs" / "canonical-form.md").read_text(encoding="utf-8")
    for path in PATHS:
        assert f"`{path.stem}`" in page
        assert load(path.stem)["digest"].removeprefix("sha256:")[:12] in page


if __name__ == "__main__" and sys.argv[1:] == ["--update"]:
    for path in PATHS:
        vector = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(
            json.dumps({**vector, **computed(vector)}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        print(f"| `{path.stem}` | `{computed(vector)['digest'].removeprefix('sha256:')[:12]}` | {vector['about']} |")
