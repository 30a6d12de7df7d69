"""`guard check --last N`: landings of the past under today's policy, each by itself; a report, never a refusal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path
from typing import Any

import pytest

from guard.schema import validate_data
from tests.repos import GIT, make_repository
from tests.running import ADOPTED, CLAIMED, GUARD, LIMIT, POLICY, Place, clear, place, run

ROOT = Path(__file__).resolve().parent.parent.parent
STEPS = 20


def stream(commits: int, documents: bool) -> bytes:
    """A history for `git fast-import`: edits, moves, symlinks, submodules, deletions, merges, a few empty commits."""
    found: list[str] = []
    said = CLAIMED if documents else "work"
    message = f"data {len(said)}\n{said}"
    for number in range(1, commits + 1):
        side = number % 10 == 9
        merge = number % 10 == 0
        found.append(f"commit refs/heads/{'side' if side else 'main'}\nmark :{number}\n")
        found.append(f"committer Cy <cy@example.org> {1767323045 + number} +0000\n{message}\n")
        if side:
            found.append(f"from :{number - 1}\n")
        elif merge:
            found.append(f"from :{number - 2}\nmerge :{number - 1}\n")
        found += changes(number, documents)
    return "".join(found).encode()


def changes(number: int, documents: bool) -> list[str]:
    if number == 1:
        given = {**(ADOPTED if documents else {}), "src/0": "0\n", "README.md": "r\n"}
        return [inline("100644", path, text) for path, text in given.items()]
    if number % 10 == 9:
        return [inline("100644", f"side/{number}", f"{number}\n")]
    if number % 10 == 0:
        return [inline("100644", f"side/{number - 1}", f"{number - 1}\n")]
    if number % 37 == 0:
        return []
    kinds = (
        [inline("100644", f"src/{number}", f"{number}\n" * 3)],
        [inline("100755", f"src/run-{number}", "#!/bin/sh\n"), inline("100644", "README.md", f"{number}\n")],
        [f"R src/0 src/moved-{number}\n", inline("100644", "src/0", f"{number}\n")],
        [inline("120000", f"links/{number}", "../../outside" if number % 2 else "../src/0")],
        [f"M 160000 {number:040x} vendor/{number}\n"],
        ["D README.md\n"],
        [inline("100644", f"Src/{number}", "case\n"), inline("100644", f"src/naïve-{number}", "n\n")],
    )
    return kinds[number % 7]


def inline(mode: str, path: str, text: str) -> str:
    return f"M {mode} inline {path}\ndata {len(text.encode())}\n{text}\n"


def generated(folder: Path, commits: int, documents: bool) -> Place:
    made = Place(folder, "generated")
    make_repository(made.top)
    done = subprocess.run(
        [GIT, "fast-import", "--quiet"],
        cwd=made.top,
        input=stream(commits, documents),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module", params=[False, True], ids=["no-policy", "policy"])
def history(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, bool]:
    return generated(tmp_path_factory.mktemp("last"), 300, request.param), request.param


def landings(text: str) -> list[dict[str, Any]]:
    """The landings of a JSON report; each is a verdict as the schema of reports has it, and its commit."""
    found = json.loads(text)
    assert list(validate_data("landings", found)) == []
    for landing in found["landings"]:
        assert list(validate_data("report", {key: value for key, value in landing.items() if key != "commit"})) == []
    told: list[dict[str, Any]] = found["landings"]
    return told


def test_a_generated_history_is_told_step_by_step(history: tuple[Place, bool]) -> None:
    here, adopted = history
    before = here.state()
    answer = here.guard("check", "--last", str(STEPS), "--format", "json")
    assert (answer.code, answer.err) == (0, "")
    told = landings(answer.out)
    first_parents = here.git("rev-list", "--first-parent", f"--max-count={STEPS}", "main").split()
    assert [landing["commit"] for landing in told] == first_parents
    assert all(landing["adopted"] == adopted for landing in told)
    rules = {finding["rule"] for landing in told for finding in landing["findings"]}
    assert {"G120", "G122"} <= rules
    assert adopted == ("G101" in rules)
    assert here.state() == before


def test_the_text_is_something_to_go_on(history: tuple[Place, bool]) -> None:
    here, adopted = history
    answer = here.guard("check", "--last", str(STEPS))
    assert (answer.code, answer.err) == (0, "")
    first = answer.out.splitlines()[0]
    assert f"the last {STEPS} landings of refs/heads/main" in first
    assert ("policy version 1" if adopted else "no .guard/policy.yaml yet") in first
    assert "would have passed without a word" in answer.out
    assert "guard explain G120" in answer.out
    assert ("next   you:" in answer.out) != adopted
    assert len(answer.out.splitlines()) < 120


def test_merges_count_as_one_landing_with_what_they_brought(history: tuple[Place, bool]) -> None:
    here, _ = history
    told = landings(here.guard("check", "--last", "20", "--format", "json").out)
    merges = here.git("rev-list", "--first-parent", "--merges", "--max-count=2", "main").split()
    for merge in merges:
        (landing,) = [landing for landing in told if landing["commit"] == merge]
        assert [operation["id"] for operation in landing["operations"]] == ["file.add"]


def test_more_than_there_are_is_all_there_are(tmp_path: Path) -> None:
    here = place(tmp_path)
    answer = here.guard("check", "--last", "1000000")
    assert answer.code == 0
    assert "the last 1 landing" in answer.out.splitlines()[0]


@pytest.mark.later
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone: there is no history here")
def test_the_history_of_this_repository(tmp_path: Path) -> None:
    here = Place(tmp_path)
    words = [*GUARD, "check", "--last", str(STEPS), "--trusted", "HEAD"]
    answer = run(words, ROOT, here.environment)
    assert (answer.code, answer.err) == (0, ""), answer.said
    assert "G8" not in answer.out
    told = run([*words, "--format", "json"], ROOT, here.environment)
    assert (told.code, told.err) == (0, "")
    assert f"the last {len(landings(told.out)):,} landing" in answer.out.splitlines()[0]


def test_it_is_a_report_whatever_it_finds(tmp_path: Path) -> None:
    here = place(tmp_path)
    here.stage({"other/new": "one\n"})
    here.git("commit", "--quiet", f"--message={CLAIMED}")
    here.git("branch", "--force", "main", "work")
    told = here.guard("check", "--last", "2")
    assert told.code == 0
    assert "G101 outside the declared scope: 1 landing" in told.out


def test_todays_policy_judges_yesterdays_landings(tmp_path: Path) -> None:
    here = place(tmp_path, {})
    here.stage({"other/new": "one\n"})
    here.git("commit", "--quiet", f"--message={CLAIMED}")
    here.stage(ADOPTED)
    here.git("commit", "--quiet", "--message=adopted")
    here.git("branch", "--force", "main", "work")
    told = landings(here.guard("check", "--last", "3", "--format", "json").out)
    assert [finding["rule"] for finding in told[1]["findings"]] == ["G101"]


def test_a_document_of_the_past_is_held_against_the_one_before_it(tmp_path: Path) -> None:
    """Today version 3 stands: 1 came with the policy, 2 made it looser, 3 says nothing new."""
    here = place(tmp_path, {})
    file = ".guard/plans/tidy.yaml"
    second = ADOPTED[file].replace("version: 1", "version: 2").replace("[/src/**]", "[/src/**, /other/**]")
    third = second.replace("version: 2", "version: 3")
    for given in (ADOPTED, {file: second}, {file: third}, {file: third.replace("why: ", "why: Once more, ")}):
        here.stage(given)
        here.git("commit", "--quiet", "--message=documents")
    here.git("branch", "--force", "main", "work")
    told = landings(here.guard("check", "--last", "4", "--format", "json").out)
    about = [[one["rule"] for one in landing["findings"] if one["rule"].startswith("G26")] for landing in told]
    assert about == [["G260", "G265"], [], ["G264"], []], "the last says something else under the same version"
    (stays,) = [one["what"] for one in told[0]["findings"] if one["rule"] == "G260"]
    assert "stays 3" in stays


def test_a_claim_of_a_plan_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    here = place(tmp_path)
    here.stage({"other/new": "one\n"})
    here.git("commit", "--quiet", "--message=work\n\nGuard-Plan: former\nGuard-Phase: only")
    here.git("branch", "--force", "main", "work")
    told = landings(here.guard("check", "--last", "1", "--format", "json").out)
    assert told[0]["findings"] == []


DROPS = "ALTER TABLE users DROP COLUMN IF EXISTS name CASCADE;\n"  # which no two dialects read alike
LOCK = 'provider = "postgresql"\n'
HINTS = {
    "a compose file": {"docker-compose.yml": "services:\n  db:\n    image: postgres:16\n"},
    "a setting that came later": {"db/migrations/migration_lock.toml": LOCK},
}


@pytest.mark.parametrize("hint", HINTS)
def test_where_no_policy_counts_it_is_the_one_guard_init_would_write(tmp_path: Path, hint: str) -> None:
    """Under the built-in rules alone nobody knows the dialect, and the column that goes is not seen."""
    here = begun(tmp_path, {"db/migrations/0001_drop.sql": DROPS}, HINTS[hint])
    before = here.state()
    told = here.guard("check", "--last", "9")
    assert (told.code, told.err) == (0, "")
    assert "under the policy guard init would write (no .guard/policy.yaml yet)" in told.out.splitlines()[0]
    assert "schema.column.drop on table:users (name)" in told.out and "opaque" not in told.out
    assert told.out.endswith("guard tells this of every new change\n") and "next   you: guard init " in told.out
    assert here.state() == before


def test_a_policy_that_stands_here_and_has_not_landed_is_the_one(tmp_path: Path) -> None:
    here = begun(tmp_path, {"db/rows/0001_drop.sql": DROPS})
    assert "opaque.unparsed" in here.guard("check", "--last", "9").out, "nothing hints at a dialect"
    here.write({".guard/policy.yaml": f"{POLICY}dialects: {{/db/**: postgres}}\n"})
    told = here.guard("check", "--last", "9").out
    assert "under policy version 1 as it stands here, which has not landed" in told.splitlines()[0]
    page = here.guard("check", "--last", "9", "--format", "markdown").out
    assert "under policy version 1 as it stands here" in page and page.endswith("stands here on `refs/heads/main`.\n")
    assert "schema.column.drop on table:users (name)" in told and "opaque" not in told
    assert told.splitlines()[-1].startswith("next   you: git add -- .guard/policy.yaml && git commit -m ")
    here.git("switch", "--quiet", "--create", "adopt")
    here.git("add", "--all")
    here.git("commit", "--quiet", "--message=adopt")
    told = here.guard("check", "--last", "9", "--trusted", "main").out
    assert told.splitlines()[-1].startswith("next   you: land this branch    the policy that stands here counts from")
    here.git("rm", "--quiet", "--cached", ".guard/policy.yaml")
    here.write({".guard/policy.yaml": "id: x\nversion: [\n"})
    clear(here.guard("check", "--last", "9", "--trusted", "main"), "G813")


def begun(folder: Path, *commits: dict[str, str]) -> Place:
    """A history on main, without a policy."""
    here = Place(folder, "begun")
    make_repository(here.top)
    here.git("checkout", "--quiet", "-B", "main")
    for files in ({"README.md": "begun\n"}, *commits):
        here.stage(files)
        here.git("commit", "--quiet", "--message=more")
    return here


def test_a_trust_directory_and_a_trusted_ref(tmp_path: Path) -> None:
    here = place(tmp_path)
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust/policy.yaml").write_text(POLICY)
    assert "policy version 1 of --trust" in here.guard("check", "--last", "1", "--trust", str(tmp_path / "trust")).out
    assert "of work" in here.guard("check", "--last", "1", "--trusted", "work").out.splitlines()[0]


def test_where_nothing_is_trusted_head_is_walked(tmp_path: Path) -> None:
    here = place(tmp_path)
    here.git("branch", "master", "main")
    answer = here.guard("check", "--last", "5")
    assert answer.code == 0
    assert "the last 1 landing of HEAD" in answer.out.splitlines()[0]


def test_before_the_first_commit_that_is_what_comes_next(tmp_path: Path) -> None:
    here = Place(tmp_path)
    make_repository(here.top)
    answer = here.guard("check", "--last", "5")
    clear(answer, "G805")
    assert answer.code == 5 and "make the first commit" in answer.out


def test_a_step_that_cannot_be_read_is_five(tmp_path: Path) -> None:
    here = place(tmp_path)
    here.stage({"src/link": "one\n"})
    (here.top / "src/link").unlink()
    (here.top / "src/link").symlink_to("a")
    here.git("add", "--all")
    here.git("commit", "--quiet", "--message=work")
    here.git("branch", "--force", "main", "work")
    oid = here.git("rev-parse", "HEAD:src/link")
    (here.git_dir / "objects" / oid[:2] / oid[2:]).unlink()
    answer = here.guard("check", "--last", "2")
    assert answer.code == 5
    assert "G804" in answer.out
    assert here.guard("check", "--last", "2", "--exit-zero").code == 0


def test_a_shallow_clone_answers_as_far_as_it_reaches(tmp_path: Path) -> None:
    here = place(tmp_path)
    for number in range(3):
        here.stage({"src/a": f"{number}\n"})
        here.git("commit", "--quiet", "--message=work")
    here.git("branch", "--force", "main", "work")
    cut = Place(tmp_path, "cut")
    assert (
        run([GIT, "clone", "--quiet", "--depth=2", f"file://{here.top}", str(cut.top)], tmp_path, here.environment).code
        == 0
    )
    answer = cut.guard("check", "--last", "10")
    assert answer.code == 5
    assert answer.rules() == ["G807"]
    assert "--unshallow" in answer.out
    assert cut.guard("check", "--last", "1").code == 0


def on_terminal(place: Place, *words: str) -> bytes:
    """What is written to standard error when it is a terminal."""
    ours, theirs = pty.openpty()
    environment = {**place.environment, "TERM": "xterm"}
    child = subprocess.Popen([*GUARD, *words], cwd=place.top, env=environment, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    said = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            said += chunk
    except OSError:  # how Linux says that the other side is closed
        pass
    os.close(ours)
    assert child.wait(LIMIT) == 0
    return said


def test_progress_on_a_terminal_only_and_wiped(tmp_path: Path) -> None:
    here = place(tmp_path)
    here.stage({"src/a": "2\n"})
    here.git("commit", "--quiet", "--message=work")
    here.git("branch", "--force", "main", "work")
    said = on_terminal(here, "check", "--last", "2")
    assert b"2 of 2" in said
    assert said.endswith(b"\r\x1b[K")
    assert here.guard("check", "--last", "2").err == ""


def test_the_report_goes_to_a_file(tmp_path: Path) -> None:
    here = place(tmp_path)
    answer = here.guard("check", "--last", "1", "--format", "json", "-o", str(tmp_path / "report.json"))
    assert (answer.code, answer.said) == (0, "")
    assert len(landings((tmp_path / "report.json").read_text())) == 1


@pytest.mark.soak
def test_twenty_thousand_commits(tmp_path: Path) -> None:
    here = generated(tmp_path, 20_000, documents=False)
    answer = here.guard("check", "--last", str(STEPS))
    assert (answer.code, answer.err) == (0, "")
    whole = run(
        [*GUARD, "check", "--last", "20000", "--format", "json", "-o", str(tmp_path / "all.json")],
        here.top,
        here.environment,
    )
    assert whole.code == 0, whole.said
