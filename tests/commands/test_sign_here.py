"""`--sign FILE`: what was read on another screen is signed at this terminal, unless anything has changed in between."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from guard.model.log import Approval
from tests.commands.acting import STOPPED, House, house, listed, standing
from tests.commands.test_sign_request import report
from tests.running import Answer
from tests.signing import key
from tests.terminal import Seen

pytestmark = pytest.mark.usefixtures("read_here")

HOUR = 3600
PLAN, POLICY = b".guard/plans/split-name.yaml", b".guard/policy.yaml"
PASSPHRASE = "correct horse"


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house_:
        yield house_


class Read(NamedTuple):
    """What somebody has read on another screen."""

    made: House
    path: Path
    said: dict[str, Any]
    by: str

    def words(self, *more: str, typed: str | None = None, by: str = "") -> list[str]:
        """The command that was told there, with the digits that were typed there."""
        file = str(key("ed25519", by or self.by).file(self.made.folder))
        told = shlex.split(self.said["sign"])[1:]
        return [*told, "--typed", self.said["typed"] if typed is None else typed, "--key", file, *more]

    def sign(self, *more: str, typed: str | None = None, by: str = "") -> Seen:
        return self.made.typed(*self.words(*more, typed=typed, by=by), answers=[])


def read(made: House, *words: str, by: str = "omar") -> Read:
    path, told = made.request(*words, "--format", "json", by=by)
    assert told.code == 0, told.said
    return Read(made, path, report(told.out), by)


def flat(seen: Seen) -> str:
    return " ".join(seen.screen.split())


# To the entry in the log


def test_what_was_read_there_is_signed_here_and_recorded(made: House) -> None:
    one = read(made, "approve", "split-name")
    text = one.path.read_bytes()
    words = one.words()
    file = key("ed25519", "omar").file(made.folder, passphrase=PASSPHRASE)
    seen = made.typed(*words, answers=[("passphrase", f"{PASSPHRASE}\n")])
    assert seen.result == 0, seen.screen
    assert '"reason": "read, and found right"' in flat(seen), "what is signed stands above the question of ssh-keygen"
    assert "recorded: yes to plan split-name, version 3, by omar" in flat(seen)
    (entry,) = made.log().entries
    assert (entry.id, isinstance(entry.act, Approval)) == (one.said["id"], True)
    assert one.path.read_bytes() == text and not Path(f"{one.path}.sig").exists() and file.exists()


ACTS = {
    "evidence": (("attest", "complete", "--plan", "tidy", "--phase", "vault", "--reason", "it is gone"), "dana"),
    "a policy": (("approve", "policy"), "omar"),
    "a phase": (("approve", "split-name/backfill", "--expires", "7d"), "omar"),
}


@pytest.mark.parametrize("case", ACTS)
def test_every_act_is_signed_so_and_an_hour_later_as_well(made: House, case: str) -> None:
    words, by = ACTS[case]
    one = read(made, *words, by=by)
    made.now += HOUR
    made.land({b"docs/notes.md": b"said by the way\n"})
    seen = one.sign()
    assert seen.result == 0, seen.screen
    assert [entry.id for entry in made.log().entries] == [one.said["id"]]


def test_a_revocation_is_signed_so(made: House) -> None:
    made.approved()
    one = read(made, "revoke", made.log().entries[0].id, by="dana")
    assert one.sign().result == 0
    assert len(made.log().entries) == 2 and made.log().standing()[0].struck


def test_what_is_still_to_land_is_signed_as_its_commit_has_it(made: House) -> None:
    made.branch("edit", {PLAN: STOPPED.replace("version: 3", "version: 4").replace("files: 20", "files: 30").encode()})
    one = read(made, "approve", "split-name", "--at", "HEAD")
    assert " --at HEAD --sign " in one.said["sign"]
    assert one.sign().result == 0
    assert [entry.id for entry in made.log().entries] == [one.said["id"]]


@pytest.mark.parametrize("name", ["edit", "a;b", "$(touch${IFS}x)", "it's", "`id`&"])
def test_no_name_of_a_branch_says_anything_to_a_shell(made: House, name: str) -> None:
    made.branch(name, {POLICY: listed().replace("version: 4", "version: 5").encode()})
    one = read(made, "approve", "policy", "--at", f"refs/heads/{name}")
    assert shlex.split(one.said["sign"])[2:4] == ["--at", f"refs/heads/{name}"]
    assert one.sign().result == 0
    assert [entry.id for entry in made.log().entries] == [one.said["id"]]


def test_a_landing_without_a_plan_is_signed_so(made: House) -> None:
    made.branch("hotfix", {b"other/x.sql": b"DROP TABLE logs;\n"})
    one = read(made, "approve", "HEAD", "--unplanned", "the disk is full")
    assert one.sign().result == 0
    assert [entry.id for entry in made.log().entries] == [one.said["id"]]


def test_more_digits_than_eight_are_digits_too(made: House) -> None:
    one = read(made, "approve", "split-name")
    assert one.sign(typed=one.said["digest"].upper().removeprefix("SHA256:")[:20]).result == 0


def test_who_typed_nothing_elsewhere_is_asked_here(made: House) -> None:
    one = read(made, "approve", "split-name")
    file = key("ed25519", "omar").file(made.folder)
    words = ["approve", "--sign", str(one.path), "--key", str(file)]
    no = made.typed(*words, answers=[("digits of the digest, ", "yes\n")])
    assert no.result == 3 and "nothing is signed: 'yes' is not " in no.screen and made.log().entries == ()
    seen = made.typed(*words, answers=[("digits of the digest, ", f"{one.said['typed']}\n")])
    assert seen.result == 0 and "opens expand" in flat(seen)
    assert [entry.id for entry in made.log().entries] == [one.said["id"]]


# Between the screen and the signature


def edited(made: House, old: str, new: str) -> None:
    made.land({PLAN: STOPPED.replace("version: 3", "version: 4").replace(old, new).encode()})


def ruled(made: House, old: str, new: str) -> None:
    text = listed().replace("version: 4", "version: 5")
    assert old in text
    made.land({POLICY: text.replace(old, new).encode()})


def altered(one: Read, old: bytes, new: bytes) -> None:
    text = one.path.read_bytes()
    assert text.count(old) == 1
    one.path.write_bytes(text.replace(old, new))


def swapped(one: Read, *words: str) -> None:
    path, told = one.made.request(*words)
    assert told.code == 0, told.said
    os.replace(path, one.path)


def linked(one: Read) -> None:
    other = one.path.with_name("other")
    os.replace(one.path, other)
    one.path.symlink_to(other)


def said_twice(one: Read) -> None:
    told = one.made.carried("approve", "split-name", "--reason", "in another window")
    assert told.code == 0, told.said


def later(one: Read) -> None:
    one.made.now += 3 * HOUR


def keyless(one: Read) -> None:
    ruled(one.made, f"key: {key('ed25519', 'omar').line}, ", "")


def other_key(one: Read) -> None:
    ruled(one.made, key("ed25519", "omar").line, key("ed25519", "omar-2").line)


NEED_TWO = ("approvals: {plan: 1", "approvals: {plan: 2")
YES = ("approve", "split-name")
HALF = ("approve", "split-name", "--expires", "1h")
# what was read, what happens then: the exit code, the rule, and what is told of it
BETWEEN: dict[str, tuple[tuple[str, ...], Callable[[Read], object], int, str, str]] = {
    "the plan is edited": (
        YES, lambda one: edited(one.made, "deployed 24h", "deployed 48h"), 4, "G523", "digest was read as sha256:"),
    "a story is written for the plan": (
        YES, lambda one: one.made.land({PLAN.replace(b"yaml", b"md"): b"# why\n"}), 4, "G523", "digest was read as"),
    "the policy asks for one more yes": (
        YES, lambda one: ruled(one.made, *NEED_TWO), 4, "G523", "has changed since it was read; now: opens nothing"),
    "the policy asks for a touch": (
        YES, lambda one: ruled(one.made, "irreversible: 1}", "irreversible: 1, presence: {plan: touch}}"),
        1, "G522", "shows no touch"),
    "the policy lets a yes count for less long": (
        YES, lambda one: ruled(one.made, "irreversible: 1}", "irreversible: 1, expire: 1d}"),
        4, "G523", "for longer than the policy lets an approval count"),
    "the policy has another id": (
        YES, lambda one: ruled(one.made, "id: sample-house", "id: another-house"), 4, "G523", "repository was read as"),
    "the key is taken from the policy": (YES, keyless, 1, "G521", "is nobody's key"),
    "the policy has another key of theirs": (YES, other_key, 1, "G521", "is nobody's key"),
    "the policy has them no longer": (
        YES, lambda one: ruled(one.made, f"  omar: {{key: {key('ed25519', 'omar').line}, teams: [identity]}}\n", ""),
        1, "G521", "is nobody's key"),
    "they have said it in another window": (YES, said_twice, 4, "G523", "said already: entry "),
    "its time is over": (HALF, later, 4, "G523", "it counted until "),
    "its reason is altered by a byte": (
        YES, lambda one: altered(one, b"found right", b"found wight"), 4, "G523", "something else than what was read"),
    "its end is altered by a byte": (
        HALF, lambda one: altered(one, b'"name":"split-name"', b'"name":"split-nama"'), 4, "G523", "something else"),
    "a byte comes after it": (
        YES, lambda one: one.path.write_bytes(one.path.read_bytes() + b"\n"), 2, "", "not in canonical form"),
    "another yes to the same takes its name": (
        YES, lambda one: swapped(one, *YES, "--reason", "not what I read"), 4, "G523", "something else than what was"),
    "another yes takes its name": (
        YES, lambda one: swapped(one, "approve", "policy"), 4, "G523", "something else than what was"),
    "another act takes its name": (
        YES, lambda one: swapped(one, "attest", "complete", "--plan", "tidy", "--phase", "vault", "--reason", "x"),
        2, "", "is another act, evidence"),
    "a link takes its name": (YES, linked, 2, "", "it is a link"),
    "it is gone": (YES, lambda one: one.path.unlink(), 2, "", "it cannot be read"),
    "a folder takes its name": (
        YES, lambda one: (one.path.unlink(), one.path.mkdir()), 2, "", "it cannot be read: it is no plain file"),
}  # fmt: skip


@pytest.mark.parametrize("case", BETWEEN)
def test_what_comes_between_stops_it(made: House, case: str) -> None:
    words, happens, code, rule, told = BETWEEN[case]
    one = read(made, *words)
    happens(one)
    before = made.log().entries
    seen = one.sign()
    assert seen.result == code, seen.screen
    assert told in flat(seen) and (f"[{rule}]" in seen.screen if rule else "[G" not in seen.screen), seen.screen
    assert "these" not in flat(seen).split() and "typed" not in flat(seen), "nobody is shown anything to sign"
    assert made.log().entries == before


def test_a_touch_that_is_asked_for_since_is_read_of_first(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = listed(kind="sk-ed25519")
    asks = policy.replace("irreversible: 1}", "irreversible: 1, presence: {plan: touch}}")
    with standing(capsys, tmp_path, monkeypatch, house(policy=policy.encode())) as made:
        one = read(made, "approve", "split-name")
        made.land({POLICY: asks.replace("version: 4", "version: 5").encode()})
        told = [*shlex.split(one.said["sign"])[1:], "--typed", one.said["typed"]]
        seen = made.typed(*told, "--key", str(key("sk-ed25519", "omar").file(tmp_path)), answers=[])
        assert seen.result == 4 and "has changed since it was read" in flat(seen), seen.screen
        assert made.log().entries == ()


def test_a_yes_to_a_phase_is_read_again_once_that_to_its_plan_is_revoked(made: House) -> None:
    made.approved()
    (entry,) = made.log().entries
    one = read(made, "approve", "split-name/backfill")
    assert made.carried("revoke", entry.id, by="dana").code == 0
    seen = one.sign()
    assert seen.result == 4 and "[G523]" in seen.screen and "missing the approval of plan split-name" in flat(seen)
    assert len(made.log().entries) == 2


def test_what_is_revoked_by_somebody_else_is_not_revoked_twice(made: House) -> None:
    made.approved()
    (entry,) = made.log().entries
    one = read(made, "revoke", entry.id)
    assert made.carried("revoke", entry.id, by="dana").code == 0
    seen = one.sign()
    assert seen.result == 2 and "is struck out already" in flat(seen)
    assert len(made.log().entries) == 2


def test_what_is_recorded_already_is_told_and_signed_by_nobody(made: House) -> None:
    one = read(made, "approve", "split-name")
    made.sign(one.path, key("ed25519", "omar"), "approval")
    assert made.guard("approve", "--signed", str(one.path)).code == 0
    beside = Path(f"{one.path}.sig").read_bytes()
    seen = one.sign()
    assert seen.result == 0 and "in the log already, since " in flat(seen) and len(made.log().entries) == 1
    assert Path(f"{one.path}.sig").read_bytes() == beside
    assert made.carried("revoke", one.said["id"], by="dana").code == 0
    again = one.sign()
    assert again.result == 1 and "[G513]" in again.screen and len(made.log().entries) == 2


def test_what_lands_while_the_passphrase_is_typed_stops_it_too(made: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from guard.doors.signatures import keygen

    one, sign = read(made, "approve", "split-name"), keygen.sign

    def late(*words: Any, **more: Any) -> bytes:
        ruled(made, *NEED_TWO)
        return sign(*words, **more)

    monkeypatch.setattr(keygen, "sign", late)
    seen = one.sign()
    assert seen.result == 4 and seen.screen.count("[G523]") == 1 and "has changed since it was read" in flat(seen)
    assert made.log().entries == ()


# Who signs, and whether they meant it


@pytest.mark.parametrize("typed", ["00000000", "1234567", "yes", "sha256:"])
def test_other_digits_are_no(made: House, typed: str) -> None:
    seen = read(made, "approve", "split-name").sign(typed=typed)
    assert seen.result == 3 and f"nothing is signed: '{typed}' is not " in seen.screen
    assert made.log().entries == ()


def test_seven_of_the_right_digits_are_no(made: House) -> None:
    one = read(made, "approve", "split-name")
    assert one.sign(typed=one.said["typed"][:7]).result == 3 and made.log().entries == ()


def test_digits_of_one_sign_no_other(made: House) -> None:
    one, other = read(made, "approve", "split-name"), read(made, "approve", "policy")
    assert one.said["typed"] != other.said["typed"]
    assert other.sign(typed=one.said["typed"]).result == 3
    crossed = [str(other.path) if word == str(one.path) else word for word in one.words()]
    seen = made.typed(*crossed, answers=[])
    assert seen.result == 4 and "something else than what was read" in flat(seen) and made.log().entries == ()
    assert [one.sign().result, other.sign().result] == [0, 0]
    assert [entry.id for entry in made.log().entries] == [one.said["id"], other.said["id"]]


@pytest.mark.parametrize(("typed", "code"), [("wrong\n", 5), ("\x03", 130)], ids=["wrong", "cancelled"])
def test_where_ssh_keygen_does_not_sign_nothing_is_recorded(made: House, typed: str, code: int) -> None:
    one = read(made, "approve", "split-name")
    words = one.words()
    key("ed25519", "omar").file(made.folder, passphrase=PASSPHRASE)
    seen = made.typed(*words, answers=[("passphrase", typed)])
    assert seen.result == code, seen.screen
    assert made.log().entries == () and one.path.exists() and not Path(f"{one.path}.sig").exists()


def test_at_no_terminal_nobody_signs(made: House) -> None:
    one = read(made, "approve", "split-name")
    told = made.guard(*one.words())
    assert told.code == 3 and "nobody can: nothing is signed" in told.out and made.log().entries == ()
    assert f"omar: at a terminal: guard approve split-name --sign {one.path}" in told.out
    assert "--typed" not in told.out
    keyless_ = made.guard("approve", "--sign", str(one.path))
    assert keyless_.code == 3, "whose key lies elsewhere is sent for as well"


def test_a_key_that_approves_nothing_signs_nothing(made: House) -> None:
    one = read(made, "approve", "split-name")
    for by, why in (("claude", "is the key of agent claude"), ("deploy", "is the key of deploy, not of omar")):
        seen = one.sign(by=by)
        assert seen.result == 1 and "[G521]" in seen.screen and why in flat(seen), seen.screen
    assert made.log().entries == ()


def test_what_a_machine_would_say_is_no_persons_to_sign(made: House) -> None:
    words = ("attest", "deployed", "--plan", "split-name", "--phase", "expand", "--reason", "the job says so")
    one = read(made, *words, by="deploy")
    seen = one.sign()
    assert seen.result == 1 and "deploy is a machine" in flat(seen) and made.log().entries == ()
    assert made.guard(*one.words()).code == 1, "nor unattended"


def test_who_signs_is_who_was_named_there(made: House) -> None:
    one = read(made, "approve", "split-name")
    seen = one.sign("--as", "dana")
    assert seen.result == 2 and "omar is who signs what was read, not dana" in flat(seen)
    dana = one.sign(by="dana")
    assert dana.result == 1 and "is the key of dana, not of omar" in flat(dana) and made.log().entries == ()


def test_what_gives_no_reason_is_signed_by_nobody(made: House) -> None:
    path, asked = made.request("attest", "complete", "--plan", "tidy", "--phase", "vault", by="dana")
    assert asked.code == 0 and "reason" not in json.loads(path.read_bytes())
    told: Answer = made.guard("attest", "--sign", str(path))
    assert told.code == 2 and "gives no reason" in told.err and made.log().entries == ()


def test_a_file_of_somebody_else_is_not_signed(made: House) -> None:
    one = read(made, "approve", "split-name")
    if os.geteuid() == 0:
        os.chown(one.path, 12345, -1)
        named = one.path
    else:
        named = Path("/etc/passwd")
    told = made.guard("approve", "--sign", str(named))
    assert told.code == 2 and "it belongs to somebody else" in told.err and made.log().entries == ()
