"""Programs with a little language of their own, which may write: sed, awk, perl, find, yq."""

from __future__ import annotations

from itertools import pairwise

from guard_hooks.agents.shell.language.counting import numbers
from guard_hooks.agents.shell.language.word import COMPUTED, GLOBS, PLAIN, QUOTED, SPLIT, Word, folder_of_pattern, said
from guard_hooks.agents.shell.programs.operands import computed
from guard_hooks.agents.shell.programs.options import given
from guard_hooks.agents.shell.programs.running import Command, program
from guard_hooks.agents.shell.programs.starting import marked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.programs.picking import Pick
    from guard_hooks.agents.shell.reader import Reader

RUN_BY_FIND = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
ASKS = frozenset({"-name", "-iname", "-path", "-wholename", "-type"})
MOST = 4  # folders that one command of find looks through


def sed(reader: Reader, name: str, command: Command) -> None:
    """sed: over its files with -i, and into those that its script names."""
    from guard_hooks.agents.shell.programs.languages import sed_files

    options, operands = _clusters(command.args, "efl", "iI", ("expression", "file", "line-length"))
    scripts = [value for letter, value in options if letter in ("e", "expression")]
    if any([SPLIT in word.mask for word in command.args]) or (reader.minus and _first_computed(operands)):
        reader.cannot(f"{name} has words that are computed")
    if [letter for letter, _ in options if letter in ("f", "file")]:
        reader.cannot(f"{name} does what a script says")
    elif not scripts:
        scripts, operands = operands[:1], operands[1:]
    files = sed_files("\n".join([word.text for word in scripts]))
    if files is None or not all([numbers(reader, word) for word in scripts]):
        reader.cannot(f"{name} has a script that may write or run something")
    for file in files or []:
        reader.writes(said(file), name)
    _in_place(reader, name, [value for letter, value in options if letter in ("i", "I", "in-place")], operands)


def _in_place(reader: Reader, name: str, endings: list[Word], operands: list[Word]) -> None:
    """Files are written over, and kept under another name if there is an ending."""
    for word in operands if endings else []:
        reader.writes(word, name)
        ending = endings[-1]
        if ending.text and "*" not in ending.text and "/" not in ending.text:
            reader.writes(Word(word.text + ending.text, word.mask + QUOTED * len(ending.text)), name)
        elif ending.text:
            reader.cannot(f"{name} keeps files under names that are computed")


def _first_computed(words: list[Word]) -> bool:
    return any([word.mask[:1] == COMPUTED for word in words])


def _clusters(
    args: tuple[Word, ...], valued: str, glued: str, long: tuple[str, ...]
) -> tuple[list[tuple[str, Word]], list[Word]]:
    """Options and operands where a letter may have a value glued to it, as -i.bak."""
    options: list[tuple[str, Word]] = []
    operands: list[Word] = []
    at, ended = 0, False
    while at < len(args):
        word, at = args[at], at + 1
        if ended or word.text[:1] != "-" or len(word.text) < 2:
            operands.append(word)
        elif word.text == "--":
            ended = True
        elif word.text.startswith("--"):
            name, equals, _ = word.text[2:].partition("=")
            name = next((one for one in (*long, "in-place") if one.startswith(name)), name)
            if name in long and not equals and at < len(args):
                options.append((name, args[at]))
                at += 1
            else:
                options.append((name, word.after(len(word.text.partition("=")[0]) + 1)))
        else:
            place = next((place for place in range(1, len(word.text)) if word.text[place] in valued + glued), 0)
            letter, value = word.text[place], word.after(place + 1)
            if place and letter in valued and not value.text and at < len(args):
                value, at = args[at], at + 1
            elif place and letter in glued and not value.text and at < len(args) and not args[at].text:
                at += 1  # the way of BSD: an ending that is empty stands for itself
            options += [(one, Word("", "")) for one in word.text[1 : place or None]]
            options += [(letter, value)] if place else []
    return options, operands


def awk(reader: Reader, name: str, command: Command) -> None:
    """awk: a program that only prints."""
    from guard_hooks.agents.shell.programs.languages import awk_prints

    found = given(command.args, "f v F e i l E W file assign field-separator source include load exec", first=True)
    programs = found.value("e source") or list(found.operands[:1])
    if found.has("f file i include l load E exec o d p D pretty-print dump-variables profile debug W") or found.odd:
        reader.cannot(f"{name} does what a script says")
    elif not all(
        [numbers(reader, word) and folder_of_pattern(word) == "" and awk_prints(word.text) for word in programs]
    ):
        reader.cannot(f"{name} has a program that may write or run something")


def perl(reader: Reader, name: str, command: Command) -> None:
    """perl: with -i over its files, and a program that only replaces."""
    from guard_hooks.agents.shell.programs.perls import perl_replaces

    options, operands = _clusters(command.args, "eE", "i0lFCIMmx", ())
    letters = "".join([letter for letter, _ in options])
    programs = [value for letter, value in options if letter in "eE"]
    if letters in ("v", "version"):
        return
    quiet = programs and set(letters) <= set("eEinpl0aFsw") and all([perl_replaces(word.text) for word in programs])
    opens = [word for word in operands if _opens(word)]
    splits = [value for letter, value in options if letter == "F" and value.text]  # it is code
    strange = any([not word.known() for word in programs]) or any([SPLIT in word.mask for word in command.args])
    if not quiet or strange or opens or splits:
        reader.cannot(f"{name} runs code: what that writes is not known")
    _in_place(reader, name, [value for letter, value in options if letter == "i"], operands if programs else [])


