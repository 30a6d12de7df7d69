"""What a token claims: of which kind its name is, by how it is written and by the words beside it."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.named import dots, shell, subcommands
from guard.prose.named.literals import literal, of_runner, placeholder
from guard.prose.named.paths import path_meant
from guard.prose.named.shapes import shape, spread, uncried, without_line
from guard.prose.named.wordlist import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.lookup import Fresh, Names
    from guard.prose.named.tokens import Token

    Claim = tuple[str, str]

_TYPED = Cued(r"(path|symbol|module|table|column|flag|environment|env|service|package|command|job):([^\s:/][^\s]*)")
_SET = Cued(r"\$?\{?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\}?(?:=\S*)?")
_CALL = Cued(r"([A-Za-z_][\w.:#]*[!?]?)\(.*\)", re.S)
_SQL_CALLS = Cued(
    r"(?:pg_|json|to_|array_|string_|regexp_|date_|row_|current_|gen_random|split_part|generate_|percentile|set_config"
    r"|width_|txid_|has_|group_|unix_|last_|char_|octet_|bit_|is_|str_|test_|set(?:Timeout|Interval|Immediate)"
    r"|getElement|getOwn|parse(?:Int|Float)|use(?:State|Effect|Memo|Ref|Callback|Context|Reducer))"
)
_MANY = listed("git docker kubectl go npm aws gcloud az helm cargo terraform pip uv poetry systemctl")
_STRONG = ("table", "column")
_SIMPLE = ("snake", "kebab", "word", "humped", "mixed", "title")
_NEAR = {
    "snake": ("column", "table", "symbol", "flag", "job", "command", "environment"),
    "kebab": ("flag", "service", "job", "command", "package"),
    "word": ("table", "service", "column", "job", "flag"),
    "humped": ("symbol", "job", "flag"),
    "camel": ("symbol", "job", "table"),
    "mixed": ("flag", "service", "environment", "job", "table", "column"),
    "title": ("symbol",),
}
_SHORTEST = {"word": 5, "title": 5, "mixed": 5, "snake": 5, "kebab": 5, "humped": 6, "camel": 6}


def settled(token: Token, names: Names, fresh: Fresh) -> Iterator[Claim]:
    """Every claim of one token; most make one, or none."""
    text = token.text.strip()
    if token.code and " " not in text:
        text = text.rstrip(",;:").removeprefix("./")
        text = text if text.endswith("..") else text.rstrip(".")
    if not text or len(text) > 300:
        return
    typed = _TYPED.fullmatch(text)
    if typed is not None and token.code:
        yield ("environment" if typed[1] == "env" else typed[1]), typed[2]
    elif re.search(r"\s", text):
        yield from _several(text, token, names)
    else:
        yield from _one(token, text, names, fresh)


def _several(text: str, token: Token, names: Names) -> Iterator[Claim]:
    """A line of a shell, or a call with what it is given."""
    call = _CALL.fullmatch(text)
    if call is not None and not text.endswith("()"):
        if "_" in call[1] and not _SQL_CALLS.match(call[1]) and call[1].casefold() == call[1] and "." not in call[1]:
            yield "call", call[1]
    elif token.code:
        text = uncried(text)
        made = tuple(shell.claims(text))
        yield from made
        if not any([kind in ("command", "package") for kind, _ in made]):
            yield from tuple(_slipped(text, names)) or subcommands.claims(text, names)


def _slipped(text: str, names: Names) -> Iterator[Claim]:
    """A line whose first words are a slip of a command that is known."""
    words = [word for word in text.split()[:6] if not word.startswith("-")]
    near = names.near("command")
    for many in (3, 2):
        said = " ".join(words[:many])
        if len(words) >= many and not names.has("command", said):
            slip = near.slip(said)
            if slip and slip.count(" ") == many - 1 and slip.partition(" ")[0] == words[0]:
                yield "command", said
                return
    # what another program takes, and this one is not known to
    for many in (1, 2) if words and words[0] not in _MANY else ():
        program = " ".join(words[:many])
        behind = names.subcommands(program)
        if len(words) <= many or shell.built_in(words[many]):
            return
        if behind and words[many] not in behind and words[many] in names.subcommands(""):
            yield "command", f"{program} {words[many]}"
            return


def _one(token: Token, text: str, names: Names, fresh: Fresh) -> Iterator[Claim]:
    form = shape(text)
    if placeholder(spread(text)[0], names.paths.folder) or (names.outside(without_line(text)) and not token.cue):
        return
    if form == "path":
        yield from path_meant(token, text, names)
    elif text.startswith("$") or form == "environment" or (_SET.fullmatch(text) and "=" in text):
        yield from _variable(token, text, names)
    elif form == "scoped" and "/" in text:
        path, _, name = text.partition("::")
        yield "path", path
        yield "symbol", name.replace("::", ".").removesuffix("()")
    elif form in ("call", "scoped", "dotted") and not (form != "call" and literal(text)):
        yield from _callable(token, text, form, names)
    elif form in ("camel", "humped") and not literal(text):
        yield from _camel(token, text, form, names)
    elif form == "artifact":
        if not names.anywhere(text) and (token.cue == "package" or names.near("package").slip(text)):
            yield "package", text
    elif form in _SIMPLE:
        yield from _simple(token, text, form, names, fresh)


def _variable(token: Token, text: str, names: Names) -> Iterator[Claim]:
    found = _SET.fullmatch(text)
    name = found[1] if found is not None else ""
    if not name or text.startswith("${") or (of_runner(name) and not names.has("environment", name)):
        return
    if names.columns.table(name) or names.columns.tables_with(name) or names.symbols.has(name):
        return
    if token.cue in ("", "environment") and (token.code or token.cue):
        yield "environment", name


def _callable(token: Token, text: str, form: str, names: Names) -> Iterator[Claim]:
    found = _CALL.fullmatch(text)
    name = found[1] if found is not None else text
    if "." in name or "::" in name or "#" in name:
        claim = dots.meant(token, name, names)
        if claim is not None:
            yield ("symbol", claim[1]) if form == "call" and claim[0] == "column" else claim
    elif literal(name) or (_SQL_CALLS.match(name) and token.cue != "symbol"):
        return
    elif "_" in name or any([letter.isupper() for letter in name[1:]]) or token.cue == "symbol":
        yield "call", name
    elif names.near("symbol").slip(name) and not names.symbols.has(name):
        yield "symbol", name


def _camel(token: Token, text: str, form: str, names: Names) -> Iterator[Claim]:
    if not token.code or names.anywhere(text):
        return
    if token.cue and token.cue != "symbol":
        yield token.cue, text
    elif token.cue == "symbol" or (form == "camel" and names.humped):
        yield "call", text
    else:
        yield from _near(text, form, names)


def _simple(token: Token, text: str, form: str, names: Names, fresh: Fresh) -> Iterator[Claim]:
    """One or more words with nothing between them but _ or -: the words beside it say what it is, or what is near."""
    if not token.code and form != "snake":
        return
    cue = token.cue
    if cue in _STRONG:
        if not literal(text) or names.near(cue).slip(text) or token.group < 0:
            yield cue, f"{token.of}.{text}" if token.of and names.columns.table(token.of) else text
        return
    if names.anywhere(text) or names.has("owner", text) or names.symbols.holders(text):
        return
    if cue and not (literal(text) and not names.near(cue).slip(text)):
        if cue == "symbol":
            if form != "kebab":
                yield "call", text
        elif cue == "path":
            return
        elif token.code or cue in ("environment",):
            yield cue, text
    elif not literal(text) and token.code and not fresh.find("", text):
        yield from _near(text, form, names)


def _near(text: str, form: str, names: Names) -> Iterator[Claim]:
    """What nobody says the kind of is a slip of a name that is known, or it names nothing that can be told."""
    if len(text) < _SHORTEST[form]:
        return
    for kind in _NEAR[form]:
        if names.can(kind) and names.near(kind).slip(text):
            yield kind, text
            return
