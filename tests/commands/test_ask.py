"""`guard ask`: an agent stops itself; its question travels with its commits until the plan, or a person, answers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.model.ask import asks
from tests.commands.acting import STOPPED, House, standing
from tests.commands.standing import EXPAND

QUESTION = "do names come as 'given family'?"


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house_:
        yield house_


def kept(made: House) -> list[dict[str, str]]:
    path = Path(os.fsdecode(made.made.top), ".git/guard/asked.json")
    return json.loads(path.read_text()) if path.exists() else []  # type: ignore[no-any-return]


def branched(made: House, message: str) -> bytes:
    """A commit of phase expand on a branch of its own, with these words."""
    main = made.tip
    work = made.land(EXPAND, message, "split-name/expand")
    made.made.ref(b"refs/heads/work", work)
    made.tip = main
    made.made.ref(b"refs/heads/main", main)
    return work


def test_a_question_is_kept_and_says_who_answers(made: House) -> None:
    told = made.guard("ask", QUESTION, "--about", "A1")
    assert told.code == 0, told.said
    assert [(one["plan"], one["about"], one["says"]) for one in kept(made)] == [("split-name", "A1", QUESTION)]
    for words in ("asked about split-name/A1", "end your turn and tell dana", "--accept ", "Guard-Ask: split-name/A1 "):
        assert words in told.out
    listed = made.guard("ask")
    assert listed.code == 0 and "waits" in listed.out and QUESTION in listed.out
    again = made.guard("ask", QUESTION, "--about", "split-name/A1")
    assert again.code == 0 and len(kept(made)) == 1, "asked twice is asked once"


def test_it_holds_up_the_merge_until_a_person_accepts_it(made: House) -> None:
    made.approved()
    made.guard("ask", QUESTION, "--about", "A1")
    (ask,) = [f"Guard-Ask: {one['plan']}/{one['about']} {one['sign']} {one['says']}" for one in kept(made)]
    free = branched(made, "expand")
    passed = made.guard("check", "--range", f"main..{free.decode()}", "--format", "json")
    assert passed.code == 0, passed.said
    work = branched(made, f"expand\n\n{ask}")
    held = made.guard("check", "--range", f"main..{work.decode()}", "--format", "json")
    assert held.code == 3, held.said
    (found,) = [one for one in json.loads(held.out)["findings"] if one["blocks"] == "merge"]
    assert (found["rule"], found["fingerprint"]) == ("G770", asks([ask.encode()])[0].id)
    named = ("approve", "split-name", "--at", work.decode(), "--accept", found["fingerprint"])
    said = made.carried(*named, "--reason", "they do, but for 0.4 %")
    assert said.code == 0, said.said
    settled = made.guard("check", "--range", f"main..{work.decode()}", "--format", "json")
    assert settled.code == 0, settled.said
    (found,) = [one for one in json.loads(settled.out)["findings"] if one["rule"] == "G770"]
    assert found["settled"].startswith("omar accepted it: they do")


def test_an_answer_in_the_plan_answers_it(made: House) -> None:
    made.guard("ask", QUESTION, "--about", "A1")
    answered = STOPPED.replace("dana: counted them", "dana: counted 5,000 of them, 0.4 % are one word")
    made.land({b".guard/plans/split-name.yaml": answered.encode()})
    listed = made.guard("ask")
    assert listed.code == 0 and "answered" in listed.out and "waits" not in listed.out
    made.guard("ask", "who else writes them?", "--about", "expand")
    assert [one["about"] for one in kept(made)] == ["expand"], "what is answered is let go of"


def held(made: House, line: str) -> tuple[int, list[dict[str, str]]]:
    """Work of phase expand whose message has this line, at the door of the merge: exit code, and what was asked."""
    work = branched(made, f"expand\n\n{line}")
    told = made.guard("check", "--range", f"main..{work.decode()}", "--format", "json")
    return told.code, [one for one in json.loads(told.out)["findings"] if one["rule"] == "G770"]


def test_only_an_answer_takes_it_away_and_no_sign_that_nobody_knows(made: House) -> None:
    made.guard("ask", QUESTION, "--about", "A1")
    (one,) = kept(made)
    line = f"Guard-Ask: split-name/A1 {one['sign']} {QUESTION}"
    answered = STOPPED.replace("dana: counted them", "dana: counted 5,000 of them, 0.4 % are one word")
    made.land({b".guard/plans/split-name.yaml": answered.encode()}, "answered")
    assert held(made, line)[1] == [], "the plan says something else than it did when it was asked"
    for sign in ("0123abcd", "ffffffff"):
        code, found = held(made, line.replace(one["sign"], sign))
        assert code == 3 and found, sign
        assert QUESTION in found[0]["what"]


def test_a_line_that_is_of_no_plan_is_said_and_can_be_accepted(made: House) -> None:
    made.approved()
    for line in ("Guard-Ask: nonsense", "Guard-Ask: is it a ULID?", "Guard-Ask: split-nam/A1 0123abcd is it?"):
        code, (found,) = held(made, line)
        assert code == 3 and found["what"].startswith("a commit asks something of no plan that stands"), line
        assert "Guard-Ask: split-name/NAME" in json.dumps(found["next"]), line
    code, (found,) = held(made, "Guard-Ask: split-name/A7 who says so?")
    assert code == 3 and "A7, which split-name does not have" in found["what"]
    work = branched(made, "expand\n\nGuard-Ask: nonsense")
    (found,) = held(made, "Guard-Ask: nonsense")[1]
    named = ("approve", "split-name", "--at", work.decode(), "--accept", found["fingerprint"])
    said = made.carried(*named, "--reason", "a slip of the pen")
    assert said.code == 0, said.said
    code, (found,) = held(made, "Guard-Ask: nonsense")
    assert code == 0 and found["settled"].startswith("omar accepted it: a slip")


def test_what_was_asked_here_of_a_plan_that_has_gone_is_open_no_more(made: House) -> None:
    made.guard("ask", QUESTION, "--about", "A1")
    path = Path(os.fsdecode(made.made.top), ".git/guard/asked.json")
    path.write_text(path.read_text().replace("split-name", "gone"))
    assert "answered" in made.guard("ask").out
    made.made.ref(b"refs/heads/work", branched(made, "expand"))
    made.made.git("symbolic-ref", "HEAD", "refs/heads/work")
    told = made.guard("check", "--range", "main..HEAD", "--format", "json")
    assert [one for one in json.loads(told.out)["findings"] if one["rule"] == "G770"] == []


def test_where_no_plan_holds_the_work_the_line_is_listed_as_not_established(made: House) -> None:
    main = made.tip
    work = made.land({b"docs/a.md": b"# A\n"}, "a page\n\nGuard-Ask: nonsense")
    made.made.ref(b"refs/heads/work", work)
    made.made.ref(b"refs/heads/main", main)
    told = made.guard("check", "--range", f"main..{work.decode()}", "--format", "json")
    listed = [one["what"] for one in json.loads(told.out)["not_established"]]
    assert [one for one in listed if one.startswith("Guard-Ask: nonsense")] != []


def test_a_range_that_ends_here_is_held_to_what_was_asked_here(made: House) -> None:
    made.approved()
    work = branched(made, "expand")
    made.guard("ask", QUESTION, "--about", "A1")
    past = made.guard("check", "--range", f"main..{work.decode()}", "--format", "json")
    assert past.code == 0, "a range that ends elsewhere is other work"
    (listed,) = [one for one in json.loads(past.out)["not_established"] if one["what"].startswith("G770")]
    assert "this range ends elsewhere" in listed["why"]
    made.made.git("symbolic-ref", "HEAD", "refs/heads/work")
    for words in (("--range", "main..HEAD"), ("--range", f"main..{work.decode()}"), ("--commit", "HEAD")):
        told = made.guard("check", *words, "--format", "json")
        (found,) = [one for one in json.loads(told.out)["findings"] if one["rule"] == "G770"]
        assert told.code == 3 and QUESTION in found["what"], words
        assert "Guard-Ask: split-name/A1 " in json.dumps(found["next"]), "what no commit says, nobody else will know"
        assert not [one for one in json.loads(told.out)["not_established"] if one["what"].startswith("G770")]
    (one,) = kept(made)
    made.made.ref(b"refs/heads/work", branched(made, f"expand\n\nGuard-Ask: split-name/A1 {one['sign']} {QUESTION}"))
    told = made.guard("check", "--range", "main..HEAD", "--format", "json")
    (found,) = [one for one in json.loads(told.out)["findings"] if one["rule"] == "G770"]
    assert "Guard-Ask: split-name/A1 " not in json.dumps(found["next"]), "asked here and said there is one question"


WRONG = {
    "about nothing": ((QUESTION,), "say what it is about"),
    "about what nobody has": ((QUESTION, "--about", "A7"), "no assumption and no phase 'A7'"),
    "about another plan's": ((QUESTION, "--about", "tidy/A1"), "no assumption and no phase 'A1'"),
    "of no plan": ((QUESTION, "--about", "split/A1"), "no plan 'split'"),
    "without words": (("--about", "A1"), "--about goes with a question"),
    "blank": (("  ", "--about", "A1"), "says nothing"),
    "hidden": (("is it\u202e so?", "--about", "A1"), "holds what cannot be seen"),
    "too long": (("a " * 300, "--about", "A1"), "is longer than"),
}


def test_words_that_ask_nothing(made: House) -> None:
    for name, (words, said) in WRONG.items():
        told = made.guard("ask", *words)
        assert told.code == 2 and said in told.err, (name, told)
        assert kept(made) == []


def test_a_file_that_is_damaged_is_told(made: House) -> None:
    path = Path(os.fsdecode(made.made.top), ".git/guard/asked.json")
    path.parent.mkdir(exist_ok=True)
    for text in ("{", "[1]", '[{"plan": 1}]', '{"plan": "p"}'):
        path.write_text(text)
        told = made.guard("ask")
        assert told.code == 5 and "G813" in told.said, (text, told)
