"""Programs that pack and unpack, split, and make what is temporary."""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import QUOTED, Word, said
from guard_hooks.agents.shell.programs.operands import computed, output, over
from guard_hooks.agents.shell.programs.options import given, is_one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.programs.running import Command
    from guard_hooks.agents.shell.reader import Reader

HERE = said("./")
OF_TAR = " ".join(("f C X T b g K N L V H I F file directory exclude exclude-from files-from transform",
                   "strip-components owner group mode listed-incremental index-file sort mtime format pax-option",
                   "exclude-tag newer newer-mtime starting-file label warning"))  # fmt: skip
# Its long options without a value of their own, or one behind `=` alone
TAR_FLAGS = " ".join(("extract get create list diff compare append update concatenate verbose gzip gunzip ungzip bzip2",
                      "xz lzma zstd lzip compress uncompress auto-compress to-stdout keep-old-files skip-old-files",
                      "keep-newer-files overwrite no-overwrite-dir unlink-first recursive-unlink remove-files null",
                      "preserve-permissions same-permissions no-same-permissions same-owner no-same-owner verify",
                      "sparse numeric-owner dereference no-recursion wildcards no-wildcards anchored exclude-vcs",
                      "exclude-vcs-ignores exclude-caches one-file-system touch ignore-failed-read absolute-names",
                      "xattrs acls totals checkpoint one-top-level help version"))  # fmt: skip
PROGRAMS_OF_TAR = "I F use-compress-program to-command checkpoint-action rsh-command info-script new-volume-script"
MOST = 20  # letters of the old form of options


def packs(reader: Reader, name: str, command: Command) -> None:
    """tar: it unpacks below a folder, or writes an archive."""
    found = given(_dashed(command.args), OF_TAR)
    computed(reader, name, found)
    lists = any([option != "list" and is_one(option, "listed-incremental") for option, _ in found.options])
    if found.has(PROGRAMS_OF_TAR) or lists or found.has("P absolute-names g"):
        reader.cannot(f"{name} starts another program, or writes where it is not said")
    taken = f"{OF_TAR} {PROGRAMS_OF_TAR}".split(" ")
    odd = [option for option, _ in found.options if len(option) > 1 and option not in taken]
    if not all([is_one(option, TAR_FLAGS) for option in odd]):
        reader.cannot(f"{name} has an option that is not known")
    if found.has("transform xform" + " s" * (name == "bsdtar")):
        reader.cannot(f"{name} gives what it unpacks other names")
    if found.has("remove-files"):
        for word in found.operands:
            reader.deletes(word, name, below=True)
    for value in [value for option, value in found.options if option in ("one-top-level", "index-file")]:
        if value.text:
            reader.writes(value, name, folder=True)
    if found.has("x extract get"):
        if not found.has("O to-stdout"):
            for folder in found.value("C directory") or [HERE]:
                reader.writes(folder, name, folder=True)
                over(reader, folder, name)
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
    if found.has(":"):
        reader.cannot(f"{name} unpacks out of the folder it is told")
    if not found.has("l t p Z v z c"):
        for folder in found.value("d") or [HERE]:
            reader.writes(folder, name, folder=True)
            over(reader, folder, name)


def zips(reader: Reader, name: str, command: Command) -> None:
    """zip: its first operand."""
    found = given(command.args, "b n P O out")
    computed(reader, name, found)
    tested = any([word.text[:1] == "-" and "TT" in word.text for word in command.args])  # by a program that is named
    if tested or found.has("m move unzip-command out O"):
        reader.cannot(f"{name} does more than it says")
    for word in found.operands[:1]:
        if word.text != "-":
            reader.writes(word if "." in word.text.rpartition("/")[2] else _longer(word, ".zip"), name)


ENDINGS = {"gzip": ".gz", "bzip2": ".bz2", "xz": ".xz", "zstd": ".zst"}
UNPACKS = {"gunzip": "gzip", "bunzip2": "bzip2", "unxz": "xz", "unzstd": "zstd"}


def squeezes(reader: Reader, name: str, command: Command) -> None:
    """gzip and its like: a file is written beside each operand, and the operand is gone."""
    found = given(command.args, "S suffix o T trace")
    computed(reader, name, found)
    if found.has("files files0"):
        reader.cannot(f"{name} does what a file says")
    for value in found.value("trace"):
        output(reader, name, value)
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


PACKING: dict[str, Callable[[Reader, str, Command], None]] = {
    "tar": packs, "gtar": packs, "bsdtar": packs, "unzip": unzips, "zip": zips,
    **dict.fromkeys((*ENDINGS, *UNPACKS), squeezes), "split": splits, "csplit": splits, "mktemp": temporary,
}  # fmt: skip
