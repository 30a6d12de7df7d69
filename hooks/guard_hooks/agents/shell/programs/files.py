"""Programs that copy, move, link and unpack: where they write depends on more than one of their words."""

from __future__ import annotations

from guard_hooks.agents.shell.language.place import joined
from guard_hooks.agents.shell.language.word import QUOTED, Word, folder_of_pattern, said
from guard_hooks.agents.shell.programs.operands import computed, over
from guard_hooks.agents.shell.programs.options import Given, given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.programs.running import Command
    from guard_hooks.agents.shell.reader import Reader

    Write = Callable[[Word, str], None]

HERE = said("./")
TWO_NAMES = "it gives one file two names: what is written at one is written at the other"
COPIES = "S t g m o Z suffix target-directory group mode owner"
REACHES = "R r a recursive archive"
AS_LINKS = "d P no-dereference preserve"  # a link is copied as one
EVERY = " ".join(("f e rsh filter exclude include exclude-from include-from files-from T temp-dir bwlimit timeout port",
                  "compare-dest copy-dest link-dest max-size min-size B M suffix address block-size checksum-choice",
                  "checksum-seed chmod chown compress-choice compress-level contimeout copy-as debug groupmap iconv",
                  "info log-file-format max-alloc max-delete modify-window only-write-batch out-format partial-dir",
                  "password-file protocol read-batch remote-option skip-compress sockopts stop-after stop-at usermap",
                  "write-batch"))  # fmt: skip
ELSEWHERE = "rsync-path log-file write-batch only-write-batch read-batch backup-dir backup b"  # of rsync


def copies(reader: Reader, name: str, command: Command) -> None:
    """cp, install: the last operand is written, or what stands in it."""
    found = given(command.args, COPIES)
    computed(reader, name, found)
    if name == "install" and found.has("d directory"):
        for word in found.operands:
            reader.writes(word, name, folder=True)
        return
    if found.has("b backup S suffix strip-program"):
        reader.cannot(f"{name} writes more than it says")
    if name == "cp" and found.has("l link"):
        two_names(reader, name, found)
    reader.fills = found.has(f"{REACHES} {AS_LINKS}")
    _to(
        reader,
        name,
        found,
        below=found.has(REACHES),
        write=reader.linked if found.has("s symbolic-link l link") else _installed(reader, name, found),
    )
    reader.fills = False


def _installed(reader: Reader, name: str, found: Given) -> Write | None:
    """What `install` writes gets a mode as well."""
    if name != "install":
        return None
    from guard_hooks.agents.shell.programs.fetching import becomes

    mode = (found.value("m mode") or [said("755")])[-1].plain()

    def write(word: Word, by: str) -> None:
        reader.writes(word, by)
        reader.becomes(word, by, becomes(mode) or "still")

    return write


def moves(reader: Reader, name: str, command: Command) -> None:
    """mv: what is moved is gone from where it was."""
    found = given(command.args, COPIES)
    computed(reader, name, found)
    if found.has("b backup S suffix"):
        reader.cannot(f"{name} writes more than it says")
    moved(reader, name, found)


def moved(reader: Reader, name: str, found: Given) -> None:
    """The operands but for the last go into it."""
    _to(reader, name, found, below=True)
    last = found.operands[-1:]
    every = found.value("t target-directory") or any([folder_of_pattern(word) != "" for word in last])
    for source in found.operands if every else found.operands[:-1]:
        reader.deletes(source, name)


def links(reader: Reader, name: str, command: Command) -> None:
    """ln: the link is written."""
    found = given(command.args, COPIES)
    computed(reader, name, found)
    reader.sources = _leads(found) if found.has("s symbolic") else {}
    if not found.has("s symbolic"):
        two_names(reader, name, found)
    for word in found.operands[:1] if len(found.operands) == 1 else ():
        last_of(reader, name, word)
    if len(found.operands) == 1 and not found.value("t target-directory"):
        found = found._replace(operands=(*found.operands, HERE))
    _to(reader, name, found, below=False, write=reader.linked)
    reader.sources = {}


def two_names(reader: Reader, name: str, found: Given) -> None:
    """A file that gets a second name is written wherever that one is."""
    reader.cannot(TWO_NAMES)
    into = found.value("t target-directory") or len(found.operands) == 1
    for source in found.operands if into else found.operands[:-1]:
        reader.writes(source, name, below=found.has(REACHES))


