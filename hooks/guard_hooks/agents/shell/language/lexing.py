"""A command line taken apart into words and operators, as bash reads it; each character is looked at once."""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.shell.language.expanding import UNCLOSED, backticks, dollar, double, quoted, single, sum_ends
from guard_hooks.agents.shell.language.word import PLAIN, QUOTED, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST = 12  # commands in commands
SPECIAL = frozenset(" \t\n\\'\"$`|&;()<>")
# Longest first: what stands at the front is taken.
OPERATORS = {
    "|": ("||", "|&", "|"),
    "&": ("&>>", "&>", "&&", "&"),
    ";": (";;&", ";;", ";&", ";"),
    "(": ("(",),
    ")": (")",),
    "<": ("<<<", "<<-", "<<", "<&", "<>", "<(", "<"),
    ">": (">>", ">&", ">|", ">(", ">"),
}
REDIRECTIONS = frozenset({"&>>", "&>", "<<<", "<&", "<>", "<", ">>", ">&", ">|", ">"})
NO_END = "a here-document in it does not end"
TOO_DEEP = "it has commands in commands, too deep"


class Token(NamedTuple):
    """A word, an operator, a redirection, or a here-document: its end is the word, what it says the text."""

    kind: str  # "word", "op", "redirect", "here", "sum"; in a word also "name", of a variable, and "odd"
    text: str = ""
    word: Word = Word("", "")
    computed: bool = False  # what a here-document says


class _Level:
    """What is read of one command: there is one more for each that stands in another."""

    __slots__ = ("begun", "chars", "here", "inner", "masks", "open", "pending", "tokens")

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.chars: list[str] = []
        self.masks: list[str] = []
        self.inner: list[tuple[Token, ...]] = []
        self.begun = False  # a word
        self.open = 0  # brackets
        self.here = -1  # the here-document whose end is named next
        self.pending: list[int] = []  # here-documents that begin on the next line


