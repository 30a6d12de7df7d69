"""Readings kept in the git directory, one file for each request, under a tag that only this clone or this CI can make.

What a reading has raised stays raised: a later one that does not raise it again answers nothing. A file whose tag does
not hold counts as none, and is told of. Nothing of it stands in the work tree, where a change set could bring it along.
"""

from __future__ import annotations

import hmac
import json
import os
import stat

from guard.digest import canonical_json
from guard.doors.files import content
from guard.errors import GuardError
from guard.escape import shown
from guard.model.inquiry import Reply
from guard.model.opinion import KINDS, Flag, Opinion
from guard.model.opinion_form import as_data, flag_from, opinion_data, opinion_from
from guard.opinions.votes import NAMED, named
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

FOLDER = ("guard", "readings")  # below the git directory
SECRET = ("guard", "reading-secret")
VARIABLE = "GUARD_READING_SECRET"
LEAST = 16  # letters of a secret that somebody sets
LARGEST = 16 << 20
MOST = 20_000  # files
FORM = 1
DIGITS = frozenset("0123456789abcdef")


class Kept(NamedTuple):
    """One answer, and the flags of it."""

    about: str
    reply: Reply
    flags: tuple[Flag, ...]
    at: int = 0


class Shelf(NamedTuple):
    """Where readings are kept, and what their tags are made with."""

    folder: str
    secret: bytes

    def put(self, kept: Kept) -> None:
        """Keep one; an answer that is no text is not kept."""
        try:
            body = kept.reply.body.decode()
        except UnicodeDecodeError:
            return
        data = {"form": FORM, "about": kept.about, "at": kept.at, "flags": as_data(kept.flags)}
        self._write(kept.reply.digest, {**data, "reply": {**as_data(kept.reply), "body": body}})

    def get(self, digest: str) -> Kept | None:
        """The answer to exactly this request."""
        found = _kept(self._read(f"{digest}.json"))
        return found if found is not None and found.reply.digest == digest else None

    def put_opinion(self, opinion: Opinion) -> None:
        """Keep what a whole reading came to."""
        self._write(f"{opinion.request}.opinion", {"opinion": opinion_data(opinion)})

    def opinion(self, key: str) -> Opinion | None:
        """What the reading of exactly these requests came to."""
        data = self._read(f"{key}.opinion.json")
        found = None if data is None else opinion_from(data.get("opinion"))
        return found if found is not None and found.request == key else None

    def opinions(self, about: str) -> tuple[Opinion, ...]:
        """What readings of one text came to, the latest last."""
        found = []
        for name in self._names(".opinion.json"):
            data = self._read(name)
            opinion = None if data is None else opinion_from(data.get("opinion"))
            if opinion is not None and opinion.about == about and f"{opinion.request}.opinion.json" == name:
                found.append(opinion)
        return tuple(sorted(found, key=lambda one: (one.at, one.request)))

    def every(self, about: str) -> tuple[tuple[Kept, ...], tuple[str, ...]]:
        """All that is kept about one text, and the names of files whose tags do not hold."""
        found: list[Kept] = []
        odd: list[str] = []
        for name in self._names(".json"):
            kept = _kept(self._read(name))
            if kept is None or f"{kept.reply.digest}.json" != name:
                odd.append(shown(os.fsencode(name)))
            elif kept.about == about:
                found.append(kept)
        return tuple(sorted(found, key=lambda one: (one.at, one.reply.digest))), tuple(odd)

    def _names(self, end: str) -> list[str]:
        try:
            names = sorted(os.listdir(self.folder))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unread(self.folder, error.strerror or "") from error
        if len(names) > MOST:  # what is not looked at may be what has raised a doubt
            raise _unread(self.folder, f"more than {MOST:,} files")
        whole = ".opinion.json"
        return [name for name in names if name.endswith(end) and name.endswith(whole) == (end == whole)]

    def _write(self, name: str, data: dict[str, Any]) -> None:
        path = os.path.join(self.folder, f"{name}.json")
        partial = f"{path}.{os.getpid()}.part"
        text = canonical_json({**data, "tag": self._tag(data)})
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as file:
                file.write(text)
            os.replace(partial, path)
        except OSError as error:
            what = f"a reading could not be kept: {error.strerror}"
            raise GuardError("G820", what, shown(os.fsencode(path)), "mend the permissions of that folder") from error

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            data = json.loads(content(os.path.join(self.folder, name), LARGEST))
            tag = data.pop("tag")
            return data if hmac.compare_digest(tag, self._tag(data)) else None
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None

    def _tag(self, data: dict[str, Any]) -> str:
        return hmac.digest(self.secret, b"guard-kept-v1\0" + canonical_json(data), "sha256").hex()


