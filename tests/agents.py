"""Stand-ins of ssh-agent: one that signs with keys of tests, those of devices among them, and ones that are broken."""

from __future__ import annotations

import shutil
import socket
import struct
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from guard.grammar.wire import Fields
from tests.signing import RSA_BITS, TOUCHED, Key, wire

LIST, LISTED, SIGN, SIGNED, REFUSED = 11, b"\x0c", 13, b"\x0e", b"\x05"


@contextmanager
def answering(answer: Callable[[bytes], bytes]) -> Iterator[Path]:
    """A socket on which every request gets this answer, exactly these bytes."""
    folder = Path(tempfile.mkdtemp(prefix="agent-"))  # a short name: a socket's has at most some 100 characters
    path = folder / "socket"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        threading.Thread(target=_serve, args=(listener, answer), daemon=True).start()
        try:
            yield path
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            shutil.rmtree(folder)


def _serve(listener: socket.socket, answer: Callable[[bytes], bytes]) -> None:
    while True:
        try:
            talk, _ = listener.accept()
        except OSError:
            return
        with talk, talk.makefile("rb") as requests:
            while length := requests.read(4):
                talk.sendall(answer(requests.read(int.from_bytes(length, "big"))))


@contextmanager
def holding(
    keys: Sequence[Key], *, flags: int = TOUCHED, counter: int = 1, refuses: bool = False, others: Sequence[bytes] = ()
) -> Iterator[Path]:
    """An agent that has these keys. `flags` and `counter` are what devices say; `others`: what it lists beside them."""

    def answer(request: bytes) -> bytes:
        fields = Fields(request[1:], "the request")
        if request[0] == LIST:
            blobs = [*(key.blob for key in keys), *others]
            return wire(LISTED + struct.pack(">I", len(blobs)) + b"".join(wire(blob, b"comment") for blob in blobs))
        if request[0] != SIGN or refuses:
            return wire(REFUSED)
        blob, data = fields.take(), fields.take()
        key = next(key for key in keys if key.blob == blob)
        algorithm = "rsa-sha2-512" if key.kind in RSA_BITS else ""
        return wire(SIGNED + wire(key.inner(data, flags=flags, counter=counter, algorithm=algorithm)))

    with answering(answer) as path:
        yield path
