"""What is wrong with the name of a file, whatever stands in it: names that hide, mislead, or mean another file.

Judged is one path alone; that two names of one tree collide is asked with `fold`. The characters `< > " | ? *` are left
alone: Windows cannot write such a file and says so, and nowhere does such a name stand for another file. So are letters
that look alike (a Cyrillic a for a Latin one): guard compares bytes, and no pattern matches what only looks like it.
"""

from __future__ import annotations

from guard.escape import hidden, invisible, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PATH_BYTES = 1024
_NAME_BYTES = 255
_WORDS_SHOWN = 3
_LETTERS_SHOWN = 80

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"] + [port + str(n) for port in ("com", "lpt") for n in range(10)]
)

# Names that git, git-lfs or guard obey, and the short names that NTFS gives them: the first six letters, or the first
# two with a digest where several names share those. What some file system reads as one of these must be written so.
_OBEYED = frozenset([".git", ".gitmodules", ".gitattributes", ".gitignore", ".mailmap", ".lfsconfig", ".guard"])
_SHORT_NAMES = {
    "git": ".git",
    "gitmod": ".gitmodules", "gi7eba": ".gitmodules",
    "gitatt": ".gitattributes", "gi7d29": ".gitattributes",
    "gitign": ".gitignore", "gi250a": ".gitignore",
    "mailma": ".mailmap", "maba30": ".mailmap",
    "lfscon": ".lfsconfig",
    "guard": ".guard",
}  # fmt: skip

_IGNORED_BY_HFS = dict.fromkeys([*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x206A, 0x2070), 0xFEFF])

# One pass over a path: letters in lower case, dots and spaces as separators, and NUL, which no path holds, for every
# byte that needs a second look. A piece that is one of the suspects needs it too.
_PIECES = bytes(
    [
        47 if byte in b"/. " else 0 if byte < 33 or byte > 126 or byte in b"\\:~$" else bytes([byte]).lower()[0]
        for byte in range(256)
    ]
)
_SUSPECTS = frozenset([name.lstrip(".").encode() for name in _DEVICES | _OBEYED])
_DEVICE_SUSPECTS = frozenset([name.encode() for name in _DEVICES])
_AS_WRITTEN = frozenset([name.encode() for name in _OBEYED if name != ".git"])


def faults(path: bytes) -> tuple[tuple[str, str], ...]:
    """What is wrong with the path, as (rule id, words); at most one of each rule."""
    if _plain(path):
        return ()
    found: list[tuple[str, str]] = []
    names = path.split(b"/")
    texts = [name.decode("utf-8", "surrogateescape") for name in names]
    _add(found, "G110", (_controls(text, name) for text, name in zip(texts, names, strict=True)))
    _add(found, "G111", (_not_utf8(text, name) for text, name in zip(texts, names, strict=True)))
    _add(found, "G112", (_invisibles(text, name) for text, name in zip(texts, names, strict=True)))
    _add(found, "G114", (_reserved(text, name) for text, name in zip(texts, names, strict=True)))
    _add(found, "G115", _too_long(path, names))
    return tuple(found)


def _plain(path: bytes) -> bool:
    """Whether a glance shows that nothing is wrong. It may doubt a good path, and never trusts a bad one."""
    pieces = path.translate(_PIECES)
    if (
        b"\0" in pieces
        or (b"//" in pieces and (b"//" in path or b"./" in path or b" /" in path))
        or path[:1] in b"/"  # an empty path too
        or pieces.endswith(b"/")
        or len(path) > _NAME_BYTES
    ):
        return False
    parts = pieces.split(b"/")
    return _SUSPECTS.isdisjoint(parts) or _as_written(path, _SUSPECTS.intersection(parts))


def _as_written(path: bytes, suspects: frozenset[bytes]) -> bool:
    """Of a path of letters, digits, dots and spaces: whether it has no device, and no obeyed name in other letters."""
    if not suspects.isdisjoint(_DEVICE_SUSPECTS):
        return False
    names = path.split(b"/")
    return not any([name[:1] == b"." and name[1:].lower() in suspects and name not in _AS_WRITTEN for name in names])


def _add(found: list[tuple[str, str]], rule: str, words: Iterable[str | None]) -> None:
    distinct = list(dict.fromkeys([word for word in words if word]))
    if distinct:
        more = len(distinct) - _WORDS_SHOWN
        found.append((rule, "; ".join(distinct[:_WORDS_SHOWN]) + (f"; and {more} more" if more > 0 else "")))


def _quoted(name: bytes) -> str:
    text = shown(name)
    return text if len(text) <= _LETTERS_SHOWN else text[: _LETTERS_SHOWN - 3] + "..."


