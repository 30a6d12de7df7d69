"""A landing of a phase that stops, where the policy has landings read: at the door of the merge, and in an approval."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import model_server as server
from tests.commands.acting import STOPPED, House, house, listed, standing
from tests.commands.readers import read_by_a_model
from tests.commands.test_plan_read_landing import IMPORTER, NODE
from tests.model_server import Server, reads
from tests.running import Answer

pytestmark = pytest.mark.usefixtures("read_here")

BEGINS = "expand: {does: [schema.column.add], creates: [column:users.given]"
STOPS = STOPPED.replace(BEGINS, BEGINS + ', stop: "the importer writes here as well"')
SQL = b"-- the importer has written given for years\nALTER TABLE users ADD COLUMN given text;\n"
WORK = {b"db/migrations/0002.sql": SQL}
MORE = {b"db/migrations/0002.sql": SQL + b"-- and it goes on\n"}
assert STOPS != STOPPED


class Here(NamedTuple):
    made: House
    model: Server

    def read(self, *acts: server.Act) -> Answer:
        self.model.acts = list(acts)
        return self.made.guard("plan", "read", NODE, "--landing", "HEAD", "--yes")

    def approve(self, *words: str) -> Answer:
        self.made.now += 60  # each is another act
        return self.made.carried("approve", NODE, "--at", "HEAD", *words)

    def checked(self, *words: str) -> tuple[int, list[dict[str, object]]]:
        told = self.made.guard("check", *(words or ("--range", "..HEAD")), "--format", "json")
        return told.code, [one for one in json.loads(told.out)["findings"] if str(one["rule"]) >= "G7"]

    def rules(self) -> tuple[int, list[tuple[object, ...]]]:
        code, found = self.checked()
        return code, [(one["rule"], one["blocks"]) for one in found]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    files = {b".guard/plans/split-name.yaml": STOPS.encode()}
    with read_by_a_model(capsys, tmp_path, monkeypatch, reads="landings", files=files) as (made, model):
        made.approved()
        yield Here(made, model)


MISSING = [("G750", "merge")]


def test_it_is_asked_for_signed_with_the_phase_and_takes_away_one_question(here: Here) -> None:
    here.made.branch("work", WORK)
    code, (found,) = here.checked()
    assert code == 3 and found["rule"] == "G750"
    assert "no model has read what would land in split-name/expand" in str(found["what"])
    assert "guard plan read split-name/expand --landing HEAD; then" in str(found["next"])

    assert here.approve().code == 0
    assert here.rules() == (3, MISSING), "a yes alone is no reading"
    assert here.read(reads()).code == 0
    assert here.rules() == (3, MISSING), "what lies here counts for nothing"
    signed = here.approve()
    assert signed.code == 0 and "by claude-sonnet-5-5, what HEAD would land:" in " ".join(signed.out.split())
    assert here.rules() == (0, []), "with it the landing passes"

    here.made.branch("more", MORE)
    assert here.rules() == (3, MISSING), "another landing is another question"


def test_its_doubts_are_accepted_by_name_or_hold_it_up(here: Here) -> None:
    here.made.branch("work", WORK)
    assert here.read(reads(IMPORTER)).code == 3
    assert here.approve().code == 0
    code, (found,) = here.checked()
    assert (code, found["rule"], found["blocks"]) == (3, "G761", "merge")
    name = str(found["fingerprint"])
    assert f"--accept {name}" in str(found["next"])
    assert here.approve("--accept", name, "--reason", "dana asked the importer's team").code == 0
    code, (found,) = here.checked()
    assert (code, found["settled"]) == (0, "omar accepted it: dana asked the importer's team")


ANSWERS: dict[str, server.Act] = {
    "any bytes": server.said(b"\xff\x00{]"),
    "a verdict": reads(edit=lambda data: {**data, "verdict": "pass", "may_merge": True}),
    "silence": reads(edit=lambda data: {**data, "flags": []}),
    "half of it": reads(edit=lambda data: {**data, "units_read": data["units_read"][:2]}),
    "a refusal": reads(stop_reason="refusal", content=[]),
    "an error": server.error(400, "invalid_request_error"),
}


@pytest.mark.later
def test_what_is_no_reading_is_none_at_the_door(here: Here) -> None:
    for number, (name, act) in enumerate(ANSWERS.items()):
        here.made.branch(f"work-{number}", {b"db/migrations/0002.sql": SQL + b"-- %d\n" % number})
        assert here.read(act).code == 3, name
        assert here.approve().code == 0 and here.rules() == (3, MISSING), name


def test_a_person_may_read_in_its_place(here: Here) -> None:
    here.made.branch("work", WORK)
    name = str(here.checked()[1][0]["fingerprint"])
    said = here.approve("--accept", name, "--reason", "read every line of it")
    assert said.code == 0, said.said
    assert here.rules() == (0, [("G750", "nothing")]) and here.model.got == []
    here.made.branch("more", MORE)
    assert here.rules() == (3, MISSING), "of that landing alone"


def test_what_changed_on_the_branch_meanwhile_nobody_has_read(here: Here) -> None:
    work = here.made.branch("work", WORK)
    assert here.read(reads()).code == 0 and here.approve().code == 0
    assert here.rules() == (0, [])
    here.made.land({b"db/migrations/0002.sql": b"-- somebody was faster\n"})
    here.made.made.ref(b"refs/heads/work", work)
    code, found = here.checked()
    (missing,) = [one for one in found if one["rule"] == "G750"]
    assert code != 0 and "db/migrations/0002.sql changed on the branch" in str(missing)


@pytest.mark.later
def test_nobody_else_signs_it_and_nothing_else_carries_it(here: Here) -> None:
    """A reading of another landing, one in the approval of the plan, and one that its own owner signs."""
    here.made.branch("work", WORK)
    assert here.read(reads()).code == 0
    path, _ = here.made.request("approve", NODE, "--at", "HEAD")
    reading = json.loads(path.read_bytes())["reading"]
    assert reading["doubts"] == [] and reading["landing"].startswith("sha256:")
    own = here.made.carried("approve", NODE, "--at", "HEAD", by="dana")
    assert own.code == 1, "own work takes another's yes"
    here.made.branch("more", MORE)
    assert here.approve().code == 0
    here.made.branch("work", WORK)
    assert here.rules()[1] == MISSING


@pytest.mark.later
def test_what_the_landing_brings_along_is_no_reading(here: Here) -> None:
    """Answers as guard keeps them, in the change set; below the git directory they bear a tag of this clone."""
    here.made.branch("work", WORK)
    assert here.read(reads()).code == 0
    folder = Path(os.fsdecode(here.made.made.top)) / ".git/guard/readings"
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    brought = {f"db/readings/{name}".encode(): text for name, text in kept.items()}
    here.made.branch("forged", {**WORK, **brought})
    assert here.approve().code == 0 and ("G750", "merge") in here.rules()[1]
    for name, text in kept.items():
        (folder / name).write_bytes(json.dumps({**json.loads(text), "tag": "0" * 64}).encode())
    here.made.branch("work", WORK)
    assert here.approve().code == 0 and here.rules() == (3, MISSING)


@pytest.mark.later
def test_what_was_signed_of_a_landing_is_brought_while_that_is_so(here: Here) -> None:
    from tests.signing import key

    here.made.branch("work", WORK)
    assert here.read(reads()).code == 0
    path, _ = here.made.request("approve", NODE, "--at", "HEAD")
    here.made.sign(path, key("ed25519", "omar"), "approval")
    here.made.branch("more", MORE)
    late = here.made.guard("approve", "--at", "HEAD", "--signed", str(path))
    assert late.code == 4 and "G523" in late.said, "it is not what would land now"
    here.made.branch("work", WORK)
    assert here.made.guard("approve", "--at", "HEAD", "--signed", str(path)).code == 0
    assert here.rules() == (0, [])


LEFT_ALONE = {
    "a phase that does not stop": (STOPPED, "landings", WORK),
    "a policy that has plans read": (STOPS, "plans", WORK),
    "routine work": (STOPS, "landings", {b"docs/back.md": b"# back\n\nTwice.\n"}),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_left_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    plan, of, work = LEFT_ALONE[name]
    policy = (listed() + f"model: {{reads: {of}, name: claude-sonnet-5-5}}\n").encode()
    with standing(capsys, tmp_path, monkeypatch, house(policy=policy, plan=plan.encode())) as made:
        made.approved()
        made.branch("work", work)
        told = made.guard("check", "--range", "..HEAD", "--format", "json")
        assert [one for one in json.loads(told.out)["findings"] if str(one["rule"]) >= "G7"] == [], told.out
        if plan == STOPPED or of == "landings":
            assert told.code == 0, told.out


def test_no_hook_asks_it(here: Here) -> None:
    here.made.made.git("checkout", "-q", "-f", "main")
    for path, text in WORK.items():
        here.made.made.write(path, text)
    here.made.made.git("add", "-A")
    told, found = here.checked("--staged")
    assert found == [], (told, found)
