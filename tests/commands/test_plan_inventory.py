"""`guard plan inventory`: a register a line with what it does not cover; names by kind; JSON, files, and what fails."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from guard.inventories.stored import known_of
from guard.schema import validate_data
from tests.running import ADOPTED, Place, place

FILES = {
    **ADOPTED,
    "src/store.py": 'import os\n\n\ndef save() -> str:\n    return os.environ["DATABASE_URL"]\n',
    "src/a.kt": "class A\n",
    "Makefile": "test:\n\tpytest\nlint: test\n",
    "docs/glossary.md": "# Glossary\n\n## Tenant\n",
}
TEXT = """\
guard: what the tree of {commit} knows by name

  path              10  of files, links and submodules
  symbol             1  from 1 place (python)
                        not covered: kotlin: 1 file is not indexed
  module           310  from 2 places (python)
                        not covered: packages of Python that are imported by another name than they
                          are installed by, but for the best known
  table              -  no migration that is read and no dump of a schema is in this tree
  column             -  no migration that is read and no dump of a schema is in this tree
  flag               -  no flag file and no read of a flag is in this tree
  environment        1  from 1 place
  service            -  no compose file, no workload of Kubernetes and no consumer in the policy
                        tells of a service
  package            -  no manifest and no lock file that is read is in this tree
  command            2  from 1 place
  job                -  no workflow and no pipeline that is read is in this tree
  owner              2  from 1 place
  term               1  from 1 place
  external           -  no glossary of this tree has a section External
"""
NAMED = """\
guard: what the tree of {commit} knows by name

  symbol             1  from 1 place (python)
                        not covered: kotlin: 1 file is not indexed
                        src.store.save  src/store.py:4

  command            2  from 1 place
                        make lint  Makefile:3
                        make test  Makefile:1

"""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return place(tmp_path_factory.mktemp("inventory"), FILES)


def test_a_register_a_line(here: Place) -> None:
    answer = here.guard("plan", "inventory")
    assert (answer.code, answer.err) == (0, "")
    out = re.sub(r"(module +)\d+", r"\g<1>310", answer.out)  # as many as the Python that runs has of its own
    assert out == TEXT.format(commit=here.git("rev-parse", "HEAD")[:8])


def test_of_some_kinds_the_names(here: Place) -> None:
    answer = here.guard("plan", "inventory", "--kind", "command", "--kind", "symbol")
    assert (answer.code, answer.out) == (0, NAMED.format(commit=here.git("rev-parse", "HEAD")[:8]))


def test_as_data_and_into_a_file(here: Place, tmp_path: Path) -> None:
    answer = here.guard("plan", "inventory", "--format", "json", "--at", "HEAD")
    assert answer.code == 0
    assert validate_data("inventory", json.loads(answer.out)) == ()
    file = tmp_path / "shop.json"
    written = here.guard("plan", "inventory", "--at", "HEAD", "-o", str(file))
    assert (written.code, written.out, file.read_text()) == (0, "", answer.out)
    assert known_of(file.read_bytes(), "shop.json").of("environment").names == {"DATABASE_URL": "src/store.py:5"}
    assert here.guard("plan", "inventory", "--format", "json", CI="1").out == answer.out  # nothing kept is looked at


def test_of_another_commit(here: Place) -> None:
    here.git("commit", "-q", "--allow-empty", "-m", "more")
    assert here.guard("plan", "inventory", "--at", "HEAD", "--kind", "term").code == 0


WRONG = {
    "a kind there is none of": (("--kind", "tables"), 2, "invalid choice"),
    "a form there is none of": (("--format", "xml"), 2, "invalid choice"),
    "a word too many": (("more",), 2, "more"),
    "a revision that is none": (("--at", "nowhere"), 5, "nowhere"),
    "a file that cannot be written": (("-o", "/nowhere/x.json"), 5, "/nowhere/x.json"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_fails_says_why(here: Place, name: str) -> None:
    words, code, why = WRONG[name]
    answer = here.guard("plan", "inventory", *words)
    assert answer.code == code
    assert why in answer.said


def test_outside_of_a_repository(tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("plan", "inventory", cwd=tmp_path)
    assert (answer.code, answer.rules()) == (5, ["G801"])
