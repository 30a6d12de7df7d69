"""`guard approve`: what is shown, what is signed, who may, what is recorded; and every reason for which it is not."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from guard.cli import main
from guard.doors.signatures import keygen
from guard.grammar import moment
from guard.model.log import Approval
from guard.model.question import fingerprint
from tests.commands.acting import STOPPED, House, house, listed, standing
from tests.commands.standing import EXPAND, TIDY
from tests.conftest import share
from tests.running import WAYS_ROUND, Answer
from tests.signing import PINNED, TOUCHED, key
from tests.ssh_agents import holding

pytestmark = pytest.mark.usefixtures("read_here")

DAY = 86400
OMAR = key("ed25519", "omar")


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house_:
        yield house_


def approvals(made: House) -> list[Approval]:
    return [entry.act for entry in made.log().entries if isinstance(entry.act, Approval)]


# What is approved


def test_a_yes_to_a_plan_opens_its_phases_and_says_which_stop(made: House) -> None:
    path, asked = made.request("approve", "split-name")
    assert (asked.code, asked.err) == (0, "")
    payload = json.loads(path.read_bytes())
    shown = json.loads(
        "".join([line for line in asked.out.splitlines() if line.startswith("  ")][: len(payload) + 10]).partition(
            "  about"
        )[0]
    )
    assert shown == payload, "what is shown is what is signed"
    for words in (
        "stands    .guard/plans/split-name.yaml, as refs/heads/main",
        "opens     expand",
        "in turn   dual-write, after split-name/expand: deployed",
        "stops     backfill stops once more: writes data (data.backfill)",
        "stops     contract stops once more: cannot be taken back (schema.column.drop)",
        "expires   asks again after 30 days, on 2026-02-01",
        "omar, of identity",
        f"ssh-keygen -Y sign -f KEY -n guard-approval-v1 {path}",
        f"guard approve split-name --signed {path}",
    ):
        assert words in asked.out
    made.sign(path, key("ed25519", "omar"), "approval")
    told = made.guard("approve", "--signed", str(path))
    assert told.code == 0
    assert told.out.startswith("guard: recorded: yes to plan split-name, version 3, by omar  (entry ")
    assert told.out.endswith("\nnext   you: guard next --take split-name/expand\n")
    (act,) = approvals(made)
    assert (act.of, act.name, act.by, act.version) == ("plan", "split-name", "omar", 3)
    assert "open now:\n  split-name/expand\n" in made.guard("next", "split-name").out


def test_what_is_brought_twice_is_recorded_once(made: House) -> None:
    path = made.written()
    made.sign(path, key("ed25519", "omar"), "approval")
    first, again = (made.guard("approve", "--signed", str(path)) for _ in range(2))
    assert (first.code, again.code) == (0, 0)
    assert len(made.log().entries) == 1
    (entry,) = made.log().entries
    since = f"since {moment.said(entry.act.at)}: approval of plan split-name by omar"
    assert " ".join(again.out.split()) == f"guard: in the log already, {since} (entry {entry.id[7:15]})"
    made.carried("revoke", entry.id, by="dana")
    late = made.guard("approve", "--signed", str(path))
    assert late.code != 0 and late.rules() == ["G513"], "it is there, and counts no more"


def test_a_phase_that_stops_takes_a_yes_of_its_own(made: House) -> None:
    made.approved()
    told = made.carried("approve", "split-name/backfill")
    assert told.code == 0 and "yes to phase split-name/backfill, by omar" in told.out
    waits = made.guard("next", "split-name").out
    assert "guard approve split-name/backfill" not in waits
    assert "guard approve split-name/contract" in waits


def test_whose_yes_is_still_missing_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = listed().replace("  omar:", f"  bill: {{key: {key('ed25519', 'bill').line}, teams: [billing]}}\n  omar:")
    shared = shared.replace("table:users: identity\n", "table:users: [identity, billing]\n", 1)
    with standing(capsys, tmp_path, monkeypatch, house(policy=shared.encode())) as made:
        first = made.carried("approve", "split-name")
        second = made.carried("approve", "split-name", by="bill")
    assert (first.code, second.code) == (0, 0)
    assert "opens     nothing yet" in first.out
    missing = "the approval of plan split-name; 1 of 1 have approved it; it takes somebody of team billing: bill"
    assert f"missing {missing}" in " ".join(first.out.split())
    assert "stops     expand stops once more: changes table:users, which several teams own" in second.out
    assert "missing" not in second.out


@pytest.mark.parametrize("at", [("--at", "HEAD"), ()], ids=["said", "found"])
def test_an_edit_is_approved_at_its_commit_and_counts_once_it_lands(made: House, at: tuple[str, ...]) -> None:
    edited = STOPPED.replace("version: 3", "version: 4").replace("files: 20", "files: 30").encode()
    made.branch("edit", {b".guard/plans/split-name.yaml": edited})
    path, asked = made.request("approve", "split-name", "--at", "HEAD")
    assert "looser    scope.max.files" in asked.out and "as HEAD " in asked.out
    assert f"guard approve split-name --at HEAD --signed {path}" in asked.out
    made.sign(path, key("ed25519", "omar"), "approval")
    of_main = made.guard("approve", "--at", "main", "--signed", str(path))
    assert set(of_main.rules()) == {"G523"} and of_main.code == 4
    told = made.guard("approve", *at, "--signed", str(path))
    assert told.code == 0, told.said
    assert told.out.endswith("next   you: guard check --range ..HEAD\n")
    assert "open now:" not in made.guard("next", "split-name").out
    made.land({b".guard/plans/split-name.yaml": edited})
    assert "open now:\n  split-name/expand\n" in made.guard("next", "split-name").out


NEW_PLAN = TIDY.replace("plan: tidy", "plan: more").replace("owner: omar", "owner: dana").replace("/tools/", "/more/")
AHEAD: dict[str, tuple[tuple[str, ...], dict[bytes, bytes]]] = {
    "a plan that is new": (("more",), {b".guard/plans/more.yaml": NEW_PLAN.encode()}),
    "a policy": (("policy",), {b".guard/policy.yaml": listed().replace("version: 4", "version: 5").encode()}),
}


@pytest.mark.parametrize("case", AHEAD)
def test_what_was_signed_of_a_commit_is_found_at_head(made: House, case: str) -> None:
    words, files = AHEAD[case]
    made.branch("edit", files)
    path, asked = made.request("approve", *words, "--at", "HEAD")
    assert asked.code == 0, asked.said
    made.sign(path, key("ed25519", "omar"), "approval")
    made.made.write(".git/HEAD", b"ref: refs/heads/main\n")
    away = made.guard("approve", "--signed", str(path))
    assert away.code in (2, 4) and "--at" in away.said, "it stands nowhere near"
    made.made.write(".git/HEAD", b"ref: refs/heads/edit\n")
    told = made.guard("approve", "--signed", str(path))
    assert told.code == 0 and told.out.endswith("next   you: guard check --range ..HEAD\n"), told.said


def test_a_commit_without_documents_has_nothing_to_approve(made: House) -> None:
    made.branch("bare", {path: None for path in made.files if path.startswith(b".guard")})
    _, told = made.request("approve", "split-name", "--at", "HEAD")
    assert (told.code, told.rules()) == (5, ["G813"]) and "no policy and no plan at this commit" in told.out


def test_a_landing_says_once_which_commit_it_is_and_what_that_says_of_itself(made: House) -> None:
    """In its own words, with nothing hidden in them; they are no part of what is signed."""
    oid = made.branch("hotfix", {b"other/y.txt": b"y\n"}, "mend \x1b[2J\u202e" + "x" * 200 + "\n\nmore").decode()
    about = f"would land on refs/heads/main {made.tip[:12].decode()} about its commit calls itself"
    for rev, named in ((oid[:12], oid[:12]), (oid, oid[:12]), ("HEAD", f"HEAD {oid[:12]}")):
        path, asked = made.request("approve", rev, "--unplanned", "the disk is full")
        told = " ".join(asked.out.split())  # lines are folded
        assert f'about what {named} {about} "mend \\x1b[2J\\u202exxx' in told
        assert 'xxx...", by Ada Author ' in told
        assert b"mend" not in path.read_bytes()


@pytest.mark.later
def test_a_landing_without_a_plan_shows_every_file_and_what_is_done(made: House) -> None:
    made.branch("hotfix", {b"other/x.sql": b"DROP TABLE logs;\n", b"other/y.txt": b"y\n"})
    assert made.guard("check", "--range", "..HEAD").rules().count("G102") > 0
    path, asked = made.request("approve", "HEAD", "--unplanned", "the disk is full")
    assert "file      A other/x.sql: schema.table.drop on table:logs" in asked.out
    assert "file      A other/y.txt: file.add" in asked.out
    assert json.loads(path.read_bytes())["reason"] == "the disk is full"
    assert f"guard approve HEAD --unplanned --signed {path}" in asked.out
    made.sign(path, key("ed25519", "omar"), "approval")
    told = made.guard("approve", "HEAD", "--unplanned", "--signed", str(path))
    assert told.code == 0 and "yes to a landing without a plan, 2 files" in told.out
    assert "G102" not in made.guard("check", "--range", "..HEAD").rules()


def test_a_landing_of_protected_files_says_whose_yes_they_take(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = listed().replace("  omar:", f"  bill: {{key: {key('ed25519', 'bill').line}, teams: [billing]}}\n  omar:")
    both = both.replace("/src/users/**: identity", "/CODEOWNERS: [identity, billing]")
    with standing(capsys, tmp_path, monkeypatch, house(policy=both.encode())) as made:
        made.branch("owners", {b"CODEOWNERS": b"* @acme\n"})
        first = made.carried("approve", "HEAD", "--unplanned", "new team")
        checked = made.guard("check", "--range", "..HEAD")
        second = made.carried("approve", "HEAD", "--unplanned", "new team", by="bill")
        assert made.guard("check", "--range", "..HEAD").code == 0
    assert "missing   CODEOWNERS: 1 of 1 have approved it; it takes somebody of team billing: bill" in " ".join(
        first.out.split("\n")
    )
    assert (checked.code, checked.rules()) == (3, ["G107"])
    assert "covers    CODEOWNERS: as far as owners are asked, it may land" in second.out and "missing" not in second.out


def test_a_policy_says_what_becomes_looser(made: House) -> None:
    looser = listed().replace("version: 4", "version: 5").replace('needs_plan: ["*"]', "needs_plan: [schema.*]")
    made.branch("edit", {b".guard/policy.yaml": looser.encode()})
    _, asked = made.request("approve", "policy", "--at", "HEAD", by="dana")
    assert "looser    needs_plan" in asked.out
    assert made.guard("check", "--range", "..HEAD").rules() == ["G264", "G107"]
    told = made.carried("approve", "policy", "--at", "HEAD", by="dana")
    assert told.code == 0 and "covers    .guard/policy.yaml: as far as owners are asked, it may land" in told.out
    assert made.guard("check", "--range", "..HEAD").code == 0
    assert [(act.of, act.version) for act in approvals(made)] == [("policy", 5)]
    path, of_today = made.request("approve", "policy", by="dana")
    assert "looser" not in of_today.out and "dana for identity" in of_today.out
    made.sign(path, key("ed25519", "dana"), "approval")
    behind = made.guard("approve", "--signed", str(path))
    assert (behind.code, behind.rules()) == (1, ["G514"]), "an older version, and not that of HEAD"


def test_who_owned_the_plan_before_an_edit_owns_it_still(made: House) -> None:
    mine = STOPPED.replace("version: 3", "version: 4").replace("owner: dana", "owner: omar")
    made.branch("edit", {b".guard/plans/split-name.yaml": mine.encode()})
    for name in ("dana", "omar"):
        _, told = made.request("approve", "split-name", "--at", "HEAD", by=name)
        assert (told.code, told.rules()) == (1, ["G520"])


# Refused, each by its rule


def two_names(text: str) -> str:
    return text.replace("  omar:", f"  erin: {{key: {key('ed25519', 'dana').line}, teams: [other]}}\n  omar:")


def keyless(text: str) -> str:
    return text.replace("  omar:", "  erin: {teams: [identity]}\n  omar:")


REFUSED: dict[str, tuple[str, Callable[[str], str], tuple[str, ...]]] = {
    "the owner's own plan": ("G520", str, ("split-name", "--as", "dana")),
    "the owner's own phase": ("G520", str, ("split-name/backfill", "--as", "dana")),
    "the name of an agent": ("G521", str, ("split-name", "--as", "claude")),
    "the key of an agent": ("G521", str, ("split-name", "--key", "claude")),
    "the key of an agent under a person's name": ("G521", str, ("split-name", "--as", "omar", "--key", "claude")),
    "a key that nobody has": ("G521", str, ("split-name", "--key", "mallory")),
    "the key of a machine": ("G521", str, ("split-name", "--key", "deploy")),
    "a machine by its name": ("G521", str, ("split-name", "--as", "deploy")),
    "a key that is somebody else's": ("G521", str, ("split-name", "--as", "omar", "--key", "dana")),
    "a key under two names": ("G521", two_names, ("tidy", "--key", "dana")),
    "a person who has no key": ("G521", keyless, ("split-name", "--as", "erin")),
    "a key that shows no touch": (
        "G522",
        lambda text: text.replace("irreversible: 1}", "irreversible: 1, presence: {plan: touch}}"),
        ("split-name", "--as", "omar"),
    ),
    "a key that shows no touch, for a stop": (
        "G522",
        lambda text: text.replace("irreversible: 1}", "irreversible: 1, presence: {stop: pin}}"),
        ("split-name/backfill", "--as", "omar"),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_before_anything_is_signed(
    case: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule, change, words = REFUSED[case]
    with standing(capsys, tmp_path, monkeypatch, house(policy=change(listed()).encode())) as made:
        asked = [
            str(key("ed25519", word).file(tmp_path)) if before == "--key" else word
            for before, word in zip(("", *words), words, strict=False)
        ]
        told = made.guard("approve", *asked, "--reason", "read", "--request", str(tmp_path / "request"))
        assert not (tmp_path / "request").exists()
    assert (told.code, told.rules()) == (1, [rule]), told.said
    assert "next   " in told.out and not WAYS_ROUND.search(told.said)


PRESENCE = {
    "touch where a touch is asked for": ("touch", TOUCHED, ""),
    "a PIN where a touch is asked for": ("touch", TOUCHED | PINNED, ""),
    "nobody was there": ("touch", 0, "G522"),
    "a PIN and no touch": ("touch", PINNED, "G522"),
    "a touch where a PIN is asked for": ("pin", TOUCHED, "G522"),
    "both where a PIN is asked for": ("pin", TOUCHED | PINNED, ""),
}


@pytest.mark.parametrize(
    ("case", "kind"), [*((case, "sk-ed25519") for case in PRESENCE), ("nobody was there", "sk-ecdsa")]
)
def test_what_a_device_says_of_who_was_there(
    case: str, kind: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    level, flags, rule = PRESENCE[case]
    asks = listed(kind=kind).replace("irreversible: 1}", f"irreversible: 1, presence: {{plan: {level}}}}}")
    with standing(capsys, tmp_path, monkeypatch, house(policy=asks.encode())) as made:
        told = made.carried("approve", "split-name", kind=kind, flags=flags)
        assert len(made.log().entries) == (0 if rule else 1)
    assert (told.code, told.rules()) == ((1, [rule]) if rule else (0, [])), told.said


def test_a_plan_with_faults_is_refused_with_each_of_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty = STOPPED.replace("owner: dana", "owner: dena").replace(", irreversible: docs/back.md#back", "")
    faulty = faulty.replace("irreversible: docs/back.md#back", "irreversible: docs/back.md#gone")
    with standing(capsys, tmp_path, monkeypatch, house(plan=faulty.encode())) as made:
        _, told = made.request("approve", "split-name")
    assert told.code == 1 and set(told.rules()) == {"G234", "G240"}, told.said


def test_phases_in_a_circle_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    circle = STOPPED.replace("expand: {does", "expand: {after: {dual-write: complete}, does")
    with standing(capsys, tmp_path, monkeypatch, house(plan=circle.encode())) as made:
        _, told = made.request("approve", "split-name")
    assert told.code == 1 and "G230" in told.rules()


def test_a_policy_with_faults_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = listed().replace("{plan: 1, irreversible: 1}", "{plan: 3, irreversible: 3}")
    with standing(capsys, tmp_path, monkeypatch, house(policy=many.encode())) as made:
        _, told = made.request("approve", "policy")
    assert (told.code, set(told.rules())) == (1, {"G237"})


# What was signed elsewhere


def brought(made: House, change: Callable[[bytes], bytes] = bytes, by: str = "omar", act: str = "approval") -> Answer:
    """A request altered on its way, signed as it is then."""
    path = made.written()
    path.write_bytes(change(path.read_bytes()))
    made.sign(path, key("ed25519", by), act)
    return made.guard("approve", "--signed", str(path))


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(text: bytes) -> bytes:
        assert old in text
        return text.replace(old, new)

    return change


def aged(made: House, seconds: int) -> Answer:
    """A request that is brought later."""
    path = made.written()
    made.sign(path, key("ed25519", "omar"), "approval")
    return made.guard("approve", "--signed", str(path), now=made.now + 60 + seconds)


BROUGHT: dict[str, tuple[int, list[str], Callable[[House], Answer]]] = {
    "as it was written": (0, [], brought),
    "signed for evidence": (1, ["G511"], lambda made: brought(made, act="evidence")),
    "signed by somebody else": (1, ["G521"], lambda made: brought(made, by="dana")),
    "signed by an agent": (1, ["G521"], lambda made: brought(made, by="claude")),
    "in the name of the owner, who signed it": (
        1, ["G520"], lambda made: brought(made, replaced(b'"by":"omar"', b'"by":"dana"'), by="dana")),
    "for another repository": (
        4, ["G523"], lambda made: brought(made, replaced(b"sample-house", b"another-house"))),
    "for longer than any approval counts": (
        4, ["G523"], lambda made: brought(made, lambda text: text.replace(b'"expires":17', b'"expires":18'))),
    "for another version": (4, ["G523"], lambda made: brought(made, replaced(b'"version":3', b'"version":4'))),
    "a day later": (0, [], lambda made: aged(made, DAY)),
    "once it is over": (4, ["G523"], lambda made: aged(made, 31 * DAY)),
    "before it was written": (4, ["G523"], lambda made: aged(made, -DAY)),
    "no request at all": (2, [], lambda made: brought(made, lambda _: b"{}")),
    "laid out anew": (2, [], lambda made: brought(made, lambda text: json.dumps(json.loads(text), indent=1).encode())),
    "without a field": (2, [], lambda made: brought(made, replaced(b'"version":3', b'"version":0'))),
}  # fmt: skip


@pytest.mark.parametrize("case", BROUGHT)
def test_what_is_brought_is_what_would_be_signed_now(made: House, case: str) -> None:
    code, rules, bring = BROUGHT[case]
    told = bring(made)
    assert (told.code, told.rules()) == (code, rules), told.said
    assert len(made.log().entries) == (1 if code == 0 else 0)


def test_a_signature_of_other_bytes_is_none(made: House) -> None:
    path = made.written()
    made.sign(path, key("ed25519", "omar"), "approval")
    path.write_bytes(path.read_bytes().replace(b"read, and", b"read; and"))
    told = made.guard("approve", "--signed", str(path))
    assert (told.code, told.rules()) == (1, ["G510"])
    assert "other bytes than were shown" not in told.out, "whoever brings it was shown nothing here"


REASONS = {
    "an escape": (b"\\u001b[2K", "holds what cannot be seen"),
    "a change of direction": ("\u202eread".encode(), "holds what cannot be seen"),
    "no width": ("re\u200bad".encode(), "holds what cannot be seen"),
    "a second line": (b"read\\nopens everything", "holds what cannot be seen"),
    "blanks alone": (b"  ", "says nothing"),
    "a blank too many": (b"read  it", "one blank between words"),
}


@pytest.mark.parametrize("case", REASONS)
def test_a_reason_that_is_brought_is_one_that_could_be_given_here(made: House, case: str) -> None:
    text, why = REASONS[case]
    told = brought(made, replaced(b"read, and found right", text))
    assert told.code == 2 and why in told.err and "have it written again" in told.err, told.said
    assert told.err.count("\n") == 1 and made.log().entries == ()
    assert brought(made, replaced(b"read, and found right", "ja, gewi\u00df".encode())).code == 0


EDITS: dict[str, tuple[int, list[str], Callable[[str], str]]] = {
    "a comment": (0, [], lambda plan: f"# laid out anew\n{plan}"),
    "a phase": (
        4,
        ["G523"],
        lambda plan: plan.replace("version: 3", "version: 4").replace("deployed 24h", "deployed 48h"),
    ),
    "its story": (4, ["G523"], str),
}


@pytest.mark.parametrize("case", EDITS)
def test_a_plan_that_changed_since_it_was_asked_for(made: House, case: str) -> None:
    code, rules, edit = EDITS[case]
    path = made.written()
    made.sign(path, key("ed25519", "omar"), "approval")
    beside = {b".guard/plans/split-name.md": b"# why\n"} if case == "its story" else {}
    made.land({b".guard/plans/split-name.yaml": edit(STOPPED).encode(), **beside})
    told = made.guard("approve", "--signed", str(path))
    assert (told.code, sorted(set(told.rules()))) == (code, rules), told.said


# Questions


def asked_about(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    plan = STOPPED.replace('"dana: counted them"', '"inventory: table:orders"')
    return standing(capsys, tmp_path, monkeypatch, house(plan=plan.encode()))


def test_open_questions_are_told_and_accepted_by_their_names(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = fingerprint("G423", "every name has two parts")
    with asked_about(capsys, tmp_path, monkeypatch) as made:
        _, told = made.request("approve", "split-name")
        path, accepted = made.request("approve", "split-name", "--accept", named)
        wrong = made.guard(
            "approve", "split-name", "--as", "omar", "--accept", "0" * 16, "--reason", "x", "--request", "r"
        )
        assert made.carried("approve", "split-name", "--accept", named).code == 0
        assert approvals(made)[0].accepts == (named,)
    assert f"open      A1 ({named}): every name has two parts; " in told.out
    assert f"accepts   A1 ({named}): every name has two parts; " in accepted.out
    assert json.loads(path.read_bytes())["accepts"] == [named]
    assert wrong.code == 2 and f"open: {named} (A1)" in wrong.err


def test_what_nothing_settles_is_a_fault_until_it_is_accepted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = STOPPED.replace(', settled_by: "dana: counted them"', "")
    with standing(capsys, tmp_path, monkeypatch, house(plan=plan.encode())) as made:
        _, told = made.request("approve", "split-name")
        named = fingerprint("G421", "every name has two parts")
        _, accepted = made.request("approve", "split-name", "--accept", named)
    assert (told.code, told.rules()) == (1, ["G242"])
    assert accepted.code == 0


# Wrong words, nobody there, and what is not at hand

USAGE = {
    "no target": ((), "say what is approved"),
    "no such plan": (("split-nam", "--as", "omar"), "did you mean split-name?"),
    "no such phase": (("split-name/expnd", "--as", "omar"), "it has expand, dual-write"),
    "a reason said twice": (("HEAD", "--unplanned", "x", "--reason", "y"), "why is said once"),
    "a phase that does not stop": (("split-name/expand", "--as", "omar"), "does not stop"),
    "a commit without saying so": (("HEAD", "--as", "omar"), "no plan 'HEAD'"),
    "a landing at another commit": (
        ("HEAD", "--unplanned", "x", "--at", "HEAD", "--as", "omar"),
        "named by its commit",
    ),
    "nothing to land": (("HEAD", "--unplanned", "x", "--as", "omar"), "nothing would land"),
    "a length that is none": (("split-name", "--as", "omar", "--expires", "soon"), "--expires: a duration"),
    "longer than the policy lets": (("split-name", "--as", "omar", "--expires", "60d"), "30d at most"),
    "a question of a policy": (("policy", "--as", "omar", "--accept", "0" * 16), "open questions are those of a plan"),
    "nobody of that name": (("split-name", "--as", "oma"), "did you mean omar?"),
    "a reason that says nothing": (("split-name", "--as", "omar", "--reason", " "), "says nothing"),
    "a reason with something hidden": (("split-name", "--as", "omar", "--reason", "a\u202eb"), "cannot be seen"),
    "no key at hand": (("split-name",), "is at hand: say who signs, --as dana or --as omar"),
    "asked for and brought at once": (("split-name", "--signed", "x"), "not allowed with argument"),
}


@pytest.mark.fuzz
@pytest.mark.parametrize("case", share(USAGE, 2))
def test_wrong_words(made: House, case: str) -> None:
    words, said = USAGE[case]
    more = () if {"--reason", "--unplanned"} & {*words} else ("--reason", "read")
    told = made.guard("approve", *words, *more, "--request", str(made.folder / "request"))
    assert told.code == 2 and said in told.err, told.said
    assert told.out == ""


def test_a_request_without_a_reason_says_so(made: House) -> None:
    told = made.guard("approve", "split-name", "--as", "omar", "--request", str(made.folder / "request"))
    assert told.code == 2 and "say why: --reason TEXT" in told.err


@pytest.mark.parametrize("name", ["request", "request.sig"])
def test_a_file_that_is_not_there_is_told(made: House, name: str) -> None:
    path = made.folder / "request"
    if name != "request":
        path.write_bytes(b"{}")
    told = made.guard("approve", "--signed", str(path))
    assert told.code == 2 and f"{name} cannot be read" in told.err


def test_a_request_that_cannot_be_written_is_told(made: House) -> None:
    told = made.guard(
        "approve", "split-name", "--as", "omar", "--reason", "x", "--request", str(made.folder / "no" / "r")
    )
    assert (told.code, told.rules()) == (5, ["G820"])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (".git/config", "it would lie in the git directory"),
        (".git/hooks/pre-push", "it would lie in the git directory"),
        ("link", "it would lie in the git directory"),
        ("notes", "there is a file of this name"),
    ],
)
def test_a_request_is_written_over_nothing(made: House, name: str, why: str) -> None:
    made.made.write("notes", b"buy milk\n")
    top = Path(os.fsdecode(made.made.top))
    (top / "link").symlink_to(".git/hooks/pre-push")
    before = (top / ".git" / "config").read_bytes()
    told = made.guard("approve", "split-name", "--as", "omar", "--reason", "x", "--request", name)
    assert (told.code, told.rules()) == (5, ["G820"]) and why in told.out
    assert (top / "notes").read_text() == "buy milk\n" and (top / ".git" / "config").read_bytes() == before
    assert not (top / ".git" / "hooks" / "pre-push").exists()


@pytest.mark.parametrize("name", ["request", "request.sig"])
def test_what_is_brought_in_a_pipe_is_not_waited_for(made: House, name: str) -> None:
    if name != "request":
        (made.folder / "request").write_bytes(b"{}")
    os.mkfifo(made.folder / name)
    told = made.guard("approve", "--signed", str(made.folder / "request"))
    assert told.code == 2 and f"{name} cannot be read: it is no plain file" in told.err


def test_where_nobody_answers_an_agent_is_told_to_end_its_turn(made: House) -> None:
    told = made.guard("approve", "split-name", "--key", str(key("ed25519", "omar").file(made.folder)))
    assert told.code == 3
    assert told.out.splitlines()[0] == "guard: a person answers here, and nobody can: nothing is signed"
    assert "end your turn and tell omar" in told.out and "omar: at a terminal: guard approve split-name" in told.out
    assert not WAYS_ROUND.search(told.said) and "--request" not in told.said


BILL = f"  bill: {{key: {key('ed25519', 'bill').line}, teams: [billing]}}\n  omar:"
NOBODY: dict[str, tuple[tuple[str, ...], str, str]] = {
    "a plan": (("split-name",), "omar", "guard approve split-name"),
    "a phase that stops": (("split-name/backfill",), "omar", "guard approve split-name/backfill"),
    "a landing": (("HEAD", "--unplanned", "x"), "dana or bill or omar", "guard approve HEAD --unplanned"),
    "a landing of some team": (("owned", "--unplanned", "x"), "dana or omar", "guard approve owned --unplanned"),
    "the policy": (("policy",), "dana or omar", "guard approve policy"),
    "an edit": (("split-name", "--at", "HEAD"), "omar", "guard approve split-name --at HEAD"),
    "somebody who is named": (("split-name", "--as", "bill"), "bill", "guard approve split-name"),
}


@pytest.mark.parametrize("case", NOBODY)
def test_where_no_key_is_at_hand_the_people_whose_yes_is_asked_for_are_named(
    case: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, who, again = NOBODY[case]
    with standing(capsys, tmp_path, monkeypatch, house(policy=listed().replace("  omar:", BILL).encode())) as made:
        made.branch("owned", {b"src/users/x.py": b"x\n"})
        made.branch("hotfix", {b"other/y.txt": b"y\n"})
        told = made.guard("approve", *words)
    assert (told.code, told.err) == (3, ""), told.said
    assert told.out.startswith("guard: a person answers here, and nobody can: nothing is signed\nwhat   yes to ")
    assert f", by {who}\n" in told.out
    assert f"next   you:   end your turn and tell {who}; you cannot do this part\n" in told.out
    for name in who.split(" or "):
        assert f"       {name}: at a terminal: {again}\n" in told.out
    assert not WAYS_ROUND.search(told.said) and "--request" not in told.said and "--key" not in told.said


AGAINST: dict[str, tuple[tuple[str, ...], int, str]] = {
    "own work": (("split-name", "--as", "dana"), 1, "[G520]"),
    "an agent by name": (("split-name", "--as", "claude"), 1, "[G521]"),
    "no such plan": (("split",), 2, "no plan 'split'"),
    "to be signed elsewhere": (("split-name", "--reason", "x", "--request", "r"), 2, "say who signs, --as dana"),
}


@pytest.mark.parametrize("case", AGAINST)
def test_what_is_wrong_is_told_before_anybody_is_sent_for(made: House, case: str) -> None:
    words, code, said = AGAINST[case]
    told = made.guard("approve", *words)
    assert told.code == code and said in told.said, told.said


def test_at_a_terminal_it_is_asked_who_signs(made: House) -> None:
    seen = made.typed("approve", "split-name", answers=[])
    assert seen.result == 2 and "is at hand: say who signs, --as dana or --as omar" in " ".join(seen.screen.split())


def test_the_one_person_whose_key_is_at_hand_signs(made: House) -> None:
    keys = made.folder / "home/.ssh"
    keys.mkdir()
    key("ed25519", "omar").file(keys)
    (keys / "odd.pub").write_text("nothing\n")
    assert made.guard("approve", "split-name").code == 3
    key("ed25519", "dana").file(keys)
    told = made.guard("approve", "split-name")
    assert told.code == 2 and "keys of several people are at hand: say who signs, --as dana or --as omar" in told.err


def test_where_guard_is_not_adopted_nobody_signs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing(capsys, tmp_path, monkeypatch, {b"a": b"a\n"}) as made:
        told = made.guard("approve", "split-name", "--as", "omar")
    assert (told.code, told.rules()) == (5, ["G813"])


def test_the_reason_is_one_line_in_one_form(made: House) -> None:
    path, _ = made.request("approve", "split-name", "--reason", " re\u0301ad  it\n twice ", "--expires", "7d")
    payload = json.loads(path.read_bytes())
    assert payload["reason"] == "r\u00e9ad it twice"
    assert payload["expires"] - payload["at"] == 7 * DAY


def test_what_landed_meanwhile_is_the_same_landing_until_its_files_change(made: House) -> None:
    made.branch("hotfix", {b"other/y.txt": b"y\n"})
    path, _ = made.request("approve", "HEAD", "--unplanned", "x")
    made.sign(path, key("ed25519", "omar"), "approval")
    made.land(EXPAND)
    assert made.guard("approve", "--signed", str(path)).code == 0


def test_what_landed_before_and_was_taken_back_takes_one_more_yes(made: House) -> None:
    for text in (b"y\n", b"z\n", b"y\n"):
        made.land({b"other/y.txt": text})
    made.branch("hotfix", {b"other/y.txt": b"other\n"})
    _, told = made.request("approve", "HEAD", "--unplanned", "x")
    assert "missing" not in told.out, "another content"
    made.branch("again", {b"other/y.txt": b"z\n"})
    path, told = made.request("approve", "HEAD", "--unplanned", "x")
    assert "missing   it has landed before and was taken back: each time takes a yes of its own" in told.out, told.said
    made.sign(path, key("ed25519", "omar"), "approval")
    assert made.guard("approve", "--signed", str(path)).code == 0
    assert "G404" in made.guard("check", "--range", "..HEAD").rules()
    _, told = made.request("approve", "HEAD", "--unplanned", "y", now=made.now + 60)
    assert "missing" not in told.out, told.said


def test_where_no_key_is_listed_nobody_can_sign(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyless_ = re.sub(r"key: ssh-ed25519 \S+, teams", "teams", listed()).replace("{plan: 1, irreversible: 1}", "{}")
    with standing(capsys, tmp_path, monkeypatch, house(policy=keyless_.encode())) as made:
        told = made.guard("approve", "split-name")
    assert told.code == 2 and "the policy lists no person's key" in told.err


def test_documents_of_a_directory_are_approved_as_they_stand_there(made: House) -> None:
    folder = made.folder / "trust"
    (folder / "plans").mkdir(parents=True)
    (folder / "policy.yaml").write_text(listed())
    (folder / "plans/split-name.yaml").write_text(STOPPED.replace("version: 3", "version: 9"))
    trusting = ("approve", "split-name", "--trust", str(folder))
    _, told = made.request(*trusting)
    at = made.guard(*trusting, "--at", "HEAD", "--as", "omar", "--reason", "x", "--request", str(made.folder / "r"))
    assert told.code == 0 and "yes to plan split-name, version 9" in told.out
    assert told.out.endswith(f"guard approve split-name --signed {made.folder}/request-1 --trust {folder}\n")
    assert at.code == 2 and "with --trust the documents of that directory are what counts" in at.err


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["approve", "--help"])
    out = capsys.readouterr().out
    for words in ("--unplanned", "--accept", "--signed", "exit codes:", "guard approve policy"):
        assert words in out


# At a terminal, with ssh-keygen itself


def digits(made: House) -> str:
    """What is typed, as another screen shows it."""
    return str(json.loads(made.written().read_bytes())["digest"])[len("sha256:") :][:8]


def test_a_person_reads_types_and_signs(made: House) -> None:
    file = key("ed25519", "omar").file(made.folder, passphrase="correct horse")
    typed = [("why, in your own words: ", "read it\n"), ("digits of the digest, ", f"{digits(made)}\n")]
    seen = made.typed("approve", "split-name", "--key", str(file), answers=[*typed, ("passphrase", "correct horse\n")])
    assert seen.result == 0, seen.screen
    flat = " ".join(seen.screen.split())
    assert "opens expand" in flat and '"reason": "read it"' in flat and "beware" not in flat
    assert "recorded: yes to plan split-name, version 3, by omar" in flat
    assert [(act.by, act.reason) for act in approvals(made)] == [("omar", "read it")]


def test_anything_else_typed_is_no_and_a_bare_key_is_told(made: House) -> None:
    file = key("ed25519", "omar").file(made.folder)
    answers = [("digits of the digest, ", "yes\n")]
    seen = made.typed("approve", "split-name", "--key", str(file), "--reason", "x", answers=answers)
    assert seen.result == 3 and "nothing is signed: 'yes' is not " in seen.screen
    assert "beware this key lies in a file without a passphrase" in " ".join(seen.screen.split())
    assert made.log().entries == ()


def test_a_wrong_passphrase_records_nothing(made: House) -> None:
    file = key("ed25519", "omar").file(made.folder, passphrase="correct horse")
    answers = [("digits of the digest, ", f"{digits(made)}\n"), ("passphrase", "wrong\n")]
    seen = made.typed("approve", "split-name", "--key", str(file), "--reason", "x", answers=answers)
    assert seen.result == 5 and "[G507]" in seen.screen
    assert made.log().entries == ()


def test_a_signature_over_other_bytes_than_were_shown_is_told_as_one(
    made: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = key("ed25519", "omar").file(made.folder)
    other = key("ed25519", "omar").sign(b"{}", "guard-approval-v1")
    monkeypatch.setattr(keygen, "sign", lambda *words, **more: other)
    answers = [("digits of the digest, ", f"{digits(made)}\n")]
    seen = made.typed("approve", "split-name", "--key", str(file), "--reason", "x", answers=answers)
    flat = " ".join(seen.screen.split())
    assert seen.result == 1 and "[G510]" in flat and "one over other bytes than were shown may exist" in flat
    assert "omar: takes this key for lost" in flat and "guard revoke ENTRY" in flat
    assert made.log().entries == ()


def test_what_lands_while_somebody_reads_is_not_what_they_signed(made: House, monkeypatch: pytest.MonkeyPatch) -> None:
    file = key("ed25519", "omar").file(made.folder)
    sign = keygen.sign

    def late(*words: Any, **more: Any) -> bytes:
        edited = STOPPED.replace("version: 3", "version: 4").replace("deployed 24h", "deployed 48h")
        made.land({b".guard/plans/split-name.yaml": edited.encode()})
        return sign(*words, **more)

    monkeypatch.setattr(keygen, "sign", late)
    answers = [("digits of the digest, ", f"{digits(made)}\n")]
    seen = made.typed("approve", "split-name", "--key", str(file), "--reason", "x", answers=answers)
    assert seen.result == 4 and seen.screen.count("[G523]") == 1 and "digest was signed as sha256:" in seen.screen
    assert made.log().entries == ()


def test_a_key_in_ssh_agent_is_refused_where_somebody_must_have_been_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = listed().replace("irreversible: 1}", "irreversible: 1, presence: {plan: touch}}")
    with standing(capsys, tmp_path, monkeypatch, house(policy=asks.encode())) as made, holding([OMAR]) as socket:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        told = made.guard("approve", "split-name", "--reason", "x")
    assert (told.code, told.rules()) == (1, ["G522"])
    assert "lies in ssh-agent, so whatever runs as you can sign with it" in told.out


def test_a_key_that_ssh_agent_alone_has_signs_and_is_told(made: House, monkeypatch: pytest.MonkeyPatch) -> None:

    with holding([OMAR]) as socket:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        answers = [("digits of the digest, ", f"{digits(made)}\n")]
        seen = made.typed("approve", "split-name", "--reason", "x", answers=answers)
    assert seen.result == 0, seen.screen
    assert "beware this key lies in ssh-agent" in " ".join(seen.screen.split())
    assert [act.by for act in approvals(made)] == ["omar"]
