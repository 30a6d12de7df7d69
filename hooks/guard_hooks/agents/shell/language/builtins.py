"""Commands of the shell itself that change where it stands, what its variables hold, or what else it runs."""

from __future__ import annotations

from guard_hooks.agents.shell.language.place import LOST, Went, either, entered
from guard_hooks.agents.shell.language.word import Word, assigned, folder_of_pattern, script
from guard_hooks.agents.shell.programs.options import given
from guard_hooks.agents.shell.programs.running import of_environment, sets, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.programs.running import Command
    from guard_hooks.agents.shell.reader import Reader

SET = frozenset("aeuxvfhmnbCETBo")  # options of `set`, by letters and by names
SET_NAMED = frozenset(
    {
        *("allexport", "errexit", "errtrace", "functrace", "monitor", "noclobber", "noglob", "nounset", "pipefail"),
        *("verbose", "xtrace", "emacs", "vi"),
    }
)
SHOPT = frozenset(
    {
        *("-s", "-u", "-q", "-p", "checkwinsize", "dotglob", "extglob", "failglob", "globstar", "histappend"),
        *("inherit_errexit", "lastpipe", "nocaseglob", "nocasematch", "expand_aliases"),
    }
)
LAST = frozenset({"EXIT", "0"})  # nothing comes after what is run then


def goes(reader: Reader, name: str, command: Command) -> None:
    """`cd`: where the folder is said in plain words, what comes stands in it."""
    here = reader.here
    if reader.trapping:
        reader.cannot(f"{name} stands in a trap that is run between commands")
    given_ = given(command.args)
    reader.went = Went(LOST, here)
    if given_.odd or len(given_.operands) != 1:
        return
    (word,) = given_.operands
    text = word.plain()
    odd = folder_of_pattern(word) != "" or text[:1] in ("", "~", "-", "+")
    if odd or not word.known() or given_.options:
        return
    well = tuple([entered(folder, text) for folder in here])
    reader.went = Went(either(well, ()), () if all([_stands(reader, folder) for folder in well]) else here)


def _stands(reader: Reader, folder: str | None) -> bool:
    return folder == "" or (folder is not None and reader.is_folder(folder, False))


def leads_away(reader: Reader, name: str, command: Command) -> None:
    """`popd`: where to is not said."""
    goes(reader, name, command._replace(words=command.words[:1]))
    reader.went = Went(LOST, reader.here)


def ends(reader: Reader, name: str, command: Command) -> None:
    """`exit`: nothing comes after it."""
    del name, command
    reader.went = Went((), ())


def declares(reader: Reader, name: str, command: Command) -> None:
    """`export` and the like: variables are set."""
    del name
    for word in command.args:
        found = assigned(word) or _quoted(word)
        if found:
            sets(reader, *found)


def _quoted(word: Word) -> tuple[str, Word] | None:
    """`export "NAME=value"` sets it all the same."""
    name, equals, _ = word.text.partition("=")
    return (name, word.after(len(name) + 1)) if equals and name.isidentifier() else None


def loops(reader: Reader, name: str, command: Command) -> None:
    """The head of a loop, and what is set as `$1`: words that variables will hold."""
    del name
    reader.minus = reader.minus or any([word.text.startswith("-") and len(word.text) > 1 for word in command.args[2:]])


def parameters(reader: Reader, name: str, command: Command) -> None:
    """`set`: what stands behind `--` will be `$1` and so on; a few options leave what is read as it is."""
    texts = [word.text for word in command.args]
    words = [word.plain() for word in command.args[: texts.index("--") if "--" in texts else None]]
    named = [word for at, word in enumerate(words) if at and words[at - 1][:1] == "-" and "o" in words[at - 1]]
    if not set("".join([word[1:] for word in words if word[:1] == "-"])) <= SET or not set(named) <= SET_NAMED:
        reader.cannot(f"{name} has options that are not known")
    elif "\0" in words and all([word[:1] in ("-", "+", "\0") or word in SET_NAMED for word in words]):
        reader.cannot(f"{name} has words that are computed")
    if "--" in texts:
        behind = texts[texts.index("--") + 1 :]
        reader.minus = reader.minus or any([text.startswith("-") for text in behind])


def evaluates(reader: Reader, name: str, command: Command) -> None:
    """`eval`: its words are commands. They are read, but not relied on."""
    from guard_hooks.agents.shell.language.walking import read

    reader.cannot(f"{name} runs what its words come to")
    read(reader, " ".join([script(word) for word in command.args]))
    reader.went = Went(reader.here, reader.here)


def traps(reader: Reader, name: str, command: Command) -> None:
    """`trap`: a command for later."""
    from guard_hooks.agents.shell.language.walking import read

    words = given(command.args, first=True)
    if len(words.operands) < 2 or words.operands[0].plain() in ("", "-"):
        return
    if not words.operands[0].known():
        reader.cannot(f"{name} runs what is computed")
    reader.here = LOST  # where the shell will stand by then
    before = reader.trapping
    reader.trapping = before or not {word.plain().upper().removeprefix("SIG") for word in words.operands[1:]} <= LAST
    read(reader, script(words.operands[0]))
    reader.trapping = before


def chooses_how(reader: Reader, name: str, command: Command) -> None:
    """`shopt`: a few of its options leave what is read as it is."""
    words = [word.plain() for word in command.args]
    turns = [word for word in words if word == "\0" or (word[:1] == "-" and "s" in word)]
    if turns and not set(words) <= SHOPT:
        reader.cannot(f"{name} has options that are not known")


def sources(reader: Reader, name: str, command: Command) -> None:
    """`source`: commands from a file. That of a Python environment sets where its programs are."""
    text = command.args[0].plain() if command.args else ""
    if len(command.args) == 1 and text.endswith("venv/bin/activate") and of_environment(reader, text[:-9]):
        reader.starts(f"{name} {told(text)}")
        return
    reader.cannot(f"it runs a script: {told(text)}")


def names(reader: Reader, name: str, command: Command) -> None:
    """`alias` and `function`: a name gets another meaning."""
    if name == "function" or any(["=" in word.text or not word.known() for word in command.args]):
        reader.cannot("it makes a command of its own")


def chooses(reader: Reader, name: str, command: Command) -> None:
    """The head of a case."""
    del reader, name, command


BUILTINS: dict[str, Callable[[Reader, str, Command], None]] = {
    "cd": goes,
    "chdir": goes,
    "pushd": goes,
    "popd": leads_away,
    "exit": ends,
    **dict.fromkeys(("export", "declare", "typeset", "local", "readonly"), declares),
    "for": loops,
    "select": loops,
    "set": parameters,
    "shopt": chooses_how,
    "case": chooses,
    "eval": evaluates,
    "trap": traps,
    "source": sources,
    ".": sources,
    "alias": names,
    "function": names,
}
