"""What files ask for by name while they run: environment variables, and flags; as code, settings and scripts write it.

By lines, not by syntax: so one reader does for every language, and for templates that no parser reads. A line that is
a comment asks for nothing.
"""

from __future__ import annotations

import re

from guard.inventories.reading.process import UnreadError
from guard.inventories.reading.speaking import FLAGS as FLAGGING
from guard.inventories.reading.speaking import VARIABLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.inventories.reading.picking import Around, Named

    Row = tuple[str, str, int]

_CODE = """
    py pyi pyw go ts mts cts tsx js mjs cjs jsx java rb rake gemspec ru rs kt kts scala groovy php cs fs swift c cc cpp
    h hpp ex exs erl clj cljs dart lua pl pm vue svelte astro gradle r jl
"""
CODE = frozenset(_CODE.split())
SHELL = frozenset(("sh", "bash", "zsh", "fish", "mk", "envrc", "bats"))
SETTINGS = frozenset(("yaml", "yml", "properties", "toml", "service", "tpl", "j2"))
DATA = frozenset(("json", "xml", "conf", "cfg", "ini"))  # keys in capitals are none of an environment there
TERRAFORM = frozenset(("tf", "hcl", "tfvars"))
LONGEST_LINE = 2_000  # characters; of a longer one, as in a bundle, the beginning is read

