"""Programs that start another: what stands in front of a command, shells with a text, interpreters of code."""

from __future__ import annotations

from guard_hooks.agents.shell.language.evaluating import GIVEN, gives
from guard_hooks.agents.shell.language.word import COMPUTED, SPLIT, Word, said, script
from guard_hooks.agents.shell.programs.operands import output
from guard_hooks.agents.shell.programs.options import given
from guard_hooks.agents.shell.programs.running import Command, program, sets, told
from guard_hooks.agents.shell.programs.tables import LEAVES, OF_SYSTEM, PREFIXES, SHELLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.reader import Reader

FETCH = frozenset({"npx", "pnpx", "bunx", "uvx"})  # they run what a package of that name brings
PRINTS = frozenset({"-p", "--print", "-e", "--eval"})  # of node
POSIX = frozenset({"sh", "dash", "ash"})
TURNED_OFF = frozenset("exuvf")  # letters of a shell that may stand behind a plus
ONLY_READS = frozenset("nvxeuc")  # letters of a shell with which -n is one that runs nothing
VERSIONS = {  # words that alone print which version it is
    "java": ("-version",), "node": ("-v",), "php": ("-v",), "ruby": ("-v",), "lua": ("-v",), "deno": ("-V",),
}  # fmt: skip
CHECKS = {"node": ("-c", "--check"), "php": ("-l",), "ruby": ("-c", "-cw", "-wc")}  # they look at the syntax alone


def starts(reader: Reader, name: str, command: Command) -> None:
    """What stands in front of a command is taken away, and the command read."""
    takes, before = PREFIXES[name]
    found = given(command.args, takes, first=True, glued="eil" if name == "xargs" else "")
    if found.options:
        from guard_hooks.agents.shell.programs.fronts import plainly

        plainly(reader, name, found, takes)
    if found.has(LEAVES.get(name, "")):
        reader.cannot(f"{name} runs it in another way than it says")
    if name == "command" and found.has("v V"):
        return
    for value in found.value("o output") if name == "time" else []:
        output(reader, name, value)
    rest = command.args[found.after + before :]
    while name in ("env", "sudo", "doas") and rest and "=" in rest[0].text:
        variable, _, _ = rest[0].text.partition("=")
        sets(reader, variable, rest[0].after(len(variable) + 1))
        gives(reader, variable, rest[0].after(len(variable) + 1)._replace(inner=rest[0].inner))
        rest = rest[1:]
    if name == "xargs":
        from guard_hooks.agents.shell.programs.listing import names_files

        listed = not found.has("a arg-file") and command.stdin == "|" and names_files(command.feeds)
        rest = _fed(rest, [value.text for value in found.value("I i replace")], COMPUTED if listed else SPLIT)
    if name in ("npx", "pnpx", "bunx", "uvx") and rest and "@" in rest[0].text[1:]:
        rest = (said(rest[0].text[0] + rest[0].text[1:].partition("@")[0]), *rest[1:])
    if name == "nohup" and not command.told:
        reader.writes(said("nohup.out"), name)
    if name in FETCH and rest and rest[0].plain() in OF_SYSTEM:
        reader.cannot(f"{name} runs a package that has the name of another program")
    if found.odd:
        reader.cannot("which program it runs is computed")
    elif rest:
        reader.repeats += name == "xargs"
        program(reader, command._replace(words=rest))
        reader.repeats -= name == "xargs"


def _fed(words: tuple[Word, ...], marks: list[str], kind: str) -> tuple[Word, ...]:
    """The words of a command that xargs starts: what it reads stands in them, or behind them."""
    if not marks or not words:
        return (*words, Word("$", kind)) if words else ()
    mark = marks[-1] or "{}"
    return tuple([marked(word, mark) for word in words])


def marked(word: Word, mark: str) -> Word:
    """A word in which something else is put for a mark."""
    if mark not in word.text:
        return word
    return Word(word.text.replace(mark, "$"), COMPUTED * len(word.text.replace(mark, "$")))


