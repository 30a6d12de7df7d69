"""Programs that run code of the project, and settings NAME=VALUE that they are given."""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import Word, said
from guard_hooks.agents.shell.programs.options import given
from guard_hooks.agents.shell.programs.output_tables import COMPILERS, OF_CMAKE, PROGRAMS, TELLS, Tells
from guard_hooks.agents.shell.programs.outputs import NOTHING, ends, named, tells, written
from guard_hooks.agents.shell.programs.running import program, told
from guard_hooks.agents.shell.programs.steering import place
from guard_hooks.agents.shell.programs.tables import BINS, ENVIRONMENTS, RUNS
from guard_hooks.agents.shell.programs.tool_tables import LAUNCHES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.programs.running import Command
    from guard_hooks.agents.shell.reader import Reader

# Their operands are tests or sources, which they read.
READS = frozenset(
    {"ava", "behave", "coverage", "jest", "mocha", "phpunit", "playwright", "py.test", "pylint", "pytest", "rspec"}
    | {"tsc", "vitest"}
)
# First words with which they run what stands in their other words.
RUN_WORDS = {
    "mix": ("archive.install", "cmd", "do", "escript.install", "eval", "run"),
    "sbt": ("eval", "set"),
    "stack": ("eval", "ghci", "runghc", "runhaskell", "script"),
    "cabal": ("install", "repl", "script"),
    "nx": ("exec",),
    "bazel": ("run",),
    "playwright": ("codegen", "pdf", "screenshot", "open", "cr", "ff", "wk"),
}
SIGNS = frozenset("`$;|&<>\n(\0")  # by which a text in a command line becomes a command


def builds(reader: Reader, name: str, command: Command) -> None:
    """A test, a build: that it runs, and what it is told beside that."""
    args = command.args
    first = args[0].plain() if args else ""
    row = TELLS.get(name, NOTHING)
    if f"{name} {first}" in LAUNCHES:
        from guard_hooks.agents.shell.programs.tools import tools

        tools(reader, name, command)
        return
    if name == "cmake" and first == "-E":
        _of_cmake(reader, command)
        return
    if name == "coverage" and first == "run":
        _covered(reader, command)
        return
    if first.split(" ")[0] in RUN_WORDS.get(name, ()):
        reader.cannot(f"{name} runs code that its words name")
    found = given(named(row, args), row.valued())
    target = found.operands
    if name in ("pytest", "py.test", "tsc") and any([word.text[:1] == "@" for word in target]):
        reader.cannot(f"{name} does what a file says")
    if name == "tsc" and found.has("init"):
        reader.writes(said("tsconfig.json"), name)
    targets = [word for word in target if "=" not in word.text and not word.text.isdigit()][: RUNS[name]]
    reader.starts(" ".join([name, *[told(word.text) for word in targets if word.known()]]))
    tells(reader, name, args, "read" if name in READS else "written")


def _of_cmake(reader: Reader, command: Command) -> None:
    """The commands that cmake has for every system."""
    word = command.args[1].plain() if len(command.args) > 1 else ""
    if word in OF_CMAKE:
        words = tuple([said(one) for one in OF_CMAKE[word].split(" ")])
        program(reader, command._replace(words=(*words, *command.args[2:])))
    elif word not in ("capabilities", "environment", ""):
        reader.cannot(f"what cmake -E {told(word)} does is not known")


def _covered(reader: Reader, command: Command) -> None:
    """`coverage run`: a module or a script, as Python runs it."""
    args = command.args[1:]
    found = given(args, "rcfile data-file include omit source context concurrency", first=True)
    named = [at for at, word in enumerate(args) if word.text in ("-m", "--module")]
    after = min([found.after, *named])
    tells(reader, "coverage", args[:after], "read")
    reader.starts("coverage run")
    if any([name.startswith("m") for name, _ in found.options]) and not named:
        reader.cannot("which module coverage runs is not plain to see")
    program(reader, command._replace(words=(said("python"), *args[after:])))


def setting(reader: Reader, name: str, row: Tells, value: Word) -> None:
    """NAME=VALUE: what is written, and what is run."""
    key, equals, text = value.text.partition("=")
    key = key.rstrip().rstrip("+:?!").rstrip()
    rest = value.after(len(value.text) - len(text.lstrip()))
    wanted = row.names.lower().split(" ")
    if not equals or not key:
        return
    if key == "addopts":
        if set(rest.text) & set("'\"\\") or not rest.known() or "addopts" in rest.text:
            reader.cannot(f"an option of {name} names a program, or code")
        else:
            tells(reader, name, tuple([said(one) for one in rest.text.split()]), "read")
    elif (
        key.lower() in wanted
        or key in wanted
        or any([key.lower().startswith(one) for one in wanted if one.endswith(".")])
    ):
        reader.cannot(f"a setting of {name} names a program, or code")
    elif key in PROGRAMS or "COMPILER" in key or "LAUNCHER" in key:
        if not compiles(rest):
            reader.cannot(f"a setting of {name} names a program, or code")
    elif ends(key):
        written(reader, name, rest, key)
    place(reader, name, rest)
    if any([one in rest.text for one in ("-javaagent", "-agentlib", "-agentpath")]):
        reader.cannot(f"a setting of {name} names a program, or code")
    if row.recipes and (set(rest.plain()) & SIGNS or value.text.partition("=")[0].endswith("!")):
        reader.cannot(f"a setting of {name} may come to be a command")


def compiles(value: Word) -> bool:
    """Whether a text names a program that everybody knows for what it is: nothing, or a compiler and the like."""
    words = value.plain().split()
    if not words:
        return not value.text
    folder, slash, base = words[0].rpartition("/")
    stem = base.rstrip("0123456789.").rstrip("-")
    plain = not set(value.plain()) & SIGNS
    return (
        plain and (not slash or folder in BINS or folder.endswith(ENVIRONMENTS)) and {base, stem} & COMPILERS != set()
    )
