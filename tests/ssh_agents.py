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
def answering(answer: Callable[[bytes], bytes], once: bool = False) -> Iterator[Path]:
    """A socket on which every request gets this answer, exactly these bytes. `once`: then it hangs up."""
    folder = Path(tempfile.mkdtemp(prefix="agent-"))  # a short name: a socket's has at most some 100 characters
    path, ended = folder / "socket", threading.Event()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        server = threading.Thread(target=_serve, args=(listener, answer, once, ended), daemon=True)
        server.start()
        try:
            yield path
        finally:
            ended.set()
            with socket.socket(socket.AF_UNIX) as last:
                last.connect(str(path))
            server.join()
            shutil.rmtree(folder)


def _serve(listener: socket.socket, answer: Callable[[bytes], bytes], once: bool, ended: threading.Event) -> None:
    while True:
        talk, _ = listener.accept()
        if ended.is_set():
            talk.close()
            return
        with talk, talk.makefile("rb") as requests:
            try:
                while length := requests.read(4):
                    talk.sendall(answer(requests.read(int.from_bytes(length, "big"))))
                    if once:
                        break
            except OSError:  # whoever asked does not wait for all of the answer
                continue


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
