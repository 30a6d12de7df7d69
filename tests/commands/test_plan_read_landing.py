"""A landing that a model reads: what goes over the wire, what never does, and where its doubts are told to stand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import model_server as server
from tests.commands.acting import House
from tests.commands.readers import read_by_a_model
from tests.model_server import Server, reads
from tests.opinions.secrets_table import drawn
from tests.running import Answer

pytestmark = pytest.mark.usefixtures("read_here")

PLAN_FILE, STORY_FILE = b".guard/plans/split-name.yaml", b".guard/plans/split-name.md"
STORY = b"# Split the name\n\nNames come as given name and family name.\n"
PASSWORD = "pl4in-" + drawn("landing", 8)
SQL = b"""\
CREATE TABLE users (id bigint, name text);
-- the importer has written given for years
ALTER TABLE users ADD COLUMN given text;
"""
WORK = {b"db/migrations/0001.sql": SQL}
IMPORTER = ("the importer has written given", "unresolved_assumption")
NODE = "split-name/expand"


class Here(NamedTuple):
    made: House
    model: Server

    def read(self, *words: str, act: server.Act | None = None) -> Answer:
        self.model.acts = [act or reads()]
        return self.made.guard("plan", "read", NODE, "--landing", "HEAD", "--yes", *words)

    def sent(self) -> list[str]:
        return [line.text for line in server.asked(self.model.got[-1].body)[1]]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    with read_by_a_model(capsys, tmp_path, monkeypatch, files={STORY_FILE: STORY}) as (made, model):
        yield Here(made, model)


def test_every_line_it_adds_is_read_beside_the_plan_and_no_other(here: Here) -> None:
    here.made.branch("work", WORK)
    shown = here.made.guard("plan", "show-request", NODE, "--landing", "HEAD")
    assert shown.code == 0 and here.model.got == []
    told = here.read()
    assert told.code == 0, told.said
    assert shown.out.encode() == here.model.got[0].body + b"\n", "what is shown is what is sent"
    sent = here.sent()
    assert "(added to db/migrations/0001.sql) -- the importer has written given for years" in sent
    assert "ALTER TABLE users ADD COLUMN given text;" in sent
    assert "Names come as given name and family name." in sent
    assert not [line for line in sent if "CREATE TABLE users" in line], "that line stood before"
    assert told.out.startswith(f"guard: no doubt about the landing of {NODE}, read by claude-sonnet-5-5\n")
    assert "2 of 2 added lines" in told.out
    assert b"and the landing of split-name/expand beside it" in here.model.got[0].body


def test_a_doubt_stands_at_the_line_of_its_file(here: Here) -> None:
    here.made.branch("work", WORK)
    told = here.read(act=reads(IMPORTER))
    assert told.code == 3 and "\ndb/migrations/0001.sql:2  read as an unresolved assumption  [G761]" in told.out
    here.made.branch("more", {**WORK, b"db/migrations/0002.sql": b"SELECT 1;\n"})
    again = here.read(act=reads())
    assert again.code == 3, "what was asked of a line stays while it stands"
    assert "db/migrations/0001.sql:2" in again.out and "raised by an earlier reading" in again.out
    here.made.branch("other", {b"db/migrations/0002.sql": b"ALTER TABLE users ADD COLUMN given text;\n"})
    assert here.read(act=reads()).code == 0, "that line comes no more"


@pytest.mark.later
def test_it_is_paid_for_once_and_another_landing_is_another_text(here: Here) -> None:
    here.made.branch("work", WORK)
    assert (here.read().code, here.read().code, len(here.model.got)) == (0, 0, 1)
    here.made.branch("other", {**WORK, b"src/users/store.py": b"a\nb\n"})
    assert here.read().code == 0 and len(here.model.got) == 2


def test_no_secret_of_a_landing_leaves(here: Here) -> None:
    here.made.branch("work", {b"src/users/store.py": f"a\nurl = 'postgres://app:{PASSWORD}@db/users'\n".encode()})
    told = here.read()
    assert told.code == 0 and "<<S1>> password" in told.err
    (got,) = here.model.got
    assert PASSWORD.encode() not in got.body and b"<<S1>>" in got.body


LOST = {
    "a file that is never sent": ({b"src/.env": b"A=1\n"}, "src/.env"),
    "a binary": ({b"src/a.bin": b"\0\1"}, "src/a.bin, which is no text"),
    "a line longer than a request": ({b"src/min.js": b"x " * 40_000}, "src/min.js, line 1"),
}


@pytest.mark.parametrize("name", LOST)
def test_a_landing_that_cannot_be_read_whole_is_not_sent(here: Here, name: str) -> None:
    files, said = LOST[name]
    here.made.branch("work", {**WORK, **files})
    told = here.read()
    assert told.code == 3 and "[G751]" in told.out and said in " ".join(told.out.split()), told.said
    assert here.model.got == []


def test_a_file_that_a_policy_keeps_back(here: Here) -> None:
    policy = here.made.files[b".guard/policy.yaml"].replace(b"gateway, ", b"gateway, never: [/src/**], ")
    here.made.land({b".guard/policy.yaml": policy})
    here.made.branch("work", {b"src/users/store.py": b"b\n"})
    told = here.read()
    assert told.code == 3 and "src/users/store.py" in told.out and here.model.got == []


WRONG = {
    "no such phase": (("split-name/expant", "--landing", "HEAD"), "did you mean split-name/expand?"),
    "a plan and no phase": (("split-name", "--landing", "HEAD"), "a landing is read as one of a phase: PLAN/PHASE"),
    "another tree": ((NODE, "--landing", "HEAD", "--at", "HEAD"), "takes no --at"),
    "an inventory": ((NODE, "--landing", "HEAD", "--inventory", "x.json"), "takes no --inventory"),
    "nothing new": ((NODE, "--landing", "main"), "nothing would land with main"),
}


@pytest.mark.parametrize("name", WRONG)
def test_words_that_name_no_landing(here: Here, name: str) -> None:
    words, said = WRONG[name]
    here.made.branch("work", WORK)
    told = here.made.guard("plan", "show-request", *words)
    assert told.code == 2 and said in " ".join(told.said.split()), told.said


def test_a_commit_that_is_not_here(here: Here) -> None:
    told = here.made.guard("plan", "show-request", NODE, "--landing", "nowhere")
    assert told.code == 5 and "nowhere" in told.said


def test_the_plan_is_read_as_it_counts_whatever_the_work_tree_has(here: Here) -> None:
    here.made.branch("work", {**WORK, STORY_FILE: STORY.replace(b"Names come", b"Initials come")})
    here.made.made.write(os.fsdecode(STORY_FILE), b"# Nothing to see\n")
    assert here.read().code == 0
    sent = here.sent()
    assert "Names come as given name and family name." in sent and "# Nothing to see" not in sent
    assert "(added to .guard/plans/split-name.md) Initials come as given name and family name." in sent