def _opens(word: Word) -> bool:
    """Whether perl may start a program, or write, instead of reading an operand: `rm a |`, `>a`."""
    text = word.text.strip()
    if not word.known() or text[:1] in ("<", ">", "+", "|") or text[-1:] == "|":
        return True
    return folder_of_pattern(word) != "" and (word.text[0] in GLOBS or word.text[-1] in f"{GLOBS}]")


def find(reader: Reader, name: str, command: Command) -> None:
    """find: what it deletes, writes, or runs for each file."""
    args = command.args
    first = next(
        (
            at
            for at, word in enumerate(args)
            if word.text[:1] in ("-", "(", "!", ",") and word.text not in ("-H", "-L", "-P")
        ),
        len(args),
    )
    roots = [word for word in args[:first] if word.text[:1] != "-"] or [said(".")]
    asks = args if reader.minus else [word for before, word in pairwise(args) if before.text[:1] != "-"]
    if any([SPLIT in word.mask for word in args]) or any([word.mask[:1] == COMPUTED for word in asks]):
        reader.cannot(f"{name} has words that are computed")
    before = len(reader.paths)
    picks = _conditions(args, first, roots)
    at = first
    while at < len(args):
        text, at = args[at].plain(), at + 1
        if text == "-delete":
            for root in roots:
                _picks(reader, root, picks, at - 1)
                reader.deletes(root, name, below=True)
                reader.picking = {}
        elif text in ("-fprint", "-fprint0", "-fls", "-fprintf"):
            for word in args[at : at + 1]:
                reader.writes(word, name)
        elif text in RUN_BY_FIND:
            end = _end_of_command(args, at)
            reader.repeats += 1
            for root in roots if picks is not None and _plainly(args[at:end]) else ():
                _picks(reader, root, picks, at - 1)
            _for_each(reader, roots if text in ("-exec", "-ok") else [], command, args[at:end])
            reader.picking = {}
            reader.repeats -= 1
            at = end + 1
    if _follows(args, first) and (len(reader.paths) > before or "-delete" in [word.text for word in args]):
        reader.cannot(f"{name} does it behind links as well")


def _follows(args: tuple[Word, ...], first: int) -> bool:
    return "-L" in [word.text for word in args[:first]] or "-follow" in [word.text for word in args]


def _conditions(args: tuple[Word, ...], first: int, roots: list[Word]) -> Pick | None:
    """What it asks of files, where that can be asked by others as well."""
    if not any([word.text in ASKS for word in args[first:]]):
        return None
    from guard_hooks.agents.shell.programs.picking import Pick, condition

    found = condition(args[first:])
    plainly = all([root.known() and folder_of_pattern(root) == "" and root.text for root in roots])
    if found is None or not plainly or any([word.text[:1] == "-" and word.text != "-P" for word in args[:first]]):
        return None
    deep = any([word.text in ("-delete", "-depth") for word in args])
    return Pick("", found, first, deep)


def _plainly(words: tuple[Word, ...]) -> bool:
    from guard_hooks.agents.shell.programs.picking import plain

    return plain(words)


def _picks(reader: Reader, root: Word, picks: Pick | None, at: int) -> None:
    """What is written now is what is picked below a folder."""
    if picks is not None:
        one = picks._replace(root=root.text, act=at - picks.act)
        below = said(f"{root.text.rstrip('/')}/./")
        for path in (*reader.names(root, "find"), *[path.removesuffix("./") for path in reader.names(below, "find")]):
            reader.picking[path.rstrip("/") + "/"] = one


def _end_of_command(args: tuple[Word, ...], at: int) -> int:
    """Where the command ends that find runs."""
    for end in range(at, len(args)):
        if args[end].text == ";" or (args[end].text == "+" and args[end - 1].text == "{}"):
            return end
    return len(args)


def _for_each(reader: Reader, roots: list[Word], command: Command, words: tuple[Word, ...]) -> None:
    """A command that is run for files below some folders: what stands for a file is anything below them."""
    if not words:
        return
    if not roots or len(roots) > MOST or not all([root.known() for root in roots]):
        program(reader, command._replace(words=tuple([marked(word, "{}") for word in words])))
        return
    for root in roots:
        folder = root.text.rstrip("/") or root.text[:1]
        below = Word(f"{folder}/**", root.mask[: len(folder)] + QUOTED + PLAIN * 2)
        made = tuple([below if word.text == "{}" else marked(word, "{}") for word in words])
        program(reader, command._replace(words=made))


def yq(reader: Reader, name: str, command: Command) -> None:
    """yq: with -i over its files."""
    found = given(command.args, "o p I output-format input-format indent f front-matter from-file s split-exp")
    computed(reader, name, found)
    if found.has("s split-exp"):
        reader.cannot(f"{name} writes files by a name that is computed")
    operands = (
        found.operands[1:]
        if found.operands and found.operands[0].text in ("e", "ea", "eval", "eval-all")
        else found.operands
    )
    if found.has("i inplace in-place"):
        for word in operands if found.has("from-file") else operands[1:]:
            reader.writes(word, name)


SCRIPTS: dict[str, Callable[[Reader, str, Command], None]] = {
    "sed": sed, "gsed": sed, "awk": awk, "gawk": awk, "mawk": awk, "nawk": awk, "perl": perl, "find": find,
    "gfind": find, "yq": yq,
}  # fmt: skip
