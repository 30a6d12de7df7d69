"""What ssh-keygen does for guard: it signs for a person, says whether a signature holds, and makes a key.

guard never holds a private key: what is secret is read by ssh-keygen, from where the person keeps it, and passphrases
and PINs are typed into it.
"""

from __future__ import annotations

import os
from contextlib import contextmanager

from guard.doors.signatures.child import Ended, asking, keygen, told, unasked
from guard.errors import GuardError
from guard.escape import hidden, shell_word, shown
from guard.grammar.key import TYPES, reason, without_comment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {  # what is made: how ssh-keygen is asked for it
    "passphrase": ("-q", "-t", "ed25519"),
    "touch": ("-t", "ed25519-sk"),
    "pin": ("-t", "ed25519-sk", "-O", "verify-required"),
}
_LARGEST = 64 << 10  # bytes of what comes back
_REFUSED = b"Could not verify signature."
_NAMED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.@"
_SPELLED = _NAMED + "+/= "
_WRONG_PASSPHRASE = "incorrect passphrase"
_NEWER = "install OpenSSH 8.2 or newer"
_MENDS = {  # part of what ssh-keygen says: how that is mended; what stands first counts
    "fido library": "make SSH_SK_PROVIDER name a library for security keys, or leave it unset",
    _WRONG_PASSPHRASE: "ask again at a terminal, and type its passphrase or PIN; a machine has a key with neither",
    "device not found": "plug the security key in, then ask again",
    "feature not supported": "use a FIDO2 security key, with a PIN set by the tool of its maker",
    "agent refused": "allow it where ssh-agent asks; ssh-add -l lists the keys that it has",
    "bad permissions": "let nobody else read it: chmod 600 {file}",
    "no private key found": "name its private key file, readable to you alone, or have ssh-agent hold the key",
    "no such file": "name a private key file, or the .pub file of a key that ssh-agent has",
    "invalid format": "name a private key file that ssh-keygen made, or the .pub file of a key that ssh-agent has",
    "unknown option": _NEWER,
    "unsupported operation": _NEWER,
}


def sign(key_file: str, namespace: str, message: bytes, *, quiet: bool = False) -> bytes:
    """The signature that ssh-keygen makes over exactly these bytes, as it wrote it; the caller reads and checks it.

    `key_file` is a private key file, or the .pub file of a key that ssh-agent has. Whoever must type or touch something
    is asked at the terminal; with `quiet` nobody is, and a key that needs somebody does not sign.
    """
    argv = [keygen(device=True), "-q", "-Y", "sign", "-f", key_file, "-n", namespace]
    with _folder() as folder, told(message) as stdin:  # a file could be written over while a passphrase is typed
        printed = os.path.join(folder, "signature")
        ended = unasked(argv, folder, stdin, keys=True) if quiet else asking(argv, stdin, printed)
    if ended.code != 0 or not ended.printed:
        by_hand = f"ssh-keygen -Y sign -n {namespace} -f {shell_word(os.fsencode(key_file))} FILE"
        raise _failed("ssh-keygen did not sign", ended, key_file, by_hand)
    return ended.printed


def holds(text: bytes, message: bytes, key: str, namespace: str) -> bool:
    """Whether ssh-keygen finds that this key signed exactly these bytes in this namespace.

    The list of signers that it reads is made here: one line, one name, one namespace. It takes more for a signature
    than guard does (guard.grammar.sshsig), and asks no device whether somebody was there.
    """
    line = without_comment(key)
    if not namespace or namespace.strip(_NAMED) or line.strip(_SPELLED) or line.partition(" ")[0] not in TYPES:
        return False  # in the list of signers it could say something else
    program = keygen()
    with _folder() as folder:
        signers, signature, content = (os.path.join(folder, name) for name in ("signers", "signature", "message"))
        _write(signers, f'guard namespaces="{namespace}" {line}\n'.encode())
        _write(signature, text)
        _write(content, message)
        words = ("-Y", "verify", "-f", signers, "-I", "guard", "-n", namespace, "-s", signature)
        ended = unasked([program, *words], folder, content)
    if ended.code == 0 and ended.printed.startswith(f'Good "{namespace}" signature for guard with '.encode()):
        return True
    if ended.code > 0 and ended.printed.startswith(_REFUSED):
        return False
    raise _failed("ssh-keygen did not tell whether a signature holds", ended, program, "ssh-keygen -Y verify")


