"""`guard demo`: five scenes, three incidents, an approval and a record, each ending as it says, and nothing left."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from guard.commands.demo import approvals, runs
from guard.errors import GuardError
from tests import served
from tests.conftest import EXAMPLES
from tests.running import GUARD, WAYS_ROUND, Answer, Place, place, run

LOADED = "import sys; sys.executable = sys.argv[1]; from guard.cli import main; sys.exit(main(['demo']))"


def loaded(factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has guard loaded."""
    folder = factory.mktemp("loaded")
    served.put(folder, clock=False)
    return served.python(folder)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """The demo played once, in an environment as bare as a new machine's: no home, no name, no configuration.

    In `make test` the guards it starts are loaded already; `make fuzz` has it start them as it does for everybody.
    """
    here = Place(tmp_path_factory.mktemp("demo"))
    environment = {"PATH": os.environ["PATH"], "HOME": str(here.root / "nowhere"), "TMPDIR": str(here.private)}
    command = [*GUARD, "demo"] if EXAMPLES else [sys.executable, "-I", "-c", LOADED, str(loaded(tmp_path_factory))]
    answer = run(command, here.root, environment)
    assert os.listdir(here.private) == []
    assert os.listdir(here.root) == ["private"]
    return answer


def names(played: Answer) -> str:
    """The first part: change sets under the plan that splits a name."""
    return played.out.partition("A shop in Go")[0]


def incident(played: Answer, number: int) -> list[str]:
    """One of the incidents, cut where guard was asked."""
    return incidents(played).split("\nIncident: ")[number].split("$ guard ")[1:]


def incidents(played: Answer) -> str:
    """The second part."""
    return played.out.partition("A shop in Go")[2].partition(f"\n{approvals.TITLE}")[0]


def approval(played: Answer) -> list[str]:
    """The third part, cut where something was asked."""
    return played.out.partition(f"\n{approvals.TITLE}")[2].partition(f"\n{runs.TITLE}")[0].split("$ ")[1:]


def test_it_ends_well_and_silently(played: Answer) -> None:
    assert (played.code, played.err) == (0, "")


def test_one_change_set_goes_in_and_four_are_stopped(played: Answer) -> None:
    *scenes, _ = names(played).split("The agent: ")[1:]
    assert len(scenes) == 5
    wanted = ([], ["G101", "G104"], ["G121", "G104"], ["G104", "G302"], ["G104", "G105"])
    for scene, rules in zip(scenes, wanted, strict=True):
        assert Answer(0, scene, "").rules() == rules
    assert "guard: pass, 2 files staged, plan split-display-name version 1" in scenes[0]
    assert "guard: pass, 1 commit" in names(played).rpartition("$ guard check")[2]


def test_all_that_a_change_set_does_is_in_its_title_or_covered_by_what_is_shown(played: Answer) -> None:
    before, first, *_, block, _, _ = names(played).split("The agent: ")
    assert "{paths: [/docs/**], does: [file.add, file.modify]}" in before
    assert "docs/users.md" in first and "routine" in first.partition("\n")[0]
    assert "schema.column.add" in block and block.startswith("adds one more column, and drops the old one")


def test_it_ends_with_a_command_that_works_without_a_policy(played: Answer, tmp_path: Path) -> None:
    (said,) = re.findall(r"^Next: guard (.+) in a repository of yours", played.out, re.M)
    here = place(tmp_path, {})
    assert here.guard(*said.split()).code == 0


def test_a_plan_in_the_wrong_order_is_refused_with_the_safe_form(played: Answer) -> None:
    said = names(played).rpartition("The agent: ")[2]
    assert {"G238", "G240", "G241"} <= set(re.findall(r"G\d{3}", said))
    assert "code.write.stop" in said
    assert "mend" in said


def test_each_scene_shows_the_change_the_command_and_what_to_do_next(played: Answer) -> None:
    for scene in names(played).split("The agent: ")[2:-1]:
        assert "$ git commit" in scene
        assert "changed" in scene
        assert "next   you:" in scene


def test_a_backfill_before_the_code_is_stopped_with_the_missing_edge_and_the_insert_that_lacks_it(
    played: Answer,
) -> None:
    columns, taken, backfill = incident(played, 1)
    assert "guard: pass, 1 commit since main, 2 files, plan order-uids version 1, phase expand" in columns
    assert "not taken up: order-uids/backfill is not open" in taken
    assert Answer(0, backfill, "").rules() == ["G401", "G422"]
    assert "backfill comes too early: it waits for order-uids/dual-write: deployed 1d\n" in backfill
    assert "order-uids/dual-write is not complete: nothing of it has landed" in backfill
    assert "internal/billing/store.go:27" in backfill


def test_a_table_of_two_extractions_is_stopped_as_a_draft_and_as_a_landing_with_everybody_named(played: Answer) -> None:
    drafted, landed = incident(played, 2)
    assert re.findall(r"G\d{3}", drafted) == ["G249"]
    assert "extract-billing/contract drops table:invoices, and neither waits for the other" in drafted
    assert "table:invoices is owned by billing and orders, used by reports and shop and worker" in drafted
    assert {"G406", "G410"} <= set(Answer(0, landed, "").rules())
    assert "table:invoices is owned by billing and orders, used by reports and shop and worker" in landed
    assert all([f"{name}: " in landed for name in ("dana", "omar", "teo")])


