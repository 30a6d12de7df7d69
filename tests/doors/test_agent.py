"""Keys in ssh-agent: which it has, that they sign with no file and no question, and agents that are broken."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.doors.signatures import agent as agent_door
from guard.doors.signatures import keygen, proof
from guard.doors.signatures.agent import reachable
from guard.errors import GuardError
from guard.grammar import Wrong
from guard.grammar.sshsig import parsed, presence
from tests.signing import KINDS, Key, key, wire
from tests.ssh_agents import LISTED, REFUSED, answering, holding
from tests.terminal import at_terminal

NAMESPACE = "guard-approval-v1"
MESSAGE = b'{"act":"approval"}'
SECRET = "open sesame"
TAKEN = [key(kind) for kind in KINDS if kind != "rsa-1024"]


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A real ssh-agent with no keys."""
    folder = Path(tempfile.mkdtemp(prefix="agent-"))  # a short name: a socket's has at most some 100 characters
    run = subprocess.run(["ssh-agent", "-a", folder / "socket"], capture_output=True, text=True, check=True)
    pid = int(re.findall(r"SSH_AGENT_PID=(\d+)", run.stdout)[0])
    monkeypatch.setenv("SSH_AUTH_SOCK", str(folder / "socket"))
    yield
    os.kill(pid, signal.SIGTERM)
    shutil.rmtree(folder, ignore_errors=True)  # as it ends, it removes its socket itself


def add(*words: str | Path) -> None:
    subprocess.run(["ssh-add", "-q", *words], check=True, stdin=subprocess.DEVNULL)


def public(one: Key, folder: Path) -> str:
    """The .pub file of a key whose private part is nowhere here."""
    path = folder / f"{one.name}-{one.kind}.pub"
    path.write_text(f"{one.line}\n")
    return str(path)


@pytest.mark.usefixtures("agent")
def test_what_the_agent_has_is_what_can_be_reached(tmp_path: Path) -> None:
    assert reachable() == []
    add(key("ed25519").file(tmp_path), key("rsa", "omar").file(tmp_path, comment="omar's key"))
    assert reachable() == [key("ed25519").line, key("rsa", "omar").line]
    add("-d", tmp_path / "dana-ed25519")
    assert reachable() == [key("rsa", "omar").line]
    add("-D")
    assert reachable() == []


@pytest.mark.usefixtures("agent")
def test_a_key_in_the_agent_signs_with_no_file_and_no_question(tmp_path: Path) -> None:
    one = key("ed25519")
    path = one.file(tmp_path)
    add(path)
    path.unlink()
    text = keygen.sign(f"{path}.pub", NAMESPACE, MESSAGE, quiet=True)
    assert text == one.sign(MESSAGE, NAMESPACE)
    seen = at_terminal(lambda: keygen.sign(f"{path}.pub", NAMESPACE, MESSAGE))
    assert (seen.result, seen.screen) == (text, "")


@pytest.mark.usefixtures("agent")
def test_a_passphrase_guards_no_key_that_the_agent_has(tmp_path: Path) -> None:
    one = key("ed25519")
    add(one.file(tmp_path))
    path = one.file(tmp_path, SECRET)
    assert not keygen.bare(str(path)) and reachable() == [one.line]
    assert keygen.sign(str(path), NAMESPACE, MESSAGE, quiet=True) == one.sign(MESSAGE, NAMESPACE)


@pytest.mark.usefixtures("agent")
def test_an_agent_with_other_keys_does_not_sign(tmp_path: Path) -> None:
    add(key("ed25519", "omar").file(tmp_path))
    with pytest.raises(GuardError, match="No private key found") as error:
        keygen.sign(public(key("ed25519"), tmp_path), NAMESPACE, MESSAGE, quiet=True)
    assert (error.value.rule, error.value.mend.split(",")[0]) == ("G507", "name its private key file")


# Agents that tests stand in for: keys on devices, and whatever an agent may answer


