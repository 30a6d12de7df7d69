"""Programs that lay code out, and programs with words of their own: by their tables. guard's own words too."""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import Word, said
from guard_hooks.agents.shell.programs.operands import computed, output
from guard_hooks.agents.shell.programs.options import Given, given
from guard_hooks.agents.shell.programs.running import Command, program, told
from guard_hooks.agents.shell.programs.tables import BINS, LOOKERS, OF_SYSTEM
from guard_hooks.agents.shell.programs.tool_tables import FORMATTERS, GUARD, LAUNCHES, TOOLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.reader import Reader

HERE = said("./")
GITS = frozenset({f"{folder}/git" for folder in BINS})
OUT_OF_GUARD = "o output record request"  # options of guard whose value is written
SIDES = "C prefix dir cwd directory manifest-path project filter F workspace w"  # options that say where
# Tools, and words of tools, whose operands name what is read.
READ = frozenset({"pre-commit", "prek", "gh", "test", "vet", "install", "list"})
TOOLS_OF_GO = frozenset(
    {"tool", "tool-addr2line", "tool-buildid", "tool-covdata", "tool-cover", "tool-nm", "tool-objdump", "tool-pprof"}
)
# Options without a value that often stand before one that keeps a formatter from writing
ALONE = frozenset(
    {"", "color", "diff", "fast", "no-cache", "no-color", "preview", "pyi", "quiet", "safe", "unstable", "verbose"}
    | {"skip-magic-trailing-comma", "skip-source-first-line", "skip-string-normalization"}
)
FETCH = frozenset({"bun x", "npm exec", "npm x", "uv tool"})  # they run what a package of that name brings
KEEPS_HOOKS = frozenset({"pre-commit", "prek", "lefthook", "husky", "overcommit"})


def tools(reader: Reader, name: str, command: Command) -> bool:
    """Whether a program stands in one of the tables; what it does is read."""
    args = command.args
    first = args[0].plain() if args else ""
    name = "pip" if name[:3] == "pip" and not name[3:].strip(".0123456789") else name
    if name in KEEPS_HOOKS and first in ("uninstall", "--uninstall"):
        reader.around("it takes hooks away")
    elif name == "guard":
        _guard(reader, args)
    elif name in LOOKERS and _looks(reader, name, command):
        return True
    elif f"{name} {first}" in LAUNCHES:
        _launches(reader, f"{name} {first}", command)
    elif name in FORMATTERS:
        _formats(reader, name, args)
    elif name in TOOLS:
        _by_words(reader, name, command)
    else:
        return False
    return True


def _looks(reader: Reader, name: str, command: Command) -> bool:
    from guard_hooks.agents.shell.programs.looking import looks

    return looks(reader, name, command)


def exactly(found: Given, names: str) -> bool:
    """Whether an option of these names stands there whole: one that keeps a program from writing."""
    return not {option for option, _ in found.options}.isdisjoint(names.split(" ")) and bool(names)


def hidden(args: tuple[Word, ...], names: str) -> bool:
    """Whether each of these options stands behind one that nobody knows, and that may take it for its value."""
    known = names.split(" ")
    for before, word in zip((said(""), *args), args, strict=False):
        text, front = word.text, before.text
        letters = text[1:] if text[:1] == "-" and text[1:2] != "-" else ""
        free = front[:2] != "--" or "=" in front or front[2:] in (*known, *ALONE)
        if free and ((text[:2] == "--" and text[2:] in known) or any([letter in known for letter in letters])):
            return False
    return True


def _formats(reader: Reader, name: str, args: tuple[Word, ...]) -> None:
    """A formatter: over what it is given, unless it only looks."""
    from guard_hooks.agents.shell.programs.output_tables import TELLS
    from guard_hooks.agents.shell.programs.outputs import NOTHING, named, tells

    args = named(TELLS.get(name, NOTHING), args)
    first = args[0].plain() if args else ""
    row = FORMATTERS.get(f"{name} {first}") or FORMATTERS[name]
    found = given(args, f"{row.takes} {row.out}")
    operands = found.operands
    tells(reader, name, args, "read")
    if row.words or row.reads:
        if first in row.reads.split(" "):
            return
        if first not in row.words.split(" "):
            reader.cannot(f"what {name} {told(first)} writes is not known")
        operands = operands[1:]
    for value in found.value(row.out):
        output(reader, name, value)
    computed(reader, name, found)
    if (exactly(found, row.unless) and not hidden(args, row.unless)) or (row.when and not found.has(row.when)):
        return
    for word in operands or (HERE,):
        if word.text != "-":
            reader.writes(word, name, below="." not in word.text.rpartition("/")[2])


