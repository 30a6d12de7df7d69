"""Programs by the table of their operands."""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import Word, folder_of_pattern
from guard_hooks.agents.shell.programs.options import NONE, Given, given, is_one
from guard_hooks.agents.shell.programs.tables import OPERANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.reader import Reader


def operands(reader: Reader, name: str, args: tuple[Word, ...]) -> None:
    """What becomes of the operands of a program, and what its options write."""
    row = OPERANDS[name]
    found = given(args, f"{row.takes} {row.out}")
    if name == "mypy" and any([word.text[:1] == "@" for word in found.operands]):
        reader.cannot(f"{name} does what a file says")
    if found.has(row.starts):
        reader.cannot(f"{name} starts another program, or writes where it is not said")
    if row.role != "reads" or row.out or row.starts:
        computed(reader, name, found)
    for value in found.value(row.out):
        output(reader, name, value)
    if row.out or row.role == "later":
        _whole(reader, name, f"{row.takes} {row.out}", found)
    below = found.has(row.below)
    deletes = row.role == "deletes" or (name == "shred" and found.has("u remove"))
    for word in _meant(row.role, found, args):
        if deletes:
            reader.deletes(word, name, below)
        elif word.text != "-":
            reader.writes(word, name, folder=row.role == "makes", below=below)


def _whole(reader: Reader, name: str, takes: str, found: Given) -> None:
    """An option that is cut short before its value: nobody can tell which word is an operand."""
    for option, value in found.options:
        if value == NONE and option not in takes.split(" ") and len(option) > 1 and is_one(option, takes):
            reader.cannot(f"an option of {name} that has a value is cut short")


def _meant(role: str, found: Given, args: tuple[Word, ...]) -> tuple[Word, ...]:
    """The operands that are written or deleted."""
    if role == "reads":
        return ()
    if role == "second":
        # An option may be cut short, or be a letter with a value that is none: each word may be the one but the first.
        more = [word for word in args if word.text[:1] != "-" and not word.text.isdigit()][1:]
        patterns = [word for word in found.operands[:1] if folder_of_pattern(word) != ""]
        return tuple(dict.fromkeys([*patterns, *found.operands[1:], *more]))
    return found.operands[1:] if role == "later" and not found.has("reference") else found.operands


def computed(reader: Reader, name: str, found: Given) -> None:
    """A word that may come to be an option: nobody can tell what the program does."""
    if found.odd or (reader.minus and any([word.mask[:1] == "x" for word in found.operands])):
        reader.cannot(f"{name} has words that are computed")


def over(reader: Reader, word: Word, by: str, sources: list[str] | None = None) -> None:
    """A folder is written over: a link that stands in it is followed, if what comes has something of its name."""
    standing = reader.standing
    for path in reader.names(word, by) if standing is not None else ():
        front = path.rstrip("/") + "/"
        led = standing.through(f"{front}**", last=True) if standing is not None else []
        if led is None or (led and sources is None):
            reader.cannot(f"{by} writes where links stand, and may write through one")
        for one in led or [] if sources is not None else []:
            if any([standing is None or standing.entry(f"{at}/{one[len(front) :]}") for at in sources or []]):
                reader.touched(one)
                reader.own[one] = reader.texts[one] = None


def output(reader: Reader, name: str, value: Word) -> None:
    """A file that an option names."""
    if value == NONE:
        reader.cannot(f"an option of {name} that names a file is cut short")
    elif value.text != "-":
        reader.writes(value, name)
