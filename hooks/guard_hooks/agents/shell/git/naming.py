"""Words that are computed and come to no option all the same: what git prints as names, and variables set in the text.

A variable is known where the text itself sets it, once, plainly, and before all that may fail; a shell may have one of
that name from before. What else may give it another value (`read`, a sum, a default) is not looked into: where any of
it stands in the text, none is known.
"""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.shell.language.holding import OWN as OF_SHELLS
from guard_hooks.agents.shell.language.lexing import Lexer, Token
from guard_hooks.agents.shell.language.word import COMPUTED, NOTHING, QUOTED, SPLIT, Word, assigned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.reader import Reader

PRINTS = ("--abbrev-ref", "--short", "--verify", "-q", "--quiet")  # with these git rev-parse prints names alone
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./@:^~+-")
NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
# Options with which commits are listed by their names alone
_LISTS = "-n -q --all --date-order --first-parent --merges --no-merges --no-patch --quiet --reverse -s --topo-order"
LISTS = frozenset(_LISTS.split())
FORMATS = tuple([f"--{one}%{letter}" for one in ("format=", "pretty=format:", "pretty=tformat:") for letter in "Hh"])
_SETS = """
    coproc declare eval exec export getopts let local mapfile read readarray readonly select set shopt source trap
    typeset unset wait
"""
SETS = frozenset(_SETS.split())  # words that may give a variable a value by its name
ODD = ("((", "$'", "$[", "`")
ONE = "one"
END = Token("op", ";")
OWN = ("_", "REPLY", "OPTARG", "OPTIND", "MAPFILE", "COPROC")
KEYWORDS = frozenset({"if", "while", "until", "for", "case", "{", "!", "[[", "function", "time"})
BEGINS = NAME | {".", "/"}
FULL, SHORT = "--format=%(refname)", "--format=%(refname:short)"
BRANCHES = ("--show-current", "--list", "-a", "-r", "--all", "--remotes", "--merged", "--no-merged")
SINCE = ("--since=", "--until=", "--after=", "--before=", "--author=", "--max-count=", "--grep=")


def filled_in(reader: Reader, word: Word) -> Word:
    """The same with the values of variables that the text sets to a plain one."""
    marks = [at for at, kind in enumerate(word.mask) if kind in (COMPUTED, SPLIT)]
    if not marks or len(marks) != len(word.inner) or reader.depth != 1:
        return word
    known, text, mask, inner = variables(reader), list(word.text), list(word.mask), []
    for at, tokens in zip(marks, word.inner, strict=True):
        variable = tokens[0].text if len(tokens) == 1 and tokens[0].kind == "name" else ""
        value = known[variable].value if variable in known else ""
        if value:
            text[at], mask[at] = value, QUOTED * len(value)
        else:
            inner.append(tokens)
    return Word("".join(text), "".join(mask), tuple(inner))


def plain(reader: Reader, word: Word) -> Word:
    """The same, as one that is told, where nothing in it can come to be an option, or more words."""
    marks = [kind for kind in word.mask if kind in (COMPUTED, SPLIT)]
    if not marks or len(marks) != len(word.inner):
        return word
    behind = word.text[len(word.mask) - len(word.mask.lstrip(COMPUTED + SPLIT)) :]
    if word.mask[0] in (COMPUTED, SPLIT) and behind[:1] == "-":
        return word  # what is computed may be nothing at all
    known = variables(reader) if reader.depth == 1 else {}
    for kind, tokens in zip(marks, word.inner, strict=True):
        variable = tokens[0].text if len(tokens) == 1 and tokens[0].kind == "name" else ""
        told = known[variable].kind if variable in known else ""
        if not (told in (ONE, kind) if variable else prints_names(tokens)):
            return word
    return Word(word.text, QUOTED * len(word.text))


def only_names(word: Word) -> bool:
    """Whether all that is computed in a word is a name that git prints: none has a colon."""
    return bool(word.inner) and all([prints_names(tokens) for tokens in word.inner])


def prints_names(tokens: tuple[Token, ...]) -> bool:
    """Whether commands print names of commits or branches, and nothing else."""
    parts: list[list[Word]] = [[]]
    target = False
    for token in tokens:
        if token.kind == "redirect":
            target = True
        elif token.kind == "op" and token.text == "|":
            parts.append([])
        elif token.kind != "word":
            return False
        elif target:
            target = False
        else:
            parts[-1].append(token.word)
    return _names(parts[0]) and all([_cuts(part) for part in parts[1:]])


def _cuts(words: list[Word]) -> bool:
    """head or tail, with a number alone."""
    said = [word.plain() for word in words]
    return said[:1] in (["head"], ["tail"]) and all([one.lstrip("-n").isdigit() or one == "-n" for one in said[1:]])


def _names(said: list[Word]) -> bool:
    words = [word.plain() for word in said]
    front = words[2 : words.index("--") if "--" in words else None]
    options = [one for one in front if one[:1] in ("-", NOTHING)]
    what = words[1] if words[:1] == ["git"] and len(words) > 1 else ""
    if what in ("merge-base", "branch", "for-each-ref"):
        return what == "merge-base" or _branches(what, [one for one in front if one not in options], options)
    if what in ("rev-parse", "symbolic-ref"):
        alone = what == "rev-parse" or len(words) - len(options) == len(words[:3])
        return alone and not set(options) - set(PRINTS)
    formats = FORMATS if what == "log" else ()
    listed = what == "rev-list" or any([one in FORMATS for one in options])
    plainly = all([one in LISTS or one in formats or one[1:].isdigit() or one.startswith(SINCE) for one in options])
    return what in ("rev-list", "log") and listed and plainly


