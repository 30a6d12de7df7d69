"""A command with its words: what is set in front of it, what starts it, and which program it is."""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.shell.language.place import Went, entered
from guard_hooks.agents.shell.language.word import GLOBS, NOTHING, PLAIN, Word, assigned, spread
from guard_hooks.agents.shell.programs.tables import (
    BINS,
    BY_VARIABLES,
    CLIENTS,
    DECIDES,
    ENVIRONMENTS,
    HARMLESS,
    HOOKS_OFF,
    INTERPRETERS,
    JUDGES,
    OF_SYSTEM,
    OPERANDS,
    OWN,
    PREFIXES,
    READS,
    RUNS,
    SHELLS,
    WRAPPERS,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.language.lexing import Token
    from guard_hooks.agents.shell.reader import Reader

# They give variables a value without its name standing before it, or hand one on.
FILLS = frozenset(
    {"declare", "export", "for", "getopts", "local", "mapfile", "printf", "read", "readarray", "readonly", "select"}
    | {"set", "typeset", "unset", "wait"}
)
TOPS = tuple([f"{dot}{one}" for one in ENVIRONMENTS for dot in (".", "")])  # the longer first
LONGEST = 40  # characters of a name that is told
TELLABLE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+.:/@")
DEEPEST = 12
# Only these lead the shell itself to another folder.
OF_THE_SHELL = frozenset(
    {"cd", "chdir", "pushd", "popd", "exit", "eval", "command", "builtin", "noglob", "nocorrect", "time"}
)
ANOTHER = frozenset(
    {
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"),
        "GIT_ICASE_PATHSPECS",
        *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE"),
    }
)


class Command(NamedTuple):
    """A command as it is run: the name of the program and its words, and what it reads."""

    words: tuple[Word, ...]
    stdin: str = ""  # "|", "<" or "here" where it is said
    here: Token | None = None
    told: bool = False  # what it prints goes into a file
    feeds: tuple[Word, ...] = ()  # the command before it in a pipe

    @property
    def args(self) -> tuple[Word, ...]:
        """The words behind the program's name."""
        return self.words[1:]


def told(name: str) -> str:
    """A name from a command, for people: only if it is one that cannot deceive."""
    return name if name and len(name) <= LONGEST and set(name) <= TELLABLE else "a program with a strange name"


def run(reader: Reader, command: Command) -> None:
    """One command, with the settings that stand in front of it."""
    first = 0
    while first < len(command.words) and (found := assigned(command.words[first])):
        sets(reader, *found)
        first += 1
    words: list[Word] = []
    for word in command.words[first:]:
        made = spread(word)
        if made is None:
            reader.cannot("it has more words than can be told")
        elif len(made) > 1 and reader.posix:
            reader.cannot("shells differ in how they read it")
        words += made or [word]
    if words and first:
        from guard_hooks.agents.shell.programs.variables import leads

        leads(reader, command.words[:first])
    if words:
        program(reader, command._replace(words=tuple(words)))


def sets(reader: Reader, name: str, value: Word) -> None:
    """A variable is set: some decide which program is run, or whether a hook is."""
    reader.minus = reader.minus or value.text.startswith("-")
    plain = value.plain()
    if name.startswith("GIT_CONFIG") or (name in HOOKS_OFF and plain in (HOOKS_OFF[name] or plain, NOTHING)):
        reader.around("it sets what git or a hook goes by, for this command")
    elif name.startswith("GIT_TRACE"):
        if plain.lower() not in ("", "0", "1", "2", "true", "false"):
            reader.writes(value, "a trace of git")
    elif name in ANOTHER:
        reader.cannot(f"it sets {name}, so git works on something else")
    elif (name in DECIDES or name.startswith(("DYLD_", "LD_", "BASH_FUNC"))) and plain not in HARMLESS:
        reader.cannot(f"it sets {told(name)}, which decides what is run")
    elif name.lstrip("_").isupper() or name.startswith(("npm_config_", "TF_CLI_ARGS")):
        from guard_hooks.agents.shell.programs.variables import builds_by

        builds_by(reader, name, value)


def program(reader: Reader, command: Command) -> None:
    """A program by its name."""
    name = name_of(reader, command.words[0], command.args)
    reader.depth += 1
    if reader.depth > DEEPEST:
        reader.cannot("it has commands in commands, too deep")
    elif name:
        here = reader.here
        by_name(reader, name, command)
        if name not in OF_THE_SHELL:
            reader.here, reader.went = here, Went(here, here)
    reader.depth -= 1


def name_of(reader: Reader, word: Word, args: tuple[Word, ...]) -> str:
    """The name of a program; nothing where it is none that everybody has."""
    text = word.plain()
    signs = any([char in GLOBS + "{~" and kind == PLAIN for char, kind in zip(word.text, word.mask, strict=True)])
    if not word.known() or (signs and text not in ("[", "[[")):
        reader.cannot("which program it runs is computed")
        return ""
    folder, slash, name = text.rpartition("/")
    name = name.removesuffix(".exe")
    own = name in WRAPPERS or (name in OWN and folder.removeprefix("./") in OWN[name])
    if slash and not own and folder not in BINS and not of_environment(reader, folder):
        from guard_hooks.agents.shell.programs.project import scripted

        scripted(reader, word, args, f"it runs a script or a program of its own: {told(text)}")
        return ""
    elif slash and name in OF_SYSTEM and not (own or folder in BINS):
        reader.cannot(f"it runs a program of its own that has the name of another: {told(text)}")
    if not name:
        reader.cannot("it runs a program without a name")
    return name


def of_environment(reader: Reader, folder: str) -> bool:
    """Whether programs lie there that were installed: at the top of the repository, where no phase writes its code."""
    if not folder.endswith(ENVIRONMENTS):
        return False
    wholes = [entered(here, folder) for here in reader.here]
    for whole in wholes:
        front = next((whole.removesuffix(one) for one in TOPS if (whole or "").endswith(one)), "?") if whole else "?"
        above = [front[: at + 1] for at, char in enumerate(front) if char == "/"] if front[:1] == "/" else []
        stands = reader.stands
        if front and (stands is None or [folder for folder in above if stands(f"{folder}.git")] != [front]):
            return False  # a repository within another is one that anybody may have made
    return True


def by_name(reader: Reader, name: str, command: Command) -> None:
    """What a program does, from the table it stands in."""
    args = command.args
    if name in FILLS:
        from guard_hooks.agents.shell.programs.variables import fills

        fills(reader, name, args)
    if name in JUDGES:
        from guard_hooks.agents.shell.programs.beside import goes_by

        goes_by(reader, name, args)
    if name in BY_VARIABLES and not reader.holds.keys().isdisjoint(BY_VARIABLES[name].split()):
        reader.cannot(f"a variable says what {name} does")
    if name in READS or (len(args) == 1 and args[0].plain() in ("--help", "--version")):
        return
    handler = _handler(name)
    if handler:
        handler(reader, name, command)
    elif name in PREFIXES:
        from guard_hooks.agents.shell.programs.starting import starts

        starts(reader, name, command)
    elif name in OPERANDS:
        from guard_hooks.agents.shell.programs.operands import operands

        operands(reader, name, args)
    elif name in RUNS:
        from guard_hooks.agents.shell.programs.building import builds

        builds(reader, name, command)
    else:
        from guard_hooks.agents.shell.programs.tools import tools

        if not tools(reader, name, command):
            compiled(reader, name, args)


def compiled(reader: Reader, name: str, args: tuple[Word, ...]) -> None:
    """A compiler, or a program that nobody knows."""
    from guard_hooks.agents.shell.programs.compiling import COMPILERS, compiles

    if name in COMPILERS:
        compiles(reader, name, args)
    else:
        reader.cannot(f"what {told(name)} writes is not known")


def _handler(name: str) -> Callable[[Reader, str, Command], None] | None:
    """Who reads a program that is not read by a table; loaded where it is met."""
    if name == "git":
        from guard_hooks.agents.shell.git import git

        return git
    if (
        name in SHELLS
        or name in INTERPRETERS
        or (name[:6] in ("python", "pypy3") and not name[6:].strip(".0123456789"))
    ):
        from guard_hooks.agents.shell.programs.starting import interprets

        return interprets
    if name in OWN and name not in RUNS:
        from guard_hooks.agents.shell.programs.project import PROJECT

        return PROJECT[name]
    if name in CLIENTS:
        from guard_hooks.agents.shell.programs.databases import DATABASES

        return DATABASES[name]
    from guard_hooks.agents.shell.language import builtins
    from guard_hooks.agents.shell.programs import fetching, files, packing, scripts

    tables = (builtins.BUILTINS, files.FILES, packing.PACKING, scripts.SCRIPTS, fetching.FETCHING)
    return next((table[name] for table in tables if name in table), None)
