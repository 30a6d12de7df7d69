"""`guard enroll`: a key that is made or named, and the line of the policy that lists it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.cli import main
from tests.commands.acting import House, standing
from tests.signing import key


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house_:
        yield house_


def test_a_key_with_a_passphrase_is_made_and_its_line_told(made: House) -> None:
    answers = [("Enter passphrase", "correct horse\n"), ("again", "correct horse\n")]
    seen = made.typed("enroll", "erin", answers=answers)
    assert seen.result == 0, seen.screen
    path = made.folder / "home/.ssh/guard-erin"
    line = Path(f"{path}.pub").read_text().rpartition(" ")[0]
    flat = " ".join(seen.screen.split())
    assert path.stat().st_mode & 0o777 == 0o600
    assert f"erin: {{key: {line}, teams: [TEAM]}}" in flat and "TEAM is what erin speaks for, one of identity" in flat
    assert "next dana, omar: asks erin whether this is the key, and lands the line" in flat


def test_a_key_without_a_passphrase_is_not_kept(made: House) -> None:
    seen = made.typed("enroll", "erin", answers=[("Enter passphrase", "\n"), ("again", "\n")])
    assert seen.result == 5 and "no passphrase was given for it" in seen.screen
    assert list((made.folder / "home/.ssh").iterdir()) == []


def test_a_key_that_is_there_already(made: House) -> None:
    erin = key("sk-ed25519", "erin")
    told = made.guard("enroll", "erin", "--key", str(erin.file(made.folder)))
    assert told.code == 0
    assert f"  erin: {{key: {erin.line}, teams: [TEAM]}}\n" in told.out
    assert re.search(r"^key    sk-ssh-ed25519@openssh.com SHA256:\S{43}$", told.out, re.M)


def test_another_key_of_somebody_who_is_listed(made: House) -> None:
    told = made.guard("enroll", "dana", "--key", str(key("ed25519", "dana-new").file(made.folder)))
    assert told.code == 0 and "in the place of dana's line" in told.out
    assert "teams: [identity]}" in told.out and "TEAM" not in told.out


def test_the_key_that_is_listed_already(made: House) -> None:
    told = made.guard("enroll", "dana", "--key", str(key("ed25519", "dana").file(made.folder)))
    assert told.code == 0 and told.out.startswith("guard: dana is listed with this key already")


@pytest.mark.parametrize("other", ["dana", "deploy", "claude"])
def test_a_key_of_somebody_else(made: House, other: str) -> None:
    told = made.guard("enroll", "erin", "--key", str(key("ed25519", other).file(made.folder)))
    assert (told.code, told.rules()) == (1, ["G521"])
    assert f"stands under {other} already" in told.out


USAGE = {
    "no name": (("Erin Y",), "is no name"),
    "an agent": (("claude",), "an agent, which approves nothing"),
    "a place for a key that is there": (("erin", "--key", "x", "--out", "y"), "--out is where a new key is kept"),
    "two kinds": (("erin", "--touch", "--pin"), "not allowed with argument"),
    "nobody": ((), "required: NAME"),
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_words(made: House, case: str) -> None:
    words, said = USAGE[case]
    told = made.guard("enroll", *words)
    assert told.code == 2 and said in told.err


BROKEN = {
    "nothing": b"",
    "a private key of another form": b"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n",
    "prose": b"my key\n",
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_holds_no_key(made: House, case: str) -> None:
    path = made.folder / "file"
    path.write_bytes(BROKEN[case])
    told = made.guard("enroll", "erin", "--key", str(path))
    assert (told.code, told.rules()) == (5, ["G507"]), told.said


def test_the_public_part_is_read_from_a_private_file_alone(made: House) -> None:
    file = key("ed25519", "erin").file(made.folder, passphrase="secret")
    Path(f"{file}.pub").unlink()
    assert key("ed25519", "erin").line in made.guard("enroll", "erin", "--key", str(file)).out


def test_where_nobody_answers_no_key_is_made(made: House) -> None:
    told = made.guard("enroll", "erin", "--touch", "--out", str(made.folder / "key of erin"))
    assert told.code == 3 and "end your turn and tell erin" in told.out
    assert f"erin: at a terminal: guard enroll erin --touch --out '{made.folder}/key of erin'\n" in told.out
    assert not (made.folder / "key of erin").exists()


def test_before_there_is_a_policy_the_line_is_for_the_first(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing(capsys, tmp_path, monkeypatch, {b"a": b"a\n"}) as made:
        told = made.guard("enroll", "dana", "--key", str(key("ed25519", "dana").file(made.folder)))
    assert told.code == 0 and "next   whoever owns this repository: asks dana" in told.out


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["enroll", "--help"])
    assert "guard enroll dana --touch" in capsys.readouterr().out
