"""`guard plan answer`: answers of people, written into a plan together; what they settle, whose yes no longer fits."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guard import drafts
from guard.acts import answering
from guard.acts.ground import Ground
from guard.acts.outdated import outdated
from guard.cli import main
from guard.document.amending import NotAmended
from guard.drafts import instead
from guard.errors import GuardError
from guard.model.plan import Assumption
from guard.schema import validate_data
from guard.standing import looking, options
from guard.words import Words
from tests.commands.acting import STOPPED, House, house, standing
from tests.commands.standing import EXPAND, FILES
from tests.repos import new_repository
from tests.running import Answer
from tests.signing import key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PLACE = ".guard/plans/split-name.yaml"
OLD = '  A1: {says: every name has two parts, settled_by: "dana: counted them"}\n'
ASSUMED = """\
  # what nobody has looked at yet
  A1: {says: every name has two parts}   # ask dana
  A2:
    says: >-
      nobody writes
      elsewhere

  A3: {says: no foo stands, settled_by: stray}
  A4: {says: users stand, settled_by: "inventory: table:users"}
  A5: {says: teams stand, settled_by: "inventory: table:teams type=uuid"}
  A6: {says: it is known, settled_by: "dana: TODO"}
"""
OPEN = STOPPED.replace(OLD, ASSUMED).replace("assume:", "absent:\n  stray: {text: foo, in: /src/**}\nassume:")
NEXT = OPEN.replace("version: 3", "version: 4")
KEEP = ("--keep-version",)


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house_:
        yield house_


@pytest.fixture
def asking(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A plan that leaves much open."""
    with standing(capsys, tmp_path, monkeypatch, house(plan=OPEN.encode())) as house_:
        checked_out(house_)
        yield house_


def checked_out(made: House) -> Path:
    """The work tree as the branch has it; the plan of it."""
    for path, text in made.files.items():
        made.made.write(os.fsdecode(path), text)
    return plan_of(made)


def plan_of(made: House) -> Path:
    return Path(os.fsdecode(made.made.top), PLACE)


def ran(made: House, *words: str) -> Answer:
    """The command, a minute after what happened last."""
    now = datetime.fromtimestamp(made.now + 60, UTC).isoformat()
    return made.guard("plan", "answer", *words, "--now", now)


def answer(made: House, *words: str, by: str = "dana") -> tuple[int, dict[str, Any]]:
    """The report, which fits its schema."""
    told = ran(made, "split-name", *words, *(("--as", by) if by else ()), "--format", "json")
    report: dict[str, Any] = json.loads(told.out)
    assert validate_data("answer", report) == ()
    assert report["exit_code"] == told.code
    return told.code, report


def test_answers_are_written_together_and_nothing_else(asking: House) -> None:
    place = plan_of(asking)
    place.chmod(0o640)
    told = asking.guard(
        "plan", "answer", "split-name", "A2=read all 12", 'A1=counted "5,000"', "A6=saw it", "--as", "omar"
    )
    assert told.code == 0, told.said
    wanted = OPEN.replace(
        "{says: every name has two parts}", '{says: every name has two parts, settled_by: "omar: counted \\"5,000\\""}'
    )
    wanted = wanted.replace("      elsewhere\n", '      elsewhere\n    settled_by: "omar: read all 12"\n')
    wanted = wanted.replace('"dana: TODO"', '"omar: saw it"').replace("version: 3", "version: 4")
    assert place.read_text() == wanted
    assert stat.S_IMODE(place.stat().st_mode) == 0o640
    assert sorted(os.listdir(place.parent)) == ["split-name.yaml", "tidy.yaml"], "nothing lies beside it"
    lines = told.out.splitlines()
    assert lines[0] == f"guard: 3 answers written to {PLACE}"
    assert '+    settled_by: "omar: read all 12"' in lines and f"--- a/{PLACE}" in lines
    assert (
        f"         you: git add -- {PLACE} && git commit" in lines
        and "next     you: guard plan lint split-name" in lines
    )
    assert [line for line in lines if line.startswith("answers  G421 ")][1].endswith(
        'about A2: "nobody writes elsewhere"'
    )
    assert 'before   "dana: TODO"' in lines