def bare(key_file: str) -> bool:
    """Whether whoever can read this private key file can sign with it: it has no passphrase.

    A .pub file stands for the private one beside it; where there is none, the key is somewhere else.
    """
    path = key_file.removesuffix(".pub")
    if path != key_file and not os.path.lexists(path):
        return False
    with _folder() as folder:
        ended = unasked([keygen(), "-y", "-P", "", "-f", path], folder)
    if ended.code == 0:
        return True
    if any(_WRONG_PASSPHRASE in line for line in ended.said):
        return False
    by_hand = f"ssh-keygen -y -f {shell_word(os.fsencode(path))}"
    raise _failed("ssh-keygen did not read this private key file", ended, path, by_hand)


def make(path: str, kind: str, comment: str) -> str:
    """Make a key, one of KINDS, and return its public line without the comment.

    The passphrase, the touch and the PIN are asked for by ssh-keygen. Nothing that is there is written over.
    """
    if hidden(comment):
        raise GuardError("G507", "no key was made: its comment is one line of text", shown(comment), "name it plainly")
    for taken in (path, f"{path}.pub"):
        if os.path.lexists(taken):
            raise GuardError("G507", "no key was made: there is a file of this name", shown(taken), "name another file")
    ended = asking([keygen(device=kind != "passphrase"), *KINDS[kind], "-C", comment, "-f", path])
    if ended.code != 0:
        by_hand = " ".join(["ssh-keygen", *KINDS[kind], "-f", shell_word(os.fsencode(path))])
        raise _failed("ssh-keygen made no key", ended, path, by_hand)
    if kind == "passphrase" and bare(path):
        os.unlink(path)
        os.unlink(f"{path}.pub")
        mend = "ask again at a terminal, and type a passphrase twice"
        raise GuardError("G507", "no key was made: no passphrase was given for it", shown(path), mend)
    with open(f"{path}.pub", encoding="utf-8", errors="surrogateescape") as file:
        line = file.read(_LARGEST).removesuffix("\n")
    wrong = reason(line)
    if wrong is not None:
        raise GuardError("G507", f"ssh-keygen made a key that guard does not take: {wrong}", shown(path), _NEWER)
    return without_comment(line)


@contextmanager
def _folder() -> Iterator[str]:
    """A folder that nobody else can read, for as long as it takes."""
    import tempfile

    try:
        with tempfile.TemporaryDirectory(prefix="guard-") as folder:
            yield folder
    except OSError as error:
        what = f"ssh-keygen could not be handed its files: {error.strerror}"
        where = shown(os.fsencode(error.filename or tempfile.gettempdir()))
        raise GuardError("G507", what, where, "make TMPDIR name a folder with room that you can write to") from error


def _write(path: str, content: bytes) -> None:
    with open(path, "xb") as file:
        file.write(content)


def _failed(what: str, ended: Ended, where: str, by_hand: str) -> GuardError:
    """The line of what it said that guard knows the mend of, or else its last one."""
    known = [(line, mend) for sign, mend in _MENDS.items() for line in ended.said if sign in line.lower()]
    if known:
        words, mend = known[0][0], known[0][1].replace("{file}", shell_word(os.fsencode(where)))
    else:
        nothing = "it was stopped" if ended.code < 0 else f"it ended with {ended.code} and gave no reason"
        words, mend = [nothing, *ended.said][-1], f"see what it says of this: {by_hand}"
    return GuardError("G507", f"{what}: {words}", shown(os.fsencode(where)), mend)
