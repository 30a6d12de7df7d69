"""What tests, builds and tools are told in words: where they write, which programs they start, what tells them more.

A word of theirs that names a protected place is taken for a write there, unless it is known that it only reads.
"""

from __future__ import annotations

from guard_hooks.agents.shell.language.place import LOST, entered
from guard_hooks.agents.shell.language.word import COMPUTED, SPLIT, Word, said, script
from guard_hooks.agents.shell.programs.operands import computed, output
from guard_hooks.agents.shell.programs.options import NONE, given
from guard_hooks.agents.shell.programs.output_tables import ENDS, HARMLESS_PLUGINS, TELLS, Tells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.reader import Reader

NOTHING = Tells()
ROLES = ("out", "anew", "code", "line", "own", "where", "sets", "kinds", "reads", "takes")
FOLDERS = ("dir", "folder", "path", "targ", "prefix", "root", "dest", "storage", "src")  # in the name of an option
ONLY_READ = ("ignore", "exclude", "skip", "config", "rcfile")  # in the name of an option
# They print a number.
COUNTS = frozenset(
    {"nproc", "nproc --all", "getconf _NPROCESSORS_ONLN", "sysctl -n hw.ncpu", "sysctl -n hw.logicalcpu"}
)
OF_COMPILERS = frozenset({"ldflags", "gcflags", "asmflags", "gccgoflags"})
FLAGS = frozenset({"-s", "-w", "-N", "-l", "-m", "-X", "all=-N", "all=-l"})
# Options that name modules, and how those begin that are installed and harmless.
PLUGINS = {
    ("p", "pytest"): ("no:", "pytest_", "_pytest.", "xdist."),
    ("p", "py.test"): ("no:", "pytest_", "_pytest.", "xdist."),
    ("load-plugins", "pylint"): ("pylint.", "pylint_"),
}
# What stands behind `--` are the words of another program.
HAND_ON = frozenset({"npm", "pnpm", "yarn", "bun", "cargo", "go", "tox", "nox", "nx", "turbo", "dotnet", "cmake"})
IN_GIT = "it works inside of git's own folder"


def tells(reader: Reader, name: str, args: tuple[Word, ...], operands: str, row: Tells | None = None) -> None:
    """The words behind a program's name; of its `operands` is said whether they may be "written", or are "read".

    With neither, no word is looked at that no option is known for.
    """
    row = row or TELLS.get(name, NOTHING)
    words = named(row, args)
    ending = [option(word) for word in words if word.text.startswith("--") and "=" not in word.text]
    also = " ".join([one for one in ending if not role(row, one) and ends(one)])
    found = given(words, f"{row.valued()} {also}")
    computed(reader, name, found)
    for one, value in found.options:
        if role(row, one) == "where":
            enters(reader, value)
    if any([".git" in (folder or "").lower().split("/") for folder in reader.here]):
        reader.around(IN_GIT)
    for one, value in found.options:
        _option(reader, name, row, one, value)
    for word in found.operands:
        if "=" in word.text and (row.recipes or row.sets):
            from guard_hooks.agents.shell.programs.building import setting

            setting(reader, name, row, word)
    ended = next((at for at, word in enumerate(words) if word.text == "--"), len(words))
    if name in HAND_ON and ended < len(words):
        tells(reader, "make" if name == "cmake" else "a script", args[ended + 1 :], "")
    if operands:
        from guard_hooks.agents.shell.programs.steering import places

        places(reader, name, row, words, operands)


def enters(reader: Reader, folder: Word) -> None:
    """It is done in another folder."""
    plain = folder.known() and folder.text[:1] not in ("", "~")
    reader.here = tuple([entered(one, folder.text) for one in reader.here]) if plain else LOST


def named(row: Tells, args: tuple[Word, ...]) -> tuple[Word, ...]:
    """The same words: options with two minus signs and in small letters; what only counts is no option."""
    made: list[Word] = []
    takers = frozenset(row.valued().split(" "))
    value = ended = False
    for word in args:
        text = word.text
        if _counted(word):
            word = said("0" if text[:1] != "-" else text[:2])
        if row.single and text[:1] == "-" and text[1:2] not in ("-", "", *row.sets) and not value and not ended:
            word = Word(f"-{word.text}", word.mask[:1] + word.mask)
        if word.text.startswith("--") and not value and not ended:
            name, equals, rest = word.text.partition("=")
            if len(name) > len("--C") and name.isascii():
                word = word._replace(text=f"{name.lower()}{equals}{rest}")
        ended = ended or text == "--"
        value = not value and word.text[:1] == "-" and word.text.lstrip("-") in takers
        made.append(word)
    return tuple(made)