_N = r"([A-Za-z_][A-Za-z0-9_]{0,127})"
_UPPER = r"([A-Z][A-Z0-9_]{1,127})"
_Q = "[\"'`]"
_OF_REQUESTS = (  # what a web server tells PHP beside the environment
    r"(?:(?:HTTP|REDIRECT|PHP_AUTH)_\w+|HTTPS|REQUEST_(?:METHOD|SCHEME|TIME|TIME_FLOAT|URI)|REMOTE_(?:ADDR|HOST|PORT|USER)"
    r"|SERVER_(?:ADDR|ADMIN|NAME|PORT|PROTOCOL|SIGNATURE|SOFTWARE)|SCRIPT_(?:FILENAME|NAME|URI|URL)|PHP_SELF|AUTH_TYPE"
    r"|CONTENT_(?:LENGTH|TYPE)|DOCUMENT_(?:ROOT|URI)|(?:ORIG_)?PATH_INFO|PATH_TRANSLATED|QUERY_STRING|GATEWAY_INTERFACE)\b"
)
READS = re.compile(
    rf"environ\s{{0,9}}(?:\.(?:get|pop|setdefault)\s{{0,9}})?[\[(]\s{{0,9}}{_Q}{_N}"
    rf"|(?i:getenv|lookupenv|setenv|unsetenv|get_env|getenvironmentvariable|bindenv|env\.get|fetch_env!?)"
    rf"\s{{0,9}}\(\s{{0,9}}{_Q}{_N}"
    rf"|\bgetenv(?:\(\))?\s{{0,9}}\[\s{{0,9}}{_Q}{_N}"
    rf"|(?:process|import\.meta|Bun)\.env(?:\.{_N}|\??\.?\[\s{{0,9}}{_Q}{_N})"
    rf"|\bENV(?:\.fetch)?\s{{0,9}}[\[(]\s{{0,9}}{_Q}{_N}"
    rf"|\benv(?:::var(?:_os)?|!|_var|::remove_var|::set_var)\s{{0,9}}\(\s{{0,9}}{_Q}{_N}"
    rf"|\boption_env!\s{{0,9}}\(\s{{0,9}}{_Q}{_N}"
    rf"|\b[eE]nv(?:\.\w{{1,16}})?\s{{0,9}}\(\s{{0,9}}{_Q}{_UPPER}"
    rf"|\b_?ENV\[\s{{0,9}}{_Q}{_N}|\$_SERVER\[\s{{0,9}}{_Q}(?!{_OF_REQUESTS}){_UPPER}"
    rf"|\benv(?:config)?:\"{_UPPER}|\bconfig ?\(\s{{0,9}}{_Q}{_UPPER}"
)
_TAKEN = re.compile(r"\{([^{}]{1,400})\}\s{0,9}=\s{0,9}process\.env\b")
_EXPANDED = re.compile(rf"\$\{{{_UPPER}[:?+\-=}}]|\b(?:secrets|vars|env)\.{_UPPER}")
_SHELL = re.compile(rf"\$[{{(]?{_UPPER}\b|\bexport\s{{1,9}}{_UPPER}|^{_UPPER}\s{{0,9}}\?=")
_LOCAL = re.compile(
    rf"^\s{{0,80}}(?:local\s{{1,9}}|readonly\s{{1,9}})?{_UPPER}(?:\s{{0,9}}::?=|\s{{1,9}}=|=)|\bfor\s{{1,9}}{_UPPER}\s|\bread\s[^|;&]{{0,80}}?{_UPPER}\b"
)
_DOCKER = re.compile(rf"\$\{{?{_UPPER}\b|^\s{{0,40}}(?:ENV|ARG)\s{{1,9}}{_UPPER}")
_KEYS = re.compile(
    rf"^\s{{0,80}}(?:-\s{{1,9}})?[\"']?{_UPPER}[\"']?\s{{0,9}}[:=]|\bname[\"']?:\s{{0,9}}[\"']?{_UPPER}[\"']?\s{{0,9}}[,}}]?\s{{0,9}}(?:value|$)"
)
_NAMED = re.compile(rf"[\"']name[\"']:\s{{0,9}}[\"']{_UPPER}[\"'],?\s{{0,9}}(?:[\"']value|$)")
_TERRAFORM = re.compile(
    rf"^\s{{0,80}}[\"']?{_UPPER}[\"']?\s{{0,9}}[:=]|\bname\s{{0,9}}=\s{{0,9}}\"{_UPPER}\"|\bTF_VAR_{_N}"
)
_FLAG = r"([A-Za-z0-9][\w.:/-]{1,120})"
FLAGS = re.compile(
    r"(?:\b(?:is_?[eE]nabled|is_?[fF]eature_?[eE]nabled|feature_?[eE]nabled|use_?[fF]lag|use_?[fF]eature(?:_?[fF]lag)?"
    r"|useFeatureIsOn|useFeatureValue|flag_is_active|switch_is_active|sample_is_active|is_feature_active|flag_?[eE]nabled"
    r"|IsEnabled|isFeatureEnabled|treatment|getTreatment|\w{0,12}[vV]ariation(?:Detail)?|(?:get)?BooleanValue"
    r"|get_boolean_value|getFeatureValue|isOn|feature_active)\s?|\b(?:Flipper|Feature|Features|FeatureFlags?|Flags?|flags?"
    r"|features?|toggles?)\s?(?:\.|::)\s?(?:enabled|active|is_?on|enabled_for|on|disabled|get|has)\s?\??)"
    rf"[\s(]\s{{0,9}}(?:(?:ctx|request|self\.request|user|context\.\w{{1,20}}\(\)),\s)?[\"'`:]{_FLAG}"
)
_COMMENT = re.compile(r"\s{0,200}(?:#|//|/\*|\*\s|--\s|;)")
_SHEBANG = re.compile(r"#!.{0,80}\b(?:ba|z|da|k)?sh\b")


def how(file: Named, around: Around) -> str:
    """What kind of text it is."""
    name, ending = file.name, file.ending
    if ending in CODE or name in ("gemfile", "rakefile"):
        return "code"
    if name.startswith(("dockerfile", "containerfile")) or ending == "dockerfile":
        return "docker"
    if is_dotenv(name):
        return "dotenv"
    if ending in SHELL or name in ("makefile", "gnumakefile", "justfile", "procfile", ".envrc"):
        return "shell"
    if ending in SETTINGS or ending in DATA:
        return "settings" if ending in SETTINGS else "data"
    if ending in TERRAFORM:
        return "terraform"
    return "script" if not ending and file.path.startswith((b"bin/", b"scripts/", b"script/")) else ""


def is_dotenv(name: str) -> bool:
    """.env, .env.example, example.env, env.sample."""
    return name == ".env" or name.startswith((".env.", "env.")) or name.endswith((".env", ".env.example"))