def _kept(data: dict[str, Any] | None) -> Kept | None:
    """What guard wrote; it has its tag, and still may be of another guard."""
    try:
        if data is None or data["form"] != FORM:
            return None
        flags = [flag_from(one) for one in data["flags"]]
        said = data["reply"]
        reply = Reply(said["digest"], said["body"].encode(), said["id"], said["host"], said["sdk"])
        sound = DIGITS.issuperset(reply.digest) and isinstance(data["about"], str) and type(data["at"]) is int
    except (LookupError, TypeError, AttributeError):
        return None
    whole = tuple([flag for flag in flags if flag is not None])
    return Kept(data["about"], reply, whole, data["at"]) if sound and len(whole) == len(flags) else None


def still_open(flags: Iterable[Flag], kept: Iterable[Kept], sentences: Iterable[str]) -> tuple[Flag, ...]:
    """These flags, and all that were raised before and whose sentence still stands."""
    found = {flag.fingerprint: flag for flag in flags}
    known = {" ".join(sentence.split()) for sentence in sentences}
    for one in kept:
        for flag in one.flags:
            if flag.fingerprint not in found and _stands(flag, known):
                found[flag.fingerprint] = flag
    return tuple(sorted(found.values(), key=lambda flag: (flag.line, flag.fingerprint)))


def _stands(flag: Flag, known: set[str]) -> bool:
    """Its sentence does; where that is the heading of its phase, the words it quotes do as well, as far as is known."""
    if " ".join(flag.sentence.split()) not in known:
        return False
    quote = named(flag.quote)
    return not KINDS[flag.kind].absence or any([quote in one or len(one) >= NAMED - 80 for one in known])


def shelf(git_dir: str, environment: Mapping[str, str] = os.environ) -> Shelf:
    """The readings of a repository."""
    return Shelf(os.path.join(git_dir, *FOLDER), secret(git_dir, environment))


def secret(git_dir: str, environment: Mapping[str, str] = os.environ) -> bytes:
    """What nobody else knows: a variable of CI, else a file that is made when it is first needed."""
    said = environment.get(VARIABLE, "")
    if said:
        if len(said) < LEAST:
            mend = f"set it to at least {LEAST} letters drawn by chance"
            raise GuardError("G813", "the secret of readings is too short", VARIABLE, mend)
        return hmac.digest(said.encode("utf-8", "surrogateescape"), b"guard-reading-secret-v1", "sha256")
    path = os.path.join(git_dir, *SECRET)
    try:
        return _own(path) or _made(path)
    except OSError as error:
        raise _unread(path, error.strerror or "") from error


def _own(path: str) -> bytes:
    """The secret of this clone; nothing where there is none yet."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return b""
    with open(handle, "rb") as file:
        mode = os.fstat(handle).st_mode
        text = file.read(65)
    if not stat.S_ISREG(mode) or mode & 0o077:
        mend = "take it away; a new one is made, and readings are made again"
        raise GuardError("G813", "the secret of readings can be read by others", shown(os.fsencode(path)), mend)
    if len(text) != 64 or not DIGITS.issuperset(text.decode("latin-1")):
        raise _unread(path, "it is no secret of guard")
    return bytes.fromhex(text.decode())


def _made(path: str) -> bytes:
    """A new one, drawn by chance; another process may have been faster."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    partial = f"{path}.{os.getpid()}.part"
    drawn = os.urandom(32)
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as file:
        file.write(drawn.hex().encode())
    try:
        os.link(partial, path)
        return drawn
    except FileExistsError:
        return _own(path)
    finally:
        os.unlink(partial)


def _unread(path: str, why: str) -> GuardError:
    mend = "take it away where it is damaged; readings are made again"
    return GuardError("G813", f"what is kept of readings cannot be read: {why}", shown(os.fsencode(path)), mend)
