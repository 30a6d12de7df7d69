"""Receipts: signed by a machine that may, for one thing and once, and refused with any byte of them another."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guard.digest import canonical_json
from guard.doors.used import KEPT, use
from guard.errors import GuardError
from guard.gate.receipt import AHEAD, LONGEST, read, written
from guard.gate.verifying import Wanted, refusals
from guard.grammar import Wrong
from guard.model.controls import names_of
from guard.model.policy import Policy
from guard.schema import validate_data
from tests.conftest import share
from tests.gate.asking import Gated, at, found, gated, policy, verified
from tests.signing import Key, key

pytestmark = pytest.mark.xdist_group("gate")  # one worker, so that the house is built once
OPEN = at("2026-01-10 01:00")
MACHINE = key("ed25519", "gate")
WANTED = Wanted("production", "split-name", "backfill")
_kept: list[bytes] = []


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gated]:
    monkeypatch.setattr("time.time", lambda: float(OPEN))
    with gated(capsys, tmp_path, monkeypatch) as house:
        yield house


@pytest.fixture
def text(made: Gated, tmp_path: Path) -> bytes:
    """A receipt that holds, asked for once."""
    if not _kept:
        told = made.signed(tmp_path / "first")
        assert told.code == 0, told.said
        _kept.append((tmp_path / "first").read_bytes())
    return _kept[0]


def rules_of(text: bytes, rules: Policy, wanted: Wanted = WANTED, now: int = OPEN + 60) -> list[str]:
    return [one.rule for one in refusals(text, rules, wanted, now)]


@pytest.fixture
def rules(made: Gated, tmp_path: Path) -> Policy:
    return policy_of(tmp_path, policy())


def policy_of(folder: Path, words: bytes) -> Policy:
    from guard.gate.policy import in_file

    (folder / "policy.yaml").write_bytes(words)
    return in_file(str(folder / "policy.yaml"))


def again(text: bytes, signer: Key = MACHINE, namespace: str = "guard-receipt-v1", **changes: Any) -> bytes:
    """The same receipt with something else in it, signed anew by somebody."""
    said = {**json.loads(text)["receipt"], **changes}
    said = {name: value for name, value in said.items() if value is not None}
    return written(said, signer.sign(canonical_json(said), namespace))


# Asked for


def test_it_is_signed_by_the_machine_and_holds(made: Gated, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "receipt.json"
    told = made.signed(path, "--for", "5m", "--service", "worker")
    assert (
        told.code == 0
        and f"signed   by gate, nonce {json.loads(path.read_bytes())['receipt']['nonce'][:8]}" in told.out
    )
    assert "SIGNATURE" not in told.out  # whoever reads the log of the job cannot use it
    assert os.stat(path).st_mode & 0o077 == 0
    said = read(path.read_bytes()).payload
    assert validate_data("receipt", said) == ()
    assert (said["by"], said["service"], said["expires"] - said["issued"]) == ("gate", "worker", 300)
    (tmp_path / "policy.yaml").write_bytes(policy())
    words = ("--env", "production", "--policy", str(tmp_path / "policy.yaml"))
    code, report = verified(str(path), *words, capture=capsys)
    assert (code, report["holds"], report["receipt"]) == (0, True, said)
    assert validate_data("gate-verify", report) == ()
    assert report["not_established"] == [{"what": "that its nonce is new", "why": "no --seen FILE"}]


def test_it_is_verified_in_the_repository_and_from_a_trust_directory(made: Gated, text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "receipt.json"
    path.write_bytes(text)
    here = made.guard("gate", "split-name", "backfill", "--env", "production", "--verify", str(path))
    assert here.code == 0 and here.out.startswith(
        f"guard: the receipt holds: split-name/backfill may run in production at {made.tip[:12].decode()}\n"
    )
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust/policy.yaml").write_bytes(policy())
    there = made.guard("gate", "--env", "production", "--verify", str(path), "--trust", str(tmp_path / "trust"))
    assert there.code == 0
    assert made.guard("gate", "--env", "production", "--verify", str(path), "--policy", str(tmp_path)).code == 5


@pytest.mark.parametrize(
    ("name", "env", "rule"),
    [
        ("gate", "staging", "G639"),
        ("deploy", "production", "G639"),
        ("omar", "production", "G521"),
        ("claude", "production", "G521"),
        ("nobody", "production", "G521"),
    ],
)
def test_who_may_not_open_it_gets_no_signature(made: Gated, tmp_path: Path, name: str, env: str, rule: str) -> None:
    if env == "staging":
        made.deployed_by("split-name/dual-write", env="staging")
    path = tmp_path / "receipt.json"
    told = made.signed(path, "--format", "json", name=name, env=env)
    if name == "nobody":
        assert told.code == 1 or "lists nobody called 'nobody'" in told.err
    else:
        report = json.loads(told.out)
        assert (report["exit_code"], found(report), report["may_run"]) == (1, [rule], False)
    assert not path.exists()


def test_a_gate_that_is_shut_writes_none(made: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: float(at("2026-01-07 02:00")))
    assert made.signed(tmp_path / "receipt.json").code == 1
    assert not (tmp_path / "receipt.json").exists()


def test_it_is_never_longer_than_what_it_rests_on(made: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: float(at("2026-01-10 04:57")))
    made.signed(tmp_path / "window", "--for", "1h")
    assert read((tmp_path / "window").read_bytes()).payload["expires"] == at("2026-01-10 05:00")
    made.now = at("2026-01-10 01:00")
    ends = made.now + 60 + 3600
    made.said("revoke", made.entry("approval of phase"))
    made.said("approve", "split-name/backfill", "--expires", "1h")
    monkeypatch.setattr("time.time", lambda: float(ends - 120))
    told = made.signed(tmp_path / "approval", "--for", "1h")
    assert read((tmp_path / "approval").read_bytes()).payload["expires"] == ends
    assert "when an approval expires" in " ".join(told.out.split())


# Refused


def test_it_holds_while_it_counts(text: bytes, rules: Policy) -> None:
    assert [rules_of(text, rules, now=now) for now in (OPEN - AHEAD, OPEN, OPEN + 599)] == [[], [], []]
    assert rules_of(text, rules, now=OPEN + 600) == ["G634"]
    assert rules_of(text, rules, now=OPEN - AHEAD - 1) == ["G635"]


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("staging"),
        Wanted("production", "tidy"),
        Wanted("production", "split-name", "contract"),
        Wanted("production", service="worker"),
        Wanted("production", commit="0" * 40),
    ],
)
def test_for_something_else_it_opens_nothing(text: bytes, rules: Policy, wanted: Wanted) -> None:
    assert rules_of(text, rules, wanted) == ["G633"]


def test_in_another_repository_it_opens_nothing(text: bytes, tmp_path: Path) -> None:
    other = policy_of(tmp_path, policy().replace(b"id: sample-house", b"id: another-house"))
    assert rules_of(text, other) == ["G633", "G637"]


def test_under_another_policy_it_opens_nothing(text: bytes, tmp_path: Path) -> None:
    newer = policy_of(tmp_path, policy().replace(b"version: 4\n", b"version: 5\n"))
    (one,) = refusals(text, newer, WANTED, OPEN)
    assert (one.rule, one.next[0].run) == ("G637", "ask for another receipt, under this policy")


SIGNERS: dict[str, tuple[Key, str | None, str]] = {
    "a person": (key("ed25519", "omar"), "omar", "G632"),
    "a person in the machine's name": (key("ed25519", "omar"), "gate", "G632"),
    "an agent": (key("ed25519", "claude"), "claude", "G632"),
    "an agent in the machine's name": (key("ed25519", "claude"), "gate", "G632"),
    "a key that nobody lists": (key("ed25519", "stranger"), "gate", "G632"),
    "a machine that only attests": (key("ed25519", "deploy"), "deploy", "G639"),
    "a machine of another environment": (key("ed25519", "stager"), "stager", "G639"),
    "nobody by name": (MACHINE, None, "G632"),
    "another machine's name": (MACHINE, "deploy", "G632"),
}


@pytest.mark.parametrize("who", SIGNERS)
def test_signed_by_anybody_else_it_opens_nothing(text: bytes, rules: Policy, who: str) -> None:
    by, name, rule = SIGNERS[who]
    assert rules_of(again(text, by, by=name), rules) == [rule]


@pytest.mark.parametrize("namespace", ["guard-approval-v1", "guard-evidence-v1", "file", "guard-receipt-v2"])
def test_signed_as_something_else_it_opens_nothing(text: bytes, rules: Policy, namespace: str) -> None:
    assert rules_of(again(text, namespace=namespace), rules) == ["G632"]


def test_a_key_that_is_taken_out_opens_nothing(text: bytes, tmp_path: Path) -> None:
    gone = policy().replace(f"  gate: {{key: {MACHINE.line}, opens: [production]}}\n".encode(), b"")
    assert rules_of(text, policy_of(tmp_path, gone)) == ["G632"]
    moved = policy().replace(MACHINE.line.encode(), key("ed25519", "new gate").line.encode())
    assert rules_of(text, policy_of(tmp_path, moved)) == ["G632"]
    twice = policy(f"  two: {{key: {MACHINE.line}, opens: [production]}}\n")
    assert rules_of(text, policy_of(tmp_path, twice)) == ["G632"]
    narrowed = policy().replace(b"opens: [production]", b"opens: [staging]")
    assert rules_of(text, policy_of(tmp_path, narrowed)) == ["G639"]


def test_every_field_is_bound(text: bytes, rules: Policy) -> None:
    """Another value under the old signature never opens."""
    whole = json.loads(text)
    for name, value in whole["receipt"].items():
        other = value + 1 if isinstance(value, int) else [*value, "sha256:" + "0" * 64] if name == "entries" else "x"
        changed = {**whole, "receipt": {**whole["receipt"], name: other}}
        assert rules_of(canonical_json(changed) + b"\n", rules) in (["G630"], ["G632"]), name
        left = {key: kept for key, kept in whole["receipt"].items() if key != name}
        assert rules_of(canonical_json({**whole, "receipt": left}) + b"\n", rules) in (["G630"], ["G632"]), name


@pytest.mark.fuzz
def test_every_byte_is_bound(text: bytes, rules: Policy) -> None:
    for place in share(range(len(text)), 8):
        for bit in (0x01, 0x20, 0x80):
            changed = text[:place] + bytes([text[place] ^ bit]) + text[place + 1 :]
            assert rules_of(changed, rules), (place, changed[place])
        assert rules_of(text[:place] + text[place + 1 :], rules)
        assert rules_of(text[:place] + b" " + text[place:], rules)


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text + b"\n",
        lambda text: text[:-1],
        lambda text: text + text,
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b'{"receipt":', b'{ "receipt":'),
        lambda text: text.replace(b'"env":"production"', b'"env":"staging","env":"production"'),
        lambda text: text.replace(b'"env":"production"', b'"env":"production","more":1'),
        lambda text: text.replace(b'"schema_version":1', b'"schema_version":1.0'),
        lambda text: text.replace(b'"schema_version":1', b'"schema_version":true'),
        lambda text: text.replace(b'"signature":', b'"signed":'),
        lambda text: b"",
        lambda text: b"[]\n",
        lambda text: b"null\n",
        lambda text: b"[" * 100_000,
        lambda text: b'{"receipt":NaN}\n',
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text + b" " * (64 << 10),
    ],
)
def test_another_form_is_none(text: bytes, rules: Policy, changed: Any) -> None:
    assert changed(text) != text
    assert rules_of(changed(text), rules) == ["G630"]


def test_it_never_counts_for_longer_than_an_hour(text: bytes, rules: Policy) -> None:
    assert rules_of(again(text, expires=OPEN + LONGEST), rules) == []
    assert rules_of(again(text, expires=OPEN + LONGEST + 1), rules) == ["G630"]
    assert rules_of(again(text, expires=OPEN), rules, now=OPEN - 1) == ["G630"]


def test_what_nobody_signed_opens_nothing(text: bytes, rules: Policy) -> None:
    assert rules_of(written(json.loads(text)["receipt"]), rules) == ["G631"]


# Once


def test_it_opens_once(made: Gated, text: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, seen = tmp_path / "receipt.json", tmp_path / "used.json"
    path.write_bytes(text)
    (tmp_path / "policy.yaml").write_bytes(policy())
    words = (str(path), "--env", "production", "--policy", str(tmp_path / "policy.yaml"), "--seen", str(seen))
    lost = verified(*words, capture=capsys)
    assert (lost[0], found(lost[1])) == (5, ["G638"])
    seen.touch()
    first, second = verified(*words, capture=capsys), verified(*words, capture=capsys)
    assert (first[0], first[1]["not_established"]) == (0, [])
    assert (second[0], found(second[1]), second[1]["receipt"]) == (1, ["G636"], None)
    assert second[1]["findings"][0]["controls"] == list(names_of("G636")) != []
    assert validate_data("gate-verify", second[1]) == ()
    assert made.guard("gate", "--verify", *words).code == 1


def test_what_is_refused_is_not_used_up(
    text: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], made: Gated
) -> None:
    path, seen = tmp_path / "receipt.json", tmp_path / "used.json"
    path.write_bytes(text)
    (tmp_path / "policy.yaml").write_bytes(policy())
    seen.touch()
    words = (str(path), "--policy", str(tmp_path / "policy.yaml"), "--seen", str(seen), "--env")
    assert verified(*words, "staging", capture=capsys)[0] == 1
    assert verified(*words, "production", capture=capsys)[0] == 0


def test_the_list_forgets_what_is_over_and_no_clock_brings_it_back(tmp_path: Path) -> None:
    path = tmp_path / "used.json"
    path.touch()
    assert use(str(path), "aa", OPEN + 600, OPEN)
    assert not use(str(path), "aa", OPEN + 600, OPEN + 599)
    assert use(str(path), "bb", OPEN + KEPT + 1200, OPEN + KEPT + 600)
    assert "aa" not in path.read_text()
    with pytest.raises(GuardError, match="G638: the clock is behind"):
        use(str(path), "aa", OPEN + 600, OPEN)


@pytest.mark.parametrize("words", ["{}", "[]", "nonsense", '{"latest":1,"used":{"zz":1}}', '{"latest":"1","used":{}}'])
def test_a_list_that_is_none_lets_nothing_in(tmp_path: Path, words: str) -> None:
    (tmp_path / "used.json").write_text(words)
    with pytest.raises(GuardError, match="G638"):
        use(str(tmp_path / "used.json"), "aa", OPEN + 600, OPEN)


def test_several_at_once_use_it_once(tmp_path: Path) -> None:
    path = tmp_path / "used.json"
    path.touch()
    children = []
    for _ in range(8):
        child = os.fork()
        if not child:
            os._exit(0 if use(str(path), "aa", OPEN + 600, OPEN) else 1)
        children.append(child)
    assert sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children) == [0, *[1] * 7]


def test_a_link_leads_to_one_list(tmp_path: Path) -> None:
    """However many names it goes by, and the link is one still."""
    (tmp_path / "data").mkdir()
    kept, link, folder = tmp_path / "data/used.json", tmp_path / "used.json", tmp_path / "linked"
    kept.touch()
    link.symlink_to("data/used.json")
    folder.symlink_to("data")
    assert use(str(link), "aa", OPEN + 600, OPEN)
    assert not use(str(kept), "aa", OPEN + 600, OPEN)
    assert not use(str(folder / "used.json"), "aa", OPEN + 600, OPEN)
    assert link.is_symlink() and b'"aa"' in kept.read_bytes()
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["used.json", "used.json.lock"]


def test_a_link_that_leads_nowhere_is_a_list_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "used.json").symlink_to(tmp_path / "gone.json")
    with pytest.raises(GuardError, match="G638") as told:
        use(str(tmp_path / "used.json"), "aa", OPEN + 600, OPEN)
    assert "begin a new one" in told.value.mend and not (tmp_path / "gone.json").exists()


def test_a_list_of_several_names_lets_nothing_in(tmp_path: Path) -> None:
    """Written anew it would stand under one of them, and the others would forget."""
    (tmp_path / "one").touch()
    (tmp_path / "two").hardlink_to(tmp_path / "one")
    for name in ("one", "two"):
        with pytest.raises(GuardError, match=r"G638: .*several names") as told:
            use(str(tmp_path / name), "aa", OPEN + 600, OPEN)
        assert "a list that has one name" in told.value.mend
    (tmp_path / "two").unlink()
    assert use(str(tmp_path / "one"), "aa", OPEN + 600, OPEN)


def test_where_the_list_cannot_be_written_nobody_is_told_to_begin_another(tmp_path: Path) -> None:
    """A limit on the size of files stands in for a disk that is full."""
    import resource
    import signal

    path = tmp_path / "used.json"
    path.write_text('{"latest": 1, "used": {"bb": 99999999999}}')
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8, resource.RLIM_INFINITY))
        try:
            use(str(path), "aa", OPEN + 600, OPEN)
        except GuardError as error:
            well = error.rule == "G638" and "leave the list as it is" in error.mend and "new one" not in error.mend
            os._exit(0 if well else 1)
        os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not use(str(path), "bb", OPEN + 600, OPEN) and use(str(path), "aa", OPEN + 600, OPEN)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["used.json", "used.json.lock"]


# Handed over


def test_a_receipt_for_standard_output_is_all_that_stands_there(made: Gated) -> None:
    told = made.signed(Path("-"))
    assert told.code == 0 and read(told.out.encode()).payload["by"] == "gate"
    assert told.err.startswith("guard: pass, ") and ", on standard output\n" in told.err


def test_a_shut_gate_writes_nothing_there(made: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: float(at("2026-01-07 02:00")))
    told = made.signed(Path("-"))
    assert (told.code, told.out) == (1, "") and "[G624]" in told.err


def test_nothing_is_said_of_a_pass_whose_receipt_nobody_gets(made: Gated, tmp_path: Path) -> None:
    for more in ((), ("--format", "json")):
        told = made.signed(tmp_path / "nowhere/receipt.json", *more)
        assert told.code == 5 and "G820" in told.out and "--receipt FILE" in told.out
        assert "signed   by" not in told.out and '"may_run": true' not in told.out and "guard: pass" not in told.out


def test_a_report_that_nobody_gets_leaves_no_receipt(
    made: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: str) -> None:
        raise GuardError("G820", "the report could not be written", "standard output", "free some space")

    monkeypatch.setattr("guard.commands.gate.write", full)
    assert made.signed(tmp_path / "receipt.json").code == 5
    assert not (tmp_path / "receipt.json").exists()


def test_reading_says_why() -> None:
    with pytest.raises(Wrong, match="not in the one form"):
        read(b'{"receipt": {}}\n')
    with pytest.raises(Wrong, match="does not fit the schema receipt: /: "):
        read(b'{"receipt":{}}\n')
