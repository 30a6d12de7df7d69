"""`guard next --format agent`: short, in parts that keep their wording, what is somebody else's under their name."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.cli import main
from guard.commands._brief import BYTES, LINES, Part, fitting
from tests.commands.standing import EXPAND, FILES, POLICY, SPLIT, TIDY, Branch, branch
from tests.conftest import ROOT, examples
from tests.console import blocks
from tests.running import WAYS_ROUND

pytestmark = pytest.mark.usefixtures("read_here")

PAGE = ROOT / "docs" / "agents-messages.md"
HEADS = ("where things stand", "you may", "you may not", "when it is done", "your turn ends", "to ask")
SIGNED = re.compile(r"you: .*guard (approve|attest|revoke|enroll|plan answer)|undeclare|remove the declaration", re.I)
EXPANDING, WRITING = "split-name/expand", "split-name/dual-write"
TAKE = "next   you: guard next --take split-name/expand"
WORK = "next   you: make the change, then: guard check --staged"


class Told(NamedTuple):
    """The text, part by part."""

    code: int
    text: str
    parts: dict[str, str]

    @property
    def next(self) -> str:
        return self.text.splitlines()[-1]


def read(text: str, code: int = 0) -> Told:
    """What holds of every text: its size, its parts in their order, nothing that leads round, nobody's act for it."""
    assert len(text.encode()) <= 4096 and text.count("\n") <= 40, text
    assert text.isprintable() or not text.replace("\n", "").strip() or all(map(str.isprintable, text.splitlines()))
    assert not WAYS_ROUND.search(text) and not SIGNED.search(text), text
    parts: dict[str, str] = {}
    at = "first"
    for line in text.splitlines()[:-1]:
        if not line.startswith(" ") and "first" in parts:
            at = line
        parts[at] = parts.get(at, "") + line + "\n"
    kinds = [next(head for head in HEADS[::-1] if part.startswith(head)) for part in list(parts)[1:]]
    assert kinds == [head for head in HEADS if head in kinds] and text.splitlines()[-1].startswith("next   "), text
    return Told(code, text, parts)


def told(made: Branch, *words: str) -> Told:
    answer = made.guard("next", *words, "--format", "agent")
    assert answer.err == ""
    return read(answer.out, answer.code)


def agree(made: Branch) -> None:
    """A yes to both plans."""
    made.book.approve("plan", "split-name", by="omar", at=made.now)
    made.book.approve("plan", "tidy", by="dana", at=made.now)


def stand(made: Branch, name: str, tip: bytes = b"") -> None:
    """HEAD is on a branch of this name."""
    made.made.ref(f"refs/heads/{name}".encode(), tip or made.tip)
    made.made.write(".git/HEAD", f"ref: refs/heads/{name}\n".encode())


def commit(made: Branch, name: str, files: Mapping[bytes, bytes], node: str, tip: bytes = b"") -> bytes:
    """A commit that claims a phase, on a branch of its own that HEAD is on."""
    plan, _, phase = node.partition("/")
    tree = made.made.tree(made.made.files({**made.files, **files}))
    said = f"work\n\nGuard-Plan: {plan}\nGuard-Phase: {phase}\n".encode()
    oid = made.made.commit(tree, [tip or made.tip], said)
    stand(made, name, oid)
    return oid


