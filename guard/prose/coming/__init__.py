"""Lines of code that come with a change, as rules look at them: what their file is, and what of a line is a comment.

Nothing is parsed: of a change often only a part of a file is there. Where that tells too little, nothing is claimed.
"""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.doubt import Added

LONGEST = 2_000  # letters of a line that is looked at
_TESTS = Cued(
    r"(?:^|/)(?:tests?|__tests__|specs?|testdata|fixtures?|e2e|cypress|__mocks__|__fixtures__)/"
    r"|(?:^|/)(?:test_[^/]*|[^/]*_tests?|conftest)\.py$|_test\.(?:go|rb|exs|cc|cpp|dart)$|_spec\.rb$"
    r"|\.(?:test|spec|stories|cy|e2e)\.[cm]?[jt]sx?$|(?:Tests?|Spec|IT)\.(?:java|kt|scala|cs|swift|php|groovy)$"
)
SQL = ("sql", "pgsql", "psql", "ddl")  # endings of files of SQL
_HASH, _SLASHES, _DASHES, _ANGLE = ("#",), ("//", "/*"), ("--", "/*"), ("<!--",)
_SIGNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        [
            "py",
            "pyi",
            "pyw",
            "pyx",
            "rb",
            "rake",
            "sh",
            "bash",
            "zsh",
            "fish",
            "yaml",
            "yml",
            "toml",
            "pl",
            "pm",
            "r",
            "ex",
            "exs",
            "ps1",
            "mk",
            "nix",
            "jl",
            "graphql",
        ],
        _HASH,
    ),
    **dict.fromkeys(
        [
            "js",
            "jsx",
            "ts",
            "tsx",
            "mjs",
            "cjs",
            "mts",
            "cts",
            "go",
            "java",
            "kt",
            "kts",
            "rs",
            "c",
            "h",
            "cc",
            "cpp",
            "hpp",
            "cs",
            "swift",
            "scala",
            "dart",
        ],
        _SLASHES,
    ),
    **dict.fromkeys(["groovy", "gradle", "proto", "sol", "zig", "less", "scss", "prisma"], _SLASHES),
    **dict.fromkeys(("php", "tf", "hcl"), ("//", "/*", "#")),
    **dict.fromkeys((*SQL, "lua", "hs", "elm"), _DASHES),
    **dict.fromkeys(("html", "xml", "htm"), _ANGLE),
    **dict.fromkeys(("vue", "svelte", "astro"), ("//", "/*", "<!--")),
    "css": ("/*",),
}
_NAMES = {"makefile": _HASH, "gnumakefile": _HASH, "justfile": _HASH, "gemfile": _HASH, "rakefile": _HASH}
_PROGRAMS = {
    **dict.fromkeys(("python", "pypy", "uv", "pythonw"), "py"),
    **dict.fromkeys(("sh", "bash", "dash", "ksh", "ash", "zsh"), "sh"),
    **dict.fromkeys(("node", "nodejs", "bun"), "js"),
    **dict.fromkeys(("deno", "tsx", "ts-node"), "ts"),
    "ruby": "rb",
    "perl": "pl",
    "rscript": "r",
    "php": "php",
    "make": "mk",
    "julia": "jl",
    "elixir": "exs",
    "fish": "fish",
    "pwsh": "ps1",
    "lua": "lua",
    "runhaskell": "hs",
    "psql": "sql",
}
_QUOTES = "\"'`"
_STRING = Cued(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`")
_KEYWORDS = frozenset(
    """
    and as async await break case catch class const continue def default defer del do elif else end except export
    extends extern finally fn for from func function go goto if impl implements import in instanceof interface is
    lambda let match mut namespace new nonlocal not null of or package pass private protected public raise return
    select self static struct super switch then this throw trait try type typeof unless until use val var void
    when where while with yield
    """.split()  # noqa: SIM905  read more easily so
)
_SENTENCE = Cued(r"(?:[^\W\d_]{2,}[,.;:!?]{0,2} +){2,}[^\W\d_]{2,}")


def of_tests(path: bytes) -> bool:
    """Whether a file is of tests, or what they work on, by where it stands or how it is called."""
    return _TESTS.search(path.decode("utf-8", "replace")) is not None


def ending(path: bytes) -> str:
    """What stands behind the last dot of its name, in small letters; "" where there is none."""
    name = path.rpartition(b"/")[2].decode("utf-8", "replace").lower()
    return name.rpartition(".")[2] if "." in name else ""


def name(path: bytes) -> str:
    """The last part of a path, in small letters."""
    return path.rpartition(b"/")[2].decode("utf-8", "replace").lower()


def signs(path: bytes) -> tuple[str, ...]:
    """What begins a comment in it; nothing where it is no code."""
    last = name(path)
    if last.startswith(("dockerfile", "containerfile")) or last.endswith(".dockerfile"):
        return _HASH
    return _NAMES.get(last) or _SIGNS.get(ending(path), ())


def by_name(line: Added) -> bytes:
    """The path of its file as one that tells its language, where a #! line does."""
    return line.path + b"." + line.tongue.encode() if line.tongue else line.path


def tongue(path: bytes, first: bytes) -> str:
    """What the first line of a file tells of its language: an ending, or the program that nobody knows; else ""."""
    if not first.startswith(b"#!") or signs(path):
        return ""
    words = [word.rpartition("/")[2] for word in first[2:200].decode("utf-8", "replace").split()]
    if words[:1] == ["env"]:
        words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
    program = re.sub(r"[\d.]+$", "", words[0]).lower() if words else ""
    return _PROGRAMS.get(program, re.sub(r"\W", "", program) or "unknown")


def halves(line: str, signs: tuple[str, ...]) -> tuple[str, str]:
    """The code of a line, and its comment. One that only goes on with a comment is known by its star."""
    bare = line.lstrip()
    if "/*" in signs and bare.startswith("*") and not bare.startswith("*="):
        return "", bare
    at = 0
    while at < len(line):
        if line[at] in _QUOTES:
            at = _closed(line, at)
            continue
        sign = next((one for one in signs if line.startswith(one, at)), "")
        if sign and (sign != "#" or at == 0 or line[at - 1].isspace() or line[at - 1] in ";){}"):
            return line[:at], line[at:]
        at += 1
    return line, ""


def _closed(line: str, at: int) -> int:
    """Behind the text in quotes that begins here; behind the sign alone where nothing ends it."""
    mark, end = line[at], at + 1
    while end < len(line):
        if line[end] == "\\":
            end += 1
        elif line[end] == mark:
            return end + 1
        end += 1
    return at + 1


def speech(line: str, signs: tuple[str, ...]) -> str:
    """What of a line of code is words to a reader: its comment, its texts, and all of it where it reads as a sentence.

    A text over several lines has no mark of its own on each: what is words, one after the other, is one of them.
    """
    code, comment = halves(line, signs)
    if any([_reads(run[0]) for run in _SENTENCE.finditer(_STRING.sub(" ", code))]):
        return line
    return " ".join([*_STRING.findall(code), comment]).strip()


def _reads(run: str) -> bool:
    """Whether words one after the other are a sentence, and not what a language is written in."""
    return len([word for word in re.findall(r"[^\W\d_]+", run) if word not in _KEYWORDS]) > 3


def files(added: Iterable[Added]) -> dict[bytes, list[Added]]:
    """The lines file by file."""
    found: dict[bytes, list[Added]] = {}
    for line in added:
        found.setdefault(line.path, []).append(line)
    return found


def runs(lines: Iterable[Added]) -> list[list[Added]]:
    """The lines of a file, those together that follow on each other."""
    found: list[list[Added]] = []
    for line in lines:
        if found and found[-1][-1].line == line.line - 1:
            found[-1].append(line)
        else:
            found.append([line])
    return found
