"""Variables that hold one plain text wherever they are used: `f=src/a; echo x > "$f"`, and a new path by mktemp.

A text counts where its variable is named only to be used, but once; where the command that sets it is run whatever
happens, or has what uses it behind `&&`; and where no shell has a meaning of its own for the name.
"""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import COMPUTED, PLAIN, QUOTED, SPLIT, Word, assigned, folder_of_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard_hooks.agents.shell.language.lexing import Token
    from guard_hooks.agents.shell.language.walking import Walk
    from guard_hooks.agents.shell.reader import Reader

LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
DIGITS = frozenset("0123456789{}.")
PLAIN_TEXT = LETTERS | frozenset("./+,@%-")
# Names that a shell has for itself, small letters; of those in capitals only a few are none of a shell, or of a program
_OWN = """
    aliases argv builtins cdpath commands dirstack fignore fpath functions funcstack funcfiletrace funcsourcetrace
    functrace histchars history jobdirs jobstates jobtexts keymap killring mailpath manpath match mbegin mend modules
    module_path nameddirs options parameters patchars path pipestatus prompt psvar reply reswords signals status termcap
    terminfo userdirs usergroups watch widget widgets zsh_eval_context
"""
OWN = frozenset(_OWN.split())
CAPITALS = frozenset(
    {*("A", "B", "BASE", "D", "DEST", "DIR", "F", "FILE", "LOG", "NAME", "OUT", "OUTPUT", "SRC", "T", "TARGET"),
     *("TMP_DIR", "TMP_FILE", "TMPD", "TMPFILE", "WORK", "WORKDIR")}
)  # fmt: skip
SPOILS = ("((", "let ", "DEBUG", "IFS")  # by which a variable may get a value that nobody here sees, or be cut
OF_MKTEMP = frozenset({"-d", "-q", "--directory", "--quiet"})
# To these a word that says nothing is no file: they do nothing with it
LOOSE = frozenset({"cat", "cp", "diff", "grep", "head", "mv", "rm", "sort", "tail", "tee", "wc"})
DEEPEST = 1 << 30  # groups
MOST, LONGEST = 16, 200  # variables that are looked at; characters of a text
# A variable is set whatever happens; for what stands behind `&&`; unless mktemp fails
SURE, BEHIND, PERHAPS = "sure", "behind", "perhaps"
LOOP = "loop"  # it holds what a pattern means, one after the other
# Programs to which a word that is such a pattern is a file, or files
EACH = LOOSE | {"black", "chmod", "dos2unix", "gofmt", "goimports", "isort", "mkdir", "perl", "prettier", "sed"}
EACH |= {"touch"}


def held(reader: Reader, word: Word) -> Word:
    """The word with what its one variable holds, where that is known."""
    if len(word.inner) > 1 and reader.holding:
        return _several(reader, word)
    name = _variable(word)
    if not name or name not in reader.holding:
        return word
    value, how = reader.holding[name]
    at = word.mask.index(COMPUTED if COMPUTED in word.mask else SPLIT)
    if how == LOOP or (how == PERHAPS and not _nothing_stands(reader, word, at)):
        return word
    return _filled(word, at, value)


def _several(reader: Reader, word: Word) -> Word:
    """A word of several variables, each of which holds a plain text."""
    names = [tokens[0].text if len(tokens) == 1 and tokens[0].kind == "name" else "" for tokens in word.inner]
    plain = all([reader.holding.get(name, ("", ""))[1] in (SURE, BEHIND) for name in names])
    if plain and word.mask.count(COMPUTED) + word.mask.count(SPLIT) == len(names):
        for name in names:
            at = next(at for at, kind in enumerate(word.mask) if kind in (COMPUTED, SPLIT))
            word = _filled(word, at, reader.holding[name][0])
    return word


