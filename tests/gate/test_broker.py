"""The broker of examples/broker, run for real on the loopback: a receipt in, credentials out, and each once."""

from __future__ import annotations

import http.client
import json
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gate.asking import Gated, at, gated, policy
from tests.gate.test_receipt import again
from tests.signing import key

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("gate")
GUARD = shlex.join([sys.executable, "-I", "-m", "guard"])


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gated]:
    with gated(capsys, tmp_path, monkeypatch) as house:
        yield house


class Running:
    """A broker of its own process; `guard` is how it starts guard."""

    def __init__(self, folder: Path, guard: str = GUARD) -> None:
        (folder / "policy.yaml").write_bytes(policy())
        (folder / "used.json").touch()
        words = ["--env", "production", "--policy", str(folder / "policy.yaml"), "--used", str(folder / "used.json")]
        program = [sys.executable, str(ROOT / "examples/broker/broker.py")]
        self.process = subprocess.Popen(
            [*program, *words, "--port", "0", "--guard", guard], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().rpartition(" ")[2])

    def post(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("POST", path, body)
        answer = line.getresponse()
        said: dict[str, Any] = json.loads(answer.read())
        line.close()
        return answer.status, said

    def close(self) -> str:
        self.process.terminate()
        return self.process.communicate(timeout=60)[0]


def test_a_receipt_is_exchanged_once(made: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: float(at("2026-01-10 01:00")))
        assert made.signed(tmp_path / "then").code == 0
    held, now = (tmp_path / "then").read_bytes(), int(time.time())
    good = again(held, issued=now, expires=now + 600)
    broker = Running(tmp_path)
    try:
        code, said = broker.post("/split-name/backfill", good)
        assert (code, said["expires"], len(said["password"])) == (200, now + 600, 32)
        assert said["user"].startswith("split-name-backfill-")
        assert broker.post("/split-name/backfill", good)[0] == 403
        for path, body, rule in (
            ("/split-name/contract", again(held, issued=now, expires=now + 600, nonce="a" * 32), "G633: "),
            ("/split-name/backfill", again(held, key("ed25519", "omar"), issued=now, expires=now + 600), "G632: "),
        ):
            code, said = broker.post(path, body)
            assert (code, said["why"][0][:6]) == (403, rule)
        assert broker.post("/split-name/backfill/x", good)[0] == 404
        assert broker.post("/split-name/--policy", good)[0] == 404
        assert broker.post("/split-name/backfill", b"x" * (65 << 10))[0] == 413
        (tmp_path / "used.json").unlink()
        assert broker.post("/split-name/backfill", again(held, issued=now, expires=now + 600, nonce="b" * 32))[0] == 503
    finally:
        told = broker.close()
    assert good.decode()[:40] not in told and '"POST /split-name/backfill HTTP/1.1" 200' in told


@pytest.mark.parametrize("option", ["--env", "--policy", "--used", "--guard"])
def test_an_empty_word_starts_none(option: str) -> None:
    words = {"--env": "production", "--policy": "policy.yaml", "--used": "used.json", "--guard": "guard", option: ""}
    program = [sys.executable, str(ROOT / "examples/broker/broker.py"), "--port", "0"]
    told = subprocess.run([*program, *[one for pair in words.items() for one in pair]], capture_output=True, timeout=60)
    assert told.returncode == 2 and f"argument {option}: it is empty" in told.stderr.decode()


def test_a_guard_that_does_not_answer_gives_nothing(tmp_path: Path) -> None:
    unknown = '{\\"holds\\":true,\\"outcome\\":\\"pass\\",\\"not_established\\":[{\\"what\\":\\"x\\"}]}'
    for guard in (
        f"sh -c 'echo {unknown}'",
        "true",
        "/nowhere/guard",
        'sh -c \'echo {\\"holds\\":true,\\"outcome\\":\\"pass\\"}; exit 1\'',
    ):
        broker = Running(tmp_path, guard)
        try:
            assert broker.post("/split-name/backfill", b"{}")[0] == 503
        finally:
            broker.close()
