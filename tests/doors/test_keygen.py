"""ssh-keygen at work: it signs with key files, asks at a terminal, checks a signature, and says what it cannot do."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from guard.doors.signatures import child, keygen, proof
from guard.errors import GuardError
from guard.grammar.sshsig import parsed
from tests.signing import Key, key
from tests.terminal import at_terminal, with_none

NAMESPACE = "guard-approval-v1"
MESSAGE = b'{"act":"approval"}'
PLAIN = ["ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa"]
SECRET = "open sesame"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where guard makes its folders, which are all gone at the end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    assert list(folder.iterdir()) == []


def good(text: bytes, one: Key, message: bytes = MESSAGE) -> bool:
    """Whether this is a signature of the key, by both verifiers."""
    read = parsed(text)
    assert (read.key, read.namespace) == (one.line, NAMESPACE)
    return proof.holds(read, message) and keygen.holds(text, message, one.line, NAMESPACE)


def failure(error: GuardError) -> tuple[str, str, str]:
    assert error.rule == "G507"
    assert all(part.isprintable() for part in (error.what, error.where, error.mend))
    return error.what, error.where, error.mend


# A key in a file


@pytest.mark.parametrize("kind", PLAIN)
def test_a_key_file_signs(kind: str, tmp_path: Path) -> None:
    path = key(kind).file(tmp_path)
    assert good(keygen.sign(str(path), NAMESPACE, MESSAGE, quiet=True), key(kind))
    assert good(keygen.sign(f"{path}.pub", NAMESPACE, MESSAGE, quiet=True), key(kind))


@pytest.mark.parametrize("message", [b"", b"\0", b"\xff\r\n" * 20_000, b"-----BEGIN"], ids=repr)
def test_exactly_these_bytes_are_signed(message: bytes, tmp_path: Path) -> None:
    path = key("ed25519").file(tmp_path)
    assert keygen.sign(str(path), NAMESPACE, message, quiet=True) == key("ed25519").sign(message, NAMESPACE)


@pytest.mark.parametrize("name", [b"-Y", b"a key; ls", b"$(ls)\n", b"key \xff", "schlüssel".encode()])
def test_a_file_may_have_any_name(name: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = os.fsdecode(name)
    key("ed25519").file(tmp_path).rename(path)
    Path("dana-ed25519.pub").rename(f"{path}.pub")
    assert good(keygen.sign(path, NAMESPACE, MESSAGE, quiet=True), key("ed25519"))


def test_a_file_with_a_passphrase_signs_when_it_is_typed(tmp_path: Path) -> None:
    path = str(key("ecdsa-256").file(tmp_path, SECRET, "dana of the house"))
    seen = at_terminal(lambda: keygen.sign(path, NAMESPACE, MESSAGE), [("Enter passphrase", f"{SECRET}\n")])
    assert good(seen.result, key("ecdsa-256"))
    assert SECRET not in seen.screen and seen.screen.strip().startswith("Enter passphrase")


def test_the_public_file_stands_for_the_private_one_beside_it(tmp_path: Path) -> None:
    path = key("ed25519").file(tmp_path, SECRET)
    seen = at_terminal(lambda: keygen.sign(f"{path}.pub", NAMESPACE, MESSAGE), [("Enter passphrase", f"{SECRET}\n")])
    assert good(seen.result, key("ed25519"))


@pytest.mark.parametrize("typed", ["shut sesame\n", "\n", "\x04"], ids=["another", "none", "the end"])
def test_a_wrong_passphrase_signs_nothing(typed: str, tmp_path: Path) -> None:
    path = str(key("ed25519").file(tmp_path, SECRET))
    seen = at_terminal(lambda: keygen.sign(path, NAMESPACE, MESSAGE), [("Enter passphrase", typed)])
    what, where, mend = failure(seen.result)
    assert what == f'ssh-keygen did not sign: Load key "{path}": incorrect passphrase supplied to decrypt private key'
    assert where == path and mend.startswith("ask again at a terminal, and type its passphrase")
    assert "incorrect passphrase" in seen.screen  # said to the person too


def interrupted(path: str, folder: Path) -> str:
    """What is left behind where Ctrl-C comes while somebody is asked."""
    try:
        keygen.sign(path, NAMESPACE, MESSAGE)
    except KeyboardInterrupt:
        return f"stopped, and left {[left.name for left in folder.iterdir()]}"
    return "signed"


def test_ctrl_c_ends_both(tmp_path: Path, temporary: Path) -> None:
    path = str(key("ed25519").file(tmp_path, SECRET))
    seen = at_terminal(lambda: interrupted(path, temporary), [("Enter passphrase", "\x03")])
    assert seen.result == "stopped, and left []"


@pytest.mark.parametrize(
    ("hears", "left"),
    [("trap 'echo restored > WRITTEN; exit 1' TERM", "restored\n"), ("trap '' TERM", None)],
    ids=["gives the terminal back", "does not listen"],
)
def test_ctrl_c_ends_one_that(
    hears: str, left: str | None, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = tmp_path / "pid"
    asks = f"trap '' INT; {hears}; echo $$ > '{pid}'; echo Enter passphrase >&2; while :; do sleep 0.02; done"
    written = pretended(tmp_path, monkeypatch, asks)
    monkeypatch.setattr(child, "_ASKED", 3 if left is None else 1000)
    seen = at_terminal(lambda: interrupted("key", temporary), [("Enter passphrase", "\x03")])
    assert seen.result == "stopped, and left []"
    assert (written.read_text() if written.exists() else None) == left
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_where_nobody_may_be_asked_nobody_is(tmp_path: Path) -> None:
    path = str(key("ed25519").file(tmp_path, SECRET))
    seen = at_terminal(lambda: keygen.sign(path, NAMESPACE, MESSAGE, quiet=True))
    assert "incorrect passphrase" in failure(seen.result)[0] and seen.screen == ""


def test_without_a_terminal_a_passphrase_key_signs_nothing(tmp_path: Path) -> None:
    path = str(key("ed25519").file(tmp_path, SECRET))
    assert "incorrect passphrase" in failure(with_none(lambda: keygen.sign(path, NAMESPACE, MESSAGE)))[0]


def test_a_plain_key_needs_no_terminal(tmp_path: Path) -> None:
    path = str(key("ed25519").file(tmp_path))
    assert good(with_none(lambda: keygen.sign(path, NAMESPACE, MESSAGE)), key("ed25519"))


def test_that_a_device_waits_is_told_at_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_SK_PROVIDER", "/nowhere/library.so")  # whoever runs this may have a device plugged in
    path = str(key("sk-ed25519").file(tmp_path))
    seen = at_terminal(lambda: keygen.sign(path, NAMESPACE, MESSAGE))
    assert seen.screen.strip().startswith("Confirm user presence for key ED25519-SK SHA256:")
    assert "is not an OpenSSH FIDO library" in failure(seen.result)[0]


@pytest.mark.parametrize("quiet", [True, False])
def test_what_is_signed_lies_in_no_file_that_anybody_could_write_over(
    quiet: bool, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swapped = f"for one in $(grep -rl approval '{temporary}'); do echo other > $one; done"
    written = pretended(tmp_path, monkeypatch, f"{swapped}; (echo other > /proc/$$/fd/0) 2>/dev/null; cat > WRITTEN")
    with pytest.raises(GuardError, match="gave no reason"):
        keygen.sign("key", NAMESPACE, MESSAGE, quiet=quiet)
    assert written.read_bytes() == MESSAGE


def test_more_than_can_wait_to_be_read_is_not_signed(tmp_path: Path) -> None:
    path = str(key("ed25519").file(tmp_path))
    with pytest.raises(GuardError, match="too long to be handed to ssh-keygen"):
        keygen.sign(path, NAMESPACE, b"x" * (8 << 20), quiet=True)


def asker(folder: Path) -> Path:
    """A program of the desktop that knows the passphrase."""
    script = folder / "ask"
    script.write_text(f"#!/bin/sh\necho {SECRET}\n")
    script.chmod(0o700)
    return script


def test_the_desktop_is_asked_where_there_is_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(key("ed25519").file(tmp_path, SECRET))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SSH_ASKPASS", str(asker(tmp_path)))
    assert good(with_none(lambda: keygen.sign(path, NAMESPACE, MESSAGE)), key("ed25519"))
    assert "passphrase" in failure(with_none(lambda: keygen.sign(path, NAMESPACE, MESSAGE, quiet=True)))[0]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SSH_ASKPASS", "./ask")  # whatever stands in the folder of the repository
    assert "./ask" not in failure(with_none(lambda: keygen.sign(path, NAMESPACE, MESSAGE)))[0]


def test_at_a_terminal_no_program_of_the_desktop_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(key("ed25519").file(tmp_path, SECRET))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SSH_ASKPASS", "/bin/false")
    seen = at_terminal(lambda: keygen.sign(path, NAMESPACE, MESSAGE), [("Enter passphrase", f"{SECRET}\n")])
    assert good(seen.result, key("ed25519"))
    monkeypatch.setenv("SSH_ASKPASS", str(asker(tmp_path)))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "prefer")  # whoever wants it says so
    seen = at_terminal(lambda: keygen.sign(path, NAMESPACE, MESSAGE))
    assert good(seen.result, key("ed25519")) and seen.screen == ""


# What does not sign

Made = Callable[[Path], str]


def no_file(folder: Path) -> str:
    return str(folder / "gone")


def a_folder(folder: Path) -> str:
    return str(folder)


def for_all_to_read(folder: Path) -> str:
    path = key("ed25519").file(folder)
    path.chmod(0o644)
    return str(path)


def no_key(folder: Path) -> str:
    path = folder / "notes"
    path.write_text("buy milk\n")
    path.chmod(0o600)
    return str(path)


def a_public_file_alone(folder: Path) -> str:
    path = key("ed25519").file(folder)
    path.unlink()
    return f"{path}.pub"


def no_device(folder: Path) -> str:
    return str(key("sk-ed25519").file(folder))


def a_name_with_a_nul(folder: Path) -> str:
    return "a\0b"


@pytest.mark.parametrize(
    ("made", "told", "mends"),
    [
        (no_file, "Couldn't load public key", "name a private key file, or the .pub file of a key that ssh-agent has"),
        (a_folder, "Couldn't load public key", "name a private key file"),
        (no_key, "Couldn't load public key", "name a private key file"),
        (for_all_to_read, "No private key found", "name its private key file, readable to you alone"),
        (a_public_file_alone, "No private key found", "or have ssh-agent hold the key"),
        (no_device, "provider /nowhere/library.so is not an OpenSSH FIDO library", "make SSH_SK_PROVIDER name"),
        (a_name_with_a_nul, "could not be started: embedded null", "check that it runs"),
    ],
)
def test_what_cannot_sign_says_why(
    made: Made, told: str, mends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_SK_PROVIDER", "/nowhere/library.so")  # whoever runs this may have a device plugged in
    path = made(tmp_path)
    for quiet in (True, False):
        with pytest.raises(GuardError) as error:
            keygen.sign(path, NAMESPACE, MESSAGE, quiet=quiet)
        what, where, mend = failure(error.value)
        assert told in what and (where == path or "\0" in path)
        assert mends in mend


def pretended(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """A program in the place of ssh-keygen, and a file that it may write into."""
    program, written = folder / "ssh-keygen", folder / "written"
    program.write_text(f"#!/bin/sh\n{script}\n".replace("WRITTEN", f"'{written}'"))
    program.chmod(0o700)
    monkeypatch.setattr(child, "PLACES", (str(program),))
    return written


SAYS = [
    ("device not found", "device not found", "plug the security key in"),
    (
        "Couldn't sign message: requested feature not supported",
        "requested feature not supported",
        "use a FIDO2 security key",
    ),
    (
        "Couldn't sign message (signer): agent refused operation?",
        "agent refused operation?",
        "allow it where ssh-agent asks",
    ),
    ('Load key "x": bad permissions', "bad permissions", "let nobody else read it: chmod 600 'my key'"),
    ('Load key "x": invalid format', "invalid format", "name a private key file that ssh-keygen made"),
    ("unknown option -- Y", ": unknown option -- Y", "install OpenSSH 8.2 or newer"),
    ('Unsupported operation for -Y: "sign"', 'for -Y: "sign"', "install OpenSSH 8.2 or newer"),
    (
        "No user exists for uid 4711",
        "sign: No user exists for uid 4711",
        "see what it says of this: ssh-keygen -Y sign -n",
    ),
    ("", "it ended with 3 and gave no reason", "see what it says of this: ssh-keygen -Y sign -n"),
    ("\x1b]52;c;bWV0\x07 bad", "\\x1b]52;c;bWV0\\x07 bad", "see what it says of this"),
    ("@@@@\n@ WARNING @\n@@@@\nfirst\r\nlast\r\nSigning /tmp/x failed: last", "sign: last", "see what it says"),
    ("x" * 5000, "sign: " + "x" * 300, "see what it says"),
]


@pytest.mark.parametrize(("says", "told", "mends"), SAYS)
def test_what_ssh_keygen_says_is_told_with_its_mend(
    says: str, told: str, mends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "says").write_text(says)
    pretended(tmp_path, monkeypatch, f"cat '{tmp_path / 'says'}' >&2; exit 3")
    with pytest.raises(GuardError) as error:
        keygen.sign("my key", NAMESPACE, MESSAGE, quiet=True)
    what, where, mend = failure(error.value)
    assert what.endswith(told) and where == "my key" and mend.startswith(mends)


def test_one_that_cannot_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretended(tmp_path, monkeypatch, "exit 0")
    program = tmp_path / "ssh-keygen"
    program.write_text("#!/nowhere/sh\n")
    for quiet in (True, False):
        with pytest.raises(GuardError) as error:
            keygen.sign("key", NAMESPACE, MESSAGE, quiet=quiet)
        what, where, _ = failure(error.value)
        assert (what, where) == ("ssh-keygen could not be started: No such file or directory", str(program))


def test_one_that_is_killed_signs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretended(tmp_path, monkeypatch, "kill -9 $$")
    with pytest.raises(GuardError, match="did not sign: it was stopped"):
        keygen.sign("key", NAMESPACE, MESSAGE, quiet=True)


def test_one_that_says_it_signed_and_wrote_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretended(tmp_path, monkeypatch, "exit 0")
    for quiet in (True, False):
        with pytest.raises(GuardError, match="it ended with 0 and gave no reason"):
            keygen.sign("key", NAMESPACE, MESSAGE, quiet=quiet)


def test_no_folder_to_hand_files_over_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(GuardError) as error:
        keygen.sign("key", NAMESPACE, MESSAGE, quiet=True)
    what, where, mend = failure(error.value)
    assert "could not be handed its files: No such file" in what and mend.startswith("make TMPDIR name a folder")
    assert where.startswith(str(tmp_path / "gone" / "guard-"))


def test_no_room_to_hand_files_over(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: str, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(keygen, "_write", full)
    with pytest.raises(GuardError) as error:
        keygen.holds(b"", b"", key("ed25519").line, NAMESPACE)
    what, where, _ = failure(error.value)
    assert what == "ssh-keygen could not be handed its files: No space left on device" and where == str(temporary)


# What it is started with

HANDED = {"PWD", "SHLVL", "_", "OLDPWD"}  # what a shell adds by itself
PASSED_ON = {
    "HOME": "/home/dana",
    "TERM": "xterm",
    "SSH_AUTH_SOCK": "/run/agent",
    "SSH_ASKPASS": "/usr/bin/ask",
    "SSH_ASKPASS_REQUIRE": "prefer",
    "SSH_SK_PROVIDER": "/usr/lib/fido.so",
    "DISPLAY": ":0",
    "WAYLAND_DISPLAY": "wayland-0",
    "XAUTHORITY": "/home/dana/.Xauthority",
    "XDG_RUNTIME_DIR": "/run/user/1000",
    "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus",
}
KEPT_BACK = {"LD_PRELOAD": "", "SSH_KEYGEN": "x", "GIT_DIR": "/x", "IFS": "x", "ENV": "/x", "PYTHONPATH": "/x"}
ALWAYS = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
SILENT = {"SSH_ASKPASS_REQUIRE": "never"}


def seen_by(written: Path) -> dict[str, str]:
    pairs = [line.split("=", 1) for line in written.read_text().splitlines()]
    return {name: value for name, value in pairs if name not in HANDED}


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**PASSED_ON, **KEPT_BACK}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("surroundings")
def test_it_sees_of_the_environment_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = pretended(tmp_path, monkeypatch, "env > WRITTEN; exit 1")
    with_none(lambda: keygen.sign("key", NAMESPACE, MESSAGE))
    assert seen_by(written) == ALWAYS | PASSED_ON
    with_none(lambda: keygen.sign("key", NAMESPACE, MESSAGE, quiet=True))
    reached = {name: PASSED_ON[name] for name in ("HOME", "SSH_AUTH_SOCK", "SSH_SK_PROVIDER")}
    assert seen_by(written) == ALWAYS | SILENT | reached
    with_none(lambda: keygen.holds(b"", b"", key("ed25519").line, NAMESPACE))
    assert seen_by(written) == ALWAYS | SILENT
    with_none(lambda: keygen.bare("key"))
    assert seen_by(written) == ALWAYS | SILENT


@pytest.mark.parametrize(
    ("value", "passed"), [("internal", True), ("./fido.so", False), ("fido.so", False), ("", False)]
)
def test_no_library_is_loaded_by_a_short_name(
    value: str, passed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = pretended(tmp_path, monkeypatch, "env > WRITTEN; exit 1")
    monkeypatch.setenv("SSH_SK_PROVIDER", value)
    with_none(lambda: keygen.sign("key", NAMESPACE, MESSAGE))
    assert seen_by(written).get("SSH_SK_PROVIDER") == (value if passed else None)


def test_the_program_is_found_by_its_full_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = key("ed25519").file(tmp_path)
    with monkeypatch.context() as there:
        written = pretended(tmp_path, there, "touch WRITTEN")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert good(keygen.sign(str(path), NAMESPACE, MESSAGE, quiet=True), key("ed25519"))
    assert not written.exists()


def test_no_program_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PLACES", ("/nowhere/ssh-keygen", "/else/ssh-keygen"))
    for ask in (lambda: keygen.sign("key", NAMESPACE, MESSAGE), lambda: keygen.bare("key")):
        with pytest.raises(GuardError) as error:
            ask()
        what, where, mend = failure(error.value)
        assert what == "no ssh-keygen found" and where == "/nowhere/ssh-keygen, /else/ssh-keygen"
        assert mend.startswith("install OpenSSH")


@pytest.mark.parametrize(
    ("system", "device", "first"), [("linux", True, 0), ("linux", False, 0), ("darwin", False, 0), ("darwin", True, 1)]
)
def test_devices_are_reached_by_one_that_can(
    system: str, device: bool, first: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [tmp_path / "apple", tmp_path / "other"]
    for place in places:
        place.write_text("")
        place.chmod(0o700)
    monkeypatch.setattr(child, "PLACES", tuple(map(str, places)))
    monkeypatch.setattr(sys, "platform", system)
    assert child.keygen(device) == str(places[first])


# Whether a signature holds


def test_one_key_signed_one_message_in_one_namespace() -> None:
    text, line = key("ed25519").sign(MESSAGE, NAMESPACE), key("ed25519").line
    assert keygen.holds(text, MESSAGE, line, NAMESPACE)
    assert not keygen.holds(text, MESSAGE + b" ", line, NAMESPACE)
    assert not keygen.holds(text, MESSAGE, key("ed25519", "omar").line, NAMESPACE)
    assert not keygen.holds(text, MESSAGE, line, "guard-evidence-v1")


OTHERS = key("ed25519", "omar")
TWO_LINES = f"{key('ed25519').line}\nguard\t{OTHERS.line}".replace(" ", "\t").replace("\t", " ", 1)


@pytest.mark.parametrize(
    ("line", "namespace"),
    [
        (TWO_LINES, NAMESPACE),
        (OTHERS.line.replace(" ", "\t"), NAMESPACE),
        (f"cert-authority {OTHERS.line}", NAMESPACE),
        (f"* {OTHERS.line}", NAMESPACE),
        (OTHERS.line, "guard-*"),
        (OTHERS.line, "*"),
        (OTHERS.line, ""),
        (OTHERS.line, 'guard" '),
        (OTHERS.line, "guard,git"),
        (OTHERS.line, "guard?approval"),
        ("", NAMESPACE),
    ],
)
def test_the_list_of_signers_says_one_thing(line: str, namespace: str) -> None:
    text = OTHERS.written(MESSAGE, namespace).armored()
    assert not keygen.holds(text, MESSAGE, line, namespace)
    assert keygen.holds(OTHERS.sign(MESSAGE, NAMESPACE), MESSAGE, f"{OTHERS.line} omar's key", NAMESPACE)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 0", "it ended with 0 and gave no reason"),
        ("echo Good; echo well >&2", "well"),
        ("echo Could not verify signature.", "it ended with 0"),
        ("echo Could not verify signature.; kill -9 $$", "it was stopped"),
        ("echo unknown option -- Y >&2; exit 1", "unknown option"),
        ("echo No user exists for uid 4711 >&2; exit 255", "No user exists"),
    ],
)
def test_who_says_neither_yes_nor_no_has_not_answered(
    script: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretended(tmp_path, monkeypatch, script)
    with pytest.raises(GuardError) as error:
        keygen.holds(key("ed25519").sign(MESSAGE, NAMESPACE), MESSAGE, key("ed25519").line, NAMESPACE)
    what, where, _ = failure(error.value)
    assert what.startswith("ssh-keygen did not tell whether a signature holds: ") and told in what
    assert where == child.PLACES[0]


# Whether a file alone signs


def pem(folder: Path, passphrase: str) -> Path:
    """A key file as older programs write them."""
    private = key("rsa").private
    assert isinstance(private, rsa.RSAPrivateKey)
    sealed: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        sealed = serialization.BestAvailableEncryption(passphrase.encode())
    path = folder / "pem"
    form = serialization.PrivateFormat.TraditionalOpenSSL
    path.write_bytes(private.private_bytes(serialization.Encoding.PEM, form, sealed))
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa-521", "rsa", "sk-ed25519", "pem"])
def test_a_file_with_no_passphrase_signs_for_whoever_reads_it(kind: str, tmp_path: Path) -> None:
    for passphrase in ("", SECRET):
        path = pem(tmp_path, passphrase) if kind == "pem" else key(kind).file(tmp_path, passphrase)
        assert keygen.bare(str(path)) == keygen.bare(f"{path}.pub") == (not passphrase)


def test_where_the_private_file_is_elsewhere_nothing_signs(tmp_path: Path) -> None:
    path = key("ed25519").file(tmp_path)
    path.unlink()
    assert not keygen.bare(f"{path}.pub")


@pytest.mark.parametrize(
    ("made", "told"), [(no_file, "No such file"), (no_key, "Load key"), (for_all_to_read, "bad permissions")]
)
def test_of_what_is_no_key_file_nothing_is_said(made: Made, told: str, tmp_path: Path) -> None:
    path = made(tmp_path)
    with pytest.raises(GuardError) as error:
        keygen.bare(path)
    what, where, _ = failure(error.value)
    assert what.startswith("ssh-keygen did not read this private key file: ") and told in what and where == path
