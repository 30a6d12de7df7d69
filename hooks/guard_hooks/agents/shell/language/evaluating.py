"""Texts that a shell runs although they are quoted: where it counts, and where a word says which variable is meant.

To bash `a[$(rm b)]` is a variable whose place in a list is first to be worked out, so `test -v 'a[$(rm b)]'` removes b,
and so does `((n))` where n holds that text. What stands plainly in such a text is read as a command. Where a variable
counts that may hold any text, nobody can tell; a number of lines, a date or a loop over plain words is none of these.
"""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import (
    COMPUTED,
    GLOBS,
    PLAIN,
    QUOTED,
    SPLIT,
    Word,
    assigned,
    behind,
    literal,
)
from guard_hooks.agents.shell.programs.tables import DECIDES, HOOKS_OFF

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.language.lexing import Token
    from guard_hooks.agents.shell.reader import Reader

WITHIN = "it counts with a text that holds a command"
ANY = "it counts with what may be any text"
PROMPT = "it sets a prompt, which bash may run"
OTHER_NAME = "it gives a variable another name"
RISKY = frozenset("$`[\\")  # what no text has that is a number, or a name
NOTES = frozenset({"sum", "set", "name", "odd"})
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@")
GIVEN = "@"  # the name of all that a shell is given: $1, $2, $@
KEPT_FOR_A_WHILE = frozenset({"TMPDIR", "TMP", "TEMP", "TEMPDIR"})  # where programs write what they need
PROMPTS = frozenset({"PS0", "PS1", "PS2"})
NUMBERS = ("RANDOM", "SECONDS", "OPTIND", "LINENO", "HISTCMD")  # what they are given is worked out at once
COMPARES = frozenset({"-eq", "-ne", "-lt", "-le", "-gt", "-ge"})
TESTS = frozenset({"test", "[", "[["})
DECLARES = frozenset({"declare", "typeset", "local", "export", "readonly"})
NAMED = {"read": "adinNptu", "unset": "", "getopts": "", "wait": ""}  # their words name variables; options with a value
LEADS = frozenset({"builtin", "command", "exec", "time", "noglob", "nocorrect", "then", "do"})


def text(reader: Reader, said: str) -> None:
    """A text that is worked out: every name in it counts, and what is to be run in it is."""
    name = before = ""
    for char in f"{said} ":
        if char in LETTERS:
            name += char
        elif name:
            reader.counted[GIVEN if name.isdigit() and before[-1:] == "$" else name] = None
            name, before = "", char
        elif char != "{" or before != "$":  # ${1} is $1
            before = char
    if "=" in said or "++" in said or "--" in said:
        from guard_hooks.agents.shell.programs.variables import changed

        changed(reader, said)
    if "$(" in said or "`" in said:
        reader.cannot(WITHIN)
        _expands(reader, said)


def noted(reader: Reader, tokens: tuple[Token, ...]) -> bool:
    """What a word holds beside commands: sums, which are worked out, and names of variables."""
    kind = tokens[0].kind if tokens else ""
    if kind == "sum":
        text(reader, tokens[0].text)
    elif kind == "set":
        reader.unsure[tokens[0].text] = None
        from guard_hooks.agents.shell.programs.variables import filled

        filled(reader, tokens[0].text, harmless="")
    return kind in NOTES


def _expands(reader: Reader, said: str) -> None:
    """A text in which a shell runs what is to be run, as it does between double quotes."""
    from guard_hooks.agents.shell.language.expanding import quoted
    from guard_hooks.agents.shell.language.lexing import Lexer
    from guard_hooks.agents.shell.language.walking import Walk

    lexer, here = Lexer(said, reader.depth), reader.here
    quoted(lexer, "")
    for why in lexer.broken:
        reader.cannot(why)
    for tokens in lexer.level.inner:
        if not tokens or tokens[0].kind not in NOTES:
            Walk(reader).walk(tokens)
            reader.here = here


def counts(reader: Reader, word: Word) -> None:
    """A word that is worked out, or says which variable is meant."""
    text(reader, literal(word))
    for tokens in word.inner:
        kind = tokens[0].kind if tokens else "odd"
        if kind == "name":
            reader.counted[tokens[0].text] = None
        elif kind != "sum" and not _number(tokens):
            reader.cannot(ANY)
    if not (word.inner or word.known()):
        reader.cannot(ANY)


def _number(tokens: tuple[Token, ...]) -> bool:
    from guard_hooks.agents.shell.language.counting import counter

    return counter(tokens)


def means(reader: Reader, word: Word) -> None:
    """A word that says which variable is meant: a name alone is nothing that is worked out."""
    counts(reader, Word(*behind(word), word.inner))