def test_a_guessed_format_is_held_until_it_is_settled_and_then_by_the_schema(played: Answer) -> None:
    unsettled, contradicted = incident(played, 3)
    assert Answer(0, unsettled, "").rules() == ["G421"]
    assert Answer(0, contradicted, "").rules() == ["G422"]
    assert "column:invoices.id is uuid, not char(26)  (db/migrations/0003_invoices.up.sql:1)" in contradicted


def test_a_landing_is_recorded_and_gives_the_same_bytes_again(played: Answer) -> None:
    recorded, signed, replayed = played.out.partition("\nA year later")[2].split("$ guard log ")[1:]
    commit = recorded.split()[1]
    assert re.search(rf"guard: {commit}: pass, {approvals.NODE}  \([\d,]+ bytes in record.json\)", recorded)
    (entry,) = re.findall(rf"guard: {commit}: pass; recorded by ci  \(entry ([0-9a-f]{{8}})\)", signed)
    assert "1 record replayed" in replayed and f"identical  {commit}  pass  entry {entry}" in replayed


def test_what_the_agent_signs_for_dana_counts_for_nothing_and_what_dana_signs_does(played: Answer) -> None:
    asked, verified, _, given, passed = approval(played)
    assert Answer(0, asked, "").rules() == ["G403"]
    assert "dana: guard approve split-display-name" in asked
    assert "1 entry verified, 0 count" in verified
    forged, what = re.findall(r"^ +([0-9a-f]{8})  (.*(?:\n.*)?)$", verified, re.M)[-1]
    assert "by dana: claude is an agent, and what an agent signs is nobody's word" in " ".join(what.split())
    assert f"recorded: yes to plan split-display-name, version 1, by dana  (entry {forged})" in given  # the same bytes
    assert "guard: pass, 1 commit since main, 1 file, plan split-display-name" in passed


def test_the_gate_is_shut_an_hour_before_its_window_and_open_in_it(played: Answer) -> None:
    shut, opens = played.out.partition(f"\n{runs.TITLE}")[2].partition("\nA year later")[0].split("$ guard gate ")[1:]
    assert Answer(0, shut, "").rules() == ["G624"]
    when = re.findall(r"it opens ((?:sat|sun) [-\d]+ 01:00 UTC)", shut)
    assert re.search(rf"opens  {when[0]}, as far as is known now", shut)
    assert "guard: pass, a run in production, plan split-display-name version 1, phase expand" in opens


def test_where_nobody_can_sign_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none() -> str:
        raise GuardError("G507", "no ssh-keygen found", "/usr/bin/ssh-keygen", "install OpenSSH 8.2 or newer")

    monkeypatch.setattr(approvals, "program", none)
    assert not approvals.possible()
    said = capsys.readouterr().out
    assert approvals.TITLE in said
    assert "Not played, since nobody can sign here: no ssh-keygen found; install OpenSSH 8.2 or newer." in said


def test_nothing_of_an_incident_reached_main(played: Answer) -> None:
    assert incidents(played).count("guard: pass, 1 commit since main") == 1
    assert names(played).count("guard: pass, 1 commit since main") == 1  # the columns of two plans that stand
    assert "Of 3 incidents none reached main" in played.out


def test_it_names_no_way_round_and_no_folder_of_this_machine(played: Answer) -> None:
    assert not WAYS_ROUND.search(played.out)
    assert "guard: bug" not in played.out
    assert "\x1b" not in played.out


@pytest.mark.fuzz
@pytest.mark.skipif(not EXAMPLES, reason="make fuzz plays it a second time")
def test_settings_of_a_person_do_not_change_it_and_kept_it_is_a_repository_to_try_more_in(
    tmp_path: Path, played: Answer
) -> None:
    """Signing, templates, hooks and a default branch of one's own: the demo is the same."""
    here = Place(tmp_path)
    (tmp_path / "templates/hooks").mkdir(parents=True)
    (tmp_path / "templates/hooks/pre-commit").write_text("#!/bin/sh\nexit 9\n")
    (tmp_path / "templates/hooks/pre-commit").chmod(0o755)
    (tmp_path / "config").write_text(
        "[commit]\n\tgpgsign = true\n[gpg]\n\tprogram = /bin/false\n[init]\n\tdefaultBranch = trunk\n"
        f"\ttemplateDir = {tmp_path}/templates\n[core]\n\thooksPath = {tmp_path}/templates/hooks\n\tautocrlf = true\n"
    )
    environment = {
        **here.environment,
        "GIT_CONFIG_GLOBAL": str(tmp_path / "config"),
        "GIT_DIR": str(tmp_path / "other"),
    }
    answer = run([*GUARD, "demo", "--keep"], tmp_path, environment)
    assert (answer.code, answer.out.count("guard: violation")) == (0, played.out.count("guard: violation"))
    (kept,) = here.private.iterdir()
    assert answer.out.rstrip().endswith(str(kept))
    assert {name.partition(".")[0] for name in os.listdir(kept)} == {"log", "names", "shop"}  # log.* are its keys
    status = run(["git", "status", "--short", "--branch"], kept / "names", here.environment)
    assert status.out == "## agent/split-name\n"
    again = run([*GUARD, "check"], kept / "names", here.environment)
    assert (again.code, "2 files" in again.out) == (0, True)


def test_wrong_words(tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("demo", "--kep", cwd=tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "--keep" in answer.err