def loosely(reader: Reader, words: list[Word]) -> list[Word]:
    """The words of a program to which one that says nothing is no file, and that takes its operands for files."""
    if not reader.holding or words[0].plain() not in EACH:
        return words
    if words[0].text in ("sed", "perl"):  # the name of a file may be code to them, but where files stand last
        *others, before, last = words if len(words) > len(("sed", "x")) else (*words, words[0])
        file = last if before.text[:1] == "-" or last is words[0] else perhaps(reader, last, loose=False)
        return words if file is last else [*others, before, file]
    return [perhaps(reader, word, words[0].text in LOOSE) for word in words]


def perhaps(reader: Reader, word: Word, loose: bool = True) -> Word:
    """What a variable holds that may say nothing, where a word is that alone, in quotes; or what a loop goes by."""
    name = _variable(word) if reader.holding else ""
    value, how = reader.holding.get(name, ("", ""))
    if how == LOOP and COMPUTED in word.mask:
        return _filled(word, word.mask.index(COMPUTED), value, PLAIN)
    return _filled(word, 0, value) if how and how != LOOP and loose and word.mask == COMPUTED else word


def _filled(word: Word, at: int, value: str, kind: str = QUOTED) -> Word:
    text, mask = word.text, word.mask
    return Word(text[:at] + value + text[at + 1 :], mask[:at] + kind * len(value) + mask[at + 1 :], word.inner)


def _variable(word: Word) -> str:
    """The one variable of a word; nothing where there is more to it."""
    if len(word.inner) != 1 or word.mask.count(COMPUTED) + word.mask.count(SPLIT) != 1:
        return ""
    tokens = word.inner[0]
    return tokens[0].text if len(tokens) == 1 and tokens[0].kind == "name" else ""


def _nothing_stands(reader: Reader, word: Word, at: int) -> bool:
    """Whether `"$t/a"` would be nothing that stands if the variable said nothing."""
    rest = word.text[at + 1 :]
    first = "/" + rest[1:].partition("/")[0]
    return at == 0 and rest[:1] == "/" and first != "/" and reader.standing is not None and _free(reader, first)


def _free(reader: Reader, path: str) -> bool:
    return set(path) <= PLAIN_TEXT and reader.standing is not None and not reader.standing.entry(path)


def holds(walk: Walk, by: str) -> None:
    """A command has ended: what it gives to variables, where it stands in the text of the call, in no group or pipe."""
    if not walk.outer:
        return
    reader, depth = walk.reader, len(walk.groups)
    if walk.words and walk.words[0].text == "for" and walk.words[0].bare() and depth:
        _goes_through(reader, walk.words, depth)
    if depth:
        return
    if walk.words and not (walk.piped or walk.closed or walk.negated) and all([assigned(word) for word in walk.words]):
        _sets(reader, walk.words, walk.place.by, by)
    if by not in ("&&", "|", "|&"):  # what holds only behind `&&` holds no longer
        reader.holding = {name: one for name, one in reader.holding.items() if one[1] != BEHIND}


def left(reader: Reader, loop: bool, depth: int) -> None:
    """A group has ended: of a loop inside of it nothing holds any longer."""
    reader.repeats -= loop
    for name in [name for name, deep in reader.loops.items() if deep > depth]:
        del reader.loops[name], reader.holding[name]


def _goes_through(reader: Reader, words: list[Word], depth: int) -> None:
    """`for f in src/*.py`: what the variable may hold, as one pattern."""
    name, values = words[1].plain() if len(words) > 1 else "", words[3:]
    reader.tried += 1
    if values and all([word.known() and set(word.text) <= DIGITS for word in values]) and _once(reader.text, name):
        reader.digits = (*reader.digits, name)
    texts = [word.text if word.known() and word.text[0] in LETTERS else "" for word in values]
    folders = {text.rpartition("/")[0] for text in texts}
    folder = next(iter(folders), "")
    plain = len(folders) == 1 and folder and set("".join(texts)) <= PLAIN_TEXT | set("*?")
    if (
        plain
        and reader.tried <= MOST
        and not set("*?") & set(folder)
        and ".." not in folder
        and _once(reader.text, name)
    ):
        reader.holding[name] = (values[0].text if len(values) == 1 else f"{folder}/*", LOOP)
        reader.loops[name] = depth