def gives(reader: Reader, name: str, value: Word) -> None:
    """A variable gets a value: the names it holds, and whether it may be any text."""
    said = literal(value)
    if name in KEPT_FOR_A_WHILE and value.plain().rstrip("/") not in ("", "/tmp", "/var/tmp"):
        reader.writes(value, name, folder=True)
    holds = reader.holds.setdefault(name, {})
    if RISKY & set(said) or any(
        [char in GLOBS and kind == PLAIN for char, kind in zip(value.text, value.mask, strict=True)]
    ):
        reader.unsure[name] = None
    for part in "".join([char if char in LETTERS else " " for char in said]).split():
        holds[part] = None
    for tokens in value.inner:
        kind = tokens[0].kind if tokens else "odd"
        if kind == "name":
            holds[tokens[0].text] = None
        elif kind != "sum" and not _number(tokens):
            reader.unsure[name] = None
    if not (value.inner or value.known()):
        reader.unsure[name] = None


def settles(reader: Reader) -> None:
    """Whether some name that counts may hold any text, be it by way of others."""
    waiting, seen = [*reader.counted], dict(reader.counted)
    waiting += [name for name in NUMBERS if name in reader.holds]
    while waiting:
        name = waiting.pop()
        if name in reader.unsure:
            reader.cannot(ANY)
            return
        for other in reader.holds.get(name, ()):
            if other not in seen:
                seen[other] = None
                waiting.append(other)
                if other in DECIDES or other in HOOKS_OFF or other.startswith(("GIT_", "LD_")):
                    reader.cannot(ANY)  # what is counted with may give it another value


def looks(reader: Reader, words: list[Word]) -> None:
    """One command: what it gives to variables, and what in its words is worked out."""
    at = 0
    while at < len(words) and (found := assigned(words[at])):
        _assigns(reader, found[0], words[at])
        at += 1
    while at < len(words) and (words[at].plain() in LEADS or (at and words[at].text[:1] == "-")):
        at += 1
    name, rest = (words[at].plain(), words[at + 1 :]) if at < len(words) else ("", [])
    if name in TESTS:
        _tests(reader, name, rest)
    elif name in DECLARES:
        _declares(reader, name, rest)
    elif name in NAMED:
        from guard_hooks.agents.shell.programs.variables import named

        named(reader, name, rest)
    elif name == "let":
        for word in rest:
            counts(reader, word)
    elif name == "printf" and rest and rest[0].text[:1] in ("-", "$"):
        from guard_hooks.agents.shell.programs.variables import prints

        prints(reader, rest)
    elif name in ("for", "select") and rest:
        for word in rest[2:] if len(rest) > 1 else [Word("$", SPLIT)]:
            gives(reader, rest[0].text, word)
    elif name == "set":
        for word in rest:
            gives(reader, GIVEN, word)


def _assigns(reader: Reader, name: str, word: Word) -> None:
    """NAME=value, or one place of a list."""
    front, _, _ = word.text.partition("=")
    if "[" in front:
        text(reader, front.partition("[")[2])
    if name in PROMPTS:
        reader.cannot(PROMPT)
    gives(reader, name, Word(word.text[len(front) + 1 :], word.mask[len(front) + 1 :], word.inner))


def _tests(reader: Reader, name: str, words: list[Word]) -> None:
    """A test: the variable behind -v, and within double brackets what is compared as a number."""
    for at, word in enumerate(words):
        before = words[at - 1].plain() if at else ""
        after = words[at + 1].plain() if at + 1 < len(words) else ""
        if before in ("-v", "-R"):
            means(reader, word)
        elif name == "[[" and (before in COMPARES or after in COMPARES):
            counts(reader, word)
        elif not before.strip("\0") or before in COMPARES or after in COMPARES:
            _holding(reader, word)


def _holding(reader: Reader, word: Word) -> None:
    """A word that is a variable perhaps: only if it looks like one that holds a command."""
    said = literal(word)
    if "[" in said and ("$(" in said or "`" in said):
        text(reader, said)


def _declares(reader: Reader, name: str, words: list[Word]) -> None:
    """declare and its like: values, numbers, and names of other variables."""
    letters = "".join([word.text[1:] for word in words if word.text[:1] in "-+" and word.known()])
    letters += "?" * any([word.mask[:1] in (COMPUTED, SPLIT) for word in words])
    if "n" in letters and name not in ("export", "readonly"):
        reader.cannot(OTHER_NAME)
    for word in words:
        front, equals, _ = word.text.partition("=")
        if word.text[:1] in ("-", "+"):
            continue
        kept = len(front) + 1
        head = Word(front, word.mask[: len(front)], () if QUOTED in word.mask or equals else word.inner)
        if name not in ("export", "readonly"):
            means(reader, head._replace(inner=head.inner if head.known() else word.inner))
        variable = front.removesuffix("+").partition("[")[0]
        if equals:
            gives(reader, variable, Word(word.text[kept:], word.mask[kept:], word.inner))
        if set(letters) & set("aA?"):  # a list: what it is given is read once more
            reader.counted[variable] = None
        if front in PROMPTS:
            reader.cannot(PROMPT)
        if "i" in letters:
            counts(reader, word)