def _leads(found: Given) -> dict[str, str]:
    """Where symlinks lead, by their names; under "" that of a link whose name is not one of these."""
    into = found.value("t target-directory") or len(found.operands) == 1
    sources = [] if found.has("r relative") else found.operands if into else found.operands[:-1]
    leads = {
        word.text.rstrip("/").rpartition("/")[2]: word.text
        for word in sources
        if word.known() and folder_of_pattern(word) == ""
    }
    return {"": next(iter(leads.values())) if len(sources) == len(leads) == 1 else "", **leads}


def _to(reader: Reader, name: str, found: Given, below: bool, write: Write | None = None) -> None:
    """What is written below or at the last operand."""
    into = found.value("t target-directory")
    sources, target = found.operands, into[-1] if into else None
    if target is None:
        if len(sources) < 2:
            for word in sources:
                last_of(reader, name, word)
            return
        sources, target = sources[:-1], sources[-1]
    whole = bool(into) or len(sources) > 1 or target.text.endswith("/") or folder_of_pattern(sources[0]) != ""
    if not target.known() or folder_of_pattern(target) != "" or not (whole or _is_folder(reader, name, target, found)):
        if write:
            write(target, name)
        else:
            reader.writes(target, name, folder=below and _reaches(reader, name, sources[0]))
            _over(reader, name, target, sources[0], below)
        return
    for source in sources:
        base = source.text.rstrip("/").rpartition("/")[2]
        if not source.known() or folder_of_pattern(source) != "" or base in ("", ".", ".."):
            reader.writes(target, name, folder=True)
            _over(reader, name, target, source, below)
        elif write:
            write(_in(target, base), name)
        else:
            reader.writes(_in(target, base), name, folder=below and _reaches(reader, name, source))
            _over(reader, name, _in(target, base), source, below)


def _over(reader: Reader, name: str, target: Word, source: Word, below: bool) -> None:
    """cp -r over what stands there: it follows links to files."""
    if name == "cp" and below and target.known() and reader.standing is not None:
        told = source.known() and folder_of_pattern(source) == ""
        over(reader, target, name, [joined(here or "", source.text) for here in reader.here] if told else None)


def last_of(reader: Reader, name: str, word: Word) -> None:
    """A pattern that stands last: what it comes to last is what the others go into."""
    if folder_of_pattern(word) != "":
        reader.writes(word, name)


def _is_folder(reader: Reader, name: str, target: Word, found: Given) -> bool:
    if found.has("T no-target-directory"):
        return False
    return any([reader.is_folder(path, False) for path in reader.names(target, name)])


def _reaches(reader: Reader, name: str, source: Word) -> bool:
    """Whether a source is a folder, as far as anybody can tell."""
    otherwise = "." not in source.text.rstrip("/").rpartition("/")[2]
    return any([reader.is_folder(path, otherwise) for path in reader.names(source, name)])


def _in(folder: Word, base: str) -> Word:
    text = f"{folder.text.rstrip('/')}/{base}"
    return Word(text, folder.mask[:1] + QUOTED * (len(text) - 1))


def mirrors(reader: Reader, name: str, command: Command) -> None:
    """rsync, scp: the last operand, where it is none of another machine."""
    found = given(command.args, EVERY if name == "rsync" else "P i o F l c S J")
    computed(reader, name, found)
    shells = [word.plain() for word in found.value("e rsh")]
    if found.has("S o F" if name == "scp" else ELSEWHERE) or set(shells) - {"ssh"}:
        reader.cannot(f"{name} starts another program, or writes where it is not said")
    for word in found.operands[:1] if len(found.operands) == 1 else ():
        last_of(reader, name, word)
    if len(found.operands) < 2 or found.has("n dry-run list-only" * (name == "rsync")):
        return
    *sources, target = found.operands
    if found.has("remove-source-files"):
        for source in sources:
            reader.deletes(source, name, below=True)
    if ":" in target.text:
        return
    if found.has("K keep-dirlinks"):
        over(reader, target, name)
    reader.writes(target, name, folder=name == "rsync", below=True)
    if any([option.startswith("del") for option, _ in found.options]):
        reader.deletes(target, name, below=True)


def converts(reader: Reader, name: str, command: Command) -> None:
    """dd of=FILE."""
    for word in command.args:
        if word.text.startswith("of="):
            reader.writes(word.after(3), name)
        elif "X" in word.mask or word.mask[:1] == "x":
            reader.cannot(f"{name} has words that are computed")


FILES: dict[str, Callable[[Reader, str, Command], None]] = {
    "cp": copies, "install": copies, "mv": moves, "ln": links, "rsync": mirrors, "scp": mirrors, "dd": converts,
}  # fmt: skip
