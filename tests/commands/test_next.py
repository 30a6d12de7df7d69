"""`guard next`: what may be done now; a phase is taken up where it is open, and only there."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from guard.cli import main
from guard.doors.taken import taken
from guard.model.claim import Claim
from guard.schema import validate_data
from tests.commands.standing import EXPAND, FILES, POLICY, Branch, branch
from tests.repos import make_repository
from tests.running import WAYS_ROUND, Place

pytestmark = pytest.mark.usefixtures("read_here")

NEW = {b"src/users/store.py": b"b\n"}


def held(made: Branch) -> tuple[Claim, ...]:
    return taken(os.fsdecode(made.made.git_dir))


def agree(made: Branch) -> None:
    """A yes to both plans."""
    made.book.approve("plan", "split-name", by="omar", at=made.now)
    made.book.approve("plan", "tidy", by="dana", at=made.now)


def test_what_waits_for_a_yes_names_the_one_who_may_give_it(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        told = made.guard("next")
    assert (told.code, told.err) == (0, "")
    assert "nothing is taken up here" in told.out
    assert "open now:" not in told.out
    assert told.out.count("the approval of plan split-name") == 1, "the yes to a plan is told once"
    assert "omar: guard approve split-name\n" in told.out, "the owner of the plan does not approve it"
    assert told.out.endswith("\nnext   omar: guard approve split-name\n")


@pytest.mark.parametrize("words", [(), ("--take", "expand"), ("--drop",)])
def test_where_nothing_can_be_told_programs_get_json_all_the_same(tmp_path: Path, words: tuple[str, ...]) -> None:
    here = Place(tmp_path, "empty")
    make_repository(here.top)
    answer = here.guard("next", *words, "--format", "json")
    report = json.loads(answer.out)
    assert (answer.code, answer.err) == (5, "") and report["outcome"] == "cannot-establish"
    assert validate_data("report", report) == ()
    assert [found["rule"] for found in report["findings"]] == ["G812"]


def test_an_open_phase_tells_what_it_may_do_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        told = made.guard("next", "split-name")
    assert told.code == 0
    for words in ("schema.column.add", "/db/**, /src/**", "/src/users/legacy/**", "20 files, 400 lines", "users.given"):
        assert words in told.out
    assert "tidy" not in told.out
    assert "waiting:\n  split-name/dual-write\n" in told.out
    assert told.out.endswith("\nnext   you: guard next --take split-name/expand\n")


def test_taking_up_says_what_the_work_is_held_to_and_dropping_lets_go(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        took = made.guard("next", "--take", "expand")
        assert held(made) == (Claim("split-name", "expand"),)
        again = made.guard("next")
        other = made.guard("next", "--take", "tidy/sweep")
        assert held(made) == (Claim("tidy", "sweep"),)
        dropped, empty = made.guard("next", "--drop"), made.guard("next", "--drop")
        assert held(made) == ()
    assert (took.code, other.code, dropped.code, empty.code) == (0, 0, 0, 0)
    assert "taken up: split-name/expand" in took.out and "/src/users/legacy/**" in took.out
    assert "Guard-Plan: split-name and Guard-Phase: expand" in took.out
    assert "taken up here: split-name/expand\n" in again.out
    assert again.out.endswith("next   you: guard check --staged\n")
    assert "let go of tidy/sweep" in dropped.out
    assert "nothing was taken up" in empty.out


def test_a_phase_goes_from_open_to_complete_as_things_land(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        made.guard("next", "--take", "expand")
        made.land(EXPAND, node="split-name/expand")
        landed = made.guard("next")
        made.deployed("split-name/expand", "api")
        half = made.guard("next", "split-name")
        made.deployed("split-name/expand", "worker")
        whole = made.guard("next", "split-name")
        made.land(NEW, node="split-name/dual-write")
        over = made.guard("next", "--take", "expand")
    assert "taken up here: split-name/expand, which is complete" in landed.out
    assert landed.out.endswith("next   you: guard next --drop\n")
    assert "of api" not in half.out and "of worker; no evidence of it" in half.out
    run = "guard attest deployed --plan split-name --phase expand --env production --service worker"
    assert f"deploy: {run}\n" in half.out, "a command stays on one line"
    assert "open now:\n  split-name/dual-write\n" in whole.out
    assert over.code == 1 and "is over, split-name/dual-write has landed since" in over.out


REFUSED = {
    "nobody has approved the plan": (False, "expand", 3, "omar: guard approve split-name"),
    "what comes before has not landed": (True, "dual-write", 1, "you: guard next --take split-name/expand"),
    "a stop that nobody has said yes to, too": (True, "contract", 1, "you: guard next --take split-name/expand"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_open_is_not_taken_up(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    approved, phase, code, step = REFUSED[name]
    with branch(capsys) as made:
        if approved:
            agree(made)
        told = made.guard("next", "--take", phase)
        assert held(made) == ()
        report = json.loads(made.guard("next", "--take", phase, "--format", "json").out)
    assert told.code == code, told.out
    assert f"not taken up: split-name/{phase} is not open" in told.out
    assert told.out.endswith(f"\nnext   {step}\n")
    assert not WAYS_ROUND.search(told.out)
    assert report["exit_code"] == code and report["did"] == "refuse" and report["refused"]
    assert validate_data("next", report) == ()


def test_evidence_that_nobody_gives_waits_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    """What is unknown is a question, and an approval of what has changed since is stale."""
    with branch(capsys) as made:
        agree(made)
        made.land(EXPAND, node="split-name/expand")
        unknown = made.guard("next", "--take", "dual-write")
        path = b".guard/plans/tidy.yaml"
        made.land({path: FILES[path].replace(b"/tools/**", b"/tools/**, /bin/**")})
        stale = made.guard("next", "--take", "sweep")
    assert unknown.code == 3 and "no evidence of it" in unknown.out
    assert stale.code == 4 and "has changed since" in stale.out


LOOKS = FILES[b".guard/plans/tidy.yaml"].replace(b"phases:\n", b"phases:\n  look: {does: []}\n")


def test_looking_is_taken_up_after_what_lands_and_ends_with_whoever_says_that_it_is_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with branch(capsys, {**FILES, b".guard/plans/tidy.yaml": LOOKS}) as made:
        agree(made)
        first = made.guard("next", "tidy")
        took, again = made.guard("next", "--take", "look"), made.guard("next", "tidy")
        assert held(made) == (Claim("tidy", "look"),)
        dropped, other = made.guard("next", "tidy", "--drop"), made.guard("next", "split-name", "--drop")
        made.land({b"tools/a": b"b\n"}, node="tidy/sweep")
        made.guard("next", "--take", "look")
        last = made.guard("next", "tidy", "--drop")
        late = made.guard("next", "tidy")
        made.book.attest("complete", "tidy/look", made.tip, by="dana", at=made.now)
        for node in ("tidy/sweep", "tidy/vault"):
            made.book.attest("complete", node, made.tip, by="dana", at=made.now)
        over, away = made.guard("next", "--take", "look"), made.guard("next", "--take", "vault")
        assert held(made) == ()
    assert away.code == 2 and away.err.endswith("rotate the key in the vault; it is complete\n")
    assert over.code == 2 and "tidy/look is complete, and only looks, so there is nothing to take up" in over.err
    assert first.out.endswith("\nnext   you: guard next --take tidy/sweep\n"), "work goes before looking"
    for words in (
        "nothing is written and nothing committed",
        "for       Tidy the tools",
        "guard next --drop comes first",
    ):
        assert words in took.out
    assert "dana: guard attest complete --plan tidy --phase look\n" in took.out and "Guard-Plan" not in took.out
    assert took.out.endswith("\nnext   you: look, then: guard next --drop\n")
    assert again.out.endswith("\nnext   you: look, then: guard next --drop\n")
    assert dropped.out.endswith("\nnext   you: guard next --take tidy/sweep\n"), "other work is open"
    assert other.out.endswith("\nnext   you: guard next --take split-name/expand\n")
    assert last.out.endswith("\nnext   dana: guard attest complete --plan tidy --phase look\n"), (
        "not begun again at once"
    )
    assert late.out.endswith("\nnext   you: guard next --take tidy/look\n")


WRONG = {
    "a phase that is near": (("--take", "exand"), "no phase 'exand' on refs/heads/main; did you mean expand?"),
    "a whole name that is near": (("--take", "split-name/exand"), "did you mean split-name/expand?"),
    "a plan in the place of a phase": (("--take", "tidy"), "tidy is a plan; take up one of its phases: tidy/sweep"),
    "a phase of another plan": (("tidy", "--take", "expand"), "no phase 'expand'"),
    "a phase that is done elsewhere": (
        ("--take", "vault"),
        "rotate the key in the vault; once it is done: dana or omar: guard attest complete --plan tidy --phase vault",
    ),
    "a plan that is near": (("split",), "no plan 'split' on refs/heads/main; did you mean split-name?"),
    "both at once": (("--take", "expand", "--drop"), "not allowed with"),
    "a time without a zone": (("--now", "2026-01-01T00:00:00"), "a time with its zone"),
    "a name that hides": (("--take", "\x1b[31m"), "'\\x1b[31m'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_words_are_told_with_the_nearest(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, said = WRONG[name]
    with branch(capsys) as made:
        told = made.guard("next", *words)
        assert held(made) == ()
    assert (told.code, told.out) == (2, ""), told
    assert said in told.err


def test_a_phase_that_several_plans_have_is_named_whole(capsys: pytest.CaptureFixture[str]) -> None:
    other = FILES[b".guard/plans/tidy.yaml"].replace(b"plan: tidy", b"plan: mop").replace(b"/tools", b"/bin")
    with branch(capsys, {**FILES, b".guard/plans/mop.yaml": other}) as made:
        told = made.guard("next", "--take", "sweep")
        within = made.guard("next", "mop", "--take", "sweep")
    assert told.code == 2 and "mop/sweep, tidy/sweep; name one of them" in told.err
    assert within.code == 3 and "mop/sweep" in within.out


def test_what_is_taken_up_may_be_gone_or_unreadable(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        place = Path(os.fsdecode(made.made.git_dir)) / "guard" / "taken.json"
        place.parent.mkdir()
        place.write_text('{"plan": "gone", "phase": "away\\u202e"}')
        gone = made.guard("next")
        place.write_text("[]")
        broken = made.guard("next")
        dropped = made.guard("next", "--drop")
        assert not place.exists()
    assert "taken up here: gone/away\\u202e, which does not stand on refs/heads/main" in gone.out
    assert gone.out.endswith("next   you: guard next --drop\n")
    assert broken.code == 5 and "guard next --drop" in broken.out
    assert dropped.code == 0


def test_letting_go_is_possible_where_nothing_else_is(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        made.guard("next", "--take", "expand")
        made.land({b".guard/policy.yaml": b"id: [\n"})
        told, dropped = made.guard("next"), made.guard("next", "--drop")
        assert held(made) == ()
    assert told.code == 5
    assert (dropped.code, dropped.out) == (0, "guard: let go of split-name/expand\n")


def test_the_report_for_programs_fits_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        report = json.loads(made.guard("next", "--format", "json").out)
        took = json.loads(made.guard("next", "--take", "expand", "--format", "json").out)
    for one in (report, took):
        assert validate_data("next", one) == ()
    assert report["taken"] is None and took["taken"] == {"plan": "split-name", "phase": "expand"}
    assert [phase["node"] for phase in report["phases"] if phase["turn"] == "open"] == [
        "split-name/expand",
        "tidy/sweep",
    ]
    assert report["next"] == {"who": "you", "run": "guard next --take split-name/expand"}
    assert report["trusted"] == {"ref": "refs/heads/main", "commit": made.tip.decode()}


def test_the_work_tree_does_not_count(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a plan that only lies there nor one on another branch opens anything."""
    with branch(capsys) as made:
        made.made.write(".guard/plans/mine.yaml", FILES[b".guard/plans/tidy.yaml"].replace(b"tidy", b"mine"))
        told = made.guard("next", "mine")
    assert told.code == 2 and "no plan 'mine'" in told.err