def _sets(reader: Reader, words: list[Word], before: str, by: str) -> None:
    if before == "||" or by in ("|", "|&", "&"):
        return
    for word in words[:MOST]:
        reader.tried += 1
        if reader.tried > MOST:
            return
        found = assigned(word)
        name, value = found or ("", word)
        inner = word.inner if found else ()
        if not found or word.text[len(name)] != "=" or not _once(reader.text, name):
            continue
        from guard_hooks.agents.shell.language.counting import numbers

        if before == ";" and set(value.mask) <= {COMPUTED, SPLIT} and numbers(reader, value._replace(inner=inner)):
            reader.digits = (*reader.digits, name)
        text = value.text if set(value.text) <= PLAIN_TEXT and value.known() else ""
        how = SURE if before == ";" else BEHIND
        if not text and len(words) == len(inner) == 1 and len(value.text) == 1:
            text = _temporary(reader, inner[0])
            how = BEHIND if by == "&&" else SURE if before == ";" and _stops(reader.text) else PERHAPS
        if text and len(text) <= LONGEST:
            reader.holding[name] = (text, how)


def _temporary(reader: Reader, tokens: tuple[Token, ...]) -> str:
    """A path that stands for the new one that mktemp makes and prints."""
    words = [token.word.plain() if token.kind == "word" else "" for token in tokens]
    if words[:1] != ["mktemp"] or not set(words[1:]) <= OF_MKTEMP or "TMPDIR" in reader.text or not reader.standing:
        return ""
    folder = reader.standing.temporary()
    return f"{folder}/tmp.XXXXXXXXXX{len(reader.holding)}" if folder and set(folder) <= PLAIN_TEXT else ""


def _stops(text: str) -> bool:
    """Whether a text ends where a command fails, as its first line says."""
    first = text.lstrip().partition("\n")[0].partition(";")[0].rstrip()
    return first in ("set -e", "set -eu", "set -euo pipefail", "set -eo pipefail", "set -ex") and "set +" not in text


def _once(text: str, name: str) -> bool:
    """Whether a variable is set in one place, and is named beside that only to be used as it is."""
    plain = name in CAPITALS or (name.islower() and name not in OWN)
    if not plain or any([one in text for one in SPOILS]):
        return False
    joined = text.replace("\\\n", "")
    bare = joined.replace("'", "").replace('"', "").replace("\\", "")
    return all([_used(one, name) == 1 for one in (joined, bare)])


def _used(text: str, name: str) -> int:
    """How often a name stands in a text without being used as a variable; more than once where it is used oddly."""
    count, at = 0, text.find(name)
    while at >= 0:
        end = at + len(name)
        if (at == 0 or text[at - 1] not in LETTERS) and (end == len(text) or text[end] not in LETTERS):
            count += _oddly(text, at, end)
        at = text.find(name, end)
    return count


def _oddly(text: str, at: int, end: int) -> int:
    """0 where a variable is used there as it is, 1 where it is no use of one, 2 where it is another use."""
    after = text[end : end + 1]
    if text[:at].endswith("${"):
        return 0 if after == "}" and text[end + 1 : end + 2] not in ("[", ":") else 2
    if text[at - 1 : at] == "$" and at:
        return 0 if after not in ("[", ":") or not after else 2
    if text[at - 1 : at] == "/" or after in (".", "/"):
        return 0  # part of a path
    return int(text[at - 1 : at] != "-" or after in ("=", "+", "["))  # -d is an option


def given_anew(reader: Reader, words: Sequence[Word]) -> bool:
    """Whether words of `read` and the like may give a variable another value that holds a plain text."""
    if any([folder_of_pattern(word) != "" for word in words]):
        return bool(reader.holding)
    texts = [word.text.partition("=")[0].partition("[")[0].removesuffix("+") for word in words]
    return any([text == name or (text[:1] == "-" and text.endswith(name)) for text in texts for name in reader.holding])