def _counted(word: Word) -> bool:
    """Whether all that is computed in a word is a number, as in -j$(nproc)."""
    commands = [" ".join([token.word.plain() for token in tokens]) for tokens in word.inner]
    computed_ = word.mask.count(COMPUTED) + word.mask.count(SPLIT)
    return bool(commands) and set(commands) <= COUNTS and len(commands) == computed_


def option(word: Word) -> str:
    """The name of a long option."""
    return word.text.partition("=")[0][2:]


def role(row: Tells, name: str) -> str:
    """What becomes of the value of an option; nothing where that is not known."""
    for at, names in enumerate(row[:10]):
        if name and name in names.split(" "):
            return ROLES[at]
    if row.cut and len(name) > 1:
        for at, names in enumerate(row[:10]):
            if any([one.startswith(name) and len(one) > 1 for one in names.split(" ")]):
                return ROLES[at]
    return ""


def ends(name: str) -> bool:
    """Whether an option or a setting says where something is written."""
    parts = ["".join([char for char in part if char.isalnum()]) for part in name.lower().split(".")]
    return any([part.endswith(ENDS) for part in parts]) and not only_read(name)


def only_read(name: str) -> bool:
    """Whether an option names what is left out, or settings."""
    return any([part in name.lower() for part in ONLY_READ])


def _option(reader: Reader, name: str, row: Tells, one: str, value: Word) -> None:
    """What one option says; a letter may have a sign before its value, as in -c=FILE."""
    if len(one) == 1 and value.text[:1] == "=":
        _option(reader, name, row, one, value.after(len(value.text) - len(value.text.lstrip("="))))
    kind = role(row, one)
    if kind == "out" or (not kind and ends(one)):
        written(reader, name, value, one)
    elif kind == "anew":
        reader.deletes(value, name, below=True)
        reader.writes(value, name, folder=True)
    elif kind == "code":
        reader.cannot(f"an option of {name} names a program, or code")
    elif kind == "line":
        from guard_hooks.agents.shell.programs.starting import within

        within(reader, name, f'{script(value)} "$' + '{_}"', not value.known())
    elif kind == "own" and value != NONE and elsewhere(value):
        reader.cannot(f"{name} does what a file from elsewhere says")
    elif kind == "sets":
        from guard_hooks.agents.shell.programs.building import setting

        setting(reader, name, row, value)
    elif kind == "kinds" and "output=" in value.text:
        written(reader, name, value.after(value.text.index("output=") + len("output=")), "")
    elif kind == "kinds" and ":" in value.text:
        at = value.text.index(":")
        written(reader, name, value.after(at + 1), "dir" if value.text[:at] in ("html", "annotate") else "")
    elif "=" in value.text and (kind == "reads" or (kind, name) == ("own", "ruff")):
        from guard_hooks.agents.shell.programs.steering import place

        if kind == "own":
            reader.cannot(f"an option of {name} says what it goes by")
        place(reader, name, value)  # a setting, and no file that holds some
    elif one in OF_COMPILERS and name == "go":
        _flags(reader, value)
    elif (one, name) in PLUGINS:
        for text in value.plain().split(","):
            if not text.startswith(PLUGINS[one, name]) and text not in HARMLESS_PLUGINS:
                reader.cannot(f"an option of {name} names a program, or code")


def written(reader: Reader, name: str, value: Word, by: str) -> None:
    """A file that is named as what is written; or a folder, if what names it says so."""
    if value == NONE or value.text == "-":
        output(reader, name, value)
    else:
        reader.writes(value, name, folder=any([part in by.lower() for part in FOLDERS]) or by in ("d", "t", "B", "w"))


def elsewhere(value: Word) -> bool:
    """Whether a file is surely, or perhaps, none of the folders below."""
    text = value.text
    return (
        not value.known()
        or text in ("", "-")
        or text.startswith(("/", "~"))
        or "://" in text
        or text[:1] == "{"
        or (entered("", text) or "").startswith("..")
    )


def _flags(reader: Reader, value: Word) -> None:
    """What go hands to its compiler and linker: those that leave something out, or set a text."""
    before = ""
    for text in value.plain().split():
        if text not in FLAGS and before != "-X" and not text.startswith("-X="):
            reader.cannot("go hands more to its compiler than can be told")
        before = text