def _code_points(chars: Iterable[str]) -> str:
    return ", ".join([f"U+{ord(char):04X}" for char in list(dict.fromkeys(chars))[:_WORDS_SHOWN]])


def _controls(text: str, name: bytes) -> str | None:
    if text.isprintable():
        return None
    found = _code_points([char for char in text if char < " " or "\x7f" <= char <= "\x9f"])
    return f"{_quoted(name)} holds a control character ({found})" if found else None


def _not_utf8(text: str, name: bytes) -> str | None:
    if text.isprintable():
        return None
    bad = [f"0x{ord(char) - 0xDC00:02x}" for char in text if "\udc80" <= char <= "\udcff"]
    return f"{_quoted(name)} is not UTF-8 (byte {', '.join(bad[:_WORDS_SHOWN])})" if bad else None


def _invisibles(text: str, name: bytes) -> str | None:
    if not hidden(text):
        return None
    found = _code_points([char for char in text if char > "\x7f" and invisible(char)])
    return f"{_quoted(name)} holds an invisible or direction-changing character ({found})" if found else None


def _reserved(text: str, name: bytes) -> str | None:
    if not text:
        return "an empty name: the path has a / too many"
    if text in (".", ".."):
        return f"the name {text} means a folder, never a file in one"
    bare, own = _bare(text), obeyed(name)
    if own == ".git" or (own and text != own):
        return f"{_quoted(name)} is, or is read on some file systems as, {own}"
    if bare.partition(":")[0].partition(".")[0].rstrip(" ") in _DEVICES:
        return f"{_quoted(name)} is a device on Windows"
    if text[-1] in ". ":
        return f"{_quoted(name)} ends with a {'dot' if text[-1] == '.' else 'space'}, which Windows drops"
    if "\\" in text:
        return f"{_quoted(name)} holds a backslash, which separates folders on Windows"
    if ":" in text:  # leading, trailing or between: a drive, or a stream of the file named before it
        return f"{_quoted(name)} holds a colon, which names a drive or a hidden stream on Windows"
    return None


def obeyed(name: bytes) -> str | None:
    """The name of git's or guard's own that this one is, or is read as on some file system: `.git` for `GIT~1`."""
    base = _bare(name.decode("utf-8", "replace")).partition(":")[0].rstrip(". ")
    return base if base in _OBEYED else _of_short_name(base)


def _bare(text: str) -> str:
    """The name as the most forgiving reader takes it: no invisible characters, letter case or compatibility forms."""
    if text.isascii():
        return text.lower()
    from unicodedata import normalize

    if hidden(text):
        text = "".join([char for char in text if char <= "\x7f" or not invisible(char)])
    return normalize("NFKC", text).casefold()


def _of_short_name(base: str) -> str | None:
    """Which obeyed name NTFS may shorten so: letters, a tilde, a number; fewer letters where the number is long."""
    letters, tilde, number = base.partition("~")
    if not tilde or not letters or not (number.isascii() and number.isdigit()):
        return None
    if letters in _SHORT_NAMES:
        return _SHORT_NAMES[letters]
    if len(base) != 8:
        return None
    return next((name for short, name in _SHORT_NAMES.items() if short.startswith(letters)), None)


def _too_long(path: bytes, names: Iterable[bytes]) -> Iterator[str]:
    if len(path) > _PATH_BYTES:
        yield f"the path is {len(path)} bytes long, more than {_PATH_BYTES}"
    for name in names:
        if len(name) > _NAME_BYTES:
            yield f"the name {_quoted(name)} is {len(name)} bytes long, more than {_NAME_BYTES}"


def fold(name: bytes) -> bytes:
    """A key: names that are one file where case or normalisation does not count (APFS, NTFS, HFS+) have the same one.

    Unicode's canonical caseless matching, less what HFS+ ignores; in names that are not UTF-8, ASCII case alone.
    """
    if name.isascii():
        return name.lower()
    try:
        text = name.decode()
    except UnicodeDecodeError:
        return name.lower()
    from unicodedata import normalize

    text = normalize("NFD", text.translate(_IGNORED_BY_HFS)).casefold()
    return normalize("NFC", text).encode()


def clashes(names: Iterable[bytes]) -> list[list[bytes]]:
    """Groups of different names with one key, each sorted: what one folder of another file system cannot hold."""
    different = set(names)
    if b"".join(different).isascii() and len({name.lower() for name in different}) == len(different):
        return []
    groups: dict[bytes, list[bytes]] = {}
    for name in sorted(different):
        groups.setdefault(fold(name), []).append(name)
    return [group for group in groups.values() if len(group) > 1]
