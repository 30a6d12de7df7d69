"""`guard demo`: five scenes, each ending as it says, and nothing left behind."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.running import GUARD, WAYS_ROUND, Answer, Place, run


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """The demo played once, in an environment as bare as a new machine's: no home, no name, no configuration."""
    here = Place(tmp_path_factory.mktemp("demo"))
    environment = {"PATH": os.environ["PATH"], "HOME": str(here.root / "nowhere"), "TMPDIR": str(here.private)}
    answer = run([*GUARD, "demo"], here.root, environment)
    assert os.listdir(here.private) == []
    assert os.listdir(here.root) == ["private"]
    return answer


def test_it_ends_well_and_silently(played: Answer) -> None:
    assert (played.code, played.err) == (0, "")


def test_one_change_set_goes_in_and_four_are_stopped(played: Answer) -> None:
    *scenes, _ = played.out.split("The agent: ")[1:]
    assert len(scenes) == 5
    wanted = ([], ["G101", "G104"], ["G121", "G104"], ["G104", "G302"], ["G104", "G105"])
    for scene, rules in zip(scenes, wanted, strict=True):
        assert Answer(0, scene, "").rules() == rules
    assert "guard: pass, 2 files staged, plan split-display-name version 1" in scenes[0]
    assert "guard: pass, 1 commit" in played.out.rpartition("$ guard check")[2]


def test_a_plan_in_the_wrong_order_is_refused_with_the_safe_form(played: Answer) -> None:
    said = played.out.rpartition("The agent: ")[2]
    assert {"G238", "G240", "G241"} <= set(re.findall(r"G\d{3}", said))
    assert "code.write.stop" in said
    assert "mend" in said


def test_each_scene_shows_the_change_the_command_and_what_to_do_next(played: Answer) -> None:
    for scene in played.out.split("The agent: ")[2:-1]:
        assert "$ git commit" in scene
        assert "changed" in scene
        assert "next   you:" in scene


def test_it_names_no_way_round_and_no_folder_of_this_machine(played: Answer) -> None:
    assert not WAYS_ROUND.search(played.out)
    assert "guard: bug" not in played.out
    assert "\x1b" not in played.out


def test_kept_it_is_a_repository_to_try_more_in(tmp_path: Path) -> None:
    here = Place(tmp_path)
    answer = run([*GUARD, "demo", "--keep"], tmp_path, here.environment)
    assert answer.code == 0
    (kept,) = here.private.iterdir()
    assert answer.out.rstrip().endswith(str(kept))
    status = run(["git", "status", "--short", "--branch"], kept, here.environment)
    assert status.out == "## agent/split-name\n"
    again = run([*GUARD, "check"], kept, here.environment)
    assert (again.code, "2 files" in again.out) == (0, True)


def test_settings_of_a_person_do_not_change_it(tmp_path: Path, played: Answer) -> None:
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
    answer = run([*GUARD, "demo"], tmp_path, environment)
    assert (answer.code, os.listdir(here.private)) == (0, [])
    assert answer.out.count("guard: violation") == played.out.count("guard: violation")


def test_wrong_words(tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("demo", "--kep", cwd=tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "--keep" in answer.err