def read(data: bytes, how: str) -> Iterator[Row]:
    """Each name where it is first asked for."""
    if b"\0" in data:
        if how == "script":
            return
        raise UnreadError("it holds NUL bytes")
    if how == "code":
        yield from _code(data)
        return
    text = data.decode("utf-8", "replace")
    if how == "dotenv":
        yield from _assigned(text)
        return
    if how in ("shell", "script"):
        yield from _script(text) if how == "shell" or _SHEBANG.match(text) else ()
        return
    for number, line in enumerate(text.split("\n"), 1):
        line = line[:LONGEST_LINE]
        low = line.lower()
        for pattern, words in PATTERNS[how]:
            if words and not any([word in low for word in words]):
                continue
            for found in pattern.finditer(line):
                if _COMMENT.match(line):
                    break
                yield "environment", found[found.lastindex or 0], number


def _code(data: bytes) -> Iterator[Row]:
    """Only lines are looked at that hold a word of those; most files have few."""
    low = data.lower()  # of bytes: as long as they are
    asking, flagging = _lines_with(VARIABLES, low), _lines_with(FLAGGING, low)
    number, counted = 1, 0
    for start in sorted(asking | flagging):
        number += data.count(b"\n", counted, start)
        counted = start
        end = data.find(b"\n", start)
        line = data[start : end if end >= 0 else len(data)][:LONGEST_LINE].decode("utf-8", "replace")
        if not _COMMENT.match(line):
            yield from _asked(line, number, start in flagging)


def _lines_with(words: tuple[str, ...], low: bytes) -> set[int]:
    """Where the lines begin that hold one of them."""
    starts: set[int] = set()
    for word in map(str.encode, words):
        at = low.find(word)
        while at >= 0:
            starts.add(low.rfind(b"\n", 0, at) + 1)
            end = low.find(b"\n", at)
            at = low.find(word, end) if end >= 0 else -1
    return starts


def _asked(line: str, number: int, flags: bool) -> Iterator[Row]:
    """What one line of code asks for."""
    low = line.lower()
    for found in READS.finditer(line) if any([word in low for word in VARIABLES]) else ():
        yield "environment", found[found.lastindex or 0], number
    for found in FLAGS.finditer(line) if flags else ():
        yield "flag", found[1], number
    yield from _destructured(line, number) if "process.env" in line else ()


def _destructured(line: str, number: int) -> Iterator[Row]:
    """`const { A, B: b = 1 } = process.env`."""
    for found in _TAKEN.finditer(line):
        for one in found[1].split(","):
            name = re.match(rf"\s*{_N}", one)
            if name is not None:
                yield "environment", name[1], number


def _assigned(text: str) -> Iterator[Row]:
    """Every key of a template of an environment, its value never; one that is commented out is a key as well."""
    from guard.operations.environment import LINE, end_of

    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    at = 0
    while at < len(lines):
        bare = lines[at].lstrip("# \t") if lines[at].startswith("#") else lines[at]
        found = LINE.match(bare[:LONGEST_LINE])
        if found is not None and re.fullmatch(_N if bare is lines[at] else _UPPER, found[1]):
            yield "environment", found[1], at + 1
        at = end_of(lines, at) if found is not None and bare is lines[at] else at + 1


def _script(text: str) -> Iterator[Row]:
    """What a script takes from outside, or gives to what it starts; what it only sets for itself is its own."""
    own: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        line = line[:LONGEST_LINE]
        if _COMMENT.match(line):
            continue
        for found in _SHELL.finditer(line):
            name = found[found.lastindex or 0]
            if name not in own or found[0].startswith("export"):
                yield "environment", name, number
        own.update([found[found.lastindex or 0] for found in _LOCAL.finditer(line)])


_EXPANDING = ("${", "secrets.", "vars.", "env.")
_NAMING = ("name",)
PATTERNS: dict[str, tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = {  # and what a line must hold for them
    "docker": ((_DOCKER, ()),),
    "settings": ((_KEYS, ()), (_EXPANDED, _EXPANDING), (READS, VARIABLES)),
    "data": ((_NAMED, _NAMING), (_EXPANDED, _EXPANDING)),
    "terraform": ((_TERRAFORM, ()), (_EXPANDED, _EXPANDING)),
}