def _launches(reader: Reader, name: str, command: Command) -> None:
    """A program in the environment of the project."""
    from guard_hooks.agents.shell.programs.fronts import plainly, takers

    takes = takers(name, f"{LAUNCHES[name]} m module")
    found = given(command.args[1:], takes, first=True)
    plainly(reader, name, found, f"{takes} s script c gui-script")
    rest = command.args[1:][found.after :]
    if name == "uv tool":
        rest = rest[1:] if rest and rest[0].text == "run" else ()
    for folder in [value for option, value in found.options if option == "directory"]:
        from guard_hooks.agents.shell.programs.outputs import enters

        enters(reader, folder)
    modules = found.value("m module")
    if modules:
        rest = (said("python"), said("-m"), modules[-1], *rest)
    if name in FETCH and rest and rest[0].plain() in OF_SYSTEM:
        reader.cannot(f"{name} runs a package that has the name of another program")
    if found.odd or not rest or found.has("s script c gui-script"):
        reader.cannot(f"what {name} starts is not known")
    elif rest[0].text.endswith(".py"):
        reader.cannot(f"it runs a script: {told(rest[0].plain())}")
    else:
        program(reader, command._replace(words=rest))


def _by_words(reader: Reader, name: str, command: Command) -> None:
    """A tool that its first words tell what to do."""
    if name == "yarn" and [word.plain() for word in command.args[:1]] == ["workspace"]:
        command = command._replace(words=(command.words[0], *command.args[2:]))
    from guard_hooks.agents.shell.programs.installing import DRY, plainly
    from guard_hooks.agents.shell.programs.output_tables import TELLS
    from guard_hooks.agents.shell.programs.outputs import NOTHING, named, tells

    row, says = TOOLS[name], TELLS.get(name, NOTHING)
    found = given(named(says, command.args), f"{SIDES} {says.valued()}")
    words = [word.plain() for word in found.operands if not (name == "cargo" and word.text.startswith("+"))]
    first = words[0] if words else ""
    both = "-".join(words[:2])
    writes = {word: paths for names, paths in row.writes for word in names.split(" ")}
    key = next(
        (one for one in (both, first) if one in writes or one in row.reads.split() or one in row.runs.split()), first
    )
    reading = key in row.reads.split() and not (both != "version" and f"{name} {key}" == "uv version")
    tells(reader, name, command.args, "" if reading else "read" if name in READ or key in READ else "written")
    if name == "go" and both.startswith("tool") and both not in TOOLS_OF_GO:
        reader.cannot(f"what go tool {told(both[5:])} does is not known")
    if name == "gh" and both == "pr-merge" and found.has("admin"):
        reader.around("it lands a change past what protects the branch")
    elif name == "cargo" and key == "clippy" and found.has("fix"):
        reader.writes(HERE, name, folder=True)
    elif name in DRY and plainly(found, DRY[name]) and key in writes and (name != "uv" or key in ("sync", "lock")):
        return
    elif name == "go" and key == "env" and found.has("w u"):
        reader.cannot("it sets what go goes by")
    elif key in writes:
        if not (name == "cargo" and key == "fmt" and exactly(found, "check")):
            _writes(reader, name, key, writes[key], found)
    elif key in row.runs.split() or (
        row.else_runs and first not in f"{row.reads} {row.asks}".split() and first and found.operands[0].known()
    ):
        script = words[1:2] if key in ("run", "run-script") and name in ("npm", "pnpm", "yarn", "bun") else []
        reader.starts(" ".join([name, *[told(word) for word in [first, *script]]]))
    elif not reading and not exactly(found, "version help V h"):
        reader.cannot(f"what {name} {told(first)} does is not known")


def _writes(reader: Reader, name: str, key: str, paths: str, found: Given) -> None:
    """The files that a tool keeps what it needs in."""
    from guard_hooks.agents.shell.programs.installing import installs

    if found.has(SIDES) or found.odd:
        reader.cannot(f"{name} writes where its options say")
    if not installs(reader, name, key, found):
        for path in paths.split(" "):
            reader.writes(said(path), name)


def _guard(reader: Reader, args: tuple[Word, ...]) -> None:
    """guard itself: what only a person may say is not an agent's to run."""
    found = given(args, f"{OUT_OF_GUARD} format git trusted at trust inventory plan phase")
    words = [word.plain() for word in found.operands]
    first, both = words[0] if words else "", "-".join(words[:2])
    for value in found.value(OUT_OF_GUARD):
        output(reader, "guard", value)
    for option, value in found.options:
        if option and "format".startswith(option) and "=" in value.text:
            output(reader, "guard", value.after(value.text.index("=") + 1))
        elif option and "git".startswith(option) and value.plain() not in GITS:
            reader.cannot("an option of guard names a program, or code")
    if first == "uninstall":
        reader.around("it takes guard away")
    elif both == "plan-new" or both == "plan-answer":
        names = found.operands[2:3]
        if names and names[0].known() and names[0].text.replace("-", "").isalnum():
            reader.writes(said(f".guard/plans/{names[0].text}.yaml"), "guard plan")
        else:
            reader.cannot("which plan guard writes is not plain to see")
    elif first not in GUARD and both not in GUARD and first:
        reader.cannot(f"guard {told(first)} is for a person to run")
