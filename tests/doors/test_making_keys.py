"""Keys that ssh-keygen makes for a person: with a passphrase or on a device, and never over a file that is there."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from guard.doors.signatures import child, keygen, proof
from guard.errors import GuardError
from guard.grammar.sshsig import parsed
from tests.signing import key
from tests.terminal import at_terminal, with_none

SECRET = "open sesame"
FIRST, AGAIN = "Enter passphrase", "same passphrase again"
TYPED = [(FIRST, f"{SECRET}\n"), (AGAIN, f"{SECRET}\n")]


def refused(error: object) -> GuardError:
    assert isinstance(error, GuardError) and error.rule == "G507"
    return error


def test_a_key_with_a_passphrase(tmp_path: Path) -> None:
    path = str(tmp_path / "guard key")
    made = at_terminal(lambda: keygen.make(path, "passphrase", "dana of the house"), TYPED)
    line = made.result
    assert line.startswith("ssh-ed25519 AAAA") and SECRET not in made.screen
    assert Path(f"{path}.pub").read_text() == f"{line} dana of the house\n"
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600
    assert not keygen.bare(path)
    signed = at_terminal(lambda: keygen.sign(path, "guard-approval-v1", b"x"), TYPED[:1]).result
    assert parsed(signed).key == line and proof.holds(parsed(signed), b"x")


@pytest.mark.parametrize("answers", [[(FIRST, "\n"), (AGAIN, "\n")], []], ids=["none typed", "no terminal"])
def test_a_key_without_a_passphrase_is_taken_away_again(answers: list[tuple[str, str]], tmp_path: Path) -> None:
    path = str(tmp_path / "key")

    def make() -> str:
        return keygen.make(path, "passphrase", "dana")

    error = refused(at_terminal(make, answers).result if answers else with_none(make))
    assert (error.what, error.where) == ("no key was made: no passphrase was given for it", path)
    assert error.mend == "ask again at a terminal, and type a passphrase twice"
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_mistyped_is_asked_for_again(tmp_path: Path) -> None:
    path = str(tmp_path / "key")
    seen = at_terminal(lambda: keygen.make(path, "passphrase", "dana"), [TYPED[0], (AGAIN, "oops\n"), *TYPED])
    assert seen.result.startswith("ssh-ed25519 ") and "do not match" in seen.screen
    assert not keygen.bare(path)


@pytest.mark.parametrize("taken", ["key", "key.pub"])
@pytest.mark.parametrize("what", ["file", "folder", "dangling link"])
def test_nothing_is_written_over(taken: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / taken
    if what == "file":
        path.write_text("mine")
    elif what == "folder":
        path.mkdir()
    else:
        path.symlink_to("gone")
    for kind in keygen.KINDS:
        with pytest.raises(GuardError) as error:
            keygen.make(str(tmp_path / "key"), kind, "dana")
        assert refused(error.value).what == "no key was made: there is a file of this name"
        assert error.value.where == str(path)
    assert list(tmp_path.iterdir()) == [path]
    assert what != "file" or path.read_text() == "mine"


def test_no_folder_to_make_it_in(tmp_path: Path) -> None:
    path = str(tmp_path / "gone" / "key")
    error = refused(at_terminal(lambda: keygen.make(path, "passphrase", "dana"), TYPED).result)
    assert "No such file or directory" in error.what and error.where == path


@pytest.mark.parametrize("comment", ["dana\nssh-ed25519 AAAA", "da\x1b[2Jna", "da\u202ena"])
def test_a_comment_is_one_line_that_shows(comment: str, tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="its comment is one line of text") as error:
        keygen.make(str(tmp_path / "key"), "passphrase", comment)
    assert refused(error.value).where.isprintable()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["touch", "pin"])
def test_no_device_makes_no_key(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_SK_PROVIDER", "/nowhere/library.so")  # whoever runs this may have a device plugged in
    seen = at_terminal(lambda: keygen.make(str(tmp_path / "key"), kind, "dana"))
    error = refused(seen.result)
    assert "is not an OpenSSH FIDO library" in error.what and error.mend.startswith("make SSH_SK_PROVIDER name")
    assert "You may need to touch your authenticator" in seen.screen
    assert list(tmp_path.iterdir()) == []


# What it is asked, and what it may answer: a program in its place that has a device


def test_why_none_was_made_can_be_tried_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretended(tmp_path, monkeypatch, "")
    (tmp_path / "ssh-keygen").write_text("#!/bin/sh\necho the token is upside down >&2\nexit 1\n")
    error = refused(with_none(lambda: keygen.make(str(tmp_path / "a key"), "pin", "dana")))
    assert error.what == "ssh-keygen made no key: the token is upside down"
    by_hand = f"ssh-keygen -t ed25519-sk -O verify-required -f '{tmp_path / 'a key'}'"
    assert error.mend == f"see what it says of this: {by_hand}"


@pytest.mark.parametrize(("kind", "made"), [("touch", True), ("pin", True), ("passphrase", False)])
def test_a_device_is_asked_by_one_that_reaches_it(
    kind: str, made: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretended(tmp_path, monkeypatch, key("sk-ed25519").line)
    apple = tmp_path / "apple"
    apple.write_text("#!/bin/sh\necho this one reaches none >&2\nexit 1\n")
    apple.chmod(0o700)
    monkeypatch.setattr(child, "PLACES", (str(apple), *child.PLACES[1:]))
    monkeypatch.setattr(sys, "platform", "darwin")
    result = with_none(lambda: keygen.make(str(tmp_path / "key"), kind, "dana"))
    assert result == key("sk-ed25519").line if made else "this one reaches none" in refused(result).what


def pretended(folder: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> Path:
    asked, program = folder / "asked", folder / "ssh-keygen"
    program.write_text(
        f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{asked}'\nfor last; do :; done\n"
        f'echo secret > "$last"\necho \'{line}\' > "$last.pub"\necho Confirm user presence >&2\n'
    )
    program.chmod(0o700)
    monkeypatch.setattr(child, "PLACES", (str(program),) * 2)
    return asked


@pytest.mark.parametrize(("kind", "words"), [("touch", []), ("pin", ["-O", "verify-required"])])
def test_a_key_on_a_device(kind: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pretended(tmp_path, monkeypatch, f"{key('sk-ed25519').line} dana of the house")
    path = str(tmp_path / "key")
    seen = at_terminal(lambda: keygen.make(path, kind, "dana of the house"))
    assert seen.result == key("sk-ed25519").line and "Confirm user presence" in seen.screen
    assert asked.read_text().split("\n") == ["-t", "ed25519-sk", *words, "-C", "dana of the house", "-f", path, ""]


@pytest.mark.parametrize("line", ["", "ssh-ed25519 AAAA", "\x1b[2J", f"{key('ed25519').line}\n{key('ed25519').line}"])
def test_what_guard_would_not_take_is_no_key(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretended(tmp_path, monkeypatch, line)
    error = refused(with_none(lambda: keygen.make(str(tmp_path / "key"), "touch", "dana")))
    assert error.what.startswith("ssh-keygen made a key that guard does not take: ") and error.what.isprintable()
