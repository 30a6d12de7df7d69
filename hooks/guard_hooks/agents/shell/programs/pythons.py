"""Python: a module that is known, code that only prints, or code of which nobody can tell."""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import Word, said
from guard_hooks.agents.shell.programs.options import given
from guard_hooks.agents.shell.programs.running import Command, by_name, told
from guard_hooks.agents.shell.programs.tables import MODULES, QUIET_MODULES, RUN_MODULES, RUNS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.reader import Reader

LEAVE_CODE = frozenset("IEsSBuqObP")  # letters of Python


def python(reader: Reader, name: str, command: Command) -> None:
    """Python: a module that is known, or code."""
    args, at = command.args, 0
    while at < len(args) and args[at].plain()[:1] == "-" and len(args[at].text) > 1:
        letters = args[at].text[1:]
        if letters in ("V", "VV", "h", "-version", "-help"):
            return
        found = next((place for place, letter in enumerate(letters) if letter in "cmWX-"), -1)
        if found < 0:
            at += 1
            continue
        value, more = _value(args, at, found + 1)
        if letters[found] in "WX":
            _of_option(reader, name, letters[found], value)
            at += more
        elif letters[found] == "m":
            _looked_for(reader, value, args[: at + 1])
            _module(reader, name, command, value, args[at + more :])
            return
        else:
            break
    from guard_hooks.agents.shell.programs.project import manages

    if letters_before(args[:at]) and _prints(reader, name, command, args[at:], isolated(args[:at])):
        return
    if at >= len(args) or not manages(reader, args[at], args[at + 1 :]):
        reader.cannot(f"{name} runs code: what that writes is not known")


def letters_before(words: tuple[Word, ...]) -> bool:
    """Whether options of Python in front of code leave it as it is."""
    return all([set(word.plain()[1:]) <= LEAVE_CODE for word in words])


def isolated(words: tuple[Word, ...]) -> bool:
    """Whether Python is told to look for modules neither where it is started nor where a variable leads."""
    return any([word.text[:1] == "-" and "I" in word.text.partition("m")[0].partition("c")[0] for word in words])


def _value(args: tuple[Word, ...], at: int, letter: int) -> tuple[Word, int]:
    """What belongs to a letter of a word, in it or in the next; and how many words that are."""
    if args[at].text[letter + 1 :]:
        return args[at].after(letter + 1), 1
    return args[at + 1] if at + 1 < len(args) else said(""), 2


def _of_option(reader: Reader, name: str, letter: str, value: Word) -> None:
    """What -W and -X have with them: a folder that is written, or a class of a module, which is run for it."""
    if value.text.startswith("pycache_prefix"):
        reader.writes(value.after(len("pycache_prefix=")), name, folder=True)
    elif not value.known() or (letter == "W" and "." in value.text):
        reader.cannot(f"{name} runs code: what that writes is not known")


def _looked_for(reader: Reader, module: Word, words: tuple[Word, ...]) -> None:
    """A module that is known: unless it is a test or a build, no file of the project is to stand in its place."""
    text = module.plain()
    quiet = text in QUIET_MODULES | {"timeit", "json.tool", "py_compile"} or MODULES.get(text, "pytest") not in RUNS
    if quiet and not isolated(words):
        from guard_hooks.agents.shell.programs.beside import modules

        modules(reader, f"import {text}")


def _prints(reader: Reader, name: str, command: Command, args: tuple[Word, ...], alone: bool) -> bool:
    """Whether code in one line, or in a here-document, only reads and prints."""
    from guard_hooks.agents.shell.programs.snippets import python_prints

    if args and args[0].plain() == "-c" and len(args) > 1:
        code = args[1]
        text = code.text if code.known() else "\0"
    elif (not args or args[0].plain() == "-") and command.here and command.stdin == "here":
        text = "\0" if command.here.computed else command.here.text
    else:
        return False
    if not python_prints(text):
        return False
    if "import" in text and not alone:
        from guard_hooks.agents.shell.programs.beside import modules

        modules(reader, text)
    reader.starts(f"{told(name)} -c")
    return True


def _module(reader: Reader, name: str, command: Command, module: Word, rest: tuple[Word, ...]) -> None:
    text = module.plain()
    if text == "sysconfig" and rest:
        reader.cannot(f"{name} runs a module: {told(text)}")  # it may write what it is configured with
    elif text == "py_compile" and not any([word.text[:1] == "-" for word in rest]):
        for word in rest:
            end = word.text.rfind("/") + 1
            reader.writes(Word(f"{word.text[:end]}__pycache__", word.mask[:end] + "q" * 11), text, folder=True)
    elif text in QUIET_MODULES:
        reader.starts(f"{told(name)} -m {text}")  # a file of that name that stands here is run in its place
    elif text in RUN_MODULES:
        from guard_hooks.agents.shell.programs.outputs import tells

        tells(reader, text, rest, "read")
        reader.starts(f"{told(name)} -m {text}")
        found = given(rest, "n r s u number repeat setup unit")
        if text == "timeit" and (found.operands or found.has("s setup")):
            reader.cannot(f"{name} runs code: what that writes is not known")
    elif text in MODULES:
        by_name(reader, MODULES[text], command._replace(words=(said(MODULES[text]), *rest)))
    elif text in ("venv", "virtualenv"):
        from guard_hooks.agents.shell.programs.installing import fills

        for word in given(rest, "p python prompt").operands:
            fills(reader, word, text)
    elif text == "json.tool":
        from guard_hooks.agents.shell.programs.operands import operands

        reader.starts(f"{told(name)} -m {text}")
        operands(reader, text, rest)
    else:
        reader.cannot(f"{name} runs a module: {told(text)}")