def test_without_a_policy_or_a_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with branch(capsys, {b"a": b"a\n"}) as made:
        told = made.guard("next")
        report = json.loads(made.guard("next", "--format", "json").out)
    assert told.code == 0 and "not adopted: no .guard/policy.yaml on refs/heads/main" in told.out
    assert validate_data("next", report) == () and not report["adopted"]
    monkeypatch.chdir(tmp_path)
    assert main(["next"]) == 5


def test_a_guard_without_a_log_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with branch(capsys) as made:
        monkeypatch.chdir(os.fsdecode(made.made.top))
        assert main(["next"]) == 0
        out = capsys.readouterr().out
    assert "\nnot established: approvals and evidence: there is no log here\n" in out


def test_where_nothing_is_asked_of_a_log_none_is_missed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who begins lists no keys; once evidence is waited for, one line tells that there is no log."""
    policy = re.sub(r"key: [^,]*, |^machines:\n.*\n|^approvals: .*\n", "", POLICY, flags=re.MULTILINE)
    with branch(capsys, {**FILES, b".guard/policy.yaml": policy.encode()}) as made:
        monkeypatch.chdir(os.fsdecode(made.made.top))
        for words in ((), ("--take", "expand")):
            assert main(["next", *words]) == 0
            assert "no log here" not in capsys.readouterr().out
        made.land({b"tools/a": b"b\n"}, node="tidy/sweep")
        assert main(["next", "tidy"]) == 0
        out = capsys.readouterr().out
    assert "\nnot established: approvals and evidence: there is no log here\n" in out
    assert "dana: guard enroll NAME    and land the line it prints in .guard/policy.yaml" in out


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["next", "--help"])
    out = capsys.readouterr().out
    for words in ("--take", "--drop", "Guard-Phase:", "exit codes:", "guard schema next"):
        assert words in out
