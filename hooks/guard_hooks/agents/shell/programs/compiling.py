"""Compilers that are started by hand: what they write is plain where all of their options are known."""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.shell.language.word import Word, said
from guard_hooks.agents.shell.programs.operands import output
from guard_hooks.agents.shell.programs.options import NONE
from guard_hooks.agents.shell.programs.running import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.reader import Reader


class Compiler(NamedTuple):
    """Its options, with their minus. Any other, and nobody can tell."""

    alone: str  # whole words that write nothing else
    begin: str = ""  # how words begin that write nothing else
    takes: str = ""  # options whose value, in this word or the next, is read
    out: str = ""  # options whose value, in this word or the next, is a file that is written
    folders: str = ""  # options whose value is a folder that is written below
    looks: str = ""  # with one of these nothing is written
    ends: tuple[tuple[str, str], ...] = ()  # with an option, how what comes of each source ends
    makes: str = ""  # what is written where nothing is said; nothing, beside each source


_GCC = Compiler(
    alone="-c -S -g -ggdb -g0 -g1 -g2 -g3 -ansi -pedantic -pedantic-errors -pthread -pipe -static -shared -v -w -s"
    " -fPIC -fpic -fPIE -fpie -pie -fopenmp -fwrapv -ffast-math -ftrapv -fexceptions -fomit-frame-pointer -fcommon -MP"
    " -MD -MMD -rdynamic -stdlib=libc++ -nostdlib",
    begin="-O -std= -fno- -fsanitize= -fstack-protector -fvisibility= -fdiagnostics-color -fcolor-diagnostics -march="
    " -mtune= -m32 -m64 -D -U",
    takes="-x -I -L -l -isystem -iquote -idirafter -include -MT -MQ -arch -framework -isysroot",
    out="-o -MF",
    looks="-E -fsyntax-only -M -MM --version",
    ends=(("-c", ".o"), ("-S", ".s")),
    makes="a.out",
)
COMPILERS = {
    **dict.fromkeys(("cc", "gcc", "c++", "g++", "clang", "clang++"), _GCC),
    "javac": Compiler(
        alone="-g -g:none -Werror -nowarn -deprecation -verbose -parameters -proc:none --enable-preview",
        begin="-Xlint -Xdiags -Xmaxerrs",
        takes="-cp -classpath --class-path -sourcepath --source-path -source --source -target --target --release"
        " -encoding",
        folders="-d -s -h",
        looks="-version -help",
    ),
    "rustc": Compiler(
        alone="-O -g --test --verbose -v",
        begin="--edition --crate-type --crate-name --cfg -A -W -D -L --color",
        takes="--extern",
        out="-o",
        folders="--out-dir",
        looks="-V --explain --print",
        makes="./",
    ),
}


def compiles(reader: Reader, name: str, args: tuple[Word, ...]) -> None:
    """What a compiler writes."""
    row = COMPILERS[name]
    texts = [word.plain() for word in args]
    sources: list[Word] = []
    given = at = 0
    while at < len(args):
        word, text, at = args[at], texts[at], at + 1
        if text[:1] != "-":
            if not word.known() or text[:1] == "@":
                reader.cannot(f"{name} has words that are computed")
            sources.append(word)
            continue
        option = _valued(row, text)
        if option:
            value = word.after(len(option)) if len(text) > len(option) else args[at] if at < len(args) else NONE
            at += len(text) == len(option)
            given += _says(reader, row, name, (option, value))
        elif text not in f"{row.alone} {row.looks}".split() and not _begins(row, text):
            reader.cannot(f"what {name} does with {told(text.partition('=')[0])} is not known")
    if {"-MD", "-MMD"} & set(texts) and "-MF" not in texts:
        reader.cannot(f"where {name} writes what a file depends on is not said")
    if not given and sources and not set(texts) & set(row.looks.split()):
        _unsaid(reader, row, name, (texts, sources))


def _begins(row: Compiler, text: str) -> bool:
    """Whether it is a word that writes nothing else: of warnings all but those that are handed on."""
    warns = row is _GCC and text[:2] == "-W" and text[:4] not in ("-Wl,", "-Wa,", "-Wp,")
    return warns or text.startswith(tuple(row.begin.split()))


def _valued(row: Compiler, text: str) -> str:
    """The option with a value that a word is, or begins with."""
    every = f"{row.takes} {row.out} {row.folders}".split()
    if text in every:
        return text
    return next((one for one in every if len(one) == len("-o") and row is _GCC and text.startswith(one)), "")


def _says(reader: Reader, row: Compiler, name: str, said_: tuple[str, Word]) -> bool:
    """What one option with a value writes; whether it says where what is compiled goes."""
    option, value = said_
    if option in row.folders.split():
        reader.writes(value, name, folder=True)
        return option not in ("-h", "-s")
    if option in row.out.split():
        output(reader, name, value)
        return option == "-o"
    return False


def _unsaid(reader: Reader, row: Compiler, name: str, what: tuple[list[str], list[Word]]) -> None:
    """Where nothing is said, it goes where it always goes."""
    texts, sources = what
    ending = next((end for option, end in row.ends if option in texts), "")
    if ending:
        for word in sources:
            base = word.text.rpartition("/")[2]
            reader.writes(said((base.rpartition(".")[0] or base) + ending), name)
    elif row.makes:
        reader.writes(said(row.makes), name)
    else:
        for word in sources:
            reader.writes(said(word.text.rpartition("/")[0] + "/" if "/" in word.text else "./"), name, folder=True)