@pytest.mark.parametrize("kind", ["sk-ed25519", "sk-ecdsa", "ed25519", "ecdsa-384", "rsa"])
@pytest.mark.parametrize(("flags", "there"), [(0, ""), (1, "touch"), (5, "pin")])
def test_a_device_in_the_agent_says_who_was_there(
    kind: str, flags: int, there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = key(kind)
    with holding([key("ed25519", "omar"), one], flags=flags, counter=9) as path:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
        text = keygen.sign(public(one, tmp_path), NAMESPACE, MESSAGE, quiet=True)
    read = parsed(text)
    assert (read.key, read.namespace, proof.holds(read, MESSAGE)) == (one.line, NAMESPACE, True)
    assert keygen.holds(text, MESSAGE, one.line, NAMESPACE)
    assert presence(read) == (there if one.on_device else "")


def test_every_type_of_key_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    with holding(TAKEN) as path:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
        assert reachable() == [one.line for one in TAKEN]


def test_what_signs_nothing_for_guard_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = wire(b"ssh-ed25519-cert-v01@openssh.com", bytes(32), bytes(32))
    others = [certificate, wire(b"ssh-dss", b"\1", b"\1", b"\1", b"\1"), b"", b"\xff", key("rsa-1024").blob]
    with holding([key("ed25519")], others=others) as path:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
        assert reachable() == [key("ed25519").line]


def test_an_agent_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with holding([key("sk-ed25519")], refuses=True) as path:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
        with pytest.raises(GuardError, match="did not sign: Couldn't sign message") as error:
            keygen.sign(public(key("sk-ed25519"), tmp_path), NAMESPACE, MESSAGE, quiet=True)
    assert error.value.rule == "G507" and error.value.mend.startswith("allow it where ssh-agent asks")


ONE = struct.pack(">I", 1)
BROKEN = {
    "that refuses to say": (wire(REFUSED), "it refused to"),
    "that hangs up": (b"", "its answer is cut off"),
    "that ends too early": (b"\0\0\0\5\x0c", "its answer is cut off"),
    "that says nothing": (wire(b""), "its answer is cut off"),
    "that does not count": (wire(LISTED), "its answer is cut off"),
    "that counts wrong": (wire(LISTED + ONE), "its answer is cut off"),
    "that counts to 4 billion": (wire(LISTED + b"\xff" * 4), "its answer is cut off"),
    "that counts too few": (wire(LISTED + ONE + wire(b"x", b"y", b"z")), "bytes follow the end of its answer"),
    "that names no comment": (wire(LISTED + ONE + wire(key("ed25519").blob)), "its answer is cut off"),
    "that answers at length": (b"\xff" * 40, "its answer is too long"),
    "that speaks something else": (b"HTTP/1.1 400 Bad Request\r\n\r\n", "its answer is too long"),
}


@pytest.mark.parametrize(("answer", "told"), BROKEN.values(), ids=BROKEN)
def test_an_agent(answer: bytes, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(lambda _: answer, once=True) as path:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
        with pytest.raises(GuardError) as error:
            reachable()
    assert error.value.rule == "G507" and error.value.where == str(path)
    assert error.value.what == f"ssh-agent does not say which keys it has: {told}"
    assert error.value.mend == "see what ssh-add -l says, and start ssh-agent again"


def test_an_agent_that_goes_silent_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agent_door, "_PATIENCE", 0.05)
    with answering(lambda _: b"\0\0\0\x05\x0c") as path:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
        with pytest.raises(GuardError, match="its answer takes too long") as error:
            reachable()
    assert (error.value.rule, error.value.mend) == ("G507", "see what ssh-add -l says, and start ssh-agent again")


def test_an_agent_that_answers_a_byte_a_second_is_not_waited_for_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, waits = itertools.count(), []

    class Drips:
        def settimeout(self, seconds: float) -> None:
            waits.append(seconds)

        def recv(self, most: int) -> bytes:
            return b"\0"

    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with pytest.raises(Wrong, match="its answer takes too long"):
        agent_door._exactly(Drips(), 100, by=10)  # type: ignore[arg-type]
    assert waits == list(range(10, 0, -1)), "every byte has what is left of all the time, and no more"


def test_where_no_agent_answers_nothing_is_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    assert reachable() == []
    monkeypatch.setenv("SSH_AUTH_SOCK", "")
    assert reachable() == []
    with answering(lambda _: b"") as path:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
    assert reachable() == []  # the agent has ended, and its socket is gone
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as ended:
        ended.bind("socket")
    monkeypatch.setenv("SSH_AUTH_SOCK", "socket")
    assert Path("socket").exists() and reachable() == []  # the agent was killed, and its socket stands there


def test_a_socket_that_cannot_be_one_is_no_empty_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_AUTH_SOCK", "/tmp/" + "x" * 200)
    with pytest.raises(GuardError, match="AF_UNIX path too long"):
        reachable()
