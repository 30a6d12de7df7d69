"""Programs that copy, move, link and unpack: where they write depends on more than one of their words."""

from __future__ import annotations

from guard_hooks.agents.shell.operands import computed
from guard_hooks.agents.shell.options import Given, given
from guard_hooks.agents.shell.word import QUOTED, Word, folder_of_pattern, said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.reader import Reader
    from guard_hooks.agents.shell.running import Command

    Write = Callable[[Word, str], None]

HERE = said("./")
MOST = 20  # letters of the old form of options
COPIES = "S t g m o Z suffix target-directory group mode owner"
REACHES = "R r a recursive archive"
EVERY = " ".join(("f e rsh filter exclude include exclude-from include-from files-from T temp-dir bwlimit timeout port",
                  "compare-dest copy-dest link-dest max-size min-size B M suffix"))  # fmt: skip
OF_TAR = " ".join(("f C X T b g K N L V H I F file directory exclude exclude-from files-from transform",
                   "strip-components owner group mode listed-incremental"))  # fmt: skip
PROGRAMS_OF_TAR = "I F use-compress-program to-command checkpoint-action rsh-command info-script new-volume-script"


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
    _to(reader, name, found, below=found.has(REACHES))


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
    for word in found.operands[:1] if len(found.operands) == 1 else ():
        last_of(reader, name, word)
    if len(found.operands) == 1 and not found.value("t target-directory"):
        found = found._replace(operands=(*found.operands, HERE))
    _to(reader, name, found, below=False, write=reader.linked)


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
        return
    for source in sources:
        base = source.text.rstrip("/").rpartition("/")[2]
        if not source.known() or folder_of_pattern(source) != "" or base in ("", ".", ".."):
            reader.writes(target, name, folder=True)
        elif write:
            write(_in(target, base), name)
        else:
            reader.writes(_in(target, base), name, folder=below and _reaches(reader, name, source))


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
    if found.has("S o F" if name == "scp" else "rsync-path log-file backup-dir backup b") or set(shells) - {"ssh"}:
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


def packs(reader: Reader, name: str, command: Command) -> None:
    """tar: it unpacks below a folder, or writes an archive."""
    found = given(_dashed(command.args), OF_TAR)
    computed(reader, name, found)
    if found.has(PROGRAMS_OF_TAR) or found.has("P absolute-names g listed-incremental"):
        reader.cannot(f"{name} starts another program, or writes where it is not said")
    if found.has("remove-files"):
        for word in found.operands:
            reader.deletes(word, name, below=True)
    if found.has("x extract get"):
        if not found.has("O to-stdout"):
            for folder in found.value("C directory") or [HERE]:
                reader.writes(folder, name, folder=True)
    elif not found.has("t list d diff compare"):
        for file in found.value("f file"):
            if file.text != "-":
                reader.writes(file, name)


def _dashed(args: tuple[Word, ...]) -> tuple[Word, ...]:
    """The old form, `tar xzf FILE`, in the new one."""
    if not args or not args[0].known() or not args[0].text.isalpha() or len(args[0].text) > MOST:
        return args
    valued = [letter for letter in args[0].text if letter in "fCXTbgKNLVHIF"]
    flags = "".join([letter for letter in args[0].text if letter not in valued])
    made = [said(f"-{flags}")] if flags else []
    for letter, value in zip(valued, args[1:], strict=False):
        made += [said(f"-{letter}"), value]
    return (*made, *args[1 + len(valued) :])


def unzips(reader: Reader, name: str, command: Command) -> None:
    """unzip: below a folder, or here."""
    found = given(command.args, "d P")
    computed(reader, name, found)
    if not found.has("l t p Z v z c"):
        for folder in found.value("d") or [HERE]:
            reader.writes(folder, name, folder=True)


def zips(reader: Reader, name: str, command: Command) -> None:
    """zip: its first operand."""
    found = given(command.args, "b n P O out")
    computed(reader, name, found)
    if found.has("m move TT unzip-command out O"):
        reader.cannot(f"{name} does more than it says")
    for word in found.operands[:1]:
        if word.text != "-":
            reader.writes(word if "." in word.text.rpartition("/")[2] else _longer(word, ".zip"), name)


ENDINGS = {"gzip": ".gz", "bzip2": ".bz2", "xz": ".xz", "zstd": ".zst"}
UNPACKS = {"gunzip": "gzip", "bunzip2": "bzip2", "unxz": "xz", "unzstd": "zstd"}


def squeezes(reader: Reader, name: str, command: Command) -> None:
    """gzip and its like: a file is written beside each operand, and the operand is gone."""
    found = given(command.args, "S suffix o T")
    computed(reader, name, found)
    if found.has("c stdout to-stdout t test l list"):
        return
    kind = UNPACKS.get(name, name)
    keeps = kind == "zstd" or found.has("k keep")
    unpacks, below = name in UNPACKS or found.has("d decompress uncompress"), found.has("r recursive")
    if found.has("S suffix o output-dir-flat output-dir-mirror"):
        reader.cannot(f"{name} writes to another name")
    for word in found.operands:
        if below or (unpacks and not word.text.endswith(ENDINGS[kind])):
            reader.deletes(word, name, below=True)
            continue
        end = len(word.text) - len(ENDINGS[kind])
        made = Word(word.text[:end], word.mask[:end]) if unpacks else _longer(word, ENDINGS[kind])
        reader.writes(made, name)
        if not keeps:
            reader.deletes(word, name)


def _longer(word: Word, ending: str) -> Word:
    return Word(word.text + ending, word.mask + QUOTED * len(ending))


def splits(reader: Reader, name: str, command: Command) -> None:
    """split, csplit: names that begin as they are told, in one folder."""
    found = given(command.args, "a b C l n t f suffix-length bytes line-bytes lines number prefix additional-suffix")
    computed(reader, name, found)
    if found.has("filter"):
        reader.cannot(f"{name} starts another program")
    for word in (found.operands[1:2] if name == "split" else tuple(found.value("f prefix"))) or (HERE,):
        end = word.text.rfind("/") + 1
        reader.writes(Word(word.text[:end], word.mask[:end]) if end and word.known() else word if end else HERE, name)


def temporary(reader: Reader, name: str, command: Command) -> None:
    """mktemp: in the folder for what is temporary, unless it is told a name."""
    found = given(command.args, "p tmpdir suffix")
    computed(reader, name, found)
    folders = found.value("p tmpdir")
    for word in [] if found.has("t u dry-run") else folders or found.operands:
        end = word.text.rfind("/") + 1
        part = Word(word.text[:end], word.mask[:end]) if end else HERE
        reader.writes(word if word in folders else part, name, folder=True)


FILES: dict[str, Callable[[Reader, str, Command], None]] = {
    "cp": copies, "install": copies, "mv": moves, "ln": links, "rsync": mirrors, "scp": mirrors, "dd": converts,
    "tar": packs, "gtar": packs, "bsdtar": packs, "unzip": unzips, "zip": zips,
    **dict.fromkeys((*ENDINGS, *UNPACKS), squeezes), "split": splits, "csplit": splits, "mktemp": temporary,
}  # fmt: skip
