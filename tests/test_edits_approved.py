"""Edits of protected files and the yes of their owners: what passes with it, what does not, and that no less helps.

Real repositories; the log is the unsigned one of tests (tests/recorded.py), so a signature shows whatever is wanted.
`make test` takes words away from every third row, `make fuzz` from all of them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from guard.model.approving import LEVELS
from guard.model.log import Log
from guard.model.verdict import Verdict
from guard.sites import searching
from guard.sites.manifest import written
from guard.trust import log as log_door
from tests.commands.acting import standing as real
from tests.conftest import EXAMPLES, share
from tests.edited import PLAN, PLAN_FILE, POLICY_FILE, STANDING, Edit, House, house, replaced
from tests.recorded import BEGUN, Book
from tests.replay import test_less as listing
from tests.replay.stories import key
from tests.sites.trees import here as in_process

pytestmark = pytest.mark.usefixtures("read_here")

POLICY = f"""\
id: "0123abcd"
version: 1
people:
  dana: {{teams: [platform], key: {key(1)}}}
  erin: {{teams: [platform], key: {key(2)}}}
  omar: {{teams: [billing], key: {key(3)}}}
  rosa: {{teams: [platform]}}
agents: {{bot: {{owner: dana, purpose: refactors, key: {key(4)}}}}}
owners: {{/.guard/**: platform, /.github/**: [platform, billing], /rules/**: platform}}
needs_plan: ["*"]
approvals: {{plan: 1}}
""".encode()
STORY_FILE, CI_FILE = b".guard/plans/work.md", b".github/workflows/ci.yml"
STORY, CI = b"# Why\n\nBecause.\n", b"on: push\n"
HERE = {**STANDING, POLICY_FILE: POLICY, STORY_FILE: STORY, CI_FILE: CI}
WIDER = replaced(PLAN, (b"[/app/**, /docs/**]", b"[/**]"))
TIGHTER = replaced(PLAN, (b"files: 30", b"files: 20"))
OTHERS = replaced(POLICY, (b'needs_plan: ["*"]', b"needs_plan: [schema.*]"))
NEW_FILE = b".guard/plans/more.yaml"
NEW = PLAN.replace(b"plan: work", b"plan: more").replace(b"owner: dana", b"owner: omar")

Says = Callable[[Book, str], object]


class Row(NamedTuple):
    """Edits, one commit each, what people said of the branch, and the rules that still stop it."""

    edits: tuple[Edit, ...]
    said: tuple[Says, ...]
    stops: str


def plan(by: str = "erin", name: str = "work", at: str = "", begins: int = 0, **more: Any) -> Says:
    return lambda book, tip: book.approve("plan", name, by=by, rev=at or tip, at=begins, **more)


def policy(by: str = "erin", **more: Any) -> Says:
    return lambda book, tip: book.approve("policy", by=by, rev=tip, **more)


def landing(by: str = "erin", **more: Any) -> Says:
    return lambda book, tip: book.approve("landing", by=by, rev=f"main..{tip}", **more)


def revoked(book: Book, _: str) -> None:
    book.revoke(len(book.payloads) - 1, by="dana")


WIDE: Edit = {PLAN_FILE: WIDER}
LOOSE: Edit = {POLICY_FILE: OTHERS}
FINDS = {
    "nobody said anything": Row((WIDE,), (), "G107 G264"),
    "its own owner did": Row((WIDE,), (plan("dana"),), "G107 G264"),
    "somebody of another team": Row((WIDE,), (plan("omar"),), "G107 G264"),
    "somebody without a key": Row((WIDE,), (plan("rosa"),), "G107 G264"),
    "an agent": Row((WIDE,), (plan("bot"),), "G107 G264"),
    "the plan as it was": Row((WIDE,), (plan(at="main"),), "G107 G264"),
    "of this version, before a change": Row(
        (WIDE,), (plan(digest="sha256:" + "0" * 64, version=2, phases={}),), "G107 G264 G404"
    ),
    "a phase of it": Row(
        (WIDE,), (lambda book, tip: book.approve("phase", "work/do", by="erin", rev=tip),), "G107 G264"
    ),
    "a yes that was taken back": Row((WIDE,), (plan(), revoked), "G107 G264"),
    "a yes that is over": Row((WIDE,), (plan(expires=BEGUN + 1),), "G107 G264 G404"),
    "a yes that is still to come": Row((WIDE,), (plan(begins=BEGUN + 9_999_999),), "G107 G264"),
    "another landing": Row((WIDE,), (landing(digest="sha256:" + "0" * 64),), "G107 G264"),
    "the landing, by the owner of the plan": Row((WIDE,), (landing("dana"),), "G107 G264"),
    "a policy, and a yes to a plan": Row((LOOSE,), (plan(),), "G107 G264"),
    "a policy, by another team": Row((LOOSE,), (policy("omar"),), "G107 G264"),
    "the policy that stands": Row((LOOSE,), (lambda book, _: book.approve("policy", by="erin"),), "G107 G264"),
    "a plan goes": Row(({PLAN_FILE: None},), (plan(at="main"),), "G107 G265"),
    "of two documents one": Row(({**WIDE, **LOOSE},), (plan(),), "G107 G264"),
    "a document that cannot be read": Row(
        ({PLAN_FILE: WIDER + b"more: 1\n"},), (landing(repository="0123abcd"),), "G203"
    ),
    "a workflow, by one of two teams": Row(({CI_FILE: b"name: ci\n" + CI},), (landing(),), "G107"),
    "a workflow, and a yes to a plan": Row(({CI_FILE: b"name: ci\n" + CI},), (plan(at="main"),), "G107"),
    "a story that changes, and the plan with the old one": Row(
        ({STORY_FILE: b"# Why not\n"},), (plan(at="main"),), "G107 G265 G404"
    ),
    "with work beside it": Row(({**WIDE, b"app/a.py": b"a2\n"},), (landing(),), "G106 G403"),
    "a version that does not grow": Row(
        ({PLAN_FILE: WIDER.replace(b"version: 2", b"version: 1")},), (landing(),), "G260"
    ),
    "another version on the way": Row((WIDE, {PLAN_FILE: TIGHTER}), (plan(),), "G107"),
    "put back on the way": Row((LOOSE, {POLICY_FILE: POLICY}, WIDE), (plan(),), "G107"),
}
LEAVES_ALONE = {
    "the plan, by another of the team": Row((WIDE,), (plan(),), ""),
    "the landing, by another of the team": Row((WIDE,), (landing(),), ""),
    "a plan that becomes tighter": Row(({PLAN_FILE: TIGHTER},), (plan(),), ""),
    "layout alone, approved as it stands": Row(({PLAN_FILE: b"# anew\n" + PLAN},), (plan(at="main"),), ""),
    "the policy": Row((LOOSE,), (policy(),), ""),
    "the policy, by its owner": Row((LOOSE,), (policy("dana"),), ""),
    "a plan that is new": Row(({NEW_FILE: NEW},), (plan("dana", "more"),), ""),
    "a plan that goes": Row(({PLAN_FILE: None},), (landing(),), ""),
    "two documents, each for itself": Row(({**WIDE, **LOOSE},), (plan(), policy("dana")), ""),
    "two documents as one landing": Row(({**WIDE, **LOOSE},), (landing(),), ""),
    "a workflow, by both teams": Row(({CI_FILE: b"name: ci\n" + CI},), (landing(), landing("omar")), ""),
    "a workflow that goes": Row(({CI_FILE: None},), (landing("dana"), landing("omar")), ""),
    "a story, with its plan": Row(({STORY_FILE: b"# Why not\n"},), (plan(),), ""),
    "in two commits, each file in one": Row((WIDE, LOOSE), (plan(), policy()), ""),
    "said twice, once too late": Row((WIDE,), (plan(expires=BEGUN + 1), plan()), ""),
}
ROWS = {**FINDS, **LEAVES_ALONE}


@pytest.fixture(scope="module")
def here() -> Iterator[House]:
    with house(HERE) as made:
        yield made


def judged(here: House, row: Row, presence: str = "pin", less: int = -1) -> Verdict:
    """What guard says, with what was said, but for one of it."""
    tip = here.branch(*row.edits)
    book = Book(here.made)
    for says in row.said:
        says(book, tip.decode())
    log = book.log()
    entries = [one._replace(presence=presence) for at, one in enumerate(log.entries) if at != less]
    return with_log(here, tip, Log(tuple(entries)))


def with_log(here: House, tip: bytes, log: Log) -> Verdict:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_door, "verify", lambda *_: log)
        return here.judged(tip, now=BEGUN + 3600)  # type: ignore[arg-type]


def stops(verdict: Verdict) -> str:
    return " ".join(sorted({found.rule for found in verdict.findings if found.blocks != "nothing"}))


@pytest.mark.fuzz
@pytest.mark.parametrize("name", share(ROWS, 4))
def test_stops(name: str, here: House) -> None:
    verdict = judged(here, ROWS[name])
    assert stops(verdict) == ROWS[name].stops, [found.why for found in verdict.findings]
    assert verdict.may_merge == (not ROWS[name].stops)


LESS = list(LEAVES_ALONE)[:: 1 if EXAMPLES else 3]


@pytest.mark.fuzz
@pytest.mark.parametrize("name", LESS)
def test_p1_without_any_one_of_the_words_it_does_not_pass(name: str, here: House) -> None:
    row = LEAVES_ALONE[name]
    for less in range(len(row.said)):
        spare = name == "said twice, once too late" and not less
        assert judged(here, row, less=less).may_merge == spare, less


def test_what_was_settled_stays_to_be_seen(here: House) -> None:
    verdict = judged(here, LEAVES_ALONE["the plan, by another of the team"])
    assert {(one.rule, one.settled) for one in verdict.findings} == {
        ("G107", "erin approved it as it lands"),
        ("G264", "erin approved this very document"),
    }


def test_what_a_pass_rests_on_names_who_approved_it(here: House) -> None:
    one = judged(here, LEAVES_ALONE["the plan, by another of the team"])
    assert one.established[-2] == "erin approved .guard/plans/work.yaml, as it lands"
    both = judged(here, LEAVES_ALONE["two documents as one landing"])
    assert both.established[-2] == "erin approved .guard/plans/work.yaml, .guard/policy.yaml, as they land"


NEXT = {
    PLAN_FILE: (WIDE, "guard approve work --at REV", ("erin",)),
    NEW_FILE: ({NEW_FILE: NEW}, "guard approve more --at REV", ("dana", "erin")),
    STORY_FILE: ({STORY_FILE: b"# Why not\n"}, "guard approve work --at REV", ("erin",)),
    POLICY_FILE: (LOOSE, "guard approve policy --at REV", ("dana", "erin")),
    CI_FILE: ({CI_FILE: None}, 'guard approve REV --unplanned "WHY"', ("dana", "erin", "omar")),
    b".guard/other": ({b".guard/other": b"x\n"}, 'guard approve REV --unplanned "WHY"', ("dana", "erin")),
    b".guard/manifests/work.none.json": (
        {b".guard/manifests/work.none.json": b"{}"},
        'guard approve REV --unplanned "WHY"',
        ("erin",),
    ),
}


@pytest.mark.parametrize("path", NEXT)
def test_who_is_asked_and_for_what(path: bytes, here: House) -> None:
    edit, run, who = NEXT[path]
    verdict = judged(here, Row((edit,), (), ""))
    (found,) = [one for one in verdict.findings if (one.rule, one.path) == ("G107", path)]
    assert found.next[0].run == f"end your turn and ask {', '.join(who)}; you cannot do this part"
    run = run.replace("REV", verdict.basis.tip[:12])
    assert [(step.who, step.run) for step in found.next[1:]] == [
        (name, f"reads the change and approves it: {run}") for name in who
    ]


def test_a_commit_that_has_it_otherwise_is_named(here: House) -> None:
    row = FINDS["another version on the way"]
    first = here.branch(*row.edits[:1])[:12].decode()
    found = next(one for one in judged(here, row).findings if one.rule == "G107")
    assert found.why.endswith(f"; erin approved it as it lands, and commit {first} has it otherwise")
    assert "git rebase -i" in found.next[0].run


def test_what_becomes_looser_over_two_commits_is_to_be_folded_too(here: House) -> None:
    both = (WIDE, {PLAN_FILE: WIDER.replace(b"files: 30", b"files: 20")})
    told = judged(here, Row(both, (plan(),), "G107 G265"))
    owner, looser = (next(one for one in told.findings if one.rule == rule) for rule in ("G107", "G265"))
    assert looser.next == owner.next and "git rebase -i" in looser.next[0].run
    assert "; erin approved it as it lands, and commit " in looser.why


# presence


def device(number: int) -> bytes:
    """The public half of a key on a device, which can show a touch."""
    kind = b"sk-ssh-ed25519@openssh.com"
    fields = [kind, bytes([number]) * 32, b"ssh:"]
    return kind + b" " + b64encode(b"".join([len(one).to_bytes(4, "big") + one for one in fields]))


def asking(text: object, presence: bytes) -> Any:
    """A policy with keys on devices, which asks for this."""
    if not isinstance(text, bytes):
        return text
    for number in (1, 2, 3):
        text = text.replace(key(number).encode(), device(number))
    return text.replace(b"{plan: 1}", b"{plan: 1, presence: {" + presence + b"}}")


SHOWS: dict[str, tuple[bytes, str, str]] = {
    "a plan": (b"plan: touch", "the plan, by another of the team", "touch"),
    "a plan, with its landing": (b"plan: pin", "the landing, by another of the team", "pin"),
    "a landing": (b"unplanned: touch", "the landing, by another of the team", "touch"),
    "a plan where that is asked of landings alone": (b"unplanned: touch", "the plan, by another of the team", ""),
    "the policy": (b"policy: touch", "the policy", "touch"),
    "the policy where that is asked of plans alone": (b"plan: touch, stop: pin", "the policy", ""),
    "a workflow": (b"unplanned: pin", "a workflow, by both teams", "pin"),
}


@pytest.mark.parametrize("name", SHOWS)
def test_presence(name: str) -> None:
    """What shows less does not pass, and says so; that level, and what proves more, does."""
    presence, of, level = SHOWS[name]
    with house({**HERE, POLICY_FILE: asking(POLICY, presence)}) as here:
        row = LEAVES_ALONE[of]
        edits = [{path: asking(text, presence) for path, text in edit.items()} for edit in row.edits]
        least = LEVELS.index(level)
        for shown in LEVELS if EXAMPLES else LEVELS[max(least - 1, 0) : least + 1]:
            verdict = judged(here, row._replace(edits=tuple(edits)), shown)
            enough = LEVELS.index(shown) >= least
            assert verdict.may_merge == enough, shown
            why = " ".join([found.why for found in verdict.findings])
            assert ("'s approval shows no " in why) == (not enough)


# how many, and while the branch moves on


def test_as_many_as_a_plan_takes(here: House) -> None:
    two = POLICY.replace(b"{plan: 1}", b"{plan: 2}").replace(
        b"  rosa: {teams: [platform]}", b"  rosa: {teams: [platform], key: " + key(7).encode() + b"}"
    )
    with house({**HERE, POLICY_FILE: two}) as made:
        for said, wanted in (((plan(),), "G107 G264"), ((plan(), plan()), "G107 G264"), ((plan(), plan("rosa")), "")):
            assert stops(judged(made, Row((WIDE,), said, ""))) == wanted


MOVES: dict[str, tuple[Edit, str]] = {
    "nothing of it": ({b"app/a.py": b"a2\n"}, ""),
    "the story of the plan": ({STORY_FILE: b"# Otherwise\n"}, "G107 G264 G404"),
    "the document itself": ({PLAN_FILE: replaced(PLAN, (b"lines: 200", b"lines: 100"))}, "G107 G260 G264 G404"),
    "another document": ({CI_FILE: b"on: merge\n"}, ""),
}


@pytest.mark.parametrize("name", MOVES)
def test_what_changed_on_the_branch_meanwhile(name: str) -> None:
    edit, wanted = MOVES[name]
    with house(HERE) as made:
        tip = made.branch(WIDE)
        book = Book(made.made)
        plan()(book, tip.decode())
        made.lands_on_main(edit)
        verdict = with_log(made, tip, book.log())
        assert stops(verdict) == wanted
        said = [found.why for found in verdict.findings if found.rule == "G404"]
        assert all([re.search(r"changed on the branch since this work began$", why) for why in said])


def test_a_clock_that_is_behind_the_log_is_not_believed(here: House) -> None:
    """What is over may look as if it counted."""
    machine = POLICY.replace(
        b"agents:", b"machines: {ci: {key: " + key(9).encode() + b", attests: [deployed]}}\nagents:"
    )
    with house({**HERE, POLICY_FILE: machine}) as made:
        tip = made.branch(WIDE)
        book = Book(made.made)
        plan()(book, tip.decode())
        assert stops(with_log(made, tip, book.log())) == ""
        book.attest("deployed", "work/do", made.main, by="ci", at=BEGUN + 99999)
        assert stops(with_log(made, tip, book.log())) == "G407"


def test_a_manifest_comes_with_its_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """What its approval signs is what the landing brings; with other rows it is another thing."""
    monkeypatch.setattr(searching, "searched", in_process)
    rows = listing._built()
    whole: Edit = {listing.READS_FILE: written(rows)}
    other: Edit = {listing.READS_FILE: written(rows._replace(rows=rows.rows[:1]))}
    sites = {**listing.FILES, listing.PLAN_FILE: listing.PLAN, POLICY_FILE: POLICY + b"dialects: {/db/**: postgres}\n"}
    with house(sites) as made:
        tips = [made.branch(whole), made.branch(other)]
        books = [Book(made.made) for _ in tips]
        for book, tip in zip(books, tips, strict=True):
            plan(name="move")(book, tip.decode())
        assert stops(with_log(made, tips[0], Log())) == "G107 G265"
        assert stops(with_log(made, tips[0], books[0].log())) == ""
        assert stops(with_log(made, tips[0], books[1].log())) == "G107 G265 G404"


# where no plan stands, and where nobody has a key


def test_the_first_plan_of_a_house() -> None:
    bare = {path: text for path, text in HERE.items() if not path.startswith(b".guard/plans/")}
    with house(bare) as made:
        tip = made.branch({NEW_FILE: NEW})
        book = Book(made.made)
        assert stops(with_log(made, tip, Log())) == "G107 G264"
        plan("dana", "more")(book, tip.decode())
        assert with_log(made, tip, book.log()).may_merge
        work = made.branch({b"top": b"t\n"})
        assert stops(with_log(made, work, book.log())) == "G102"
        landing("omar")(book, work.decode())
        landing("dana")(book, work.decode())
        assert with_log(made, work, book.log()).may_merge, "also a landing without a plan"


def test_without_keys_nothing_passes_by_a_word() -> None:
    keyless = re.sub(rb"\{teams: (\[\w+\]), key: [^}]*\}", rb"{teams: \1}", POLICY).replace(b"{plan: 1}", b"{plan: 0}")
    with house({**HERE, POLICY_FILE: keyless}) as made:
        for name in LESS:
            row = LEAVES_ALONE[name]
            if all([POLICY_FILE not in edit for edit in row.edits]):
                verdict = judged(made, row)
                assert not verdict.may_merge, name
                assert any([found.rule == "G107" for found in verdict.findings])
        found = next(one for one in verdict.findings if one.rule == "G107")
        assert found.next[1].run == "reads the change and merges it as its owner"


# questions that a document leaves open


GUESS = replaced(PLAN, (b"phases:\n", b"assume:\n  A1: {says: every name has two parts}\nphases:\n"))
ASKED = "69e8fc13c98aba3c"  # G421, every name has two parts
QUESTIONS: dict[str, tuple[tuple[Says, ...], str]] = {
    "not accepted": ((plan(),), "G242"),
    "accepted": ((plan(accepts=[ASKED]),), ""),
    "another one accepted": ((plan(accepts=["0" * 16]),), "G242"),
    "accepted by its own owner": ((plan("dana", accepts=[ASKED]), plan()), "G242"),
    "accepted by who has no key": ((plan("rosa", accepts=[ASKED]), plan()), "G242"),
    "accepted, and taken back": ((plan(accepts=[ASKED]), revoked, plan("erin", reason="again")), "G242"),
    "accepted of the plan as it was": ((plan(at="main", accepts=[ASKED]), plan()), "G242"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_of_a_document(name: str, here: House) -> None:
    said, wanted = QUESTIONS[name]
    verdict = judged(here, Row(({PLAN_FILE: GUESS},), said, ""))
    assert stops(verdict) == wanted
    (found,) = [one for one in verdict.findings if one.rule == "G242"]
    assert found.fingerprint == ASKED
    assert found.settled == ("" if wanted else "erin accepted it: read and found right")


def standing(name: str) -> Iterator[Verdict]:
    """Work under a plan with that guess, which has landed; with what people said of it."""
    said, _ = QUESTIONS[name]
    with house({**HERE, PLAN_FILE: GUESS}) as made:
        tip = made.branch({b"app/a.py": b"a2\n"})
        book = Book(made.made)
        for says in said:
            says(book, made.main.decode())
        yield with_log(made, tip, book.log())


WORKS = {name: wanted.replace("G242", "G421") for name, (_, wanted) in QUESTIONS.items() if "as it was" not in name}


@pytest.mark.parametrize("name", WORKS)
def test_questions_of_work(name: str) -> None:
    (verdict,) = standing(name)
    assert stops(verdict) == WORKS[name], [found.why for found in verdict.findings]
    (found,) = [one for one in verdict.findings if one.rule == "G421"]
    assert found.fingerprint == ASKED
    assert found.settled == ("" if WORKS[name] else "erin accepted it: read and found right")
    if WORKS[name]:
        run = f"or accepts it as it stands, and says why: guard approve work --accept {ASKED}"
        assert [(step.who, step.run) for step in found.next[2:]] == [("erin", run), ("omar", run)]


def test_a_landing_may_carry_the_yes_to_a_question() -> None:
    with house({**HERE, PLAN_FILE: GUESS}) as made:
        tip = made.branch({b"app/a.py": b"a2\n"})
        book = Book(made.made)
        plan()(book, made.main.decode())
        landing("omar", accepts=[ASKED])(book, tip.decode())
        assert stops(with_log(made, tip, book.log())) == ""
        made.lands_on_main({b"app/a.py": b"a3\n"})
        assert stops(with_log(made, tip, book.log())) == "G421", "its file is another one by now"


# no approval of another digest helps, whatever is taken away


@pytest.mark.fuzz
def test_p1_no_yes_to_anything_else_helps(here: House) -> None:
    """Each edit with all that was said of every other one."""
    books: dict[str, Log] = {}
    for name, row in LEAVES_ALONE.items():
        book = Book(here.made)
        for says in row.said:
            says(book, here.branch(*row.edits).decode())
        books[name] = book.log()
    for name in LESS:
        row = LEAVES_ALONE[name]
        other = [of for of in books if _brings(LEAVES_ALONE[of]).isdisjoint(_brings(row))]
        assert len(other) > 4
        said = {entry.id: entry for of in other for entry in books[of].entries}
        verdict = with_log(here, here.branch(*row.edits), Log(tuple(said.values())))
        assert not verdict.may_merge, name


def _brings(row: Row) -> set[Any]:
    """The files as they land."""
    return set({path: text for edit in row.edits for path, text in edit.items()}.items())


@pytest.mark.later
def test_with_a_real_signature_from_end_to_end(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wider plan is committed, approved at its commit by omar, judged, widened once more, and judged again."""
    path = b".guard/plans/split-name.yaml"
    with real(capsys, tmp_path, monkeypatch) as made:
        wider = made.files[path].replace(b"version: 3", b"version: 4").replace(b"/src/**]", b"/src/**, /lib/**]")
        made.branch("wider", {path: wider})
        words = ("check", "--range", "main..HEAD")
        before = made.guard(*words)
        assert (before.code, before.rules()) == (3, ["G264", "G107"])
        assert made.carried("approve", "split-name", "--at", "HEAD", by="dana").code == 1, "her own work"
        assert made.carried("approve", "split-name", "--at", "HEAD").code == 0
        after = made.guard(*words)
        assert (after.code, after.rules()) == (0, []), after.said
        assert "settled by a person:" in after.out
        assert "G264 a looser document: .guard/plans/split-name.yaml becomes looser" in after.out
        assert after.out.count(": omar approved ") == 2
        made.branch("wider", {path: wider.replace(b"/lib/**]", b"/**]")})
        again = made.guard(*words)
        assert again.code == 4 and "G404" in again.rules(), again.said