def _branches(what: str, names: list[str], options: list[str]) -> bool:
    """Whether branches are listed by their names: none begins with a minus, as a tag may."""
    full = FULL in options or (SHORT in options and what == "branch")
    heads = bool(names) and all([one.startswith(("refs/heads", "refs/remotes")) for one in names])
    told = full or (SHORT in options and heads) or options == ["--show-current"]
    return told and all([one in (FULL, SHORT, *BRANCHES) or one.startswith("--sort=") for one in options])


class Known(NamedTuple):
    """A variable that is set plainly."""

    kind: str  # ONE: it is one word, and no option; COMPUTED: so it is in quotes; "" where nobody can tell
    value: str = ""  # where it is one alone, and that is said
    loop: bool = False


def variables(reader: Reader) -> dict[str, Known]:
    """Those that are known."""
    heads = reader.heads
    if heads.known is None:
        heads.known = _known(reader.text.replace("\\\n", ""))
    return heads.known


def _known(text: str) -> dict[str, Known]:
    bare = "".join([char for char in text if char not in "\\'\""])
    runs = _runs(bare)
    if any([sign in text for sign in ODD]) or "{" in bare.replace("${", "") or SETS.intersection(runs):
        return {}
    if "printf" in runs and any([word.startswith("-v") for word in bare.split()]):
        return {}
    found = _set(Lexer(text).tokens())
    return {name: one for name, one in found.items() if one.kind and _once(text, name, one.loop)}


def _runs(text: str) -> list[str]:
    return "".join([char if char in NAME else " " for char in text]).split()


def _once(text: str, name: str, loop: bool) -> bool:
    """Whether nothing else in the text names it but to have what it holds."""
    at, sets, last = text.find(name), 0, 0
    while at >= 0:
        end = at + len(name)
        before, after = text[at - 1 : at], text[end : end + 1]
        if text[at - 2 : at] == "${":
            if after not in NAME and after != "}":
                return False
            last = at
        elif before == "$":
            last = at
        elif before not in NAME and after not in NAME and _sets(text, at, end):
            sets += 1
        at = text.find(name, at + 1)
    if name in OWN or name in OF_SHELLS or name.startswith("BASH"):
        return False
    return sets == 1 and (not loop or _within(text, last))


def _sets(text: str, at: int, end: int) -> bool:
    """Whether it gets a value there: NAME=, NAME+=, NAME[, or as the variable of a loop."""
    begins = text[at - 1 : at] not in PLAIN
    return begins and (text[end : end + 1] in ("=", "[") or text[end : end + 2] == "+=" or _looped(text[:at]))


def _looped(front: str) -> bool:
    return front.rstrip().endswith("for") and front[-1:].isspace()


def _within(text: str, last: int) -> bool:
    """Whether the one loop of the text ends behind the last place where its variable is asked for."""
    return _runs(text).count("done") == 1 and text.rfind("done") > last


def _set(tokens: tuple[Token, ...]) -> dict[str, Known]:
    """What a text sets before all else that may fail: how plainly, and whether for a loop."""
    found: dict[str, Known] = {}
    signs = "".join([token.text for token in tokens if token.kind == "op"]).rstrip("\n")
    chained = not signs.replace("&&", "").strip("|") and "||" not in signs
    words: list[Word] = []
    surely = True
    for token in (*tokens, END):
        if token.kind == "word":
            words.append(token.word)
        elif token.kind == "op" and words:
            sets, goes_on = _settings(words, token.text)
            found |= sets if surely or chained else {}
            if not goes_on:
                break
            surely = token.text != "&&" or (bool(sets) and not any([word.inner for word in words]))
            words = []
        elif token.kind != "op" or token.text != "\n":
            break
    return found


def _settings(words: list[Word], sign: str) -> tuple[dict[str, Known], bool]:
    """What one command sets, and whether what comes behind it may set more."""
    first = words[0].text if words[0].bare() else ""
    if first == "for" and [word.plain() for word in words[2:3]] == ["in"]:
        kinds = {_kind(word) if ":" not in word.text else "" for word in words[3:]} or {""}
        kind = ONE if kinds == {ONE} else "" if "" in kinds else COMPUTED
        return {words[1].plain(): Known(kind, loop=True)}, False
    if first in KEYWORDS or sign not in (";", "\n", "&&"):
        return {}, False
    pairs = [(word, assigned(word)) for word in words]
    if not all([found is not None for _, found in pairs]):
        return {}, True
    told = [(word.text.partition("=")[0], found[1]._replace(inner=word.inner)) for word, found in pairs if found]
    return {name: Known(_kind(value), value.text if _is_said(value) else "") for name, value in told}, True


def _is_said(value: Word) -> bool:
    return value.known() and PLAIN.issuperset(value.text) and value.text[:1] != "~"


def _kind(value: Word) -> str:
    """How plainly a value is said."""
    if len(value.mask) == len(value.inner) == 1:
        return ONE if prints_names(value.inner[0]) else ""
    begins = value.text[:1] in BEGINS and value.mask[:1] not in (COMPUTED, SPLIT)
    if not begins or not value.text:
        return ""
    return ONE if value.known() and PLAIN.issuperset(value.text) else COMPUTED