def test_what_waits_for_a_yes_ends_the_turn(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        one = told(made, "split-name")
    assert "0 of 5 phases complete, 1 ready but for a yes, 4 waiting" in one.parts["where things stand"]
    assert "no phase is open to you now" in one.parts["you may"]
    assert "omar: guard approve split-name\n" in one.parts["your turn ends"]
    assert "theirs, and never yours" in one.parts["your turn ends"]
    assert one.next == "next   end your turn, and tell omar"
    assert "when it is done" not in one.parts


def test_an_open_phase_is_shown_before_it_is_taken_up(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        one = told(made, "split-name")
        every = told(made)
    may = one.parts[f"you may, once {EXPANDING} is taken up"]
    for words in ("schema.column.add", "/db/**, /src/**", "20 files, 400 lines", "column:users.given", "/docs/**"):
        assert words in may
    assert one.next == every.next == TAKE
    assert "tidy" not in one.text and "tidy, owner omar: 0 of 2 phases complete, 1 open, 1 waiting" in every.text
    assert 'guard ask "..." --about split-name/A1' in one.parts["to ask"]


def test_the_page_shows_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        waits = told(made, "split-name").text
        agree(made)
        made.guard("next", "--take", "expand")
        stand(made, "work")
        work = told(made, "split-name").text
    look = TIDY.replace("phases:\n", "phases:\n  look: {does: []}\n").replace(
        "sweep: {", "sweep: {after: {look: complete}, "
    )
    with branch(capsys, {**FILES, b".guard/plans/tidy.yaml": look.encode()}) as made:
        agree(made)
        looking = told(made, "tidy", "--take", "look").text
    shown = [block.text for block in blocks(PAGE.read_text()) if block.tag == "text"]
    assert shown == [work, waits, looking]


def test_what_may_not_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    policy = POLICY.replace(
        "  table:users: identity\n", "  table:users: identity\n  table:rates: [billing, identity]\n"
    )
    policy = policy.replace("teams: [identity]", "teams: [identity, billing]", 1)
    with branch(capsys, {**FILES, b".guard/policy.yaml": policy.encode()}) as made:
        agree(made)
        may_not = told(made, "split-name").parts["you may not"]
    assert "  touch    /src/users/legacy/**\n" in may_not
    assert "  begin    what is not open: dual-write, backfill, switch-reads, contract\n" in may_not
    assert "  pass     without one more yes of a person: backfill, contract\n" in may_not
    assert "/.guard/**, CI, hooks" in may_not
    assert "what is of no plan here: table:rates (billing, identity)" in may_not and "table:users" not in may_not
    assert "whatever key lies here" in may_not


def test_the_work_is_on_a_branch_and_ends_with_who_lands_it(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        took = told(made, "--take", "expand")
        stand(made, "work")
        one = told(made, "split-name")
        commit(made, "work", EXPAND, EXPANDING)
        more = told(made, "split-name")
    switch = "next   you: git switch --no-track -c split-name-expand refs/heads/main"
    assert "taken up just now: split-name/expand" in took.text and took.next == switch, "on the trusted branch itself"
    assert one.next == more.next == WORK
    for words in ("you: guard check --staged ", "you: git commit ", "you: guard check --range ..HEAD "):
        assert f"  {words}" in one.parts["when it is done"]
    assert "Guard-Plan: split-name and Guard-Phase: expand" in one.parts["when it is done"]
    assert "  dana: land work on refs/heads/main\n" in one.parts["your turn ends"]
    assert "on work: 1 commit of it, not landed yet" in more.parts["where things stand"]


WHERE = {
    "HEAD is on no branch": ("git switch -c split-name-expand", ""),
    "the trusted branch has gone on": ("git switch --no-track -c split-name-expand refs/heads/main", "behind"),
    "commits of another phase stand on it": ("git switch --no-track -c split-name-expand refs/heads/main", "other"),
    "a branch of that name stands": ("git switch --no-track -c split-name-expand-2 refs/heads/main", "named"),
    "no commit is there yet": ("git switch --no-track -c split-name-expand refs/heads/main", "unborn"),
}


@pytest.mark.parametrize("name", WHERE)
def test_a_landing_begins_where_the_trusted_branch_stands(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    step, how = WHERE[name]
    with branch(capsys) as made:
        agree(made)
        made.guard("next", "--take", "expand")
        if how == "":
            made.made.write(".git/HEAD", made.tip + b"\n")
        elif how == "behind":
            stand(made, "work")
            made.land({b"docs/more.md": b"more\n"})
        elif how == "other":
            commit(made, "work", {b"tools/a": b"b\n"}, "tidy/sweep")
        elif how == "named":
            made.made.ref(b"refs/heads/split-name-expand", made.tip)
        else:
            made.made.write(".git/HEAD", b"ref: refs/heads/unborn\n")
        one = told(made, "split-name")
    assert one.next == f"next   you: {step}"


def test_what_landed_in_another_commit_is_not_to_land_again(capsys: pytest.CaptureFixture[str]) -> None:
    new = {b"src/users/store.py": b"b\n"}
    with branch(capsys) as made:
        agree(made)
        made.land(EXPAND, node=EXPANDING)
        made.deployed(EXPANDING, "api", "worker")
        made.guard("next", "--take", "dual-write")
        commit(made, "work", new, WRITING)
        before = told(made, "split-name")
        made.land(new, "squashed", node=WRITING)
        after = told(made, "split-name")
        commit(made, "work", {**new, b"src/more.py": b"c\n"}, WRITING)
        more = told(made, "split-name")
    assert "1 commit of it, not landed yet" in before.text and before.next == WORK
    assert "not landed yet" not in after.text and "1 landing so far" in after.text
    run = "guard attest complete --plan split-name --phase dual-write"
    assert f"  dana: {run}\n  omar: {run}\n" in after.parts["your turn ends"]
    assert after.next == "next   end your turn, and tell dana or omar"
    assert "you may" in after.parts, "nothing is done meanwhile"
    assert more.next == WORK and "1 commit of it, not landed yet" in more.text, "more of it is under way"


def test_machines_and_time_are_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    """A yes to a stop is asked for once what comes before it is known, no earlier."""
    with branch(capsys) as made:
        agree(made)
        made.land(EXPAND, node=EXPANDING)
        machine = told(made, "split-name")
        made.deployed(EXPANDING, "api", "worker")
        made.land({b"src/users/store.py": b"b\n"}, node=WRITING)
        made.book.attest("complete", WRITING, made.tip, by="dana", at=made.now)
        both = told(made, "split-name")
        made.deployed(WRITING, "api", "worker")
        soak = told(made, "split-name")
        made.now += 86400
        stop = told(made, "split-name")
    run = "guard attest deployed --plan split-name --phase expand --env production --service"
    assert f"  deploy: {run} api\n  deploy: {run} worker\n" in machine.parts["your turn ends"]
    assert machine.next == "next   end your turn, and tell dana", "the owner, for a machine"
    assert "approve" not in both.parts["your turn ends"] and "deploy: guard attest" in both.parts["your turn ends"]
    until = re.search(r"before (2026-01-\d\d \d\d:\d\d UTC); ask again then", soak.parts["your turn ends"])
    assert until and soak.next == f"next   end your turn, until {until[1]}"
    assert stop.next == "next   end your turn, and tell omar"
    assert "  omar: guard approve split-name/backfill\n" in stop.parts["your turn ends"]


def test_a_question_of_ones_own_ends_the_turn_until_it_has_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        made.guard("ask", 'is "given family" a name?', "--about", "A1")
        asked = told(made, "split-name")
        other = told(made, "tidy")
        made.guard("ask", "how long does it take?", "--about", "split-name/backfill")
        phase = told(made, "split-name")
        made.book.payloads.clear()
        agree(made)
        shown = made.guard("ask").out
        names = re.findall(r"^(\w+)  waits", shown, re.M)
        made.book.payloads.clear()
        made.book.approve("plan", "split-name", by="omar", at=made.now, accepts=names)
        free = told(made, "split-name")
    assert len(names) == 2
    assert '  dana: guard plan answer split-name A1="..." --replace\n' in asked.parts["your turn ends"]
    assert asked.next == phase.next == "next   end your turn, and tell dana"
    assert 'has no answer yet: "is "given family" a name?"' in asked.parts["your turn ends"]
    assert other.next == "next   you: guard next --take tidy/sweep", "it holds up its own plan alone"
    assert free.next == TAKE


def test_what_is_routine_is_not_ended_for_others(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever names no plan may have been asked for anything."""
    routine = re.search("routine:\n.*\n", POLICY)
    assert routine
    with branch(capsys) as made:
        one, named = told(made), told(made, "tidy")
        made.land({b".guard/policy.yaml": POLICY.replace(routine[0], "").encode()})
        none = told(made)
    words = "  now, unless all you were asked for is routine; tell them what is theirs, and never yours:\n"
    assert words in one.parts["your turn ends"]
    for other in (named, none):
        assert "  now; tell them what is theirs, and never yours:\n" in other.parts["your turn ends"]


def test_a_question_about_a_phase_is_answered_there(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        made.guard("ask", "how long does it take?", "--about", "split-name/backfill")
        one = told(made, "split-name")
    assert "  dana: say in the plan, at phase backfill, what holds" in one.parts["your turn ends"]


def test_what_was_done_is_told_in_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        early = told(made, "--take", "expand")
        agree(made)
        waits = told(made, "--take", "contract")
        made.guard("next", "--take", "expand")
        dropped, empty = told(made, "--drop"), told(made, "--drop")
    assert early.code == 3 and "not taken up: split-name/expand" in early.text
    assert early.next == "next   end your turn, and tell omar"
    assert waits.code == 1 and "not taken up: split-name/contract" in waits.text and waits.next == TAKE
    assert "let go of: split-name/expand" in dropped.text and dropped.next == TAKE
    assert "let go of: nothing" in empty.text


def test_what_is_taken_up_and_open_no_more_is_let_go_of(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        made.guard("next", "--take", "expand")
        made.land(EXPAND, node=EXPANDING)
        complete = told(made, "split-name")
        made.book.payloads.clear()
        gone = told(made, "split-name")
    assert complete.next == gone.next == "next   you: guard next --drop"


def test_work_of_another_plan_does_not_stand_in_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    with branch(capsys) as made:
        agree(made)
        made.guard("next", "--take", "tidy/sweep")
        one = told(made, "split-name")
    assert "taken up here: tidy/sweep" in one.text and one.next == TAKE


QUIET = {
    "looks only": ("  look: {does: []}\n  then: {after: {look: complete}, does: [file.add]}\n", "complete --plan tidy"),
    "outside": ('  turn: {outside: "rotate the key"}\n', "complete --plan tidy --phase turn"),
}


@pytest.mark.parametrize("name", QUIET)
def test_a_phase_in_which_nothing_lands_is_read_and_told(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    phases, run = QUIET[name]
    assume = "assume:\n  A1: {says: it is so, settled_by: dana}\n  A2: {says: nobody runs them by hand}\n"
    plan = TIDY.partition("phases:\n")[0] + assume + "phases:\n" + phases
    with branch(capsys, {**FILES, b".guard/plans/tidy.yaml": plan.encode()}) as made:
        agree(made)
        one = told(made, "tidy")
        took = made.guard("next", "--take", phases.split()[0].rstrip(":"), "--format", "agent")
        dropped = told(made, "tidy", "--drop")
    taken = one if phases.startswith("  turn") else read(took.out)
    assert f"  dana: guard attest {run}" in taken.parts["your turn ends"]
    assert f"  dana: guard attest {run}" in dropped.parts["your turn ends"]
    assert dropped.next == "next   end your turn, and tell dana or omar"
    assert "no phase is open to you now" in dropped.parts["you may"]
    if taken is one:
        assert one.next == dropped.next and (took.code, took.out) == (2, "")
        assert f"rotate the key; once it is done: dana or omar: guard attest {run}" in took.err
        return
    assert one.next == "next   you: guard next --take tidy/look"
    assert taken.next == "next   you: look, then: guard next --drop"
    may = taken.parts["you may, in tidy/look"]
    assert "  for      Tidy the tools\n" in may and "  whether  A2: nobody runs them by hand\n" in may
    assert "A1" not in may and "/docs/**" not in may, (
        "what is settled is not looked for, and nothing is routine under it"
    )
    for page in (taken, dropped):
        assert ".guard/plans/tidy.yaml and its story tidy.md, nothing else" in page.parts["when it is done"]


def test_without_a_policy_a_plan_or_a_log(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with branch(capsys, {b"a": b"a\n"}) as made:
        bare = told(made)
        made.land({b".guard/policy.yaml": POLICY.encode()})
        empty = told(made)
        made.land({b".guard/plans/split-name.yaml": SPLIT.encode(), b"docs/back.md": b"# back\n"})
        monkeypatch.chdir(os.fsdecode(made.made.top))
        assert main(["next", "--format", "agent"]) == 0
        unlogged = read(capsys.readouterr().out)
        made.made.git("remote", "add", "origin", "/nowhere")
        assert main(["next", "--format", "agent"]) == 0
        far = read(capsys.readouterr().out)
    assert "nothing is held to anything here" in bare.text and bare.next == "next   you: do the work you were asked for"
    assert "no plan stands there yet" in empty.text and empty.next.startswith("next   you: guard plan new NAME ")
    assert "not established: approvals and evidence: there is no log here" in unlogged.parts["where things stand"]
    assert unlogged.next == far.next == "next   end your turn, and tell omar"
    assert "you: git fetch origin guard-log:" in far.parts["where things stand"]


def wide(many: int, names: str = "p") -> bytes:
    """A plan of many phases, whose names and paths are long and take four bytes a letter where they may."""
    place = "/" + "\U0001f980" * 900 + "/**"
    phases = [
        f"  {names}{number:04}-{'x' * 55}: {{does: [file.add, file.modify], stop: look}}\n" for number in range(many)
    ]
    paths = ", ".join([f"{place[:-3]}{number}/**" for number in range(20)])
    assume = "".join([f"  A{number}: {{says: it is so}}\n" for number in range(99)])
    head = TIDY.partition("scope:")[0] + f"scope: {{paths: [{paths}], never: [{place}]}}\nassume:\n{assume}"
    return (head + "phases:\n" + "".join(phases)).encode()


def test_two_hundred_phases_are_counted_and_what_matters_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    first = "p0000-" + "x" * 55
    with branch(capsys, {**FILES, b".guard/plans/tidy.yaml": wide(200)}) as made:
        waits = told(made, "tidy")
        made.book.approve("plan", "tidy", by="dana", at=made.now)
        made.book.approve("phase", f"tidy/{first}", by="dana", at=made.now)
        one = told(made, "tidy")
        made.guard("next", "--take", f"tidy/{first}")
        stand(made, "w\u202e" + "\U0001f980" * 20)
        work = told(made, "tidy")
        every = told(made)
    assert "0 of 200 phases complete, 200 ready but for a yes" in waits.text
    assert "dana: guard approve tidy\n" in waits.text and waits.next == "next   end your turn, and tell dana"
    assert one.next == f"next   you: guard next --take tidy/{first}"
    assert "  in       20 of them: guard plan show tidy\n" in one.text
    assert "without one more yes of a person: 199 of them\n" in one.text
    assert work.next == every.next == WORK
    assert "  omar: land $'w\\xe2\\x80\\xae" in work.text and "guard check --range ..HEAD" in work.text


def test_many_plans_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    more = {
        f".guard/plans/t{n:03}.yaml".encode(): TIDY.replace("plan: tidy", f"plan: t{n:03}").encode() for n in range(40)
    }
    with branch(capsys, {**FILES, **more}) as made:
        agree(made)
        one = told(made)
    assert "and 37 plans more" in one.text and one.next == TAKE


def test_nothing_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    plan = (
        TIDY.partition("phases:\n")[0]
        + "phases:\n  sweep: {does: [schema.column.add], creates: [column:users.given]}\n"
    )
    plan = plan.replace("/tools/**", "/db/**")
    with branch(capsys, {**FILES, b".guard/plans/tidy.yaml": plan.encode()}) as made:
        agree(made)
        made.land(EXPAND, node="tidy/sweep")
        one = told(made, "tidy")
    assert "1 of 1 phase complete" in one.text and "nothing is left to do here" in one.text
    assert one.next == "next   end your turn, and tell omar"


def test_a_list_that_is_held_to_says_what_tells_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    paths = ", ".join([f"/tools/a-folder-with-a-name-{number}/**" for number in range(12)])
    plan = TIDY.replace("/tools/**", paths)
    with branch(capsys, {**FILES, b".guard/plans/tidy.yaml": plan.encode()}) as made:
        agree(made)
        one = told(made, "tidy")
    assert re.search(
        r"^  in       /tools/a-folder-with-a-name-0/\*\*, .* and 7 more: guard plan show tidy$", one.text, re.M
    )


LINE = st.text("abc \U0001f980", min_size=1, max_size=90)
RANKED = st.builds(Part, LINE, st.lists(LINE, max_size=40).map(tuple), st.integers(0, 5))


@settings(max_examples=examples(200))
@given(st.lists(RANKED, min_size=1, max_size=7))
def test_a_text_is_never_longer_than_it_may_be(parts: list[Part]) -> None:
    text = fitting(parts, "next   you: go", "  and more")
    assert len(text.encode()) <= BYTES and text.count("\n") <= LINES and text.endswith("\nnext   you: go\n")
    whole = "\n".join(["\n".join([part.head, *part.lines]) for part in parts]) + "\nnext   you: go\n"
    assert text == whole if text.count("\n") == whole.count("\n") else "\n  and more\n" in text


def test_what_matters_least_is_left_out_first() -> None:
    parts = [Part(f"head {rank}", tuple([f"  {rank} {number}" for number in range(20)]), rank) for rank in (1, 5, 3)]
    lines = fitting(parts, "next", "  and more").splitlines()
    assert [len([line for line in lines if line.startswith(f"  {rank} ")]) for rank in (1, 5, 3)] == [20, 1, 13]
    assert lines.index("  and more") == 23 and lines.count("  and more") == 2 and len(lines) == LINES