class Lexer:
    """The tokens of a text, and in `broken` why a shell could read it in another way than this."""

    def __init__(self, text: str, depth: int = 0) -> None:
        self.text, self.end, self.at, self.depth = text, len(text), 0, depth
        self.broken: list[str] = []
        self.level = _Level()

    def tokens(self) -> tuple[Token, ...]:
        """All of them."""
        if "\0" in self.text:
            self.gives_up("it has a character that no command has")
        return self.read(closing=False)

    def gives_up(self, why: str) -> None:
        """What comes is not read."""
        self.broken.append(why)
        self.at = self.end

    def goes_in(self) -> None:
        """One deeper: to a certain depth."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.gives_up(TOO_DEEP)

    def read(self, closing: bool) -> tuple[Token, ...]:
        """To the end, or to the bracket that closes."""
        outside, self.level = self.level, _Level()
        self.goes_in()
        closed = not closing
        while self.at < self.end:
            char = self.text[self.at]
            if char == ")" and closing and not self.level.open:
                self.at += 1
                closed = True
                break
            _STEPS.get(char, Lexer.run)(self)
        self.word_ends()
        if not closed:
            self.broken.append(UNCLOSED)
        if self.level.pending or self.level.here >= 0:
            self.broken.append(NO_END)
        if closing and any([token.word.text == "case" for token in self.level.tokens]):
            self.broken.append("it chooses between cases within another command")  # their brackets do not pair
        self.depth -= 1
        done, self.level = self.level, outside
        return tuple(done.tokens)

    def another(self, text: str) -> Lexer:
        """A reader of a text that stands in this one, and has to be put together first."""
        return Lexer(text, self.depth)

    def push(self, text: str, kind: str) -> None:
        """A part of the word that is read."""
        self.level.begun = True
        self.level.chars.append(text)
        self.level.masks.append(kind * len(text))

    def notes(self, kind: str, text: str = "") -> None:
        """What a shell puts in the place of a part of the word: a variable, or what a sum comes to."""
        self.level.inner.append((Token(kind, text),))

    def word_ends(self) -> None:
        """The word that was read, if there was one, is whole."""
        level = self.level
        if not level.begun:
            return
        word = Word("".join(level.chars), "".join(level.masks), tuple(level.inner))
        level.chars, level.masks, level.inner, level.begun = [], [], [], False
        if level.here < 0:
            level.tokens.append(Token("word", "", word))
            return
        level.tokens[level.here] = level.tokens[level.here]._replace(word=word, computed=QUOTED not in word.mask)
        level.pending.append(level.here)
        level.here = -1
        if not word.known() or not word.text:
            self.broken.append("the end of a here-document in it is not named")

    def run(self) -> None:
        """Characters without a meaning of their own, or a comment."""
        start = self.at
        if self.text[start] == "#" and not self.level.begun:
            line = self.text.find("\n", start)
            self.at = self.end if line < 0 else line
            return
        while self.at < self.end and self.text[self.at] not in SPECIAL:
            self.at += 1
        self.push(self.text[start : self.at], PLAIN)

    def blank(self) -> None:
        """Between two words."""
        self.word_ends()
        self.at += 1

    def line(self) -> None:
        """The end of a line: here-documents begin."""
        self.word_ends()
        self.at += 1
        self.level.tokens.append(Token("op", "\n"))
        pending, self.level.pending = self.level.pending, []
        for index in pending:
            self.level.tokens[index] = self.document(self.level.tokens[index])

    def document(self, token: Token) -> Token:
        """A here-document: its lines to the one that ends it, and what is to be run in them first."""
        start = last = self.at
        while self.at < self.end:
            end = self.text.find("\n", self.at)
            end = self.end if end < 0 else end
            line, last = self.text[self.at : end], self.at
            self.at = min(end + 1, self.end)
            if (line.lstrip("\t") if token.text == "<<-" else line) == token.word.text:
                break
        else:
            self.broken.append(NO_END)
            last = self.end
        body = self.text[start:last]
        if not token.computed:
            return token._replace(text=body)
        inner = self.another(body)
        quoted(inner, "")
        self.broken += inner.broken
        computed = "\\" in body or bool(set("".join(inner.level.masks)) - {QUOTED})
        return token._replace(text=body, word=Word("", "", tuple(inner.level.inner)), computed=computed)

    def escape(self) -> None:
        """A backslash."""
        following = self.text[self.at + 1 : self.at + 2]
        if not following:
            self.broken.append("it ends in a backslash")
        if following != "\n":
            self.push(following or "\\", QUOTED)
        self.at += 2

    def operator(self) -> None:
        """What stands between words."""
        level, start = self.level, self.at
        text = next(one for one in OPERATORS[self.text[start]] if self.text.startswith(one, start))
        if text in ("<(", ">("):
            self.at += 2
            level.inner.append(self.read(closing=True))
            self.push("/dev/fd/63", QUOTED)
            return
        counts = ";" if level.tokens and level.tokens[-1].word.text == "for" else ""
        sums = text == "(" and not level.begun and self.text[start - 1 : start] != "("
        end = sum_ends(self, start, counts) if sums else 0
        if text[0] in "<>":
            self.descriptor(text)
        self.word_ends()
        self.at = end or start + len(text)
        if end:
            level.tokens.append(Token("sum", self.text[start + 2 : end - 2]))
        elif text in ("<<", "<<-"):
            level.here = len(level.tokens)
            level.tokens.append(Token("here", text))
        else:
            level.open += (text == "(") - (text == ")")
            level.tokens.append(Token("redirect" if text in REDIRECTIONS else "op", text))
        if text in REDIRECTIONS and text[-1] == ">" and self.text.startswith("!", self.at):
            self.broken.append("shells differ in where it writes to")

    def descriptor(self, sign: str) -> None:
        """The number that stands before a redirection is no word."""
        level = self.level
        text = "".join(level.chars)
        if level.begun and descriptor(text) and set("".join(level.masks)) == {PLAIN}:
            level.chars, level.masks, level.begun = [], [], False
            if sign[:2] == "<<" and text.strip("0"):
                self.broken.append("a here-document in it is not what it reads")


def descriptor(text: str) -> bool:
    """Whether it is a number to a shell, to which ten signs are digits."""
    return text.isascii() and text.isdigit()


_STEPS: dict[str, Callable[[Lexer], None]] = {
    " ": Lexer.blank, "\t": Lexer.blank, "\n": Lexer.line, "\\": Lexer.escape, "'": single, '"': double,
    "$": dollar, "`": backticks, **dict.fromkeys(OPERATORS, Lexer.operator),
}  # fmt: skip