def interprets(reader: Reader, name: str, command: Command) -> None:
    """A shell, or an interpreter of another language."""
    if name in SHELLS:
        _shell(reader, name, command)
    elif name.startswith(("python", "pypy")):
        from guard_hooks.agents.shell.programs.pythons import python

        python(reader, name, command)
    else:
        from guard_hooks.agents.shell.programs.project import artisan, swift

        texts = [word.plain() for word in command.args]
        if len(texts) == 1 and texts[0] in VERSIONS.get(name, ()):
            return
        if name == "node" and len(texts) == 2 and texts[0] in PRINTS:
            from guard_hooks.agents.shell.programs.snippets import node_logs, node_prints

            if command.args[1].known() and (node_logs if texts[0] in ("-e", "--eval") else node_prints)(texts[1]):
                reader.starts(f"node {texts[0]}")
                return
        if (name == "php" and artisan(reader, command.args)) or (name == "swift" and swift(reader, command.args)):
            return
        if texts[:1] and texts[0] in CHECKS.get(name, ()) and not any([text[:1] == "-" for text in texts[1:]]):
            return
        if (name == "deno" and texts[:1] == ["test"]) or (name == "node" and texts[:1] == ["--test"]):
            reader.starts(f"{name} {texts[0]}")
            return
        reader.cannot(f"{name} runs code: what that writes is not known")


def _shell(reader: Reader, name: str, command: Command) -> None:
    """`sh -c` with a text, or with one that stands below it: it is read as this one is."""
    from guard_hooks.agents.shell.language.builtins import SET_NAMED, SHOPT

    letters, at = "", 0
    args = command.args
    while at < len(args) and args[at].text[:1] in ("-", "+") and len(args[at].text) > 1 and args[at].text != "--":
        text = args[at].plain()
        if text.startswith("--"):
            letters += "?" if text not in ("--login", "--norc", "--noprofile", "--posix") else ""
        elif (text[0] == "+" and not set(text[1:]) <= TURNED_OFF) or set(text[1:-1]) & set("oOP") or text[-1] == "P":
            letters += "?"
        else:
            letters += text[1:] if args[at].known() else "?"
        if text[0] != "\0" and text[1:2] != "-" and text[-1] in "oO":
            letters += "?" * (at + 1 < len(args) and args[at + 1].plain() not in SET_NAMED | SHOPT)
            at += 1
        at += 1
    at += at < len(args) and args[at].text == "--"
    if "?" in letters:
        reader.cannot(f"{name} has options that are not known")
    if "n" in letters and set(letters) <= ONLY_READS:
        return
    for word in args[at + 1 :]:
        gives(reader, GIVEN, word)
    if "c" in letters and at < len(args):
        within(reader, name, script(args[at]), computed=not args[at].known())
    elif at < len(args) and "s" not in letters:
        from guard_hooks.agents.shell.programs.project import PLAIN_LETTERS, scripted

        handed = args[at + 1 :] if set(letters) <= PLAIN_LETTERS else (Word("$", SPLIT),)
        scripted(reader, args[at], handed, f"{name} runs a script: {told(args[at].plain())}")
    elif command.here and command.stdin == "here":
        within(reader, name, command.here.text, command.here.computed)
    else:
        reader.cannot(f"{name} runs what it reads")


def within(reader: Reader, name: str, text: str, computed: bool) -> None:
    """A text that another shell runs: where that goes, this one does not."""
    from guard_hooks.agents.shell.language.walking import read

    if computed:
        reader.cannot(f"{name} runs a text that is computed")
    here, posix, holding = reader.here, reader.posix, reader.holding
    reader.holding = {}  # what another shell has of its variables nobody here sees
    reader.posix = name in POSIX
    if reader.posix and "$'" in text:
        reader.cannot("shells differ in how they read it")
    read(reader, text)
    reader.here, reader.posix, reader.holding = here, posix, holding