@pytest.mark.later
def test_a_dry_run_shows_the_same_and_writes_nothing(asking: House) -> None:
    place, words = plan_of(asking), ("A1=counted them", "A2=read all 12")
    code, shown = answer(asking, *words, "--dry-run")
    assert (code, shown["written"], place.read_text()) == (0, False, OPEN)
    code, done = answer(asking, *words)
    assert (code, done["written"]) == (0, True)
    assert {**shown, "written": True} == done
    assert [(one["name"], one["before"], one["settled_by"]) for one in done["answers"]] == [
        ("A1", None, "dana: counted them"),
        ("A2", None, "dana: read all 12"),
    ]
    assert [(one["rule"], one["about"], one["answered"]) for one in done["questions"]] == [
        ("G421", "A1", True),
        ("G421", "A2", True),
    ]
    code, again = answer(asking, *words)
    assert (code, again["written"], again["diff"], again["next"]) == (0, False, "", [])


def test_what_the_tree_answers_stays_and_what_it_cannot_may_be_replaced(asking: House) -> None:
    place = plan_of(asking)
    for name, says in (("A3", "stray"), ("A4", "inventory: table:users")):
        for more in ((), ("--replace",)):
            code, told = answer(asking, "A1=counted them", f"{name}=looked", *more)
            assert (code, told["written"], place.read_text()) == (1, False, OPEN), "all of them or none"
            (refused,) = told["refused"]
            assert (refused["name"], refused["what"].startswith(f"{name} is settled by {says}")) == (name, True)
    code, told = answer(asking, "A5=asked the team")
    assert code == 1 and "--replace" in told["refused"][0]["mend"] and "table:teams" in told["refused"][0]["what"]
    code, told = answer(asking, "A5=asked the team", "--replace")
    assert (code, told["answers"][0]["before"]) == (0, "inventory: table:teams type=uuid")
    assert [(one["about"], one["answered"]) for one in told["questions"]] == [("A5", True)]
    assert place.read_text() == NEXT.replace("inventory: table:teams type=uuid", "dana: asked the team")


def test_an_answer_is_replaced_only_where_that_is_said(made: House) -> None:
    place = checked_out(made)
    code, told = answer(made, "A1=looked again")
    assert code == 1 and 'what settles it: "dana: counted them"' in told["refused"][0]["what"]
    assert place.read_text() == STOPPED
    code, told = answer(made, "A1=looked again", "--replace")
    assert (code, told["answers"][0]["before"]) == (0, "dana: counted them")
    assert place.read_text() == STOPPED.replace("counted them", "looked again").replace("version: 3", "version: 4")


