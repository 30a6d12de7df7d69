"""Which keys ssh-agent has: whoever reaches it can sign with them, without a file and mostly without a question."""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.escape import shown
from guard.grammar import Wrong
from guard.grammar.key import spelled
from guard.grammar.wire import Fields, framed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from socket import socket

_LIST, _LISTED = b"\x0b", b"\x0c"  # SSH_AGENTC_REQUEST_IDENTITIES, SSH_AGENT_IDENTITIES_ANSWER
_LARGEST = 256 << 10  # bytes of an answer, as OpenSSH has it
_LATE = "its answer takes too long"
_PATIENCE = 10  # seconds for all of it; it answers from memory


def reachable() -> list[str]:
    """The keys that ssh-agent has, each as "TYPE BASE64"; none where no agent answers.

    It tells neither whether it asks before it signs, nor whether the device of a security key must be touched.
    Certificates, and keys of types that guard does not take, sign nothing for guard and are left out.
    """
    path = os.environ.get("SSH_AUTH_SOCK", "")
    if not path:
        return []
    import socket
    from time import monotonic

    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as talk:
            by = monotonic() + _PATIENCE
            talk.settimeout(_PATIENCE)
            try:
                talk.connect(path)
            except (FileNotFoundError, ConnectionRefusedError):  # it has ended: ssh-keygen finds none either
                return []
            talk.sendall(framed(_LIST))
            answer = _exactly(talk, int.from_bytes(_exactly(talk, 4, by), "big"), by)
        return _listed(answer)
    except (OSError, Wrong) as error:
        why = _LATE if isinstance(error, TimeoutError) else getattr(error, "strerror", None) or error
        what = f"ssh-agent does not say which keys it has: {why}"
        mend = "see what ssh-add -l says, and start ssh-agent again"
        raise GuardError("G507", what, shown(os.fsencode(path)), mend) from error


def _exactly(talk: socket, length: int, by: float) -> bytes:
    """So many bytes, all of them until then: one that answers byte by byte may not go on for ever."""
    from time import monotonic

    if length > _LARGEST:
        raise Wrong("its answer is too long")
    answer = b""
    while len(answer) < length:
        left = by - monotonic()
        if left <= 0:
            raise Wrong(_LATE)
        talk.settimeout(left)
        chunk = talk.recv(length - len(answer))
        if not chunk:
            raise Wrong("its answer is cut off")
        answer += chunk
    return answer


def _listed(answer: bytes) -> list[str]:
    fields = Fields(answer, "its answer")
    if fields.plain(1) != _LISTED:
        raise Wrong("it refused to")
    keys = []
    for _ in range(fields.number()):
        blob, _comment = fields.take(), fields.take()
        try:
            keys.append(spelled(blob))
        except Wrong:
            continue
    fields.end()
    return keys