WRONG = {
    "no plan": (("split", "A1=x y"), "no plan 'split'; did you mean split-name?"),
    "no assumption": (("split-name", "A7=x y"), "no assumption 'A7'; there is A1"),
    "in small letters": (("split-name", "a1=x y"), "did you mean A1?"),
    "a hidden name": (("split-name", "A\x1b1=x y"), "no assumption 'A\\x1b1'"),
    "no sign": (("split-name", "A1"), "is no NAME=ANSWER"),
    "nothing said": (("split-name", "A1= "), "the answer to A1 says nothing"),
    "twice": (("split-name", "A1=x y", "A1=x z"), "A1 is answered twice"),
    "hidden": (("split-name", "A1=is it\u202e so"), "holds what cannot be seen"),
    "two lines": (("split-name", "A1=a\nphases: {}"), "is more than one line"),
    "empty talk": (("split-name", "A1=TBD!"), "settles nothing"),
    "one letter": (("split-name", "A1=k"), "settles nothing"),
    "too long": (("split-name", "A1=" + "a" * 501), "is longer than 500 letters"),
    "nobody": (("split-name", "A1=x y", "--as", "dena"), "no person 'dena'; did you mean dana?"),
    "a machine": (("split-name", "A1=x y", "--as", "deploy"), "deploy is a machine"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_words(made: House, name: str) -> None:
    place, (words, said) = checked_out(made), WRONG[name]
    told = ran(made, *words, *(() if "--as" in words else ("--as", "dana")))
    assert told.code == 2 and said in told.err, told
    assert "\x1b" not in told.said and place.read_text() == STOPPED


def test_an_agent_answers_nothing(made: House) -> None:
    place = checked_out(made)
    code, told = answer(made, "A1=looked", by="claude")
    assert (code, told["refused"][0]["what"], place.read_text()) == (1, "claude is an agent", STOPPED)
    assert "end your turn and tell dana, omar" in told["refused"][0]["mend"]


def test_who_answers_is_who_has_the_one_key_at_hand(asking: House) -> None:
    told = ran(asking, "split-name", "A1=counted them")
    assert told.code == 2 and "--as dana or --as omar" in told.err
    keys = asking.folder / "home/.ssh"
    keys.mkdir()
    (keys / "a.pub").write_text(f"{key('ed25519', 'claude').line}\n")
    assert ran(asking, "split-name", "A1=counted them").code == 2, "an agent's key is nobody's"
    (keys / "b.pub").write_text(f"{key('ed25519', 'omar').line}\n")
    code, done = answer(asking, "A1=counted them", by="")
    assert (code, done["answers"][0]["settled_by"]) == (0, "omar: counted them")
    (keys / "c.pub").write_text(f"{key('ed25519', 'dana').line}\n")
    assert ran(asking, "split-name", "A2=read them").code == 2, "two people's keys"


def test_a_yes_that_no_longer_fits_is_told_and_given_again(made: House) -> None:
    """From a signed approval to the next one, by what is printed and nothing else."""
    made.approved()
    stop = made.carried("approve", "split-name/backfill")
    assert stop.code == 0, stop.said
    place = checked_out(made)
    assert "open now:\n  split-name/expand\n" in made.guard("next", "split-name").out
    code, told = answer(made, "A1=counted 5,000 of them", "--replace")
    assert (code, told["keeps"], told["done"], told["not_established"]) == (0, [], [], [])
    names = ["expand", "dual-write", "backfill", "switch-reads", "stop-writes", "contract"]
    whole = [one for one in told["stale"] if one["run"] == "guard approve split-name --at HEAD"]
    assert [one["node"] for one in whole] == [f"split-name/{name}" for name in names]
    assert {(*one["by"], *one["who"]) for one in whole} == {("omar", "omar")}, "dana owns it, and omar can look at it"
    (own,) = [one for one in told["stale"] if one not in whole]
    assert (own["node"], own["run"]) == ("split-name/backfill", "guard approve split-name/backfill --at HEAD")
    assert told["version"] == {"before": 3, "now": 4}
    runs = told["next"]
    assert [one["run"] for one in runs[:2]] == ["guard plan lint split-name", f"git add -- {PLACE} && git commit"]
    assert runs[2:] == [{"who": "omar", "run": one["run"]} for one in (whole[0], own)]
    text = place.read_bytes()
    made.branch("answers", {PLACE.encode(): text})
    held = made.guard("check", "--range", "main..HEAD", "--format", "json")
    assert held.code == 3, held.said
    for one in runs[2:]:
        said = made.carried(*one["run"].split()[1:])
        assert said.code == 0, said.said
    passed = made.guard("check", "--range", "main..HEAD", "--format", "json")
    assert passed.code == 0, passed.said
    made.made.write(".git/HEAD", b"ref: refs/heads/main\n")
    made.land({PLACE.encode(): text})
    assert "open now:\n  split-name/expand\n" in made.guard("next", "split-name").out


def test_a_phase_that_is_done_asks_for_no_yes(made: House) -> None:
    made.approved()
    made.land(EXPAND, "expand", "split-name/expand")
    made.land({b"src/users/store.py": b"b\n"}, "write both", "split-name/dual-write")
    checked_out(made)
    told = answer(made, "A1=counted 5,000 of them", "--replace", "--dry-run")[1]
    assert told["done"] == ["split-name/expand"]
    assert "split-name/expand" not in [one["node"] for one in told["stale"]]
    text = ran(made, "split-name", "A1=counted 5,000 of them", "--replace", "--as", "dana").out
    assert "stale    the yes of omar to split-name, of dual-write, " in text
    assert "done     split-name/expand: nothing more lands there" in text


@pytest.mark.later
def test_a_phase_that_is_over_asks_for_no_yes(made: House) -> None:
    made.approved()
    made.land({b"db/migrations/0002.sql": b"SELECT 1;\n"}, "expand", "split-name/expand")
    made.land({b"src/users/store.py": b"b\n"}, "write both", "split-name/dual-write")
    checked_out(made)
    assert answer(made, "A1=counted 5,000 of them", "--replace", "--dry-run")[1]["done"] == ["split-name/expand"]


def test_what_was_asked_at_work_is_answered(made: House) -> None:
    checked_out(made)
    assert made.guard("ask", "is it so?", "--about", "A1").code == 0
    assert made.guard("ask", "who writes?", "--about", "expand").code == 0
    made.branch("work", EXPAND, "expand\n\nGuard-Ask: split-name/A1 0123abcd who counted?")
    told = answer(made, "A1=counted 5,000 of them", "--replace")[1]
    found = {one["says"]: (one["rule"], one["about"], one["answered"]) for one in told["questions"]}
    assert found == {"is it so?": ("G770", "A1", True), "who counted?": ("G770", "A1", False)}


def test_a_plan_that_has_not_landed_where_there_is_no_log(made: House) -> None:
    place = checked_out(made).with_name("other.yaml")
    place.write_bytes(OPEN.replace("plan: split-name", "plan: other").replace("\n", "\r\n").encode())
    told = ran(made, "other", "A1=counted them", "--as", "dana", "--format", "json")
    report = json.loads(told.out)
    assert validate_data("answer", report) == () and told.code == 0
    assert report["stale"] == [] and [one["what"] for one in report["not_established"]] == ["which approvals there are"]
    assert report["version"] == {"before": 3, "now": 3}, "nothing stands that it could pass for"
    before = OPEN.replace("plan: split-name", "plan: other").replace("\n", "\r\n")
    said = '{says: every name has two parts, settled_by: "dana: counted them"}'
    assert place.read_bytes().decode() == before.replace("{says: every name has two parts}", said)


def test_under_a_policy_that_has_not_landed_its_people_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with new_repository() as made_:
        bare = House(made_, {b"a": b"a\n"}, capsys, tmp_path)
        for path, text in FILES.items():
            made_.write(os.fsdecode(path), text)
        code, told = answer(bare, "A1=looked again", "--replace", by="omar")
        assert (code, told["written"]) == (0, True)
        assert ran(bare, "split-name", "A1=x y", "--as", "otto").code == 2


def test_only_people_of_the_policy_that_counts_answer(asking: House) -> None:
    place = plan_of(asking).parents[1] / "policy.yaml"
    place.write_text(place.read_text().replace("people:\n", "people:\n  otto: {teams: [identity]}\n"))
    told = ran(asking, "split-name", "A1=counted them", "--as", "otto")
    assert told.code == 2 and "no person 'otto'" in told.err


def test_the_plan_as_it_is_read_must_be_the_one_that_was_meant(made: House) -> None:
    """Whoever calls with what is no answer: nothing comes of it."""
    checked_out(made)
    with chdir(made.made.top), looking(options_of(), "guard") as at:
        folder = drafts.open_folder(at.repository.place.top)
        file = folder.plan("split-name")
        assert file is not None
        ground = Ground(at.repository, at.trigger, at.trusted, at.ref, at.log, at.replay, at.now)
        of = answering.sheet(ground, at.trusted.policy, folder, file)
        one = answering.Answer("A1", "", None, "dana: counted them")
        for said, why in (("dana: " + "a" * 5000, "would have a fault"), ("inventory:  table:users", "something else")):
            with pytest.raises(NotAmended, match=why):
                answering.answered(of.file, of.plan, [one._replace(settled_by=said)], 4)
        with pytest.raises(NotAmended, match="would have a fault"):
            answering.answered(of.file, of.plan, [one], 10**9 + 1)
        open_ = of._replace(plan=of.plan._replace(assumptions=(Assumption("A1", "it is so", None),)))
        assert [one.answered for one in outdated(open_, open_.plan, ["A1"]).questions] == [False]


def options_of() -> argparse.Namespace:
    words = Words("guard", "")
    options(words)
    return words.parse_args([])


REFUSED = {
    "a link": (lambda place: (place.rename(place.with_name("x")), place.symlink_to("x")), 5, "not a link"),
    "a fault": (lambda place: place.write_text(OPEN.replace("why:", "wyh:")), 1, "wyh"),
    "a circle": (
        lambda place: place.write_text(OPEN.replace("expand: {", "expand: {after: {contract: complete}, ")),
        1,
        "circle",
    ),
    "a policy with faults": (lambda place: (place.parents[1] / "policy.yaml").write_text("id: [\n"), 0, ""),
    "no policy": (lambda place: (place.parents[1] / "policy.yaml").unlink(), 5, "policy.yaml"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_gone_by_is_not_written(asking: House, name: str) -> None:
    spoil, code, said = REFUSED[name]
    place = plan_of(asking)
    spoil(place)  # type: ignore[no-untyped-call]
    before = place.read_text()
    told = ran(asking, "split-name", "A1=counted them", "--as", "dana")
    assert told.code == code and said in told.said, told
    assert (place.read_text() == before) == (code != 0)
    assert place.is_symlink() == (name == "a link")


def test_what_somebody_else_writes_meanwhile_stays(asking: House, monkeypatch: pytest.MonkeyPatch) -> None:
    place, real = plan_of(asking), answering.answered

    def late(*of: Any) -> Any:
        place.write_text(OPEN + "# mine\n")
        return real(*of)

    monkeypatch.setattr(answering, "answered", late)
    code, told = answer(asking, "A1=counted them")
    assert (code, told["written"], place.read_text()) == (1, False, OPEN + "# mine\n")
    assert "changed by somebody else" in told["refused"][0]["what"]
    assert sorted(os.listdir(place.parent)) == ["split-name.yaml", "tidy.yaml"]


def test_a_folder_swapped_for_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a").write_bytes(b"a")
    (tmp_path / "at").symlink_to("real")
    (tmp_path / "link").symlink_to("real/a")
    for path in (b"at/a", b"link", b"real"):
        with pytest.raises(GuardError, match="not a link"):
            instead.put(str(tmp_path), path, b"a", b"b")
    for path, text in ((b"real/a", b"x"), (b"real/gone", b"a")):
        with pytest.raises(instead.Moved):
            instead.put(str(tmp_path), path, text, b"b")
    assert (tmp_path / "real/a").read_bytes() == b"a" and os.listdir(tmp_path / "real") == ["a"]


@pytest.mark.parametrize("mode", [0o755, 0o555])
def test_a_dry_run_tells_what_would_stand_in_the_way(tmp_path: Path, mode: int) -> None:
    """Whoever runs this: a folder that takes nothing is told before, and one that takes everything is not."""
    place = tmp_path / "in/a"
    place.parent.mkdir()
    place.write_bytes(b"a")
    place.parent.chmod(mode)
    ends = []
    for does in (
        lambda: instead.able(str(tmp_path), b"in/a", b"a"),
        lambda: instead.put(str(tmp_path), b"in/a", b"a", b"b"),
    ):
        try:
            ends.append(str(does()))  # type: ignore[no-untyped-call]
        except GuardError as error:
            ends.append(error.what)
    place.parent.chmod(0o755)
    assert ends[0] == ends[1] and (place.read_bytes() == b"b") == (ends[0] == "None")
    assert mode == 0o555 or ends[0] == "None"


def test_what_a_document_holds_is_harmless_on_a_terminal(asking: House) -> None:
    place = plan_of(asking)
    place.write_text(
        OPEN.replace("every name has two parts", '"every\\u202e name"').replace("# ask dana", "# a\u00a0b")
    )
    told = ran(asking, "split-name", "A1=counted them", "--as", "dana")
    assert told.code == 0 and "\\u202e" in told.out and "\\u00a0" in told.out
    assert not {"\x1b", "\u202e", "\u00a0"} & set(told.out)


def shown_of(made: House, *words: str, by: str = "dana") -> str:
    code, told = answer(made, *words, "--dry-run", by=by)
    assert code == 0
    return str(told["shown"])


def test_the_version_is_the_next_one_where_the_plan_counts(made: House) -> None:
    place, words = checked_out(made), ("A1=looked again", "--replace")
    code, told = answer(made, *words, "--keep-version")
    assert (code, told["version"]) == (0, {"before": 3, "now": 3})
    assert place.read_text() == STOPPED.replace("counted them", "looked again"), "that alone"
    step = f"write version: 4 into {PLACE}: what means something else has another one"
    assert told["next"][0] == {"who": "you", "run": step}
    for here, now in (("2", 4), ("3", 4), ("4", 4), ("70", 70)):
        text = STOPPED.replace("version: 3", f"version:   {here}  # which")
        place.write_text(text)
        told = answer(made, *words)[1]
        assert told["version"] == {"before": int(here), "now": now}
        assert place.read_text() == text.replace("counted them", "looked again").replace(
            f" {here}  # which", f" {now}  # which"
        )
        assert not [one for one in told["next"] if "version" in one["run"]]
    place.write_text(STOPPED)
    said = ran(made, "split-name", *words, "--as", "dana").out
    assert "version  3 becomes 4: what means something else than the plan that counts has a higher one\n" in said
    place.write_text(STOPPED)
    assert "version  stays 3, as that was wanted\n" in ran(made, "split-name", *words, "--as", "dana", *KEEP).out


def test_what_means_the_same_as_what_counts_needs_no_other_version(made: House) -> None:
    place = checked_out(made)
    place.write_text(STOPPED.replace(OLD, "  A1: {says: every name has two parts}\n"))
    code, told = answer(made, "A1=counted them")
    assert (code, told["version"], place.read_text()) == (0, {"before": 3, "now": 3}, STOPPED)
    assert not [one for one in told["next"] if "version" in one["run"]]
    place.write_text(place.read_text().replace("version: 3", "version: 2").replace(OLD, "  A1: {says: no name}\n"))
    assert answer(made, "A1=counted them")[1]["version"] == {"before": 2, "now": 4}, "a lower one passes for nothing"


def test_what_was_shown_is_written_or_nothing_is(asking: House) -> None:
    place, words = plan_of(asking), ("A1=counted them",)
    shown = shown_of(asking, *words)
    assert shown in ran(asking, "split-name", *words, "--as", "dana", "--dry-run").out
    for said in (("A1=counted the rest",), (*words, "A2=read"), (*words, *KEEP), words):
        code, told = answer(asking, *said, "--shown", shown, by="omar" if said is words else "dana")
        assert (code, told["written"], place.read_text()) == (1, False, OPEN), said
        (refused,) = told["refused"]
        assert refused["what"].startswith(f"{PLACE} would be another file than was shown")
        assert "approvals" not in refused["what"]
        assert "--dry-run" in refused["mend"] and not told["next"]
    place.write_text(OPEN + "# mine\n")
    assert answer(asking, *words, "--shown", shown)[0] == 1 and place.read_text() == OPEN + "# mine\n"
    assert answer(asking, *words, "--shown", shown, "--dry-run")[0] == 1
    place.write_text(OPEN)
    code, told = answer(asking, *words, "--shown", shown)
    assert (code, told["written"], told["shown"]) == (0, True, shown)
    code, told = answer(asking, *words, "--shown", shown)
    assert (code, told["written"], told["diff"]) == (0, False, ""), "it says so already"


def test_approvals_that_come_after_what_was_shown_are_seen_first(made: House) -> None:
    place, words = checked_out(made), ("A1=looked again", "--replace")
    shown = shown_of(made, *words)
    made.approved()
    code, told = answer(made, *words, "--shown", shown)
    assert (code, place.read_text()) == (1, STOPPED)
    assert told["refused"][0]["what"] == "other approvals become stale than was shown; now: omar to split-name"
    assert answer(made, *words, "--shown", shown_of(made, *words))[0] == 0


def test_no_digest_is_wrong_words(made: House) -> None:
    checked_out(made)
    for said in ("", "a", "0" * 65, f"{'0' * 32}-{'G' * 32}", f"{'0' * 32}-{'0' * 32}\n"):
        told = ran(made, "split-name", "A1=looked again", "--replace", "--as", "dana", "--shown", said)
        assert told.code == 2 and ("--dry-run" if said else "--shown is empty") in told.err, said


def top_of(place: Path) -> Path:
    return next(folder.parent for folder in place.parents if folder.name == ".guard")


def hide(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


def afar(path: Path) -> None:
    """It stands outside the work tree, and a link leads there."""
    far = Path(tempfile.mkdtemp(dir=top_of(path).parent)) / path.name
    path.rename(far)
    path.symlink_to(far)


ENDS: dict[str, tuple[Callable[[Path], object], tuple[str, ...], int, str, str]] = {
    "a fault": (lambda place: place.write_text(OPEN.replace("why:", "wyh:")), (), 1, "violation", f"{PLACE}:1:1: "),
    "a circle": (
        lambda place: place.write_text(OPEN.replace("expand: {", "expand: {after: {contract: complete}, ")),
        (),
        1,
        "violation",
        f"{PLACE}:",
    ),
    "an agent": (lambda place: None, ("A1=x y", "--as", "claude"), 1, "violation", "claude is an agent"),
    "no policy": (lambda place: (place.parents[1] / "policy.yaml").unlink(), (), 5, "cannot-establish", "there is no"),
    "a link": (lambda place: afar(place), (), 5, "cannot-establish", "not a link"),
    "a folder that is a link": (lambda place: afar(place.parent), (), 5, "cannot-establish", "not a link"),
    "read-only": (lambda place: place.chmod(0o444), (), 5, "cannot-establish", "the file is read-only"),
    "read-only, dry": (
        lambda place: place.chmod(0o444),
        ("A1=x y", "--as", "dana", "--dry-run"),
        5,
        "cannot-establish",
        "the file is read-only",
    ),
    "no repository": (lambda place: hide(top_of(place) / ".git"), (), 5, "cannot-establish", "not a git repository"),
    "no assumption": (lambda place: None, ("A9=x y", "--as", "dana"), 2, "usage", "no assumption 'A9'"),
    "no answer": (lambda place: None, ("A1=TODO", "--as", "dana"), 2, "usage", "settles nothing"),
    "no digest": (lambda place: None, ("A1=x y", "--shown", "x"), 2, "usage", "--shown"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
def test_every_end_is_told_programs_and_people_alike(asking: House, name: str) -> None:
    spoil, words, code, outcome, said = ENDS[name]
    place = plan_of(asking)
    spoil(place)
    before = place.read_bytes()
    words = words or ("A1=counted them", "--as", "dana")
    told, plain = ran(asking, "split-name", *words, "--format", "json"), ran(asking, "split-name", *words)
    report = json.loads(told.out)
    assert validate_data("answer", report) == ()
    assert (told.code, plain.code, report["exit_code"], report["outcome"]) == (code, code, code, outcome)
    assert report["refused"] and all(one["what"] and one["why"] and one["mend"] for one in report["refused"])
    assert said in report["refused"][0]["what"] and plain.said
    assert (report["written"], place.read_bytes()) == (False, before)
    assert bool(report["not_established"]) == (code == 5)


def test_a_file_is_no_name_of_a_plan(asking: House, tmp_path: Path) -> None:
    elsewhere = tmp_path / "split-name.yaml"
    elsewhere.write_text(OPEN)
    same = "did you mean split-name?"
    for name, near in ((str(elsewhere), same), (PLACE, same), ("../x.yml", "by its id (")):
        told = ran(asking, name, "A1=counted them", "--as", "dana")
        assert told.code == 2 and "is a file" in told.err and near in told.err, told
    assert elsewhere.read_text() == OPEN == plan_of(asking).read_text()


@pytest.mark.parametrize("folder", ["src/users", ".guard/plans", "."])
def test_what_comes_next_is_run_in_the_same_folder(
    asking: House, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    top = os.fsdecode(asking.made.top)
    asking.made.write("src/users/a", b"a\n")
    with chdir(os.path.join(top, folder)):
        code = main(["plan", "answer", "split-name", "A1=counted them", "--as", "dana", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert code == 0
    add = next(one["run"] for one in report["next"] if one["run"].startswith("git add")).partition(" && ")[0]
    asking.made.git("-C", folder, *shlex.split(add)[1:])
    assert PLACE.encode() in asking.made.git("diff", "--cached", "--name-only", "main").splitlines()
